//! What becomes of files and of the journal, one call after another.

use std::fs;
use std::io;

use jiff::SignedDuration;

use super::super::journal::Stage;
use super::super::sweep::QUARANTINE_KEPT;
use super::super::{SweepError, Sweeper};
use super::{World, now};

fn io_kind(error: SweepError) -> io::ErrorKind {
    match error {
        SweepError::Io(error) | SweepError::Unfinished(error) => error.kind(),
        other => panic!("{other}"),
    }
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
    restarted.recover(None, now()).unwrap();
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
    world.recover().unwrap();
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
                other.recover(None, now()).unwrap();
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
fn what_waits_is_told_and_goes_after_a_while() {
    let world = World::new();
    world.fill("http");
    let old = now().checked_sub(QUARANTINE_KEPT).unwrap();
    let first = world.run_of("http", old).unwrap();
    let second = world.run();
    let told = |world: &World| -> Vec<_> {
        let pending = world.sweeper.pending().unwrap();
        pending.into_iter().map(|sweep| (sweep.id, sweep.cache_id, sweep.created_at)).collect()
    };
    let waiting = (second.id.clone(), "cache".to_owned(), now());
    world.recover().unwrap();
    assert_eq!(told(&world), [(first.id, "http".to_owned(), old), waiting.clone()]);

    world.sweeper.recover(None, now() + SignedDuration::from_secs(1)).unwrap();
    assert_eq!(told(&world), [waiting]);
    assert!(world.names("http").is_empty());
    world.undo(&second).unwrap();
    assert!(told(&world).is_empty());
    assert_eq!(world.names("."), ["cache", "http", "outside.txt", "own"]);
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
    assert!(matches!(world.confirm(&swept), Err(SweepError::NoSuchSweep)));
    fs::remove_file(world.path("cache")).unwrap();
    world.recover().unwrap();
    world.assert_untouched();
}
