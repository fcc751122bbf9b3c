//! What came of all runs, as text.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::play::{Played, Verdict};
use super::statistics::{largest, percentile, share};

/// What one diagnosis may use.
const BYTES_BUDGET: u64 = 50 * 1024;
/// How a diagnosis without causes is shown.
const NO_CAUSE: &str = "(none)";
/// How many causes a person reads.
const FIRST_CAUSES: usize = 3;

/// All runs of scenarios, and all healthy ones besides.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) injected: Vec<Played>,
    pub(crate) healthy: Vec<Played>,
}

impl Summary {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Played> {
        self.injected.iter().chain(&self.healthy)
    }

    /// Whether every run was right, in time and, where nothing was wrong, within the budget of bytes.
    pub(crate) fn is_right(&self) -> bool {
        self.all().all(|played| played.verdict == Verdict::Right)
            && self.most_bytes().is_none_or(|most| most <= BYTES_BUDGET)
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        let mut text = confusion(&self.injected);
        let injected = self.injected.iter().filter(|played| played.expected.is_some());
        let (first, among): (Vec<bool>, Vec<bool>) =
            injected.map(|played| (played.names_within(1), played.names_within(FIRST_CAUSES))).unzip();
        let hits = |hits: &[bool]| share(hits.iter().filter(|hit| **hit).count(), hits.len());
        let mut say = |what: &str, value: String| writeln!(text, "{what:<34}{value}");
        let mut lines =
            vec![say("right cause first", hits(&first)), say("right cause among the first three", hits(&among))];
        let alarms = self.healthy.iter().filter(|played| !played.named.is_empty()).count();
        lines.push(say("false alarms in healthy networks", share(alarms, self.healthy.len())));
        let invalid = self.all().filter(|played| matches!(played.verdict, Verdict::Invalid(_))).count();
        lines.push(say("invalid runs", invalid.to_string()));
        let elapsed: Vec<u64> =
            self.all().filter(|played| played.elapsed_ms > 0).map(|played| played.elapsed_ms).collect();
        let deadline = self.all().map(|played| played.deadline_ms).max().unwrap_or(0);
        if let (Some(p95), Some(most)) = (percentile(&elapsed, 95), largest(&elapsed)) {
            let late = self.all().filter(|played| played.is_late()).count();
            lines.push(say(
                "time to the answer",
                format!("p95 {p95} ms, longest {most} ms, deadline {deadline} ms, late {late}"),
            ));
        }
        if let Some(most) = self.most_bytes() {
            lines.push(say("most bytes in a lossless network", format!("{most}, budget {BYTES_BUDGET}")));
        }
        let lateness: Vec<u64> = self.all().filter_map(|played| Some(played.line.as_ref()?.latest_us)).collect();
        if let (Some(median), Some(most)) = (percentile(&lateness, 50), largest(&lateness)) {
            let value = format!("{:.1} ms in the median run, {:.1} ms in the worst", ms(median), ms(most));
            lines.push(say("latest packet of the slow line", value));
        }
        // Writing to a string can't fail.
        lines.into_iter().collect::<Result<Vec<()>, _>>().ok();
        text.push_str(&self.complaints());
        text
    }

    /// What went wrong, run by run.
    fn complaints(&self) -> String {
        let mut text = String::new();
        for played in self.all() {
            let why = match &played.verdict {
                Verdict::Right => continue,
                Verdict::Wrong(complaints) => complaints.join("; "),
                Verdict::Invalid(why) => format!("INVALID: {why}"),
            };
            let drawn = if played.drawn.is_empty() { String::new() } else { format!(", {}", played.drawn) };
            let (scenario, number, seed) = (&played.scenario, played.number, played.seed);
            writeln!(text, "\n{scenario} #{number} (seed {seed}{drawn}): {why}").ok();
            if let Some(findings) = played.answer.get("findings").and_then(serde_json::Value::as_array) {
                let codes: Vec<&str> = findings.iter().filter_map(|finding| finding.get("code")?.as_str()).collect();
                writeln!(text, "    findings: {}", codes.join(" ")).ok();
            }
        }
        text
    }

    fn most_bytes(&self) -> Option<u64> {
        let lossless = |played: &&Played| {
            played.expected.is_none() && played.bytes > 0 && played.line.as_ref().is_none_or(|line| line.lost == 0)
        };
        self.all().filter(lossless).map(|played| played.bytes).max()
    }
}

fn ms(us: u64) -> f64 {
    std::time::Duration::from_micros(us).as_secs_f64() * 1000.0
}

/// What was injected against what was diagnosed first.
fn confusion(runs: &[Played]) -> String {
    let mut rows: BTreeMap<&str, (&str, BTreeMap<String, usize>)> = BTreeMap::new();
    for played in runs {
        let diagnosed = match &played.verdict {
            Verdict::Invalid(_) => "(invalid)",
            Verdict::Right | Verdict::Wrong(_) => played.named.first().map_or(NO_CAUSE, String::as_str),
        };
        let expected = played.expected.as_deref().unwrap_or(NO_CAUSE);
        let row = rows.entry(&played.scenario).or_insert_with(|| (expected, BTreeMap::new()));
        *row.1.entry(diagnosed.to_owned()).or_default() += 1;
    }
    let mut text = String::new();
    writeln!(text, "{:<26}{:<32}diagnosed first", "injected", "expected").ok();
    for (name, (expected, diagnosed)) in rows {
        // What was expected comes first, then what came most often.
        let mut counts: Vec<(&String, &usize)> = diagnosed.iter().collect();
        counts.sort_by_key(|(code, count)| (code.as_str() != expected, std::cmp::Reverse(**count)));
        let list: Vec<String> = counts.iter().map(|(code, count)| format!("{count}× {code}")).collect();
        let mark = if counts.iter().all(|(code, _)| code.as_str() == expected) { ' ' } else { '!' };
        writeln!(text, "{mark} {name:<24}{expected:<32}{}", list.join(", ")).ok();
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(scenario: &str, expected: Option<&str>, named: &[&str], verdict: Verdict) -> Played {
        Played {
            scenario: scenario.to_owned(),
            number: 1,
            seed: 1,
            drawn: String::new(),
            expected: expected.map(str::to_owned),
            verdict,
            named: named.iter().map(|name| (*name).to_owned()).collect(),
            elapsed_ms: 900,
            deadline_ms: 8000,
            bytes: 20_000,
            line: None,
            answer: serde_json::Value::Null,
        }
    }

    fn wrong() -> Verdict {
        Verdict::Wrong(vec!["top cause".to_owned()])
    }

    fn mixed() -> Summary {
        Summary {
            injected: vec![
                played("loss", Some("weak"), &["weak"], Verdict::Right),
                played("loss", Some("weak"), &["slow", "weak"], wrong()),
                played("loss", Some("weak"), &["slow"], wrong()),
                played("healthy", None, &[], Verdict::Right),
                played("cut", Some("offline"), &[], Verdict::Invalid("nothing was dropped".to_owned())),
            ],
            healthy: vec![played("healthy", None, &["slow"], wrong())],
        }
    }

    #[test]
    fn what_was_confused_is_shown_with_the_right_answer_first() {
        let text = mixed().text();
        let row = text.lines().find(|line| line.contains("loss ")).unwrap();
        assert!(row.starts_with("! loss") && row.ends_with("1× weak, 2× slow"), "{row}");
        assert!(text.lines().any(|line| line.starts_with("  healthy") && line.ends_with("1× (none)")), "{text}");
        assert!(text.lines().any(|line| line.starts_with("! cut") && line.ends_with("1× (invalid)")), "{text}");
    }

    #[test]
    fn rates_leave_out_what_has_no_cause() {
        let text = mixed().text();
        for expected in ["1 of 4 (25.0 %)", "2 of 4 (50.0 %)", "1 of 1 (100.0 %)", "INVALID: nothing was dropped"] {
            assert!(text.contains(expected), "{expected} is not in\n{text}");
        }
    }

    #[test]
    fn one_wrong_run_spoils_all() {
        let mut summary = Summary::default();
        assert!(summary.is_right());
        summary.injected.push(played("healthy", None, &[], Verdict::Right));
        assert!(summary.is_right());
        summary.injected.push(Played { bytes: 60_000, ..played("healthy", None, &[], Verdict::Right) });
        assert!(!summary.is_right());
        assert!(!mixed().is_right());
    }

    #[test]
    fn bytes_count_where_nothing_was_wrong() {
        let mut summary = mixed();
        summary.injected.push(Played { bytes: 90_000, ..played("loss", Some("weak"), &["weak"], Verdict::Right) });
        assert_eq!(summary.most_bytes(), Some(20_000));
    }
}
