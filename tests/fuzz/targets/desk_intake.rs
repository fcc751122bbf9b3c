//! The desk's whole protocol: requests one after another. The first line of each is a method and a path; `@` is the upload
//! created last.
#![no_main]

use std::collections::BTreeMap;

use http::header::LOCATION;
use http::{HeaderMap, Request, StatusCode, Uri};
use libfuzzer_sys::fuzz_target;
use wallet_doctor_intake::Limits;
use wallet_doctor_intake::fuzzing::Face;
use wallet_doctor_fuzz::{Message, in_real_time, messages};

/// Small, so that a few bytes reach them.
const MAX_REPORT_BYTES: u64 = 64;
const MAX_OPEN_UPLOADS: usize = 4;

fuzz_target!(|input: &[u8]| {
    let limits = Limits {
        max_report_bytes: MAX_REPORT_BYTES,
        max_open_uploads: MAX_OPEN_UPLOADS,
        max_parts_per_upload: 8,
        part_bytes: 4,
        buffer_bytes: 16,
        // So that X-Forwarded-For is read.
        proxies: 1,
        ..Limits::default()
    };
    in_real_time(async {
        let (face, mut last, mut known) = (Face::new(limits).await, String::from("/reports"), BTreeMap::new());
        for message in messages(input) {
            let Some((request, path)) = request(&message, &last) else { continue };
            let sent = message.body.len() as u64;
            let (status, headers) = face.answer(request).await;
            assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{}", message.first);
            if let Some(place) = headers.get(LOCATION).and_then(|place| place.to_str().ok()) {
                last = place.to_owned();
            }
            let place = if status == StatusCode::CREATED { last.clone() } else { path };
            stands(&headers, known.entry(place).or_insert(0), sent);
        }
    });
});

/// An upload never has less than before, nor more than it had and was sent now, nor more than its length.
fn stands(headers: &HeaderMap, before: &mut u64, sent: u64) {
    let number = |name: &str| headers.get(name).map(|value| value.to_str().ok().and_then(|text| text.parse().ok()));
    let Some(offset) = number("upload-offset").map(|offset: Option<u64>| offset.expect("an offset is a number")) else {
        return;
    };
    assert!(*before <= offset && offset <= *before + sent, "{before} + {sent}, and now {offset}");
    let length = number("upload-length").flatten().unwrap_or(MAX_REPORT_BYTES);
    assert!(offset <= length && length <= MAX_REPORT_BYTES, "{offset} of {length}");
    *before = offset;
}

fn request(message: &Message<'_>, last: &str) -> Option<(Request<Vec<u8>>, String)> {
    let (method, path) = message.first.split_once(' ')?;
    let path = if path == "@" { last } else { path };
    let uri: Uri = path.parse().ok()?;
    let mut request = Request::builder().method(method).uri(&uri).body(message.body.to_vec()).ok()?;
    *request.headers_mut() = message.headers.clone();
    Some((request, uri.path().to_owned()))
}
