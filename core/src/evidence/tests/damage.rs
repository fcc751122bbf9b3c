//! What a kill leaves behind counts for nothing, and what a disk has spoilt is listed as damaged.

use super::*;

/// A file's name and what is in it.
type File<'a> = (&'a str, &'a [u8]);

const OTHER: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

/// A text that is kept, and its folder.
fn kept() -> (TempDir, EvidenceFiles, EvidenceId, PathBuf) {
    let (folder, files) = files();
    let id = files.keep("TX-1", text("paid"), at(0)).unwrap();
    let item = folder.path().join("data/evidence").join(id.to_string());
    (folder, files, id, item)
}

#[test]
fn what_a_kill_leaves_is_no_evidence_and_goes_with_the_next_write() {
    let (folder, files, id, item) = kept();
    let root = folder.path().join("data/evidence");
    let manifest = fs::read(item.join("manifest.json")).unwrap();
    let leftovers: [(&str, &[File<'_>]); 5] = [
        ("new", &[]),
        ("new", &[("content.txt.tmp", b"pa")]),
        ("new", &[("content.txt", b"paid")]),
        ("new", &[("content.txt", b"paid"), ("manifest.json", &manifest)]),
        ("gone", &[("content.txt", b"paid")]),
    ];
    for (ending, content) in leftovers {
        for forgetting in [false, true] {
            let leftover = root.join(format!("{OTHER}.{ending}"));
            fs::create_dir(&leftover).unwrap();
            for (name, bytes) in content {
                fs::write(leftover.join(name), bytes).unwrap();
            }
            assert_eq!(all(&files).iter().map(|item| item.id).collect::<Vec<_>>(), [id]);
            if forgetting {
                files.forget(OTHER.parse().unwrap()).unwrap();
            } else {
                files.keep("TX-1", text("paid"), at(1)).unwrap();
            }
            assert_eq!(names(&root), [id.to_string(), "lock".to_owned()], "{ending} {content:?}");
        }
    }
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let (folder, files, id, _) = kept();
    let root = folder.path().join("data/evidence");
    fs::create_dir(root.join("notes.new")).unwrap();
    fs::write(root.join(format!("{OTHER}.new")), "a file").unwrap();
    fs::create_dir(root.join(OTHER.to_uppercase())).unwrap();
    files.keep("TX-1", text("more"), at(1)).unwrap();
    assert_eq!((names(&root).len(), all(&files).len(), all(&files)[0].id), (6, 2, id));
}

#[test]
fn bytes_that_have_changed_are_damaged_and_still_say_what_they_were() {
    for change in [Some(&b"pai"[..]), Some(b"paiD"), Some(b"paid!"), Some(b""), None] {
        let (_folder, files, id, item) = kept();
        match change {
            Some(bytes) => fs::write(item.join("content.txt"), bytes).unwrap(),
            None => fs::remove_file(item.join("content.txt")).unwrap(),
        }
        let listed = all(&files).remove(0);
        assert_eq!((listed.id, listed.damaged, &listed.text), (id, true, &None), "{change:?}");
        assert_eq!(listed.details.unwrap().transaction_id, "TX-1");
        assert!(matches!(files.file(id), Err(Error::Evidence(EvidenceError::Damaged))));
        files.forget(id).unwrap();
        assert_eq!(all(&files), []);
    }
}

#[test]
fn an_item_whose_manifest_is_spoilt_is_listed_last_as_damaged() {
    let spoil = |manifest: &str, by: &str| match by {
        "another version" => manifest.replace("\"version\": 1", "\"version\": 2"),
        "another id" => manifest.replace("\"id\": \"", "\"id\": \"67e55044-10b1-426f-9247-bb680e5fe0c8\", \"x\": \""),
        "more than is kept" => manifest.replace("\"size\": 4", "\"size\": 400000000"),
        "a cut" => manifest.chars().take(40).collect(),
        other => panic!("{other}"),
    };
    for by in ["another version", "another id", "more than is kept", "a cut", "nothing left"] {
        let (_folder, files, id, item) = kept();
        files.keep("TX-2", text("later"), at(9)).unwrap();
        let path = item.join("manifest.json");
        let manifest = fs::read_to_string(&path).unwrap();
        match by {
            "nothing left" => fs::remove_file(&path).unwrap(),
            _ => {
                assert_ne!(spoil(&manifest, by), manifest, "{by}");
                fs::write(&path, spoil(&manifest, by)).unwrap();
            }
        }
        let listed = all(&files);
        assert_eq!((listed.len(), listed[1].id, listed[1].damaged, &listed[1].details), (2, id, true, &None), "{by}");
        assert!(matches!(files.file(id), Err(Error::Evidence(EvidenceError::Damaged))));
        assert_eq!(files.list(|details| details.is_some()).unwrap().len(), 1);
        // It is still the person's: nothing but their word removes it.
        files.keep("TX-1", text("paid"), at(10)).unwrap();
        assert_eq!(all(&files).len(), 3);
    }
}

#[test]
fn whoever_writes_is_waited_for() {
    let (folder, files, _, _) = kept();
    let lock = folder.path().join("data/evidence/lock");
    let held = crate::lock::FolderLock::take(&lock).unwrap().unwrap();
    assert!(matches!(files.keep("TX-1", text("more"), at(1)), Err(Error::Busy)));
    assert_eq!(all(&files).len(), 1, "reading goes on");
    drop(held);
    files.keep("TX-1", text("more"), at(1)).unwrap();
}
