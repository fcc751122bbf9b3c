//! What an intake counts. Nothing of it says who sent what.

use std::{fmt, sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

use crate::store::Receipt;

/// What everything is called by.
const PREFIX: &str = "wallet_doctor_intake";
/// Of a request that no route takes: its path is whatever somebody wrote.
const NO_ROUTE: &str = "none";
/// A hundredth of a second, and each four times the one before, up to eleven minutes.
const SECONDS: (f64, f64, u16) = (0.01, 4.0, 9);

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    method: String,
    status: u16,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ReportLabels {
    /// Empty where apps have no keys.
    app: String,
    priority: String,
}

/// The counters of one intake.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    reports: Family<ReportLabels, Counter>,
    bytes: Counter,
    open_uploads: Gauge,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register("requests", "Requests answered", requests.clone());
        let seconds = Family::<RouteLabels, Histogram>::new_with_constructor(|| {
            let (first, factor, count) = SECONDS;
            Histogram::new(exponential_buckets(first, factor, count))
        });
        registry.register("request_seconds", "From the end of a request's headers to its answer", seconds.clone());
        let reports = Family::<ReportLabels, Counter>::default();
        registry.register("reports_received", "Reports received whole", reports.clone());
        let bytes = Counter::default();
        registry.register("received_bytes", "Bytes of reports received whole", bytes.clone());
        let open_uploads = Gauge::default();
        registry.register(
            "open_uploads",
            "Uploads begun and not ended, as far as this intake knows",
            open_uploads.clone(),
        );
        Self { registry, requests, seconds, reports, bytes, open_uploads }
    }

    /// Counts a report that was received.
    pub(crate) fn received(&self, receipt: &Receipt) {
        let labels = ReportLabels {
            app: receipt.app.clone().unwrap_or_default(),
            priority: receipt.priority.as_str().to_owned(),
        };
        self.reports.get_or_create(&labels).inc();
        self.bytes.inc_by(receipt.size);
    }

    /// All of it as text.
    pub(super) fn encode(&self, open_uploads: usize) -> Result<String, fmt::Error> {
        self.open_uploads.set(i64::try_from(open_uploads).unwrap_or(i64::MAX));
        let mut encoded = String::new();
        text::encode(&mut encoded, &self.registry)?;
        Ok(encoded)
    }
}

/// Counts each request by the route that took it, never by its path.
pub(crate) async fn observe(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or(NO_ROUTE, MatchedPath::as_str).to_owned();
    // A method may be any word; what is not HTTP's own is not told apart.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PATCH" | "DELETE" | "OPTIONS" | "PUT") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let begun = Instant::now();
    let response = next.run(request).await;
    metrics.seconds.get_or_create(&RouteLabels { route: route.clone() }).observe(begun.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&RequestLabels { route, method, status: response.status().as_u16() }).inc();
    response
}
