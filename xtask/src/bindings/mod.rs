//! What Kotlin and Swift are built on: `bindgen` writes their sources, [`api`] keeps watch over them, and the packages are made by
//! [`android`] and [`ios`].

pub(crate) mod android;
pub(crate) mod api;
pub(crate) mod ios;
pub(crate) mod suites;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::build;
use crate::process::{self, End};
use crate::step::Invocation;
use crate::suites::{BUILD_EVERYTHING, BUILD_LIMIT};

/// The library's name, as its users load it.
pub(crate) const LIBRARY: &str = "wallet_doctor";
/// The crate that is the library.
pub(crate) const PACKAGE: &str = "wallet-doctor-ffi";
/// Where the Kotlin package looks for its generated source.
pub(crate) const KOTLIN: &str = "bindings/kotlin/wallet-doctor/build/generated/uniffi";
/// Lays the Swift sources out where their package looks for them. What has not changed is not touched, so that it need not be
/// compiled again.
const ARRANGE: &str = "bindings/swift/arrange.sh";
/// How they are written.
const CONFIG: &str = "bindings/uniffi.toml";

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    Kotlin,
    Swift,
}

impl Language {
    fn name(self) -> &'static str {
        match self {
            Self::Kotlin => "kotlin",
            Self::Swift => "swift",
        }
    }

    /// Where they are written.
    fn folder(self, root: &Path) -> Result<PathBuf> {
        match self {
            Self::Kotlin => Ok(root.join(KOTLIN)),
            Self::Swift => swift_sources(),
        }
    }
}

/// Builds the library and writes the sources of the languages where their packages look for them. They are anew each time, so
/// that none is left of what is no longer exported.
pub(crate) fn generate(root: &Path, languages: &[Language]) -> Result<()> {
    perform(root, &Invocation::cargo(BUILD_EVERYTHING))?;
    for language in languages {
        let folder = language.folder(root)?;
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("{} can't be emptied", folder.display()))?;
        }
        let generator = Invocation::new(build::beside("uniffi-bindgen")?, "generate --no-format --library")
            .with_arguments([
                library()?.to_string_lossy().into_owned(),
                "--config".to_owned(),
                CONFIG.to_owned(),
                "--language".to_owned(),
                language.name().to_owned(),
                "--out-dir".to_owned(),
                folder.to_string_lossy().into_owned(),
            ]);
        perform(root, &generator)?;
        if *language == Language::Swift {
            let arrange = Invocation::new("bash", ARRANGE).with_arguments([folder.to_string_lossy().into_owned()]);
            perform(root, &arrange)?;
        }
    }
    Ok(())
}

/// The Swift sources as they were generated, before they are laid out.
pub(crate) fn swift_sources() -> Result<PathBuf> {
    Ok(build::target_folder()?.join("generated-swift"))
}

/// Runs a command to its end, which must be a good one.
fn perform(root: &Path, command: &Invocation) -> Result<()> {
    let name = command.program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match process::run(root, command, BUILD_LIMIT, |_| {})? {
        End::Exited(status) if status.success() => Ok(()),
        End::Exited(status) => bail!("{name}: {status}"),
        End::TimedOut | End::LeftSomething => bail!("{name} did not end"),
    }
}

/// The library of the build that this program is of, with its metadata still in it.
pub(crate) fn library() -> Result<PathBuf> {
    let ending = if cfg!(target_vendor = "apple") { "dylib" } else { "so" };
    build::beside(&format!("lib{LIBRARY}.{ending}"))
}
