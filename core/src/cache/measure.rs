//! Measuring registered caches: how many files, how many bytes, how old. Observes only; links are counted, not followed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::Stat;
use serde::{Deserialize, Serialize};

use super::folder::Folder;
use super::mounts::Mounts;
use super::roots::{Guarded, RefusedRoot, check_all};
use super::walk::{Looked, walk};
use super::{CacheContents, CacheKind, CacheRegistration, ClearWhen};
use crate::one_line::one_line;

/// How many entries of a cache are looked at; what lies beyond makes the figures a lower bound.
pub const MAX_ENTRIES: u64 = 200_000;
/// The longest label that is kept, in characters.
const MAX_LABEL_CHARS: usize = 100;

/// A registered cache, measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CacheState {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub kind: CacheKind,
    /// When clearing it may be offered.
    #[serde(default)]
    pub clear: ClearWhen,
    /// Files and links in it.
    pub files: u64,
    /// Bytes in its files. A file that has other names elsewhere takes none: removing its name here frees nothing.
    pub bytes: u64,
    /// When its oldest file was last written.
    pub oldest: Option<Timestamp>,
    /// Whether its oldest file is older than the policy allows. Empty without such a policy.
    pub too_old: Option<bool>,
    /// Whether it is larger than the policy allows. Empty without such a policy.
    pub too_large: Option<bool>,
    /// Whether it is stored in another shape than the app reads. Empty where either is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_schema: Option<bool>,
    /// Whether the app could not read what is in it.
    #[serde(default)]
    pub damaged: bool,
    /// Whether something in it could not be looked at, or it was too much, so that the figures are a lower bound.
    pub incomplete: bool,
    /// Why it is refused, if it is; then nothing else was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Measures each cache.
pub(crate) fn measure_all(caches: &[CacheRegistration], guarded: &Guarded, now: Timestamp) -> Vec<CacheState> {
    let accepted = check_all(caches, guarded);
    let measure = |(cache, accepted): (&CacheRegistration, Result<Option<PathBuf>, RefusedRoot>)| match accepted {
        Ok(root) => measure(cache, root.as_deref(), now),
        Err(refused) => CacheState { refused: Some(refused.to_string()), ..unmeasured(cache) },
    };
    caches.iter().zip(accepted).map(measure).collect()
}

fn unmeasured(cache: &CacheRegistration) -> CacheState {
    CacheState {
        id: one_line(&cache.id, MAX_LABEL_CHARS),
        label: one_line(&cache.label, MAX_LABEL_CHARS),
        kind: cache.kind,
        clear: cache.policy.clear,
        files: 0,
        bytes: 0,
        oldest: None,
        too_old: None,
        too_large: None,
        other_schema: cache.is_of_another_schema(),
        damaged: cache.damaged,
        incomplete: false,
        refused: None,
    }
}

/// Measures a cache that is accepted; `root` is its folder, if it is one.
fn measure(cache: &CacheRegistration, root: Option<&Path>, now: Timestamp) -> CacheState {
    let (contents, incomplete) = root.map_or_else(|| (cache.contents.unwrap_or_default(), false), contents_of);
    let CacheContents { entries: files, bytes, oldest } = contents;
    let age_s = oldest.map(|oldest| now.duration_since(oldest).as_secs());
    let is_older = |limit| age_s.is_some_and(|age| u64::try_from(age).is_ok_and(|age| age > limit));
    let (too_old, too_large) = (cache.policy.max_age_s.map(is_older), cache.policy.max_bytes.map(|most| bytes > most));
    CacheState { files, bytes, oldest, too_old, too_large, incomplete, ..unmeasured(cache) }
}

/// What is in a folder, and whether that is not all.
fn contents_of(root: &Path) -> (CacheContents, bool) {
    let mut counted = Counted::default();
    let looked = match Folder::open(root) {
        Ok(folder) => walk(folder, &Mounts::below(root), MAX_ENTRIES, &mut |stat| counted.count(stat)),
        Err(_) => Looked::Partly,
    };
    (counted.contents, looked == Looked::Partly)
}

/// A count of names, which is narrower on some platforms.
fn wide(names: impl Into<u64>) -> u64 {
    names.into()
}

#[derive(Default)]
struct Counted {
    contents: CacheContents,
    /// For each file of several names, how many of them lie elsewhere as far as is known.
    elsewhere: BTreeMap<u64, u64>,
}

impl Counted {
    fn count(&mut self, file: &Stat) {
        // The last of its names is here: nothing of it is left when they are gone.
        let is_freed = file.st_nlink <= 1 || self.was_the_last_name(file);
        let freed = u64::try_from(file.st_size).ok().filter(|_| is_freed).unwrap_or(0);
        let CacheContents { entries, bytes, oldest } = &mut self.contents;
        *entries = entries.saturating_add(1);
        *bytes = bytes.saturating_add(freed);
        if let Ok(written) = Timestamp::from_second(file.st_mtime) {
            *oldest = Some(oldest.map_or(written, |oldest| oldest.min(written)));
        }
    }

    /// Whether this is the last of a file's names that was to be seen, and none lies elsewhere.
    fn was_the_last_name(&mut self, file: &Stat) -> bool {
        let elsewhere = self.elsewhere.entry(file.st_ino).or_insert(wide(file.st_nlink));
        *elsewhere = elsewhere.saturating_sub(1);
        *elsewhere == 0
    }
}
