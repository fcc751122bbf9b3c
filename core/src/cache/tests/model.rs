//! Any order of sweeps, undoing, confirming, kills and restarts against a model of what must be where.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use proptest::prelude::*;

use super::super::SweepError;
use super::super::steps::counted::{End, end_after};
use super::super::sweep::SweepId;
use super::World;

/// Where the app writes. No path is a file here and a folder there: what becomes of those is told in a test of its own.
const PATHS: [&str; 7] = ["a", "b", "d/x", "d/y", "d/e/z", "f/g", "名/ü"];

/// What happens.
#[derive(Debug, Clone)]
enum Act {
    /// The app writes a file.
    Write(usize, u8),
    /// The app removes a top entry.
    Remove(usize),
    Run,
    /// One of those that wait.
    Undo(usize),
    Confirm(usize),
    Restart,
}

/// With each: after how many steps it is killed, if it comes that far, and what the app writes before the doctor is opened
/// again.
type Happening = (Act, Option<(u64, Option<(usize, u8)>)>);

fn happening() -> impl Strategy<Value = Happening> {
    let write = || (0..PATHS.len(), any::<u8>());
    let act = prop_oneof![
        4 => write().prop_map(|(path, content)| Act::Write(path, content)),
        1 => (0..PATHS.len()).prop_map(Act::Remove),
        4 => Just(Act::Run),
        3 => (0..3_usize).prop_map(Act::Undo),
        3 => (0..3_usize).prop_map(Act::Confirm),
        1 => Just(Act::Restart),
    ];
    (act, proptest::option::of((0..24_u64, proptest::option::of(write()))))
}

type Files = BTreeMap<String, u8>;

/// What must be where.
#[derive(Debug, Default)]
struct Model {
    cache: Files,
    waiting: BTreeMap<SweepId, Files>,
}

impl Model {
    /// What was swept comes back, but not over what is newer.
    fn put_back(&mut self, files: Files) {
        for (path, content) in files {
            self.cache.entry(path).or_insert(content);
        }
    }
}

fn write(world: &World, model: &mut Model, path: usize, content: u8) {
    let file = world.path("cache").join(PATHS[path]);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, [content]).unwrap();
    model.cache.insert(PATHS[path].to_owned(), content);
}

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap()[0]);
            }
        }
    }
    found
}

/// Does one thing, killed or not. Whether it came to its end.
fn act(world: &World, act: &Act, picked: Option<&SweepId>, killed_after: Option<u64>) -> bool {
    end_after(killed_after.map(|steps| (steps, End::Panic)));
    let ended = catch_unwind(AssertUnwindSafe(|| match (act, picked) {
        // With one that waits there is nothing to be run: that has a test of its own.
        (Act::Run, _) => match world.run_of("cache", super::now()) {
            Ok(_) | Err(SweepError::Waiting) => {}
            Err(error) => panic!("{error}"),
        },
        (Act::Undo(_), Some(id)) => world.sweeper.undo(id, None).unwrap(),
        (Act::Confirm(_), Some(id)) => world.sweeper.confirm(id, None).unwrap(),
        (Act::Restart, _) => world.recover().unwrap(),
        (Act::Undo(_) | Act::Confirm(_) | Act::Write(..) | Act::Remove(_), _) => {}
    }));
    end_after(None);
    match ended {
        Ok(()) => true,
        Err(panic) if panic.downcast_ref::<&str>() == Some(&"killed") => false,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// One thing and what must follow from it.
fn happen(world: &World, model: &mut Model, (what, killed): &Happening) {
    let picked = match what {
        Act::Undo(nth) | Act::Confirm(nth) => model.waiting.keys().nth(*nth).cloned(),
        Act::Write(..) | Act::Remove(_) | Act::Run | Act::Restart => None,
    };
    match what {
        Act::Write(path, content) => return write(world, model, *path, *content),
        Act::Remove(path) => {
            let top = PATHS[*path].split('/').next().unwrap();
            let at = world.path("cache").join(top);
            let _ = fs::remove_dir_all(&at).or_else(|_| fs::remove_file(&at));
            return model.cache.retain(|path, _| path.split('/').next() != Some(top));
        }
        Act::Run | Act::Undo(_) | Act::Confirm(_) | Act::Restart => {}
    }
    let before = std::mem::take(&mut model.cache);
    if !act(world, what, picked.as_ref(), killed.as_ref().map(|(steps, _)| *steps)) {
        if let Some((_, Some((path, content)))) = killed {
            write(world, model, *path, *content);
        }
        // The next start, which may be killed as well.
        act(world, &Act::Restart, None, killed.as_ref().map(|(steps, _)| steps / 2));
        world.recover().unwrap();
    }
    let waits: Vec<SweepId> = world.sweeper.pending().unwrap().into_iter().map(|sweep| sweep.id).collect();
    match (what, picked) {
        (Act::Run, _) => match waits.iter().find(|id| !model.waiting.contains_key(id)) {
            Some(new) => drop(model.waiting.insert(new.clone(), before)),
            None => model.put_back(before),
        },
        (Act::Undo(_), Some(id)) if !waits.contains(&id) => {
            // What the app wrote after the kill is newest, then what was there before.
            model.put_back(before);
            let swept = model.waiting.remove(&id).unwrap();
            model.put_back(swept);
        }
        (Act::Confirm(_), Some(id)) if !waits.contains(&id) => {
            model.put_back(before);
            model.waiting.remove(&id);
        }
        (Act::Undo(_) | Act::Confirm(_) | Act::Restart | Act::Write(..) | Act::Remove(_), _) => model.put_back(before),
    }
}

/// Every file is in its place or gone as decided, and nothing outside was touched.
fn check(world: &World, model: &Model) {
    assert_eq!(files(&world.path("cache")), model.cache);
    let mut outside = vec!["cache".to_owned(), "elsewhere".to_owned(), "own".to_owned()];
    for (id, swept) in &model.waiting {
        let name = format!(".wallet-doctor-quarantine-{id}");
        assert_eq!(&files(&world.path(&name)), swept);
        outside.push(name);
    }
    outside.sort();
    assert_eq!(world.names("."), outside);
    assert_eq!(files(&world.path("elsewhere")), Files::from([("keep".to_owned(), 7)]));
    let waiting: Vec<SweepId> = world.sweeper.pending().unwrap().into_iter().map(|sweep| sweep.id).collect();
    assert_eq!(waiting.len(), model.waiting.len());
    assert!(waiting.iter().all(|id| model.waiting.contains_key(id)));
    assert_eq!(world.journals(), model.waiting.len());
}

fn play(happenings: &[Happening]) {
    let world = World::empty();
    fs::create_dir(world.path("elsewhere")).unwrap();
    fs::write(world.path("elsewhere/keep"), [7]).unwrap();
    let mut model = Model::default();
    // The journal is there before the first check.
    world.sweeper.prepare().unwrap();
    for happening in happenings {
        happen(&world, &mut model, happening);
        check(&world, &model);
    }
    while !model.waiting.is_empty() {
        happen(&world, &mut model, &(Act::Undo(0), None));
        check(&world, &model);
    }
}

#[test]
fn an_undoing_that_is_killed_brings_back_nothing_under_another_name() {
    // What is left in quarantine, because the app has written it anew, is deep in folders.
    for killed_after in 0..24 {
        let written = |content| (Act::Write(4, content), None);
        play(&[written(0), (Act::Run, None), written(1), (Act::Undo(0), Some((killed_after, None)))]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_every_file_is_in_its_place_or_gone_as_decided(
        happenings in proptest::collection::vec(happening(), 1..14)
    ) {
        play(&happenings);
    }
}
