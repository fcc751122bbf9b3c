//! Any endpoint: its status code is the answer (RFC 9110, section 15; RFC 6585, section 4 for 429).

use http::StatusCode;

use super::Unreadable;
use crate::config::StatusFormat;
use crate::service::{ServiceReport, ServiceState};

/// Reads a status code. One that is about the request, and not about the service, says nothing.
pub(super) fn read(status: StatusCode) -> Result<ServiceReport, Unreadable> {
    let overall = match status {
        // Too busy for this request.
        StatusCode::TOO_MANY_REQUESTS => ServiceState::Degraded,
        _ if status.is_success() => ServiceState::Operational,
        // Not what was asked for, or by whom: 'not implemented', 'version not supported', 'network authentication required'.
        _ if matches!(status.as_u16(), 501 | 505 | 506 | 508 | 510 | 511) => return Err(Unreadable),
        _ if status.is_server_error() => ServiceState::Outage,
        _ => return Err(Unreadable),
    };
    Ok(ServiceReport { overall: Some(overall), ..ServiceReport::empty(StatusFormat::PlainHttp) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_the_answer() {
        let (well, busy, out) =
            (Some(ServiceState::Operational), Some(ServiceState::Degraded), Some(ServiceState::Outage));
        let cases = [
            (200, well),
            (204, well),
            (304, None),
            (429, busy),
            (503, out),
            (500, out),
            (502, out),
            (504, out),
            (501, None),
            (511, None),
            (599, out),
            (100, None),
            (400, None),
            (401, None),
            (404, None),
            (600, None),
        ];
        for (code, overall) in cases {
            let report = read(StatusCode::from_u16(code).unwrap());
            assert_eq!(report.ok().and_then(|report| report.overall), overall, "{code}");
        }
    }
}
