//! Clearing a cache on a disk without a free byte, and one in which something is mounted.

use serde_json::json;
use wallet_doctor_tests::disk::{Disk, check_full, json_of, played};

const CHILD: &str = env!("CARGO_BIN_EXE_sweep_child");

#[test]
fn a_cache_is_cleared_and_restored_without_a_free_byte() {
    check_full(Disk::Tmpfs, CHILD);
}

/// Another file system and a part of the same one, mounted in the cache, and a mount point for a cache.
const MOUNTED: &str = r#"
mkdir -p "$app/cache/deep/bound" "$app/cache/other" "$app/outside"
printf keep > "$app/outside/keep"
mount --bind "$app/outside" "$app/cache/deep/bound"
mount -t tmpfs -o size=64k none "$app/cache/other"; printf keep > "$app/cache/other/keep"
say diagnosed doctor diagnose
say cleared doctor clear
say kept tree "$app/cache"
say undone doctor undo
say restored tree "$app/cache"
doctor clear > /dev/null
say confirmed doctor confirm
say gone tree "$app/cache"
say outside tree "$app/outside"
say beside ls -A "$app"
umount "$app/cache/deep/bound" "$app/cache/other"
mount --bind "$app/outside" "$app/cache"
say refused doctor clear
say outside2 tree "$app/outside"
"#;

#[test]
fn what_is_mounted_in_a_cache_is_neither_entered_nor_moved() {
    let said = played(Disk::Tmpfs, CHILD, MOUNTED);
    let mounted = "./deep ./deep/bound ./deep/bound/keep ./other ./other/keep";
    let caches = json_of(&said, "diagnosed");
    assert_eq!((&caches["value"][0]["files"], &caches["value"][0]["incomplete"]), (&json!(2), &json!(true)));
    assert_eq!(json_of(&said, "cleared")["cleared"]["left"], 2, "{said:?}");
    assert_eq!(said["kept"], mounted);
    assert_eq!(said["undone"], "1");
    assert_eq!(said["restored"], "./a.json ./deep ./deep/b.json ./deep/bound ./deep/bound/keep ./other ./other/keep");
    assert_eq!((said["confirmed"].as_str(), said["gone"].as_str()), ("1", mounted));
    assert_eq!((said["outside"].as_str(), said["outside2"].as_str()), ("./keep", "./keep"));
    assert_eq!(said["beside"], "cache doctor outside");
    let refused = json_of(&said, "refused");
    assert!(refused["says"].as_str().is_some_and(|why| why.contains("mount point")), "{refused}");
}
