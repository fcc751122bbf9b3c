//! The Statuspage v2 reader.
#![no_main]

use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_fuzz::is_bounded;

fuzz_target!(|body: &[u8]| {
    if let Some(report) = status_document(StatusFormat::StatuspageV2, StatusCode::OK, body, Locale::En) {
        is_bounded(&report);
        assert!(report.overall.is_some());
    }
});
