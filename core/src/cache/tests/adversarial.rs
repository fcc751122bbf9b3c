//! Trees as nobody should have them in a cache.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, Mode, OFlags, mkdirat, mkfifoat, openat};

use super::super::{Sweeper, measure_all};
use super::*;

/// Set in the child: the parent's folder.
const FOLDER: &str = "WALLET_DOCTOR_TEST_FOLDER";
/// Folders in each other, and the length of their names: together well over 4,096 bytes, and more than may be open at once.
const DEEP: usize = 1_500;
const DEEP_NAME: &str = "deeper-and-deeper";

/// Everything in a folder, by a program that others wrote: path, type, mode, names, size, target.
fn listed(folder: &Path) -> Vec<u8> {
    let found = Command::new("find").arg(folder).args(["-mindepth", "1", "-printf", r"%P %y %m %n %s %l\0"]).output();
    let found = found.unwrap();
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let mut lines: Vec<&[u8]> = found.stdout.split(|byte| *byte == 0).collect();
    lines.sort_unstable();
    lines.join(&b'\n')
}

fn make_deep(root: &Path) {
    let mut at = openat(CWD, root, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap();
    for _ in 0..DEEP {
        mkdirat(&at, DEEP_NAME, Mode::RWXU).unwrap();
        at = openat(&at, DEEP_NAME, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    openat(&at, "bottom", OFlags::CREATE | OFlags::WRONLY, Mode::RWXU).unwrap();
}

/// Makes the tree. Sockets and pipes would block whoever opens them.
fn make_tree(world: &World) {
    let cache = world.path("cache");
    fs::create_dir_all(world.path("outside/folder")).unwrap();
    fs::write(world.path("outside/folder/keep"), b"keep").unwrap();
    fs::write(world.path("outside/many-names"), b"keep").unwrap();
    symlink(world.path("outside/folder"), cache.join("to-a-folder")).unwrap();
    symlink("nowhere", cache.join("to-nowhere")).unwrap();
    symlink("circle", cache.join("circle")).unwrap();
    symlink("/", cache.join("to-the-root")).unwrap();
    fs::hard_link(world.path("outside/many-names"), cache.join("many-names")).unwrap();
    mkfifoat(CWD, cache.join("pipe"), Mode::RWXU).unwrap();
    drop(std::os::unix::net::UnixListener::bind(cache.join("socket")).unwrap());
    for name in [&b"\xff\xfe"[..], b"line\nbreak", b"-rf", b" ", b"\x1b[31m"] {
        fs::create_dir(cache.join(OsStr::from_bytes(name))).unwrap();
        fs::write(cache.join(OsStr::from_bytes(name)).join(OsStr::from_bytes(name)), b"odd").unwrap();
    }
    fs::write(cache.join("n".repeat(255)), b"long").unwrap();
    fs::create_dir_all(cache.join("read-only/inner")).unwrap();
    fs::write(cache.join("read-only/file"), b"x").unwrap();
    fs::write(cache.join("read-only/inner/file"), b"x").unwrap();
    for (path, mode) in [("read-only/file", 0o400), ("read-only/inner", 0o555), ("read-only", 0o555)] {
        fs::set_permissions(cache.join(path), Permissions::from_mode(mode)).unwrap();
    }
    make_deep(&cache);
}

/// Sweeps the tree twice: to undo it, and to delete it.
fn sweep_both_ways(world: &World) {
    let (before, outside) = (listed(&world.path("cache")), listed(&world.path("outside")));
    let cache = CacheRegistration::folder("cache", "Balances", CacheKind::Data, world.path("cache"));
    let state = measure_all(&[cache], &Guarded::default(), now()).remove(0);
    assert_eq!((state.files, state.incomplete), (16, false));

    let swept = world.run();
    assert_eq!((swept.left, world.names("cache").len()), (0, 0));
    world.undo(&swept).unwrap();
    assert_eq!(listed(&world.path("cache")), before);

    let swept = world.run();
    world.confirm(&swept).unwrap();
    assert!(world.names("cache").is_empty());
    assert_eq!(world.names("."), ["cache", "outside", "own"]);
    // Only the name that lay in the cache is gone.
    let outside = String::from_utf8(outside).unwrap().replace("many-names f 644 2", "many-names f 644 1");
    assert_eq!(String::from_utf8(listed(&world.path("outside"))).unwrap(), outside);
    assert_eq!(world.journals(), 0);
}

#[test]
fn every_tree_is_moved_and_deleted_as_it_is() {
    let world = World::empty();
    make_tree(&world);
    sweep_both_ways(&world);
}

#[test]
fn so_it_is_for_somebody_without_privileges() {
    if let Some(world) = world_of_the_parent() {
        assert!(fs::write(world.path("cache/read-only/new"), b"x").is_err(), "still privileged");
        return sweep_both_ways(&world);
    }
    let world = World::empty();
    make_tree(&world);
    run_without_privileges("so_it_is_for_somebody_without_privileges", &world);
}

#[test]
fn folders_that_their_owner_may_not_enter_are_put_back_and_deleted_all_the_same() {
    let names = |world: &World| world.names("cache/modes");
    if let Some(world) = world_of_the_parent() {
        assert!(fs::read_dir(world.path("cache/modes/nothing")).is_err(), "still privileged");
        let all = names(&world);
        let swept = world.run();
        world.undo(&swept).unwrap();
        assert_eq!(names(&world), all);
        let mode = fs::metadata(world.path("cache/modes/no-entry")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o644);
        let swept = world.run();
        world.confirm(&swept).unwrap();
        assert_eq!(world.names("."), ["cache", "own"]);
        return assert!(world.names("cache").is_empty());
    }
    let world = World::empty();
    for (folder, mode) in [("no-entry", 0o644), ("no-look", 0o311), ("no-change", 0o555), ("nothing", 0o000)] {
        let path = world.path("cache/modes").join(folder);
        fs::create_dir_all(path.join("inner")).unwrap();
        fs::write(path.join("inner/file"), b"x").unwrap();
        fs::set_permissions(path.join("inner"), Permissions::from_mode(mode)).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    run_without_privileges("folders_that_their_owner_may_not_enter_are_put_back_and_deleted_all_the_same", &world);
}

/// In the child: the parent's world, whose folder is the parent's to remove.
fn world_of_the_parent() -> Option<World> {
    let real = PathBuf::from(std::env::var(FOLDER).ok()?);
    let sweeper = Sweeper::new(&real.join("own"));
    Some(World { _folder: tempfile::tempdir().unwrap(), real, sweeper })
}

/// Runs a test of this file in a child to whom permissions apply: the superuser's do not, unless that is taken from it.
fn run_without_privileges(test: &str, world: &World) {
    let probe = world.path("probe");
    fs::create_dir(&probe).unwrap();
    fs::set_permissions(&probe, Permissions::from_mode(0o500)).unwrap();
    let privileged = fs::write(probe.join("file"), b"x").is_ok();
    fs::remove_dir_all(probe).unwrap();
    let mut child = Command::new(if privileged { "setpriv" } else { "env" });
    if privileged {
        child.args(["--bounding-set=-dac_override,-dac_read_search,-fowner", "--inh-caps=-dac_override"]);
    }
    let test = format!("cache::tests::adversarial::{test}");
    child.arg(std::env::current_exe().unwrap()).args(["--exact", &test, "--nocapture"]).env(FOLDER, &world.real);
    let ended = child.output().unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}\n{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn files_that_come_and_go_meanwhile_are_in_nobodys_way() {
    let world = World::empty();
    let done = AtomicBool::new(false);
    let churn = |thread: usize| {
        let mut round = 0_usize;
        while !done.load(Ordering::Relaxed) {
            let folder = world.path("cache").join(format!("{thread}-{}", round % 7));
            // Any of these may fail: the sweep is at the same.
            let _ = fs::create_dir(&folder);
            let _ = fs::write(folder.join("file"), b"x");
            let _ = fs::rename(folder.join("file"), folder.join("other"));
            let _ = fs::remove_dir_all(&folder);
            round += 1;
        }
    };
    std::thread::scope(|scope| {
        let threads = [0, 1].map(|thread| {
            let churn = &churn;
            scope.spawn(move || churn(thread))
        });
        let swept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for round in 0..60 {
                let cache = CacheRegistration::folder("cache", "Balances", CacheKind::Data, world.path("cache"));
                measure_all(&[cache], &Guarded::default(), now());
                let swept = world.run();
                match if round % 2 == 0 { world.undo(&swept) } else { world.confirm(&swept) } {
                    // What is written too fast to be put back is put back at one of the next starts.
                    Err(SweepError::Unfinished(_)) => {
                        assert!((0..1_000).any(|_| world.recover().is_ok()), "it never comes to an end");
                    }
                    done => done.unwrap(),
                }
            }
        }));
        done.store(true, Ordering::Relaxed);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        swept.unwrap();
    });
    assert_eq!(world.names("."), ["cache", "own"]);
    assert_eq!(world.journals(), 0);
}

#[test]
fn many_folders_are_deleted_by_several_threads_and_none_is_left() {
    let world = World::new();
    for folder in 0..3_000 {
        fs::create_dir_all(world.path(&format!("cache/{folder}/inner/{folder}"))).unwrap();
        fs::write(world.path(&format!("cache/{folder}/inner/file")), b"x").unwrap();
    }
    let swept = world.run();
    world.confirm(&swept).unwrap();
    assert!(world.names("cache").is_empty());
    assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
}

/// An app that removes and makes its cache anew while it is put back: what it did not remove itself is there in the end.
#[test]
fn a_cache_that_is_removed_while_it_is_put_back_costs_nothing_that_was_in_quarantine() {
    let count = |world: &World| {
        walked(&world.path("cache"))
            + fs::read_dir(&world.real)
                .unwrap()
                .flatten()
                .filter(|entry| entry.file_name().to_string_lossy().starts_with(".wallet-doctor"))
                .map(|entry| walked(&entry.path()))
                .sum::<usize>()
    };
    for round in 0..40 {
        let world = World::empty();
        for file in 0..300 {
            fs::write(world.path(&format!("cache/{file}")), b"old").unwrap();
        }
        let swept = world.run();
        // It takes what it removes away in one step, so that it is known how much that was.
        let (cache, taken) = (world.path("cache"), world.path("taken"));
        let undone = std::thread::scope(|scope| {
            let app = scope.spawn(|| {
                for _ in 0..round * 50 {
                    std::hint::spin_loop();
                }
                fs::rename(&cache, &taken).unwrap();
                let _ = fs::create_dir(&cache);
            });
            let undone = world.undo(&swept);
            app.join().unwrap();
            undone
        });
        assert_eq!(count(&world) + walked(&taken), 300, "{undone:?}");
        world.recover().unwrap();
        assert_eq!(count(&world) + walked(&taken), 300);
        assert_eq!(world.journals(), 0);
    }
}

/// How many files are right in a folder.
fn walked(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, |entries| entries.count())
}

#[test]
fn a_file_where_a_folder_was_and_the_reverse_stay_as_the_app_wrote_them() {
    let world = World::new();
    let swept = world.run();
    fs::create_dir(world.path("cache/a.json")).unwrap();
    fs::write(world.path("cache/a.json/inner"), b"new").unwrap();
    fs::write(world.path("cache/deep"), b"new").unwrap();
    world.undo(&swept).unwrap();
    assert_eq!(world.names("cache"), ["a.json", "deep", "link"]);
    assert_eq!(fs::read(world.path("cache/a.json/inner")).unwrap(), b"new");
    assert_eq!(fs::read(world.path("cache/deep")).unwrap(), b"new");
    assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
}

#[test]
fn two_trees_that_are_too_deep_to_be_merged_stay_and_nothing_is_lost() {
    let world = World::empty();
    make_deep(&world.path("cache"));
    let swept = world.run();
    make_deep(&world.path("cache"));
    let old = listed(&world.quarantine(&swept));
    assert!(matches!(world.undo(&swept), Err(SweepError::Unfinished(_))));
    assert_eq!(listed(&world.quarantine(&swept)), old);
    // Once there is nothing to be merged with, it comes back.
    everything_in(&Folder::open(&world.path("cache")).unwrap()).unwrap();
    world.recover().unwrap();
    assert_eq!(listed(&world.path("cache")), old);
}
