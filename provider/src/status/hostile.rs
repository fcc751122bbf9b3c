//! Status pages that no client should trip over: not JSON, endless, endless once unpacked, bottomless, contradicting
//! themselves, full of nothing, or with dates from nowhere.

use std::convert::Infallible;
use std::io::Write;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut, Bytes, BytesMut};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::document::StatusDocument;
use super::rendered::{self, Rendered};
use super::signature::Signer;
use super::state::State;
use super::statuspage::{self, page_with};
use crate::fault::{Fault, FaultSet};

#[path = "filled.rs"]
mod filled;

/// The huge body is at least this long.
const HUGE_BODY_BYTES: usize = 50_000_000;
/// How much of it is handed to the connection at a time.
const HUGE_CHUNK_BYTES: usize = 64 * 1024;
/// How many arrays stand in each other.
const DEEP_ARRAYS: usize = 100_000;

/// The beginning of a summary that breaks off, a proxy's error page, and bytes that are not UTF-8.
const GARBAGE: &[u8] = b"{\"page\":{\"id\":\"wq1h7c0pz5kd\",\"name\":\"Wallet\xc3\x28\xff\xfe\",\"upda\
    <!doctype html><html><head><title>502</title></head><body>\xa0\xa1\xed\xa0\x80 Bad gateway</body>\x00\x1b[2J";

const HUGE_START: &[u8] =
    b"{\"page\":{\"id\":\"wq1h7c0pz5kd\",\"name\":\"Wallet\",\"url\":\"https://status.wallet.test\"},\
    \"status\":{\"indicator\":\"none\",\"description\":\"All Systems Operational\"},\"components\":[";
const HUGE_COMPONENT: &[u8] = b"{\"id\":\"c0000000000x\",\"name\":\"One of very many\",\"status\":\"operational\"},";
const HUGE_END: &[u8] = b"{\"id\":\"c0000000000z\",\"name\":\"The last one\",\"status\":\"operational\"}],\
    \"incidents\":[],\"scheduled_maintenances\":[]}";

/// What is endless, or is once it is unpacked, in place of the status page. It is sent as a stream and has no validators.
pub(super) fn endless(document: StatusDocument, faults: &FaultSet) -> Option<Response> {
    if document != StatusDocument::StatuspageV2 {
        return None;
    }
    if faults.contains(Fault::StatusHuge) {
        return Some(as_json(huge()));
    }
    if faults.contains(Fault::StatusGzipBomb) {
        let mut response = as_json(Body::from(GZIP_BOMB.clone()));
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return Some(response);
    }
    None
}

/// Something else in place of a document, if a fault asks for it.
pub(super) fn instead(document: StatusDocument, faults: &FaultSet, state: &State, signer: &Signer) -> Option<Rendered> {
    if faults.contains(Fault::StatusMillions) {
        return Some(filled::millions(document, signer));
    }
    let feed = matches!(document, StatusDocument::Rss | StatusDocument::Atom);
    if faults.contains(Fault::StatusEntityBomb) && feed {
        return Some(filled::entity_bomb(document));
    }
    if document != StatusDocument::StatuspageV2 {
        return None;
    }
    let json = |body: Vec<u8>| Some(Rendered::ok(rendered::JSON, body));
    if faults.contains(Fault::StatusGarbage) {
        json(GARBAGE.to_vec())
    } else if faults.contains(Fault::StatusDeep) {
        json(deep())
    } else if faults.contains(Fault::StatusOddDates) {
        json(odd_dates(state.at).to_string().into_bytes())
    } else if faults.contains(Fault::StatusDuplicateKeys) {
        json(duplicate_keys(state.at).into_bytes())
    } else {
        None
    }
}

/// Both summaries in one object: each key twice, first for a critical outage and then for a day on which all is well.
fn duplicate_keys(now: Timestamp) -> String {
    let summary = |faults: FaultSet| statuspage::summary(&State::of(&faults, now)).to_string();
    let (worst, best) = (summary(Fault::StatusMajorOutage.into()), summary(FaultSet::none()));
    let (open, rest) = (worst.strip_suffix('}'), best.strip_prefix('{'));
    format!("{},{}", open.unwrap_or_default(), rest.unwrap_or_default())
}

fn as_json(body: Body) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

/// Sent without a length: only counting tells a client that it is too much.
fn huge() -> Body {
    Body::from_stream(stream::iter(huge_chunks(HUGE_COMPONENT).map(Ok::<Bytes, Infallible>)))
}

/// A summary, well-formed to the end, with a filling that is repeated again and again. One chunk is made and used many
/// times, so the provider's memory stays small.
fn huge_chunks(filling: &[u8]) -> impl Iterator<Item = Bytes> + Send + use<> {
    let mut chunk = BytesMut::with_capacity(HUGE_CHUNK_BYTES + filling.len());
    while chunk.len() < HUGE_CHUNK_BYTES {
        chunk.put_slice(filling);
    }
    let times = HUGE_BODY_BYTES.div_ceil(chunk.len());
    let middle = std::iter::repeat_n(chunk.freeze(), times);
    std::iter::once(Bytes::from_static(HUGE_START)).chain(middle).chain([Bytes::from_static(HUGE_END)])
}

/// A huge body in gzip. It is filled with blanks, because DEFLATE repeats one byte at the smallest price: 2 bits for 258.
/// Made once, since it takes a while: before the first client comes, see [`prepare`].
static GZIP_BOMB: LazyLock<Bytes> = LazyLock::new(|| {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory does not fail.
    let packed = huge_chunks(b" ").try_for_each(|chunk| encoder.write_all(&chunk)).and_then(|()| encoder.finish());
    packed.map(Bytes::from).unwrap_or_default()
});

/// Makes what would make the first answer late.
pub(super) fn prepare(faults: &FaultSet) {
    if faults.contains(Fault::StatusGzipBomb) {
        LazyLock::force(&GZIP_BOMB);
    }
}

fn deep() -> Vec<u8> {
    let mut body = Vec::from(b"{\"status\":{\"indicator\":\"none\",\"description\":\"\"},\"components\":".as_slice());
    body.extend(std::iter::repeat_n(b'[', DEEP_ARRAYS));
    body.extend(std::iter::repeat_n(b']', DEEP_ARRAYS));
    body.push(b'}');
    body
}

/// Nothing is wrong and nothing is under maintenance: what has a date that makes sense is over or thousands of years
/// away, and what has none is not known to go on.
fn odd_dates(now: Timestamp) -> Value {
    let incidents = vec![
        incident("i0year0000000", "0000-00-00T00:00:00Z", json!("0000-01-01T00:00:00.000Z")),
        incident("i0year9999000", "9999-12-31T23:59:59.999Z", json!("10000-01-01T00:00:00Z")),
        incident("i0empty000000", "", json!("")),
        incident("i0words000000", "the day before yesterday", json!("soon")),
        incident("i0calendar000", "2024-02-30T25:61:61+99:99", json!(-62_167_219_200_i64)),
    ];
    let maintenances = vec![
        maintenance("m0always00000", "completed", "0000-01-01T00:00:00Z", json!("9999-12-31T23:59:59Z")),
        maintenance("m0backward000", "completed", "9999-12-31T23:59:59Z", json!("0000-01-01T00:00:00Z")),
        maintenance("m0far00000000", "scheduled", "9999-12-31T00:00:00Z", json!("9999-12-31T23:59:60Z")),
        maintenance("m0empty000000", "scheduled", "", json!("")),
        maintenance("m0words000000", "scheduled", "next Tuesday", json!("when we are done")),
    ];
    page_with(now, incidents, maintenances)
}

fn incident(id: &str, started_at: &str, resolved_at: Value) -> Value {
    json!({
        "id": id,
        "name": "An incident without a sensible date",
        "status": "resolved",
        "impact": "none",
        "shortlink": format!("https://stspg.test/{id}"),
        "created_at": started_at,
        "updated_at": resolved_at,
        "started_at": started_at,
        "monitoring_at": "",
        "resolved_at": resolved_at,
        "incident_updates": [
            { "id": "u1", "status": "resolved", "body": "", "display_at": started_at, "created_at": "-0001-13-32" },
        ],
        "components": [],
    })
}

fn maintenance(id: &str, status: &str, scheduled_for: &str, scheduled_until: Value) -> Value {
    json!({
        "id": id,
        "name": "A maintenance without a sensible date",
        "status": status,
        "impact": "maintenance",
        "shortlink": format!("https://stspg.test/{id}"),
        "created_at": "0000-00-00",
        "updated_at": "",
        "started_at": scheduled_for,
        "monitoring_at": null,
        "resolved_at": null,
        "scheduled_for": scheduled_for,
        "scheduled_until": scheduled_until,
        "incident_updates": [],
        "components": [],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_neither_json_nor_text() {
        assert!(String::from_utf8(GARBAGE.to_vec()).is_err());
        assert!(serde_json::from_slice::<Value>(GARBAGE).is_err());
    }

    #[test]
    fn deep_has_all_its_arrays_and_closes_them() {
        let body = deep();
        assert_eq!(body.iter().filter(|byte| **byte == b'[').count(), DEEP_ARRAYS);
        assert_eq!(body.iter().filter(|byte| **byte == b']').count(), DEEP_ARRAYS);
    }

    #[test]
    fn duplicate_keys_are_well_formed_and_contradict_each_other() {
        let text = duplicate_keys(Timestamp::now());
        serde_json::from_str::<Value>(&text).unwrap();
        for twice in ["\"status\":{\"", "\"scheduled_maintenances\":", "\"page\":{"] {
            assert_eq!(text.matches(twice).count(), 2, "{twice}");
        }
        assert!(text.contains("\"indicator\":\"critical\"") && text.contains("\"indicator\":\"none\""));
    }

    #[test]
    fn odd_dates_are_odd_but_nothing_is_wrong() {
        let page = odd_dates(Timestamp::now());
        assert_eq!(page["status"]["indicator"], "none");
        assert!(page["components"].as_array().unwrap().iter().all(|part| part["status"] == "operational"));
        let text = page.to_string();
        for odd in ["0000-", "9999-", "\"\"", "next Tuesday"] {
            assert!(text.contains(odd), "{odd}");
        }
        for maintenance in page["scheduled_maintenances"].as_array().unwrap() {
            assert_ne!(maintenance["status"], "in_progress");
        }
    }
}
