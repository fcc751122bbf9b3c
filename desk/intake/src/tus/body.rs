//! Reading a body under time limits, and knowing how it ended.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, header};
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::limits::{DRAIN_BYTES, DRAIN_TIMEOUT, Limits};

/// The next thing that a body did.
#[derive(Debug)]
pub(crate) enum Next {
    /// Bytes came.
    Chunk(Bytes),
    /// It ended as it should.
    End,
    /// The connection broke or the framing was wrong.
    Broken,
    /// Nothing came for too long, or it all took too long.
    TooSlow,
    /// The intake is stopping.
    Stopping,
}

/// A body being read.
pub(crate) struct Reader<'a> {
    body: &'a mut Body,
    stop: &'a CancellationToken,
    idle: Duration,
    deadline: Instant,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(body: &'a mut Body, limits: &Limits, stop: &'a CancellationToken) -> Self {
        Self { body, stop, idle: limits.body_idle_timeout, deadline: Instant::now() + limits.append_timeout }
    }

    pub(crate) async fn next(&mut self) -> Next {
        let patience = self.deadline.min(Instant::now() + self.idle);
        loop {
            let frame = tokio::select! {
                // What has arrived is taken before the intake stops.
                biased;
                frame = timeout_at(patience, self.body.frame()) => frame,
                () = self.stop.cancelled() => return Next::Stopping,
            };
            match frame {
                Err(_) => return Next::TooSlow,
                Ok(None) => return Next::End,
                Ok(Some(Err(_))) => return Next::Broken,
                // Trailers are passed over.
                Ok(Some(Ok(frame))) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Next::Chunk(bytes);
                    }
                }
            }
        }
    }
}

/// Takes in and forgets a bounded rest of a body, so that its client reads the answer. Nothing of one whose client asked
/// first: it is told before sending anything.
pub(crate) async fn drain(request: &HeaderMap, body: &mut Body, stop: &CancellationToken) {
    if request.contains_key(header::EXPECT) {
        return;
    }
    let rest = async {
        let mut left = DRAIN_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            let taken = frame.data_ref().map_or(0, Bytes::len);
            let Some(still) = left.checked_sub(taken) else { return };
            left = still;
        }
    };
    tokio::select! {
        _ = timeout(DRAIN_TIMEOUT, rest) => {}
        () = stop.cancelled() => {}
    }
}
