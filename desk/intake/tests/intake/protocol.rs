//! What the protocol refuses, and how: versions, offsets, checksums, lengths, terminations, expiry, a store that fails.

use crate::support::{Client, LOOPBACK, TestClock, header, start, ticket};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, StatusCode};
use sha1::{Digest, Sha1};
use tempfile::tempdir;
use uuid::Uuid;
use wallet_doctor_intake::{Intake, IntakeError, IntakeOptions, TlsIdentity, store::received};

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
async fn options_says_what_is_offered() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let response = Client::new(&intake).bare(Method::OPTIONS, Intake::base_path()).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    let said = |name| header(&response, name).unwrap();
    assert_eq!(said("tus-resumable"), "1.0.0");
    assert_eq!(said("tus-version"), "1.0.0");
    assert_eq!(said("tus-extension"), "creation,creation-with-upload,expiration,checksum,termination");
    assert_eq!(said("tus-checksum-algorithm"), "sha256,sha1");
    assert_eq!(said("tus-max-size"), (64 * 1024 * 1024).to_string());
}

#[tokio::test]
async fn health_needs_no_protocol() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let response = Client::new(&intake).bare(Method::GET, "/health").send().await.unwrap();
    assert_eq!((response.status(), response.text().await.unwrap().as_str()), (StatusCode::OK, "ok"));
}

#[tokio::test]
async fn another_version_is_refused_everywhere() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 10).await;
    for (method, path) in
        [(Method::POST, "/reports"), (Method::HEAD, &place), (Method::PATCH, &place), (Method::DELETE, &place)]
    {
        for version in [None, Some("0.2.2"), Some("1.0.1"), Some("")] {
            let mut request = client.bare(method.clone(), path);
            if let Some(version) = version {
                request = request.header("Tus-Resumable", version);
            }
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), StatusCode::PRECONDITION_FAILED, "{method} {version:?}");
            assert_eq!(header(&response, "tus-version").unwrap(), "1.0.0");
        }
    }
    assert_eq!(client.offset(&place).await, 0);
}

#[tokio::test]
async fn creation_names_what_it_takes() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.max_report_bytes = 1000;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let metadata = format!("report_id {}", STANDARD.encode(Uuid::new_v4().to_string()));
    let upper = format!("report_id {}", STANDARD.encode(Uuid::max().to_string().to_uppercase()));
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let table: [(Headers<'_>, u16, &str); 9] = [
        (&[("Upload-Metadata", &metadata)], 400, "Upload-Length"),
        (&[("Upload-Metadata", &metadata), ("Upload-Length", "-5")], 400, "Upload-Length"),
        (&[("Upload-Metadata", &metadata), ("Upload-Length", "0")], 400, "Upload-Length"),
        (&[("Upload-Metadata", &metadata), ("Upload-Length", "1001")], 413, "1000 bytes"),
        (&[("Upload-Metadata", &metadata), ("Upload-Defer-Length", "1")], 400, "Upload-Defer-Length"),
        (&[("Upload-Metadata", &metadata), ("Upload-Length", "5"), ("Upload-Concat", "partial")], 400, "Upload-Concat"),
        (&[("Upload-Length", "5")], 400, "report_id"),
        (&[("Upload-Length", "5"), ("Upload-Metadata", &upper)], 400, "lower case with hyphens"),
        (&[("Upload-Length", "5"), ("Upload-Metadata", "report_id Li4vLi4=")], 400, "UUID"),
    ];
    for (headers, status, text) in table {
        let mut request = client.request(Method::POST, "/reports");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{headers:?}");
        assert_eq!(header(&response, "tus-resumable").unwrap(), "1.0.0");
        let body = response.text().await.unwrap();
        assert!(body.to_lowercase().contains(&text.to_lowercase()), "{headers:?}: {body}");
    }
    assert!(!dir.path().join("uploads").exists(), "a refused creation left something");
}

#[tokio::test]
async fn a_patch_must_say_where_and_what() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 10).await;
    assert_eq!(client.patch(&place, 0, b"abcd").await.status(), StatusCode::NO_CONTENT);
    for offset in [0, 3, 5, 10] {
        assert_eq!(client.patch(&place, offset, b"xyz").await.status(), StatusCode::CONFLICT, "{offset}");
    }
    let typed = |kind: &str| {
        client
            .request(Method::PATCH, &place)
            .header("Content-Type", kind.to_owned())
            .header("Upload-Offset", 4)
            .body("e")
    };
    assert_eq!(typed("application/octet-stream").send().await.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let nowhere = client.request(Method::PATCH, &place).header("Content-Type", "application/offset+octet-stream");
    assert_eq!(nowhere.body("e").send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(client.offset(&place).await, 4);
    let empty = client.patch(&place, 4, b"").await;
    assert_eq!((empty.status(), header(&empty, "upload-offset").unwrap().as_str()), (StatusCode::NO_CONTENT, "4"));
    assert!(ticket(&client.patch(&place, 4, b"efghij").await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), b"abcdefghij");
}

#[tokio::test]
async fn more_than_was_announced_keeps_nothing_of_it() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    // Several parts are stored before the last one turns out to be too much.
    options.limits.part_bytes = 100;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 1000).await;
    assert_eq!(client.patch(&place, 0, &[1; 10]).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(client.patch(&place, 10, &[2; 991]).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(client.offset(&place).await, 10);
    // Without a Content-Length it only shows on the way.
    let chunks = (0..10).map(|_| Ok::<_, std::io::Error>(vec![3_u8; 100]));
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
    let response = client.patch_request(&place, 10).body(body).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(client.offset(&place).await, 10);
    assert!(received(dir.path()).unwrap().is_empty());
}

#[tokio::test]
async fn a_wrong_checksum_discards_the_chunk_and_a_right_one_keeps_it() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.part_bytes = 1000;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let bytes = crate::support::report(5500);
    let place = client.created(Uuid::new_v4(), bytes.len()).await;
    let send = |from: usize, to: usize, checksum: String| {
        client.patch_request(&place, from).header("Upload-Checksum", checksum).body(bytes[from..to].to_vec()).send()
    };
    let sum = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)));

    // In several parts, and in one.
    for to in [3500, 500] {
        assert_eq!(send(0, to, sum(b"other")).await.unwrap().status(), 460);
        assert_eq!(client.offset(&place).await, 0);
    }
    let md5 = send(0, 500, "md5 1B2M2Y8AsgTpgAmY7PhCfg==".to_owned()).await.unwrap();
    assert_eq!(md5.status(), StatusCode::BAD_REQUEST);
    assert!(md5.text().await.unwrap().contains("sha256,sha1"));
    assert_eq!(send(0, 3500, sum(&bytes[..3500])).await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(client.offset(&place).await, 3500);
    let sha256 = <sha2::Sha256 as Digest>::digest(&bytes[3500..]);
    let last = send(3500, 5500, format!("sha256 {}", STANDARD.encode(sha256))).await.unwrap();
    assert!(ticket(&last).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), bytes);
}

#[tokio::test]
async fn a_terminated_upload_is_gone_and_a_received_report_stays() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let id = Uuid::new_v4();
    let place = client.created(id, 10).await;
    assert_eq!(client.patch(&place, 0, b"abc").await.status(), StatusCode::NO_CONTENT);
    assert_eq!(client.delete(&place).await, StatusCode::NO_CONTENT);
    assert_eq!(client.head(&place).await.status(), StatusCode::GONE);
    assert_eq!(client.patch(&place, 3, b"d").await.status(), StatusCode::GONE);
    assert_eq!(client.delete(&place).await, StatusCode::GONE);

    let anew = client.created(id, 4).await;
    assert_ne!(anew, place);
    assert_eq!(client.offset(&anew).await, 0);
    let given = ticket(&client.patch(&anew, 0, b"done").await);
    assert!(given.is_some());
    assert_eq!(client.delete(&anew).await, StatusCode::FORBIDDEN);
    assert_eq!(ticket(&client.head(&anew).await), given);
    assert_eq!(received(dir.path()).unwrap().len(), 1);
}

#[tokio::test]
async fn unknown_places_are_not_found() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    for id in ["0".repeat(32), "x".repeat(32), "..%2F..%2Fetc".to_owned(), "%00".to_owned()] {
        let place = format!("/reports/{id}");
        assert_eq!(client.head(&place).await.status(), StatusCode::NOT_FOUND, "{id}");
        assert_eq!(client.patch(&place, 0, b"x").await.status(), StatusCode::NOT_FOUND, "{id}");
        assert_eq!(client.delete(&place).await, StatusCode::NOT_FOUND, "{id}");
    }
    let put = client.request(Method::PUT, "/reports").send().await.unwrap();
    assert_eq!(
        (put.status(), header(&put, "allow").unwrap().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "OPTIONS, POST")
    );
}

#[tokio::test]
async fn a_post_may_stand_for_what_a_proxy_does_not_let_through() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 10).await;
    let instead =
        |method: &str| client.request(Method::POST, &place).header("X-HTTP-Method-Override", method.to_owned());
    let patch = instead("PATCH").header("Content-Type", "application/offset+octet-stream").header("Upload-Offset", 0);
    assert_eq!(patch.body("abc").send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(client.offset(&place).await, 3);
    assert_eq!(instead("TRACE").send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(instead("DELETE").send().await.unwrap().status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn an_unfinished_upload_expires_and_a_received_report_does_not() {
    let dir = tempdir().unwrap();
    let time = TestClock::new();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.clock = time.clock();
    let intake = Intake::start(options.clone()).await.unwrap();
    let client = Client::new(&intake);
    let (late, touched, done) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let late_place = client.created(late, 10).await;
    let touched_place = client.created(touched, 10).await;
    let done_place = client.created(done, 4).await;
    for place in [&late_place, &touched_place, &done_place] {
        client.patch(place, 0, b"abcd").await;
    }
    time.forward(7 * DAY - 1);
    let before = client.head(&touched_place).await;
    assert_eq!(before.status(), StatusCode::OK);
    // 1_800_000_000 + 7 days.
    assert_eq!(header(&before, "upload-expires").unwrap(), "Fri, 22 Jan 2027 08:00:00 GMT");
    time.forward(1);
    assert_eq!(client.head(&touched_place).await.status(), StatusCode::GONE);
    assert!(ticket(&client.head(&done_place).await).is_some());

    // One that nobody asks for goes at the next start.
    let parts = dir.path().join(format!("uploads/{}/parts", late_place.rsplit('/').next().unwrap()));
    assert!(parts.exists());
    intake.stop().await;
    let intake = Intake::start(options.clone()).await.unwrap();
    assert!(!parts.exists());
    let client = Client::new(&intake);
    assert_eq!(client.head(&late_place).await.status(), StatusCode::GONE);
    assert!(ticket(&client.head(&done_place).await).is_some());

    let anew = client.created(touched, 10).await;
    assert_ne!(anew, touched_place);
    assert_eq!(client.offset(&anew).await, 0);

    // The mark goes a lifetime later, at a start or in the hour after it.
    time.forward(8 * DAY);
    intake.stop().await;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    assert_eq!(client.head(&late_place).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn too_many_open_uploads_are_told_to_come_back() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.max_open_uploads = 2;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let known = Uuid::new_v4();
    let first = client.created(known, 3).await;
    client.created(Uuid::new_v4(), 3).await;
    let refused = client.create(Uuid::new_v4(), 3).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(header(&refused, "retry-after").is_some());
    assert_eq!(client.created(known, 3).await, first);
    assert!(ticket(&client.patch(&first, 0, b"abc").await).is_some());
    client.created(Uuid::new_v4(), 3).await;
}

#[tokio::test]
async fn too_many_pieces_are_refused() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path());
    options.limits.max_parts_per_upload = 3;
    let intake = Intake::start(options).await.unwrap();
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 100).await;
    for offset in 0..3 {
        assert_eq!(client.patch(&place, offset, b"x").await.status(), StatusCode::NO_CONTENT);
    }
    let refused = client.patch(&place, 3, b"x").await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert!(refused.text().await.unwrap().contains("larger chunks"));
    assert_eq!(client.offset(&place).await, 3);
}

#[tokio::test]
async fn a_store_that_cannot_be_written_is_told_and_receives_nothing() {
    let dir = tempdir().unwrap();
    let intake = start(dir.path()).await;
    let client = Client::new(&intake);
    let place = client.created(Uuid::new_v4(), 4).await;
    // Files where folders belong: unlike a mode, that stops root too.
    for name in ["reports", "by-report"] {
        let path = dir.path().join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::write(path, "").unwrap();
    }
    let last = client.patch(&place, 0, b"abcd").await;
    assert_eq!((last.status(), ticket(&last)), (StatusCode::SERVICE_UNAVAILABLE, None));
    assert!(header(&last, "retry-after").is_some());
    assert!(last.text().await.unwrap().contains("nothing was received"));
    assert_eq!(client.head(&place).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(client.create(Uuid::new_v4(), 4).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(received(dir.path()).unwrap().is_empty());

    // It can be written again: the bytes are still there and become a report when next asked for.
    std::fs::remove_file(dir.path().join("reports")).unwrap();
    assert!(ticket(&client.head(&place).await).is_some());
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), b"abcd");
}

#[tokio::test]
async fn what_cannot_be_used_is_named_and_nothing_listens() {
    let dir = tempdir().unwrap();
    let mut options = IntakeOptions::new(LOOPBACK, dir.path().join("store"));
    options.tls = Some(TlsIdentity { cert_pem: "hunter2".to_owned(), key_pem: "hunter2".to_owned() });
    let Err(error) = Intake::start(options).await else { panic!("it started") };
    assert!(matches!(error, IntakeError::Tls { what: "certificate", .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));

    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let started = Intake::start(IntakeOptions::new(LOOPBACK, &file)).await;
    assert!(matches!(started, Err(IntakeError::Objects { .. })), "{started:?}");

    let intake = start(&dir.path().join("store")).await;
    let started = Intake::start(IntakeOptions::new(intake.addr(), dir.path().join("other"))).await;
    assert!(matches!(started, Err(IntakeError::Listen { .. })), "{started:?}");
}
