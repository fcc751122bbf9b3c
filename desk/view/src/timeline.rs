//! The checks of a report as a picture: a row for each, with what took how long. Pure.

use jiff::Timestamp;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::connectivity::Step;
use wallet_doctor_core::diagnosis::Words;
use wallet_doctor_core::report::{EndpointContent, FamilyContent, ReportContent, Reported};

/// The most rows; a sender may list many.
const MAX_ROWS: usize = 60;
/// How wide the drawing of time is, in its own units.
const WIDTH: u64 = 420;
/// What is left of it.
const LABELS: u64 = 230;
const ROW: u64 = 26;
const BAR: u64 = 16;
/// The longest time that is drawn, in milliseconds: a sender may say what it likes.
const LONGEST_MS: u64 = 600_000;
/// The longest label, in halves of a character that is as wide as it is high.
const MAX_LABEL: usize = 36;

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline {
    pub(crate) rows: Vec<Row>,
    pub(crate) ticks: Vec<Tick>,
    pub(crate) width: u64,
    pub(crate) height: u64,
    /// Where time begins.
    pub(crate) left: u64,
    /// Rows that are not drawn.
    pub(crate) cut: usize,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// Where its words stand.
    pub(crate) baseline: u64,
    pub(crate) spans: Vec<Span>,
}

/// A step of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) width: u64,
    pub(crate) height: u64,
    pub(crate) how: How,
    /// `TLS: tls_expired, 120 ms`.
    pub(crate) name: String,
    pub(crate) took_ms: u64,
    /// How it failed, to be written beside it.
    pub(crate) failure: Option<String>,
    /// Where that stands.
    pub(crate) failure_x: u64,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Done,
    Failed,
    NotKnown,
}

/// A mark of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tick {
    pub(crate) x: u64,
    pub(crate) ms: u64,
}

/// A step before it is drawn.
struct Took {
    name: String,
    begins_ms: u64,
    took_ms: u64,
    how: How,
    failure: Option<String>,
}

/// The picture of a report; nothing if nothing was timed.
pub(crate) fn timeline(content: &ReportContent, locale: Locale) -> Option<Timeline> {
    let mut checks: Vec<(String, Vec<Took>)> = Vec::new();
    for endpoint in content.endpoints.iter().take(MAX_ROWS) {
        checks.extend(endpoint.families.iter().take(MAX_ROWS).map(|probe| (label(endpoint, probe), steps(probe))));
    }
    let begins = content.started_at;
    let words = Words::of(locale);
    let name = |step: &str| words.label(step);
    let own = crate::words::Words::of(locale);
    checks.extend(fact(own.app.to_owned(), &content.app, begins));
    checks.extend(fact(name("step-network"), &content.network, begins));
    for source in content.service.iter().take(MAX_ROWS) {
        checks.extend(fact(source.source.to_string(), &source.report, begins));
    }
    checks.extend(fact(name("step-quality"), &content.quality, begins));
    checks.extend(fact(name("step-account"), &content.account, begins));
    checks.extend(fact(own.balances_cached.to_owned(), &content.balances.cached, begins));
    checks.extend(fact(own.balances_synced.to_owned(), &content.balances.synced, begins));
    checks.extend(fact(own.balances_pending.to_owned(), &content.balances.pending, begins));
    checks.extend(fact(name("step-caches"), &content.caches, begins));
    checks.retain(|(_, steps)| !steps.is_empty());
    let cut = checks.len().saturating_sub(MAX_ROWS);
    checks.truncate(MAX_ROWS);
    let end = |step: &Took| step.begins_ms + step.took_ms;
    let last = checks.iter().flat_map(|(_, steps)| steps.iter().map(end)).max()?.clamp(1, 2 * LONGEST_MS);
    let rows = checks.into_iter().zip(0_u64..).map(|((label, steps), place)| row(&label, steps, place, last));
    let rows: Vec<Row> = rows.collect();
    let height = ROW * (rows.len() as u64 + 1);
    // Room at the right for how the last step failed.
    Some(Timeline { rows, ticks: ticks(last), width: LABELS + WIDTH + 160, height, left: LABELS, cut })
}

fn label(endpoint: &EndpointContent, probe: &FamilyContent) -> String {
    format!("{} ({})", endpoint.name, probe.family)
}

/// The steps of a connection, one after the other.
fn steps(probe: &FamilyContent) -> Vec<Took> {
    let mut steps: Vec<Took> = Vec::new();
    let mut add = |name: &str, how: How, took_ms: u64, failure: Option<String>| {
        let begins_ms = steps.last().map_or(0, |step| step.begins_ms + step.took_ms);
        steps.push(Took { name: name.to_owned(), begins_ms, took_ms: took_ms.min(LONGEST_MS), how, failure });
    };
    let told = |code: &dyn std::fmt::Display| Some(code.to_string());
    match &probe.dns {
        Step::Done { took_ms, .. } => add("DNS", How::Done, *took_ms, None),
        Step::Failed { code, took_ms } => add("DNS", How::Failed, *took_ms, told(code)),
        Step::Skipped => {}
    }
    // Attempts overlap, and a report does not say when each began: as long as the longest of them.
    let longest = probe.tcp.iter().map(|attempt| attempt.took_ms).max();
    if let Some(took_ms) = longest {
        let failed = probe.tcp.iter().all(|attempt| attempt.failure.is_some());
        let failure = probe.tcp.last().and_then(|attempt| attempt.failure).filter(|_| failed);
        let how = if failed { How::Failed } else { How::Done };
        add("TCP", how, took_ms, failure.map(|code| code.to_string()));
    }
    for (name, step) in [("TLS", &probe.tls), ("HTTP", &probe.http)] {
        match step {
            Step::Done { took_ms, .. } => add(name, How::Done, *took_ms, None),
            Step::Failed { code, took_ms } => add(name, How::Failed, *took_ms, told(code)),
            Step::Skipped => {}
        }
    }
    steps
}

fn fact<T>(name: String, fact: &Reported<T>, begins: Timestamp) -> Option<(String, Vec<Took>)> {
    let (at, took_ms, how, failure) = match fact {
        Reported::Known { at, took_ms, .. } => (at, took_ms, How::Done, None),
        Reported::Unknown { at, took_ms, why, .. } => (at, took_ms, How::NotKnown, Some(why.to_string())),
        Reported::NotChecked { .. } => return None,
    };
    let begins_ms = u64::try_from(at.duration_since(begins).as_millis()).unwrap_or_default().min(LONGEST_MS);
    let took = Took { name: String::new(), begins_ms, took_ms: (*took_ms).min(LONGEST_MS), how, failure };
    Some((name, vec![took]))
}

fn row(label: &str, steps: Vec<Took>, place: u64, last: u64) -> Row {
    let y = ROW * place + (ROW - BAR) / 2;
    let at = |ms: u64| LABELS + ms.min(last) * WIDTH / last;
    let spans = steps.into_iter().map(|step| {
        let (x, end) = (at(step.begins_ms), at(step.begins_ms + step.took_ms));
        // One that took no time is seen all the same.
        let width = (end - x).max(3);
        Span {
            x,
            y,
            width,
            height: BAR,
            how: step.how,
            name: step.name,
            took_ms: step.took_ms,
            failure: step.failure,
            failure_x: x + width + 5,
        }
    });
    Row { label: shortened(label), baseline: y + BAR - 3, spans: spans.collect() }
}

/// As much of a label as there is room for.
fn shortened(label: &str) -> String {
    let mut room = MAX_LABEL;
    let fits = |c: &char| {
        let wide = if c.is_ascii() { 1 } else { 2 };
        let fits = room >= wide;
        room = room.saturating_sub(wide);
        fits
    };
    label.chars().filter(|c| !c.is_control()).take_while(fits).collect()
}

/// Round times, at most six of them.
fn ticks(last: u64) -> Vec<Tick> {
    let steps = [1, 2, 5].into_iter().flat_map(|first| (0..6).map(move |power| first * 10_u64.pow(power)));
    let step = steps.filter(|step| last / step <= 5).min().unwrap_or(last).max(1);
    (0..=last / step).map(|number| Tick { x: LABELS + number * step * WIDTH / last, ms: number * step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few_and_inside() {
        for last in [1, 7, 100, 950, 8_000, 61_234, 2 * LONGEST_MS] {
            let ticks = ticks(last);
            assert!((1..=6).contains(&ticks.len()), "{last}: {ticks:?}");
            assert!(ticks.iter().all(|tick| tick.x <= LABELS + WIDTH && tick.ms <= last), "{last}: {ticks:?}");
        }
    }

    #[test]
    fn whatever_times_a_sender_gives_a_row_stays_in_the_picture() {
        let step =
            |begins_ms, took_ms| Took { name: "x".to_owned(), begins_ms, took_ms, how: How::Done, failure: None };
        let drawn = row(&"字".repeat(500), vec![step(0, 0), step(5, u64::MAX / 2), step(u64::MAX / 4, 1)], 3, 1_000);
        assert!(drawn.spans.iter().all(|span| span.x + span.width <= LABELS + WIDTH + 3), "{:?}", drawn.spans);
        assert_eq!(drawn.label.chars().count(), MAX_LABEL / 2);
        assert_eq!(shortened(&"i".repeat(500)).len(), MAX_LABEL);
    }
}
