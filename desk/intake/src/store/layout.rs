//! Where each thing lies in the store; the only place that spells a path.

use object_store::path::Path;
use uuid::Uuid;

pub(super) const UPLOADS: &str = "uploads";
pub(super) const REPORTS: &str = "reports";
/// The ending of a sealed report's name.
pub(super) const REPORT_SUFFIX: &str = ".wdr";
/// Enough for any `u64`, so that names sort as numbers do.
const OFFSET_DIGITS: usize = 20;

/// The two folders of an upload that hold bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bytes {
    /// Accepted: they count for the offset.
    Parts,
    /// Stored, but their checksum is not known yet.
    Held,
}

pub(super) fn uploads() -> Path {
    Path::from(UPLOADS)
}

pub(super) fn info(upload_id: &str) -> Path {
    uploads().join(upload_id).join("info.json")
}

/// Where the same lies once the report is received, so that whoever goes over `uploads` goes over what is not.
pub(super) fn done(upload_id: &str) -> Path {
    Path::from("done").join(format!("{upload_id}.json"))
}

pub(super) fn folder(upload_id: &str, bytes: Bytes) -> Path {
    let name = match bytes {
        Bytes::Parts => "parts",
        Bytes::Held => "held",
    };
    uploads().join(upload_id).join(name)
}

pub(super) fn part(upload_id: &str, bytes: Bytes, offset: u64) -> Path {
    folder(upload_id, bytes).join(format!("{offset:0OFFSET_DIGITS$}"))
}

/// The offset that the name of a part says; nothing for a name that the intake did not give.
pub(super) fn offset_of(part: &Path) -> Option<u64> {
    let name = part.filename()?;
    (name.len() == OFFSET_DIGITS && name.bytes().all(|b| b.is_ascii_digit())).then(|| name.parse().ok()).flatten()
}

pub(super) fn by_report(report_id: Uuid) -> Path {
    Path::from("by-report").join(report_id.to_string())
}

pub(super) fn report(report_id: Uuid) -> Path {
    Path::from(REPORTS).join(format!("{report_id}{REPORT_SUFFIX}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_part_is_its_offset() {
        let path = part("u", Bytes::Parts, 1_048_576);
        assert_eq!(path.as_ref(), "uploads/u/parts/00000000000001048576");
        assert_eq!(offset_of(&path), Some(1_048_576));
        assert_eq!(offset_of(&part("u", Bytes::Held, u64::MAX)), Some(u64::MAX));
    }

    #[test]
    fn other_names_are_no_parts() {
        for name in ["7", "+0000000000000000001", "99999999999999999999", "0000000000000000000a"] {
            assert_eq!(offset_of(&Path::from(name)), None, "{name}");
        }
    }
}
