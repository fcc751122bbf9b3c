//! What the person says is wrong: the first value in the pipeline.

mod message;
mod symptom;

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::account::Money;
use crate::codes::stable_codes;
use crate::config::CodeRule;
use crate::diagnosis::{Fact, Finding};
use crate::sensitive::Sensitive;

pub(crate) use message::classify;
pub(crate) use message::plain_code;
pub use message::{MAX_MEANINGS, MAX_MESSAGE_CHARS, Meaning, MeaningFrom};
pub use symptom::Symptom;

/// The longest id of a transaction that is one, in characters.
pub const MAX_ID_CHARS: usize = 200;
/// The longest name of an asset, a bank or a channel, in characters.
const MAX_NAME_CHARS: usize = 100;
/// How much free text a complaint takes, in characters; what is longer is cut when a report is drafted.
pub const MAX_NOTE_CHARS: usize = 4_000;

/// How many ids of transactions each list of a complaint takes; of a longer list the first ones.
pub const MAX_NAMED: usize = 100;

/// A complaint: the symptom and whatever the person can add.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// What is wrong.
    pub symptom: Symptom,
    /// The message or code that the person saw, as they saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_seen: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_at: Option<Timestamp>,
    /// Transactions that it is about. Declared ids stay readable in a report.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transaction_ids: Vec<String>,
    /// The bank or the channel that they used, as the app names it: of several, what is wrong with others is none of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The amount that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
    /// Whether other devices show the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// Transactions that the person says they did not make.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_mine: Vec<String>,
    /// Anything else, in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What the complaint itself tells, besides what it is about. Pure.
pub(crate) fn judge(complaint: &Complaint, codes: &[CodeRule]) -> Vec<Finding> {
    let message = complaint.message_seen.as_deref().map(|message| classify(message, codes)).unwrap_or_default();
    let said = message.iter().map(|meaning| Finding::new(Fact::MessageSays, &meaning.cause).with("via", meaning.from));
    let elsewhere = complaint.elsewhere.map(|elsewhere| match elsewhere {
        Elsewhere::Same => Finding::new(Fact::Everywhere, ""),
        Elsewhere::Works => Finding::new(Fact::OnlyHere, ""),
    });
    said.chain(elsewhere).collect()
}

stable_codes! {
    /// What other devices show.
    pub enum Elsewhere as "answer" {
        /// The same.
        Same = "same",
        /// There it works.
        Works = "works",
    }
}

impl Complaint {
    /// A complaint that is only a symptom.
    pub fn new(symptom: Symptom) -> Self {
        Self {
            symptom,
            message_seen: None,
            began_at: None,
            transaction_ids: Vec::new(),
            channel: None,
            money: None,
            elsewhere: None,
            not_mine: Vec::new(),
            note: None,
        }
    }

    /// The same as it was meant: ids without the blanks that came along when they were pasted, each once and up to
    /// [`MAX_NAMED`], and nothing where only blanks were written.
    pub(crate) fn tidied(self) -> Self {
        let Self { symptom, message_seen, began_at, transaction_ids, channel, money, elsewhere, not_mine, note } = self;
        let written = |text: &String| !text.trim().is_empty();
        Self {
            symptom,
            message_seen: message_seen.filter(written),
            began_at,
            transaction_ids: tidied_ids(transaction_ids),
            channel: channel.map(|channel| cut(channel.trim(), MAX_NAME_CHARS)).filter(written),
            money: money.filter(|money| money.asset.chars().count() <= MAX_NAME_CHARS),
            elsewhere,
            not_mine: tidied_ids(not_mine),
            note: note.filter(written),
        }
    }
}

fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

fn tidied_ids(ids: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let is_id = |id: &String| !id.is_empty() && id.chars().count() <= MAX_ID_CHARS;
    let trimmed = ids.into_iter().map(|id| id.trim().to_owned()).filter(is_id);
    trimmed.filter(|id| seen.insert(id.clone())).take(MAX_NAMED).collect()
}

/// What a person wrote or was shown may hold anything, so it never reaches a log this way.
impl fmt::Debug for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { symptom, message_seen, began_at, transaction_ids, channel, money, elsewhere, not_mine, note } = self;
        f.debug_struct("Complaint")
            .field("symptom", symptom)
            .field("message_seen", &message_seen.as_ref().map(Sensitive::new))
            .field("began_at", began_at)
            .field("transaction_ids", &transaction_ids.len())
            .field("channel", &channel.as_ref().map(Sensitive::new))
            .field("money", &money.as_ref().map(Sensitive::new))
            .field("elsewhere", elsewhere)
            .field("not_mine", &not_mine.len())
            .field("note", &note.as_ref().map(Sensitive::new))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symptom_reads_back_from_its_code() {
        assert_eq!(Symptom::ALL.len(), 14);
        for symptom in Symptom::ALL {
            assert_eq!(symptom.as_str().parse::<Symptom>().unwrap(), *symptom);
        }
    }

    #[test]
    fn what_was_pasted_is_taken_as_it_was_meant() {
        let ids = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
        let pasted = Complaint {
            transaction_ids: ids(&[" tx-2\n", "", "tx-1", "tx-2", " \t", "\u{3000}tx-1"]),
            not_mine: ids(&["tx-9 ", "tx-9", " "]),
            channel: Some(" Example Bank ".into()),
            message_seen: Some(" \n".into()),
            note: Some(" ".into()),
            ..Complaint::new(Symptom::Other)
        };
        let meant = Complaint {
            transaction_ids: ids(&["tx-2", "tx-1"]),
            not_mine: ids(&["tx-9"]),
            channel: Some("Example Bank".into()),
            ..Complaint::new(Symptom::Other)
        };
        assert!(pasted.tidied() == meant);
        assert!(meant.clone().tidied() == meant, "and then it stays as it is");
        let blank = Complaint { channel: Some(" ".into()), ..Complaint::new(Symptom::Other) };
        assert_eq!(blank.tidied().channel, None);
        let many = (0..MAX_NAMED + 1).map(|number| format!("tx-{number}")).collect();
        let tidied = Complaint { transaction_ids: many, ..Complaint::new(Symptom::Other) }.tidied();
        assert_eq!(tidied.transaction_ids.len(), MAX_NAMED);
        assert_eq!(tidied.transaction_ids[0], "tx-0");
    }

    #[test]
    fn debug_shows_nothing_that_a_person_wrote() {
        let complaint = Complaint {
            note: Some("my card is 4111 1111 1111 1111".into()),
            message_seen: Some("hello li.lei".into()),
            transaction_ids: vec!["tx-1".into()],
            channel: Some("card ending in 1881".into()),
            ..Complaint::new(Symptom::Other)
        };
        let shown = format!("{complaint:?}");
        assert!(!["4111", "li.lei", "tx-1", "1881"].iter().any(|secret| shown.contains(secret)), "{shown}");
    }

    #[test]
    fn a_message_and_other_devices_speak_and_nothing_of_the_message_comes_out() {
        let codes = [CodeRule { code: "E-1043".into(), cause: "bank.maintenance".into() }];
        let complaint = Complaint {
            message_seen: Some("li.lei: 余额不足 (E-1043)".into()),
            elsewhere: Some(Elsewhere::Works),
            ..Complaint::new(Symptom::Other)
        };
        let found = judge(&complaint, &codes);
        let told: Vec<(String, &str)> =
            found.iter().map(|finding| (finding.code.to_string(), finding.subject.as_str())).collect();
        let wanted = [
            ("message.says", "bank.maintenance"),
            ("message.says", "funds.insufficient_available"),
            ("complaint.only_here", ""),
        ];
        assert_eq!(told, wanted.map(|(code, subject)| (code.to_owned(), subject)));
        assert!(!format!("{found:?}").contains("li.lei"));
        assert!(judge(&Complaint::new(Symptom::Other), &codes).is_empty());
    }

    #[test]
    fn an_unknown_symptom_is_named_with_what_is_accepted() {
        let error = "balance_wrong".parse::<Symptom>().unwrap_err().to_string();
        assert!(error.contains("'balance_wrong'") && error.contains("balance_incorrect"), "{error}");
    }
}
