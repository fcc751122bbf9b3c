//! Counts tests in what runners print: libtest's summaries, Maven Surefire's, and those of `swift test`.

use std::ops::AddAssign;

/// How many tests ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Tally {
    /// Tests that were run; an ignored one was not.
    pub(crate) fn ran(self) -> u64 {
        self.passed + self.failed
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// Reads a closing line of any of them; `None` for any other line.
pub(crate) fn parse(line: &str) -> Option<Tally> {
    let line = line.trim_end();
    libtest(line).or_else(|| surefire(line)).or_else(|| swift(line))
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
fn libtest(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        counts.split("; ").find_map(|part| part.strip_suffix(word)?.strip_suffix(' ')?.parse::<u64>().ok())
    };
    Some(Tally { passed: count("passed")?, failed: count("failed")?, ignored: count("ignored")? })
}

/// `[INFO] Tests run: 40, Failures: 0, Errors: 0, Skipped: 1`: the sum over all classes, which alone names no time.
fn surefire(line: &str) -> Option<Tally> {
    let (level, counts) = line.strip_prefix('[')?.split_once("] ")?;
    if !["INFO", "WARNING", "ERROR"].contains(&level) {
        return None;
    }
    let mut counts = counts.split(", ");
    let mut count = |word: &str| counts.next()?.strip_prefix(word)?.strip_prefix(": ")?.parse::<u64>().ok();
    let (run, failures, errors) = (count("Tests run")?, count("Failures")?, count("Errors")?);
    let ignored = count("Skipped")?;
    if counts.next().is_some() {
        return None;
    }
    let failed = failures.checked_add(errors)?;
    Some(Tally { passed: run.checked_sub(failed)?.checked_sub(ignored)?, failed, ignored })
}

/// Swift Testing: `✔ Test run with 31 tests in 4 suites passed after 2.1 seconds.` or `… failed after 2.1 seconds with 3 issues.`
///
/// How many tests failed is not told, only that some did. XCTest has its own line, which is not counted: no test is in it.
fn swift(line: &str) -> Option<Tally> {
    let (_, run) = line.split_once("Test run with ")?;
    let (count, rest) = run.split_once(" test")?;
    let count = count.parse::<u64>().ok()?;
    let has_failed = rest.contains(" failed after ");
    let (passed, failed) = if has_failed { (count.saturating_sub(1), 1) } else { (count, 0) };
    (has_failed || rest.contains(" passed after ")).then_some(Tally { passed, failed, ignored: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64, ignored: u64) -> Option<Tally> {
        Some(Tally { passed, failed, ignored })
    }

    #[test]
    fn reads_a_summary_of_each_runner() {
        let table = [
            (
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s\n",
                tally(3, 0, 1),
            ),
            (
                "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
                tally(12, 2, 0),
            ),
            ("[INFO] Tests run: 40, Failures: 0, Errors: 0, Skipped: 1\n", tally(39, 0, 1)),
            ("[ERROR] Tests run: 40, Failures: 2, Errors: 1, Skipped: 0", tally(37, 3, 0)),
            ("✔ Test run with 31 tests in 4 suites passed after 2.1 seconds.", tally(31, 0, 0)),
            ("✘ Test run with 31 tests in 4 suites failed after 2.1 seconds with 3 issues.", tally(30, 1, 0)),
            ("✔ Test run with 1 test passed after 0.1 seconds.", tally(1, 0, 0)),
        ];
        for (line, wanted) in table {
            assert_eq!(parse(line), wanted, "{line}");
        }
    }

    #[test]
    fn what_is_no_sum_is_passed_over() {
        for line in [
            "test tests::one ... ok",
            "",
            "running 3 tests",
            "test result::parses ... ok",
            "test result: ok. ",
            "test result: ok. many passed; 0 failed; 0 ignored",
            "  test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "2 passed, 0 failed, 0 skipped",
            "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.4 s -- in walletdoctor.DoctorTest",
            "[INFO] Tests run: many",
            "◇ Test run started.",
            "\t Executed 0 tests, with 0 failures (0 unexpected) in 0.0 (0.0) seconds",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn ignored_tests_did_not_run() {
        let mut tally = Tally::default();
        tally += Tally { passed: 0, failed: 0, ignored: 4 };
        assert_eq!(tally.ran(), 0);
        tally += Tally { passed: 2, failed: 1, ignored: 0 };
        assert_eq!((tally.ran(), tally.ignored), (3, 4));
    }
}
