//! Small disks that a test mounts in a namespace of its own, with a cache on them and a doctor beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::finished;

/// The files of the cache, as `tree` tells them.
pub const TREE: &str = "./a.json ./deep ./deep/b.json";

/// Which disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// In memory. A folder takes no room of it.
    Tmpfs,
    /// A file with an ext4 in it, for the superuser alone. A folder takes a block, of 4 KiB as on phones: in smaller ones the
    /// journal's folder takes several, and which of them has room for a name is up to a hash that each disk seeds anew.
    Ext4,
}

/// Mounts a disk at $DISK, lays out a cache, and gives the rest of a script `doctor ACTION` and `say NAME COMMAND…`.
const PRELUDE: &str = r#"
set -e
if [ "$KIND" = ext4 ]; then
  truncate -s 16M "$DISK.img"; mkfs.ext4 -q -b 4096 -m 0 -N 3000 "$DISK.img"; mount -o loop "$DISK.img" "$DISK"
else
  mount -t tmpfs -o size=256k none "$DISK"
fi
app=$DISK/app
mkdir -p "$app/cache/deep"
printf 12345 > "$app/cache/a.json"; printf 678 > "$app/cache/deep/b.json"
say() { name=$1; shift; printf '%s\t%s\n' "$name" "$("$@" | tr '\n\t' '  ')"; }
doctor() { "$CHILD" "$1" "$CASE"; }
tree() { (cd "$1" && find . -mindepth 1 -not -name "many-*" -not -name "reserve-*" | sort); }
# More names than fit into an empty folder without another block of the disk.
many() { (cd "$app/cache" && seq 1 1000 | sed 's/^/many-entries-with-rather-long-names-/' | xargs touch); }
count() { find "$1" -name "many-*" | wc -l; }
fill() {
  dd if=/dev/zero of="$DISK/filler" bs=4k 2>/dev/null || true
  dd if=/dev/zero of="$DISK/filler2" bs=1 count=8192 2>/dev/null || true
  say free sh -c 'df --output=avail -B1 "$DISK" | tail -1'
}
"#;

/// What a script has said, by name. `child` is `sweep_child`.
///
/// # Panics
///
/// If it does not come to its end.
#[must_use]
pub fn played(on: Disk, child: &str, script: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let real = folder.path().canonicalize().expect("its own path");
    let disk = real.join("disk");
    fs::create_dir(&disk).expect("a place for the disk");
    let case = real.join("case.json");
    fs::write(&case, case_on(&disk).to_string()).expect("a case can be written");
    let mut command = Command::new("unshare");
    let (kind, namespaces) = match on {
        Disk::Tmpfs => ("tmpfs", &["--user", "--map-root-user", "--mount"][..]),
        Disk::Ext4 => ("ext4", &["--mount"][..]),
    };
    command.args(namespaces);
    command.args(["sh", "-c", &format!("{PRELUDE}{script}")]);
    command.env("DISK", &disk).env("KIND", kind).env("CASE", &case).env("CHILD", child);
    let output = finished(&mut command);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(name, said)| (name.to_owned(), said.trim().to_owned())).collect()
}

fn case_on(disk: &Path) -> Value {
    let cache = json!({ "id": "cache", "label": "Cache", "kind": "data", "root": disk.join("app/cache") });
    json!({
        "doctor": { "provider_name": "Wallet", "data_dir": disk.join("app/doctor") },
        "app": { "caches": [cache] },
    })
}

/// A line of JSON among what a script has said.
///
/// # Panics
///
/// If there is none of that name.
#[must_use]
pub fn json_of(said: &BTreeMap<String, String>, name: &str) -> Value {
    serde_json::from_str(&said[name]).unwrap_or_else(|_| panic!("{name}: {}", said[name]))
}

/// A diagnosis while there was room; then there is none.
const FULL: &str = r#"
many
say diagnosed doctor diagnose
fill
say cleared doctor clear
say empty tree "$app/cache"
say mode stat -c %a "$app/cache"
say undone doctor undo
say restored tree "$app/cache"
say counted count "$app/cache"
say content cat "$app/cache/a.json"
say again doctor clear
say confirmed doctor confirm
say gone tree "$app/cache"
say left tree "$app/doctor/sweeps"
say beside ls -A "$app"
"#;

/// Clears a cache on a disk without a free byte, undoes it, and clears it for good.
///
/// # Panics
///
/// If anything is not as it must be.
pub fn check_full(kind: Disk, child: &str) {
    let said = played(kind, child, FULL);
    assert_eq!(said["free"], "0", "{kind:?}");
    assert_eq!(json_of(&said, "diagnosed")["value"][0]["files"], 1002, "{kind:?}");
    assert_eq!(json_of(&said, "cleared")["cleared"]["left"], 0, "{kind:?}: {said:?}");
    assert_eq!(said["empty"], "", "{kind:?}");
    assert_eq!((said["undone"].as_str(), said["restored"].as_str()), ("1", TREE), "{kind:?}");
    assert_eq!((said["counted"].as_str(), said["content"].as_str()), ("1000", "12345"), "{kind:?}");
    assert_eq!(said["mode"], "755", "{kind:?}: the folder is as the app made it");
    assert_eq!((said["confirmed"].as_str(), said["gone"].as_str()), ("1", ""), "{kind:?}");
    assert_eq!(said["left"], "./lock ./spare", "{kind:?}: ready for the next time");
    assert_eq!(said["beside"], "cache doctor", "{kind:?}");
}
