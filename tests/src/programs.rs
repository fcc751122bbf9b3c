//! Running programs: ours, and those that others wrote.

use std::path::PathBuf;
use std::process::{Command, Output};

/// The `wallet-doctor` of this very build.
///
/// # Panics
///
/// If it was not built: `cargo xtask test` builds everything first.
#[must_use]
pub fn wallet_doctor() -> Command {
    let mut path: PathBuf = std::env::current_exe().expect("this test's own path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path.push(format!("wallet-doctor{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build -p wallet-doctor` first", path.display());
    Command::new(path)
}

/// A program that others wrote.
#[must_use]
pub fn tool(name: &str) -> Command {
    Command::new(name)
}

/// Runs a program to its end.
///
/// # Panics
///
/// If it can't be started.
pub fn finished(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| panic!("{command:?} can't be started: {error}"))
}
