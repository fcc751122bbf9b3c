//! What is mounted below a folder: not the cache's own, so it is neither entered nor moved.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use rustix::fs::Stat;

use super::folder::Folder;
use super::walk::is_same;

/// Where Linux tells what is mounted (proc_pid_mountinfo(5)). Elsewhere nothing is mounted within an app's folders.
const TABLE: &str = "/proc/self/mountinfo";
/// Which field of a line is the mount point, from 0.
const POINT: usize = 4;

/// The mount points below a folder.
#[derive(Debug, Default)]
pub(super) struct Mounts {
    /// As paths from the folder on.
    points: Vec<PathBuf>,
    roots: Vec<Stat>,
}

impl Mounts {
    /// What is mounted below this folder, which is given without links in its path. Where it can't be read, nothing is known,
    /// and a mount of another file system is still told by its device.
    pub(super) fn below(root: &Path) -> Self {
        let table = fs::read(TABLE).unwrap_or_default();
        let points: Vec<PathBuf> = points(&table)
            .filter_map(|point| point.strip_prefix(root).ok().map(Path::to_owned))
            .filter(|point| point.components().next().is_some())
            .collect();
        let roots = points.iter().filter_map(|point| Folder::open(&root.join(point)).ok()?.stat().ok()).collect();
        Self { points, roots }
    }

    /// Whether this folder is the root of one of them.
    pub(super) fn holds(&self, folder: &Stat) -> bool {
        self.roots.iter().any(|root| is_same(root, folder))
    }

    /// Whether something is mounted at this path, or below it.
    pub(super) fn any_at_or_below(&self, path: &Path) -> bool {
        self.points.iter().any(|point| point.starts_with(path))
    }

    /// Whether nothing is mounted there.
    pub(super) fn is_none(&self) -> bool {
        self.points.is_empty()
    }

    /// Whether something is mounted at this very path.
    pub(super) fn any_at(&self, path: &Path) -> bool {
        self.points.iter().any(|point| point == path)
    }
}

fn points(table: &[u8]) -> impl Iterator<Item = PathBuf> + '_ {
    let lines = table.split(|byte| *byte == b'\n');
    let fields = lines.filter_map(|line| line.split(|byte| *byte == b' ').nth(POINT));
    fields.map(|field| PathBuf::from(OsString::from_vec(unescaped(field))))
}

/// Blanks, line ends and backslashes stand as octal numbers.
fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|_| *first == b'\\').and_then(|digits| std::str::from_utf8(digits).ok());
        match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                plain.push(byte);
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                plain.push(*first);
                rest = after;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mount_points_are_read_with_whatever_is_in_their_names() {
        let table = b"36 35 98:0 /mnt1 /mnt/a\\040b\\134c rw,noatime master:1 - ext3 /dev/root rw\n\
            37 35 0:5 / /mnt/\xff rw - tmpfs none rw\nnonsense\n\n";
        let found: Vec<PathBuf> = points(table).collect();
        let odd = PathBuf::from(OsString::from_vec(b"/mnt/\xff".to_vec()));
        assert_eq!(found, [PathBuf::from("/mnt/a b\\c"), odd]);
    }
}
