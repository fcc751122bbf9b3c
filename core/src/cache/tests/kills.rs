//! A process that is killed before each single change of the file system: what the next one finds it can finish or undo.
//! The process is this test itself once more, and it is killed with SIGKILL.

use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use super::super::Sweeper;
use super::super::steps::counted::{End, end_after};
use super::super::sweep::SweepId;
use super::{World, now};

/// Set in the child: the parent's folder, what it does there, and at which step it ends.
const FOLDER: &str = "WALLET_DOCTOR_TEST_FOLDER";
const ACTION: &str = "WALLET_DOCTOR_TEST_ACTION";
const STEP: &str = "WALLET_DOCTOR_TEST_STEP";
/// The child's test.
const CHILD: &str = "cache::tests::kills::every_step_can_be_the_last";
/// More than any action takes.
const MOST_STEPS: u64 = 100;

/// In the child.
fn act(folder: &Path, action: &str) {
    let sweeper = Sweeper::new(&folder.join("own"));
    let waiting = || -> SweepId { sweeper.pending().unwrap().remove(0).id };
    match action {
        "undo" => sweeper.undo(&waiting(), None).unwrap(),
        "confirm" => sweeper.confirm(&waiting(), None).unwrap(),
        _ => {
            let cache =
                super::CacheRegistration::folder("cache", "Balances", super::CacheKind::Data, folder.join("cache"));
            sweeper.run(&cache, Some(folder.join("cache")), None, now()).unwrap();
        }
    }
}

/// Whether the child was killed; otherwise it has come to its end before that step.
fn is_killed(world: &World, action: &str, step: u64) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", CHILD]).env(FOLDER, &world.real).env(ACTION, action).env(STEP, step.to_string());
    let ended = child.output().unwrap();
    let killed = ended.status.signal() == Some(9);
    assert!(killed || ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
    killed
}

#[test]
fn every_step_can_be_the_last() {
    if let Ok(folder) = std::env::var(FOLDER) {
        end_after(Some((std::env::var(STEP).unwrap().parse().unwrap(), End::Kill)));
        return act(Path::new(&folder), &std::env::var(ACTION).unwrap());
    }
    let mut killed = Vec::new();
    for action in ["run", "undo", "confirm"] {
        let steps = (0..MOST_STEPS).take_while(|step| {
            let world = World::new();
            if action != "run" {
                world.run();
            }
            let killed = is_killed(&world, action, *step);
            check(&world, action, killed, *step);
            killed
        });
        killed.push(steps.count());
    }
    // Of a sweep of three entries: each change is a step, or some would not have been tried.
    assert!(killed.iter().all(|steps| (6..50).contains(steps)), "{killed:?}");
}

/// What the next process finds, whether this one got to its end or not.
fn check(world: &World, action: &str, killed: bool, step: u64) {
    world.recover().unwrap();
    let waiting = world.sweeper.pending().unwrap();
    match (action, waiting.first()) {
        // It waits, or has gone back: either way everything can be had again.
        ("run", Some(sweep)) => world.sweeper.undo(&sweep.id, None).unwrap(),
        ("run", None) => assert!(killed),
        ("undo", Some(sweep)) => {
            assert!(killed && step == 0, "only before the first step nothing is decided");
            world.sweeper.undo(&sweep.id, None).unwrap();
        }
        ("undo", None) => {}
        (_, Some(sweep)) => {
            assert!(killed && step == 0, "only before the first step nothing is decided");
            world.sweeper.undo(&sweep.id, None).unwrap();
        }
        (_, None) => {
            assert!(world.names("cache").is_empty());
            assert_eq!(world.names("."), ["cache", "outside.txt", "own"]);
            assert_eq!(world.journals(), 0);
            return;
        }
    }
    world.assert_untouched();
    assert_eq!(std::fs::read(world.path("cache/a.json")).unwrap(), b"12345");
}
