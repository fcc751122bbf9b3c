//! Kept evidence in a draft: attachments like any other.

use std::collections::BTreeSet;

use super::ReportDraft;
use super::attachment::{Attachment, MAX_ATTACHMENTS};
use super::content::{KeptOrigin, NotAttachedWhy};
use crate::evidence::{EvidenceDetails, EvidenceId, KeptEvidence};

/// The name of a kept text that has none.
const NAMELESS: &str = "receipt.txt";

/// The name of a kept picture that has none.
const NAMELESS_PICTURE: &str = "picture";

/// A piece of kept evidence in a draft.
#[derive(Clone)]
pub(super) struct Keepsake {
    id: EvidenceId,
    details: EvidenceDetails,
    /// The attachment that it is.
    attached: Result<String, NotAttachedWhy>,
}

impl ReportDraft {
    /// Adds what the person has kept of the transactions, such as what
    /// [`Doctor::evidence_for`](crate::Doctor::evidence_for) finds. It is attached as far as there is room beside the
    /// attachments: texts redacted like them, pictures made anew as they are, without what else their files hold, and it can
    /// be taken out or covered ([`ReportDraft::mask`]) again. What could not be taken in, and what is damaged, is named as
    /// that, unless it can't be told any more what it was. Reads pictures, so it blocks.
    #[must_use]
    pub fn with_evidence(mut self, items: Vec<KeptEvidence>) -> Self {
        for KeptEvidence { id, details, damaged, text, picture } in items {
            let Some(details) = details.filter(|_| self.evidence.iter().all(|other| other.id != id)) else { continue };
            let name = details.name.clone();
            let attachment = match (text, picture) {
                (Some(text), _) => Some(Attachment::Text { name: name.unwrap_or_else(|| NAMELESS.to_owned()), text }),
                (None, Some(path)) => {
                    let name = Some(name.unwrap_or_else(|| NAMELESS_PICTURE.to_owned()));
                    Some(Attachment::Picture { name, path, masks: Vec::new() })
                }
                (None, None) => None,
            };
            let attached = match attachment.filter(|_| !damaged) {
                None => Err(NotAttachedWhy::Damaged),
                Some(_) if self.attachments.len() >= MAX_ATTACHMENTS => Err(NotAttachedWhy::TooMany),
                Some(attachment) => Ok(self.attach(attachment)),
            };
            self.evidence.push(Keepsake { id, details, attached });
        }
        self
    }
}

impl Keepsake {
    /// What the report says of it, with these attachments left in it, and these that could not be taken in; nothing if the
    /// person has taken it out.
    pub(super) fn origin<'a>(&'a self, left: &BTreeSet<&str>, missing: &BTreeSet<&str>) -> Option<KeptOrigin<'a>> {
        let attached = match &self.attached {
            Ok(name) if missing.contains(name.as_str()) => Err(NotAttachedWhy::Picture),
            Ok(name) if left.contains(name.as_str()) => Ok(name.as_str()),
            Ok(_) => return None,
            Err(why) => Err(*why),
        };
        Some(KeptOrigin { details: &self.details, attached })
    }
}
