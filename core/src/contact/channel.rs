//! Support channels, as the config names them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::codes::stable_codes;
use crate::config::{Locale, as_text};
use crate::hours::Hours;

/// The longest address of a channel, in characters.
pub const MAX_ADDRESS_CHARS: usize = 300;
/// How many languages of a channel are accepted.
pub const MAX_LANGUAGES: usize = 100;
/// The usual answer times that are accepted, in seconds: a second to thirty days.
pub const USUAL_ANSWER_RANGE_S: std::ops::RangeInclusive<u64> = 1..=30 * 24 * 60 * 60;

/// A way to reach support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactChannel {
    /// A name for people and for the contact log, which no other channel has.
    pub name: String,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// The number, the address or the place in the app. It is shown to the person, and never called by the doctor.
    pub address: String,
    /// When it is staffed. Without them, and unless it is staffed around the clock, nobody knows; it is never called open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Whether it is staffed at all times; then it has no `hours`.
    #[serde(default)]
    pub around_the_clock: bool,
    /// The languages that are spoken there, as BCP 47 tags such as `zh-Hans` or `en`. Empty: not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// How long an answer usually takes while it is open, in seconds. It is told to people, so it should be true; without
    /// it nothing is told, and the order follows what is usual for the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_answer_s: Option<u64>,
}

stable_codes! {
    /// A kind of channel.
    pub enum ChannelKind as "kind of channel" {
        /// A call.
        Phone = "phone",
        /// A chat with a person.
        Chat = "chat",
        /// E-mail.
        Email = "email",
        /// An account on a social network.
        Social = "social",
        /// A form, in the app or on the web.
        Form = "form",
    }
}

impl ChannelKind {
    /// Whether somebody has to be there at the same time. To the others one can write at any time.
    pub fn is_live(self) -> bool {
        match self {
            Self::Phone | Self::Chat => true,
            Self::Email | Self::Social | Self::Form => false,
        }
    }

    /// How long an answer takes where the config does not say it: 5 minutes on the phone, 15 in a chat, a day by e-mail or
    /// form, two on a social network. Used to compare, and never told as a fact.
    pub fn default_answer(self) -> Duration {
        const MINUTE_S: u64 = 60;
        const DAY_S: u64 = 24 * 60 * MINUTE_S;
        Duration::from_secs(match self {
            Self::Phone => 5 * MINUTE_S,
            Self::Chat => 15 * MINUTE_S,
            Self::Email | Self::Form => DAY_S,
            Self::Social => 2 * DAY_S,
        })
    }
}

impl ContactChannel {
    /// Whether this language is spoken there; none if nobody knows. Script and region make no difference: who answers in
    /// `zh-Hant` understands `zh-Hans`.
    pub fn speaks(&self, locale: Locale) -> Option<bool> {
        let wanted: LanguageIdentifier = locale.as_str().parse().ok()?;
        let spoken = || self.languages.iter().any(|spoken| spoken.0.language == wanted.language);
        (!self.languages.is_empty()).then(spoken)
    }
}

/// A language, as a BCP 47 tag in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(LanguageIdentifier);

/// A text that is no language, with what would have been accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is not a language; accepted: a BCP 47 tag such as zh-Hans or en")]
pub struct NotALanguage {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        let parsed = text.parse::<LanguageIdentifier>().ok().filter(|parsed| !parsed.language.is_empty());
        parsed.map(Self).ok_or_else(|| NotALanguage { given: text.chars().take(60).collect() })
    }
}

as_text!(Language, { "type": "string", "pattern": "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$" });

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A channel by its kind, with nothing known of it.
    pub(in crate::contact) fn channel(kind: ChannelKind) -> ContactChannel {
        ContactChannel {
            name: kind.to_string(),
            kind,
            address: "400-000-0000".to_owned(),
            hours: None,
            around_the_clock: false,
            languages: Vec::new(),
            usual_answer_s: None,
        }
    }

    #[test]
    fn a_language_is_spoken_whatever_its_script_and_region() {
        let with = |languages: &[&str]| ContactChannel {
            languages: languages.iter().map(|tag| tag.parse().unwrap()).collect(),
            ..channel(ChannelKind::Chat)
        };
        for tag in ["zh", "zh-Hans", "zh-CN", "ZH-hant-TW", "zh_CN"] {
            assert_eq!(with(&["fr", tag]).speaks(Locale::ZhHans), Some(true), "{tag}");
            assert_eq!(with(&["fr", tag]).speaks(Locale::En), Some(false), "{tag}");
        }
        assert_eq!(with(&[]).speaks(Locale::En), None);
    }

    #[test]
    fn what_is_no_language_is_refused_with_what_is_accepted() {
        for text in ["", "und", "Chinese (simplified)", "中文", "e"] {
            let error = text.parse::<Language>().unwrap_err().to_string();
            assert!(error.contains(text) && error.contains("zh-Hans"), "{error}");
        }
    }
}
