//! Corpora for the redaction tests: texts with planted secrets that must be hidden, and look-alikes that must be kept.
//!
//! Written without looking at the redactor, from what apps, servers and people write. All of it comes out of one seed; the
//! files under `tests/corpora` are this code's output, and a test compares the two.

mod carriers;
mod encode;
mod hide;
mod keep;
mod plant;
mod secrets;
mod seeded;
mod view;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

pub use hide::{Hide, must_hide};
pub use keep::{Keep, must_keep};
pub use view::{contains, normalised};

/// What all chance in the corpora comes from.
pub const SEED: u64 = 0x57A1_1E7D_0C70_2026;

/// Writes both corpora: `must_hide/<kind>.jsonl` and `must_keep/<kind>.jsonl` below a directory.
///
/// # Errors
/// When a directory or a file can't be written.
pub fn write(dir: &Path) -> anyhow::Result<()> {
    for (path, lines) in files()? {
        let path = dir.join(path);
        let folder = path.parent().unwrap_or(dir);
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        std::fs::write(&path, lines).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// The files as [`write()`] writes them: path below the directory, and content.
///
/// # Errors
/// When an entry can't be serialised.
pub fn files() -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for entry in must_hide() {
        add(&mut files, format!("must_hide/{}.jsonl", entry.kind), &entry)?;
    }
    for entry in must_keep() {
        add(&mut files, format!("must_keep/{}.jsonl", entry.kind), &entry)?;
    }
    Ok(files)
}

fn add(files: &mut BTreeMap<String, String>, path: String, entry: &impl Serialize) -> anyhow::Result<()> {
    let line = serde_json::to_string(entry).context("writing an entry as JSON")?;
    let file = files.entry(path).or_default();
    file.push_str(&line);
    file.push('\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files larger than this don't belong into a repository.
    const MOST: usize = 6_000_000;

    #[test]
    fn the_same_comes_out_again_and_is_not_too_large() {
        let files = files().unwrap();
        assert_eq!(files, super::files().unwrap());
        assert!(files.values().map(String::len).sum::<usize>() < MOST);
    }

    #[test]
    fn a_line_is_read_back_as_it_was() {
        let hide = must_hide().swap_remove(7);
        let line = serde_json::to_string(&hide).unwrap();
        assert_eq!(serde_json::from_str::<Hide>(&line).unwrap(), hide);
    }
}
