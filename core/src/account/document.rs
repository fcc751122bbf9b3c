//! What an endpoint answers about the account, read part by part: one odd part is left out and named, and the rest stands.
//! Pure.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{AccountState, FeeRule};
use crate::config::MappingRule;
use crate::document::{self, Limits, MAX_TEXT_CHARS, Mapped, Opened, says_nothing};

/// The largest answer that is read, in bytes.
pub const MAX_ACCOUNT_BYTES: usize = 256 * 1024;
/// How many restrictions of an answer are read.
pub const MAX_RESTRICTIONS: usize = 50;
/// How many devices of an answer are read.
pub const MAX_DEVICES: usize = 100;
/// How many limits, fees, linked accounts and cards, and channels of an answer are read each.
pub const MAX_ENTRIES: usize = 200;

/// How much of an answer is read.
const LIMITS: Limits = Limits { bytes: MAX_ACCOUNT_BYTES, elements: MAX_ENTRIES, copied: 100_000 };

impl AccountState {
    /// The same within the limits of an answer, whoever gave it: what is beyond them is named as unreadable, a long text is cut,
    /// and what has no name is nothing that could be told of.
    pub(crate) fn bounded(mut self) -> Self {
        let mut beyond: Vec<&str> = Vec::new();
        let named = |name: &str| !name.trim().is_empty();
        cut_to(&mut self.restrictions, MAX_RESTRICTIONS, "restrictions", &mut beyond);
        cut_to(&mut self.devices, MAX_DEVICES, "devices", &mut beyond);
        cut_to(&mut self.limits, MAX_ENTRIES, "limits", &mut beyond);
        cut_to(&mut self.fees, MAX_ENTRIES, "fees", &mut beyond);
        cut_to(&mut self.instruments, MAX_ENTRIES, "instruments", &mut beyond);
        cut_to(&mut self.channels, MAX_ENTRIES, "channels", &mut beyond);
        for instrument in self.instruments.iter_mut().flatten() {
            cut_text(&mut instrument.label);
        }
        for channel in self.channels.iter_mut().flatten() {
            cut_text(&mut channel.name);
        }
        self.instruments.iter_mut().for_each(|list| list.retain(|instrument| named(&instrument.label)));
        self.channels.iter_mut().for_each(|list| list.retain(|channel| named(&channel.name)));
        let missing =
            [self.identity.as_mut().map(|it| &mut it.missing), self.opening.as_mut().map(|it| &mut it.missing)];
        for missing in missing.into_iter().flatten() {
            missing.truncate(MAX_ENTRIES);
            missing.iter_mut().for_each(cut_text);
        }
        self.unreadable.extend(beyond.into_iter().map(|field| format!("/{field}")));
        self
    }
}

fn cut_to<T>(list: &mut Option<Vec<T>>, most: usize, field: &'static str, beyond: &mut Vec<&str>) {
    if let Some(list) = list.as_mut().filter(|list| list.len() > most) {
        list.truncate(most);
        beyond.push(field);
    }
}

fn cut_text(text: &mut String) {
    if let Some((at, _)) = text.char_indices().nth(MAX_TEXT_CHARS) {
        text.truncate(at);
    }
}

/// The fields that an answer can have, in the order of [`AccountState`].
pub(crate) const FIELDS: [&str; 12] = [
    "restricted",
    "restrictions",
    "session",
    "sign_in",
    "two_factor",
    "identity",
    "opening",
    "devices",
    "limits",
    "fees",
    "instruments",
    "channels",
];

/// Nothing in the answer could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the state of an account")]
pub(crate) struct NotADocument;

/// Reads an answer of our own shape, or of another one by the rules of a mapping. What is odd is left out and named by its
/// place in our shape, never by what was there. An answer that says something of which nothing can be read is none.
pub(crate) fn read(body: &[u8], rules: &[MappingRule]) -> Result<AccountState, NotADocument> {
    let Opened { said, silent } = document::open(body, rules, LIMITS).ok_or(NotADocument)?;
    let Mapped { fields, unreadable } = said;
    let mut reader = Reader { fields, broken: unreadable, unreadable: Vec::new() };
    let state = AccountState {
        restricted: reader.field("restricted"),
        restrictions: reader.list("restrictions", MAX_RESTRICTIONS),
        session: reader.field("session"),
        sign_in: reader.field("sign_in"),
        two_factor: reader.field("two_factor"),
        identity: reader.field("identity"),
        opening: reader.field("opening"),
        devices: reader.list("devices", MAX_DEVICES),
        limits: reader.list("limits", MAX_ENTRIES),
        fees: reader.checked_list("fees", MAX_ENTRIES, |rule: &FeeRule| {
            rule.free_during.as_ref().is_none_or(|hours| hours.check().is_ok())
        }),
        instruments: reader.list("instruments", MAX_ENTRIES),
        channels: reader.list("channels", MAX_ENTRIES),
        unreadable: Vec::new(),
    };
    if state == AccountState::default() && !silent {
        return Err(NotADocument);
    }
    Ok(AccountState { unreadable: document::named(reader.unreadable), ..state })
}

/// Takes one field after the other out of an answer.
struct Reader {
    fields: Map<String, Value>,
    /// Fields that a rule could not read.
    broken: BTreeSet<String>,
    /// For each field that has any, its unreadable parts, as pointers.
    unreadable: Vec<Vec<String>>,
}

impl Reader {
    /// A field's value, if there is one that says anything.
    fn take(&mut self, name: &str) -> Option<Value> {
        if self.broken.contains(name) {
            self.unreadable.push(vec![format!("/{name}")]);
            return None;
        }
        self.fields.remove(name).filter(|value| !says_nothing(value))
    }

    fn field<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let read = document::read(self.take(name)?);
        if read.is_none() {
            self.unreadable.push(vec![format!("/{name}")]);
        }
        read
    }

    fn list<T: DeserializeOwned>(&mut self, name: &str, most: usize) -> Option<Vec<T>> {
        self.checked_list(name, most, |_| true)
    }

    /// A list without the elements that are odd. One of which nothing is left is not known: an empty one would say 'none'.
    fn checked_list<T: DeserializeOwned>(
        &mut self,
        name: &str,
        most: usize,
        is_sound: impl Fn(&T) -> bool,
    ) -> Option<Vec<T>> {
        let Value::Array(elements) = self.take(name)? else {
            self.unreadable.push(vec![format!("/{name}")]);
            return None;
        };
        let is_empty = elements.is_empty();
        let mut odd = (elements.len() > most).then(|| format!("/{name}/{most}")).into_iter().collect::<Vec<_>>();
        let mut list = Vec::new();
        for (index, element) in elements.into_iter().take(most).enumerate() {
            match document::read(element).filter(&is_sound) {
                Some(element) => list.push(element),
                None => odd.push(format!("/{name}/{index}")),
            }
        }
        if !odd.is_empty() {
            self.unreadable.push(odd);
        }
        (is_empty || !list.is_empty()).then_some(list)
    }
}

#[cfg(test)]
mod tests;
