//! The provider's own rules: patterns of what only the provider knows to be private, such as a customer number.
//!
//! They are checked with the config: a match is bounded, so that a pattern costs no more than the text is long times that
//! bound and no secret is longer than what is read at a time; each matches its own examples, and none takes out what every
//! report is made of.

use std::ops::Range;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// How many rules a provider may add.
pub const MAX_OWN_RULES: usize = 32;
/// The longest name of a rule, in bytes.
const MAX_NAME_BYTES: usize = 40;
/// The longest pattern, in bytes.
const MAX_PATTERN_BYTES: usize = 500;
/// The longest match that a pattern may allow, in bytes.
pub const MAX_OWN_MATCH_BYTES: usize = 256;
/// The shortest match that a pattern must ask for, in bytes: fewer would be found in everything.
const MIN_MATCH_BYTES: usize = 4;
/// How many examples a rule has at most.
pub const MAX_EXAMPLES: usize = 10;
/// The largest compiled pattern, in bytes.
const MAX_COMPILED_BYTES: usize = 256 * 1024;
/// What a report is useless without, and no rule may take out.
const ALWAYS_KEPT: [&str; 13] = [
    "withdrawal_failed",
    "2026-03-01T08:00:00Z",
    "1280.50 CNY",
    "network.offline",
    "The balance is not right",
    "提现失败，请稍后再试",
    "HTTP 503",
    "https://status.example.com/api",
    "2026-03-01T08:00:00.000Z INFO [main] sync: three assets read in 120 ms, nothing changed, next at 08:05, cache kept, all is well",
    "true",
    "null",
    "[redacted:phone]",
    "attachments/app.log",
];

/// A rule of the provider's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnRule {
    /// Its name, up to 40 lower-case letters, digits and underscores; in reports it is `own.<name>`.
    pub name: String,
    /// What is taken out: a regular expression in the syntax of Rust's `regex`, up to 500 bytes. Every match must be between
    /// 4 and 256 bytes long, so `[0-9]{8,12}` and not `[0-9]+`.
    pub pattern: String,
    /// Texts that the pattern must match, 1 to 10, made up.
    pub examples: Vec<String>,
}

/// Why a rule is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnRuleError {
    /// Its name is not one, or is taken.
    #[error(
        "accepted: up to {MAX_NAME_BYTES} lower-case letters, digits and underscores, a name that no other rule has"
    )]
    Name,
    /// Its pattern cannot be read.
    #[error(
        "accepted: a regular expression of up to {MAX_PATTERN_BYTES} bytes, without look-around, back-references, Unicode classes and (?i), for which (?i-u:…) is accepted"
    )]
    Pattern,
    /// Its pattern may match too little or too much.
    #[error(
        "accepted: a pattern whose every match has {MIN_MATCH_BYTES} to {MAX_OWN_MATCH_BYTES} bytes, such as [0-9]{{8,12}} and not [0-9]+"
    )]
    Unbounded,
    /// It takes out what every report is made of.
    #[error("accepted: a pattern that does not match ordinary text such as '{0}'")]
    TooBroad(&'static str),
    /// What it finds in an example holds a quote or a line break, without which JSON would be none.
    #[error("accepted: a pattern whose matches hold no quotes, backslashes and line breaks")]
    Quotes,
    /// There are no examples, or too many.
    #[error("accepted: 1 to {MAX_EXAMPLES} examples")]
    Examples,
    /// An example is not matched.
    #[error("accepted: examples in which the pattern matches; the one with index {0} has no match")]
    NoMatch(usize),
}

impl OwnRule {
    /// Checks the rule by itself.
    pub fn check(&self) -> Result<(), OwnRuleError> {
        self.compiled().map(|_| ())
    }

    fn compiled(&self) -> Result<Regex, OwnRuleError> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if self.name.is_empty() || self.name.len() > MAX_NAME_BYTES || !self.name.bytes().all(plain) {
            return Err(OwnRuleError::Name);
        }
        if self.pattern.is_empty() || self.pattern.len() > MAX_PATTERN_BYTES {
            return Err(OwnRuleError::Pattern);
        }
        let parsed = regex_syntax::parse(&self.pattern).map_err(|_| OwnRuleError::Pattern)?;
        let (shortest, longest) = (parsed.properties().minimum_len(), parsed.properties().maximum_len());
        if shortest.is_none_or(|bytes| bytes < MIN_MATCH_BYTES)
            || longest.is_none_or(|bytes| bytes > MAX_OWN_MATCH_BYTES)
        {
            return Err(OwnRuleError::Unbounded);
        }
        let regex = RegexBuilder::new(&self.pattern)
            .size_limit(MAX_COMPILED_BYTES)
            .dfa_size_limit(MAX_COMPILED_BYTES)
            .build()
            .map_err(|_| OwnRuleError::Pattern)?;
        if let Some(kept) = ALWAYS_KEPT.iter().find(|kept| regex.is_match(kept)) {
            return Err(OwnRuleError::TooBroad(kept));
        }
        if self.examples.is_empty() || self.examples.len() > MAX_EXAMPLES {
            return Err(OwnRuleError::Examples);
        }
        let found = self.examples.iter().filter_map(|example| regex.find(example));
        if found.into_iter().any(|found| found.as_str().contains(['"', '\\', '\n', '\r'])) {
            return Err(OwnRuleError::Quotes);
        }
        match self.examples.iter().position(|example| !regex.is_match(example)) {
            Some(index) => Err(OwnRuleError::NoMatch(index)),
            None => Ok(regex),
        }
    }
}

/// The rules of one provider.
#[derive(Default, Clone)]
pub(super) struct OwnRules(Vec<(String, Regex)>);

impl OwnRules {
    pub(super) fn new(rules: &[OwnRule]) -> Self {
        let rules = rules.iter().take(MAX_OWN_RULES);
        Self(rules.filter_map(|rule| Some((rule.name.clone(), rule.compiled().ok()?))).collect())
    }

    /// What is found, and by which rule.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
        let rules = self.0.iter().enumerate();
        rules.flat_map(move |(index, (_, rule))| rule.find_iter(text).map(move |found| (found.range(), index)))
    }

    pub(super) fn code(&self, index: usize) -> String {
        self.0.get(index).map_or_else(String::new, |(name, _)| format!("own.{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Redactor};
    use super::*;
    use crate::report::Ledger;

    fn rule(pattern: &str, example: &str) -> OwnRule {
        OwnRule { name: "customer".to_owned(), pattern: pattern.to_owned(), examples: vec![example.to_owned()] }
    }

    #[test]
    fn redacts_what_a_rule_finds_under_its_name() {
        let redactor = Redactor::new([1; 32], &[]).with_own_rules(&[rule("KD-[0-9]{6}", "KD-123456")]);
        let mut ledger = Ledger::default();
        let text = redactor.redact_text("of ＫＤ-654321 and KD-1", "a.log", Place::Lines, &mut ledger);
        assert_eq!(text, "of [redacted:own.customer] and KD-1");
        assert_eq!(ledger.entries[0].rule, "own.customer");
    }

    #[test]
    fn a_rule_that_is_not_right_is_refused_with_what_is_accepted() {
        for (given, expected) in [
            (OwnRule { name: "Kd".into(), ..rule("KD-[0-9]{6}", "KD-123456") }, OwnRuleError::Name),
            (rule("KD-[0-9", "KD-1"), OwnRuleError::Pattern),
            (rule("(?=KD)[0-9]{6}", "KD-1"), OwnRuleError::Pattern),
            (rule("KD-[0-9]+", "KD-1"), OwnRuleError::Unbounded),
            (rule("(a|b|ab){1,200}x", "abx"), OwnRuleError::Unbounded),
            (rule("", ""), OwnRuleError::Pattern),
            (rule("[a-z]{4,9}", "word"), OwnRuleError::TooBroad("withdrawal_failed")),
            (rule("\\w{40}{5}", "word"), OwnRuleError::Unbounded),
            (rule("KD-[0-9]{6}", "KD-12345"), OwnRuleError::NoMatch(0)),
            (OwnRule { examples: Vec::new(), ..rule("KD-[0-9]{6}", "") }, OwnRuleError::Examples),
        ] {
            assert_eq!(given.check(), Err(expected), "{given:?}");
        }
        assert_eq!(rule("(?i)kd-[0-9a-f]{6,32}", "KD-00ff00").check(), Ok(()));
    }
}
