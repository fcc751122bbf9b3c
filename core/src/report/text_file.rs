//! The end of a text file, as it is at this moment: of any size, while it is written to, in UTF-8 or UTF-16.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use super::attachment::{MAX_ATTACHMENT_BYTES, Missing};
use super::content::OmissionWhy;
use super::picture;
use super::text::CUT_MARGIN_BYTES;

/// How much of a file's end is read, in bytes: what is kept, and the margin that shows whether its cut goes through a secret.
/// In UTF-16 that is half as many characters.
const READ_BYTES: u64 = (MAX_ATTACHMENT_BYTES + CUT_MARGIN_BYTES + 4 * 1024) as u64;
/// Of these first bytes of the part that is read it is told whether it is text.
const PROBED_BYTES: usize = 8 * 1024;
/// One control character in so many makes it something else than text.
const CONTROLS_OF: usize = 32;
/// So many are none's business, however short the text.
const FEW_CONTROLS: usize = 2;
/// What others' files begin with: no text, whatever their names say.
const NOT_TEXT: [(&[u8], &str); 12] = [
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound"),
    (b"GIF8", "a picture"),
];

/// The end of a file.
pub(super) struct Tail {
    pub(super) text: String,
    /// How many bytes of the file come before it.
    pub(super) before: u64,
}

/// Reads the end of a file.
pub(super) fn tail(path: &Path) -> Result<Tail, Missing> {
    let unreadable =
        |error: io::Error| missing(OmissionWhy::Unreadable, &format!("the file cannot be read: {}", error.kind()), 0);
    // Asked before it is opened: to open a pipe waits for someone to write.
    let metadata = path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(missing(OmissionWhy::Unreadable, "this is no file; accepted: a regular file", 0));
    }
    let mut file = File::open(path).map_err(unreadable)?;
    // What is written from now on is not part of it.
    let length = file.metadata().map_err(unreadable)?.len();
    let first = read_at(&mut file, 0, 16).map_err(unreadable)?;
    if length == 0 || first.is_empty() {
        return Err(missing(OmissionWhy::Empty, "the file is empty", 0));
    }
    let other = || NOT_TEXT.iter().find(|(begin, _)| first.starts_with(begin)).map(|(_, kind)| *kind);
    if let Some(kind) = picture::sniff(&first).ok().map(|_| "a picture").or_else(other) {
        return Err(missing(OmissionWhy::NotText, &format!("this is {kind}; accepted: text"), length));
    }
    let encoding = Encoding::for_bom(&first).map_or(UTF_8, |(encoding, _)| encoding);
    let start = length.saturating_sub(READ_BYTES);
    // UTF-16 comes in pairs of bytes.
    let start = start.saturating_sub(if encoding == UTF_8 { 0 } else { start % 2 });
    let bytes = read_at(&mut file, start, length.saturating_sub(start)).map_err(unreadable)?;
    let (text, _) = encoding.decode_with_bom_removal(whole_characters(&bytes, encoding));
    let text: String = text.chars().filter(|c| *c != '\0').collect();
    if !is_text(&text, &bytes, encoding) {
        return Err(missing(
            OmissionWhy::NotText,
            "this is no text; accepted: UTF-8, or UTF-16 with a byte order mark",
            length,
        ));
    }
    Ok(Tail { before: length.saturating_sub(bytes.len() as u64), text })
}

fn missing(why: OmissionWhy, detail: &str, of: u64) -> Missing {
    Missing { why, detail: detail.to_owned(), of }
}

/// As many bytes as there are, up to this many.
fn read_at(file: &mut File, start: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Without the rest of a character that the cut went through.
fn whole_characters<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    let rest =
        if encoding == UTF_8 { bytes.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count() } else { 0 };
    bytes.get(rest..).unwrap_or_default()
}

/// Whether there are few enough control characters at the beginning of what was read. Where an app was killed, a log may hold
/// zeros; a file that is half zeros is none.
fn is_text(text: &str, bytes: &[u8], encoding: &'static Encoding) -> bool {
    let probed = bytes.get(..PROBED_BYTES).unwrap_or(bytes);
    // Room that was made for more lines is no part of the text.
    let begin = probed.iter().position(|byte| *byte != 0).unwrap_or(probed.len());
    let end = probed.iter().rposition(|byte| *byte != 0).map_or(begin, |last| last.saturating_add(1));
    let probed = probed.get(begin..end).unwrap_or_default();
    let zeros = probed.iter().filter(|byte| **byte == 0).count();
    let few_zeros = encoding != UTF_8 || zeros.saturating_mul(4) <= probed.len();
    let first = || text.chars().take(PROBED_BYTES);
    let odd = |c: &char| (c.is_control() && !c.is_whitespace() && *c != '\u{1b}') || *c == char::REPLACEMENT_CHARACTER;
    let odd = first().filter(odd).count();
    few_zeros && !text.is_empty() && (odd <= FEW_CONTROLS || odd.saturating_mul(CONTROLS_OF) <= first().count())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn written(bytes: &[u8]) -> Result<Tail, Missing> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log");
        std::fs::write(&path, bytes).unwrap();
        tail(&path)
    }

    fn why(bytes: &[u8]) -> OmissionWhy {
        written(bytes).err().unwrap().why
    }

    #[test]
    fn text_is_read_in_every_encoding_that_a_log_has() {
        let utf16: Vec<u8> = "\u{feff}日志 a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (&b"plain\n"[..], "plain\n"),
            ("\u{feff}日志".as_bytes(), "日志"),
            (&utf16, "日志 a\n"),
            (b"a line long enough for one bad byte \xff in it", "a line long enough for one bad byte \u{fffd} in it"),
            (b"killed\n\0\0\0\0and on, with more to come\n", "killed\nand on, with more to come\n"),
        ] {
            assert_eq!(written(bytes).ok().unwrap().text, expected);
        }
    }

    #[test]
    fn what_is_no_text_is_told_by_its_content() {
        assert_eq!(why(b""), OmissionWhy::Empty);
        for bytes in
            [&b"PK\x03\x04log.txt"[..], b"%PDF-1.7", b"SQLite format 3\0", b"\x1f\x8b\x08", &[0; 100], &[7; 100]]
        {
            assert_eq!(why(bytes), OmissionWhy::NotText, "{bytes:?}");
        }
        // UTF-16 without its mark is not told from anything else.
        let utf16: Vec<u8> = "4111 1111".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(why(&utf16), OmissionWhy::NotText);
    }

    #[test]
    fn of_a_file_of_two_gigabytes_only_the_end_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.log");
        let mut file = File::create(&path).unwrap();
        // Sparse: it has that length and takes no room.
        file.seek(SeekFrom::Start(2 << 30)).unwrap();
        file.write_all("the last line 字\n".repeat(100_000).as_bytes()).unwrap();
        let tail = tail(&path).ok().unwrap();
        assert!(tail.text.ends_with("the last line 字\n") && tail.text.len() as u64 <= READ_BYTES);
        assert_eq!(tail.before, file.metadata().unwrap().len() - READ_BYTES);
    }

    #[test]
    fn folders_and_pipes_are_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        for path in [folder.path(), &pipe, &folder.path().join("missing")] {
            assert_eq!(tail(path).err().unwrap().why, OmissionWhy::Unreadable);
        }
    }
}
