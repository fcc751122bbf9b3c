//! What becomes of files and of the journal, one call after another.

use std::fs;
use std::io;

use super::super::journal::Stage;
use super::super::{CacheKind, CacheRegistration, SweepError, SweepState, Sweeper};
use super::{World, names, now};

fn io_kind(error: SweepError) -> io::ErrorKind {
    let (SweepError::Io(error) | SweepError::Unfinished(error)) = error else { panic!("{error}") };
    error.kind()
}

#[test]
fn a_confirmed_sweep_empties_the_root_and_touches_nothing_else() {
    let world = World::new();
    let swept = world.run();
    assert_eq!(swept.left, 0);
    assert!(world.names("cache").is_empty());
    world.confirm(&swept).unwrap();
    assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
    assert_eq!(fs::read(world.path("outside.txt")).unwrap(), b"keep");
    assert!(matches!(world.undo(&swept), Err(SweepError::NoSuchSweep)));
}

#[test]
fn undo_puts_everything_back_but_not_over_newer_files() {
    let world = World::new();
    let swept = world.run();
    fs::write(world.path("cache/a.json"), b"new").unwrap();
    fs::create_dir(world.path("cache/deep")).unwrap();
    world.undo(&swept).unwrap();
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
        world.recover().unwrap();
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
    restarted.recover(None).unwrap();
    restarted.undo(&swept.id, None).unwrap();
    world.assert_untouched();
}

#[test]
fn nothing_was_ever_swept_and_nothing_is_made() {
    let world = World::new();
    world.recover().unwrap();
    assert!(world.sweeper.pending().unwrap().is_empty());
    let other = World::new().run();
    assert!(matches!(world.undo(&other), Err(SweepError::NoSuchSweep)));
    assert!(matches!(world.confirm(&other), Err(SweepError::NoSuchSweep)));
    assert!(world.names("own").is_empty());
}

#[test]
fn a_sweep_that_runs_is_left_alone_by_everybody_else() {
    let world = World::new();
    let waiting = world.run();
    world.kill_in(Stage::Moving, &waiting);
    let running = world.another_sweep();
    assert!(matches!(world.recover(), Err(SweepError::Busy)));
    assert!(world.names("cache").is_empty(), "a running sweep was rolled back");

    world.kill_in(Stage::Quarantined, &waiting);
    assert!(matches!(world.run_of("cache", now()), Err(SweepError::Busy)));
    assert!(matches!(world.undo(&waiting), Err(SweepError::Busy)));
    assert!(matches!(world.confirm(&waiting), Err(SweepError::Busy)));
    assert_eq!(world.sweeper.pending().unwrap().len(), 1);
    assert_eq!(world.journals(), 1);
    drop(running);
    world.undo(&waiting).unwrap();
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
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let other = Sweeper::new(&world.path("own"));
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                match other.recover(None) {
                    Ok(()) | Err(SweepError::Busy) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        });
        let swept = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..20 {
                let swept = in_turn(|| world.run_of("cache", now()));
                assert!(world.names("cache").is_empty());
                in_turn(|| world.undo(&swept));
                world.assert_untouched();
            }
        }));
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        swept.unwrap();
    });
}

#[test]
fn what_waits_is_told_and_waits_for_as_long_as_it_takes() {
    let world = World::new();
    world.fill("http");
    let old = now().checked_sub(jiff::SignedDuration::from_hours(9_000)).unwrap();
    let first = world.run_of("http", old).unwrap();
    let second = world.run();
    let told = |world: &World| -> Vec<_> {
        let pending = world.sweeper.pending().unwrap();
        pending
            .into_iter()
            .map(|sweep| (sweep.id, sweep.state, sweep.cache_id.unwrap(), sweep.created_at.unwrap()))
            .collect()
    };
    let waiting = SweepState::Waiting;
    world.recover().unwrap();
    let (one, other) =
        ((first.id.clone(), waiting, "http".to_owned(), old), (second.id.clone(), waiting, "cache".to_owned(), now()));
    assert_eq!(told(&world), [one, other.clone()]);
    world.undo(&first).unwrap();
    assert_eq!(told(&world), [other]);
    world.undo(&second).unwrap();
    assert!(told(&world).is_empty());
    assert_eq!(world.names("."), ["cache", "http", "outside.txt", "own"]);
}

#[test]
fn one_clearing_of_a_cache_waits_at_a_time() {
    let world = World::new();
    fs::create_dir(world.path("cache/inner")).unwrap();
    let first = world.run_of("cache/inner", now()).unwrap();
    // With two of them nobody would know which of two files is the newer one, and one would take the other's quarantine along.
    for cache in ["cache", "cache/inner"] {
        assert!(matches!(world.run_of(cache, now()), Err(SweepError::Waiting)), "{cache}");
    }
    world.confirm(&first).unwrap();
    fs::remove_dir(world.path("cache/inner")).unwrap();
    let second = world.run();
    world.undo(&second).unwrap();
    world.assert_untouched();
}

#[test]
fn a_database_is_not_put_back_under_what_the_app_has_written_to_a_newer_one() {
    let world = World::new();
    for file in ["a.db", "a.db-wal", "b.db", "b.db-wal", "c.db-wal"] {
        fs::write(world.path("cache").join(file), b"old").unwrap();
    }
    let swept = world.run();
    fs::write(world.path("cache/a.db"), b"new").unwrap();
    world.undo(&swept).unwrap();
    assert_eq!(world.names("cache"), ["a.db", "a.json", "b.db", "b.db-wal", "c.db-wal", "deep", "link"]);
    assert_eq!(fs::read(world.path("cache/a.db")).unwrap(), b"new");
}

#[test]
fn what_an_update_has_moved_with_the_app_is_found_again() {
    let world = World::empty();
    let at = |app: &str, name: &str| world.path(app).join(name);
    for folder in ["app-1/own", "app-1/Library/Caches/balances"] {
        fs::create_dir_all(world.path(folder)).unwrap();
    }
    fs::write(at("app-1", "Library/Caches/balances/a.json"), b"12345").unwrap();
    let root = at("app-1", "Library/Caches/balances");
    let cache = CacheRegistration::folder("cache", "Balances", CacheKind::Data, &root);
    let swept = Sweeper::new(&at("app-1", "own")).run(&cache, Some(root), None, now()).unwrap();
    fs::rename(world.path("app-1"), world.path("app-2")).unwrap();

    let updated = Sweeper::new(&at("app-2", "own"));
    updated.recover(None).unwrap();
    updated.undo(&swept.id, None).unwrap();
    assert_eq!(names(&at("app-2", "Library/Caches")), ["balances"]);
    assert_eq!(fs::read(at("app-2", "Library/Caches/balances/a.json")).unwrap(), b"12345");
}

#[test]
fn what_is_gone_with_its_folder_is_not_said_to_be_back() {
    let world = World::empty();
    fs::create_dir_all(world.path("card/cache")).unwrap();
    fs::write(world.path("card/cache/a.json"), b"12345").unwrap();
    let swept = world.run_of("card/cache", now()).unwrap();
    fs::rename(world.path("card"), world.path("ejected")).unwrap();
    assert!(matches!(world.undo(&swept), Err(SweepError::Gone)));
    fs::create_dir_all(world.path("card/cache")).unwrap();
    assert!(matches!(world.undo(&swept), Err(SweepError::Gone)), "another card");
    world.recover().unwrap();
    assert_eq!(world.sweeper.pending().unwrap().len(), 1);
    fs::remove_dir_all(world.path("card")).unwrap();
    fs::rename(world.path("ejected"), world.path("card")).unwrap();
    world.undo(&swept).unwrap();
    assert_eq!(fs::read(world.path("card/cache/a.json")).unwrap(), b"12345");

    let swept = world.run_of("card/cache", now()).unwrap();
    fs::remove_dir_all(world.path("card")).unwrap();
    world.confirm(&swept).unwrap();
    assert_eq!(world.journals(), 0, "what is gone for good can be forgotten");
}

#[test]
fn a_removed_root_is_made_again() {
    let world = World::new();
    let swept = world.run();
    fs::remove_dir(world.path("cache")).unwrap();
    world.undo(&swept).unwrap();
    world.assert_untouched();

    for stage in [Stage::Moving, Stage::Undoing] {
        let swept = world.run();
        fs::remove_dir(world.path("cache")).unwrap();
        world.kill_in(stage, &swept);
        world.recover().unwrap();
        world.assert_untouched();
    }
}

#[test]
fn one_sweep_that_cannot_be_mended_does_not_keep_the_others() {
    let world = World::new();
    let caches = ["one", "two", "three"];
    let swept = caches.map(|cache| {
        world.fill(cache);
        world.run_of(cache, now()).unwrap()
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

    assert_eq!(io_kind(world.recover().unwrap_err()), io::ErrorKind::NotADirectory);
    for (_, mended) in &ids[1..] {
        assert_eq!(world.names(mended), ["a.json", "deep"]);
    }
    assert_eq!(world.journals(), 1);
    fs::remove_file(world.path(broken)).unwrap();
    world.recover().unwrap();
    assert_eq!(world.names(broken), ["a.json", "deep"]);
    assert_eq!(world.journals(), 0);
}

#[test]
fn what_could_not_be_undone_is_told_and_undone_at_the_next_start() {
    let world = World::new();
    let swept = world.run();
    fs::remove_dir(world.path("cache")).unwrap();
    fs::write(world.path("cache"), b"a file").unwrap();
    assert!(matches!(world.undo(&swept), Err(SweepError::Unfinished(_))));
    assert_eq!(world.sweeper.pending().unwrap()[0].state, SweepState::Unfinished);
    fs::remove_file(world.path("cache")).unwrap();
    world.recover().unwrap();
    world.assert_untouched();
}
