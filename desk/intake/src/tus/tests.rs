//! Bodies that stop coming at a moment of the test's choice.

use std::{convert::Infallible, sync::Arc};

use axum::body::Body;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, header};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Desk, append, append_in_background, create_in_background, headers};
use crate::{
    clock::Clock,
    limits::Limits,
    ops::Metrics,
    staffing::Staffing,
    store::{Priority, Standing, Store, Stores, Usage, Wanted},
};

/// A desk and an upload of ten bytes.
async fn desk() -> (TempDir, Arc<Desk>, String) {
    let dir = tempfile::tempdir().unwrap();
    let limits = Limits::default();
    let usage = Usage {
        clock: Clock::system(),
        limits: limits.clone(),
        staffing: Staffing::default(),
        on_receipt: Arc::new(|_| {}),
    };
    let store = Store::open(&Stores::in_folder(dir.path()), true, usage).await.unwrap();
    let desk = Desk::new(store, limits, Arc::new(Metrics::new()));
    let wanted =
        Wanted { report_id: Uuid::new_v4(), length: 10, priority: Priority::Normal, ticket_key: None, app: None };
    let upload_id = desk.store.create(wanted).await.unwrap().upload_id;
    (dir, Arc::new(desk), upload_id)
}

/// Four bytes; when more is asked for, `asked` is cancelled, and the end comes with `end`.
fn four_bytes(asked: CancellationToken, end: CancellationToken) -> Body {
    Body::from_stream(stream::unfold(false, move |sent| {
        let (asked, end) = (asked.clone(), end.clone());
        async move {
            if sent {
                asked.cancel();
                end.cancelled().await;
                return None;
            }
            Some((Ok::<_, Infallible>(Bytes::from_static(b"abcd")), true))
        }
    }))
}

fn patch() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(append::CONTENT_TYPE));
    headers.insert(headers::UPLOAD_OFFSET, 0.into());
    headers
}

async fn offset(desk: &Desk, upload_id: &str) -> u64 {
    let Standing::Open(open) = desk.store.standing(upload_id).await.unwrap() else { panic!("not open") };
    open.offset
}

#[tokio::test]
async fn what_has_arrived_is_stored_when_the_intake_stops() {
    let (_dir, desk, upload_id) = desk().await;
    let mut body = four_bytes(desk.stop.clone(), CancellationToken::new());
    let refused = append::append(&desk, &upload_id, &patch(), &mut body).await;
    assert!(format!("{refused:?}").contains("stopping"), "{refused:?}");
    assert_eq!(offset(&desk, &upload_id).await, 4);
}

#[tokio::test]
async fn what_has_arrived_is_stored_when_the_request_is_dropped() {
    let (_dir, desk, upload_id) = desk().await;
    let (asked, end) = (CancellationToken::new(), CancellationToken::new());
    let body = four_bytes(asked.clone(), end.clone());
    tokio::select! {
        _ = append_in_background(desk.clone(), upload_id.clone(), patch(), body) => panic!("the body has not ended"),
        () = asked.cancelled() => {}
    }
    end.cancel();
    desk.tasks.close();
    desk.tasks.wait().await;
    assert_eq!(offset(&desk, &upload_id).await, 4);
}

#[tokio::test]
async fn what_came_with_a_creation_is_stored_when_the_request_is_dropped() {
    let (_dir, desk, _) = desk().await;
    let report_id = Uuid::new_v4();
    let mut creation = HeaderMap::new();
    creation.insert(header::CONTENT_TYPE, HeaderValue::from_static(append::CONTENT_TYPE));
    creation.insert(headers::UPLOAD_LENGTH, 10.into());
    let metadata = format!("report_id {}", STANDARD.encode(report_id.to_string()));
    creation.insert(headers::UPLOAD_METADATA, HeaderValue::try_from(metadata).unwrap());
    let (asked, end) = (CancellationToken::new(), CancellationToken::new());
    let body = four_bytes(asked.clone(), end.clone());
    tokio::select! {
        _ = create_in_background(desk.clone(), None, creation, body) => panic!("the body has not ended"),
        () = asked.cancelled() => {}
    }
    end.cancel();
    desk.tasks.close();
    desk.tasks.wait().await;
    let wanted = Wanted { report_id, length: 10, priority: Priority::Normal, ticket_key: None, app: None };
    let known = desk.store.create(wanted).await.unwrap();
    assert_eq!(offset(&desk, &known.upload_id).await, 4);
}
