//! Clearing a cache on a full ext4, which needs a loop device and so the superuser.

use wallet_doctor_tests::disk::{Disk, TREE, check_full, json_of, played};

const CHILD: &str = env!("CARGO_BIN_EXE_sweep_child");

#[test]
fn a_cache_is_cleared_and_restored_on_a_disk_that_needs_a_block_for_each_folder() {
    check_full(Disk::Ext4, CHILD);
}

#[test]
fn a_doctor_that_was_never_there_says_that_it_needs_room_and_touches_nothing() {
    let said = played(
        Disk::Ext4,
        CHILD,
        "fill\nsay cleared doctor clear\nsay kept tree \"$app/cache\"\nsay beside ls -A \"$app\"",
    );
    let cleared = json_of(&said, "cleared");
    assert_eq!(
        (cleared["error"].as_str(), cleared["needs_user"].as_bool()),
        (Some("no_space"), Some(true)),
        "{cleared}"
    );
    assert_eq!((said["kept"].as_str(), said["beside"].as_str()), (TREE, "cache"));
}
