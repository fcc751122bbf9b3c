//! Counts tests in what libtest prints: one `test result:` line for each test executable and each crate's examples.

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

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`; `None` for
/// any other line.
pub(crate) fn parse(line: &str) -> Option<Tally> {
    let (_, counts) = line.trim_end().strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        counts.split("; ").find_map(|part| part.strip_suffix(word)?.strip_suffix(' ')?.parse::<u64>().ok())
    };
    Some(Tally { passed: count("passed")?, failed: count("failed")?, ignored: count("ignored")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_summary() {
        let line = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s\n";
        assert_eq!(parse(line), Some(Tally { passed: 3, failed: 0, ignored: 1 }));
    }

    #[test]
    fn reads_a_failed_summary() {
        let line = "test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s";
        assert_eq!(parse(line), Some(Tally { passed: 12, failed: 2, ignored: 0 }));
    }

    #[test]
    fn any_other_line_is_none() {
        for line in [
            "",
            "running 3 tests",
            "test result::parses ... ok",
            "test result: ok. ",
            "test result: ok. many passed; 0 failed; 0 ignored",
            "  test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "2 passed, 0 failed, 0 skipped",
        ] {
            assert_eq!(parse(line), None, "{line:?}");
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
