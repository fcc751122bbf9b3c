//! What the person added to a report, item by item: each can be taken out again.

use std::sync::Arc;

use super::redact::{Place, Redactor};
use super::{Ledger, ReportDraft, ReportError, Text};
use crate::codes::stable_codes;
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

impl ReportDraft {
    /// Everything that can be taken out.
    pub(super) fn items(&self) -> Vec<Item> {
        let complaint = &self.diagnosis.complaint;
        let shown = |text: &str| shown(&self.redactor, text);
        let item = |id: String, kind, text: String| Item { id, kind, text };
        let said = [(ItemKind::Message, &complaint.message_seen), (ItemKind::Note, &complaint.note)];
        let said =
            said.into_iter().filter_map(|(kind, text)| Some(item(kind.to_string(), kind, shown(text.as_ref()?))));
        let numbered = |what: &'static str, kind| {
            move |(at, text): (usize, &str)| item(format!("{what} {at}"), kind, text.to_owned())
        };
        let named: Vec<String> = self.named().iter().map(|id| shown(id)).collect();
        let named = named.iter().map(String::as_str).enumerate().map(numbered("transaction", ItemKind::Transaction));
        let contacts: Vec<String> = self.contact_log.iter().map(|contact| shown(&contact.channel)).collect();
        let contacts = contacts.iter().map(String::as_str).enumerate().map(numbered("contact", ItemKind::Contact));
        let files = self.attachments.iter();
        let files = files.map(|file| item(file.entry_name.clone(), ItemKind::File, file.entry_name.clone()));
        let all = said.chain(named).chain(contacts).chain(files);
        all.filter(|item| !self.taken_out.contains_key(&item.id)).collect()
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
        let unknown = || ReportError::UnknownItem { item: item.to_owned() };
        let Item { id, kind, .. } = self.items().into_iter().find(|known| known.id == item).ok_or_else(unknown)?;
        let place = match kind {
            ItemKind::Message => "/complaint/message_seen",
            ItemKind::Note => "/complaint/note",
            ItemKind::Transaction => {
                let number = id.rsplit(' ').next().and_then(|number| number.parse::<usize>().ok());
                let named = number.and_then(|number| self.named().get(number).map(|id| (*id).to_owned()));
                self.redactor = Arc::new(self.redactor.without(&named.ok_or_else(unknown)?));
                "/complaint/transaction_ids"
            }
            ItemKind::Contact => "/contact_log",
            ItemKind::File => {
                self.attachments.retain(|file| file.entry_name != id);
                "attachments/"
            }
        };
        self.taken_out.insert(id, Text::place(place));
        Ok(())
    }

    /// The diagnosis without what the person has taken out of their complaint.
    pub(super) fn shown_diagnosis(&self) -> Diagnosis {
        let mut shown = self.diagnosis.clone();
        let is_out = |id: &str| self.taken_out.contains_key(id);
        let named = self.named();
        let stays = |id: &String| {
            let number = named.iter().position(|named| *named == id.trim());
            number.is_none_or(|number| !is_out(&format!("transaction {number}")))
        };
        let complaint = &mut shown.complaint;
        complaint.message_seen = complaint.message_seen.take().filter(|_| !is_out(ItemKind::Message.as_str()));
        complaint.note = complaint.note.take().filter(|_| !is_out(ItemKind::Note.as_str()));
        complaint.transaction_ids.retain(stays);
        complaint.not_mine.retain(stays);
        shown
    }
}

fn shown(redactor: &Redactor, text: &str) -> String {
    let text = redactor.redact_text(text, "", Place::At(&""), &mut Ledger::default());
    crate::one_line::one_line(&text, SHOWN_CHARS)
}
