//! Captive portals: a plain-HTTP endpoint must answer 204 with nothing and echo a challenge. What answers otherwise is
//! somebody in between.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::client::Answer;
use super::http::{date_of, elsewhere};
use super::offset::ClockSample;
use super::tcp::millis;
use super::{Client, Session};
use crate::codes::stable_codes;
use crate::config::WebUrl;

/// Carries the challenge.
const CHALLENGE: HeaderName = HeaderName::from_static("x-wallet-doctor-challenge");
/// Carries the echo, `response <challenge>`.
const RESPONSE: HeaderName = HeaderName::from_static("x-wallet-doctor-response");

stable_codes! {
    /// What one captive-portal endpoint showed.
    pub enum PortalOutcome as "portal outcome" {
        /// 204 and the right echo: nobody in between.
        Echoed = "echoed",
        /// 204 without the right echo: somebody answers in the endpoint's place.
        Forged = "forged",
        /// A redirect to another host.
        Redirected = "redirected",
        /// A page where nothing was due.
        Page = "page",
        /// The endpoint itself answers with an error: it says nothing about portals.
        Broken = "broken",
        /// No answer.
        Unreachable = "unreachable",
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortalCheck {
    /// The endpoint's host.
    pub host: String,
    /// What it showed.
    pub outcome: PortalOutcome,
    /// The host that it redirects to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<String>,
    /// What its `Date` says about the phone's clock: the only time there is when every handshake fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockSample>,
}

/// Whether there is a captive portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalVerdict {
    /// There is one.
    Yes,
    /// There is none.
    No,
    /// It cannot be told.
    CannotTell,
}

/// The verdict of several checks: a right echo clears the network, since a portal stops every request alike.
pub fn portal_verdict(checks: &[PortalCheck]) -> PortalVerdict {
    let any = |wanted: &[PortalOutcome]| checks.iter().any(|check| wanted.contains(&check.outcome));
    if any(&[PortalOutcome::Echoed]) {
        PortalVerdict::No
    } else if any(&[PortalOutcome::Forged, PortalOutcome::Redirected, PortalOutcome::Page]) {
        PortalVerdict::Yes
    } else {
        PortalVerdict::CannotTell
    }
}

/// Asks one endpoint.
pub(crate) async fn check_portal(
    session: &Session,
    client: &Client,
    url: &WebUrl,
    challenge: &str,
    budget: Duration,
) -> PortalCheck {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(challenge) {
        headers.insert(CHALLENGE, value);
    }
    let (sent_at, started) = (session.clock.now(), tokio::time::Instant::now());
    let answer = client.glimpse(url, headers, budget).await;
    let round_trip_ms = millis(started.elapsed());
    let host = url.host();
    let Ok(answer) = answer else {
        return PortalCheck { host, outcome: PortalOutcome::Unreachable, redirected_to: None, clock: None };
    };
    let (outcome, redirected_to) = judge_answer(&answer, url, challenge);
    // A portal's own box may have any time of day, so only the endpoint itself is asked.
    let clock = date_of(&answer.headers).filter(|_| outcome == PortalOutcome::Echoed).map(|date| ClockSample {
        host: host.clone(),
        date,
        sent_at,
        round_trip_ms,
    });
    PortalCheck { host, outcome, redirected_to, clock }
}

pub(crate) fn judge_answer(answer: &Answer, url: &WebUrl, challenge: &str) -> (PortalOutcome, Option<String>) {
    let status = answer.status;
    if status == StatusCode::NO_CONTENT {
        let echo = answer.headers.get(RESPONSE).and_then(|value| value.to_str().ok());
        let right = echo.is_some_and(|echo| echo == format!("response {challenge}"));
        return (if right { PortalOutcome::Echoed } else { PortalOutcome::Forged }, None);
    }
    if status == StatusCode::NETWORK_AUTHENTICATION_REQUIRED {
        return (PortalOutcome::Page, None);
    }
    if status.is_redirection() {
        return match elsewhere(status, &answer.headers, url) {
            Some(host) => (PortalOutcome::Redirected, Some(host)),
            // The endpoint moved within its own host, say to https: that accuses nobody.
            None => (PortalOutcome::Broken, None),
        };
    }
    let page = status.is_success() && !answer.body.is_empty();
    (if page { PortalOutcome::Page } else { PortalOutcome::Broken }, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PortalOutcome::*;
    use http::header::LOCATION;

    fn verdict(outcomes: &[PortalOutcome]) -> PortalVerdict {
        let check = |outcome: &PortalOutcome| PortalCheck {
            host: "h".into(),
            outcome: *outcome,
            redirected_to: None,
            clock: None,
        };
        portal_verdict(&outcomes.iter().map(check).collect::<Vec<_>>())
    }

    #[test]
    fn a_right_echo_clears_and_a_broken_endpoint_never_accuses() {
        assert_eq!(verdict(&[Page, Echoed]), PortalVerdict::No);
        assert_eq!(verdict(&[Broken, Unreachable]), PortalVerdict::CannotTell);
        assert_eq!(verdict(&[]), PortalVerdict::CannotTell);
        for sign in [Forged, Redirected, Page] {
            assert_eq!(verdict(&[Broken, sign]), PortalVerdict::Yes, "{sign}");
        }
    }

    #[test]
    fn an_endpoint_that_moves_within_its_own_host_accuses_nobody() {
        let url: WebUrl = "http://[2001:db8::7]:8080/generate_204".parse().unwrap();
        let to = |location: &str| {
            let headers = [(LOCATION, location.parse().unwrap())].into_iter().collect();
            judge_answer(&Answer { status: StatusCode::FOUND, headers, body: "".into() }, &url, "abc")
        };
        for own in ["/login", "https://[2001:db8::7]/generate_204", "//[2001:0DB8:0::7]/"] {
            assert_eq!(to(own), (Broken, None), "{own}");
        }
        let headers = [(LOCATION, HeaderValue::from_bytes("http://login.example/?msg=请登录".as_bytes()).unwrap())];
        let answer = Answer { status: StatusCode::FOUND, headers: headers.into_iter().collect(), body: "".into() };
        assert_eq!(judge_answer(&answer, &url, "abc"), (Redirected, Some("login.example".to_owned())));
        assert_eq!(to("http://[2001:db8::8]/"), (Redirected, Some("[2001:db8::8]".to_owned())));
    }

    #[test]
    fn only_an_exact_echo_is_believed() {
        let url: WebUrl = "http://portal.example/generate_204".parse().unwrap();
        let judged = |status: u16, header: Option<(HeaderName, &str)>, body: &'static str| {
            let headers = header.into_iter().map(|(name, value)| (name, value.parse().unwrap())).collect();
            let status = StatusCode::from_u16(status).unwrap();
            judge_answer(&Answer { status, headers, body: body.into() }, &url, "abc").0
        };
        assert_eq!(judged(204, Some((RESPONSE, "response abc")), ""), Echoed);
        assert_eq!(judged(204, Some((RESPONSE, "response abd")), ""), Forged);
        assert_eq!(judged(204, None, ""), Forged);
        assert_eq!(judged(302, Some((LOCATION, "http://login.hotspot.example/")), ""), Redirected);
        assert_eq!(judged(301, Some((LOCATION, "https://portal.example/generate_204")), ""), Broken);
        assert_eq!(judged(200, None, "<html>"), Page);
        assert_eq!(judged(511, None, ""), Page);
        assert_eq!(judged(503, None, "busy"), Broken);
    }
}
