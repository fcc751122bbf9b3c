//! What the person adds: named plainly, cut to its end if it is long, and redacted; pictures covered and made anew.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use super::bundle::{ATTACHMENTS, Entry};
use super::content::{AttachmentContent, Omission, OmissionWhy, PictureContent};
use super::file_name::plain_name;
use super::picture::{self, Mask, Picture};
use super::redact::{Place, Redactor, Stream};
use super::text::{CUT_MARGIN_BYTES, char_boundary_from};
use super::text_file::{self, Tail};
use super::{Ledger, PictureSize, Text};

/// How many attachments one report takes.
pub const MAX_ATTACHMENTS: usize = 20;
/// How much of one text is kept, in bytes: its end, where a log tells the latest.
pub const MAX_ATTACHMENT_BYTES: usize = 1024 * 1024;
/// How far a cut moves to fall between two lines, in bytes.
const MAX_LINE_BYTES: usize = 4 * 1024;
/// Where the ledger says that a file's own name was redacted.
const NAME_PLACE: &str = "name";

/// Something that the person adds.
#[derive(Clone, PartialEq, Eq)]
pub enum Attachment {
    /// A log or another text.
    Text {
        /// The file's name. It is made plain, and what it gives away is redacted.
        name: String,
        /// Its content. Of a long one the end is kept.
        text: String,
    },
    /// A log or another text in a file of any size, which may still be written to: its end is read, as it is then.
    File {
        /// What to call it; without it the file's own name. It is made plain, and what it gives away is redacted.
        name: Option<String>,
        /// Where it lies. UTF-8, or UTF-16 with a byte order mark; what is neither is replaced character by character.
        path: PathBuf,
    },
    /// A screenshot or another picture: PNG, JPEG or WebP. Nothing of the file goes along but its pixels.
    Picture {
        /// What to call it; without it the file's own name. It is made plain, and what it gives away is redacted.
        name: Option<String>,
        /// Where it lies.
        path: PathBuf,
        /// What is covered in it.
        masks: Vec<Mask>,
    },
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, .. } => f.debug_struct("Text").field("bytes", &text.len()).finish_non_exhaustive(),
            Self::File { .. } => f.debug_struct("File").finish_non_exhaustive(),
            Self::Picture { masks, .. } => f.debug_struct("Picture").field("masks", masks).finish_non_exhaustive(),
        }
    }
}

/// An attachment in a draft: it has its name in the bundle, but its text is not redacted yet.
pub(super) struct Drafted {
    pub(super) entry_name: String,
    name_ledger: Ledger,
    body: Body,
}

enum Body {
    Text(Kept),
    Picture {
        picture: Picture,
        /// Where it came from, so that it can be covered anew.
        path: PathBuf,
    },
    Missing(Missing),
}

/// Why an attachment is not in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missing {
    pub(super) why: OmissionWhy,
    /// In words for a developer, with nothing of the content.
    pub(super) detail: String,
    /// The size of the whole, in bytes, as far as it is known.
    pub(super) of: u64,
}

/// The text that is kept, after a margin that is only read.
struct Kept {
    text: String,
    from: usize,
    /// The size of the whole, in bytes.
    whole: u64,
}

/// An attachment as it goes into the bundle.
pub(super) struct Redacted {
    pub(super) entry: Option<(Entry, AttachmentContent)>,
    pub(super) omission: Option<Omission>,
    pub(super) ledger: Ledger,
}

impl Drafted {
    /// Reads files, so it blocks.
    pub(super) fn new(attachment: Attachment, redactor: &Redactor, taken: &mut BTreeSet<String>) -> Self {
        let own_name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let (name, body) = match attachment {
            Attachment::Text { name, text } => (name, Body::text(text)),
            Attachment::File { name, path } => {
                (name.or_else(|| own_name(&path)).unwrap_or_default(), Body::file(text_file::tail(&path)))
            }
            Attachment::Picture { name, path, masks } => {
                (name.or_else(|| own_name(&path)).unwrap_or_default(), Body::picture(path, &masks))
            }
        };
        let mut found = Ledger::default();
        let shown = redactor.redact_text(&name, "", Place::At(&NAME_PLACE), &mut found);
        let shown = with_ending(&shown, &body);
        let entry_name = format!("{ATTACHMENTS}{}", plain_name(&shown, taken));
        for entry in &mut found.entries {
            entry.file.clone_from(&entry_name);
        }
        Self { entry_name, name_ledger: found, body }
    }

    /// Its bytes as they go into the report; none if it is no picture.
    pub(super) fn picture(&self) -> Option<&[u8]> {
        let Body::Picture { picture, .. } = &self.body else { return None };
        Some(&picture.bytes)
    }

    /// What masks are measured in; none if it is no picture.
    pub(super) fn size_to_mask(&self) -> Option<PictureSize> {
        let Body::Picture { picture, .. } = &self.body else { return None };
        Some(PictureSize { width: picture.original_width, height: picture.original_height })
    }

    /// The same picture with these masks and no others; none if it is no picture.
    pub(super) fn covered(&self, masks: &[Mask]) -> Option<Result<Self, picture::PictureError>> {
        let Body::Picture { path, .. } = &self.body else { return None };
        let body = picture::prepare(path, masks).map(|picture| Body::Picture { picture, path: path.clone() });
        Some(body.map(|body| Self { entry_name: self.entry_name.clone(), name_ledger: self.name_ledger.clone(), body }))
    }

    /// Why it is not in the report, if it is not.
    pub(super) fn missing(&self) -> Option<&Missing> {
        match &self.body {
            Body::Missing(missing) => Some(missing),
            Body::Text(_) | Body::Picture { .. } => None,
        }
    }

    pub(super) fn redact(&self, redactor: &Redactor) -> Redacted {
        let mut ledger = self.name_ledger.clone();
        let name = Text::place(&self.entry_name);
        let omission = |why, kept, of| Omission { what: name.clone(), why, kept, of };
        let (bytes, picture, omission) = match &self.body {
            Body::Missing(Missing { why, of, .. }) => {
                return Redacted { entry: None, omission: Some(omission(*why, 0, *of)), ledger };
            }
            Body::Text(kept) => {
                let size = kept.text.len().saturating_sub(kept.from) as u64;
                let cut = (size < kept.whole).then(|| omission(OmissionWhy::TooLong, size, kept.whole));
                (kept.redact(redactor, &self.entry_name, &mut ledger).into_bytes(), None, cut)
            }
            Body::Picture { picture, .. } => (picture.bytes.clone(), Some(PictureContent::of(picture)), None),
        };
        let content = AttachmentContent { name: name.clone(), size: bytes.len() as u64, picture };
        Redacted { entry: Some((Entry { name: self.entry_name.clone(), bytes }, content)), omission, ledger }
    }
}

impl Body {
    fn text(mut text: String) -> Self {
        let whole = text.len();
        let cut = tail_start(&text);
        // Only what can matter is held: the end, and the margin that shows whether the cut goes through a secret.
        let read_from = char_boundary_from(&text, cut.saturating_sub(CUT_MARGIN_BYTES));
        text.drain(..read_from);
        text.shrink_to_fit();
        Self::Text(Kept { text, from: cut.saturating_sub(read_from), whole: whole as u64 })
    }

    fn file(read: Result<Tail, Missing>) -> Self {
        match read {
            Ok(Tail { text, before }) => {
                let Self::Text(kept) = Self::text(text) else { unreachable!("a text is one") };
                Self::Text(Kept { whole: kept.whole.saturating_add(before), ..kept })
            }
            Err(missing) => Self::Missing(missing),
        }
    }

    fn picture(path: PathBuf, masks: &[Mask]) -> Self {
        match picture::prepare(&path, masks) {
            Ok(picture) => Self::Picture { picture, path },
            Err(error) => Self::Missing(Missing {
                why: OmissionWhy::of_picture(&error),
                detail: error.to_string(),
                of: std::fs::metadata(&path).map_or(0, |file| file.len()),
            }),
        }
    }
}

impl Kept {
    fn redact(&self, redactor: &Redactor, file: &str, ledger: &mut Ledger) -> String {
        let (before, kept) = self.text.split_at_checked(self.from).unwrap_or(("", &self.text));
        let mut out = String::with_capacity(kept.len());
        let mut stream = Stream::after(redactor, file, Place::Lines, before);
        stream.push(kept, &mut out, ledger);
        stream.finish(&mut out, ledger);
        out
    }
}

/// A picture's name, with the ending of what it has become.
fn with_ending(name: &str, body: &Body) -> String {
    let Body::Picture { picture, .. } = body else { return name.to_owned() };
    let ending = picture.kind.ending();
    match name.rsplit_once('.') {
        Some((stem, old)) if !stem.is_empty() && old.len() <= 4 => format!("{stem}.{ending}"),
        Some(_) | None => format!("{name}.{ending}"),
    }
}

/// Where the kept end of a text begins: at a line, if one begins soon enough.
fn tail_start(text: &str) -> usize {
    let Some(over) = text.len().checked_sub(MAX_ATTACHMENT_BYTES).filter(|over| *over > 0) else { return 0 };
    let start = char_boundary_from(text, over);
    let soon = text.get(start..).unwrap_or_default().bytes().take(MAX_LINE_BYTES).position(|byte| byte == b'\n');
    soon.map_or(start, |line_end| start.saturating_add(line_end).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(name: &str, text: String) -> Redacted {
        let redactor = Redactor::new([3; 32], &[]);
        let attachment = Attachment::Text { name: name.to_owned(), text };
        Drafted::new(attachment, &redactor, &mut BTreeSet::new()).redact(&redactor)
    }

    fn entry(redacted: &Redacted) -> &Entry {
        &redacted.entry.as_ref().unwrap().0
    }

    #[test]
    fn of_a_long_log_the_last_lines_are_kept_and_the_rest_is_named() {
        let line = "2026-03-01T08:00:00Z a line of the log\n";
        let text = line.repeat(MAX_ATTACHMENT_BYTES / line.len() + 100);
        let whole = text.len() as u64;
        let kept = redacted("app.log", text);
        let bytes = &entry(&kept).bytes;
        assert!(bytes.starts_with(b"2026-03-01T") && bytes.len() <= MAX_ATTACHMENT_BYTES);
        let omission = kept.omission.as_ref().unwrap();
        assert_eq!((omission.kept, omission.of), (bytes.len() as u64, whole));
    }

    #[test]
    fn a_secret_across_the_cut_of_one_endless_line_goes() {
        let tail = "x".repeat(MAX_ATTACHMENT_BYTES - 8);
        let kept = redacted("app.log", format!("{} 4111111111111111{tail}", "y".repeat(50_000)));
        let text = String::from_utf8(entry(&kept).bytes.clone()).unwrap();
        assert!(text.starts_with("[redacted:card]xxx"), "{}", text.get(..40).unwrap());
    }

    #[test]
    fn a_name_is_redacted_before_it_is_made_plain() {
        let kept = redacted("13800138000 zhang@example.com.log", "ok".to_owned());
        let name = entry(&kept).name.as_str();
        assert!(!name.contains("138") && !name.contains("zhang"), "{name}");
        let places: Vec<_> =
            kept.ledger.entries.iter().map(|e| (e.rule.as_str(), e.file.as_str(), e.place.as_str())).collect();
        assert_eq!(places, [("phone", name, "name"), ("email", name, "name")]);
    }

    #[test]
    fn a_short_text_is_kept_whole() {
        let kept = redacted("a.txt", String::new());
        assert!(kept.omission.is_none() && entry(&kept).bytes.is_empty());
    }
}
