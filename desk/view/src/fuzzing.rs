//! Doors for the fuzz targets in tests/fuzz.

use wallet_doctor_core::{config::Locale, report::ReportContent};

/// The page of a report's content, if that is one, in both languages; and what is kept of it.
#[must_use]
pub fn report_page(report_json: &[u8], redactions_json: &[u8]) -> Vec<String> {
    let Ok(content) = serde_json::from_slice::<ReportContent>(report_json) else { return Vec::new() };
    let ledger = serde_json::from_slice(redactions_json).unwrap_or_default();
    let _ = crate::opened::digest_of(&content);
    [Locale::En, Locale::ZhHans].map(|locale| crate::web::fuzz(&content, &ledger, locale)).into()
}
