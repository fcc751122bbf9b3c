//! The readers of status documents. The first byte says how it comes: the lowest four bits in which format, the next in
//! which language, the upper three with which status. From `@` it is a 200 in English, from `P` in Chinese, from `` ` `` and
//! `p` a 503; `@` itself leaves the format to be told by the document.
#![no_main]

use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_core::service::ServiceState;
use wallet_doctor_fuzz::is_bounded;

const STATUSES: [u16; 8] = [204, 302, 200, 503, 401, 404, 429, 500];

fuzz_target!(|input: &[u8]| {
    let Some((how, body)) = input.split_first() else { return };
    let format = StatusFormat::ALL.get(usize::from(how & 0xf)).copied().unwrap_or(StatusFormat::Auto);
    let locale = if how & 0x10 == 0 { Locale::En } else { Locale::ZhHans };
    let status = StatusCode::from_u16(STATUSES[usize::from(how >> 5)]).expect("it is a status");
    let read = |format| status_document(format, status, body, locale);

    let Some(report) = read(format) else { return };
    is_bounded(&report);
    assert_ne!(report.format, StatusFormat::Auto);
    if format == StatusFormat::Auto {
        assert_ne!(report.format, StatusFormat::PlainHttp);
        let health = [StatusFormat::Actuator, StatusFormat::HealthJson];
        assert!(status.is_success() || health.contains(&report.format));
        assert_eq!(read(report.format).as_ref(), Some(&report), "its own reader says something else");
    } else {
        assert_eq!(report.format, format);
        // Told by what it holds, it is in this format or in none that can be told.
        if let Some(told) = read(StatusFormat::Auto).filter(|told| told.format == format) {
            assert_eq!(told, report);
        }
    }
    assert!(report.incidents.iter().all(|incident| incident.state > ServiceState::Operational));
});
