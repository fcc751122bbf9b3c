//! The desk's reader of `Upload-Metadata`.
#![no_main]

use http::header::LOCATION;
use http::{HeaderValue, Request, StatusCode};
use libfuzzer_sys::fuzz_target;
use wallet_doctor_intake::Limits;
use wallet_doctor_intake::fuzzing::Face;
use wallet_doctor_fuzz::in_real_time;

fuzz_target!(|metadata: &[u8]| {
    let Ok(metadata) = HeaderValue::from_bytes(metadata) else { return };
    let create = || {
        let request = Request::post("/reports").header("tus-resumable", "1.0.0").header("upload-length", 3);
        request.header("upload-metadata", metadata.clone()).body(Vec::new()).expect("it is a request")
    };
    in_real_time(async {
        let face = Face::new(Limits::default()).await;
        let (status, first) = face.answer(create()).await;
        assert!([StatusCode::CREATED, StatusCode::BAD_REQUEST].contains(&status), "{status}");
        if status == StatusCode::CREATED {
            let (_, again) = face.answer(create()).await;
            assert_eq!(first.get(LOCATION), again.get(LOCATION), "one report has one upload");
        }
    });
});
