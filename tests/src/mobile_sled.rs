//! sled as it is on phones, on this machine.
//!
//! sled 0.34 asks `target_os` and has on Android and iOS no flusher, no pool of threads, no collection of garbage in the
//! background and no lock of its file. Here its source is copied out of cargo's registry into the target folder, and every
//! gate that Linux opens is made one for Android: what is then built for Linux takes the ways of a phone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::programs::{kept_folder, succeeded, tool};

/// What opens on this machine, and what does not.
const GATE: [&str; 2] = ["target_os = \"linux\"", "target_os = \"android\""];
/// What a copy's own lints find is sled's business.
const LINTS: [&str; 2] = ["#![deny(", "#![warn("];
/// How much memory there is has nothing to do with how a phone works, and this file asks Linux for it.
const STAYS: &str = "sys_limits.rs";
/// Gates in sled 0.34.7, those of its tests among them. If there are others than those that were looked at, the emulation has to be thought over.
const GATES: usize = 14;

/// `courier_child` over such a sled, built first if it is not.
///
/// # Panics
///
/// If it can't be built.
#[must_use]
pub fn mobile_courier_child() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folder = kept_folder("mobile-sled");
    let sled = folder.join("sled");
    let mut gates = 0;
    copy(&sled_source(root), &sled, &mut gates).expect("sled's source can be copied");
    assert_eq!(gates, GATES, "sled asks elsewhere what it runs on");

    let package = root.join("tests").join("mobile_sled");
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).expect("the lock can be copied");
    let target = folder.join("target");
    let mut cargo = tool(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.args(["build", "--offline", "--manifest-path"]).arg(package.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target).arg("--config").arg(format!("patch.crates-io.sled.path={sled:?}"));
    succeeded(&mut cargo);
    target.join("debug").join("courier_child")
}

/// Where cargo keeps the source of the workspace's sled.
fn sled_source(root: &Path) -> PathBuf {
    let mut cargo = tool(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.args(["metadata", "--format-version", "1", "--locked", "--offline", "--manifest-path"]);
    let metadata: Value =
        serde_json::from_str(&succeeded(cargo.arg(root.join("Cargo.toml")))).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("cargo lists packages");
    let sled = packages.iter().find(|package| package["name"] == "sled").expect("the workspace has sled");
    let manifest = Path::new(sled["manifest_path"].as_str().expect("a package has a manifest"));
    manifest.parent().expect("a manifest lies in a folder").to_owned()
}

/// Copies a folder, rewriting the gates and counting them. What is there already as it should be stays untouched, so that
/// cargo builds nothing twice.
fn copy(from: &Path, to: &Path, gates: &mut usize) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, copied) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&source, &copied, gates)?;
            continue;
        }
        let mut bytes = fs::read(&source)?;
        if let Ok(text) = std::str::from_utf8(&bytes)
            && source.extension().is_some_and(|ending| ending == "rs")
            && !source.ends_with(STAYS)
        {
            *gates += text.matches(GATE[0]).count();
            bytes = text.replace(GATE[0], GATE[1]).replace(LINTS[0], LINTS[1]).into_bytes();
        }
        if fs::read(&copied).ok().as_ref() != Some(&bytes) {
            fs::write(&copied, bytes)?;
        }
    }
    Ok(())
}
