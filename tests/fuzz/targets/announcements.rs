//! The reader of announcements, in both languages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_fuzz::is_bounded;

fuzz_target!(|body: &[u8]| {
    let [en, zh] = [Locale::En, Locale::ZhHans]
        .map(|locale| status_document(StatusFormat::Announcements, body, locale).inspect(is_bounded));
    // The language decides about words and nothing else.
    let outline = |report: wallet_doctor_core::service::ServiceReport| {
        let incidents: Vec<_> = report.incidents.into_iter().map(|i| (i.state, i.started_at, i.ends_at)).collect();
        let maintenances: Vec<_> = report.maintenances.into_iter().map(|m| (m.starts_at, m.ends_at)).collect();
        (incidents, maintenances)
    };
    assert_eq!(en.map(outline), zh.map(outline));
});
