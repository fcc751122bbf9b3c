//! What the person added to a report, item by item: each can be taken out again.

use super::redact::{Place, Redactor};
use super::{Ledger, ReportDraft, ReportError, Text};
use crate::codes::stable_codes;

/// How much of an item's own words is shown, in characters.
const SHOWN_CHARS: usize = 80;

stable_codes! {
    /// What an item is.
    pub enum ItemKind as "kind of item" {
        /// The message that they saw.
        Message = "message",
        /// Their own words.
        Note = "note",
        /// A transaction that they name.
        Transaction = "transaction",
        /// A contact with support.
        Contact = "contact",
        /// A file: a log, a picture, a receipt.
        File = "file",
    }
}

/// Something that the person added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is taken out by. For a file this is its name in the bundle.
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
        let named = complaint.transaction_ids.iter().chain(&complaint.not_mine);
        let named = named.map(|id| item(format!("transaction {}", shown(id)), ItemKind::Transaction, shown(id)));
        let contacts = self
            .contact_log
            .iter()
            .map(|contact| item(format!("contact {}", contact.at), ItemKind::Contact, shown(&contact.channel)));
        let files = self.attachments.iter().filter(|file| file.missing().is_none());
        let files = files.map(|file| item(file.entry_name.clone(), ItemKind::File, file.entry_name.clone()));
        said.chain(named).chain(contacts).chain(files).collect()
    }

    /// Takes an item out, by its id in the preview. The report says that something was taken out there, and nothing of what.
    /// What belongs to every report stays.
    pub fn take_out(&mut self, item: &str) -> Result<(), ReportError> {
        let unknown = || ReportError::UnknownItem { item: item.to_owned() };
        let Item { id, kind, .. } = self.items().into_iter().find(|known| known.id == item).ok_or_else(unknown)?;
        let complaint = &mut self.diagnosis.complaint;
        let place = match kind {
            ItemKind::Message => {
                complaint.message_seen = None;
                "/complaint/message_seen"
            }
            ItemKind::Note => {
                complaint.note = None;
                "/complaint/note"
            }
            ItemKind::Transaction => {
                let redactor = &self.redactor;
                let is_it = |known: &String| format!("transaction {}", shown(redactor, known)) == id;
                complaint.transaction_ids.retain(|known| !is_it(known));
                complaint.not_mine.retain(|known| !is_it(known));
                "/complaint/transaction_ids"
            }
            ItemKind::Contact => {
                self.contact_log.retain(|contact| format!("contact {}", contact.at) != id);
                "/contact_log"
            }
            ItemKind::File => {
                self.attachments.retain(|file| file.entry_name != id);
                "attachments/"
            }
        };
        self.taken_out.push(Text::place(place));
        Ok(())
    }
}

fn shown(redactor: &Redactor, text: &str) -> String {
    let text = redactor.redact_text(text, "", Place::At(&""), &mut Ledger::default());
    crate::one_line::one_line(&text, SHOWN_CHARS)
}
