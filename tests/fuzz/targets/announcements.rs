//! The reader of announcements, in both languages.
#![no_main]

use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_core::service::ServiceReport;
use wallet_doctor_fuzz::is_bounded;

fuzz_target!(|body: &[u8]| {
    let read = |locale| status_document(StatusFormat::Announcements, StatusCode::OK, body, locale);
    let [en, zh] = [Locale::En, Locale::ZhHans].map(|locale| read(locale).inspect(is_bounded));
    // The language decides about words and nothing else.
    let outline = |mut report: ServiceReport| {
        let incidents = report.incidents.iter_mut().map(|incident| (&mut incident.title, &mut incident.body));
        let maintenances = report.maintenances.iter_mut().map(|work| (&mut work.title, &mut work.body));
        let notices = report.notices.iter_mut().map(|notice| (&mut notice.title, &mut notice.body));
        for (title, body) in incidents.chain(maintenances).chain(notices) {
            title.clear();
            body.clear();
        }
        report
    };
    assert_eq!(en.map(outline), zh.map(outline));
});
