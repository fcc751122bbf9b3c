//! What is kept through damage, kills and other processes.

use std::fs;
use std::path::Path;

use super::super::state::{Event, Receipt, Upload};
use super::*;

#[test]
fn opening_and_listing_touch_nothing() {
    let world = World::new();
    assert_eq!(world.outbox.submissions(), Ok(vec![]));
    assert_eq!(names(world.folder.path()), Vec::<String>::new());
}

#[test]
fn a_queued_report_is_moved_in_and_outlives_the_process() {
    let mut world = World::new();
    let sealed = world.sealed(b"sealed");
    let (id, staged) = (sealed.id(), sealed.file().to_owned());
    let queued = world.outbox.queue(sealed, wishes(Priority::Urgent), world.clock.now(), Limits::DEFAULT).unwrap();
    assert_eq!((queued.id, &queued.state, queued.size), (id, &SubmissionState::Queued, 6));
    assert_eq!(fs::read(&queued.file).unwrap(), b"sealed");
    assert!(!staged.exists());
    world.restart();
    assert_eq!(world.outbox.submissions().unwrap(), [queued]);
}

#[test]
fn submissions_come_in_the_order_in_which_they_were_queued() {
    let world = World::new();
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(world.queue(b"sealed").id);
        world.clock.forward(SignedDuration::from_secs(1));
    }
    let listed: Vec<_> = world.outbox.submissions().unwrap().into_iter().map(|submission| submission.id).collect();
    assert_eq!(listed, ids);
}

#[test]
fn a_lost_index_is_made_anew_from_the_files() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    let arrived = world.queue(b"arrived");
    deliver(&world, arrived.id);
    world.restart();
    fs::remove_dir_all(world.own().join("index")).unwrap();
    assert_eq!(world.state(waiting.id), SubmissionState::Queued);
    assert!(is_delivered(&world.state(arrived.id)));
}

/// A file that is there and can't be read now: opening it works, reading is an I/O error even to the superuser.
#[cfg(target_os = "linux")]
const UNREADABLE: &str = "/proc/self/mem";

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_read_now_is_neither_set_aside_nor_forgotten() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    uploading(&world, waiting.id);
    world.restart();
    let report = world.own().join("reports").join(waiting.id.to_string());
    fs::rename(report.join("manifest.json"), world.folder.path().join("whole")).unwrap();
    std::os::unix::fs::symlink(UNREADABLE, report.join("manifest.json")).unwrap();

    assert!(matches!(world.outbox.submissions(), Err(OutboxError::Io { .. })));
    assert!(matches!(world.queue_as(b"second", Priority::Normal), Err(OutboxError::Io { .. })));
    assert_eq!(names(&world.own()), ["index", "lock", "reports"]);
    assert_eq!(names(&report), ["bundle.wdr", "manifest.copy.json", "manifest.json", "upload.json"]);

    fs::rename(world.folder.path().join("whole"), report.join("manifest.json")).unwrap();
    assert_eq!(world.state(waiting.id), SubmissionState::Uploading { offset: 7 });
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_read_any_more_keeps_its_place_in_an_open_outbox() {
    let world = World::new();
    let waiting = world.queue(b"waiting");
    let manifest = world.own().join("reports").join(waiting.id.to_string()).join("manifest.json");
    fs::rename(&manifest, world.folder.path().join("whole")).unwrap();
    std::os::unix::fs::symlink(UNREADABLE, &manifest).unwrap();
    assert!(matches!(world.outbox.submissions(), Err(OutboxError::Io { .. })));
    assert!(matches!(world.outbox.export(waiting.id, world.folder.path()), Err(OutboxError::Io { .. })));
    fs::rename(world.folder.path().join("whole"), &manifest).unwrap();
    assert_eq!(world.outbox.submissions().unwrap(), [waiting]);
}

#[test]
fn an_index_without_files_is_forgotten() {
    let mut world = World::new();
    let lost = world.queue(b"lost");
    world.restart();
    fs::remove_dir_all(world.own().join("reports").join(lost.id.to_string())).unwrap();
    assert_eq!(world.outbox.submissions(), Ok(vec![]));
}

#[test]
fn a_broken_index_is_set_aside_and_only_the_last_one_is_kept() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    for round in 1..=3 {
        world.restart();
        let index = world.own().join("index");
        for file in ["conf", "db"] {
            fs::write(index.join(file), vec![0xA5; 300_000]).unwrap();
        }
        assert_eq!(world.state(waiting.id), SubmissionState::Queued);
        let aside = format!("index.broken-{round}");
        assert_eq!(names(&world.own()), ["index", &aside, "lock", "reports"]);
    }
    // It works, and keeps what it is told.
    uploading(&world, waiting.id);
    world.restart();
    assert_eq!(world.state(waiting.id), SubmissionState::Uploading { offset: 7 });
}

#[test]
fn an_index_that_is_no_folder_is_set_aside() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    world.restart();
    let index = world.own().join("index");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, b"not a folder").unwrap();
    assert_eq!(world.state(waiting.id), SubmissionState::Queued);
}

#[test]
fn a_damaged_manifest_costs_no_report() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    let report = world.own().join("reports").join(waiting.id.to_string());
    for (broken, whole) in [("manifest.json", "manifest.copy.json"), ("manifest.copy.json", "manifest.json")] {
        world.restart();
        fs::write(report.join(broken), b"{").unwrap();
        assert_eq!(world.outbox.submissions().unwrap(), std::slice::from_ref(&waiting), "{whole} is whole");
        // What is written next mends both.
        world.outbox.set_unmetered_only(waiting.id, false).unwrap();
    }
}

#[test]
fn a_truncated_index_loses_no_report_and_no_upload() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    uploading(&world, waiting.id);
    for bytes in [400_000, 5_000, 100, 1, 0] {
        world.restart();
        let db = fs::OpenOptions::new().write(true).open(world.own().join("index/db")).unwrap();
        db.set_len(bytes).unwrap();
        assert!(world.state(waiting.id).is_waiting(), "{bytes}");
        let due = world.outbox.make().unwrap().due(world.clock.now()).unwrap();
        let url = due[0].record.upload.as_ref().map(|upload| upload.url.as_str());
        assert_eq!(url, Some("http://127.0.0.1/reports/1"), "{bytes}");
    }
}

#[test]
fn broken_snapshots_cost_nothing_of_the_index() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    uploading(&world, waiting.id);
    for name in ["snap.0000000000000000.generating", "snap.00000000000FFFFF"] {
        world.restart();
        let snapshot = world.own().join("index").join(name);
        fs::write(&snapshot, b"garbage").unwrap();
        assert_eq!(world.state(waiting.id), SubmissionState::Uploading { offset: 7 });
        assert_eq!(names(&world.own()), ["index", "lock", "reports"]);
        assert!(!snapshot.exists());
    }
}

#[test]
fn an_index_that_is_still_being_closed_is_waited_for_and_not_set_aside() {
    let mut world = World::new();
    let waiting = world.queue(b"waiting");
    uploading(&world, waiting.id);
    world.restart();
    // sled's own lock, as a thread of its own may hold it for a moment longer.
    let patience = std::time::Duration::from_secs(10);
    let held = FolderLock::take_within(&world.own().join("index/db"), patience).unwrap().unwrap();
    let closing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(held);
    });
    assert_eq!(world.state(waiting.id), SubmissionState::Uploading { offset: 7 });
    assert_eq!(names(&world.own()), ["index", "lock", "reports"]);
    closing.join().unwrap();
}

#[test]
fn nothing_waits_for_a_flusher() {
    let world = World::new();
    let waiting = world.queue(b"waiting");
    uploading(&world, waiting.id);
    // What is on disk while the outbox is still open is what a kill leaves.
    let copy = world.folder.path().join("copy");
    copy_all(&world.own(), &copy.join("outbox"));
    let after = Outbox::new(&copy).submissions().unwrap();
    assert_eq!(after[0].id, waiting.id);
    assert_eq!(after[0].state, SubmissionState::Uploading { offset: 7 });
}

#[test]
fn everybody_in_the_process_shares_one_outbox() {
    let world = World::new();
    let first = world.queue(b"first");
    let other = Outbox::new(&world.folder.path().join("data/../data"));
    assert_eq!(other.submissions().unwrap(), [first]);
    let second =
        other.queue(world.sealed(b"second"), wishes(Priority::Normal), world.clock.now(), Limits::DEFAULT).unwrap();
    assert_eq!(world.state(second.id), SubmissionState::Queued);
}

#[test]
fn opening_and_closing_from_many_threads_never_meets_a_half_closed_outbox() {
    let world = World::new();
    let waiting = world.queue(b"waiting");
    let data = world.folder.path().join("data");
    drop(world.outbox);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let listed = Outbox::new(&data).submissions().unwrap();
                    assert_eq!(listed[0].id, waiting.id);
                }
            });
        }
    });
    assert_eq!(names(&data.join("outbox")), ["index", "lock", "reports"]);
}

#[test]
fn another_process_is_waited_out() {
    let mut world = World::new();
    let first = world.queue(b"first");
    world.restart();
    let other = FolderLock::take(&world.own().join("lock")).unwrap().unwrap();
    assert_eq!(world.outbox.submissions(), Err(OutboxError::Busy));
    assert_eq!(world.queue_as(b"second", Priority::Normal), Err(OutboxError::Busy));
    assert_eq!(names(&world.own().join("reports")), [first.id.to_string()]);
    assert_eq!(names(world.folder.path()), ["data"]);
    // Sharing the file needs no turn.
    world.outbox.export(first.id, world.folder.path()).unwrap();
    drop(other);
    assert_eq!(world.outbox.submissions().unwrap(), [first]);
}

#[test]
fn the_oldest_delivered_makes_room_and_an_undelivered_one_never() {
    let world = World::new();
    let limits = Limits { reports: 2, bytes: 1_000 };
    let queue = |bytes: &[u8]| {
        let shared = world.outbox.make().unwrap();
        shared.queue(&world.sealed(bytes), wishes(Priority::Normal), world.clock.now(), limits)
    };
    let first = queue(b"first").unwrap();
    let second = queue(b"second").unwrap();
    assert_eq!(queue(b"third"), Err(OutboxError::Full { reports: 2, bytes: 11 }));
    deliver(&world, first.id);
    let third = queue(b"third").unwrap();
    let mut kept = [second.id.to_string(), third.id.to_string()];
    kept.sort();
    assert_eq!(names(&world.own().join("reports")), kept);
}

#[test]
fn an_export_copies_and_never_overwrites() {
    let world = World::new();
    let report = world.queue(b"sealed");
    let there = world.folder.path().join("there");
    fs::create_dir(&there).unwrap();
    let first = world.outbox.export(report.id, &there).unwrap();
    let second = world.outbox.export(report.id, &there).unwrap();
    let named = world.outbox.export(report.id, &there.join("mine.wdr")).unwrap();
    assert_eq!(world.outbox.export(report.id, &named), Err(OutboxError::TargetExists));
    for copy in [&first, &second, &named] {
        assert_eq!(fs::read(copy).unwrap(), b"sealed");
    }
    assert_eq!(names(&there).len(), 3);
    assert_eq!(world.outbox.export(ReportId::random(), &there), Err(OutboxError::NotFound));
    fs::write(&report.file, b"sealeD").unwrap();
    assert_eq!(world.outbox.export(report.id, &there), Err(OutboxError::Damaged));
    assert_eq!(names(&there).len(), 3);
}

/// Lets a report be on its way.
fn uploading(world: &World, id: ReportId) {
    let url = "http://127.0.0.1/reports/1".parse().unwrap();
    let upload = Upload { url, offset: 7, expires_at: None };
    world.outbox.make().unwrap().apply(id, Event::Created(upload)).unwrap();
}

fn deliver(world: &World, id: ReportId) {
    let event = Event::Delivered { receipt: Receipt::default(), at: world.clock.now() };
    world.outbox.make().unwrap().apply(id, event).unwrap();
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() {
            copy_all(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
