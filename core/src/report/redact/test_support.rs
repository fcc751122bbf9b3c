//! What the tests of the rules share.

use super::*;

pub(super) fn redacted(text: &str) -> String {
    Redactor::new([7; 32], &[]).redact_text(text, "report.txt", Place::Lines, &mut Ledger::default()).into_owned()
}

/// The secret goes as a whole, alone and within a sentence, and the ledger says so.
pub(super) fn redacts(rule: &str, secret: &str) {
    for (before, after) in [("", ""), ("see: ", ", thanks"), ("请看：", "。谢谢"), ("\"", "\"}"), ("a=", "&b=c")]
    {
        let mut ledger = Ledger::default();
        let text = format!("{before}{secret}{after}");
        let redactor = Redactor::new([7; 32], &[]);
        let redacted = redactor.redact_text(&text, "report.txt", Place::Lines, &mut ledger);
        assert_eq!(redacted, format!("{before}[redacted:{rule}]{after}"), "{text:?}");
        assert_eq!(ledger.totals().into_iter().collect::<Vec<_>>(), [(rule, 1)]);
    }
}

pub(super) fn keeps(text: &str) {
    assert_eq!(redacted(text), text);
}
