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
    /// It is the file system's root or a home folder.
    #[error("the file system's root and a home folder are never a cache")]
    TooBroad,
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
        let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
        if real.parent().is_none() || home.is_some_and(|home| home.starts_with(&real)) {
            return Err(RefusedRoot::TooBroad);
        }
        let own = own.and_then(|own| own.canonicalize().ok());
        if own.is_some_and(|own| own.starts_with(&real) || real.starts_with(&own)) {
            return Err(RefusedRoot::DoctorsOwn);
        }
        Ok(())
    }
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
        }
    }

    #[test]
    fn broad_linked_relative_and_own_roots_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
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
