//! What is no folder: the app sets it aside, restores it and discards it, and may be asked twice.

use std::sync::{Mutex, PoisonError};

use super::super::journal::Stage;
use super::super::steps::counted::{End, end_after};
use super::super::{CacheContents, CacheKind, CacheRegistration, SweepError};
use super::{World, now};
use crate::host::{CacheSource, HostError};

/// A table of an app's database, and the table into which it is renamed.
#[derive(Default)]
struct App {
    tables: Mutex<(Vec<u8>, Option<Vec<u8>>)>,
    fails: bool,
    panics: bool,
}

impl App {
    fn with_rows() -> Self {
        Self { tables: Mutex::new((vec![1, 2, 3], None)), ..Self::default() }
    }

    fn rows(&self) -> (Vec<u8>, Option<Vec<u8>>) {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer(&self) -> Result<(), HostError> {
        assert!(!self.panics, "boom");
        if self.fails { Err(HostError::Failed { message: "database is locked".into() }) } else { Ok(()) }
    }
}

impl CacheSource for App {
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError> {
        Ok(vec![registration()])
    }

    fn set_aside(&self, _: String) -> Result<(), HostError> {
        self.answer()?;
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = std::mem::take(&mut tables.0);
        tables.1.get_or_insert(rows);
        Ok(())
    }

    fn restore(&self, _: String) -> Result<(), HostError> {
        self.answer()?;
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = tables.1.take() {
            tables.0 = rows;
        }
        Ok(())
    }

    fn discard(&self, _: String) -> Result<(), HostError> {
        self.answer()?;
        self.tables.lock().unwrap_or_else(PoisonError::into_inner).1 = None;
        Ok(())
    }
}

fn registration() -> CacheRegistration {
    let contents = CacheContents { entries: 3, bytes: 300, oldest: None };
    CacheRegistration::kept_by_app("table", "Records", CacheKind::Data, Some(contents))
}

#[test]
fn it_is_set_aside_and_comes_back_or_goes() {
    let (world, app) = (World::empty(), App::with_rows());
    let swept = world.sweeper.run(&registration(), None, Some(&app), now()).unwrap();
    assert_eq!(app.rows(), (Vec::new(), Some(vec![1, 2, 3])));
    let again = world.sweeper.run(&registration(), None, Some(&app), now());
    assert!(matches!(again, Err(SweepError::Waiting)), "setting aside twice would lose what is set aside");
    world.sweeper.undo(&swept.id, Some(&app)).unwrap();
    assert_eq!(app.rows(), (vec![1, 2, 3], None));

    let swept = world.sweeper.run(&registration(), None, Some(&app), now()).unwrap();
    world.sweeper.confirm(&swept.id, Some(&app)).unwrap();
    assert_eq!(app.rows(), (Vec::new(), None));
    assert_eq!(world.journals(), 0);
}

#[test]
fn an_app_that_fails_or_panics_has_lost_nothing() {
    for (fails, panics) in [(true, false), (false, true)] {
        let world = World::empty();
        let app = App { fails, panics, ..App::with_rows() };
        let told = world.sweeper.run(&registration(), None, Some(&app), now()).unwrap_err();
        assert!(!told.to_string().contains("locked"), "{told}");
        assert_eq!(app.rows(), (vec![1, 2, 3], None));
        // It may have been done halfway, so the journal has it until the app can say that it is back.
        let app = App { fails: false, panics: false, ..app };
        world.sweeper.recover(Some(&app)).unwrap();
        assert_eq!(world.journals(), 0);
    }
}

#[test]
fn a_kill_at_any_step_is_made_good_at_the_next_start() {
    for action in ["run", "undo", "confirm"] {
        for step in 0.. {
            let (world, app) = (World::empty(), App::with_rows());
            let waiting =
                (action != "run").then(|| world.sweeper.run(&registration(), None, Some(&app), now()).unwrap());
            end_after(Some((step, End::Panic)));
            let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match (&waiting, action) {
                (Some(swept), "undo") => world.sweeper.undo(&swept.id, Some(&app)).unwrap(),
                (Some(swept), _) => world.sweeper.confirm(&swept.id, Some(&app)).unwrap(),
                (None, _) => drop(world.sweeper.run(&registration(), None, Some(&app), now()).unwrap()),
            }));
            end_after(None);
            world.sweeper.recover(Some(&app)).unwrap();
            let waits = world.sweeper.pending().unwrap();
            let expected = match (action, waits.is_empty()) {
                (_, false) => (Vec::new(), Some(vec![1, 2, 3])),
                ("confirm", true) => (Vec::new(), None),
                (_, true) => (vec![1, 2, 3], None),
            };
            assert_eq!(app.rows(), expected, "{action} {step}");
            if ended.is_ok() {
                assert!(step >= 3, "{action}: {step} steps");
                break;
            }
        }
    }
}

#[test]
fn without_the_app_what_it_keeps_is_left_as_it_is() {
    let (world, app) = (World::new(), App::with_rows());
    let swept = world.sweeper.run(&registration(), None, Some(&app), now()).unwrap();
    world.kill_in(Stage::Undoing, &swept);
    let folder = world.run();
    world.kill_in(Stage::Undoing, &folder);
    assert!(matches!(world.sweeper.recover(None), Err(SweepError::App)));
    assert_eq!(world.names("cache"), ["a.json", "deep", "link"], "the other one is mended");
    assert_eq!(app.rows(), (Vec::new(), Some(vec![1, 2, 3])));
    world.sweeper.recover(Some(&app)).unwrap();
    assert_eq!(app.rows(), (vec![1, 2, 3], None));
}

/// An app that registers what it does not clear.
struct Unwilling;

impl CacheSource for Unwilling {
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError> {
        Ok(vec![registration()])
    }
}

#[test]
fn an_app_that_does_not_take_part_leaves_nothing_behind() {
    let world = World::empty();
    for _ in 0..2 {
        let told = world.sweeper.run(&registration(), None, Some(&Unwilling), now());
        assert!(matches!(told, Err(SweepError::NotOffered)));
        assert_eq!(world.journals(), 0);
    }
}
