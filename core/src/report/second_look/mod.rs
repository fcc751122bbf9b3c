//! The second look: a scanner of the finished bundle that shares nothing with the redactor. Redaction takes secrets out of
//! texts one by one; this reads the final bytes of every entry, in each way in which they may be read later, and a report
//! in which it still sees a secret is not sealed. It says which file and which rule, never the text.
//!
//! A false sighting blocks somebody's report, so every rule checks what can be checked (check digits, issuer ranges, real
//! dates, checksums of keys and phrases) and only looks at what stands alone.

mod assigned;
mod base58;
mod card;
mod credentials;
mod digits;
mod json;
mod keywords;
mod network;
mod phone;
mod phrase;
mod picture;
mod prose;
mod resident;
mod runs;
mod scan;
mod sink;
mod spared;
mod vendor;
mod view;

use std::fmt;

use crate::codes::stable_codes;
use scan::{Scope, look_over};
use sink::{Lines, Sink};
use spared::{Allowed, Known, Spared};

/// How many sightings of one entry are listed. One is enough to stop a report.
const MAX_SIGHTINGS: usize = 32;

/// Entries whose fields are fixed: addresses in them stand where the report's format has them.
const STRUCTURED: [&str; 4] = ["report.json", "report.html", "manifest.json", "redactions.json"];
/// The entries that say which sums are meant to be in the report.
const SUMS_FROM: [&str; 2] = ["manifest.json", "report.json"];

/// What was seen. Never the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The entry. If the name itself gives something away, only its folder.
    pub file: String,
    /// The rule that saw it.
    pub rule: SightingRule,
    /// `line N` of a text, `metadata` of a picture, `name` for the entry's own name, `content` for bytes of no known kind.
    pub place: String,
}

stable_codes! {
    /// The rules, by what they see.
    pub enum SightingRule as "rule of the second look" {
        /// A payment card's number (ISO/IEC 7812).
        Card = "card",
        /// A Chinese resident's identity number (GB 11643-1999).
        ResidentId = "resident_id",
        /// A Chinese mobile number, or an international one with `+` (E.164).
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// An IPv4 or IPv6 address.
        Ip = "ip",
        /// A hardware address.
        Mac = "mac",
        /// Credentials of an `Authorization` header.
        Authorization = "authorization",
        /// A JSON web token (RFC 7519).
        Jwt = "jwt",
        /// A private key in PEM, OpenSSH, PuTTY or PGP form.
        PrivateKey = "private_key",
        /// A wallet's private key: hex, WIF, extended, byte array.
        WalletKey = "wallet_key",
        /// A seed phrase (BIP-39).
        SeedPhrase = "seed_phrase",
        /// A service's key with a known prefix.
        ApiKey = "api_key",
        /// A password or another secret that is named as such.
        Password = "password",
        /// A cookie.
        Cookie = "cookie",
        /// Credentials in a URL.
        UrlPassword = "url_password",
        /// Something that the app said must not leave.
        KnownSecret = "known_secret",
        /// A picture with more than pixels in it.
        Metadata = "metadata",
        /// Neither text nor a known picture.
        NotText = "not_text",
    }
}

/// Looks over the entries of one report.
pub(super) struct SecondLook {
    declared: Spared,
    known: Known,
}

// What it holds is what must not be shown.
impl fmt::Debug for SecondLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondLook").finish_non_exhaustive()
    }
}

impl SecondLook {
    /// `declared` may stand in the report whatever it looks like, where it stands alone. `known_secrets` must not occur at
    /// all, whatever their case or width; those of fewer than five characters are not looked for.
    pub(super) fn new(declared: &[String], known_secrets: &[String]) -> Self {
        Self { declared: Spared::new(declared), known: Known::new(known_secrets) }
    }

    /// Looks over all entries, as (name, bytes). The sums and figures that `manifest.json` and `report.json` state are
    /// fine where other parts of the report show them.
    pub(super) fn look_all(&self, entries: &[(&str, &[u8])]) -> Vec<Sighting> {
        let mut allowed = Allowed::default();
        for (name, bytes) in entries.iter().filter(|(name, _)| SUMS_FROM.contains(name)) {
            allow(name, bytes, &mut allowed);
        }
        entries.iter().flat_map(|(name, bytes)| self.look_with(name, bytes, &allowed)).collect()
    }

    /// Looks over one entry on its own.
    #[cfg(test)]
    fn look(&self, name: &str, bytes: &[u8]) -> Vec<Sighting> {
        let mut allowed = Allowed::default();
        if SUMS_FROM.contains(&name) {
            allow(name, bytes, &mut allowed);
        }
        self.look_with(name, bytes, &allowed)
    }

    fn look_with(&self, name: &str, bytes: &[u8], allowed: &Allowed) -> Vec<Sighting> {
        let nothing = Allowed::default();
        let structured = STRUCTURED.contains(&name);
        let allowed = if structured { allowed } else { &nothing };
        let scope = Scope { network: !structured, figures: true };
        let mut found = Vec::new();

        let mut sink = Sink::new(&self.declared, allowed, Lines::Counted, &mut found);
        look_over(name, true, scope, &self.known, &mut sink);
        let name_rules: Vec<SightingRule> = found.drain(..).map(|(rule, _)| rule).collect();
        // A name that gives something away must not be repeated here.
        let shown = if name_rules.is_empty() { name } else { name.split_inclusive('/').next().unwrap_or_default() };
        let shown = if name_rules.is_empty() || shown.ends_with('/') { shown } else { "" };
        let sighting = |rule, place: String| Sighting { file: shown.to_owned(), rule, place };
        let mut sightings: Vec<_> = name_rules.into_iter().map(|rule| sighting(rule, "name".to_owned())).collect();

        if let Some(clean) = picture::only_pixels(bytes) {
            if !clean {
                sightings.push(sighting(SightingRule::Metadata, "metadata".to_owned()));
            }
            return sightings;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            sightings.push(sighting(SightingRule::NotText, "content".to_owned()));
            return sightings;
        };
        self.look_at_text(name, text, scope, allowed, &mut found);
        sightings.extend(found.into_iter().map(|(rule, line)| sighting(rule, format!("line {line}"))));
        sightings
    }

    fn look_at_text(
        &self,
        name: &str,
        text: &str,
        scope: Scope,
        allowed: &Allowed,
        found: &mut Vec<(SightingRule, usize)>,
    ) {
        let structured = STRUCTURED.contains(&name);
        if let Some(flat) = json::flatten(name, text, structured) {
            for (part, figures) in [(&flat.values, true), (&flat.keys, true), (&flat.numbers, false)] {
                let mut sink = Sink::new(&self.declared, allowed, Lines::Picked(&part.lines), found);
                look_over(&part.text, false, Scope { figures, ..scope }, &self.known, &mut sink);
            }
            let mut sink = Sink::new(&self.declared, allowed, Lines::Picked(&flat.secrets.lines), found);
            assigned::look_at_values(&flat.secrets.text, &mut sink);
            let mut sink = Sink::new(&self.declared, allowed, Lines::Counted, found);
            runs::byte_arrays(text, &mut sink);
            return;
        }
        let mut sink = Sink::new(&self.declared, allowed, Lines::Counted, found);
        look_over(text, true, scope, &self.known, &mut sink);
        if view::is_page(name, text) {
            let shown = view::without_tags(text);
            let mut sink = Sink::new(&self.declared, allowed, Lines::Counted, found);
            look_over(&shown, false, scope, &self.known, &mut sink);
        }
    }
}

fn allow(name: &str, bytes: &[u8], allowed: &mut Allowed) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(flat) = json::flatten(name, text, true)
    {
        allowed.sums.extend(flat.sums);
        allowed.figures.extend(flat.figures);
    }
}

#[cfg(test)]
mod tests;
