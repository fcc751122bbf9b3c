//! The closing table: one row for each step, then a line of counts.

use std::fmt::Write;
use std::time::Duration;

use crate::tally::Tally;

/// How a step ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

impl Outcome {
    /// What `--require-all` makes of it: a skip is a failure that keeps its reason.
    pub(crate) fn required(self) -> Self {
        match self {
            Self::Skipped(why) => Self::Failed(format!("required, but skipped: {why}")),
            Self::Passed | Self::Failed(_) => self,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }

    fn why(&self) -> &str {
        match self {
            Self::Passed => "",
            Self::Failed(why) | Self::Skipped(why) => why,
        }
    }
}

/// A step that has ended.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    /// Where tests were counted.
    pub(crate) tally: Option<Tally>,
    pub(crate) took: Duration,
}

/// Whether nothing failed.
pub(crate) fn is_success(rows: &[Row]) -> bool {
    !rows.iter().any(|row| matches!(row.outcome, Outcome::Failed(_)))
}

/// The table and, as its last line, `N passed, N failed, N skipped`.
pub(crate) fn render(rows: &[Row]) -> String {
    let header = ["suite", "result", "passed", "failed", "ignored", "seconds", "why"].map(str::to_owned);
    let lines: Vec<[String; 7]> = std::iter::once(header).chain(rows.iter().map(cells)).collect();
    let widths: [usize; 7] =
        std::array::from_fn(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0));

    let mut text = String::new();
    for [name, result, passed, failed, ignored, seconds, why] in &lines {
        let [w0, w1, w2, w3, w4, w5, _] = widths;
        let line =
            format!("{name:<w0$}  {result:<w1$}  {passed:>w2$}  {failed:>w3$}  {ignored:>w4$}  {seconds:>w5$}  {why}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let count = |word| rows.iter().filter(|row| row.outcome.word() == word).count();
    // Writing to a String can't fail.
    let _ = writeln!(text, "\n{} passed, {} failed, {} skipped", count("passed"), count("failed"), count("skipped"));
    text
}

fn cells(row: &Row) -> [String; 7] {
    let counted =
        |count: fn(&Tally) -> u64| row.tally.as_ref().map(|tally| count(tally).to_string()).unwrap_or_default();
    [
        row.name.clone(),
        row.outcome.word().to_owned(),
        counted(|tally| tally.passed),
        counted(|tally| tally.failed),
        counted(|tally| tally.ignored),
        format!("{:.1}", row.took.as_secs_f64()),
        row.outcome.why().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, outcome: Outcome, tally: Option<Tally>, millis: u64) -> Row {
        Row { name: name.to_owned(), outcome, tally, took: Duration::from_millis(millis) }
    }

    #[test]
    fn columns_are_aligned_and_the_last_line_counts_suites() {
        let rows = [
            row("build", Outcome::Passed, None, 61_240),
            row("core", Outcome::Passed, Some(Tally { passed: 112, failed: 0, ignored: 1 }), 3_400),
            row(
                "end-to-end",
                Outcome::Failed("1 test failed".to_owned()),
                Some(Tally { passed: 4, failed: 1, ignored: 0 }),
                900,
            ),
            row("stock_tools", Outcome::Skipped("age is not in PATH".to_owned()), None, 0),
        ];
        let expected = "\
suite        result   passed  failed  ignored  seconds  why
build        passed                               61.2
core         passed      112       0        1      3.4
end-to-end   failed        4       1        0      0.9  1 test failed
stock_tools  skipped                               0.0  age is not in PATH

2 passed, 1 failed, 1 skipped
";
        assert_eq!(render(&rows), expected);
        assert!(!is_success(&rows));
    }

    #[test]
    fn a_skip_is_no_failure_until_everything_is_required() {
        let skipped = Outcome::Skipped("age is not in PATH".to_owned());
        assert!(is_success(&[row("a", skipped.clone(), None, 0)]));

        let required = skipped.required();
        assert_eq!(required, Outcome::Failed("required, but skipped: age is not in PATH".to_owned()));
        assert!(!is_success(&[row("a", required, None, 0)]));
        assert_eq!(Outcome::Passed.required(), Outcome::Passed);
    }
}
