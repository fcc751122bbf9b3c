//! `cargo xtask ios`: the XCFramework that the Swift package takes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{LIBRARY, Language, PACKAGE, generate, perform, swift_sources};
use crate::mobile;
use crate::runner::is_in_path;
use crate::step::Invocation;

/// A device, and the simulators of both kinds of Mac, which share one slice.
const DEVICE: &str = "aarch64-apple-ios";
const SIMULATORS: &[&str] = &["aarch64-apple-ios-sim", "x86_64-apple-ios"];
/// iOS 16, as the Swift package has it.
const DEPLOYMENT_TARGET: &str = "16.0";
/// Where the Swift package looks for it.
const XCFRAMEWORK: &str = "bindings/swift/WalletDoctorFFI.xcframework";

/// Builds all of it. What is missing is said before anything is built.
pub(crate) fn run(root: &Path) -> Result<PathBuf> {
    if !is_in_path("xcodebuild") {
        bail!("no Xcode here: xcodebuild is not in PATH (macOS, Xcode 16 or newer)");
    }
    generate(root, &[Language::Swift])?;
    let folder = mobile::folder()?;
    for target in SIMULATORS.iter().chain([&DEVICE]) {
        // One kind of library: with others beside it there would be no link-time optimisation.
        let build = format!("rustc --profile mobile --target {target} -p {PACKAGE} --crate-type staticlib");
        let build = Invocation::cargo(&build)
            .with_env("CARGO_TARGET_DIR", folder.to_string_lossy())
            .with_env("IPHONEOS_DEPLOYMENT_TARGET", DEPLOYMENT_TARGET);
        perform(root, &build)?;
    }
    let built = |target: &str| folder.join(target).join("mobile").join(format!("lib{LIBRARY}.a"));
    let simulators = folder.join("simulators").join(format!("lib{LIBRARY}.a"));
    fs::create_dir_all(folder.join("simulators"))?;
    let slices = SIMULATORS.iter().map(|target| built(target).to_string_lossy().into_owned());
    let output = ["-output".to_owned(), simulators.to_string_lossy().into_owned()];
    perform(root, &Invocation::new("lipo", "-create").with_arguments(slices.chain(output)))?;

    let framework = root.join(XCFRAMEWORK);
    if framework.exists() {
        fs::remove_dir_all(&framework).with_context(|| format!("{XCFRAMEWORK} can't be replaced"))?;
    }
    let headers = headers(&folder)?;
    let mut arguments = Vec::new();
    for library in [built(DEVICE), simulators] {
        let (library, headers) = (library.to_string_lossy(), headers.to_string_lossy());
        arguments.extend(["-library", &*library, "-headers", &*headers].map(str::to_owned));
    }
    arguments.extend(["-output".to_owned(), framework.to_string_lossy().into_owned()]);
    perform(root, &Invocation::new("xcodebuild", "-create-xcframework").with_arguments(arguments))?;
    Ok(framework)
}

/// A folder with the C header and its module map alone, under the name that Clang looks for.
fn headers(folder: &Path) -> Result<PathBuf> {
    let headers = folder.join("headers");
    fs::create_dir_all(&headers)?;
    let generated = swift_sources()?;
    for (from, to) in [("WalletDoctorFFI.h", "WalletDoctorFFI.h"), ("WalletDoctorFFI.modulemap", "module.modulemap")] {
        fs::copy(generated.join(from), headers.join(to)).with_context(|| format!("{from} can't be copied"))?;
    }
    Ok(headers)
}
