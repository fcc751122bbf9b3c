//! What the person added to a report, item by item: each can be taken out again.

use std::fmt;
use std::sync::Arc;

use super::bundle::ATTACHMENTS;
use super::redact::{Place, Redactor};
use super::{Ledger, ReportDraft, ReportError, Text};
use crate::codes::stable_codes;
use crate::contact::ContactEntry;
use crate::diagnosis::Diagnosis;

/// How much of an item's own words is shown, in characters.
const SHOWN_CHARS: usize = 80;

stable_codes! {
    /// What an item is.
    pub enum ItemKind as "kind of item" {
        /// The message that they saw.
        Message = "message",
        /// Their own words.
        Note = "note",
        /// A transaction that they name, as theirs or not.
        Transaction = "transaction",
        /// A contact with support.
        Contact = "contact",
        /// A file: a log, a picture, a receipt; also one that could not be taken in, of which the report says that.
        File = "file",
    }
}

/// Something that the person added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is taken out by: the same as long as the draft is there, whatever else is taken out. For a file this is its name
    /// in the bundle.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// How it begins, redacted as in the report.
    pub text: String,
}

/// Which item it is, whatever else is taken out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ItemKey {
    Message,
    Note,
    /// Among those that the person names, each once.
    Transaction(usize),
    /// In the contact log.
    Contact(usize),
    File(String),
}

impl ItemKey {
    fn kind(&self) -> ItemKind {
        match self {
            Self::Message => ItemKind::Message,
            Self::Note => ItemKind::Note,
            Self::Transaction(_) => ItemKind::Transaction,
            Self::Contact(_) => ItemKind::Contact,
            Self::File(_) => ItemKind::File,
        }
    }

    /// Where it is in a report.
    fn place(&self) -> Text {
        Text::place(match self {
            Self::Message => "/complaint/message_seen",
            Self::Note => "/complaint/note",
            Self::Transaction(_) => "/complaint/transaction_ids",
            Self::Contact(_) => "/contact_log",
            Self::File(_) => ATTACHMENTS,
        })
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message | Self::Note => self.kind().fmt(f),
            Self::Transaction(at) | Self::Contact(at) => write!(f, "{} {at}", self.kind()),
            Self::File(name) => f.write_str(name),
        }
    }
}

impl ReportDraft {
    /// Everything that can be taken out.
    pub(super) fn items(&self) -> Vec<Item> {
        let shown = |key: ItemKey| {
            let text = match &key {
                ItemKey::Message => self.diagnosis.complaint.message_seen.as_deref(),
                ItemKey::Note => self.diagnosis.complaint.note.as_deref(),
                ItemKey::Transaction(at) => self.named().get(*at).copied(),
                ItemKey::Contact(at) => self.contact_log.get(*at).map(|contact| contact.channel.as_str()),
                // A name in the bundle is redacted already.
                ItemKey::File(name) => return Item { id: key.to_string(), kind: ItemKind::File, text: name.clone() },
            };
            Item { id: key.to_string(), kind: key.kind(), text: begin(&self.redactor, text.unwrap_or_default()) }
        };
        self.keys().map(shown).collect()
    }

    fn keys(&self) -> impl Iterator<Item = ItemKey> {
        let complaint = &self.diagnosis.complaint;
        let message = complaint.message_seen.iter().map(|_| ItemKey::Message);
        let note = complaint.note.iter().map(|_| ItemKey::Note);
        let named = (0..self.named().len()).map(ItemKey::Transaction);
        let contacts = (0..self.contact_log.len()).map(ItemKey::Contact);
        let files = self.attachments.iter().map(|file| ItemKey::File(file.entry_name.clone()));
        let all = message.chain(note).chain(named).chain(contacts).chain(files);
        all.filter(|key| !self.taken_out.contains(key))
    }

    /// The transactions that the person names, each once.
    fn named(&self) -> Vec<&str> {
        let complaint = &self.diagnosis.complaint;
        let mut named: Vec<&str> = Vec::new();
        for id in complaint.transaction_ids.iter().chain(&complaint.not_mine).map(|id| id.trim()) {
            if !named.contains(&id) {
                named.push(id);
            }
        }
        named
    }

    /// Takes an item out, by its id in the preview. The report says that something was taken out there, and nothing of what: a
    /// transaction's id is taken out wherever it stands, also in what was found and in logs.
    /// What belongs to every report stays.
    pub fn take_out(&mut self, item: &str) -> Result<(), ReportError> {
        let key = self.keys().find(|key| key.to_string() == item);
        let key = key.ok_or_else(|| ReportError::UnknownItem { item: item.to_owned() })?;
        match &key {
            ItemKey::Message | ItemKey::Note | ItemKey::Contact(_) => {}
            ItemKey::Transaction(at) => {
                let redactor = self.named().get(*at).map(|id| self.redactor.without(id));
                self.redactor = redactor.map_or_else(|| self.redactor.clone(), Arc::new);
            }
            ItemKey::File(name) => self.attachments.retain(|file| file.entry_name != *name),
        }
        self.taken_out.insert(key);
        Ok(())
    }

    /// What the report says of what was taken out.
    pub(super) fn taken_out_places(&self) -> impl Iterator<Item = Text> {
        self.taken_out.iter().map(ItemKey::place)
    }

    /// The diagnosis without what the person has taken out of their complaint.
    pub(super) fn shown_diagnosis(&self) -> Diagnosis {
        let mut shown = self.diagnosis.clone();
        let named = self.named();
        let stays = |id: &String| {
            let at = named.iter().position(|named| *named == id.trim());
            at.is_none_or(|at| !self.taken_out.contains(&ItemKey::Transaction(at)))
        };
        let complaint = &mut shown.complaint;
        complaint.message_seen = complaint.message_seen.take().filter(|_| !self.taken_out.contains(&ItemKey::Message));
        complaint.note = complaint.note.take().filter(|_| !self.taken_out.contains(&ItemKey::Note));
        complaint.transaction_ids.retain(stays);
        complaint.not_mine.retain(stays);
        shown
    }

    /// The contacts that the person has not taken out.
    pub(super) fn shown_contacts(&self) -> Vec<ContactEntry> {
        let contacts = self.contact_log.iter().enumerate();
        let left = contacts.filter(|(at, _)| !self.taken_out.contains(&ItemKey::Contact(*at)));
        left.map(|(_, contact)| contact.clone()).collect()
    }
}

/// How a text begins, redacted.
fn begin(redactor: &Redactor, text: &str) -> String {
    let text = redactor.redact_text(text, "", Place::At(&""), &mut Ledger::default());
    crate::one_line::one_line(&text, SHOWN_CHARS)
}
