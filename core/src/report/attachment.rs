//! What the person adds: named plainly, cut to its end if it is long, and redacted.

use std::collections::BTreeSet;
use std::fmt;

use super::bundle::{ATTACHMENTS, Entry};
use super::content::{AttachmentContent, Omission, OmissionWhy};
use super::file_name::plain_name;
use super::redact::{Place, Redactor};
use super::text::{CUT_MARGIN_BYTES, char_boundary_from};
use super::{Ledger, Text};

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
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, .. } => f.debug_struct("Text").field("bytes", &text.len()).finish_non_exhaustive(),
        }
    }
}

/// An attachment in a draft: it has its name in the bundle, but its text is not redacted yet.
pub(super) struct Drafted {
    pub(super) entry_name: String,
    name_ledger: Ledger,
    /// What is kept, after a margin that is only read.
    text: String,
    kept_from: usize,
    /// The size of the whole, in bytes.
    whole: usize,
}

/// An attachment as it goes into the bundle.
pub(super) struct Redacted {
    pub(super) entry: Entry,
    pub(super) content: AttachmentContent,
    pub(super) omission: Option<Omission>,
    pub(super) ledger: Ledger,
}

impl Drafted {
    pub(super) fn new(attachment: Attachment, redactor: &Redactor, taken: &mut BTreeSet<String>) -> Self {
        let Attachment::Text { name, mut text } = attachment;
        let mut found = Ledger::default();
        let shown = redactor.redact_text(&name, "", Place::At(&NAME_PLACE), &mut found);
        let entry_name = format!("{ATTACHMENTS}{}", plain_name(&shown, taken));
        for entry in &mut found.entries {
            entry.file.clone_from(&entry_name);
        }
        let whole = text.len();
        let cut = tail_start(&text);
        // Only what can matter is held: the end, and the margin that shows whether the cut goes through a secret.
        let read_from = char_boundary_from(&text, cut.saturating_sub(CUT_MARGIN_BYTES));
        text.drain(..read_from);
        Self { entry_name, name_ledger: found, text, kept_from: cut.saturating_sub(read_from), whole }
    }

    pub(super) fn redact(&self, redactor: &Redactor) -> Redacted {
        let mut ledger = self.name_ledger.clone();
        let part = self.kept_from..self.text.len();
        let kept = part.len();
        let text = redactor.redact_part(&self.text, part, &self.entry_name, Place::Lines, &mut ledger);
        let bytes = text.into_owned().into_bytes();
        let name = Text::place(&self.entry_name);
        let omission = (kept < self.whole).then(|| Omission {
            what: name.clone(),
            why: OmissionWhy::TooLong,
            kept: kept as u64,
            of: self.whole as u64,
        });
        let content = AttachmentContent { name, size: bytes.len() as u64 };
        Redacted { entry: Entry { name: self.entry_name.clone(), bytes }, content, omission, ledger }
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

    #[test]
    fn of_a_long_log_the_last_lines_are_kept_and_the_rest_is_named() {
        let line = "2026-03-01T08:00:00Z a line of the log\n";
        let text = line.repeat(MAX_ATTACHMENT_BYTES / line.len() + 100);
        let whole = text.len() as u64;
        let kept = redacted("app.log", text);
        assert!(kept.entry.bytes.starts_with(b"2026-03-01T") && kept.entry.bytes.len() <= MAX_ATTACHMENT_BYTES);
        let omission = kept.omission.unwrap();
        assert_eq!((omission.kept, omission.of), (kept.entry.bytes.len() as u64, whole));
    }

    #[test]
    fn a_secret_across_the_cut_of_one_endless_line_goes() {
        let tail = "x".repeat(MAX_ATTACHMENT_BYTES - 8);
        let kept = redacted("app.log", format!("{} 4111111111111111{tail}", "y".repeat(50_000)));
        let text = String::from_utf8(kept.entry.bytes).unwrap();
        assert!(text.starts_with("[redacted:card]xxx"), "{}", text.get(..40).unwrap());
    }

    #[test]
    fn a_name_is_redacted_before_it_is_made_plain() {
        let kept = redacted("13800138000 zhang@example.com.log", "ok".to_owned());
        assert!(!kept.entry.name.contains("138") && !kept.entry.name.contains("zhang"), "{}", kept.entry.name);
        let places: Vec<_> =
            kept.ledger.entries.iter().map(|e| (e.rule.as_str(), e.file.as_str(), e.place.as_str())).collect();
        let name = kept.entry.name.as_str();
        assert_eq!(places, [("phone", name, "name"), ("email", name, "name")]);
    }

    #[test]
    fn a_short_text_is_kept_whole() {
        let kept = redacted("a.txt", String::new());
        assert!(kept.omission.is_none() && kept.entry.bytes.is_empty());
    }
}
