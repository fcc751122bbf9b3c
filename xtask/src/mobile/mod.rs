//! `cargo xtask check-mobile`: type-checks what goes into an app for every platform of phones, on whatever machine this is.
//!
//! Two things have to be found for each: a standard library ([`standard_library`]) and a C compiler for what is not Rust
//! ([`c_compiler`]). Neither an NDK nor Xcode is needed, because nothing is linked.

pub(crate) mod c_compiler;
pub(crate) mod standard_library;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use crate::build;
use crate::process::{self, End};
use crate::runner;
use crate::step::{Invocation, Need, Step, Work};

use c_compiler::Compiler;
use standard_library::StandardLibrary;
pub(crate) use standard_library::Toolchains;

/// What goes into an app.
pub(crate) const PACKAGE: &str = "wallet-doctor-ffi";

/// What the compiler is told besides the profile, after the `--` of `cargo rustc`. For arm64 it takes pieces that several functions
/// have in common out of them, also when that saves one instruction. Each piece is then a function of its own, with 36 bytes in
/// the tables for unwinding, and half of these tables were for such pieces: it has to save more than that.
pub(crate) const FOR_SIZE: &str = "-Cllvm-args=-outliner-benefit-threshold=50";

/// From nothing, on two cores that others use too: the standard library and every dependency.
const CHECK_LIMIT: Duration = Duration::from_secs(60 * 60);

/// A program that has not said which version it is by then will not.
const ASKING_LIMIT: Duration = Duration::from_secs(60);

/// A platform of phones.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// As rustc names it.
    pub(crate) triple: &'static str,
    /// As the NDK names its compiler, before the API level; `None` on Apple's.
    ndk: Option<&'static str>,
    /// As zig names what is near enough for C that needs no header of the system: the same processor and object format.
    zig: &'static str,
}

/// A phone with Android.
pub(crate) const ANDROID_ARM64: Target =
    Target { triple: "aarch64-linux-android", ndk: Some("aarch64-linux-android"), zig: "aarch64-linux-musl" };

/// Phones, and the emulator and the simulator on a developer's machine.
pub(crate) const TARGETS: &[Target] = &[
    ANDROID_ARM64,
    Target { triple: "armv7-linux-androideabi", ndk: Some("armv7a-linux-androideabi"), zig: "arm-linux-musleabihf" },
    Target { triple: "x86_64-linux-android", ndk: Some("x86_64-linux-android"), zig: "x86_64-linux-musl" },
    Target { triple: "aarch64-apple-ios", ndk: None, zig: "aarch64-macos" },
    Target { triple: "aarch64-apple-ios-sim", ndk: None, zig: "aarch64-macos" },
];

/// What the machine offers. Asked through this, so that what follows from it can be tested.
pub(crate) struct Machine<'a> {
    /// A variable of the environment.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// Whether a program is in `PATH`.
    pub(crate) has_program: &'a dyn Fn(&str) -> bool,
    /// Whether a command, its words separated by spaces, exits with 0.
    pub(crate) succeeds: &'a dyn Fn(&str) -> bool,
    /// Whether a file or folder exists.
    pub(crate) exists: &'a dyn Fn(&Path) -> bool,
}

/// This machine.
pub(crate) fn this_machine() -> Machine<'static> {
    Machine {
        variable: &|name| std::env::var(name).ok().filter(|value| !value.is_empty()),
        has_program: &runner::is_in_path,
        succeeds: &succeeds,
        exists: &Path::exists,
    }
}

fn succeeds(command: &str) -> bool {
    let command = Invocation::new("sh", "-c").with_arguments([format!("{command} >/dev/null 2>&1")]);
    matches!(process::run(Path::new("."), &command, ASKING_LIMIT, |_| {}), Ok(End::Exited(status)) if status.success())
}

/// How something is compiled for a target here.
pub(crate) struct Means {
    pub(crate) library: StandardLibrary,
    pub(crate) compiler: Compiler,
}

/// A row for each target.
pub(crate) fn steps(root: &Path) -> Result<Vec<Step>> {
    let (machine, toolchains, folder) = (this_machine(), Toolchains::ask(root)?, folder()?);
    TARGETS.iter().map(|target| step(target, &machine, &toolchains, &folder)).collect()
}

fn step(target: &Target, machine: &Machine<'_>, toolchains: &Toolchains, folder: &Path) -> Result<Step> {
    let check = Invocation::cargo(&format!("check --lib -p {PACKAGE}"));
    let (work, needs) = match means(target, machine, toolchains) {
        Ok(means) => {
            (means.compiler.used_by(means.library.used_by(check, target, folder), target, folder)?, Vec::new())
        }
        Err(missing) => (check, vec![Need::Absent(missing)]),
    };
    let (name, work) = (target.triple.to_owned(), Work::Command(work));
    Ok(Step { name, needs, work, limit: CHECK_LIMIT, may_skip: false })
}

/// Both, or what is missing and how to get it.
pub(crate) fn means(target: &Target, machine: &Machine<'_>, toolchains: &Toolchains) -> Result<Means, String> {
    let library = toolchains.standard_library(target, machine.exists)?;
    let compiler = c_compiler::find(target, machine)?;
    Ok(Means { library, compiler })
}

/// Everything for phones is built in a folder of its own in the target folder, so that it neither waits for another build nor
/// makes one begin anew.
pub(crate) fn folder() -> Result<PathBuf> {
    Ok(build::target_folder()?.join("mobile"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_without_means_is_a_row_that_says_what_is_missing() {
        let machine =
            Machine { variable: &|_| None, has_program: &|_| false, succeeds: &|_| false, exists: &|_| false };
        let toolchains = Toolchains::new("/rust".into(), None);
        let step = step(&ANDROID_ARM64, &machine, &toolchains, Path::new("/nonexistent")).unwrap();
        let [Need::Absent(why)] = step.needs.as_slice() else { panic!("{step:?}") };
        assert!(why.contains("rustup target add aarch64-linux-android"), "{why}");
    }

    #[test]
    fn no_two_targets_share_a_name() {
        let mut names: Vec<_> = TARGETS.iter().map(|target| target.triple).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TARGETS.len());
    }
}
