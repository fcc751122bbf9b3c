//! A door for the fuzz targets in `tests/fuzz`: the intake's whole HTTP face over a store in memory, without a socket.
//!
//! Behind the feature `fuzzing`, and no part of the public face.

use std::sync::Arc;

use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use jiff::Timestamp;
use object_store::memory::InMemory;

use crate::{
    clock::Clock,
    limits::Limits,
    ops::Metrics,
    records::DatabaseUrl,
    serve::Peer,
    staffing::Staffing,
    store::{Store, Usage},
    tus::{self, Desk},
};

/// An intake in memory.
#[derive(Debug)]
pub struct Face(TowerToHyperService<axum::Router>);

impl Face {
    /// An empty one, at which the time stands still.
    pub async fn new(limits: Limits) -> Self {
        let clock = Clock::from_fn(|| Timestamp::UNIX_EPOCH);
        let usage =
            Usage { clock, limits: limits.clone(), staffing: Staffing::default(), on_receipt: Arc::new(|_| {}) };
        let store = Store::over(Arc::new(InMemory::new()), &DatabaseUrl::Memory, true, usage).await;
        let store = store.expect("a database in memory");
        let desk = Desk::new(store, limits, Arc::new(Metrics::new()));
        Self(TowerToHyperService::new(tus::router(Arc::new(desk))))
    }

    /// Answers one request.
    pub async fn answer(&self, request: Request<Vec<u8>>) -> (StatusCode, HeaderMap) {
        let mut request = request.map(Body::from);
        request.extensions_mut().insert(Peer([192, 0, 2, 1].into()));
        let Ok(response) = self.0.call(request).await;
        let (head, _) = response.into_parts();
        (head.status, head.headers)
    }
}
