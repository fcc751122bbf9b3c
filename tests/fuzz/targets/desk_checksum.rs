//! The desk's reader of `Upload-Checksum`: nothing but the right sum lets the bytes in.
#![no_main]

use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Request};
use libfuzzer_sys::fuzz_target;
use wallet_doctor_intake::Limits;
use wallet_doctor_intake::fuzzing::Face;
use wallet_doctor_fuzz::in_real_time;

/// The sums of `abc` (FIPS 180-4).
const RIGHT: [&str; 2] = ["sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="];
const METADATA: &str = "report_id NjdlNTUwNDQtMTBiMS00MjZmLTkyNDctYmI2ODBlNWZlMGM4";

fuzz_target!(|checksum: &[u8]| {
    let Ok(checksum) = HeaderValue::from_bytes(checksum) else { return };
    let is_right = RIGHT.iter().any(|right| checksum == right);
    in_real_time(async {
        let face = Face::new(Limits::default()).await;
        let create = Request::post("/reports").header("tus-resumable", "1.0.0").header("upload-length", 3);
        let create = create.header("upload-metadata", METADATA).body(Vec::new()).expect("it is a request");
        let (_, created) = face.answer(create).await;
        let place = created.get(LOCATION).and_then(|place| place.to_str().ok()).expect("it was created");
        let append = Request::patch(place).header("tus-resumable", "1.0.0").header("upload-offset", 0);
        let append = append.header(CONTENT_TYPE, "application/offset+octet-stream").header("upload-checksum", checksum);
        let (status, _) = face.answer(append.body(b"abc".to_vec()).expect("it is a request")).await;
        assert_eq!(status == 204, is_right, "{status}");
        assert!([204, 400, 460].contains(&status.as_u16()), "{status}");
    });
});
