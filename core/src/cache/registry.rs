//! What may be cleared, as the app registers it, and the roots that are refused.

use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;

stable_codes! {
    /// What a cache holds. Only kinds that can be fetched again exist: keys, credentials and pending transactions
    /// cannot be registered.
    pub enum CacheKind as "cache kind" {
        /// Balances, records and other data that the provider has.
        Data = "data",
        /// Answers kept by an HTTP client.
        Http = "http",
        /// Pictures.
        Images = "images",
        /// Anything else that can be fetched again.
        Other = "other",
    }
}

/// A cache that may be cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CacheRegistration {
    /// A stable id of the app's choice.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub kind: CacheKind,
    /// Its folder, absolute. Everything in it may be removed; the folder itself stays.
    pub root: PathBuf,
    /// When it counts as too old or too large.
    #[serde(default)]
    pub policy: CachePolicy,
    /// Whether the app could not read what is in it.
    #[serde(default)]
    pub damaged: bool,
}

/// When a cache counts as too old or too large.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CachePolicy {
    /// The age in seconds at which its oldest file is too old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_s: Option<u64>,
    /// The size in bytes at which it is too large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
}

/// Why a folder is not accepted as a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedRoot {
    /// It is not absolute, or has `.` or `..` in it.
    #[error("a cache's root must be an absolute path without '.' or '..'")]
    NotAbsolute,
    /// It is too high up: the file system's root, a system folder, a home or a folder right in one.
    #[error("the file system's root, system folders, a home and the folders right in it are never a cache")]
    TooBroad,
    /// It holds, or lies in, another registered cache.
    #[error("a cache may not hold or lie in another one")]
    Overlaps,
    /// Another cache has its id.
    #[error("another cache is registered under this id")]
    DuplicateId,
    /// It holds, or lies in, the doctor's own folder.
    #[error("a cache may not hold or lie in the doctor's own folder")]
    DoctorsOwn,
    /// It is not a folder, or a link to one.
    #[error("a cache's root must be an existing folder, not a link")]
    NotAFolder,
}

impl CacheRegistration {
    /// Accepts or refuses the root. `own` is the doctor's own folder, if it has one.
    pub(crate) fn check_root(&self, own: Option<&Path>) -> Result<(), RefusedRoot> {
        let root = &self.root;
        let plain = root.components().all(|part| !matches!(part, Component::ParentDir | Component::CurDir));
        if !root.is_absolute() || !plain {
            return Err(RefusedRoot::NotAbsolute);
        }
        // The root's own links are checked below; those above it are resolved so that no alias slips past.
        let metadata = root.symlink_metadata().map_err(|_| RefusedRoot::NotAFolder)?;
        if !metadata.is_dir() {
            return Err(RefusedRoot::NotAFolder);
        }
        let real = root.canonicalize().map_err(|_| RefusedRoot::NotAFolder)?;
        if is_too_broad(&real) {
            return Err(RefusedRoot::TooBroad);
        }
        let own = own.and_then(|own| own.canonicalize().ok());
        if own.is_some_and(|own| own.starts_with(&real) || real.starts_with(&own)) {
            return Err(RefusedRoot::DoctorsOwn);
        }
        Ok(())
    }
}

/// How deep a cache lies at least: no system has an app's cache in the root's own folders or right below them.
const LEAST_DEPTH: usize = 3;
/// Where no app keeps a cache, at any depth.
const SYSTEM: [&str; 11] =
    ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run/systemd", "/sbin", "/sys", "/usr"];

fn is_too_broad(real: &Path) -> bool {
    let depth = real.components().filter(|part| matches!(part, Component::Normal(_))).count();
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    let at_home = home.is_some_and(|home| home.starts_with(real) || real.parent() == Some(&home));
    depth < LEAST_DEPTH || at_home || SYSTEM.iter().any(|system| real.starts_with(system))
}

/// Accepts or refuses each of several caches, by itself and beside the others. Of two that overlap or share an id both are
/// refused: which one was meant is not ours to guess.
pub(crate) fn check_all(caches: &[CacheRegistration], own: Option<&Path>) -> Vec<Result<(), RefusedRoot>> {
    let roots: Vec<Option<PathBuf>> = caches.iter().map(|cache| cache.root.canonicalize().ok()).collect();
    let beside = |index: usize| {
        let others = caches.iter().zip(&roots).enumerate().filter(move |(other, _)| *other != index);
        others.map(|(_, other)| other)
    };
    let check = |(index, cache): (usize, &CacheRegistration)| {
        cache.check_root(own)?;
        if beside(index).any(|(other, _)| other.id == cache.id) {
            return Err(RefusedRoot::DuplicateId);
        }
        let root = roots.get(index).and_then(Option::as_ref);
        let overlaps = |other: &PathBuf| root.is_some_and(|root| root.starts_with(other) || other.starts_with(root));
        if beside(index).filter_map(|(_, other)| other.as_ref()).any(overlaps) {
            return Err(RefusedRoot::Overlaps);
        }
        Ok(())
    };
    caches.iter().enumerate().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(root: &Path) -> CacheRegistration {
        CacheRegistration {
            id: "c".into(),
            label: "c".into(),
            kind: CacheKind::Data,
            root: root.to_owned(),
            policy: CachePolicy::default(),
            damaged: false,
        }
    }

    #[test]
    fn system_folders_and_what_is_too_high_up_are_refused() {
        for root in ["/etc", "/usr/share/doc", "/tmp", "/var/cache", "/proc/self/fd", "/dev/shm"] {
            if Path::new(root).is_dir() {
                assert_eq!(at(Path::new(root)).check_root(None), Err(RefusedRoot::TooBroad), "{root}");
            }
        }
        if let Some(home) = std::env::home_dir().filter(|home| home.is_dir()) {
            assert_eq!(at(&home).check_root(None), Err(RefusedRoot::TooBroad));
        }
    }

    #[test]
    fn caches_that_overlap_or_share_an_id_are_all_refused() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(real.join("apps/a/inner")).unwrap();
        std::fs::create_dir_all(real.join("apps/b")).unwrap();
        let named = |id: &str, path: &str| CacheRegistration { id: id.into(), ..at(&real.join(path)) };
        let found = check_all(&[named("1", "apps/a"), named("2", "apps/a/inner"), named("3", "apps/b")], None);
        assert_eq!(found, [Err(RefusedRoot::Overlaps), Err(RefusedRoot::Overlaps), Ok(())]);
        let found = check_all(&[named("1", "apps/a"), named("1", "apps/b")], None);
        assert_eq!(found, [Err(RefusedRoot::DuplicateId), Err(RefusedRoot::DuplicateId)]);
    }

    #[test]
    fn broad_linked_relative_and_own_roots_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap().join("app");
        std::fs::create_dir_all(real.join("own/inner")).unwrap();
        std::fs::create_dir(real.join("cache")).unwrap();
        std::os::unix::fs::symlink(real.join("cache"), real.join("link")).unwrap();
        let own = real.join("own");
        assert_eq!(at(Path::new("/")).check_root(Some(&own)), Err(RefusedRoot::TooBroad));
        assert_eq!(at(Path::new("cache")).check_root(Some(&own)), Err(RefusedRoot::NotAbsolute));
        assert_eq!(at(&real.join("cache/../own")).check_root(Some(&own)), Err(RefusedRoot::NotAbsolute));
        assert_eq!(at(&real.join("link")).check_root(Some(&own)), Err(RefusedRoot::NotAFolder));
        assert_eq!(at(&real.join("missing")).check_root(Some(&own)), Err(RefusedRoot::NotAFolder));
        assert_eq!(at(&real).check_root(Some(&own)), Err(RefusedRoot::DoctorsOwn));
        assert_eq!(at(&own.join("inner")).check_root(Some(&own)), Err(RefusedRoot::DoctorsOwn));
        assert_eq!(at(&real.join("cache")).check_root(Some(&own)), Ok(()));
    }
}
