//! Redaction: one engine for every text that leaves, with small rules that each know one kind of secret.
//!
//! A rule finds, the engine replaces: overlapping finds become one, ids that the person declared stay, and the ledger says
//! what went by which rule and where. All rules read the same folded text, so that full-width digits and invisible
//! characters hide nothing. Everything is linear in the length of the text.

mod account;
mod authorization;
mod card;
mod digits;
mod email;
mod folded;
mod jwt;
mod phone;
mod seed_phrase;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::Ledger;
use crate::codes::stable_codes;
use account::Account;
use folded::Folded;

stable_codes! {
    /// What a rule finds. Of overlapping finds the first in this order gives its name to the replacement.
    pub enum Rule as "redaction rule" {
        /// Twelve or more words of a BIP-39 list.
        SeedPhrase = "seed_phrase",
        /// A bearer token.
        Bearer = "bearer",
        /// Any other credential of HTTP.
        Authorization = "authorization",
        /// A JSON Web Token.
        Jwt = "jwt",
        /// A payment card.
        Card = "card",
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// The account reference: replaced by a pseudonym.
        Account = "account",
    }
}

/// The longest declared id that stays, in bytes. What is longer is no id.
pub const MAX_DECLARED_BYTES: usize = 128;
/// How many declared ids stay readable in one report.
pub const MAX_DECLARED: usize = 256;

/// Where a text stands, for the ledger.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// At one place with a name, such as a JSON pointer.
    At(&'a dyn fmt::Display),
    /// A text of many lines: the ledger names the line.
    Lines,
}

/// The engine, for one report.
pub struct Redactor {
    pseudonym_key: [u8; 32],
    declared: Vec<String>,
    accounts: Vec<Account>,
}

/// One find, in offsets of the folded text.
struct Hit {
    start: usize,
    end: usize,
    rule: Rule,
}

impl Redactor {
    /// For one report: the key makes its pseudonyms, the declared ids stay readable wherever they stand.
    pub fn new(pseudonym_key: [u8; 32], declared: &[String]) -> Self {
        let ids = declared.iter().filter(|id| is_id(id)).take(MAX_DECLARED).cloned().collect();
        Self { pseudonym_key, declared: ids, accounts: Vec::new() }
    }

    /// Replaces this account reference by its pseudonym, wherever it stands; besides those that are replaced already.
    #[must_use]
    pub fn with_account(mut self, reference: &str) -> Self {
        if let Some(account) = Account::new(&self.pseudonym_key, reference) {
            self.declared.retain(|id| !account.is(id));
            self.accounts.push(account);
        }
        self
    }

    /// What stands in the place of this account reference; none if it has no visible character.
    pub fn pseudonym_of(&self, reference: &str) -> Option<String> {
        Account::new(&self.pseudonym_key, reference).map(|account| account.pseudonym().to_owned())
    }

    /// The text without its secrets.
    pub fn redact_text<'t>(&self, text: &'t str, file: &str, place: Place<'_>, ledger: &mut Ledger) -> Cow<'t, str> {
        self.redact_part(text, 0..text.len(), file, place, ledger)
    }

    /// A part of a text without its secrets. The whole text is read, so that a secret across the part's edge is known.
    pub(super) fn redact_part<'t>(
        &self,
        text: &'t str,
        part: Range<usize>,
        file: &str,
        place: Place<'_>,
        ledger: &mut Ledger,
    ) -> Cow<'t, str> {
        let folded = Folded::of(text);
        let finds = self.finds(&folded);
        let piece = |from: usize, to: usize| text.get(from.min(part.end)..to.min(part.end)).unwrap_or_default();
        let mut lines = Lines { text, offset: 0, line: 1 };
        let (mut written, mut done) = (String::new(), part.start);
        for find in finds {
            let (start, end) = (folded.original(find.start), folded.original(find.end));
            if end <= part.start || start >= part.end {
                continue;
            }
            written.push_str(piece(done, start));
            written.push_str(&find.replacement);
            done = end.max(done);
            let place = match place {
                Place::At(place) => place.to_string(),
                Place::Lines => format!("line {}", lines.at(start)),
            };
            ledger.note(find.rule.as_str(), file, &place);
        }
        if written.is_empty() {
            return Cow::Borrowed(piece(done, part.end));
        }
        written.push_str(piece(done, part.end));
        Cow::Owned(written)
    }

    /// What is to be replaced, in order and without overlaps, in offsets of the folded text.
    fn finds(&self, folded: &Folded<'_>) -> Vec<Find> {
        let text = folded.as_str();
        let mut hits = Vec::new();
        for find in [card::find, phone::find, email::find, authorization::find, jwt::find, seed_phrase::find] {
            find(text, &mut hits);
        }
        for account in &self.accounts {
            account.find(text, &mut hits);
        }
        hits.retain(|hit| !self.is_declared(text, hit));
        hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.rule));
        let mut merged: Vec<Hit> = Vec::new();
        for hit in hits {
            match merged.last_mut().filter(|last| hit.start < last.end) {
                Some(last) => {
                    last.end = last.end.max(hit.end);
                    last.rule = last.rule.min(hit.rule);
                }
                None => merged.push(hit),
            }
        }
        merged.into_iter().map(|hit| self.named(text, &hit)).collect()
    }

    fn named(&self, text: &str, hit: &Hit) -> Find {
        let found = text.get(hit.start..hit.end).unwrap_or_default();
        // Exactly the reference, whatever else it looks like.
        let account = self.accounts.iter().find(|account| account.is(found));
        let (rule, replacement) = match account {
            Some(account) => (Rule::Account, account.pseudonym().to_owned()),
            None => (hit.rule, format!("[redacted:{}]", hit.rule)),
        };
        Find { start: hit.start, end: hit.end, rule, replacement }
    }

    /// Whether a find is, or lies within, an id that was declared.
    fn is_declared(&self, text: &str, hit: &Hit) -> bool {
        let Some(found) = text.get(hit.start..hit.end) else { return false };
        self.declared.iter().any(|id| {
            id.match_indices(found).any(|(at, _)| {
                let Some(start) = hit.start.checked_sub(at) else { return false };
                let end = start.saturating_add(id.len());
                text.get(start..end) == Some(id) && stands_alone(text, start, end)
            })
        })
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("declared", &self.declared.len()).finish_non_exhaustive()
    }
}

struct Find {
    start: usize,
    end: usize,
    rule: Rule,
    replacement: String,
}

/// Counts lines up to offsets that only grow.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, offset: usize) -> usize {
        let between = self.text.as_bytes().get(self.offset..offset).unwrap_or_default();
        self.line = self.line.saturating_add(between.iter().filter(|byte| **byte == b'\n').count());
        self.offset = self.offset.max(offset);
        self.line
    }
}

/// Whether a declared id is one. A sentence, an address or a token is not, whoever declares it.
pub(super) fn is_id(text: &str) -> bool {
    let mut tokens = Vec::new();
    jwt::find(text, &mut tokens);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/+=#*".contains(c);
    !text.is_empty() && text.len() <= MAX_DECLARED_BYTES && text.chars().all(plain) && tokens.is_empty()
}

/// Whether no letter or digit touches what stands there.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let touches = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    !touches(start.checked_sub(1).and_then(|before| bytes.get(before))) && !touches(bytes.get(end))
}

#[cfg(test)]
mod test_support {
    use super::*;

    pub(super) fn redacted(text: &str) -> String {
        Redactor::new([7; 32], &[]).redact_text(text, "report.json", Place::Lines, &mut Ledger::default()).into_owned()
    }

    /// The secret goes as a whole, alone and within a sentence, and the ledger says so.
    pub(super) fn redacts(rule: &str, secret: &str) {
        for (before, after) in [("", ""), ("see: ", ", thanks"), ("请看：", "。谢谢"), ("\"", "\"}"), ("a=", "&b=c")]
        {
            let mut ledger = Ledger::default();
            let text = format!("{before}{secret}{after}");
            let redactor = Redactor::new([7; 32], &[]);
            let redacted = redactor.redact_text(&text, "report.json", Place::Lines, &mut ledger);
            assert_eq!(redacted, format!("{before}[redacted:{rule}]{after}"), "{text:?}");
            assert_eq!(ledger.totals().into_iter().collect::<Vec<_>>(), [(rule, 1)]);
        }
    }

    pub(super) fn keeps(text: &str) {
        assert_eq!(redacted(text), text);
    }
}

#[cfg(test)]
mod tests {
    use super::test_support::redacted;
    use super::*;

    #[test]
    fn keeps_declared_ids_and_nothing_longer() {
        let declared = ["4111111111111111".to_owned(), "TX-13800138000".to_owned()];
        let redactor = Redactor::new([7; 32], &declared);
        let of = |text: &str| redactor.redact_text(text, "a", Place::Lines, &mut Ledger::default()).into_owned();
        for text in ["id 4111111111111111.", "４１１１１１１１１１１１１１１１", "(TX-13800138000)"] {
            assert_eq!(of(text), text);
        }
        assert_eq!(of("13800138000"), "[redacted:phone]");
        assert_eq!(of("XTX-13800138000"), "XTX-[redacted:phone]");
        assert_eq!(of("4111 1111 1111 1111"), "[redacted:card]");
    }

    #[test]
    fn redacts_what_is_declared_but_is_no_id() {
        let declared = ["zhang@example.com".to_owned(), "call 13800138000".to_owned(), "9".repeat(200)];
        let redactor = Redactor::new([7; 32], &declared);
        let text =
            redactor.redact_text("zhang@example.com call 13800138000", "a", Place::Lines, &mut Ledger::default());
        assert_eq!(text, "[redacted:email] call [redacted:phone]");
    }

    #[test]
    fn the_ledger_names_lines_and_counts() {
        let mut ledger = Ledger::default();
        let text = "ok\n13800138000 13900139000\n\nwei@example.com";
        Redactor::new([7; 32], &[]).redact_text(text, "attachments/a.log", Place::Lines, &mut ledger);
        let told: Vec<_> = ledger.entries.iter().map(|e| (e.rule.as_str(), e.place.as_str(), e.count)).collect();
        assert_eq!(told, [("phone", "line 2", 2), ("email", "line 4", 1)]);
    }

    #[test]
    fn a_secret_across_the_edge_of_a_part_goes_as_a_whole() {
        let text = "aaaa 4111111111111111 bbbb";
        let redactor = Redactor::new([7; 32], &[]);
        let of = |part| redactor.redact_part(text, part, "a", Place::Lines, &mut Ledger::default()).into_owned();
        assert_eq!(of(10..text.len()), "[redacted:card] bbbb");
        assert_eq!(of(0..10), "aaaa [redacted:card]");
        assert_eq!(of(22..text.len()), "bbbb");
        assert_eq!(of(0..4), "aaaa");
    }

    #[test]
    fn overlapping_finds_become_one() {
        assert_eq!(redacted("Authorization: Bearer 4111111111111111"), "Authorization: Bearer [redacted:bearer]");
        assert_eq!(redacted("13800138000@example.com"), "[redacted:email]");
    }
}
