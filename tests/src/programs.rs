//! Running programs: ours, and those that others wrote.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The `wallet-doctor` of this very build.
///
/// # Panics
///
/// If it was not built: `cargo xtask test` builds everything first.
#[must_use]
pub fn wallet_doctor() -> Command {
    ours("wallet-doctor")
}

/// The `wallet-doctor-desk` of this very build.
///
/// # Panics
///
/// As [`wallet_doctor`].
#[must_use]
pub fn wallet_doctor_desk() -> Command {
    ours("wallet-doctor-desk")
}

fn ours(name: &str) -> Command {
    let path = build_folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build -p {name}` first", path.display());
    Command::new(path)
}

/// A program in Go, installed once in one version.
///
/// # Panics
///
/// If it can't be.
pub(crate) fn installed_go(name: &str, package: &str, version: &str) -> PathBuf {
    let folder = kept_folder(&format!("{name}-{version}"));
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    once(&folder, &program, || {
        let source = format!("{package}@{version}");
        // Outside of the repository no other module decides about versions.
        succeeded(tool("go").args(["install", &source]).env("GOBIN", &folder).current_dir(std::env::temp_dir()));
    });
    program
}

/// The folder with what npm installs for one of `tests/clients`, as its package-lock.json says, and with its files; made anew when
/// one of these has changed.
///
/// # Panics
///
/// If it can't be installed.
#[must_use]
pub fn installed_npm(client: &str, files: &[&str]) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(client);
    let files: Vec<&str> = ["package.json", "package-lock.json"].into_iter().chain(files.iter().copied()).collect();
    let wanted: Vec<u8> = files.iter().flat_map(|file| fs::read(source.join(file)).expect("a file of ours")).collect();
    let folder = kept_folder(&format!("npm-{client}"));
    let installed = folder.join("installed");
    if fs::read(&installed).is_ok_and(|there| there != wanted) {
        fs::remove_file(&installed).expect("a writable target folder");
    }
    once(&folder, &installed, || {
        for file in &files {
            fs::copy(source.join(file), folder.join(file)).expect("a writable target folder");
        }
        let install = ["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
        succeeded(tool("npm").args(install).current_dir(&folder));
        fs::write(&installed, &wanted).expect("a writable target folder");
    });
    folder
}

/// Does something unless what it makes is there, while everybody else who wants the same waits.
///
/// # Panics
///
/// If the folder can't be made.
pub fn once(folder: &Path, made: &Path, make: impl FnOnce()) {
    let lock = || -> io::Result<File> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        Ok(lock)
    };
    let _lock = lock().expect("a lock in the target folder");
    if !made.exists() {
        make();
    }
}

/// A folder for what is made once and kept between runs, such as programs that others wrote: in cargo's target folder, so that
/// `cargo clean` takes it away.
///
/// # Panics
///
/// If this program does not lie where cargo puts programs.
#[must_use]
pub fn kept_folder(name: &str) -> PathBuf {
    let build = build_folder();
    build.parent().expect("a build lies in the target folder").join("foreign").join(name)
}

/// Where cargo has put the programs of this build.
fn build_folder() -> PathBuf {
    let mut path: PathBuf = std::env::current_exe().expect("this program's own path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    path
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

/// Runs a program to its end, which must be a good one. Returns what it printed.
///
/// # Panics
///
/// If it can't be started, or fails.
pub fn succeeded(command: &mut Command) -> String {
    let output = finished(command);
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed: {said}{complained}");
    said.into_owned()
}
