//! Which registrations are refused, and why.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

use super::CacheRegistration;
use super::folder::Folder;
use super::mounts::Mounts;
use crate::one_line::one_line;

/// The longest id of a cache, in characters.
const MAX_ID_CHARS: usize = 100;
/// How deep a cache lies at least: no system has an app's cache in the root's own folders or right below them.
const LEAST_DEPTH: usize = 3;
/// Where no app keeps a cache, at any depth.
const SYSTEM: [&str; 11] =
    ["/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/run/systemd", "/sbin", "/sys", "/usr"];
/// Where people and apps are at home, on Linux, macOS, Android and iOS; `*` is any one name.
const HOMES: [&[&str]; 10] = [
    &["home", "*"],
    &["Users", "*"],
    &["data", "data", "*"],
    &["data", "user", "*", "*"],
    &["data", "user_de", "*", "*"],
    &["storage", "emulated", "*"],
    &["mnt", "expand", "*", "user", "*", "*"],
    &["var", "mobile", "Containers", "Data", "Application", "*"],
    &["var", "mobile", "Containers", "Data", "PluginKitPlugin", "*"],
    &["var", "mobile", "Containers", "Shared", "AppGroup", "*"],
];
/// What lies right in a home and holds more than caches, on Android and on iOS. What lies deeper may be registered.
const NEVER_IN_A_HOME: [&str; 15] = [
    "files",
    "shared_prefs",
    "databases",
    "no_backup",
    "app_webview",
    "Android",
    "DCIM",
    "Download",
    "Movies",
    "Pictures",
    "Documents",
    "Library",
    "Library/Preferences",
    "Library/Application Support",
    "SystemData",
];

/// Why a cache is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedRoot {
    /// Its id is empty, too long, or not all to be seen.
    #[error("a cache's id must have 1 to {MAX_ID_CHARS} characters on one line, all of them to be seen")]
    BadId,
    /// The root is not absolute, or has `.` or `..` in it.
    #[error("a cache's root must be an absolute path without '.' or '..'")]
    NotAbsolute,
    /// The root's path is no text.
    #[error("a cache's root must be a path in UTF-8")]
    NotUtf8,
    /// It is too high up: the file system's root, a system folder, a home, or a folder in one that holds more than caches.
    #[error("the file system's root, system folders, a home and the folders in it that hold more are never a cache")]
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
    /// It holds, or lies in, a protected path of the config.
    #[error("a cache may not hold or lie in a path that the config protects")]
    Protected,
    /// It is not a folder, or a link to one.
    #[error("a cache's root must be an existing folder, not a link")]
    NotAFolder,
    /// Something is mounted right there, so that nothing can be set aside beside it.
    #[error("a cache's root may not be a mount point")]
    MountPoint,
    /// It is no folder, and the registration says nothing of what is in it, or both.
    #[error("a cache has either a root, or contents that the app clears itself")]
    NeitherOrBoth,
}

/// What no cache may touch.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guarded {
    own: Option<PathBuf>,
    protected: Vec<PathBuf>,
}

impl Guarded {
    /// The doctor's own folder, if it has one, and what the config protects.
    pub(crate) fn new(own: Option<&Path>, protected: &[PathBuf]) -> Self {
        Self { own: own.map(Path::to_owned), protected: protected.to_vec() }
    }
}

/// Accepts or refuses each of several caches, by itself and beside the others, and gives each folder's path without links.
/// Of two that overlap or share an id both are refused: which one was meant is not ours to guess.
pub(crate) fn check_all(caches: &[CacheRegistration], guarded: &Guarded) -> Vec<Result<Option<PathBuf>, RefusedRoot>> {
    let alone: Vec<_> = caches.iter().map(|cache| check(cache, guarded)).collect();
    let check = |(index, cache): (usize, &CacheRegistration)| {
        let beside = || caches.iter().zip(&alone).enumerate().filter(move |(other, _)| *other != index);
        let root = alone.get(index).cloned().unwrap_or(Ok(None))?;
        if beside().any(|(_, (other, _))| other.id == cache.id) {
            return Err(RefusedRoot::DuplicateId);
        }
        let others = beside().filter_map(|(_, (other, _))| resolved(other.root.as_deref()?));
        let crosses = |other: PathBuf| root.as_ref().is_some_and(|root| cross(root, &other));
        if others.into_iter().any(crosses) { Err(RefusedRoot::Overlaps) } else { Ok(root) }
    };
    caches.iter().enumerate().map(check).collect()
}

/// Accepts or refuses one cache by itself.
fn check(cache: &CacheRegistration, guarded: &Guarded) -> Result<Option<PathBuf>, RefusedRoot> {
    if cache.id.is_empty() || one_line(&cache.id, MAX_ID_CHARS) != cache.id {
        return Err(RefusedRoot::BadId);
    }
    let Some(root) = &cache.root else {
        return if cache.contents.is_some() { Ok(None) } else { Err(RefusedRoot::NeitherOrBoth) };
    };
    if cache.contents.is_some() {
        return Err(RefusedRoot::NeitherOrBoth);
    }
    check_root(root, guarded).map(Some)
}

/// Accepts or refuses a root, and gives its path without links.
pub(super) fn check_root(root: &Path, guarded: &Guarded) -> Result<PathBuf, RefusedRoot> {
    let plain = root.components().all(|part| !matches!(part, Component::ParentDir | Component::CurDir));
    if !root.is_absolute() || !plain {
        return Err(RefusedRoot::NotAbsolute);
    }
    // The root's own links are refused; those above it are resolved so that no alias slips past.
    let metadata = root.symlink_metadata().map_err(|_| RefusedRoot::NotAFolder)?;
    if !metadata.is_dir() {
        return Err(RefusedRoot::NotAFolder);
    }
    let real = root.canonicalize().map_err(|_| RefusedRoot::NotAFolder)?;
    if is_too_broad(&real) {
        return Err(RefusedRoot::TooBroad);
    }
    if real.to_str().is_none() {
        return Err(RefusedRoot::NotUtf8);
    }
    if guarded.own.as_deref().and_then(resolved).is_some_and(|own| cross(&own, &real)) {
        return Err(RefusedRoot::DoctorsOwn);
    }
    if guarded.protected.iter().filter_map(|path| resolved(path)).any(|path| cross(&path, &real)) {
        return Err(RefusedRoot::Protected);
    }
    if is_mount_point(&real) { Err(RefusedRoot::MountPoint) } else { Ok(real) }
}

/// A path without links in it, as far as it exists: what is not there yet may still come to lie in a cache.
fn resolved(path: &Path) -> Option<PathBuf> {
    path.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some(real.join(path.strip_prefix(above).ok()?))
    })
}

/// Whether one of two paths lies in the other, or they are the same: by their names, and by what is there, since a folder may be
/// mounted at two places, as apps' folders are on Android.
pub(super) fn cross(one: &Path, other: &Path) -> bool {
    let is_within = |inner: &Path, outer: &Path| {
        let outer = std::fs::metadata(outer).ok();
        let is_it = |above: &Path| {
            let (above, outer) = (std::fs::metadata(above).ok(), outer.as_ref());
            above.zip(outer).is_some_and(|(above, outer)| (above.dev(), above.ino()) == (outer.dev(), outer.ino()))
        };
        inner.ancestors().any(is_it)
    };
    one.starts_with(other) || other.starts_with(one) || is_within(one, other) || is_within(other, one)
}

fn is_too_broad(real: &Path) -> bool {
    let names: Vec<&str> = real
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_str().unwrap_or_default()),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
        })
        .collect();
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    let at_home = home.is_some_and(|home| home.starts_with(real) || real.parent() == Some(&home));
    let in_system = SYSTEM.iter().any(|system| real.starts_with(system));
    names.len() < LEAST_DEPTH || at_home || in_system || HOMES.iter().any(|home| is_of_a_home(&names, home))
}

/// Whether a path is such a home, lies above one, or is one of the folders in it that hold more than caches.
fn is_of_a_home(names: &[&str], home: &[&str]) -> bool {
    // macOS and iOS have their /var in /private.
    let names = names.strip_prefix(&["private"]).unwrap_or(names);
    let fits = names.iter().zip(home).all(|(name, wanted)| *wanted == "*" || name == wanted);
    let within = names.get(home.len()..).unwrap_or_default().join("/");
    fits && (names.len() <= home.len() || NEVER_IN_A_HOME.contains(&within.as_str()))
}

/// Whether what lies there is of another file system than the folder around it, or is mounted there from the same one.
fn is_mount_point(real: &Path) -> bool {
    let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else { return true };
    let device = |path: &Path| Folder::open(path).and_then(|folder| folder.stat()).ok().map(|stat| stat.st_dev);
    device(real) != device(parent) || Mounts::below(parent).any_at(Path::new(name))
}

#[cfg(test)]
mod tests {
    use super::super::{CacheContents, CacheKind};
    use super::*;

    fn at(root: &Path) -> CacheRegistration {
        CacheRegistration::folder("c", "c", CacheKind::Data, root)
    }

    fn refused(root: &Path, guarded: &Guarded) -> Option<RefusedRoot> {
        check_root(root, guarded).err()
    }

    #[test]
    fn system_folders_and_what_is_too_high_up_are_refused() {
        for root in ["/", "/etc", "/usr/share/doc", "/tmp", "/var/cache", "/proc/self/fd", "/dev/shm"] {
            if Path::new(root).is_dir() {
                assert_eq!(refused(Path::new(root), &Guarded::default()), Some(RefusedRoot::TooBroad), "{root}");
            }
        }
        if let Some(home) = std::env::home_dir().filter(|home| home.is_dir()) {
            assert_eq!(refused(&home, &Guarded::default()), Some(RefusedRoot::TooBroad));
        }
    }

    #[test]
    fn homes_of_people_and_of_apps_are_refused_and_the_caches_in_them_are_not() {
        let ios = "/private/var/mobile/Containers/Data/Application/0F5A";
        for broad in [
            "/home/ann",
            "/Users/ann",
            "/data/user/0",
            "/data/user/0/com.example.wallet",
            "/data/user/0/com.example.wallet/shared_prefs",
            "/data/user/0/com.example.wallet/files",
            "/data/data/com.example.wallet/databases",
            "/storage/emulated/0",
            "/private/var/mobile/Containers/Data",
            ios,
            &format!("{ios}/Library"),
            &format!("{ios}/Library/Preferences"),
            &format!("{ios}/Documents"),
        ] {
            assert!(is_too_broad(Path::new(broad)), "{broad}");
        }
        for narrow in [
            "/home/ann/.cache/wallet",
            "/data/user/0/com.example.wallet/cache",
            "/data/user/0/com.example.wallet/files/cache",
            "/storage/emulated/0/Android/data/com.example.wallet/cache",
            &format!("{ios}/Library/Caches"),
            &format!("{ios}/Library/Caches/balances"),
        ] {
            assert!(!is_too_broad(Path::new(narrow)), "{narrow}");
        }
    }

    #[test]
    fn caches_that_overlap_or_share_an_id_are_all_refused() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        std::fs::create_dir_all(real.join("apps/a/inner")).unwrap();
        std::fs::create_dir_all(real.join("apps/b")).unwrap();
        let named = |id: &str, path: &str| CacheRegistration { id: id.into(), ..at(&real.join(path)) };
        let none = Guarded::default();
        let found = check_all(&[named("1", "apps/a"), named("2", "apps/a/inner"), named("3", "apps/b")], &none);
        let free = Ok(Some(real.join("apps/b")));
        assert_eq!(found, [Err(RefusedRoot::Overlaps), Err(RefusedRoot::Overlaps), free]);
        let found = check_all(&[named("1", "apps/a"), named("1", "apps/b")], &none);
        assert_eq!(found, [Err(RefusedRoot::DuplicateId), Err(RefusedRoot::DuplicateId)]);
        // One that is refused for itself still keeps others out of what it names.
        let found =
            check_all(&[named("1", "apps"), named("2", "apps/a")], &Guarded::new(Some(&real.join("apps/x")), &[]));
        assert_eq!(found, [Err(RefusedRoot::DoctorsOwn), Err(RefusedRoot::Overlaps)]);
    }

    #[test]
    fn a_registration_is_a_folder_or_the_apps_own_and_has_an_id() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("apps/a");
        std::fs::create_dir_all(&root).unwrap();
        let apps = |contents| CacheRegistration::kept_by_app("t", "t", CacheKind::Data, contents);
        let both = CacheRegistration { contents: Some(CacheContents::default()), ..at(&root) };
        let unseen = CacheRegistration { id: "a\u{202e}b".into(), ..at(&root) };
        let nameless = CacheRegistration { id: String::new(), ..at(&root) };
        let check = |cache: CacheRegistration| check_all(&[cache], &Guarded::default()).remove(0);
        assert_eq!(check(apps(Some(CacheContents::default()))), Ok(None));
        assert_eq!(check(apps(None)), Err(RefusedRoot::NeitherOrBoth));
        assert_eq!(check(both), Err(RefusedRoot::NeitherOrBoth));
        assert_eq!(check(unseen), Err(RefusedRoot::BadId));
        assert_eq!(check(nameless), Err(RefusedRoot::BadId));
    }

    #[test]
    fn broad_linked_relative_own_and_protected_roots_are_refused() {
        use std::os::unix::ffi::OsStrExt;

        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap().join("app");
        std::fs::create_dir_all(real.join("own/inner")).unwrap();
        std::fs::create_dir_all(real.join("keys")).unwrap();
        std::fs::create_dir(real.join("cache")).unwrap();
        let odd = real.join(std::ffi::OsStr::from_bytes(b"\xff"));
        std::fs::create_dir(&odd).unwrap();
        std::os::unix::fs::symlink(real.join("cache"), real.join("link")).unwrap();
        std::os::unix::fs::symlink(&real, folder.path().join("alias")).unwrap();
        let guarded = Guarded::new(Some(&real.join("own")), &[real.join("keys"), real.join("later/keys")]);
        let table = [
            ("/".into(), Some(RefusedRoot::TooBroad)),
            (PathBuf::from("cache"), Some(RefusedRoot::NotAbsolute)),
            (real.join("cache/../own"), Some(RefusedRoot::NotAbsolute)),
            (real.join("link"), Some(RefusedRoot::NotAFolder)),
            (real.join("missing"), Some(RefusedRoot::NotAFolder)),
            (real.clone(), Some(RefusedRoot::DoctorsOwn)),
            (folder.path().join("alias/own/inner"), Some(RefusedRoot::DoctorsOwn)),
            (real.join("keys"), Some(RefusedRoot::Protected)),
            (folder.path().join("alias/keys"), Some(RefusedRoot::Protected)),
            (odd, Some(RefusedRoot::NotUtf8)),
            (real.join("cache"), None),
        ];
        for (root, expected) in table {
            assert_eq!(refused(&root, &guarded), expected, "{}", root.display());
        }
        // What is protected need not be there yet.
        std::fs::create_dir(real.join("later")).unwrap();
        assert_eq!(refused(&real.join("later"), &guarded), Some(RefusedRoot::Protected));
    }
}
