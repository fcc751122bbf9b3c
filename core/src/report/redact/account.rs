//! The account reference: wherever it stands, a pseudonym stands instead. It links within one report and nowhere else.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::folded::Folded;
use super::{Hit, Rule};

/// A shorter reference is replaced only where it stands alone: two digits would be found in every figure.
const STANDS_ALONE_BELOW: usize = 5;
/// How much of the digest a pseudonym shows, in bytes.
const SHOWN_BYTES: usize = 4;

/// One account reference and its pseudonym.
pub(super) struct Account {
    folded: String,
    pseudonym: String,
}

impl Account {
    /// `None` for a reference without a visible character.
    pub(super) fn new(key: &[u8; 32], reference: &str) -> Option<Self> {
        let folded = Folded::of(reference.trim()).as_str().to_ascii_lowercase();
        if folded.is_empty() {
            return None;
        }
        let pseudonym = pseudonym(key, reference.trim());
        Some(Self { folded, pseudonym })
    }

    pub(super) fn pseudonym(&self) -> &str {
        &self.pseudonym
    }

    pub(super) fn is(&self, folded: &str) -> bool {
        folded.eq_ignore_ascii_case(&self.folded)
    }

    pub(super) fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        // Lower case in ASCII only, which moves no offset.
        let lower = text.to_ascii_lowercase();
        let alone = self.folded.chars().count() < STANDS_ALONE_BELOW;
        for (start, found) in lower.match_indices(&self.folded) {
            let end = start.saturating_add(found.len());
            if !alone || super::stands_alone(text, start, end) {
                hits.push(Hit { start, end, rule: Rule::Account });
            }
        }
    }
}

fn pseudonym(key: &[u8; 32], reference: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("HMAC takes a key of any length") };
    mac.update(reference.as_bytes());
    let digest = mac.finalize().into_bytes();
    format!("account-{}", hex::encode(digest.iter().take(SHOWN_BYTES).copied().collect::<Vec<u8>>()))
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Redactor};
    use crate::report::Ledger;

    fn redacted(key: u8, account: &str, text: &str) -> String {
        let redactor = Redactor::new([key; 32], &[]).with_account(account);
        redactor.redact_text(text, "report.json", Place::Lines, &mut Ledger::default()).into_owned()
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
