//! The desk's page of a report. The input is `report.json`, a NUL, and `redactions.json`, which anybody can write.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_view::fuzzing::report_page;

/// However little is sent, a page stays one that a browser shows.
const MAX_PAGE_BYTES: usize = 16 * 1024 * 1024;
/// What begins no element of ours, in a page without one.
const NEVER: [&str; 5] = ["<script", "<iframe", "<object", "<style", "href=\"javascript:"];

fuzz_target!(|input: &[u8]| {
    let mut parts = input.splitn(2, |byte| *byte == 0);
    let (report, ledger) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    for page in report_page(report, ledger) {
        assert!(page.len() <= MAX_PAGE_BYTES, "{} bytes", page.len());
        assert!(NEVER.iter().all(|never| !page.contains(never)));
    }
});
