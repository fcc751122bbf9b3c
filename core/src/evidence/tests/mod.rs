//! Evidence: kept whole or not at all, found again, and never shown by accident.

mod damage;
mod scarce;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::files::Limits;
use super::*;
use crate::error::Error;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0and so on";

fn image(bytes: &[u8]) -> Evidence {
    Evidence::Image { name: None, bytes: bytes.to_vec() }
}

fn text(text: &str) -> Evidence {
    named("receipt.txt", text)
}

fn named(name: &str, text: &str) -> Evidence {
    Evidence::Text { name: Some(name.to_owned()), text: text.to_owned() }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn files() -> (TempDir, EvidenceFiles) {
    let folder = tempfile::tempdir().unwrap();
    let files = EvidenceFiles::new(&folder.path().join("data"));
    (folder, files)
}

fn all(files: &EvidenceFiles) -> Vec<KeptEvidence> {
    files.list(|_| true).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn refused(result: Result<EvidenceId, Error>) -> EvidenceError {
    match result {
        Err(Error::Evidence(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_kept_is_listed_oldest_first_and_read_back() {
    let (folder, files) = files();
    assert_eq!(all(&files), []);
    assert_eq!(names(folder.path()), Vec::<String>::new(), "listing makes nothing");
    let late = files.keep("TX-2", text("已支付 ¥250.00"), at(20)).unwrap();
    let early = files.keep(" TX-1 ", image(PNG), at(10)).unwrap();
    let again = EvidenceFiles::new(&folder.path().join("data"));
    let list = all(&again);
    assert_eq!(list.iter().map(|item| item.id).collect::<Vec<_>>(), [early, late]);
    let details = list[0].details.clone().unwrap();
    assert_eq!((details.transaction_id.as_str(), details.kind), ("TX-1", EvidenceKind::Png));
    assert_eq!((details.size, details.kept_at, details.name), (PNG.len() as u64, at(10), None));
    assert_eq!(details.sha256, hex::encode(Sha256::digest(PNG)));
    assert_eq!(list[1].text.as_deref(), Some("已支付 ¥250.00"));
    assert_eq!(list[1].details.as_ref().unwrap().name.as_deref(), Some("receipt.txt"));
    assert!(list.iter().all(|item| !item.damaged));
    let file = again.file(early).unwrap();
    assert_eq!((fs::read(&file).unwrap().as_slice(), file.extension().unwrap().to_str()), (PNG, Some("png")));
    assert_eq!(again.list(|details| details.is_some_and(|it| it.transaction_id == "TX-2")).unwrap(), list[1..]);
}

#[test]
fn the_same_for_the_same_transaction_is_kept_once() {
    let (_folder, files) = files();
    let id = files.keep("TX-1", text("paid"), at(0)).unwrap();
    assert_eq!(files.keep("TX-1", named("another name", "paid"), at(9)).unwrap(), id);
    assert_ne!(files.keep("TX-2", text("paid"), at(5)).unwrap(), id);
    assert_eq!(all(&files).len(), 2);
    // What is damaged is no proof, so that the same is kept once more.
    fs::write(files.file(id).unwrap(), "PAID").unwrap();
    assert_ne!(files.keep("TX-1", text("paid"), at(10)).unwrap(), id);
    assert_eq!(all(&files).iter().map(|item| item.damaged).collect::<Vec<_>>(), [true, false, false]);
}

#[test]
fn what_is_forgotten_is_gone_and_forgetting_twice_is_no_error() {
    let (folder, files) = files();
    files.forget(EvidenceId(Uuid::nil())).unwrap();
    assert_eq!(names(folder.path()), Vec::<String>::new());
    let id = files.keep("TX-1", image(JPEG), at(0)).unwrap();
    let stays = files.keep("TX-1", image(PNG), at(1)).unwrap();
    files.forget(id).unwrap();
    files.forget(id).unwrap();
    assert_eq!(all(&files).iter().map(|item| item.id).collect::<Vec<_>>(), [stays]);
    assert!(matches!(files.file(id), Err(Error::Evidence(EvidenceError::NotFound))));
    assert_eq!(names(&folder.path().join("data/evidence")), [stays.to_string(), "lock".to_owned()]);
}

#[test]
fn what_is_not_accepted_is_told_and_leaves_nothing() {
    let (folder, files) = files();
    let limit = MAX_TEXT_BYTES;
    let [most_text, most_image] = [MAX_TEXT_BYTES, MAX_IMAGE_BYTES].map(|bytes| usize::try_from(bytes).unwrap());
    let (too_long, long_id) = ("x".repeat(most_text + 1), "x".repeat(MAX_TRANSACTION_ID_BYTES + 1));
    let mut too_large = PNG.to_vec();
    too_large.resize(most_image + 1, 0);
    for (id, evidence, expected) in [
        ("", text("paid"), EvidenceError::TransactionId),
        (" \n", text("paid"), EvidenceError::TransactionId),
        (&long_id, text("paid"), EvidenceError::TransactionId),
        ("TX-1", text(" \n"), EvidenceError::Empty),
        ("TX-1", image(b""), EvidenceError::Empty),
        ("TX-1", text(&too_long), EvidenceError::TooLarge { size: limit + 1, limit }),
        ("TX-1", image(&too_large), EvidenceError::TooLarge { size: MAX_IMAGE_BYTES + 1, limit: MAX_IMAGE_BYTES }),
        ("TX-1", image(b"\0\0\0\x18ftypheic"), EvidenceError::UnsupportedType),
    ] {
        assert_eq!(refused(files.keep(id, evidence, at(0))), expected);
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
    files.keep(&"x".repeat(MAX_TRANSACTION_ID_BYTES), image(&too_large[..most_image]), at(0)).unwrap();
    files.keep("TX-1", text(&"x".repeat(most_text)), at(0)).unwrap();
    assert!(all(&files).iter().all(|item| !item.damaged));
}

#[test]
fn when_it_is_full_nothing_goes_unless_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let few = EvidenceFiles::limited(folder.path(), Limits { items: 2, bytes: 10_000 });
    let first = few.keep("TX-1", text("one"), at(0)).unwrap();
    few.keep("TX-1", text("two"), at(1)).unwrap();
    let error = refused(few.keep("TX-1", text("three"), at(2)));
    assert!(matches!(error, EvidenceError::Full { items: 2, bytes: 100.. }), "{error:?}");
    assert!(error.needs_user() && !error.is_retryable());
    assert_eq!(few.keep("TX-1", text("one"), at(3)).unwrap(), first, "what is kept already needs no room");
    few.forget(first).unwrap();
    few.keep("TX-1", text("three"), at(4)).unwrap();
    let small = EvidenceFiles::limited(folder.path(), Limits { items: 9, bytes: 1_500 });
    assert!(matches!(refused(small.keep("TX-1", text(&"x".repeat(1_000)), at(5))), EvidenceError::Full { .. }));
    let told: Vec<_> = all(&small).into_iter().filter_map(|item| item.text).collect();
    assert_eq!(told, ["two", "three"]);
}

#[test]
fn a_name_is_only_for_show() {
    let (folder, files) = files();
    for name in ["../../outside.txt", "/etc/passwd", "..", "C:\\x", "a\0b", "收据 🧾.txt", "\u{202e}gpj"] {
        files.keep("../TX/1", named(name, name), at(0)).unwrap();
    }
    let listed = all(&files);
    assert_eq!(listed.len(), 7);
    assert!(listed.iter().all(|item| item.details.as_ref().unwrap().name == item.text));
    assert_eq!(
        (names(folder.path()), names(&folder.path().join("data"))),
        (vec!["data".into()], vec!["evidence".into()])
    );
    files.keep("TX-2", named(&"名".repeat(300), "long"), at(1)).unwrap();
    let name = all(&files)[7].details.clone().unwrap().name.unwrap();
    assert_eq!(name, "名".repeat(MAX_NAME_CHARS));
}

#[test]
fn several_at_once_keep_one_of_each() {
    let (folder, _) = files();
    let keep = |number: usize| {
        let files = EvidenceFiles::new(folder.path());
        let own = files.keep("TX-1", text(&format!("receipt {number}")), at(0)).unwrap();
        let common = files.keep("TX-1", image(PNG), at(1)).unwrap();
        assert!(all(&files).iter().all(|item| !item.damaged));
        (own, common)
    };
    let kept: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..6).map(|number| scope.spawn(move || keep(number))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(all(&EvidenceFiles::new(folder.path())).len(), 7);
    assert_eq!(kept.iter().map(|(own, _)| own).collect::<BTreeSet<_>>().len(), 6);
    assert_eq!(kept.iter().map(|(_, common)| common).collect::<BTreeSet<_>>().len(), 1);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, files) = files();
    files.keep("TX-1", text("paid"), at(0)).unwrap();
    let mode = fs::metadata(folder.path().join("data/evidence")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn debug_and_errors_show_nothing_of_it() {
    let (folder, files) = files();
    let id = files.keep("TX-13800138000", named("zhang.txt", "card 4111"), at(0)).unwrap();
    let image = Evidence::Image { name: Some("zhang.png".into()), bytes: b"4111".to_vec() };
    let mut shown = format!("{:?} {image:?} {:?}", named("zhang.txt", "card 4111"), all(&files));
    fs::write(files.file(id).unwrap(), "").unwrap();
    for error in [files.file(id).unwrap_err(), files.keep("TX-1", image, at(0)).unwrap_err()] {
        shown.push_str(&format!("{error} {error:?} "));
    }
    // An id is drawn by chance, and may hold any three digits.
    let shown = shown.replace(&id.to_string(), "");
    let sum = hex::encode(Sha256::digest("card 4111"));
    for secret in ["138", "zhang", "4111", "52, 49, 49", sum.as_str(), folder.path().to_str().unwrap()] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_text_comes_back_as_it_was(
        text in "(?s)\\S.{0,200}",
        name in proptest::option::of("(?s).{0,40}"),
        transaction in "(?s)\\S.{0,20}\\S",
    ) {
        let (_folder, files) = files();
        let evidence = Evidence::Text { name: name.clone(), text: text.clone() };
        let id = files.keep(&transaction, evidence, at(7)).unwrap();
        let kept = all(&files).remove(0);
        let details = kept.details.unwrap();
        prop_assert_eq!((kept.id, kept.damaged, kept.text.as_deref()), (id, false, Some(text.as_str())));
        prop_assert_eq!(details.transaction_id, transaction.trim());
        let shown = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        prop_assert_eq!(details.name, shown);
        prop_assert_eq!(fs::read(files.file(id).unwrap()).unwrap(), text.as_bytes());
    }
}
