//! Whole feeds: the same entries in each format, as status pages and people write them.

mod hostile;
mod kinds;
mod pages;

use super::read;
use crate::service::{Incident, Maintenance, Notice, ServiceReport};

/// An entry as its publisher writes it: the body is HTML.
#[derive(Clone, Copy, Default)]
pub(super) struct Written<'a> {
    title: &'a str,
    html: &'a str,
    /// RFC 3339.
    published: &'a str,
}

const PUBLISHED: &str = "2026-03-01T00:30:00Z";

fn written<'a>(title: &'a str, html: &'a str) -> Written<'a> {
    Written { title, html, published: PUBLISHED }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn in_rss(entries: &[Written<'_>]) -> String {
    let item = |entry: &Written<'_>| {
        format!(
            "<item><title><![CDATA[{}]]></title><description>{}</description><dc:date>{}</dc:date>\
             <guid isPermaLink=\"false\">urn:1</guid><author>客服：a@wallet.test</author></item>",
            entry.title,
            escaped(entry.html),
            entry.published
        )
    };
    let items: String = entries.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel>\
         <title>Status</title><lastBuildDate>Sun, 01 Mar 2026 01:00:00 +0000</lastBuildDate>{items}</channel></rss>"
    )
}

fn in_rss_1(entries: &[Written<'_>]) -> String {
    let item = |entry: &Written<'_>| {
        format!(
            "<item rdf:about=\"https://status.test/1\"><title>{}</title><description>{}</description><dc:date>{}</dc:date></item>",
            escaped(&escaped(entry.title)),
            escaped(entry.html),
            entry.published
        )
    };
    let items: String = entries.iter().map(item).collect();
    format!(
        "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\" xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Status</title><dc:date>2026-03-01T01:00:00Z</dc:date></channel>\
         {items}</rdf:RDF>"
    )
}

fn in_atom(entries: &[Written<'_>]) -> String {
    let entry = |entry: &Written<'_>| {
        format!(
            "<a:entry><a:id>urn:1</a:id><a:title>{}</a:title><a:published>{}</a:published><a:content type=\"html\">{}</a:content>\
             <a:source><a:title>x</a:title><a:updated>2001-01-01T00:00:00Z</a:updated></a:source></a:entry>",
            escaped(entry.title),
            entry.published,
            escaped(entry.html)
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    format!(
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>Status</a:title>{entries}\
         <a:updated>2026-03-01T01:00:00Z</a:updated></a:feed>"
    )
}

fn in_json(entries: &[Written<'_>]) -> String {
    let item = |entry: &Written<'_>| {
        serde_json::json!({"id": "urn:1", "title": entry.title, "content_html": entry.html, "date_published": entry.published,
            "tags": ["x"], "authors": [{"name": "客服：a@wallet.test"}]})
    };
    let items: Vec<_> = entries.iter().map(item).collect();
    serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "Status", "items": items}).to_string()
}

/// The same entries in every format, read. What they say must not depend on it.
fn everywhere(entries: &[Written<'_>]) -> ServiceReport {
    let rss = read(in_rss(entries).as_bytes(), None).unwrap();
    let atom = read(in_atom(entries).as_bytes(), None).unwrap();
    assert_eq!(rss, atom);
    assert_eq!(rss.updated_at, Some("2026-03-01T01:00:00Z".parse().unwrap()));
    let json = ServiceReport { updated_at: rss.updated_at, ..read(in_json(entries).as_bytes(), None).unwrap() };
    assert_eq!(rss, json);
    let without_ids = |mut report: ServiceReport| {
        report.incidents.iter_mut().for_each(|incident| incident.id = None);
        report.maintenances.iter_mut().for_each(|work| work.id = None);
        report.notices.iter_mut().for_each(|notice| notice.id = None);
        report
    };
    let rss_1 = read(in_rss_1(entries).as_bytes(), None).unwrap();
    assert_eq!(without_ids(rss.clone()), rss_1);
    assert_eq!((rss.overall, rss.components.len()), (None, 0), "a feed says nothing of the whole");
    rss
}

fn only(title: &str, html: &str) -> ServiceReport {
    everywhere(&[written(title, html)])
}

fn incident(title: &str, html: &str) -> Incident {
    let report = only(title, html);
    let [incident] = report.incidents.as_slice() else { panic!("{title}: {report:?}") };
    assert!(report.maintenances.is_empty() && report.notices.is_empty());
    incident.clone()
}

fn maintenance(title: &str, html: &str) -> Maintenance {
    let report = only(title, html);
    let [work] = report.maintenances.as_slice() else { panic!("{title}: {report:?}") };
    assert!(report.incidents.is_empty() && report.notices.is_empty());
    work.clone()
}

fn notice(title: &str, html: &str) -> Notice {
    let report = only(title, html);
    let [notice] = report.notices.as_slice() else { panic!("{title}: {report:?}") };
    assert!(report.incidents.is_empty() && report.maintenances.is_empty());
    notice.clone()
}
