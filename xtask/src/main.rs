//! Every developer entry point: `cargo xtask test`, `ci`, `lab`, `fuzz`, `bench`, `check-mobile`, `size` and `schemas`.
//!
//! A command is a list of [steps](step); [`runner`] takes them one after another, streams what they print and ends
//! with one table. What the steps are is data: [`suites`] lists the tests, [`checks`] what CI looks at besides.
//! Unix only, because a hanging suite is ended by its process group.

mod bindings;
mod build;
mod checks;
mod fuzz;
mod lab;
mod mobile;
mod process;
mod runner;
mod size;
mod step;
mod suites;
mod table;
mod tally;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::bindings::Language;
use crate::runner::Required;
use crate::step::Step;

/// Exit status when a step failed.
const FAILED: u8 = 1;
/// Exit status for arguments that make no sense; clap's own.
const BAD_ARGUMENTS: u8 = 2;

/// Wallet Doctor's developer commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
}

#[derive(Subcommand)]
enum Task {
    /// Run every test suite this machine can run; end with a table of what ran and what was skipped.
    Test {
        /// A suite that can't run here counts as failed.
        #[arg(long)]
        require_all: bool,
        /// Run only these suites, such as `kotlin` or `swift`.
        #[arg(value_name = "SUITE")]
        suites: Vec<String>,
        /// Run only this suite (repeatable); the same.
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
    },
    /// Format, clippy, docs and licences, then the same suites as `test`.
    Ci {
        /// A step that can't run here counts as failed, except the advisories, whose database may be out of reach.
        #[arg(long)]
        require_all: bool,
        /// This step counts as failed if it can't run here (repeatable).
        #[arg(long, value_name = "NAME")]
        require: Vec<String>,
    },
    /// Put packet-level faults between a phone and a wallet provider and check the diagnoses (Linux, root); --help says
    /// more.
    #[command(disable_help_flag = true)]
    Lab {
        /// What the lab takes.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build the fuzz targets in tests/fuzz and run each for a while.
    Fuzz {
        /// How long each target runs.
        #[arg(long, value_name = "N", default_value_t = fuzz::DEFAULT_SECONDS, value_parser = clap::value_parser!(u64).range(1..))]
        seconds: u64,
        /// Run only this target (repeatable).
        #[arg(long, value_name = "TARGET")]
        only: Vec<String>,
        /// Name the targets and do nothing else.
        #[arg(long)]
        list: bool,
    },
    /// Run the benchmarks, optimised, those in tests/benches and `footprint` on the JVM: each prints its figures against a reference
    /// of the same run.
    Bench {
        /// Run only this benchmark (repeatable).
        #[arg(long, value_name = "NAME")]
        only: Vec<String>,
    },
    /// Type-check what goes into an app for the platforms of phones. Needs neither an NDK nor Xcode: --help says more.
    ///
    /// The standard library is that of the pinned compiler (`rustup target add`) or is built from its sources (`rustup
    /// component add rust-src`), or is that of the compiler which WALLET_DOCTOR_MOBILE_RUSTC names. C is compiled by the NDK
    /// (ANDROID_NDK_HOME) and Xcode where they are, and otherwise by zig: in PATH, from pip (ziglang), or as the command in
    /// WALLET_DOCTOR_ZIG.
    CheckMobile {
        /// Check only this target (repeatable).
        #[arg(long, value_name = "TARGET")]
        only: Vec<String>,
        /// A target that can't be checked here counts as failed.
        #[arg(long)]
        require_all: bool,
    },
    /// Build the library for Android on arm64, show what each crate costs in it and hold it against
    /// bindings/size-budget.json.
    ///
    /// Standard library and C compiler are found as check-mobile finds them. The NDK in ANDROID_NDK_HOME links; without one,
    /// ld.lld does, against none of Android's libraries, and the result is a measure and nothing to ship.
    Size,
    /// Write the Kotlin and Swift sources of the library where their packages look for them.
    Bindgen {
        /// Only this language (repeatable).
        #[arg(long, value_enum)]
        language: Vec<Language>,
    },
    /// List what Kotlin and Swift see in bindings/api.txt.
    Api {
        /// Compare and fail where it has changed.
        #[arg(long)]
        check: bool,
    },
    /// Build the library for every ABI of Android, and its AAR (needs an NDK, cargo-ndk and gradle).
    Android,
    /// Build the XCFramework for iOS (needs Xcode).
    Ios,
    /// Rewrite docs/schemas from the types.
    Schemas,
}

fn main() -> ExitCode {
    match perform(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            let mut command = Arguments::command();
            command.error(clap::error::ErrorKind::Io, format!("{error:#}")).print().ok();
            ExitCode::from(FAILED)
        }
    }
}

fn perform(arguments: Arguments) -> Result<ExitCode> {
    let root = workspace_root()?;
    match arguments.command {
        None => {
            Arguments::command().print_help()?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Task::Test { require_all, suites, only }) => {
            run_only(&root, suites::all(&root)?, &[suites, only].concat(), require_all)
        }
        Some(Task::Fuzz { list: true, .. }) => {
            for target in fuzz::targets(&root)? {
                writeln!(std::io::stdout(), "{target}")?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(Task::Fuzz { seconds, only, list: false }) => {
            fuzz::take_lock(&root)?;
            run_only(&root, fuzz::steps(&root, &fuzz::targets(&root)?, seconds), &only, false)
        }
        Some(Task::Ci { require_all, require }) => {
            let mut steps = checks::all();
            steps.extend(suites::all(&root)?);
            // A name that no step has would be required of nobody.
            if let Err(message) = suites::check_names(&steps, &require) {
                return bad_arguments(message);
            }
            runner::run(&root, steps, &Required { all: require_all, named: require })
        }
        Some(Task::Lab { arguments }) => lab::run(&root, &arguments).map(|()| ExitCode::SUCCESS),
        Some(Task::Bench { only }) => runner::run(&root, suites::benchmarks(&root, &only)?, &Required::default()),
        Some(Task::CheckMobile { only, require_all }) => run_only(&root, mobile::steps(&root)?, &only, require_all),
        Some(Task::Size) => {
            runner::run(&root, vec![size::step(&root)?], &Required { all: true, ..Required::default() })
        }
        Some(Task::Bindgen { language }) => {
            let all = Language::value_variants();
            bindings::generate(&root, if language.is_empty() { all } else { &language })?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Task::Api { check }) => bindings::api::run(&root, check).map(|()| ExitCode::SUCCESS),
        Some(Task::Android) => made(&bindings::android::run(&root)?),
        Some(Task::Ios) => made(&bindings::ios::run(&root)?),
        Some(Task::Schemas) => runner::run(&root, vec![suites::rewrite_schemas()], &Required::default()),
    }
}

/// Says what was made.
fn made(path: &Path) -> Result<ExitCode> {
    writeln!(std::io::stdout(), "{}", path.display())?;
    Ok(ExitCode::SUCCESS)
}

/// Runs the steps that are named, or all of them.
fn run_only(root: &Path, steps: Vec<Step>, only: &[String], require_all: bool) -> Result<ExitCode> {
    match suites::select(steps, only) {
        Ok(steps) => runner::run(root, steps, &Required { all: require_all, ..Required::default() }),
        Err(message) => bad_arguments(message),
    }
}

fn bad_arguments(message: String) -> Result<ExitCode> {
    Arguments::command().error(clap::error::ErrorKind::InvalidValue, message).print()?;
    Ok(ExitCode::from(BAD_ARGUMENTS))
}

/// The folder of the workspace: the parent of this crate's, as `cargo run` names it.
fn workspace_root() -> Result<PathBuf> {
    let manifest_dir =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_dir.parent().map(Path::to_path_buf).context("xtask's folder has no parent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
