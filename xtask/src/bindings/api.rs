//! `cargo xtask api`: what Kotlin and Swift see, in a file that is committed. A change to it is a change for every app, so it is
//! made on purpose: `--check` fails where the file and the library differ, and shows where.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{library, perform};
use crate::build;
use crate::process;
use crate::step::Invocation;
use crate::suites::{BUILD_EVERYTHING, BUILD_LIMIT};

/// The listing.
pub(crate) const FILE: &str = "bindings/api.txt";
const HEADER: &str =
    "# What Kotlin and Swift see. Written by `cargo xtask api`; `cargo xtask api --check` compares.\n\n";

/// Writes the listing, or compares it.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    perform(root, &Invocation::cargo(BUILD_EVERYTHING))?;
    let mut listed = HEADER.to_owned();
    let list =
        Invocation::new(build::beside("foreign-api")?, "").with_arguments([library()?.to_string_lossy().into_owned()]);
    let end = process::run(root, &list, BUILD_LIMIT, |line| listed.push_str(line))?;
    if !matches!(end, process::End::Exited(status) if status.success()) {
        bail!("the library's surface can't be listed");
    }
    let file = root.join(FILE);
    if !check {
        return fs::write(&file, listed).with_context(|| format!("{FILE} can't be written"));
    }
    let committed = fs::read_to_string(&file).with_context(|| format!("{FILE} can't be read"))?;
    let changes = changes(&committed, &listed);
    if !changes.is_empty() {
        let changes = changes.join("\n");
        bail!(
            "what Kotlin and Swift see has changed; `cargo xtask api` writes it to {FILE} if that is meant:\n{changes}"
        );
    }
    Ok(())
}

/// Lines that are only in one of them, those that went before those that came. A field is told with what it is in, since many
/// have the same name.
fn changes(before: &str, after: &str) -> Vec<String> {
    let (before, after) = (named(before), named(after));
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let new = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(new).collect()
}

fn named(listing: &str) -> Vec<String> {
    let mut owner = "";
    let lines = listing.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let named = lines.map(|line| match line.strip_prefix("    ") {
        Some(field) => format!("{owner}: {field}"),
        None => {
            owner = line.split(':').next().unwrap_or(line);
            line.to_owned()
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "# note\n\nMoney: record\n    asset: String\n    amount: Amount\nSymptom: enum\n    Other\n";

    #[test]
    fn what_went_and_what_came_is_told_with_what_it_is_in() {
        let after = BEFORE.replace("asset: String", "asset: String?").replace("    Other\n", "    Other\n    Lost\n");
        assert_eq!(changes(BEFORE, &after), ["- Money: asset: String", "+ Money: asset: String?", "+ Symptom: Lost"]);
    }

    #[test]
    fn the_same_is_no_change() {
        assert!(changes(BEFORE, &BEFORE.replace("note", "other note")).is_empty());
    }
}
