//! tus 1.0.0 (<https://tus.io/protocols/resumable-upload>), the client's side: what an answer means. Pure.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, StatusCode, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use url::Url;

use super::backoff::Wait;
use super::state::Receipt;
use super::ticket_key::TicketKey;
use super::{Priority, UploadFailure, UploadOutcome};
use crate::connectivity::{Answer, FetchError};
use crate::report::ReportId;

pub(super) const VERSION: &str = "1.0.0";
pub(super) const CONTENT_TYPE: &str = "application/offset+octet-stream";
pub(super) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const APP_KEY: HeaderName = HeaderName::from_static("wallet-doctor-app-key");
pub(super) const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(super) const UPLOAD_CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
const TICKET: HeaderName = HeaderName::from_static("wallet-doctor-ticket");
const EXPECTED_REPLY: HeaderName = HeaderName::from_static("wallet-doctor-expected-reply");

/// tus: the checksum does not match. Not registered anywhere, so `http` has no name for it.
const CHECKSUM_MISMATCH: u16 = 460;
/// The longest `Location` that is kept.
const MAX_LOCATION_BYTES: usize = 4 * 1024;
/// The longest ticket that is kept; support has to read it out.
const MAX_TICKET_BYTES: usize = 64;

/// What was asked, as far as it takes to understand the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// POST, to the intake at this URL.
    Creation(&'a Url),
    /// HEAD.
    Offset,
    /// PATCH.
    Append,
}

/// What an intake offers, by its answer to OPTIONS. One that does not say offers nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// A SHA-256 with each chunk.
    pub(super) checksums: bool,
    /// The first chunk along with the creation.
    pub(super) creation_with_upload: bool,
    /// The most bytes of one upload, if it says so.
    pub(super) max_size: Option<u64>,
    /// What time it is, by the intake's clock.
    pub(super) date: Option<Timestamp>,
}

/// What the intake's answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is an upload at this URL, with this much of it.
    Created { url: Url, offset: u64, expires_at: Option<Timestamp>, receipt: Receipt },
    /// The intake has this much.
    At { offset: u64, expires_at: Option<Timestamp>, receipt: Receipt },
    /// Something happened, but not what was asked for: ask where the upload stands.
    Unclear,
    /// The request was larger than something on the way takes.
    TooMuch,
    /// The bytes arrived changed and were not kept.
    Mismatch,
    /// The intake does not know the upload.
    Gone,
    /// Somebody else has the upload, for so long.
    Locked(Option<Duration>),
    /// Not this time.
    Failed(Failure),
}

/// Why, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: UploadFailure,
    pub(super) wait: Wait,
}

impl Failure {
    pub(super) fn backoff(code: UploadFailure) -> Self {
        Self { code, wait: Wait::Backoff }
    }

    pub(super) fn longest(code: UploadFailure) -> Self {
        Self { code, wait: Wait::Longest }
    }
}

/// `Upload-Metadata`: nothing but the idempotency key, how soon support should look, and who may ask for the ticket.
pub(super) fn metadata(id: ReportId, priority: Priority, ticket_key: Option<&TicketKey>) -> String {
    let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
    let mut pairs = vec![pair("report_id", &id.to_string()), pair("priority", priority.as_str())];
    pairs.extend(ticket_key.map(|key| pair("ticket_key_sha256", &key.sha256())));
    pairs.join(",")
}

/// `Upload-Checksum` of a chunk with this SHA-256.
pub(super) fn checksum(sha256: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(sha256))
}

/// What the answer to OPTIONS offers.
pub(super) fn offers(answer: &Answer) -> Offers {
    if !answer.status.is_success() {
        return Offers { date: date(&answer.headers, &header::DATE), ..Offers::default() };
    }
    let lists = |name: &HeaderName, wanted: &str| {
        text(&answer.headers, name).is_some_and(|list| list.split(',').any(|item| item.trim() == wanted))
    };
    Offers {
        checksums: lists(&EXTENSION, "checksum") && lists(&CHECKSUM_ALGORITHM, "sha256"),
        creation_with_upload: lists(&EXTENSION, "creation-with-upload"),
        max_size: number(&answer.headers, &MAX_SIZE),
        date: date(&answer.headers, &header::DATE),
    }
}

/// Whether two URLs lead to the same scheme, host and port, and the second one carries no credentials.
pub(super) fn is_same_origin(intake: &Url, other: &Url) -> bool {
    intake.origin() == other.origin() && other.username().is_empty() && other.password().is_none()
}

/// What an answer, or that there is none, means for an upload of `length` bytes.
pub(super) fn judge(asked: Asked<'_>, answer: Result<&Answer, FetchError>, length: u64, now: Timestamp) -> Verdict {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return Verdict::Failed(Failure::backoff(of_fetch(error))),
    };
    if let Some(refusal) = refusal(asked, answer, now) {
        return refusal;
    }
    let bad = Verdict::Failed(Failure::backoff(UploadFailure::BadAnswer));
    let offset = number(&answer.headers, &UPLOAD_OFFSET);
    match (asked, answer.status) {
        (Asked::Creation(intake), StatusCode::CREATED) => created(intake, answer, now),
        (Asked::Offset, StatusCode::OK | StatusCode::NO_CONTENT) => {
            let other_length = number(&answer.headers, &UPLOAD_LENGTH).is_some_and(|told| told != length);
            match offset {
                Some(offset) if !other_length => at(offset, &answer.headers, now),
                Some(_) | None => bad,
            }
        }
        (Asked::Append, StatusCode::OK | StatusCode::NO_CONTENT) => match offset {
            Some(offset) => at(offset, &answer.headers, now),
            None => Verdict::Unclear,
        },
        (Asked::Creation(_) | Asked::Offset | Asked::Append, _) => bad,
    }
}

/// Whether an answer to DELETE says that there is nothing left to be ended: it was, it was not there, or that is not offered, and
/// the intake forgets the upload in its own time.
pub(super) fn has_ended(status: StatusCode) -> bool {
    let not_offered = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_IMPLEMENTED];
    status.is_success() || [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status) || not_offered.contains(&status)
}

/// The receipt of an upload that the app has carried, if the answer that it got says that the intake has all of it.
pub(super) fn outcome(outcome: &UploadOutcome, length: u64, now: Timestamp) -> Option<Receipt> {
    let status = StatusCode::from_u16(outcome.status?).ok()?;
    let answer = Answer { status, headers: outcome.header_map(), body: bytes::Bytes::new() };
    match judge(Asked::Append, Ok(&answer), length, now) {
        Verdict::At { offset, receipt, .. } if offset == length => Some(receipt),
        Verdict::At { .. }
        | Verdict::Created { .. }
        | Verdict::Unclear
        | Verdict::TooMuch
        | Verdict::Mismatch
        | Verdict::Gone
        | Verdict::Locked(_)
        | Verdict::Failed(_) => None,
    }
}

/// What a status that is no success means.
fn refusal(asked: Asked<'_>, answer: &Answer, now: Timestamp) -> Option<Verdict> {
    use UploadFailure as Code;
    let status = answer.status;
    let patience = retry_after(&answer.headers, now);
    let wait = patience.map_or(Wait::Backoff, Wait::AtLeast);
    let creating = matches!(asked, Asked::Creation(_));
    Some(match status {
        StatusCode::CONFLICT if !creating => Verdict::Unclear,
        StatusCode::NOT_FOUND | StatusCode::GONE if !creating => Verdict::Gone,
        // tus answers so to a version that it does not speak; that changes with a new version of either.
        StatusCode::PRECONDITION_FAILED => Verdict::Failed(Failure::longest(Code::OtherVersion)),
        StatusCode::PAYLOAD_TOO_LARGE if matches!(asked, Asked::Append) => Verdict::TooMuch,
        StatusCode::PAYLOAD_TOO_LARGE => Verdict::Failed(Failure::longest(Code::TooLarge)),
        StatusCode::LOCKED => Verdict::Locked(patience),
        _ if status.as_u16() == CHECKSUM_MISMATCH => Verdict::Mismatch,
        StatusCode::REQUEST_TIMEOUT => Verdict::Failed(Failure { code: Code::TimedOut, wait }),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE => {
            Verdict::Failed(Failure { code: Code::Busy, wait })
        }
        // What a network that wants a login answers for everybody.
        StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Verdict::Failed(Failure::backoff(Code::Redirected)),
        _ if status.is_server_error() => Verdict::Failed(Failure { code: Code::ServerError, wait }),
        _ if status.is_client_error() => Verdict::Failed(Failure { code: Code::Refused, wait }),
        _ if status.is_redirection() => Verdict::Failed(Failure::backoff(Code::Redirected)),
        _ => return None,
    })
}

fn at(offset: u64, headers: &HeaderMap, now: Timestamp) -> Verdict {
    Verdict::At { offset, expires_at: expires_at(headers, now), receipt: receipt(headers) }
}

fn created(intake: &Url, answer: &Answer, now: Timestamp) -> Verdict {
    let place = text(&answer.headers, &header::LOCATION).filter(|place| place.len() <= MAX_LOCATION_BYTES);
    let Some(url) = place.and_then(|place| intake.join(place).ok()) else {
        return Verdict::Failed(Failure::backoff(UploadFailure::BadAnswer));
    };
    if !is_same_origin(intake, &url) {
        return Verdict::Failed(Failure::backoff(UploadFailure::Redirected));
    }
    // A plain tus server says nothing of the offset: the upload is new.
    let offset = number(&answer.headers, &UPLOAD_OFFSET).unwrap_or(0);
    let expires_at = expires_at(&answer.headers, now);
    Verdict::Created { url, offset, expires_at, receipt: receipt(&answer.headers) }
}

fn of_fetch(error: FetchError) -> UploadFailure {
    match error {
        FetchError::TimedOut => UploadFailure::TimedOut,
        FetchError::Unreachable => UploadFailure::Unreachable,
        FetchError::Truncated => UploadFailure::BrokeOff,
        FetchError::TooLarge { .. } => UploadFailure::BadAnswer,
    }
}

fn receipt(headers: &HeaderMap) -> Receipt {
    let ticket = text(headers, &TICKET).filter(|ticket| {
        !ticket.is_empty() && ticket.len() <= MAX_TICKET_BYTES && ticket.bytes().all(|byte| byte.is_ascii_graphic())
    });
    Receipt { ticket: ticket.map(str::to_owned), expected_reply_s: number(headers, &EXPECTED_REPLY) }
}

/// `Retry-After`, in seconds or as a date (RFC 9110 §10.2.3). A date counts from the answer's own, since the phone's clock
/// may be wrong.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    if let Some(seconds) = number(headers, &header::RETRY_AFTER) {
        return Some(Duration::from_secs(seconds));
    }
    Some(from_now(date(headers, &header::RETRY_AFTER)?, headers, now))
}

/// `Upload-Expires`, by the phone's clock.
fn expires_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    now.checked_add(from_now(date(headers, &UPLOAD_EXPIRES)?, headers, now)).ok()
}

/// How long it is until a date of the server's.
fn from_now(until: Timestamp, headers: &HeaderMap, now: Timestamp) -> Duration {
    let from = date(headers, &header::DATE).unwrap_or(now);
    until.duration_since(from).max(jiff::SignedDuration::ZERO).unsigned_abs()
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text(headers, name)?).ok()
}

/// A header that is there once and is text.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() { None } else { value.to_str().ok() }
}

/// Decimal digits only, no sign, no space.
fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let text = text(headers, name)?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: u64 = 100;
    const TEN: &[(&str, &str)] = &[("upload-offset", "10")];

    fn now() -> Timestamp {
        "2026-11-23T08:00:00Z".parse().unwrap()
    }

    fn intake() -> Url {
        "https://desk.example:8443/in/reports?x=1".parse().unwrap()
    }

    fn answer(status: u16, headers: &[(&str, &str)]) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        Answer { status: StatusCode::from_u16(status).unwrap(), headers: map, body: bytes::Bytes::new() }
    }

    fn judged(asked: Asked<'_>, status: u16, headers: &[(&str, &str)]) -> Verdict {
        judge(asked, Ok(&answer(status, headers)), LENGTH, now())
    }

    fn backoff(code: UploadFailure) -> Verdict {
        Verdict::Failed(Failure::backoff(code))
    }

    fn plain(offset: u64) -> Verdict {
        Verdict::At { offset, expires_at: None, receipt: Receipt::default() }
    }

    #[test]
    fn a_location_stays_at_the_intake() {
        let url = |text: &str| Some(text.to_owned());
        let table = [
            ("/files/7", url("https://desk.example:8443/files/7")),
            ("7", url("https://desk.example:8443/in/7")),
            ("https://desk.example:8443/files/7", url("https://desk.example:8443/files/7")),
            ("//desk.example:8443/files/7", url("https://desk.example:8443/files/7")),
            ("../../../etc/passwd", url("https://desk.example:8443/etc/passwd")),
            ("http://desk.example:8443/files/7", None),
            ("https://desk.example/files/7", None),
            ("https://evil.example:8443/files/7", None),
            ("https://desk.example:8443@evil.example/files/7", None),
            ("https://someone:secret@desk.example:8443/files/7", None),
            ("//evil.example/files/7", None),
            ("\\\\evil.example/files/7", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("data:,x", None),
        ];
        for (location, expected) in table {
            let verdict = judged(Asked::Creation(&intake()), 201, &[("location", location)]);
            let expected = match expected {
                Some(url) => {
                    let url = url.parse().unwrap();
                    Verdict::Created { url, offset: 0, expires_at: None, receipt: Receipt::default() }
                }
                None => backoff(UploadFailure::Redirected),
            };
            assert_eq!(verdict, expected, "{location}");
        }
        let long = "x".repeat(MAX_LOCATION_BYTES + 1);
        for headers in
            [&[][..], &[("location", "https://[")], &[("location", "/a"), ("location", "/b")], &[("location", &long)]]
        {
            assert_eq!(judged(Asked::Creation(&intake()), 201, headers), backoff(UploadFailure::BadAnswer));
        }
    }

    #[test]
    fn every_answer_means_what_the_table_says() {
        use UploadFailure as Code;
        let intake = intake();
        let (create, ask, append) = (Asked::Creation(&intake), Asked::Offset, Asked::Append);
        type Row<'a> = (&'a [Asked<'a>], u16, &'a [(&'a str, &'a str)], Verdict);
        let table: &[Row<'_>] = &[
            (&[ask], 200, TEN, plain(10)),
            (&[ask], 204, TEN, plain(10)),
            (&[ask], 200, &[("upload-offset", "10"), ("upload-length", "100")], plain(10)),
            (&[ask], 200, &[("upload-offset", "10"), ("upload-length", "99")], backoff(Code::BadAnswer)),
            (&[ask], 200, &[], backoff(Code::BadAnswer)),
            (&[ask], 200, &[("upload-offset", "-1")], backoff(Code::BadAnswer)),
            (&[ask], 200, &[("upload-offset", "1"), ("upload-offset", "2")], backoff(Code::BadAnswer)),
            (&[append], 204, TEN, plain(10)),
            (&[append], 204, &[], Verdict::Unclear),
            (&[append], 204, &[("upload-offset", "18446744073709551616")], Verdict::Unclear),
            (&[ask, append], 409, &[], Verdict::Unclear),
            (&[create], 409, &[], backoff(Code::Refused)),
            (&[ask, append], 404, &[], Verdict::Gone),
            (&[ask, append], 410, &[], Verdict::Gone),
            (&[create], 404, &[], backoff(Code::Refused)),
            (&[create], 413, &[], Verdict::Failed(Failure::longest(Code::TooLarge))),
            (&[append], 413, &[], Verdict::TooMuch),
            (&[create, ask, append], 423, &[], Verdict::Locked(None)),
            (&[ask], 423, &[("retry-after", "2")], Verdict::Locked(Some(Duration::from_secs(2)))),
            (&[append], 460, &[], Verdict::Mismatch),
            (&[create, ask, append], 400, &[], backoff(Code::Refused)),
            (&[create, ask, append], 403, &[], backoff(Code::Refused)),
            (&[create, ask, append], 412, &[], Verdict::Failed(Failure::longest(Code::OtherVersion))),
            (&[append], 408, &[], backoff(Code::TimedOut)),
            (&[create, ask, append], 429, &[], backoff(Code::Busy)),
            (&[create, ask, append], 503, &[], backoff(Code::Busy)),
            (&[create, ask, append], 507, &[], backoff(Code::Busy)),
            (&[create, ask, append], 500, &[], backoff(Code::ServerError)),
            (&[create, ask, append], 502, &[], backoff(Code::ServerError)),
            (&[create, ask, append], 511, &[], backoff(Code::Redirected)),
            (&[create, ask, append], 301, &[("location", "/elsewhere")], backoff(Code::Redirected)),
            (&[create, ask, append], 307, &[("location", "/elsewhere")], backoff(Code::Redirected)),
            (&[create], 200, &[("location", "/files/7")], backoff(Code::BadAnswer)),
            (&[ask, append], 206, TEN, backoff(Code::BadAnswer)),
        ];
        for (asked, status, headers, expected) in table {
            for asked in *asked {
                assert_eq!(judged(*asked, *status, headers), *expected, "{asked:?} {status} {headers:?}");
            }
        }
    }

    #[test]
    fn no_answer_is_a_failure_of_its_own() {
        let table = [
            (FetchError::TimedOut, UploadFailure::TimedOut),
            (FetchError::Unreachable, UploadFailure::Unreachable),
            (FetchError::Truncated, UploadFailure::BrokeOff),
            (FetchError::TooLarge { limit: 1 }, UploadFailure::BadAnswer),
        ];
        for (error, code) in table {
            assert_eq!(judge(Asked::Append, Err(error), LENGTH, now()), backoff(code));
        }
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let asked =
            |headers: &[(&str, &str)]| retry_after(&answer(503, headers).headers, now()).map(|wait| wait.as_secs());
        let later = "Mon, 23 Nov 2026 08:02:00 GMT";
        assert_eq!(asked(&[("retry-after", "120")]), Some(120));
        assert_eq!(asked(&[("retry-after", later)]), Some(120));
        assert_eq!(asked(&[("retry-after", later), ("date", "Mon, 23 Nov 2026 08:01:00 GMT")]), Some(60));
        assert_eq!(asked(&[("retry-after", "Mon, 23 Nov 2020 08:02:00 GMT")]), Some(0));
        for hostile in ["", "-1", "soon", "1e9", "99999999999999999999", "Mon, 23 Nov 99999 08:02:00 GMT"] {
            assert_eq!(asked(&[("retry-after", hostile)]), None, "{hostile}");
        }
    }

    #[test]
    fn a_ticket_is_short_and_readable_or_none() {
        let ticket = |value: &str| receipt(&answer(204, &[("wallet-doctor-ticket", value)]).headers).ticket;
        assert_eq!(ticket("WD-7K2M-9QXT"), Some("WD-7K2M-9QXT".to_owned()));
        for hostile in ["", "WD 1", "WD\t1", &"W".repeat(MAX_TICKET_BYTES + 1)] {
            assert_eq!(ticket(hostile), None, "{hostile}");
        }
        let both = answer(204, &[("wallet-doctor-ticket", "WD-1"), ("wallet-doctor-expected-reply", "86400")]);
        assert_eq!(receipt(&both.headers).expected_reply_s, Some(86_400));
    }

    #[test]
    fn an_intake_gets_what_it_offers() {
        let told = |headers: &[(&str, &str)]| offers(&answer(204, headers));
        let checksums = |extension: &str, algorithms: &str| {
            told(&[("tus-extension", extension), ("tus-checksum-algorithm", algorithms)]).checksums
        };
        assert!(checksums("creation,checksum", "sha1,sha256"));
        assert!(checksums("creation, checksum", "sha1, sha256"));
        assert!(!checksums("creation", "sha256"));
        assert!(!checksums("checksum-trailer", "sha256"));
        assert!(!checksums("checksum", "sha1,md5"));
        assert_eq!(told(&[]), Offers::default());
        assert!(told(&[("tus-extension", "creation,creation-with-upload")]).creation_with_upload);
        assert!(!told(&[("tus-extension", "creation")]).creation_with_upload);
        assert_eq!(told(&[("tus-max-size", "70")]).max_size, Some(70));
        let date = ("date", "Mon, 23 Nov 2026 08:00:00 GMT");
        assert_eq!(told(&[date]).date, Some(now()));
        let refused = offers(&answer(404, &[date, ("tus-max-size", "70")]));
        assert_eq!(refused, Offers { date: Some(now()), ..Offers::default() });
    }

    #[test]
    fn an_upload_expires_by_the_servers_clock() {
        let expires = |headers: &[(&str, &str)]| {
            let verdict = judged(Asked::Offset, 200, headers);
            let Verdict::At { expires_at, .. } = verdict else { panic!("{verdict:?}") };
            expires_at.map(|at| at.duration_since(now()).as_secs())
        };
        let (offset, later) = (("upload-offset", "10"), ("upload-expires", "Mon, 23 Nov 2026 09:00:00 GMT"));
        assert_eq!(expires(&[offset]), None);
        assert_eq!(expires(&[offset, later]), Some(3_600));
        assert_eq!(expires(&[offset, later, ("date", "Mon, 23 Nov 2026 08:30:00 GMT")]), Some(1_800));
        assert_eq!(expires(&[offset, later, ("date", "Mon, 23 Nov 2026 10:00:00 GMT")]), Some(0));
        assert_eq!(expires(&[offset, ("upload-expires", "soon")]), None);
    }

    #[test]
    fn the_metadata_is_what_the_intake_reads() {
        let id: ReportId = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
        let expected = "report_id NjdlNTUwNDQtMTBiMS00MjZmLTkyNDctYmI2ODBlNWZlMGM4,priority dXJnZW50";
        assert_eq!(metadata(id, Priority::Urgent, None), expected);
        let key = TicketKey::draw().unwrap();
        let sum = STANDARD.encode(key.sha256());
        assert_eq!(metadata(id, Priority::Urgent, Some(&key)), format!("{expected},ticket_key_sha256 {sum}"));
    }
}
