//! `cargo xtask fuzz`: one build of the fuzz targets in `tests/fuzz`, then each of them for a while.
//!
//! Our code has no `unsafe`, so what is looked for are panics, broken promises, hangs and memory: that takes no sanitizer,
//! and without one the pinned stable toolchain is enough and the build half as long.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process::{self, End};
use crate::step::{Invocation, Need, Step, Work};
use crate::suites::BUILD;
use crate::tally::Tally;

/// Where the targets are; their list is in its Cargo.toml.
const FOLDER: &str = "tests/fuzz";
/// How they are built. A build and a run that differ in this would build everything twice.
const BUILT: &str = "--fuzz-dir tests/fuzz --dev --sanitizer none";
/// What ends an input besides a panic: five seconds, 1 GiB. One line for each would be thousands.
const LIMITS: &str = "-timeout=5 -rss_limit_mb=1024 -verbosity=0 -print_funcs=0 -print_final_stats=1";

/// From nothing, on two cores, with room to spare.
const BUILD_LIMIT: Duration = Duration::from_secs(30 * 60);
/// What a run may take beyond its own time: cargo's look at the build, reading the corpus, writing a crash down.
const RUN_SLACK: Duration = Duration::from_secs(120);
const METADATA_LIMIT: Duration = Duration::from_secs(60);

/// How long CI runs each target: long enough for the seeds and their neighbours, short enough for every change.
pub(crate) const CI_SECONDS: u64 = 3;
/// How long each target runs unless told otherwise.
pub(crate) const DEFAULT_SECONDS: u64 = 10;

/// cargo-fuzz itself.
pub(crate) fn installed() -> Need {
    Need::Succeeds {
        command: Invocation::cargo("fuzz --version"),
        otherwise: "cargo-fuzz is not installed (cargo install cargo-fuzz --locked)",
    }
}

/// The names of the targets, as tests/fuzz/Cargo.toml has them.
pub(crate) fn targets(root: &Path) -> Result<Vec<String>> {
    let command = format!("metadata --no-deps --format-version 1 --manifest-path {FOLDER}/Cargo.toml");
    let mut json = String::new();
    let end = process::run(root, &Invocation::cargo(&command), METADATA_LIMIT, |line| json.push_str(line))?;
    let succeeded = matches!(end, End::Exited(status) if status.success());
    succeeded.then(|| names(&json)).flatten().with_context(|| format!("{FOLDER}/Cargo.toml can't be read"))
}

/// The names of all binaries in what `cargo metadata` says.
fn names(metadata: &str) -> Option<Vec<String>> {
    let metadata: Value = serde_json::from_str(metadata).ok()?;
    let targets = metadata.pointer("/packages/0/targets")?.as_array()?.iter();
    let binaries = targets.filter(|target| target.pointer("/kind/0").and_then(Value::as_str) == Some("bin"));
    Some(binaries.filter_map(|target| Some(target.get("name")?.as_str()?.to_owned())).collect())
}

/// The build, and a run of so many seconds for each target.
pub(crate) fn steps(root: &Path, targets: &[String], seconds: u64) -> Vec<Step> {
    let build = Step {
        name: BUILD.to_owned(),
        needs: vec![installed()],
        work: Work::Build(Invocation::cargo(&format!("fuzz build {BUILT}"))),
        limit: BUILD_LIMIT,
        may_skip: false,
    };
    let runs = targets.iter().map(|target| Step {
        name: target.clone(),
        needs: vec![installed(), Need::Build],
        work: Work::Fuzz(run(root, target, seconds)),
        limit: Duration::from_secs(seconds).saturating_add(RUN_SLACK),
        may_skip: false,
    });
    std::iter::once(build).chain(runs).collect()
}

fn run(root: &Path, target: &str, seconds: u64) -> Invocation {
    let (corpus, seeds) = (format!("{FOLDER}/corpus/{target}"), format!("{FOLDER}/seeds/{target}"));
    let dictionary = format!("{FOLDER}/dictionaries/{target}.dict");
    let dictionary = if root.join(&dictionary).exists() { format!("-dict={dictionary}") } else { String::new() };
    let fuzz = Invocation::cargo(&format!(
        "fuzz run {BUILT} {target} {corpus} {seeds} -- -max_total_time={seconds} {LIMITS} {dictionary}"
    ));
    // libFuzzer says everything on standard error.
    let mut merged = Invocation::new("sh", "");
    let script = r#"mkdir -p "$0" && exec "$@" 2>&1"#;
    merged.arguments = ["-c", script, &corpus, &fuzz.program.to_string_lossy()].map(str::to_owned).to_vec();
    merged.arguments.extend(fuzz.arguments);
    merged
}

/// Gives the targets the workspace's lock whenever that is newer, so that what is fuzzed is what ships. cargo adds to it
/// what only the targets need.
pub(crate) fn take_lock(root: &Path) -> Result<()> {
    let (ours, theirs) = (root.join("Cargo.lock"), root.join(FOLDER).join("Cargo.lock"));
    let modified = |file: &Path| fs::metadata(file).and_then(|found| found.modified()).ok();
    if is_older(modified(&theirs), modified(&ours)) {
        fs::copy(&ours, &theirs).with_context(|| format!("{} can't be written", theirs.display()))?;
    }
    Ok(())
}

fn is_older(theirs: Option<SystemTime>, ours: Option<SystemTime>) -> bool {
    theirs.is_none_or(|theirs| ours.is_some_and(|ours| theirs < ours))
}

/// What a run says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    runs: u64,
    /// The input that crashed it, hung it or took too much memory.
    input: Option<String>,
}

impl Found {
    /// Reads one line of libFuzzer's.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim_end();
        if let Some(runs) = line.strip_prefix("stat::number_of_executed_units:") {
            self.runs = runs.trim().parse().unwrap_or(0);
        }
        if let Some((_, input)) = line.split_once("Test unit written to ") {
            self.input = Some(input.to_owned());
        }
    }

    /// Inputs that passed, and the one that did not.
    pub(crate) fn tally(&self) -> Tally {
        let failed = u64::from(self.input.is_some());
        Tally { passed: self.runs.saturating_sub(failed), failed, ignored: 0 }
    }

    /// Why it failed, with the input if there is one.
    pub(crate) fn reason(&self, end: String) -> String {
        self.input.as_ref().map_or(end, |input| format!("input: {input}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRASH: &str = "artifact_prefix='tests/fuzz/artifacts/courier/'; Test unit written to tests/fuzz/artifacts/courier/crash-0a1b\n";

    fn found(lines: &[&str]) -> Found {
        let mut found = Found::default();
        lines.iter().for_each(|line| found.read(line));
        found
    }

    #[test]
    fn only_the_binaries_are_targets() {
        let metadata = r#"{"packages":[{"targets":[
            {"kind":["lib"],"name":"wallet_doctor_fuzz"},{"kind":["bin"],"name":"courier"},{"kind":["bin"],"name":"statuspage"}]}]}"#;
        assert_eq!(names(metadata), Some(vec!["courier".to_owned(), "statuspage".to_owned()]));
        assert_eq!(names("error: no such file"), None);
    }

    #[test]
    fn the_targets_of_this_workspace_have_seeds() {
        let root = crate::workspace_root().unwrap();
        let targets = targets(&root).unwrap();
        assert!(!targets.is_empty());
        for target in targets {
            let seeds = fs::read_dir(root.join(FOLDER).join("seeds").join(&target)).map(Iterator::count);
            assert!(seeds.is_ok_and(|seeds| seeds > 0), "{target} has no seed");
        }
    }

    #[test]
    fn inputs_are_counted() {
        let passed = found(&["stat::number_of_executed_units: 1234\n", "stat::average_exec_per_sec: 411\n"]);
        assert_eq!(passed.tally(), Tally { passed: 1234, failed: 0, ignored: 0 });
        let failed = found(&[CRASH, "stat::number_of_executed_units: 8\n"]);
        assert_eq!(failed.tally(), Tally { passed: 7, failed: 1, ignored: 0 });
        assert_eq!(found(&["thread panicked"]).tally().ran(), 0);
    }

    #[test]
    fn the_crashing_input_is_the_reason() {
        let end = || "exit status: 77".to_owned();
        assert_eq!(found(&[CRASH]).reason(end()), "input: tests/fuzz/artifacts/courier/crash-0a1b");
        assert_eq!(found(&[]).reason(end()), "exit status: 77");
    }

    #[test]
    fn a_lock_is_taken_when_it_is_missing_or_older() {
        let early = SystemTime::UNIX_EPOCH;
        let late = early + Duration::from_secs(1);
        assert!(is_older(None, Some(early)));
        assert!(is_older(Some(early), Some(late)));
        assert!(!is_older(Some(late), Some(early)));
    }

    #[test]
    fn a_run_is_limited_and_reads_its_seeds() {
        let steps = steps(Path::new("/nonexistent"), &["courier".to_owned()], 7);
        let Work::Fuzz(run) = &steps[1].work else { panic!("{:?}", steps[1]) };
        for argument in ["-max_total_time=7", "-timeout=5", "-rss_limit_mb=1024", "tests/fuzz/seeds/courier"] {
            assert!(run.arguments.iter().any(|given| given == argument), "{argument} is missing in {run:?}");
        }
        assert!(!run.arguments.iter().any(|given| given.starts_with("-dict")), "there is no dictionary");
    }
}
