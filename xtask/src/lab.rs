//! The network lab: `cargo xtask lab` and its row in CI. The lab itself is a program of the tests' crate.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::build::{beside, target_folder};
use crate::process::{self, End};
use crate::step::{Invocation, Need, Step, Work};

/// From nothing, on two cores, optimised.
const BUILD_LIMIT: Duration = Duration::from_secs(45 * 60);
/// A lab that takes longer hangs; this row takes a minute or two.
const LAB_LIMIT: Duration = Duration::from_secs(20 * 60);
/// The upload's own limits end it before.
const UPLOAD_LIMIT: Duration = Duration::from_secs(40 * 60);
/// As a row among the suites it plays each fault twice; `cargo xtask lab` plays it five times, and more networks that are
/// well.
const SHORT: &str = "--runs 2 --healthy 20";
/// The option that asks for timing, which is only fair to an optimised program.
const CHAIN: &str = "--chain";

/// Builds what the lab needs and becomes it, so that Ctrl-C reaches it at once. Returns only if that fails.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<()> {
    build(root, "build --workspace --all-features --bin wallet-doctor --bin lab --bin courier_child")?;
    let mut lab = Command::new(beside("lab")?);
    if arguments.iter().any(|argument| argument == CHAIN) {
        build(root, "build --workspace --all-features --profile lab --bin wallet-doctor")?;
        lab.arg("--program").arg(optimised()?);
    }
    Err(lab.args(arguments).exec()).context("the lab can't be started")
}

/// The lab's row among the suites.
pub(crate) fn step() -> Step {
    row("lab", &[], SHORT, LAB_LIMIT)
}

/// A row of its own, because it takes ten minutes and needs a server that others wrote: reports over a lossy line.
pub(crate) fn upload_step() -> Step {
    row("lossy_upload", &["go"], "--upload", UPLOAD_LIMIT)
}

fn row(name: &str, programs: &[&'static str], arguments: &str, limit: Duration) -> Step {
    let tools = ["ip", "nft", "faketime", "setpriv"].iter().chain(programs).copied();
    // It is in the build; without one the step is skipped before it is looked for.
    let lab = beside("lab").unwrap_or_else(|_| "lab".into());
    let check = Need::Succeeds {
        command: Invocation::new(lab.clone(), "--check"),
        otherwise: "no network namespaces here (Linux, root); `cargo xtask lab --check` says why",
    };
    Step {
        name: name.to_owned(),
        needs: std::iter::once(Need::Build).chain(tools.map(Need::Program)).chain(std::iter::once(check)).collect(),
        work: Work::Command(Invocation::new(lab, arguments)),
        limit,
        may_skip: false,
    }
}

fn build(root: &Path, arguments: &str) -> Result<()> {
    match process::run(root, &Invocation::cargo(arguments), BUILD_LIMIT, |_| {})? {
        End::Exited(status) if status.success() => Ok(()),
        End::Exited(_) | End::TimedOut | End::LeftSomething => bail!("the lab can't be built"),
    }
}

/// The `wallet-doctor` of the profile `lab`, in the folder beside that of this build.
fn optimised() -> Result<PathBuf> {
    Ok(target_folder()?.join("lab").join("wallet-doctor"))
}
