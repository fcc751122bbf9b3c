//! What the person has kept of the transactions, and where it is.

use super::words::Word;
use super::{Block, Writer};
use crate::report::Text;
use crate::report::content::{KeptEvidenceContent, NotAttachedWhy, ReportContent};

impl Writer {
    pub(super) fn kept_evidence(&self, content: &ReportContent) -> Option<Block> {
        let row = |kept: &KeptEvidenceContent| {
            let why = kept.not_attached.map(|why| match why {
                NotAttachedWhy::Picture => Word::PictureOnPhone,
                NotAttachedWhy::TooMany => Word::TooManyAttached,
                NotAttachedWhy::Damaged => Word::Damaged,
                NotAttachedWhy::TakenOut => Word::TakenOut,
            });
            let attached = kept.attached_as.as_ref().map(Text::to_string);
            vec![
                kept.transaction.to_string(),
                kept.kind.to_string(),
                kept.size.to_string(),
                kept.kept_at.to_string(),
                attached.or(why.map(|why| self.say(why).to_owned())).unwrap_or_default(),
                kept.sha256.as_ref().map(Text::to_string).unwrap_or_default(),
            ]
        };
        let rows = content.kept_evidence.iter().map(row).collect();
        let head = [Word::Transaction, Word::Kind, Word::Bytes, Word::KeptAt, Word::InReport, Word::Sha256];
        self.table(self.say(Word::KeptEvidence).to_owned(), &head, rows)
    }
}
