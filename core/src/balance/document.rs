//! What an endpoint or the app answers of balances, read entry by entry: an odd one is left out and named, and the rest
//! stands. Pure.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::asset::is_asset_code;
use super::{AssetBalance, BalanceSheet, MAX_ASSETS};
use crate::config::MappingRule;
use crate::document::{self, Limits, MAX_TEXT_CHARS, MAX_UNREADABLE, Mapped, Opened};

/// The largest answer that is read, in bytes: 20,000 assets with 120 digits each fit.
pub const MAX_SHEET_BYTES: usize = 8 * 1024 * 1024;
/// How much of an answer is read. Of each asset its name, three amounts and as many places to look at, twice over.
const LIMITS: Limits = Limits { bytes: MAX_SHEET_BYTES, elements: MAX_ASSETS, copied: 400_000 };
/// The longest pointer to what somebody else could not read, in characters.
const MAX_PLACE_CHARS: usize = 100;

/// The fields that an answer can have, in the order of [`BalanceSheet`].
pub(crate) const FIELDS: [&str; 4] = ["account", "as_of", "sequence", "balances"];

/// Reads an answer of our own shape, or of another one by the rules of a mapping. `read_at` is when it came: an answer that
/// names no time of its own is one of that moment.
///
/// None if there are no balances in it, which is not the same as an account without any; if none of its entries can be read;
/// and if it names a time that makes no sense, since how old balances are decides who is accused of a difference.
pub(crate) fn read(body: &[u8], rules: &[MappingRule], read_at: Timestamp) -> Option<BalanceSheet> {
    let Opened { said: Mapped { fields, unreadable }, silent: _ } = document::open(body, rules, LIMITS)?;
    let mut reader = Reader { fields, broken: unreadable, odd: Vec::new() };
    let balances = reader.balances()?;
    let as_of = match reader.take("as_of").ok()? {
        Some(time) => document::read(time)?,
        None => read_at,
    };
    Some(BalanceSheet {
        account: reader.field("account", account),
        as_of,
        sequence: reader.field("sequence", sequence),
        balances,
        unreadable: document::named(reader.odd),
    })
}

/// A rule could not read the field.
struct Broken;

/// Takes one field after the other out of an answer.
struct Reader {
    fields: Map<String, Value>,
    /// Fields that a rule could not read.
    broken: BTreeSet<String>,
    /// For each field that has any, its unreadable parts, as pointers.
    odd: Vec<Vec<String>>,
}

impl Reader {
    /// A field's value, if there is one.
    fn take(&mut self, name: &str) -> Result<Option<Value>, Broken> {
        if self.broken.contains(name) {
            return Err(Broken);
        }
        Ok(self.fields.remove(name).filter(|value| !value.is_null()))
    }

    /// A field without which the rest stands.
    fn field<T>(&mut self, name: &str, read: impl FnOnce(Value) -> Option<T>) -> Option<T> {
        let read = match self.take(name) {
            Ok(None) => return None,
            Ok(Some(value)) => read(value),
            Err(Broken) => None,
        };
        if read.is_none() {
            self.odd.push(vec![format!("/{name}")]);
        }
        read
    }

    /// The entries without the odd ones. None if there is no list, or nothing is left of it.
    fn balances(&mut self) -> Option<Vec<AssetBalance>> {
        let Value::Array(entries) = self.take("balances").ok()?? else { return None };
        let (read, odd) = sound(entries.into_iter().map(document::read));
        if read.is_empty() && !odd.is_empty() {
            return None;
        }
        if !odd.is_empty() {
            self.odd.push(odd);
        }
        Some(read)
    }
}

/// The entries that are sound, up to [`MAX_ASSETS`], and the places of the others: as many as are ever named.
fn sound(entries: impl ExactSizeIterator<Item = Option<AssetBalance>>) -> (Vec<AssetBalance>, Vec<String>) {
    let beyond = (entries.len() > MAX_ASSETS).then(|| format!("/balances/{MAX_ASSETS}"));
    let (mut read, mut odd) = (Vec::new(), Vec::from_iter(beyond));
    for (index, entry) in entries.take(MAX_ASSETS).enumerate() {
        match entry.filter(|entry| is_asset_code(&entry.asset)) {
            Some(entry) => read.push(entry),
            None if odd.len() < MAX_UNREADABLE => odd.push(format!("/balances/{index}")),
            None => {}
        }
    }
    (read, odd)
}

/// Whose balances they are: a text, or a number that is one.
fn account(value: Value) -> Option<String> {
    if let Some(number) = value.as_u64() {
        return Some(number.to_string());
    }
    document::read(value).filter(|text: &String| !text.trim().is_empty())
}

/// A counter, as a number or as a string of digits: some are too large for a number that has passed through a float.
fn sequence(value: Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

impl BalanceSheet {
    /// The same within the limits of an answer, whoever gave it: assets beyond them, and those with a name that nobody could
    /// see, are left out and named as unreadable.
    pub(crate) fn bounded(self) -> Self {
        let Self { account, as_of, sequence, balances, mut unreadable } = self;
        let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
        unreadable.truncate(MAX_UNREADABLE);
        let before = unreadable.into_iter().map(|place| cut(place, MAX_PLACE_CHARS)).collect();
        let (balances, odd) = sound(balances.into_iter().map(Some));
        Self {
            // A blank one is nobody's.
            account: account.map(|it| cut(it.trim().to_owned(), MAX_TEXT_CHARS)).filter(|account| !account.is_empty()),
            as_of,
            sequence,
            balances,
            unreadable: document::named(vec![before, odd]),
        }
    }
}

#[cfg(test)]
mod tests;
