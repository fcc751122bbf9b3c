//! The account reference: wherever it stands, a pseudonym stands instead. It links within one report and nowhere else.

use hmac::{Hmac, KeyInit, Mac};
use memchr::memmem::Finder;
use sha2::Sha256;

use super::view::View;
use super::{Hit, Rule};

/// A shorter reference is replaced only where it stands alone: two digits would be found in every figure.
const STANDS_ALONE_BELOW: usize = 5;
/// How much of the digest a pseudonym shows, in bytes.
const SHOWN_BYTES: usize = 4;

/// One account reference and its pseudonym.
#[derive(Clone)]
pub(super) struct Account {
    folded: String,
    finder: Finder<'static>,
    pseudonym: String,
    rule: Rule,
}

impl Account {
    /// `None` for a reference without a visible character.
    pub(super) fn new(key: &[u8; 32], reference: &str) -> Option<Self> {
        Self::replaced(reference, pseudonym(key, reference.trim()), Rule::Account)
    }

    /// Something that the person has taken out.
    pub(super) fn taken_out(text: &str) -> Option<Self> {
        Self::replaced(text, format!("[redacted:{}]", Rule::TakenOut), Rule::TakenOut)
    }

    fn replaced(text: &str, pseudonym: String, rule: Rule) -> Option<Self> {
        let folded = View::folded(text.trim()).as_str().to_ascii_lowercase();
        if folded.is_empty() {
            return None;
        }
        let finder = Finder::new(&folded).into_owned();
        Some(Self { folded, finder, pseudonym, rule })
    }

    pub(super) fn pseudonym(&self) -> &str {
        &self.pseudonym
    }

    pub(super) fn is(&self, folded: &str) -> bool {
        folded.eq_ignore_ascii_case(&self.folded)
    }
}

/// Every account reference of a report.
#[derive(Default, Clone)]
pub(super) struct Accounts(Vec<Account>);

impl Accounts {
    pub(super) fn add(&mut self, account: Account) {
        self.0.push(account);
    }

    /// Reads a text, of which this is the lower case.
    pub(super) fn find(&self, text: &str, lower: &str, hits: &mut Vec<Hit>) {
        for account in &self.0 {
            let alone = account.folded.chars().count() < STANDS_ALONE_BELOW;
            for start in account.finder.find_iter(lower.as_bytes()) {
                let end = start.saturating_add(account.folded.len());
                if !alone || super::stands_alone(text, start, end) {
                    hits.push(Hit { start, end, rule: account.rule });
                }
            }
        }
    }

    /// The pseudonym, if this is exactly a reference.
    pub(super) fn pseudonym(&self, folded: &str) -> Option<String> {
        self.0.iter().find(|account| account.is(folded)).map(|account| account.pseudonym().to_owned())
    }
}

/// What stands for something under a report's key: the same for the same, and nothing can be told from it.
pub(super) fn digest(key: &[u8; 32], of: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("HMAC takes a key of any length") };
    mac.update(of.as_bytes());
    let digest = mac.finalize().into_bytes();
    hex::encode(digest.iter().take(SHOWN_BYTES).copied().collect::<Vec<u8>>())
}

fn pseudonym(key: &[u8; 32], reference: &str) -> String {
    format!("account-{}", digest(key, reference))
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Redactor};
    use crate::report::Ledger;

    fn redacted(key: u8, account: &str, text: &str) -> String {
        let redactor = Redactor::new([key; 32], &[]).with_account(account);
        redactor.redact_text(text, "a.log", Place::Lines, &mut Ledger::default()).into_owned()
    }

    #[test]
    fn redacts_the_reference_as_one_pseudonym_everywhere() {
        let text = redacted(1, "ACC-77-x", "acc-77-X, refACC-77-xyz, ＡＣＣ-77-x");
        let pseudonym = redacted(1, "ACC-77-x", "ACC-77-x");
        assert!(pseudonym.starts_with("account-") && pseudonym.len() == "account-".len() + 8, "{pseudonym}");
        assert_eq!(text, format!("{pseudonym}, ref{pseudonym}yz, {pseudonym}"));
    }

    #[test]
    fn redacts_a_reference_that_is_a_phone_number_as_a_pseudonym() {
        assert!(redacted(1, "13800138000", "of 13800138000.").starts_with("of account-"));
    }

    #[test]
    fn keeps_another_report_from_linking() {
        assert_ne!(redacted(1, "ACC-77", "ACC-77"), redacted(2, "ACC-77", "ACC-77"));
    }

    #[test]
    fn keeps_figures_that_hold_a_short_reference() {
        let text = redacted(1, "42", "account 42 has 1429.42 at 04:42:42, 4200");
        assert!(text.contains("1429") && text.contains("4200") && text.starts_with("account account-"), "{text}");
    }
}
