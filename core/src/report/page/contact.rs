//! Contacts with support.

use super::words::Word;
use super::{Block, Writer};
use crate::report::Text;
use crate::report::content::{ContactLogContent, ReportContent};

impl Writer {
    pub(super) fn contact_log(&self, content: &ReportContent) -> Vec<Block> {
        let text = |text: &Option<Text>| text.as_ref().map(Text::to_string).unwrap_or_default();
        let row = |contact: &ContactLogContent| {
            vec![
                contact.at.to_string(),
                contact.channel.to_string(),
                text(&contact.who),
                text(&contact.said),
                text(&contact.promised),
                contact.promised_until.map(|at| at.to_string()).unwrap_or_default(),
            ]
        };
        let rows = content.contact_log.iter().map(row).collect();
        let head =
            [Word::At, Word::SupportChannel, Word::Who, Word::ToldBySupport, Word::Promised, Word::PromisedUntil];
        self.table(self.say(Word::Contacts).to_owned(), &head, rows).into_iter().collect()
    }
}
