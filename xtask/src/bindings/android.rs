//! `cargo xtask android`: the library for every ABI, where the Kotlin package looks for it, and its AAR where gradle is there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{Language, PACKAGE, generate, perform};
use crate::mobile::FOR_SIZE;
use crate::runner::is_in_path;
use crate::step::Invocation;

/// As Android names its ABIs: phones of the last ten years, older ones, and the emulator.
const ABIS: &[&str] = &["arm64-v8a", "armeabi-v7a", "x86_64"];
/// Android 8.0, as bindings/kotlin has it.
const API_LEVEL: &str = "26";
/// Where Gradle takes the libraries from.
const JNI_LIBS: &str = "bindings/kotlin/wallet-doctor/src/main/jniLibs";
const GRADLE_BUILD: &str = "bindings/kotlin";
const AAR: &str = "bindings/kotlin/wallet-doctor/build/outputs/aar/wallet-doctor-release.aar";
/// Where an NDK is told to be.
const NDK: &[&str] = &["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"];

/// Builds all of it. What is missing is said before anything is built.
pub(crate) fn run(root: &Path) -> Result<PathBuf> {
    if !NDK.iter().any(|name| std::env::var_os(name).is_some_and(|folder| Path::new(&folder).is_dir())) {
        bail!("no NDK here: ANDROID_NDK_HOME has to name one (Android Studio installs it, r28 or newer)");
    }
    if !is_in_path("cargo-ndk") {
        bail!("cargo-ndk is not installed: cargo install cargo-ndk --locked");
    }
    generate(root, &[Language::Kotlin])?;
    let libraries = root.join(JNI_LIBS);
    if libraries.exists() {
        fs::remove_dir_all(&libraries).with_context(|| format!("{JNI_LIBS} can't be emptied"))?;
    }
    let abis: String = ABIS.iter().map(|abi| format!(" -t {abi}")).collect();
    // One kind of library: with others beside it there would be no link-time optimisation.
    let build = format!(
        "ndk{abis} -P {API_LEVEL} -o {JNI_LIBS} rustc --profile mobile -p {PACKAGE} --crate-type cdylib -- {FOR_SIZE}"
    );
    perform(root, &Invocation::cargo(&build))?;
    if !is_in_path("gradle") {
        // All that Android Studio needs, which builds the rest itself.
        return Ok(libraries);
    }
    perform(root, &Invocation::new("gradle", ":wallet-doctor:assembleRelease").in_folder(&root.join(GRADLE_BUILD)))?;
    let aar = root.join(AAR);
    if !aar.is_file() {
        bail!("gradle has made no {AAR}");
    }
    Ok(aar)
}
