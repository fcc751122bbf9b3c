//! Takes the steps in order, shows what they print, and ends with the table.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::build::{self, TestExecutable};
use crate::fuzz::Found;
use crate::process::{self, End};
use crate::step::{Invocation, Need, Selection, Step, Work};
use crate::table::{self, Outcome, Row};
use crate::tally::{self, Tally};

/// A question about the machine that isn't answered by then is answered with no.
const NEED_LIMIT: Duration = Duration::from_secs(120);

/// Which steps count as failed when they can't run here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Required {
    /// Every one, but for those that no installation could make run.
    pub(crate) all: bool,
    /// These.
    pub(crate) named: Vec<String>,
}

impl Required {
    fn has(&self, step: &Step) -> bool {
        (self.all && !step.may_skip) || self.named.contains(&step.name)
    }
}

/// Runs every step, also after one failed; the exit code says whether nothing failed.
pub(crate) fn run(root: &Path, steps: Vec<Step>, required: &Required) -> Result<ExitCode> {
    let mut run = Run { root, built: None, out: std::io::stdout() };
    let mut rows = Vec::new();
    for step in steps {
        writeln!(run.out, "\n──── {} ────", step.name)?;
        let started = Instant::now();
        let (outcome, tally) = run.step(&step).unwrap_or_else(|error| (Outcome::Failed(format!("{error:#}")), None));
        let outcome = if required.has(&step) { outcome.required() } else { outcome };
        rows.push(Row { name: step.name, outcome, tally, took: started.elapsed() });
    }
    write!(run.out, "\n{}", table::render(&rows))?;
    Ok(if table::is_success(&rows) { ExitCode::SUCCESS } else { ExitCode::from(crate::FAILED) })
}

struct Run<'a, W> {
    root: &'a Path,
    /// Where the steps' standard output goes; a test's must not look like libtest's own.
    out: W,
    /// What the build made, once it has passed.
    built: Option<Vec<TestExecutable>>,
}

impl<W: Write> Run<'_, W> {
    fn step(&mut self, step: &Step) -> Result<(Outcome, Option<Tally>)> {
        if let Some(why) = step.needs.iter().find_map(|need| self.missing(need)) {
            return Ok((Outcome::Skipped(why), None));
        }
        match &step.work {
            Work::Command(command) => {
                let end = process::run(self.root, command, step.limit, |line| show(&mut self.out, line))?;
                Ok((judge_end(end, step.limit), None))
            }
            Work::TestCommand { command, may_be_empty } => {
                let mut tally = Tally::default();
                let end = process::run(self.root, command, step.limit, |line| {
                    show(&mut self.out, line);
                    count(&mut tally, line);
                })?;
                Ok((judge_tests(judge_end(end, step.limit), tally, *may_be_empty), Some(tally)))
            }
            Work::Build(command) => Ok((self.build(command, step.limit)?, None)),
            Work::Tests(selection) => self.tests(selection, step.limit),
            Work::Size(measurement) => Ok((measurement.take(self.root, step.limit, &mut self.out)?, None)),
            Work::Fuzz(command) => self.fuzz(command, step.limit),
        }
    }

    /// Why a need is not met; `None` when it is.
    fn missing(&self, need: &Need) -> Option<String> {
        match need {
            Need::Build => self.built.is_none().then(|| "the build did not pass".to_owned()),
            Need::Absent(why) => Some(why.clone()),
            Need::Program(name) => (!is_in_path(name)).then(|| format!("{name} is not in PATH")),
            Need::Succeeds { command, otherwise } => {
                let end = process::run(self.root, command, NEED_LIMIT, |_| {});
                let is_met = matches!(end, Ok(End::Exited(status)) if status.success());
                (!is_met).then(|| (*otherwise).to_owned())
            }
        }
    }

    fn build(&mut self, command: &Invocation, limit: Duration) -> Result<Outcome> {
        let mut executables = Vec::new();
        let end = process::run(self.root, command, limit, |line| executables.extend(TestExecutable::parse(line)))?;
        let outcome = judge_end(end, limit);
        if outcome == Outcome::Passed {
            self.built = Some(executables);
        }
        Ok(outcome)
    }

    fn fuzz(&mut self, command: &Invocation, limit: Duration) -> Result<(Outcome, Option<Tally>)> {
        let mut found = Found::default();
        let end = process::run(self.root, command, limit, |line| {
            show(&mut self.out, line);
            found.read(line);
        })?;
        let outcome = match judge_end(end, limit) {
            Outcome::Failed(why) => Outcome::Failed(found.reason(why)),
            Outcome::Passed if found.tally().ran() == 0 => Outcome::Failed("ran no input".to_owned()),
            outcome @ (Outcome::Passed | Outcome::Skipped(_)) => outcome,
        };
        Ok((outcome, Some(found.tally())))
    }

    /// Runs the suite's executables, all of them even when one fails, under one limit.
    fn tests(&mut self, selection: &Selection, limit: Duration) -> Result<(Outcome, Option<Tally>)> {
        let deadline = Instant::now() + limit;
        let mut tally = Tally::default();
        let mut failures = Vec::new();
        for executable in build::of_suite(self.root, self.built.as_deref().unwrap_or_default(), selection) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                failures.push(format!("{}: no time left to start it", executable.label()));
                continue;
            }
            writeln!(self.out, "{}", executable.label())?;
            let end = process::run(self.root, &executable.invocation(), left, |line| {
                show(&mut self.out, line);
                count(&mut tally, line);
            })?;
            if let Outcome::Failed(why) = judge_end(end, limit) {
                failures.push(format!("{}: {why}", executable.label()));
            }
        }
        let outcome = if failures.is_empty() { Outcome::Passed } else { Outcome::Failed(failures.join("; ")) };
        Ok((judge_tests(outcome, tally, false), Some(tally)))
    }
}

pub(crate) fn judge_end(end: End, limit: Duration) -> Outcome {
    match end {
        End::Exited(status) if status.success() => Outcome::Passed,
        End::Exited(status) => Outcome::Failed(status.to_string()),
        End::TimedOut => Outcome::Failed(format!("killed: the limit is {} s", limit.as_secs())),
        End::LeftSomething => Outcome::Failed("left a process running that holds its output".to_owned()),
    }
}

/// A suite that passed without running a test shows nothing.
fn judge_tests(outcome: Outcome, tally: Tally, may_be_empty: bool) -> Outcome {
    match outcome {
        Outcome::Passed if tally.ran() == 0 && !may_be_empty => Outcome::Failed("ran no test".to_owned()),
        Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped(_) => outcome,
    }
}

pub(crate) fn is_in_path(name: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).map(|folder: PathBuf| folder.join(name)).any(|file| file.is_file())
}

fn show(out: &mut impl Write, line: &str) {
    // A reader that went away (`| head`) is no reason to stop the tests.
    let _ = out.write_all(line.as_bytes());
}

fn count(tally: &mut Tally, line: &str) {
    if let Some(counted) = tally::parse(line) {
        *tally += counted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step::Targets;

    fn step(script: &str, needs: Vec<Need>) -> Step {
        let mut command = Invocation::new("sh", "-c");
        command.arguments.push(script.to_owned());
        let work = Work::TestCommand { command, may_be_empty: false };
        Step { name: "example".to_owned(), needs, work, limit: Duration::from_secs(60), may_skip: false }
    }

    fn outcome(step: &Step) -> (Outcome, Option<Tally>) {
        Run { root: Path::new("/"), built: None, out: Vec::new() }.step(step).unwrap()
    }

    fn succeeds(program: &str, otherwise: &'static str) -> Need {
        Need::Succeeds { command: Invocation::new(program, ""), otherwise }
    }

    const SUMMARY: &str = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out'";

    #[test]
    fn tests_are_counted() {
        let expected = Tally { passed: 2, failed: 0, ignored: 0 };
        assert_eq!(outcome(&step(SUMMARY, Vec::new())), (Outcome::Passed, Some(expected)));
    }

    #[test]
    fn a_suite_that_ran_no_test_has_failed() {
        assert_eq!(outcome(&step("exit 0", Vec::new())).0, Outcome::Failed("ran no test".to_owned()));
    }

    #[test]
    fn the_exit_status_counts_whatever_was_printed() {
        let (outcome, _) = outcome(&step(&format!("{SUMMARY}; exit 101"), Vec::new()));
        assert_eq!(outcome, Outcome::Failed("exit status: 101".to_owned()));
    }

    #[test]
    fn the_first_missing_need_is_the_reason_for_the_skip() {
        let needs = vec![
            Need::Program("sh"),
            succeeds("true", "not this"),
            Need::Program("no-such-program"),
            succeeds("false", "nor this"),
        ];
        let skipped = Outcome::Skipped("no-such-program is not in PATH".to_owned());
        assert_eq!(outcome(&step("exit 1", needs)), (skipped, None));

        let needs = vec![succeeds("false", "it is not installed"), succeeds("no-such-program", "nor this")];
        assert_eq!(outcome(&step("exit 1", needs)).0, Outcome::Skipped("it is not installed".to_owned()));
    }

    #[test]
    fn without_a_build_a_suite_of_it_is_skipped() {
        let work = Work::Tests(Selection { folder: "core", targets: Targets::All });
        let suite = Step { work, ..step("", vec![Need::Build]) };
        assert_eq!(outcome(&suite).0, Outcome::Skipped("the build did not pass".to_owned()));
    }

    #[test]
    fn a_build_without_the_suites_tests_is_a_failure() {
        let mut run = Run { root: Path::new("/w"), built: Some(Vec::new()), out: Vec::new() };
        let selection = Selection { folder: "core", targets: Targets::All };
        let (outcome, _) = run.tests(&selection, Duration::from_secs(60)).unwrap();
        assert_eq!(outcome, Outcome::Failed("ran no test".to_owned()));
    }
}
