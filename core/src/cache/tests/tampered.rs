//! A journal that somebody else has written, and links where folders were.

use std::fs;
use std::io;
use std::os::unix::fs::symlink;

use uuid::Uuid;

use super::super::journal::{About, Entry, Stage};
use super::super::sweep::SweepId;
use super::super::{SweepError, SweepState};
use super::World;

#[test]
fn a_journal_that_names_other_folders_moves_and_deletes_nothing() {
    for stage in [Stage::Moving, Stage::Undoing, Stage::Confirmed] {
        let world = World::new();
        world.fill("precious");
        symlink(world.path("precious"), world.path("alias")).unwrap();
        let swept = world.run();
        for (root, is_damaged) in [
            (world.path("precious"), false),
            (world.path("own/cache"), false),
            ("/".into(), true),
            (world.path("own/../cache"), true),
            (world.path("alias/deep"), true),
            (world.path("alias"), true),
            ("cache".into(), true),
        ] {
            let about = About { root: Some(root.clone()), from_own: None, ..world.entry(&swept).about };
            let forged = Entry { id: SweepId::from(Uuid::new_v4()), stage, about };
            world.sweeper.journal.begin(&forged).unwrap();
            match world.recover() {
                Err(SweepError::Io(error)) if is_damaged => assert_eq!(error.kind(), io::ErrorKind::InvalidData),
                done => done.unwrap(),
            }
            assert_eq!(world.sweeper.journal.read(&forged.id).is_ok(), is_damaged, "{}", root.display());
            assert_eq!(world.names("precious"), ["a.json", "deep"]);
            assert_eq!(fs::read_dir(world.quarantine(&swept)).unwrap().count(), 3, "{}", root.display());
            assert!(world.names("cache").is_empty());
            if is_damaged {
                world.sweeper.journal.remove(&forged.id).unwrap();
            }
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
            let place = if linked == "cache" { world.path("cache") } else { world.quarantine(&swept) };
            fs::rename(&place, world.path("moved")).unwrap();
            symlink(world.path("precious"), &place).unwrap();
            assert!(world.recover().is_err(), "{stage:?} {linked}");
            assert_eq!(world.names("precious"), ["a.json", "deep"]);
            assert_eq!(world.journals(), 1);
            assert!(place.is_symlink());
        }
    }
}

#[test]
fn a_journal_of_another_version_is_nobodys_to_act_on() {
    let world = World::new();
    let swept = world.run();
    let about = About { version: 1, ..world.entry(&swept).about };
    let other = Entry { id: SweepId::from(Uuid::new_v4()), stage: Stage::Confirmed, about };
    world.sweeper.journal.begin(&other).unwrap();
    assert!(world.recover().is_err());
    let states: Vec<_> = world.sweeper.pending().unwrap().into_iter().map(|sweep| (sweep.id, sweep.state)).collect();
    assert!(states.contains(&(swept.id.clone(), SweepState::Waiting)));
    assert!(states.contains(&(other.id.clone(), SweepState::Damaged)));
    world.sweeper.confirm(&other.id, None).unwrap();
    assert_eq!(world.journals(), 1, "it is forgotten");
    world.undo(&swept).unwrap();
    assert_eq!(world.names("cache"), ["a.json", "deep", "link"]);
}
