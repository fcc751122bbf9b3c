//! What the words of a name or a title are about, in both languages, by the lists in `topics.json`. Pure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use crate::complaint::Symptom;

/// The code of the topic that a part's name says and no more, so that it can be told in another language: 'Withdrawals' and
/// '提现服务' are `withdrawals`, the name of one bank is only itself.
pub(crate) fn topic_of(name: &str) -> Option<&'static str> {
    let text = plain(name);
    let topics = TOPICS.found_in(&text).topics;
    match topics.as_slice() {
        [only] if says_no_more(&text, &topics) => Some(&only.code),
        _ => None,
    }
}

/// The codes of all topics.
#[cfg(test)]
pub(crate) fn topic_codes() -> impl Iterator<Item = &'static str> {
    TOPICS.topics.iter().map(|topic| topic.code.as_str())
}

/// Whether nothing is left of a text without the words of these topics.
pub(super) fn says_no_more(text: &str, topics: &[&Topic]) -> bool {
    let mut left = text.to_owned();
    for word in topics.iter().flat_map(|topic| &topic.words) {
        left = word.cut_from(&left);
    }
    TOPICS.is_only_generic(&left)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    /// Words that mean the whole service.
    whole: Vec<Word>,
    /// Words of what everything stands on.
    everything: Vec<Word>,
    /// The same where they stand alone; beside other words they say nothing.
    generic: Vec<Word>,
    /// Words of what no complaint is about.
    nothing: Vec<Word>,
    /// The same, where nothing else is said.
    aside: Vec<Word>,
    topics: Vec<Topic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    /// By which it is named in people's languages.
    code: String,
    words: Vec<Word>,
    pub(super) concerns: BTreeSet<Symptom>,
    /// Whether its parts are one of several, of which a person uses one.
    #[serde(default)]
    pub(super) particular: bool,
}

/// A word as it stands in the file: whole words, the last of which is a beginning if a star ends it; Chinese, which has no
/// spaces, anywhere.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(super) struct Word {
    /// With the spaces around it that make it a whole word.
    pattern: String,
}

impl From<String> for Word {
    fn from(word: String) -> Self {
        let pattern = match word.strip_suffix('*') {
            Some(beginning) => format!(" {beginning}"),
            None if word.is_ascii() => format!(" {word} "),
            None => word,
        };
        Self { pattern }
    }
}

impl Word {
    /// A name from outside, whole; none if it has no letter.
    pub(super) fn whole(name: &str) -> Option<Self> {
        let plain = plain(name);
        let name = plain.trim();
        (!name.is_empty()).then(|| Self::from(name.to_owned()))
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        text.contains(&self.pattern)
    }

    /// The text without this word, to its end if this is only its beginning.
    pub(super) fn cut_from(&self, text: &str) -> String {
        let mut left = String::new();
        let mut rest = text;
        // The space after a whole word is also the one before the next.
        let shared = usize::from(self.pattern.ends_with(' '));
        while let Some((before, after)) = rest.find(&self.pattern).and_then(|at| {
            let end = at.saturating_add(self.pattern.len()).saturating_sub(shared);
            rest.get(..at).zip(rest.get(end..))
        }) {
            left.push_str(before);
            left.push(' ');
            let is_beginning = self.pattern.is_ascii() && shared == 0;
            rest = if is_beginning { after.trim_start_matches(|c: char| c.is_ascii_alphanumeric()) } else { after };
        }
        left.push_str(rest);
        format!(" {} ", left.trim())
    }
}

/// The topics, and all of their words to be looked for at once.
pub(super) struct Lookup {
    topics: Vec<Topic>,
    generic: Vec<Word>,
    words: AhoCorasick,
    /// Whose each word is.
    owners: Vec<Owner>,
}

#[derive(Clone, Copy)]
enum Owner {
    Whole,
    Everything,
    Generic,
    Nothing,
    Aside,
    Topic(usize),
}

/// What a text's words are about.
#[derive(Default)]
pub(super) struct Found {
    pub(super) whole: bool,
    pub(super) everything: bool,
    pub(super) generic: bool,
    pub(super) nothing: bool,
    pub(super) aside: bool,
    pub(super) topics: Vec<&'static Topic>,
}

impl Lookup {
    fn new(topics: Topics) -> Option<Self> {
        let Topics { whole, everything, generic, nothing, aside, topics } = topics;
        let lists = [
            (&whole, Owner::Whole),
            (&everything, Owner::Everything),
            (&generic, Owner::Generic),
            (&nothing, Owner::Nothing),
            (&aside, Owner::Aside),
        ];
        let of_topics = topics.iter().enumerate().map(|(place, topic)| (&topic.words, Owner::Topic(place)));
        let all = lists.into_iter().chain(of_topics);
        let all = all.flat_map(|(words, owner)| words.iter().map(move |word| (word.pattern.as_str(), owner)));
        let (words, owners): (Vec<&str>, Vec<Owner>) = all.unzip();
        let words = AhoCorasick::new(words).ok()?;
        Some(Self { topics, generic, words, owners })
    }

    pub(super) fn found_in(&'static self, text: &str) -> Found {
        let (mut found, mut topics) = (Found::default(), BTreeSet::new());
        for word in self.words.find_overlapping_iter(text) {
            match self.owners.get(word.pattern().as_usize()) {
                Some(Owner::Whole) => found.whole = true,
                Some(Owner::Everything) => found.everything = true,
                Some(Owner::Generic) => found.generic = true,
                Some(Owner::Nothing) => found.nothing = true,
                Some(Owner::Aside) => found.aside = true,
                Some(Owner::Topic(place)) => {
                    topics.insert(*place);
                }
                None => {}
            }
        }
        found.topics = topics.into_iter().filter_map(|place| self.topics.get(place)).collect();
        found
    }

    /// Whether there is nothing in a text but generic words.
    pub(super) fn is_only_generic(&self, text: &str) -> bool {
        let left = self.generic.iter().fold(text.to_owned(), |left, word| word.cut_from(&left));
        left.split_whitespace().all(|word| ["and", "of", "the", "和", "与", "及"].contains(&word))
    }
}

pub(super) static TOPICS: LazyLock<Lookup> = LazyLock::new(|| {
    // The text is part of the build and its tests.
    let topics = serde_json::from_str(&packed!("topics")).ok().and_then(Lookup::new);
    topics.expect("topics.json is part of the build and tested")
});

/// In small letters, with one space for all that is neither letter nor digit, and one at each end.
pub(super) fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut plain = String::from(" ");
    for word in words {
        plain.push_str(word);
        plain.push(' ');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symptom_is_some_topics_concern() {
        for symptom in Symptom::ALL {
            let named = TOPICS.topics.iter().any(|topic| topic.concerns.contains(symptom));
            assert!(named || matches!(symptom, Symptom::AppError | Symptom::Other), "{symptom}");
        }
    }

    #[test]
    fn a_name_that_is_a_topic_is_known_as_one() {
        for (name, topic) in [
            ("Withdrawals", Some("withdrawals")),
            ("withdrawals", Some("withdrawals")),
            ("提现服务", Some("withdrawals")),
            ("Balance and history", Some("balances")),
            ("Sign-in", Some("sign_in")),
            ("Withdrawals and payments", None),
            ("Bank channel: Example Bank", None),
            ("API", None),
        ] {
            assert_eq!(topic_of(name), topic, "{name}");
        }
    }

    #[test]
    fn a_word_is_cut_out_whole() {
        assert_eq!(Word::from("bank*".to_owned()).cut_from(" bank of banking "), " of ");
        assert_eq!(Word::from("bank".to_owned()).cut_from(" bank bank of bank "), " of ");
        assert_eq!(Word::from("通道".to_owned()).cut_from(" 示例通道 "), " 示例 ");
    }
}
