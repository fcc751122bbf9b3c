//! The page's history as feeds, as Statuspage writes its `history.rss` and `history.atom`: an entry for each incident and
//! each maintenance, whose content is what was said of it, the newest first. And the same as JSON Feed 1.1
//! (<https://www.jsonfeed.org/version/1.1/>).

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::state::{Incident, State, Step, Update, Work};
use super::times::Times;
use super::words;
use crate::moment::before;

const PAGE_URL: &str = "https://status.wallet.test";
const TITLE: &str = "Wallet Status - Incident History";
/// How long ago the incident was that is over.
const PAST: SignedDuration = SignedDuration::from_hours(5 * 24);

struct Entry {
    id: &'static str,
    number: u32,
    title: &'static str,
    /// From when to when, for what is planned.
    window: Option<(Timestamp, Timestamp)>,
    /// The newest first.
    updates: Vec<Update>,
}

/// What is planned first, then what is newest, and at last what is over.
fn entries(state: &State) -> Vec<Entry> {
    let works = state.works.iter().rev().map(Entry::of_work);
    let incidents = state.incidents.iter().map(Entry::of_incident);
    works.chain(incidents).chain([Entry::of_last_week(state.at)]).collect()
}

impl Entry {
    fn of_incident(incident: &Incident) -> Self {
        Self {
            id: incident.id,
            number: incident.number,
            title: incident.words.title.en,
            window: None,
            updates: incident.updates().to_vec(),
        }
    }

    fn of_work(work: &Work) -> Self {
        Self {
            id: work.id,
            number: work.number,
            title: words::WORK_TITLE,
            window: Some((work.starts_at, work.ends_at)),
            updates: work.updates(),
        }
    }

    fn of_last_week(now: Timestamp) -> Self {
        let began_at = before(now, PAST);
        let resolved_at = before(began_at, SignedDuration::from_hours(-2));
        Self {
            id: "i0l4stw33k00",
            number: 26_000_001,
            title: words::PAST_TITLE,
            window: None,
            updates: vec![
                Update { step: Step::Resolved, at: resolved_at, text: words::PAST_LAST },
                Update { step: Step::Investigating, at: began_at, text: words::PAST_FIRST },
            ],
        }
    }

    fn link(&self) -> String {
        format!("{PAGE_URL}/incidents/{}", self.id)
    }

    fn published_at(&self, otherwise: Timestamp) -> Timestamp {
        self.updates.last().map_or(otherwise, |first| first.at)
    }

    fn updated_at(&self, otherwise: Timestamp) -> Timestamp {
        self.updates.first().map_or(otherwise, |latest| latest.at)
    }

    /// HTML.
    fn content(&self, times: Times) -> String {
        let mut html = String::new();
        // Writing into memory does not fail.
        if let Some((starts_at, ends_at)) = self.window {
            let _ =
                write!(html, "<p><strong>THIS IS A SCHEDULED EVENT {}</strong></p>", span(starts_at, ends_at, times));
        }
        for update in &self.updates {
            let (when, what, text) = (moment(update.at, times), update.step.heading(), escaped(update.text));
            let _ = write!(html, "<p><small>{when}</small><br><strong>{what}</strong> - {text}</p>");
        }
        html
    }
}

/// `Mar  4, 05:06 UTC` with Statuspage's marks around the day and the time.
fn moment(at: Timestamp, times: Times) -> String {
    format!("{}{}", day_and_time(at), times.zone())
}

/// `Mar  4, 14:00 - 16:00 UTC`; with a second day if it ends on another one.
fn span(starts_at: Timestamp, ends_at: Timestamp, times: Times) -> String {
    let day = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
    let end = if day(starts_at) == day(ends_at) { time_of_day(ends_at) } else { day_and_time(ends_at) };
    format!("{} - {end}{}", day_and_time(starts_at), times.zone())
}

fn day_and_time(at: Timestamp) -> String {
    let (month, day) = (at.strftime("%b"), at.strftime("%e"));
    format!("{month} <var data-var='date'>{day}</var>, {}", time_of_day(at))
}

fn time_of_day(at: Timestamp) -> String {
    format!("<var data-var='time'>{}</var>", at.strftime("%H:%M"))
}

/// Text as it stands in HTML and XML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

/// RSS 2.0. Of what is planned, `pubDate` is when it begins.
pub(super) fn rss(state: &State) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n  <channel>\n    <title>{TITLE}</title>\n    \
         <link>{PAGE_URL}</link>\n    <description>Statuspage</description>\n    <pubDate>{}</pubDate>\n",
        state.times.rfc2822(state.at)
    );
    for entry in entries(state) {
        let at = entry.window.map_or_else(|| entry.updated_at(state.at), |(starts_at, _)| starts_at);
        let _ = write!(
            xml,
            "    <item>\n      <title>{}</title>\n      <description>{}</description>\n      <pubDate>{}</pubDate>\n      \
             <link>{link}</link>\n      <guid>{link}</guid>\n    </item>\n",
            escaped(entry.title),
            escaped(&entry.content(state.times)),
            state.times.rfc2822(at),
            link = entry.link(),
        );
    }
    xml.push_str("  </channel>\n</rss>\n");
    xml
}

/// Atom 1.0 (RFC 4287).
pub(super) fn atom(state: &State) -> String {
    let time = |at| state.times.rfc3339(at);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xml:lang=\"en-US\" xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>tag:status.wallet.test,2005:/history</id>\n  \
         <link rel=\"alternate\" type=\"text/html\" href=\"{PAGE_URL}\"/>\n  \
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{PAGE_URL}/history.atom\"/>\n  <title>{TITLE}</title>\n  \
         <updated>{}</updated>\n  <author>\n    <name>Wallet</name>\n  </author>\n",
        time(state.at)
    );
    for entry in entries(state) {
        let _ = write!(
            xml,
            "  <entry>\n    <id>tag:status.wallet.test,2005:Incident/{}</id>\n    <published>{}</published>\n    \
             <updated>{}</updated>\n    <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n    <title>{}</title>\n    \
             <content type=\"html\">{}</content>\n  </entry>\n",
            entry.number,
            time(entry.published_at(state.at)),
            time(entry.updated_at(state.at)),
            entry.link(),
            escaped(entry.title),
            escaped(&entry.content(state.times)),
        );
    }
    xml.push_str("</feed>\n");
    xml
}

/// JSON Feed 1.1.
pub(super) fn json_feed(state: &State) -> Value {
    let item = |entry: Entry| {
        json!({
            "id": entry.link(),
            "url": entry.link(),
            "title": entry.title,
            "content_html": entry.content(state.times),
            "date_published": state.times.rfc3339(entry.published_at(state.at)),
            "date_modified": state.times.rfc3339(entry.updated_at(state.at)),
        })
    };
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": PAGE_URL,
        "feed_url": format!("{PAGE_URL}/feed.json"),
        "language": "en",
        "authors": [{ "name": "Wallet" }],
        "items": entries(state).into_iter().map(item).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Fault;

    fn state(faults: &[Fault]) -> State {
        State::of(&faults.iter().copied().collect(), "2026-03-04T05:06:07Z".parse().unwrap())
    }

    #[test]
    fn an_entry_reads_as_statuspages_own() {
        let entries = entries(&state(&[Fault::StatusMajorOutage]));
        assert_eq!(
            entries[0].content(Times::Zoned),
            "<p><small>Mar <var data-var='date'> 4</var>, <var data-var='time'>04:41</var> UTC</small><br>\
             <strong>Identified</strong> - We have found the cause and are bringing the services back. Money is safe; \
             nothing is lost.</p>\
             <p><small>Mar <var data-var='date'> 4</var>, <var data-var='time'>04:16</var> UTC</small><br>\
             <strong>Investigating</strong> - We are looking into reports of trouble.</p>"
        );
    }

    #[test]
    fn what_is_planned_begins_with_its_window() {
        let entry = &entries(&state(&[Fault::StatusMaintenanceSoon]))[0];
        let start = "<p><strong>THIS IS A SCHEDULED EVENT Mar <var data-var='date'> 4</var>, \
            <var data-var='time'>05:46</var> - <var data-var='time'>07:46</var> UTC</strong></p><p><small>";
        assert!(entry.content(Times::Zoned).starts_with(start), "{}", entry.content(Times::Zoned));
        let late = "2026-03-04T23:00:00Z".parse().unwrap();
        let past_midnight = span(late, "2026-03-05T01:00:00Z".parse().unwrap(), Times::Zoneless);
        assert!(past_midnight.ends_with("<var data-var='date'> 5</var>, <var data-var='time'>01:00</var>"));
        let cancelled = &entries(&state(&[Fault::StatusMaintenanceCancelled]))[0];
        assert!(cancelled.content(Times::Zoned).contains("<strong>Cancelled</strong>"));
    }

    #[test]
    fn markup_is_escaped_once_for_html_and_once_for_xml() {
        for xml in [rss(&state(&[])), atom(&state(&[]))] {
            assert!(xml.contains("Sign-in &amp;amp; registration are as quick as they were (&amp;lt; 2 s)"), "{xml}");
            assert!(!xml.contains("<p>"));
        }
        assert!(json_feed(&state(&[])).to_string().contains("Sign-in &amp; registration"));
    }
}
