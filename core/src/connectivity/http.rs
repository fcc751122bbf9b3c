//! The HTTP step of a staged probe: one GET, its answer read up to a small limit.

use std::time::Duration;

use http::header::{ACCEPT, AGE, CONTENT_LENGTH, CONTENT_TYPE, DATE, LOCATION, RETRY_AFTER, TRANSFER_ENCODING};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout};

use super::FailureCode;
use super::offset::ClockSample;
use super::share::Share;
use super::tcp::millis;
use crate::clock::Clock;
use crate::config::{Content, Endpoint, WebUrl};
use crate::one_line::one_line;

/// How much of an answer is read; a longer one is cut there, which is no failure. A health endpoint needs less.
const MAX_BODY_BYTES: usize = 2 * 1024;
/// How much of a content type is kept, in characters.
const MAX_TYPE_CHARS: usize = 80;

/// The longest name that a host can have (RFC 1035, section 2.3.4); more of one is not kept.
const MAX_HOST_CHARS: usize = 253;

/// What an endpoint answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// From the request to the head of the answer, in milliseconds.
    pub first_byte_ms: u64,
    /// When the server asks to be tried again, in seconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// What its `Date` says about the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockSample>,
    /// Its `Content-Type`, without parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The host that it points to, if that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<String>,
}

/// Sends one GET over a connected stream. Dropping the future closes the connection. The head of the answer is given
/// even if its body then fails.
pub(super) async fn get<S>(
    stream: S,
    endpoint: &Endpoint,
    clock: &dyn Clock,
    share: Share,
) -> (Option<HttpAnswer>, Option<FailureCode>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let Ok((mut sender, connection)) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await else {
        return (None, Some(FailureCode::HttpInvalid));
    };
    let url = &endpoint.url;
    let request = request(url).and_then(|request| request.header(ACCEPT, "*/*").body(Empty::<Bytes>::new()).ok());
    let Some(request) = request else { return (None, Some(FailureCode::HttpInvalid)) };
    let exchange = async {
        let (sent_at, started) = (clock.now(), Instant::now());
        let expired = share.expired(FailureCode::HttpTimeout);
        let response = match timeout(share.time, sender.send_request(request)).await {
            // Hyper passes a switch of protocols on as an answer. Nobody asked for one.
            Ok(Ok(response)) if response.status().is_informational() => return (None, Some(FailureCode::HttpInvalid)),
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return (None, Some(code_of(&error))),
            Err(_) => return (None, Some(expired)),
        };
        let answer = answer(response.status(), response.headers(), url, sent_at, started.elapsed());
        // Such a body ends with its connection (RFC 9112, section 6.3), and not every server says good-bye in TLS.
        let ends_by_closing =
            !response.headers().contains_key(CONTENT_LENGTH) && !response.headers().contains_key(TRANSFER_ENCODING);
        let left = share.time.saturating_sub(started.elapsed());
        let stalled = Err(share.expired(FailureCode::HttpStalled));
        let body = timeout(left, read(response.into_body(), ends_by_closing)).await.unwrap_or(stalled);
        let failure = match body {
            Err(code) => Some(code),
            Ok(body) => not_due(&answer, endpoint, &body),
        };
        (Some(answer), failure)
    };
    // The connection has to be driven beside the exchange; it ends with it.
    tokio::pin!(exchange);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        done = &mut exchange => done,
        _ = &mut connection => exchange.await,
    }
}

/// One GET for a connection of our own, to add headers to and to finish.
pub(super) fn request(url: &WebUrl) -> Option<http::request::Builder> {
    let target = url.url();
    let path = match target.query() {
        Some(query) => format!("{}?{query}", target.path()),
        None => target.path().to_owned(),
    };
    let host = target.host_str()?;
    let authority = target.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let request = Request::get(path)
        .header(http::header::HOST, authority)
        .header(http::header::USER_AGENT, super::client::USER_AGENT)
        .header(http::header::CONNECTION, "close");
    Some(request)
}

fn answer(status: StatusCode, headers: &HeaderMap, url: &WebUrl, sent_at: Timestamp, took: Duration) -> HttpAnswer {
    HttpAnswer {
        status: status.as_u16(),
        first_byte_ms: millis(took),
        retry_after_s: retry_after(headers, sent_at),
        clock: date_of(headers).map(|date| ClockSample {
            host: url.host(),
            date,
            sent_at,
            round_trip_ms: millis(took),
        }),
        content_type: text(headers, CONTENT_TYPE)
            .map(|kind| one_line(kind.split(';').next().unwrap_or_default(), MAX_TYPE_CHARS).to_ascii_lowercase()),
        redirected_to: elsewhere(status, headers, url),
    }
}

/// The host that a redirect leads to, if it is another one than the URL's.
pub(super) fn elsewhere(status: StatusCode, headers: &HeaderMap, url: &WebUrl) -> Option<String> {
    let target = headers.get(LOCATION).filter(|_| status.is_redirection())?;
    // Hotspots write what they like into it, in any encoding; only the host matters.
    let target = url.url().join(String::from_utf8_lossy(target.as_bytes()).trim()).ok()?;
    let host = target.host_str().filter(|_| target.host() != url.url().host())?;
    Some(host.chars().take(MAX_HOST_CHARS).collect())
}

/// What is wrong with an answer that came whole: that it is not what was due here.
fn not_due(answer: &HttpAnswer, endpoint: &Endpoint, body: &[u8]) -> Option<FailureCode> {
    let due = endpoint.answers;
    // Whoever has shown a good certificate may well send people on to another of its names; without TLS anybody may.
    if answer.redirected_to.is_some() && (due == Content::Json || !endpoint.url.is_https()) {
        return Some(FailureCode::HttpRedirected);
    }
    if due == Content::Any || !(200..300).contains(&answer.status) || answer.status == 204 {
        return None;
    }
    let kind = answer.content_type.as_deref().unwrap_or_default();
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_json = kind == "application/json" || kind.ends_with("+json");
    // What a JSON text can begin with (RFC 8259, section 2).
    let begins = first.is_none_or(|byte| matches!(byte, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n'));
    if kind == "text/html" || kind == "application/xhtml+xml" || first == Some(&b'<') {
        Some(FailureCode::HttpLoginPage)
    } else if is_json && begins {
        None
    } else {
        Some(FailureCode::HttpWrongType)
    }
}

/// `Retry-After` in both of its forms (RFC 9110, section 10.2.3), in seconds from now.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    let value = text(headers, RETRY_AFTER)?;
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // However many digits: it asks for patience.
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    let date = parse_date(value)?;
    // The server's own date is the one that its deadline was made from.
    let now = date_of(headers).unwrap_or(now);
    u64::try_from(date.duration_since(now).as_secs()).ok()
}

/// The server's own time of day; none from an answer that a cache in between has kept, whose date is as old.
pub(crate) fn date_of(headers: &HeaderMap) -> Option<Timestamp> {
    // Only a cache says an age; one that is too large to be read, or makes no sense, is not 0 either.
    let is_kept = text(headers, AGE).is_some_and(|age| age.parse() != Ok(0_u64));
    if is_kept { None } else { text(headers, DATE).and_then(parse_date) }
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// An HTTP date in its preferred form (RFC 9110, section 5.6.7).
fn parse_date(value: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()
}

async fn read(mut body: Incoming, ends_by_closing: bool) -> Result<Vec<u8>, FailureCode> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = match frame.map_err(|error| code_of(&error)) {
            Err(FailureCode::HttpTruncated) if ends_by_closing => break,
            frame => frame?,
        };
        read.extend_from_slice(frame.data_ref().map_or(&[], |data| data));
        if read.len() > MAX_BODY_BYTES {
            break;
        }
    }
    Ok(read)
}

fn code_of(error: &hyper::Error) -> FailureCode {
    if error.is_incomplete_message() {
        return FailureCode::HttpTruncated;
    }
    if error.is_parse() {
        return FailureCode::HttpInvalid;
    }
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind as Kind;
            // What can't be decoded, say broken chunks, is the server's doing and no cut.
            return match io.kind() == Kind::UnexpectedEof {
                true => FailureCode::HttpTruncated,
                false if FailureCode::is_cut(io) => FailureCode::HttpReset,
                false => FailureCode::HttpInvalid,
            };
        }
        source = inner.source();
    }
    // A body that ends before its announced length has no I/O error inside: the end came in good order, only too soon.
    FailureCode::HttpTruncated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Role;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    fn headers(pairs: &[(http::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn what_was_not_due_is_told_apart() {
        let url: WebUrl = "https://api.example/health".parse().unwrap();
        let judged = |status: u16, pairs: &[(http::HeaderName, &str)], due: Content, body: &str| {
            let status = StatusCode::from_u16(status).unwrap();
            let answer = answer(status, &headers(pairs), &url, Timestamp::UNIX_EPOCH, Duration::ZERO);
            let endpoint = Endpoint { name: "api".into(), role: Role::Wallet, url: url.clone(), answers: due };
            not_due(&answer, &endpoint, body.as_bytes())
        };
        let json = [(CONTENT_TYPE, "application/health+json; charset=utf-8")];
        let html = [(CONTENT_TYPE, "Text/HTML; charset=utf-8")];
        assert_eq!(judged(200, &json, Content::Json, "{}"), None);
        assert_eq!(judged(200, &html, Content::Any, "<html>"), None);
        assert_eq!(judged(200, &json, Content::Json, "please sign in"), Some(FailureCode::HttpWrongType));
        assert_eq!(judged(200, &html, Content::Json, "<html>"), Some(FailureCode::HttpLoginPage));
        assert_eq!(judged(200, &json, Content::Json, "\n <!doctype html>"), Some(FailureCode::HttpLoginPage));
        assert_eq!(judged(200, &[(CONTENT_TYPE, "text/plain")], Content::Json, "ok"), Some(FailureCode::HttpWrongType));
        assert_eq!(judged(404, &html, Content::Json, "<html>"), None, "an error page is an answer of its own kind");
        assert_eq!(judged(204, &[], Content::Json, ""), None);
        assert_eq!(judged(302, &[(LOCATION, "https://www.example/")], Content::Any, ""), None);
        let moved = |to| judged(302, &[(LOCATION, to)], Content::Json, "");
        assert_eq!(moved("https://login.elsewhere.example/"), Some(FailureCode::HttpRedirected));
        assert_eq!(moved("//elsewhere.example/"), Some(FailureCode::HttpRedirected));
        assert_eq!(moved("/other"), None);
        assert_eq!(moved("https://API.example/other"), None);
        let tabbed = answer(
            StatusCode::OK,
            &headers(&[(CONTENT_TYPE, "text/\thtml\t")]),
            &url,
            Timestamp::UNIX_EPOCH,
            Duration::ZERO,
        );
        assert_eq!(
            tabbed.content_type.as_deref(),
            Some("text/ html"),
            "on one line, and nothing in it that moves a cursor"
        );
    }

    #[test]
    fn an_address_is_the_same_host_however_it_is_written_and_no_name_is_kept_at_any_length() {
        let url: WebUrl = "https://[2001:db8::7]/health".parse().unwrap();
        let to = |location: &str| elsewhere(StatusCode::FOUND, &headers(&[(LOCATION, location)]), &url);
        for own in ["/login", "https://[2001:db8::7]:8443/", "//[2001:0DB8:0::7]/"] {
            assert_eq!(to(own), None, "{own}");
        }
        assert_eq!(to("https://[2001:db8::8]/"), Some("[2001:db8::8]".to_owned()));
        let long = to(&format!("https://{}.example/", "a".repeat(10_000)));
        assert_eq!(long.map(|host| host.len()), Some(MAX_HOST_CHARS));
    }

    #[tokio::test(start_paused = true)]
    async fn a_switch_of_protocols_that_nobody_asked_for_is_no_answer() {
        let (near, mut far) = tokio::io::duplex(1024);
        let server = async {
            let mut request = [0; 1024];
            assert_ne!(far.read(&mut request).await.unwrap(), 0);
            let switched = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n";
            far.write_all(switched).await.unwrap();
            far
        };
        let endpoint = serde_json::json!({ "name": "api", "role": "wallet", "url": "http://api.example/" });
        let endpoint: Endpoint = serde_json::from_value(endpoint).unwrap();
        let second = Duration::from_secs(1);
        let share = Share::of(second, Instant::now() + second);
        let (got, _far) = tokio::join!(get(near, &endpoint, &crate::clock::SystemClock, share), server);
        assert_eq!(got, (None, Some(FailureCode::HttpInvalid)));
    }

    #[test]
    fn retry_after_is_read_in_seconds_and_as_a_date() {
        let now = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "120")]), now), Some(120));
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "99999999999999999999")]), now), Some(u64::MAX));
        let date = headers(&[(RETRY_AFTER, "Sun, 01 Mar 2026 12:05:00 GMT")]);
        assert_eq!(retry_after(&date, now), Some(300));
        let both = headers(&[(RETRY_AFTER, "Sun, 01 Mar 2026 14:05:00 GMT"), (DATE, "Sun, 01 Mar 2026 14:00:00 GMT")]);
        assert_eq!(retry_after(&both, now), Some(300), "the server's own clock counts");
        for age in ["3600", "99999999999999999999", "1, 2"] {
            assert_eq!(date_of(&headers(&[(DATE, "Sun, 01 Mar 2026 14:00:00 GMT"), (AGE, age)])), None, "{age}");
        }
        for broken in ["", "soon", "-5", "Sun, 99 Mar 2026 12:05:00 GMT"] {
            assert_eq!(retry_after(&headers(&[(RETRY_AFTER, broken)]), now), None, "{broken:?}");
        }
    }
}
