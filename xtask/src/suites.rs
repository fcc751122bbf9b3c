//! The test suites, as data. A suite in another language is one more row here: a command and the programs it needs.
//!
//! The Rust suites run executables of one build of the whole workspace, not `cargo test -p`: cargo resolves features
//! for the packages named, so each `-p` would rebuild most dependencies with another set.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::bindings::suites::{self as foreign, FOOTPRINT};
use crate::lab;
use crate::step::{Invocation, Need, Selection, Step, Targets, Work};

/// Builds everything that the suites run. Every command that needs something of the build asks for the same, so that nothing is
/// built twice with another set of features.
pub(crate) const BUILD_EVERYTHING: &str =
    "build --workspace --all-targets --all-features --message-format=json-render-diagnostics";
/// From nothing, on two cores, with room to spare.
pub(crate) const BUILD_LIMIT: Duration = Duration::from_secs(45 * 60);
/// A suite that takes longer hangs.
const SUITE_LIMIT: Duration = Duration::from_secs(15 * 60);

/// The folder of `wallet-doctor-tests`.
const TESTS: &str = "tests";
/// The row that must have passed before a suite of the build can run; always part of a selection.
pub(crate) const BUILD: &str = "build";

/// Integration tests in `tests/tests/` that need programs. Each is a suite of its own, so that what lacks a program
/// is skipped alone; all the others together are `end-to-end`.
const NEEDING_PROGRAMS: &[(&str, &[&str])] = &[
    ("stock_tools", &["age", "unzip"]),
    ("no_space", &["unshare", "mount"]),
    ("sweep_on_disks", &["unshare", "mount"]),
    (SWEEP_ON_EXT4, &["unshare", "mount", "mkfs.ext4"]),
    // A stock client of status pages, which is in Python.
    ("status_client", &["python3"]),
    // Intakes that others wrote, one in Go and one in JavaScript.
    ("tus_servers", &["go", "node", "npm"]),
    ("tus_kills", &["go", "node", "npm"]),
    ("tusd_in_front", &["go"]),
    // Clients that others wrote, in JavaScript and in Python.
    ("tus_clients", &["node", "npm", "python3"]),
    // PostgreSQL, and a server that speaks S3, in Go.
    ("shared_stores", &["pg_ctlcluster", "go"]),
    ("support_stores", &["pg_ctlcluster"]),
    // Builds a program over a sled as on phones.
    (MOBILE_SLED, &["go"]),
    // The report's page in a real browser, which a program in Python drives.
    ("report_page", &["python3", "chromium"]),
    // The pages of the desk's view, in the same.
    ("desk_view", &["python3", "chromium", "npm"]),
];

/// What is in tests/benches.
const BENCHMARKS: &[&str] = &["balances", "report", "report_memory", "sweep"];
/// The one that also needs a loop device.
const SWEEP_ON_EXT4: &str = "sweep_on_ext4";
/// The one that looks at the threads of other processes.
const MOBILE_SLED: &str = "mobile_sled";

/// The build and every suite.
pub(crate) fn all(root: &Path) -> Result<Vec<Step>> {
    let existing: Vec<_> = NEEDING_PROGRAMS
        .iter()
        .filter(|(test, _)| root.join(TESTS).join(format!("tests/{test}.rs")).exists())
        .collect();
    let mut apart = vec!["scenarios"];
    apart.extend(existing.iter().map(|(test, _)| *test));

    let mut steps = vec![
        build(),
        suite("core", "core", Targets::All),
        suite("provider", "provider", Targets::All),
        suite("intake", "desk/intake", Targets::All),
        suite("view", "desk/view", Targets::All),
        suite("desk", "desk", Targets::All),
        suite("cli", "cli", Targets::All),
        suite("bindings", "bindings", Targets::All),
        suite("xtask", "xtask", Targets::All),
        doc_examples(),
        suite("scenarios", TESTS, Targets::Only("scenarios")),
        suite("end-to-end", TESTS, Targets::AllBut(apart)),
    ];
    let loop_device = || Need::Succeeds {
        command: Invocation::new("losetup", "--find"),
        otherwise: "no loop device here (Linux, root)",
    };
    let threads = || Need::Succeeds {
        command: Invocation::new("test", "-d /proc/self/task"),
        otherwise: "no threads in /proc here (Linux)",
    };
    steps.extend(existing.iter().map(|(test, programs)| {
        Step {
            needs: std::iter::once(Need::Build)
                .chain(programs.iter().copied().map(Need::Program))
                .chain((*test == SWEEP_ON_EXT4).then(loop_device))
                .chain((*test == MOBILE_SLED).then(threads))
                .collect(),
            ..suite(test, TESTS, Targets::Only(test))
        }
    }));
    steps.extend(foreign::steps(root)?);
    steps.push(lab::step());
    steps.push(lab::upload_step());
    Ok(steps)
}

/// The steps that are named, and what they stand on; all of them when none is named. The error is for the person.
pub(crate) fn select(steps: Vec<Step>, only: &[String]) -> Result<Vec<Step>, String> {
    check_names(&steps, only)?;
    let generated = only.iter().any(|name| foreign::FOREIGN.contains(&name.as_str()));
    let is_chosen = |name: &str| {
        only.is_empty()
            || name == BUILD
            || (generated && name == foreign::BINDGEN)
            || only.iter().any(|one| one == name)
    };
    Ok(steps.into_iter().filter(|step| is_chosen(&step.name)).collect())
}

/// That each of these is the name of a step. The error is for the person.
pub(crate) fn check_names(steps: &[Step], given: &[String]) -> Result<(), String> {
    let names: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    match given.iter().find(|name| !names.contains(&name.as_str())) {
        Some(unknown) => Err(format!("no suite is named '{unknown}'; there are: {}", names.join(", "))),
        None => Ok(()),
    }
}

/// Writes docs/schemas anew. Features are those of the build, so nothing is compiled twice.
pub(crate) fn rewrite_schemas() -> Step {
    let command = Invocation::cargo("test --workspace --all-features --test schemas").with_env("UPDATE_SCHEMAS", "1");
    Step {
        name: "schemas".to_owned(),
        needs: Vec::new(),
        work: Work::TestCommand { command, may_be_empty: false },
        limit: BUILD_LIMIT,
        may_skip: false,
    }
}

/// The benchmarks that are named, or all, optimised as the lab is, or as an app. Each prints its figures and a ratio; those of
/// tests/benches never fail by a time, and the one on the JVM has budgets.
pub(crate) fn benchmarks(root: &Path, only: &[String]) -> Result<Vec<Step>> {
    let is_named = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    let named: Vec<&str> = BENCHMARKS.iter().copied().filter(|name| is_named(name)).collect();
    if let Some(unknown) = only.iter().find(|name| !BENCHMARKS.contains(&name.as_str()) && *name != FOOTPRINT) {
        bail!("no benchmark is named '{unknown}'; there are: {}, {FOOTPRINT}", BENCHMARKS.join(", "));
    }
    let mut steps = Vec::new();
    if !named.is_empty() {
        let named: String = named.iter().map(|name| format!(" --bench {name}")).collect();
        let command = Invocation::cargo(&format!("bench -p wallet-doctor-tests --profile lab{named}"));
        let work = Work::Command(command);
        steps.push(Step {
            name: "benchmarks".to_owned(),
            needs: Vec::new(),
            work,
            limit: BUILD_LIMIT,
            may_skip: false,
        });
    }
    if is_named(FOOTPRINT) {
        steps.extend(foreign::footprint(root)?);
    }
    Ok(steps)
}

pub(crate) fn build() -> Step {
    let command = Invocation::cargo(BUILD_EVERYTHING);
    Step { name: BUILD.to_owned(), needs: Vec::new(), work: Work::Build(command), limit: BUILD_LIMIT, may_skip: false }
}

/// The examples in the documentation, which are in no executable.
fn doc_examples() -> Step {
    let command = Invocation::cargo("test --workspace --all-features --doc");
    Step {
        name: "doc-examples".to_owned(),
        needs: vec![Need::Build],
        work: Work::TestCommand { command, may_be_empty: true },
        limit: SUITE_LIMIT,
        may_skip: false,
    }
}

fn suite(name: &str, folder: &'static str, targets: Targets) -> Step {
    Step {
        name: name.to_owned(),
        needs: vec![Need::Build],
        work: Work::Tests(Selection { folder, targets }),
        limit: SUITE_LIMIT,
        may_skip: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.name.as_str()).collect()
    }

    #[test]
    fn a_test_that_does_not_exist_has_no_row() {
        let steps = all(Path::new("/nonexistent")).unwrap();
        assert!(!names(&steps).contains(&"stock_tools"));
    }

    #[test]
    fn no_two_rows_share_a_name() {
        let steps = all(Path::new("/nonexistent")).unwrap();
        let mut names = names(&steps);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), steps.len());
    }

    #[test]
    fn only_keeps_the_build() {
        let steps = select(all(Path::new("/nonexistent")).unwrap(), &["desk".to_owned()]).unwrap();
        assert_eq!(names(&steps), [BUILD, "desk"]);
    }

    #[test]
    fn a_suite_of_a_package_is_run_against_sources_of_this_build() {
        let steps = select(all(Path::new("/nonexistent")).unwrap(), &["swift".to_owned()]).unwrap();
        assert_eq!(names(&steps), [BUILD, foreign::BINDGEN, "swift"]);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let message = select(all(Path::new("/nonexistent")).unwrap(), &["dekc".to_owned()]).unwrap_err();
        assert!(message.contains("'dekc'") && message.contains("desk"), "{message}");
    }
}
