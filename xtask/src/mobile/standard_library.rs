//! Where a target's standard library comes from: a compiler that has it, or one that has its sources.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use super::Target;
use crate::process::{self, End};
use crate::step::Invocation;

/// Names another compiler, for machines where the pinned one can be given neither a target nor the sources.
const OTHER: &str = "WALLET_DOCTOR_MOBILE_RUSTC";
/// A compiler that has not said where it lives by then will not.
const ASKING_LIMIT: Duration = Duration::from_secs(60);

/// What a compiler brings along, below its sysroot: the standard library of a target, and that of all in source.
const LIBRARIES: &str = "lib/rustlib";
const SOURCES: &str = "lib/rustlib/src/rust/library/std";

/// The compilers that there are.
#[derive(Debug)]
pub(crate) struct Toolchains {
    /// The sysroot of the pinned one.
    ours: PathBuf,
    other: Option<Other>,
}

#[derive(Debug)]
struct Other {
    rustc: String,
    sysroot: PathBuf,
}

/// How a standard library is come by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StandardLibrary {
    /// The compiler, unless it is the pinned one.
    rustc: Option<String>,
    /// It has only the sources.
    is_built: bool,
}

impl Toolchains {
    /// Asks each compiler for its sysroot.
    pub(crate) fn ask(root: &Path) -> Result<Self> {
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
        let other = std::env::var(OTHER).ok().filter(|rustc| !rustc.is_empty());
        let other = match other {
            Some(rustc) => Some((sysroot(root, &rustc)?, rustc)),
            None => None,
        };
        Ok(Self::new(sysroot(root, &rustc)?, other))
    }

    pub(super) fn new(ours: PathBuf, other: Option<(PathBuf, String)>) -> Self {
        Self { ours, other: other.map(|(sysroot, rustc)| Other { rustc, sysroot }) }
    }

    /// The first of: ours with the target, ours with the sources, the other one with either. The error says what to do.
    pub(crate) fn standard_library(
        &self,
        target: &Target,
        exists: &dyn Fn(&Path) -> bool,
    ) -> Result<StandardLibrary, String> {
        let has_target = |sysroot: &Path| exists(&sysroot.join(LIBRARIES).join(target.triple));
        let has_sources = |sysroot: &Path| exists(&sysroot.join(SOURCES));
        let compilers = std::iter::once((None, &self.ours))
            .chain(self.other.iter().map(|other| (Some(other.rustc.clone()), &other.sysroot)));
        for (rustc, sysroot) in compilers {
            if has_target(sysroot) || has_sources(sysroot) {
                return Ok(StandardLibrary { rustc, is_built: !has_target(sysroot) });
            }
        }
        let target = target.triple;
        let advice =
            format!("no standard library for {target}: rustup target add {target}, or rustup component add rust-src");
        Err(match &self.other {
            None => format!("{advice}, or name a compiler that has either in {OTHER}"),
            Some(other) => format!("{advice}; {} has neither", other.rustc),
        })
    }
}

impl StandardLibrary {
    /// The command of cargo's, for this target.
    pub(crate) fn used_by(&self, command: Invocation, target: &Target, folder: &Path) -> Invocation {
        let arguments = ["--target", target.triple, "--target-dir", &folder.to_string_lossy()].map(str::to_owned);
        let mut command = command.with_arguments(arguments);
        if let Some(rustc) = &self.rustc {
            command = command.with_env("RUSTC", rustc);
        }
        if self.is_built {
            // A panic is caught at the border to Kotlin and Swift, so it has to unwind. The variable lets a stable compiler
            // build its own library.
            command = command
                .with_arguments(["-Z".to_owned(), "build-std=std,panic_unwind".to_owned()])
                .with_env("RUSTC_BOOTSTRAP", "1");
        }
        command
    }
}

fn sysroot(root: &Path, rustc: &str) -> Result<PathBuf> {
    let mut said = String::new();
    let end = process::run(root, &Invocation::new(rustc, "--print sysroot"), ASKING_LIMIT, |line| said.push_str(line))?;
    let succeeded = matches!(end, End::Exited(status) if status.success());
    succeeded.then(|| PathBuf::from(said.trim())).with_context(|| format!("{rustc} does not name its sysroot"))
}

#[cfg(test)]
mod tests {
    use super::super::ANDROID_ARM64;
    use super::*;

    const TARGET: &str = "/ours/lib/rustlib/aarch64-linux-android";
    const SOURCE: &str = "/ours/lib/rustlib/src/rust/library/std";
    const OTHERS_SOURCE: &str = "/other/lib/rustlib/src/rust/library/std";

    fn chosen(other: bool, existing: &[&str]) -> Result<StandardLibrary, String> {
        let other = other.then(|| ("/other".into(), "/other/bin/rustc".to_owned()));
        let exists = |path: &Path| existing.iter().any(|existing| Path::new(existing) == path);
        Toolchains::new("/ours".into(), other).standard_library(&ANDROID_ARM64, &exists)
    }

    #[test]
    fn the_pinned_compiler_comes_first_and_its_target_before_its_sources() {
        let ours = |is_built| Ok(StandardLibrary { rustc: None, is_built });
        assert_eq!(chosen(true, &[TARGET, SOURCE, OTHERS_SOURCE]), ours(false));
        assert_eq!(chosen(true, &[SOURCE, OTHERS_SOURCE]), ours(true));
        let other = StandardLibrary { rustc: Some("/other/bin/rustc".to_owned()), is_built: true };
        assert_eq!(chosen(true, &[OTHERS_SOURCE]), Ok(other));
    }

    #[test]
    fn what_is_missing_is_said_with_the_way_to_it() {
        let why = chosen(false, &[OTHERS_SOURCE]).unwrap_err();
        assert!(why.contains("rustup target add aarch64-linux-android") && why.contains(OTHER), "{why}");
        let why = chosen(true, &[]).unwrap_err();
        assert!(why.contains("/other/bin/rustc has neither"), "{why}");
    }

    #[test]
    fn a_library_that_is_there_needs_nothing_unstable() {
        let used = |is_built| {
            StandardLibrary { rustc: None, is_built }.used_by(
                Invocation::cargo("check"),
                &ANDROID_ARM64,
                Path::new("/t t/mobile"),
            )
        };
        let plain = used(false);
        assert_eq!(plain.arguments, ["check", "--target", "aarch64-linux-android", "--target-dir", "/t t/mobile"]);
        assert_eq!(plain.environment, []);
        assert!(used(true).arguments.ends_with(&["-Z".to_owned(), "build-std=std,panic_unwind".to_owned()]));
    }
}
