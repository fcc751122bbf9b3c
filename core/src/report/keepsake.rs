//! Kept evidence in a draft: its texts are attachments like any other, its pictures are only named.

use std::collections::BTreeSet;

use super::ReportDraft;
use super::attachment::{Attachment, Drafted, MAX_ATTACHMENTS};
use super::content::{KeptOrigin, NotAttachedWhy};
use crate::evidence::{EvidenceDetails, EvidenceId, KeptEvidence};

/// The name of a kept text that has none.
const NAMELESS: &str = "receipt.txt";

/// A piece of kept evidence in a draft.
pub(super) struct Keepsake {
    id: EvidenceId,
    details: EvidenceDetails,
    /// The attachment that it is.
    attached: Result<String, NotAttachedWhy>,
}

impl ReportDraft {
    /// Adds what the person has kept of the transactions, such as what
    /// [`Doctor::evidence_for`](crate::Doctor::evidence_for) finds. Texts are attached as far as there is room beside the
    /// attachments, redacted like them, and can be taken out again. Pictures stay on the phone, since what is in them can't
    /// be taken out yet: the report says that they are there. What is damaged is named as that, unless it can't be told any
    /// more what it was.
    #[must_use]
    pub fn with_evidence(mut self, items: Vec<KeptEvidence>) -> Self {
        for KeptEvidence { id, details, damaged, text } in items {
            let Some(details) = details.filter(|_| self.evidence.iter().all(|other| other.id != id)) else { continue };
            let attached = match text {
                _ if damaged => Err(NotAttachedWhy::Damaged),
                _ if details.kind.is_image() => Err(NotAttachedWhy::Picture),
                None => Err(NotAttachedWhy::Damaged),
                Some(_) if self.attachments.len() >= MAX_ATTACHMENTS => Err(NotAttachedWhy::TooMany),
                Some(text) => {
                    let name = details.name.clone().unwrap_or_else(|| NAMELESS.to_owned());
                    let drafted = Drafted::new(Attachment::Text { name, text }, &self.redactor, &mut self.taken);
                    let entry_name = drafted.entry_name.clone();
                    self.attachments.push(drafted);
                    Ok(entry_name)
                }
            };
            self.evidence.push(Keepsake { id, details, attached });
        }
        self
    }
}

impl Keepsake {
    /// What the report says of it, with these attachments left in it.
    pub(super) fn origin<'a>(&'a self, left: &BTreeSet<&str>) -> KeptOrigin<'a> {
        let attached = match &self.attached {
            Ok(name) if left.contains(name.as_str()) => Ok(name.as_str()),
            Ok(_) => Err(NotAttachedWhy::TakenOut),
            Err(why) => Err(*why),
        };
        KeptOrigin { details: &self.details, attached }
    }
}
