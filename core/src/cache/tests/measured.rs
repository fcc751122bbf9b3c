//! What is found in a cache, and what is not counted.

use std::fs;
use std::time::{Duration, SystemTime};

use super::super::{CacheContents, CachePolicy, CacheState, ClearWhen, measure_all};
use super::*;

fn measured(world: &World, cache: CacheRegistration) -> CacheState {
    measure_all(&[cache], &Guarded::new(Some(&world.path("own")), &[]), now()).remove(0)
}

fn registered(world: &World) -> CacheRegistration {
    CacheRegistration::folder("cache", "Balances", CacheKind::Data, world.path("cache"))
}

#[test]
fn files_and_links_are_counted_and_what_a_link_leads_to_is_not() {
    let world = World::new();
    std::os::unix::fs::symlink(world.path("own"), world.path("cache/deep/out")).unwrap();
    std::os::unix::fs::symlink(world.path("cache"), world.path("cache/deep/circle")).unwrap();
    let state = measured(&world, registered(&world));
    let links = [world.path("outside.txt"), world.path("own"), world.path("cache")];
    let of_links: usize = links.iter().map(|path| path.as_os_str().len()).sum();
    assert_eq!((state.files, state.bytes), (5, 8 + of_links as u64));
    assert!(!state.incomplete && state.refused.is_none());
}

#[test]
fn a_file_with_a_name_elsewhere_frees_nothing_and_one_with_two_names_here_counts_once() {
    let world = World::empty();
    fs::write(world.path("outside.bin"), vec![0; 1_000]).unwrap();
    fs::hard_link(world.path("outside.bin"), world.path("cache/inside.bin")).unwrap();
    fs::write(world.path("cache/two.bin"), vec![0; 10]).unwrap();
    fs::hard_link(world.path("cache/two.bin"), world.path("cache/twice.bin")).unwrap();
    let state = measured(&world, registered(&world));
    assert_eq!((state.files, state.bytes), (3, 10));
}

#[test]
fn policies_are_held_against_age_size_and_shape() {
    let world = World::new();
    let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000 - 100);
    for file in ["cache/a.json", "cache/deep/b.json"] {
        fs::File::options().write(true).open(world.path(file)).unwrap().set_modified(written).unwrap();
    }
    fs::remove_file(world.path("cache/link")).unwrap();
    let under = |max_age_s, max_bytes| {
        let policy = CachePolicy { max_age_s: Some(max_age_s), max_bytes: Some(max_bytes), ..CachePolicy::default() };
        let state = measured(&world, CacheRegistration { policy, ..registered(&world) });
        (state.too_old, state.too_large)
    };
    assert_eq!(under(100, 8), (Some(false), Some(false)));
    assert_eq!(under(99, 7), (Some(true), Some(true)));
    let of_schema = |wanted, found| {
        let policy = CachePolicy { schema_version: wanted, clear: ClearWhen::Never, ..CachePolicy::default() };
        let cache = CacheRegistration { policy, schema_version: found, ..registered(&world) };
        measured(&world, cache).other_schema
    };
    assert_eq!(of_schema(Some(5), Some(5)), Some(false));
    assert_eq!(of_schema(Some(5), Some(4)), Some(true));
    assert_eq!((of_schema(Some(5), None), of_schema(None, Some(4))), (None, None));
}

#[test]
fn what_the_app_keeps_itself_is_as_it_says_and_what_is_refused_is_not_looked_at() {
    let world = World::new();
    let contents = CacheContents { entries: 3, bytes: 300, oldest: Some(now()) };
    let cache = CacheRegistration::kept_by_app("t", "Records\n\u{202e}", CacheKind::Data, Some(contents));
    let state = measured(&world, cache);
    assert_eq!((state.files, state.bytes, state.label.as_str()), (3, 300, "Records"));
    let refused = CacheRegistration { root: Some(world.path("own")), ..registered(&world) };
    let state = measured(&world, refused);
    assert!(state.refused.is_some_and(|why| why.contains("own folder")) && state.files == 0);
}

#[test]
fn beyond_so_many_entries_the_figures_are_a_lower_bound() {
    use super::super::mounts::Mounts;
    use super::super::walk::{Looked, walk};

    let world = World::new();
    let looked = |most| {
        let mut seen = 0;
        let root = Folder::open(&world.path("cache")).unwrap();
        (walk(root, &Mounts::default(), most, &mut |_| seen += 1), seen)
    };
    assert_eq!(looked(4), (Looked::Whole, 3));
    assert_eq!(looked(3).0, Looked::Partly);
}
