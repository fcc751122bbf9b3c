//! The reader of feeds: RSS, Atom and JSON Feed, in whatever charset, and what their prose is taken for.
#![no_main]

use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::{Locale, StatusFormat};
use wallet_doctor_core::fuzzing::status_document;
use wallet_doctor_core::service::{
    MAX_AFFECTED, MAX_BODY_CHARS, MAX_NEWS, MAX_TITLE_CHARS, ServiceReport, ServiceState,
};
use wallet_doctor_fuzz::{is_presentable, survives_json};

/// The longest window that the reader believes, in seconds.
const MAX_WINDOW_SECONDS: i64 = 14 * 24 * 60 * 60;

fuzz_target!(|document: &[u8]| {
    if let Some(report) = status_document(StatusFormat::Feed, StatusCode::OK, document, Locale::En) {
        holds(&report);
        // Where nothing is escaped, no text is plain and no tag is put together from parts, a tag is markup, and is gone.
        let other = [&b"&"[..], b"<<", b"<]]>", b"feed", b"{"];
        if !other.iter().any(|piece| document.windows(piece.len()).any(|window| window == *piece)) {
            shows_no_tag(&report);
        }
    }
});

fn holds(report: &ServiceReport) {
    assert_eq!(report.format, StatusFormat::Feed);
    assert!(report.overall.is_none() && report.components.is_empty(), "a feed says nothing of the whole");
    for count in [report.incidents.len(), report.maintenances.len(), report.notices.len()] {
        assert!(count <= MAX_NEWS, "{count} news");
    }
    for incident in &report.incidents {
        texts(incident.id.as_deref(), &incident.title, &incident.body);
        parts(&incident.components);
        assert!(matches!(incident.state, ServiceState::Degraded | ServiceState::Outage));
        if let Some(end) = incident.ends_at {
            assert!(!incident.over && incident.started_at.is_some_and(|start| start < end), "{incident:?}");
        }
    }
    for work in &report.maintenances {
        texts(work.id.as_deref(), &work.title, &work.body);
        parts(&work.components);
        if let (Some(start), Some(end)) = (work.starts_at, work.ends_at) {
            let length = end.as_second() - start.as_second();
            assert!((1..=MAX_WINDOW_SECONDS).contains(&length), "{work:?}");
        }
    }
    for notice in &report.notices {
        texts(notice.id.as_deref(), &notice.title, &notice.body);
    }
    survives_json(report);
}

fn shows_no_tag(report: &ServiceReport) {
    let incidents = report.incidents.iter().flat_map(|incident| [&incident.title, &incident.body]);
    let maintenances = report.maintenances.iter().flat_map(|work| [&work.title, &work.body]);
    let notices = report.notices.iter().flat_map(|notice| [&notice.title, &notice.body]);
    for text in incidents.chain(maintenances).chain(notices) {
        assert!(!text.to_ascii_lowercase().contains("<script"), "{text}");
    }
}

fn texts(id: Option<&str>, title: &str, body: &str) {
    is_presentable(id.unwrap_or_default(), MAX_TITLE_CHARS);
    is_presentable(title, MAX_TITLE_CHARS);
    is_presentable(body, MAX_BODY_CHARS);
}

fn parts(names: &[String]) {
    assert!((1..=MAX_AFFECTED).contains(&names.len()), "what lists nothing is about its title");
    names.iter().for_each(|name| is_presentable(name, MAX_TITLE_CHARS));
}
