//! Sweeps as the doctor runs them: interrupted, in each other's way, tampered with, and on a disk that fails.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::journal::{Entry, Stage};
use super::sweep::QUARANTINE_KEPT;
use super::{CacheKind, CachePolicy, CacheRegistration, SweepError, SweepPlan, Sweeper, Swept};
use crate::lock::FolderLock;

struct World {
    folder: tempfile::TempDir,
    sweeper: Sweeper,
}

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("own")).unwrap();
        let sweeper = Sweeper::new(&folder.path().join("own"));
        let world = Self { folder, sweeper };
        world.fill("cache");
        fs::write(world.path("outside.txt"), b"keep").unwrap();
        symlink(world.path("outside.txt"), world.path("cache/link")).unwrap();
        world
    }

    fn fill(&self, cache: &str) {
        fs::create_dir_all(self.path(cache).join("deep")).unwrap();
        fs::write(self.path(cache).join("a.json"), b"12345").unwrap();
        fs::write(self.path(cache).join("deep/b.json"), b"678").unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn plan(&self) -> SweepPlan {
        self.plan_of("cache", now())
    }

    fn plan_of(&self, cache: &str, at: Timestamp) -> SweepPlan {
        let registration = CacheRegistration {
            id: cache.into(),
            label: "Balances".into(),
            kind: CacheKind::Data,
            root: self.path(cache),
            policy: CachePolicy::default(),
            damaged: false,
        };
        self.sweeper.plan(registration, at).unwrap()
    }

    fn run(&self) -> Swept {
        self.sweeper.run(&self.plan()).unwrap()
    }

    fn entry(&self, swept: &Swept) -> Entry {
        self.sweeper.journal.read(&swept.id).unwrap()
    }

    /// Leaves the journal as a kill in this stage would.
    fn kill_in(&self, stage: Stage, swept: &Swept) {
        self.sweeper.journal.write(&Entry { stage, ..self.entry(swept) }).unwrap();
    }

    /// The lock, as another process would hold it.
    fn another_sweep(&self) -> FolderLock {
        FolderLock::take(&self.path("own/sweeps/lock")).unwrap().unwrap()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn journals(&self) -> usize {
        self.names("own/sweeps").iter().filter(|name| name.ends_with(".json")).count()
    }

    /// Everything is in its place and nothing else is there.
    fn assert_untouched(&self) {
        assert_eq!(self.names("cache"), ["a.json", "deep", "link"]);
        assert_eq!(self.names("cache/deep"), ["b.json"]);
        assert_eq!(self.names("."), ["cache", "outside.txt", "own"]);
        assert_eq!(self.journals(), 0);
    }
}

#[test]
fn a_confirmed_sweep_empties_the_root_and_touches_nothing_else() {
    let world = World::new();
    let plan = world.plan();
    assert_eq!(plan.files, 3);
    let swept = world.sweeper.run(&plan).unwrap();
    assert!(world.names("cache").is_empty());
    world.sweeper.confirm(&swept.id).unwrap();
    assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
    assert_eq!(fs::read(world.path("outside.txt")).unwrap(), b"keep");
    assert!(matches!(world.sweeper.undo(&swept.id), Err(SweepError::NoSuchSweep)));
}

#[test]
fn undo_puts_everything_back_but_not_over_newer_files() {
    let world = World::new();
    let swept = world.run();
    fs::write(world.path("cache/a.json"), b"new").unwrap();
    fs::create_dir(world.path("cache/deep")).unwrap();
    world.sweeper.undo(&swept.id).unwrap();
    world.assert_untouched();
    assert_eq!(fs::read(world.path("cache/a.json")).unwrap(), b"new");
    assert_eq!(fs::read(world.path("cache/deep/b.json")).unwrap(), b"678");
}

#[test]
fn an_interrupted_sweep_is_rolled_back_and_an_interrupted_deletion_finished() {
    for (stage, left) in [(Stage::Moving, 3), (Stage::Undoing, 3), (Stage::Confirmed, 0)] {
        let world = World::new();
        let swept = world.run();
        world.kill_in(stage, &swept);
        world.sweeper.recover(now()).unwrap();
        assert_eq!(world.names("cache").len(), left, "{stage:?}");
        assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
        assert_eq!(world.journals(), 0);
    }
}

#[test]
fn a_sweep_that_waits_for_confirmation_survives_a_restart() {
    let world = World::new();
    let swept = world.run();
    let restarted = Sweeper::new(&world.path("own"));
    restarted.recover(now()).unwrap();
    restarted.undo(&swept.id).unwrap();
    world.assert_untouched();
}

#[test]
fn nothing_was_ever_swept_and_nothing_is_made() {
    let world = World::new();
    world.sweeper.recover(now()).unwrap();
    assert!(world.sweeper.pending().unwrap().is_empty());
    let other = World::new().run();
    assert!(matches!(world.sweeper.undo(&other.id), Err(SweepError::NoSuchSweep)));
    assert!(matches!(world.sweeper.confirm(&other.id), Err(SweepError::NoSuchSweep)));
    assert!(world.names("own").is_empty());
}

#[test]
fn a_sweep_that_runs_is_left_alone_by_everybody_else() {
    let world = World::new();
    let waiting = world.run();
    world.kill_in(Stage::Moving, &waiting);
    let running = world.another_sweep();
    world.sweeper.recover(now()).unwrap();
    assert!(world.names("cache").is_empty(), "a running sweep was rolled back");

    world.kill_in(Stage::Quarantined, &waiting);
    assert!(matches!(world.sweeper.run(&world.plan()), Err(SweepError::Busy)));
    assert!(matches!(world.sweeper.undo(&waiting.id), Err(SweepError::Busy)));
    assert!(matches!(world.sweeper.confirm(&waiting.id), Err(SweepError::Busy)));
    assert_eq!(world.sweeper.pending().unwrap().len(), 1);
    assert_eq!(world.journals(), 1);
    drop(running);
    world.sweeper.undo(&waiting.id).unwrap();
    world.assert_untouched();
}

/// Calls again until nobody else is sweeping.
fn in_turn<T>(mut call: impl FnMut() -> Result<T, SweepError>) -> T {
    loop {
        match call() {
            Err(SweepError::Busy) => std::thread::yield_now(),
            other => return other.unwrap(),
        }
    }
}

#[test]
fn another_doctor_that_starts_undoes_nothing_that_is_under_way() {
    let world = World::new();
    let plan = world.plan();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = Sweeper::new(&world.path("own"));
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                other.recover(now()).unwrap();
            }
        });
        let swept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..20 {
                let swept = in_turn(|| world.sweeper.run(&plan));
                assert!(world.names("cache").is_empty());
                in_turn(|| world.sweeper.undo(&swept.id));
                world.assert_untouched();
            }
        }));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        swept.unwrap();
    });
}

/// The journal lies in what is swept, so that it can be written before the sweep and not after.
fn journal_that_is_lost_on_the_way() -> World {
    let world = World::new();
    fs::create_dir(world.path("cache/journal")).unwrap();
    symlink(world.path("cache/journal"), world.path("own/sweeps")).unwrap();
    world
}

#[test]
fn a_journal_that_cannot_be_written_in_the_end_brings_everything_back() {
    let world = journal_that_is_lost_on_the_way();
    assert!(matches!(world.sweeper.run(&world.plan()), Err(SweepError::Io(_))));
    assert_eq!(world.names("cache"), ["a.json", "deep", "journal", "link"]);
    assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
    assert_eq!(world.journals(), 0);
}

#[test]
fn what_waits_is_told_and_goes_after_a_while() {
    let world = World::new();
    world.fill("http");
    let old = now().checked_sub(QUARANTINE_KEPT).unwrap();
    let first = world.sweeper.run(&world.plan_of("http", old)).unwrap();
    let second = world.run();
    let told = |world: &World| -> Vec<_> {
        let pending = world.sweeper.pending().unwrap();
        pending.into_iter().map(|sweep| (sweep.id, sweep.cache_id, sweep.created_at)).collect()
    };
    let waiting = (second.id.clone(), "cache".to_owned(), now());
    world.sweeper.recover(now()).unwrap();
    assert_eq!(told(&world), [(first.id, "http".to_owned(), old), waiting.clone()]);

    world.sweeper.recover(now() + SignedDuration::from_secs(1)).unwrap();
    assert_eq!(told(&world), [waiting]);
    assert!(world.names("http").is_empty());
    world.sweeper.undo(&second.id).unwrap();
    assert!(told(&world).is_empty());
    assert_eq!(world.names("."), ["cache", "http", "outside.txt", "own"]);
}

#[test]
fn a_removed_root_is_made_again() {
    let world = World::new();
    let swept = world.run();
    fs::remove_dir(world.path("cache")).unwrap();
    world.sweeper.undo(&swept.id).unwrap();
    world.assert_untouched();

    for stage in [Stage::Moving, Stage::Undoing] {
        let swept = world.run();
        fs::remove_dir(world.path("cache")).unwrap();
        world.kill_in(stage, &swept);
        world.sweeper.recover(now()).unwrap();
        world.assert_untouched();
    }
}

#[test]
fn one_sweep_that_cannot_be_mended_does_not_keep_the_others() {
    let world = World::new();
    let caches = ["one", "two", "three"];
    let swept = caches.map(|cache| {
        world.fill(cache);
        world.sweeper.run(&world.plan_of(cache, now())).unwrap()
    });
    for sweep in &swept {
        world.kill_in(Stage::Moving, sweep);
    }
    // Whichever comes first in the journal is in the way of none that follows.
    let mut ids: Vec<_> = swept.iter().zip(caches).map(|(sweep, cache)| (&sweep.id, cache)).collect();
    ids.sort();
    let (_, broken) = ids[0];
    fs::remove_dir(world.path(broken)).unwrap();
    fs::write(world.path(broken), b"a file").unwrap();

    let failed = world.sweeper.recover(now()).unwrap_err();
    assert_eq!(failed.kind(), io::ErrorKind::NotADirectory);
    for (_, mended) in &ids[1..] {
        assert_eq!(world.names(mended), ["a.json", "deep"]);
    }
    assert_eq!(world.journals(), 1);
    fs::remove_file(world.path(broken)).unwrap();
    world.sweeper.recover(now()).unwrap();
    assert_eq!(world.names(broken), ["a.json", "deep"]);
    assert_eq!(world.journals(), 0);
}

#[test]
fn what_could_not_be_undone_is_told_and_undone_at_the_next_start() {
    let world = World::new();
    let swept = world.run();
    fs::remove_dir(world.path("cache")).unwrap();
    fs::write(world.path("cache"), b"a file").unwrap();
    assert!(matches!(world.sweeper.undo(&swept.id), Err(SweepError::Unfinished(_))));
    assert!(matches!(world.sweeper.confirm(&swept.id), Err(SweepError::NoSuchSweep)));
    fs::remove_file(world.path("cache")).unwrap();
    world.sweeper.recover(now()).unwrap();
    world.assert_untouched();
}

#[test]
fn a_journal_that_names_other_folders_moves_and_deletes_nothing() {
    for stage in [Stage::Moving, Stage::Undoing, Stage::Confirmed] {
        let world = World::new();
        world.fill("precious");
        let swept = world.run();
        let whole = world.entry(&swept);
        let relative = PathBuf::from(whole.quarantine.file_name().unwrap());
        let forged = [
            Entry { quarantine: world.path("precious"), ..whole.clone() },
            Entry { root: world.path("own/cache"), ..whole.clone() },
            Entry { root: world.path("own/../cache"), ..whole.clone() },
            Entry { root: "cache".into(), quarantine: relative, ..whole.clone() },
        ];
        for entry in forged {
            world.sweeper.journal.write(&Entry { stage, ..entry.clone() }).unwrap();
            assert_eq!(world.sweeper.recover(now()).unwrap_err().kind(), io::ErrorKind::InvalidData, "{entry:?}");
            assert_eq!(world.names("precious"), ["a.json", "deep"]);
            assert_eq!(fs::read_dir(&whole.quarantine).unwrap().count(), 3);
            assert!(world.names("cache").is_empty());
            assert_eq!(world.journals(), 1);
        }
    }
}

#[test]
fn links_in_the_place_of_cache_or_quarantine_are_not_followed() {
    for stage in [Stage::Moving, Stage::Undoing, Stage::Confirmed] {
        for linked in ["cache", "quarantine"] {
            let world = World::new();
            world.fill("precious");
            let swept = world.run();
            world.kill_in(stage, &swept);
            let entry = world.entry(&swept);
            let place = if linked == "cache" { entry.root } else { entry.quarantine };
            fs::rename(&place, world.path("moved")).unwrap();
            symlink(world.path("precious"), &place).unwrap();
            assert!(world.sweeper.recover(now()).is_err(), "{stage:?} {linked}");
            assert_eq!(world.names("precious"), ["a.json", "deep"]);
            assert_eq!(world.journals(), 1);
            assert!(place.is_symlink());
        }
    }
}

#[test]
fn a_journal_under_another_name_is_not_taken_for_that_one() {
    let world = World::new();
    let (first, second) = (world.run(), world.run());
    let named = |swept: &Swept| world.path(&format!("own/sweeps/{}.json", swept.id));
    fs::copy(named(&first), named(&second)).unwrap();
    assert!(matches!(world.sweeper.undo(&second.id), Err(SweepError::Io(_))));
    world.sweeper.undo(&first.id).unwrap();
    assert!(named(&second).exists());
}
