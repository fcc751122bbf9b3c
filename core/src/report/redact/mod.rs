//! Redaction: one engine for every text that leaves, with small rules that each know one kind of secret.
//!
//! ```text
//! text ─views→ folded, unescaped, decoded ─rules→ hits ─merge→ finds ─replace→ text without them + ledger
//! ```
//!
//! A rule finds, the engine replaces: overlapping finds become one, ids that the person declared stay, and the ledger says
//! what went by which rule and where. All rules read the same views of a text, so that full-width digits, invisible
//! characters, escapes and base64 hide nothing. Everything is linear in the length of the text, and a text of any length is
//! read in windows of a bounded size.

mod account;
mod api_key;
mod authorization;
mod base58;
mod card;
mod cookie;
mod cues;
mod digits;
mod email;
mod engine;
mod escapes;
mod home_folder;
mod jwt;
mod key_name;
mod marks;
mod network;
mod one_time_code;
mod own;
mod phone;
mod placeholder;
mod private_key;
mod replace;
mod resident_id;
mod scan;
mod secret_value;
mod seed_phrase;
mod stream;
mod url_credentials;
mod value;
mod view;
mod wrapped;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::ops::Range;

use super::Ledger;
use crate::codes::stable_codes;
use account::{Account, Accounts};
use own::OwnRules;
pub use own::{MAX_EXAMPLES, MAX_OWN_MATCH_BYTES, MAX_OWN_RULES, OwnRule, OwnRuleError};
use replace::Replacer;
pub(super) use stream::Stream;

stable_codes! {
    /// What a rule finds. Of overlapping finds the first in this order gives its name to the replacement.
    pub enum Rule as "redaction rule" {
        /// A seed phrase: words of a BIP-39 list.
        SeedPhrase = "seed_phrase",
        /// A private key.
        PrivateKey = "private_key",
        /// A bearer token.
        Bearer = "bearer",
        /// Any other credential of HTTP.
        Authorization = "authorization",
        /// A JSON Web Token.
        Jwt = "jwt",
        /// What a cookie header holds.
        Cookie = "cookie",
        /// A key of an API.
        ApiKey = "api_key",
        /// A name and password within a URL.
        UrlCredentials = "url_credentials",
        /// A password, or what unlocks something as one does.
        Password = "password",
        /// A token of a session or of a link.
        Token = "token",
        /// A code that is valid once.
        OneTimeCode = "one_time_code",
        /// A payment card.
        Card = "card",
        /// A resident's identity number.
        ResidentId = "resident_id",
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// An address of a network adapter: replaced by a pseudonym.
        Mac = "mac",
        /// An IP address: replaced by a pseudonym.
        Ip = "ip",
        /// A person's name in the path of their home folder.
        HomeFolder = "home_folder",
        /// The account reference: replaced by a pseudonym.
        Account = "account",
        /// What the person has taken out of the report, such as a transaction's id.
        TakenOut = "taken_out",
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
    accounts: Accounts,
    /// Addresses of servers, which stay, in their one spelling.
    servers: BTreeSet<String>,
    own: OwnRules,
}

/// One find of a rule, in offsets of the view that it read.
#[derive(Debug)]
struct Hit {
    start: usize,
    end: usize,
    rule: Rule,
}

impl Redactor {
    /// For one report: the key makes its pseudonyms, the declared ids stay readable wherever they stand.
    pub fn new(pseudonym_key: [u8; 32], declared: &[String]) -> Self {
        let ids = declared.iter().filter(|id| is_id(id)).take(MAX_DECLARED).cloned().collect();
        Self {
            pseudonym_key,
            declared: ids,
            accounts: Accounts::default(),
            servers: BTreeSet::new(),
            own: OwnRules::default(),
        }
    }

    /// Replaces this account reference by its pseudonym, wherever it stands; besides those that are replaced already.
    #[must_use]
    pub fn with_account(mut self, reference: &str) -> Self {
        if let Some(account) = Account::new(&self.pseudonym_key, reference) {
            self.declared.retain(|id| !account.is(id));
            self.accounts.add(account);
        }
        self
    }

    /// Leaves these addresses readable: those of servers, which tell nothing of the person and support much.
    #[must_use]
    pub fn with_servers(mut self, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let spelled = addresses.into_iter().filter_map(|address| network::classify(&address.to_string()));
        self.servers.extend(spelled.map(|(_, spelled)| spelled));
        self
    }

    /// Replaces what the provider's own rules find as well. They were checked with the config; one that is not right finds
    /// nothing.
    #[must_use]
    pub fn with_own_rules(mut self, rules: &[OwnRule]) -> Self {
        self.own = OwnRules::new(rules);
        self
    }

    /// The same without this id: it stays no more, and is taken out wherever it stands.
    #[must_use]
    pub(super) fn without(&self, id: &str) -> Self {
        let mut other = Self {
            declared: self.declared.clone(),
            accounts: self.accounts.clone(),
            own: self.own.clone(),
            servers: self.servers.clone(),
            ..*self
        };
        other.declared.retain(|declared| declared != id.trim());
        if let Some(taken_out) = Account::taken_out(id) {
            other.accounts.add(taken_out);
        }
        other
    }

    /// The ids that stay.
    pub(super) fn declared(&self) -> &[String] {
        &self.declared
    }

    /// Whether an account reference stands in this.
    pub(super) fn holds_account(&self, text: &str) -> bool {
        let (view, mut hits) = (view::View::folded(text), Vec::new());
        self.accounts.find(view.as_str(), &view.as_str().to_ascii_lowercase(), &mut hits);
        !hits.is_empty()
    }

    /// The addresses that stay.
    pub(super) fn servers(&self) -> &BTreeSet<String> {
        &self.servers
    }

    /// What stands in the place of this account reference; none if it has no visible character.
    pub fn pseudonym_of(&self, reference: &str) -> Option<String> {
        Account::new(&self.pseudonym_key, reference).map(|account| account.pseudonym().to_owned())
    }

    /// The text without its secrets.
    pub fn redact_text<'t>(&self, text: &'t str, file: &str, place: Place<'_>, ledger: &mut Ledger) -> Cow<'t, str> {
        if text.len() <= stream::WINDOW_BYTES {
            return self.redact_part(text, 0..text.len(), file, place, ledger);
        }
        let (mut stream, mut written) = (Stream::new(self, file, place), String::with_capacity(text.len()));
        stream.push(text, &mut written, ledger);
        stream.finish(&mut written, ledger);
        Cow::Owned(written)
    }

    /// A part of a short text without its secrets. The whole text is read, so that a secret across the part's edge is known.
    pub(super) fn redact_part<'t>(
        &self,
        text: &'t str,
        part: Range<usize>,
        file: &str,
        place: Place<'_>,
        ledger: &mut Ledger,
    ) -> Cow<'t, str> {
        let finds = self.finds(text);
        Replacer::new(file, place, part.start).replace(text, part, &finds, ledger)
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("declared", &self.declared.len()).finish_non_exhaustive()
    }
}

/// Whether a declared id is one. A sentence, an address or a token is not, whoever declares it.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/+=#*".contains(c);
    let short = !text.is_empty() && text.len() <= MAX_DECLARED_BYTES && text.chars().all(plain);
    short && !jwt::is_one_in(text) && !is_surely_a_key(text)
}

/// Whether a text holds a private key or a key of an API, and can't be an id as well: an id may look like 64 hexadecimal
/// digits, and a signature like a key of 64 bytes.
fn is_surely_a_key(text: &str) -> bool {
    let mut hits = Vec::new();
    let runs = wrapped::runs(text);
    private_key::find(text, &runs, &mut hits);
    let is_hash = |hit: &Hit| {
        let found = text.get(hit.start..hit.end).unwrap_or_default();
        let digits = found.strip_prefix("0x").or_else(|| found.strip_prefix("0X")).unwrap_or(found);
        digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            || base58::decode(found.as_bytes()).is_some_and(|it| it.len() == 64)
    };
    hits.retain(|hit| !is_hash(hit));
    api_key::find(text, &runs, &mut hits);
    !hits.is_empty()
}

/// Whether no letter or digit touches what stands there.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let touches = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    !touches(start.checked_sub(1).and_then(|before| bytes.get(before))) && !touches(bytes.get(end))
}

#[cfg(test)]
pub(super) use placeholder::NOT_VALUES;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
