//! News as a feed: RSS, Atom and JSON Feed, of a status page or of people who write prose.
//!
//! ```text
//! bytes ─charset→ text ─xml, json→ entries ─meaning (marks, words, window, components)→ incidents, maintenances, notices
//!                         └ html, references → text                                      └ updates: one of each
//! ```
//!
//! The readers are our own, over `quick-xml` and `serde_json`: a feed comes from outside, and a library that builds everything
//! a feed can hold (`feed-rs` 3.0) takes 270 times its size for one of empty items, and panics on `联系人：a@b.example` as an
//! author. Here, one entry is held at a time, and only of what is shown.
//!
//! A feed says nothing of the service as a whole. Of what an entry lists no parts of, its title stands for the parts, so that
//! work on withdrawals matters to whoever withdraws, and not to everybody.

mod charset;
mod components;
mod json;
mod lexicons;
mod marks;
mod meaning;
mod updates;
mod when;
mod window;
mod words;
mod xml;

#[cfg(test)]
mod tests;

use jiff::Timestamp;

use self::meaning::{News, meaning};
use super::{Unreadable, html};
use crate::config::StatusFormat;
use crate::service::{MAX_NEWS, ServiceReport};

/// How many entries are read; the kinds share them.
const MAX_ENTRIES: usize = 3 * MAX_NEWS;
/// How much of one text of an entry is read, in bytes: the updates of a long incident, many times over.
const MAX_TEXT_BYTES: usize = 64 * 1024;

/// Reads a feed of any kind.
pub(super) fn read(document: &[u8], content_type: Option<&str>) -> Result<ServiceReport, Unreadable> {
    let text = charset::decode(document, content_type)?;
    let text = text.trim_start();
    let mut reading = Reading::default();
    if text.starts_with('{') {
        json::read(text, &mut reading)?;
    } else {
        xml::read(text, &mut reading)?;
    }
    Ok(reading.report())
}

/// What an entry holds, as text.
#[derive(Debug, Default)]
struct Entry {
    id: Option<String>,
    title: String,
    summary: String,
    content: String,
    /// Whether the end of the summary or of the content is missing.
    cut: bool,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    /// When scheduled work ends, where an element says it.
    ends_at: Option<Timestamp>,
}

impl Entry {
    /// Summary and content, those that are there. The summary first: it is meant to be read alone.
    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.summary, &self.content].into_iter().map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// When it was written.
    fn written(&self) -> Option<Timestamp> {
        self.published.or(self.updated)
    }
}

/// What is known of a feed so far.
#[derive(Debug, Default)]
struct Reading {
    updated: Option<Timestamp>,
    published: Option<Timestamp>,
    news: Vec<News>,
}

impl Reading {
    fn add(&mut self, entry: &Entry) {
        self.news.push(meaning(entry));
    }

    fn report(self) -> ServiceReport {
        let mut report = ServiceReport {
            // Only what the feed says of itself: its newest entry may be withdrawn, and it is no older then.
            updated_at: self.updated.or(self.published),
            ..ServiceReport::empty(StatusFormat::Feed)
        };
        for news in self.news {
            match news {
                News::Incident(incident) => updates::add_incident(&mut report.incidents, incident),
                News::Maintenance(work) => updates::add_maintenance(&mut report.maintenances, work),
                News::Notice(notice) => report.notices.push(notice),
            }
        }
        report.incidents.truncate(MAX_NEWS);
        report.maintenances.truncate(MAX_NEWS);
        report.notices.truncate(MAX_NEWS);
        report
    }
}
