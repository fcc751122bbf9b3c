//! `cargo xtask size`: builds the library that goes into an Android app, and says what each crate costs in it.
//!
//! The size is a promise to whoever takes the library into an app, so it has a budget (`bindings/size-budget.json`), and so has
//! each large crate: growth is decided, never noticed later. Without an NDK the library is linked against nothing, which is
//! enough to measure it and nothing to ship.

mod attribution;
mod budget;
mod library;
mod linker;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::mobile::{self, ANDROID_ARM64, Means, PACKAGE, Toolchains};
use crate::process::{self, End};
use crate::runner;
use crate::step::{Invocation, Need, Step, Work};
use crate::table::Outcome;

use budget::Budget;
use library::{Library, PAGE};
use linker::Linker;

/// The row's name.
const NAME: &str = "size";
/// What the library and each of its large crates may take.
const BUDGET: &str = "bindings/size-budget.json";
/// From nothing it takes a quarter of an hour of one core, most of it in two steps that no second core helps with; on a machine
/// that is busy with more, several times that.
const LIMIT: Duration = Duration::from_secs(2 * 60 * 60);
/// Stands for a store, which compresses what it sends in a similar way.
const COMPRESS: &str = "gzip";
/// A program that only copies a file.
const STRIP_LIMIT: Duration = Duration::from_secs(60);

/// How the library is made and weighed.
#[derive(Debug)]
pub(crate) struct Measurement {
    build: Invocation,
    /// The folder for what only this leaves behind.
    folder: PathBuf,
    linker: Linker,
}

/// The command's one row.
pub(crate) fn step(root: &Path) -> Result<Step> {
    let machine = mobile::this_machine();
    let folder = mobile::folder()?;
    let linker = linker::find(&machine);
    // One kind of library at a time: with several, cargo quietly leaves out what is optimised at link time.
    let command = format!("rustc --profile mobile -p {PACKAGE} --lib --crate-type cdylib");
    let build = Invocation::cargo(&command).with_arguments(["--message-format=json-render-diagnostics".to_owned()]);
    let mut needs = linker.needs();
    let build = match mobile::means(&ANDROID_ARM64, &machine, &Toolchains::ask(root)?) {
        Ok(Means { library, compiler }) => {
            let build = library.used_by(build, &ANDROID_ARM64, &folder);
            linker.used_by(compiler.used_by(build, &ANDROID_ARM64, &folder)?, &folder)?
        }
        Err(missing) => {
            needs.push(Need::Absent(missing));
            build
        }
    };
    let build = build.with_arguments(["--", mobile::FOR_SIZE].map(str::to_owned));
    needs.push(Need::Program(COMPRESS));
    let work = Work::Size(Measurement { build, folder, linker });
    Ok(Step { name: NAME.to_owned(), needs, work, limit: LIMIT, may_skip: false })
}

impl Measurement {
    /// Builds, measures, prints the table and holds it against the budget.
    pub(crate) fn take(&self, root: &Path, limit: Duration, out: &mut impl Write) -> Result<Outcome> {
        let mut built = None;
        let end = process::run(root, &self.build, limit, |line| built = library_in(line).or(built.take()))?;
        let outcome = runner::judge_end(end, limit);
        if outcome != Outcome::Passed {
            return Ok(outcome);
        }
        let built = built.context("the build made no library")?;
        let stripped = self.strip(root, &built)?;
        let size = fs::metadata(&stripped)?.len();
        let download = self.compress(root, &stripped)?;
        let library = Library::read(&fs::read(&built)?)?;
        let costs = attribution::costs(&library, size);
        let budget = Budget::parse(&fs::read_to_string(root.join(BUDGET)).with_context(|| BUDGET)?)?;
        write!(out, "{}", attribution::render(&costs, &budget))?;
        writeln!(out, "\n{}", budget.download_told(download))?;
        writeln!(out, "{}\n{}", self.linker.told(), library.alignment_told())?;
        let mut overruns = budget.overruns(size, download, &costs.crates);
        if !library.is_aligned() {
            overruns.push(format!("not every segment is aligned to {PAGE} bytes"));
        }
        Ok(if overruns.is_empty() { Outcome::Passed } else { Outcome::Failed(overruns.join("; ")) })
    }

    fn strip(&self, root: &Path, built: &Path) -> Result<PathBuf> {
        let stripped = self.folder.join("stripped.so");
        let arguments = [&stripped, built].map(|path| path.to_string_lossy().into_owned());
        let [to, from] = arguments;
        let strip = Invocation::new(self.linker.strip(), "--strip-all").with_arguments(["-o".to_owned(), to, from]);
        copied(root, &strip, "stripped")?;
        Ok(stripped)
    }

    /// How many bytes it takes compressed.
    fn compress(&self, root: &Path, stripped: &Path) -> Result<u64> {
        let compress = Invocation::new(COMPRESS, "-9 -k -f").with_arguments([stripped.to_string_lossy().into_owned()]);
        copied(root, &compress, "compressed")?;
        Ok(fs::metadata(stripped.with_extension("so.gz"))?.len())
    }
}

fn copied(root: &Path, command: &Invocation, how: &str) -> Result<()> {
    match process::run(root, command, STRIP_LIMIT, |_| {})? {
        End::Exited(status) if status.success() => Ok(()),
        End::Exited(_) | End::TimedOut | End::LeftSomething => bail!("the library can't be {how}"),
    }
}

/// The shared library that a line of cargo's JSON announces.
fn library_in(message: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let of_ours = message.pointer("/package_id")?.as_str()?.contains("path+file");
    let files = message.pointer("/filenames")?.as_array()?;
    let library = files.iter().filter_map(Value::as_str).find(|file| file.ends_with(".so"))?;
    of_ours.then(|| library.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_the_one_of_ours_and_for_the_phone() {
        let line = |package: &str, file: &str| format!(r#"{{"package_id":"{package}","filenames":["{file}"]}}"#);
        let ours = "path+file:///w/bindings#wallet-doctor-ffi@0.1.0";
        assert_eq!(library_in(&line(ours, "/t/libx.so")), Some("/t/libx.so".into()));
        assert_eq!(library_in(&line(ours, "/t/libx.rlib")), None);
        assert_eq!(library_in(&line("registry+https://index#serde_derive@1.0.0", "/t/libserde_derive.so")), None);
        assert_eq!(library_in("not JSON"), None);
    }
}
