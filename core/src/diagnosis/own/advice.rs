//! Advice in the provider's own words: plain text, shown as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::super::check::{AFTER, ALWAYS, READY, Written};
use crate::config::Locale;
use crate::one_line::one_line;

/// How long one text may be, in characters.
const MAX_TEXT_CHARS: usize = 500;
/// How many lines of one list.
const MAX_LINES: usize = 10;

/// The provider's own advice, by language and cause.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct OwnAdvice(BTreeMap<Locale, BTreeMap<String, OwnText>>);

/// What one cause means, in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnText {
    pub(crate) headline: String,
    pub(crate) money: String,
    pub(crate) retry: String,
    pub(crate) steps: Vec<String>,
    /// What is left to do once a remedy has helped; only where the cause has one.
    #[serde(default)]
    pub(crate) after: Option<Vec<String>>,
    /// What to have ready for support, where that differs from what is built in.
    #[serde(default)]
    pub(crate) ready: Option<Vec<String>>,
}

impl OwnAdvice {
    /// The provider's own text for a cause.
    pub(crate) fn find(&self, locale: Locale, cause: &str) -> Option<&OwnText> {
        self.0.get(&locale)?.get(cause)
    }

    /// The causes for which there is any.
    pub(super) fn causes(&self) -> BTreeSet<&str> {
        self.0.values().flat_map(|texts| texts.keys().map(String::as_str)).collect()
    }

    /// The first text that is not fit to be shown.
    pub(super) fn fault(&self) -> Option<String> {
        let texts =
            self.0.iter().flat_map(|(locale, texts)| texts.iter().map(move |(cause, text)| (locale, cause, text)));
        texts.into_iter().find_map(|(locale, cause, text)| {
            let (part, problem) = text.fault()?;
            Some(format!("advice.{locale}.{cause}.{part}: {problem}"))
        })
    }

    /// Writes down which parts there are, over what is built in.
    pub(super) fn overwrite(&self, written: &mut Written) {
        for (locale, texts) in &self.0 {
            let advice = written.entry(*locale).or_default();
            advice.extend(texts.iter().map(|(cause, text)| (cause.clone(), text.parts())));
        }
    }
}

impl OwnText {
    fn parts(&self) -> BTreeSet<String> {
        let after = self.after.as_ref().map(|_| AFTER);
        let ready = self.ready.as_ref().map(|_| READY);
        ALWAYS.into_iter().chain(after).chain(ready).map(str::to_owned).collect()
    }

    /// The first part that is wrong, and what is accepted there.
    fn fault(&self) -> Option<(String, String)> {
        let Self { headline, money, retry, steps, after, ready } = self;
        let lists = [("steps", Some(steps)), ("after", after.as_ref()), ("ready", ready.as_ref())];
        for (name, list) in lists {
            if list.is_some_and(|list| list.is_empty() || list.len() > MAX_LINES) {
                return Some((name.to_owned(), format!("1 to {MAX_LINES} lines")));
            }
        }
        let single = [("headline", headline), ("money", money), ("retry", retry)];
        let single = single.into_iter().map(|(name, text)| (name.to_owned(), text));
        let listed = lists.into_iter().flat_map(|(name, list)| {
            let list = list.map(Vec::as_slice).unwrap_or_default();
            list.iter().enumerate().map(move |(index, text)| (format!("{name}[{index}]"), text))
        });
        let unfit = |text: &str| text.is_empty() || one_line(text, MAX_TEXT_CHARS) != *text;
        let (part, _) = single.chain(listed).find(|(_, text)| unfit(text))?;
        Some((part, format!("1 to {MAX_TEXT_CHARS} characters on one line, all of them to be seen")))
    }
}
