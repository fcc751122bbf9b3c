//! What stands where a value would and is none: masks, variables of a template, words that tell its state.

use super::value::Value;

/// The longest word that stands in place of a value.
const LONGEST_NO_VALUE: usize = 16;
/// What stands in place of a value, or tells its state.
pub(in crate::report) const NOT_VALUES: &[&str] = &[
    "null",
    "nil",
    "none",
    "true",
    "false",
    "undefined",
    "(null)",
    "yes",
    "no",
    "n/a",
    "na",
    "empty",
    "redacted",
    "hidden",
    "masked",
    "filtered",
    "unset",
    "set",
    "required",
    "optional",
    "incorrect",
    "invalid",
    "wrong",
    "missing",
    "expired",
    "changed",
    "reset",
    "failed",
    "failure",
    "ok",
    "success",
    "not",
    "the",
    "a",
    "an",
    "must",
    "should",
    "was",
    "has",
    "is",
    "are",
    "and",
    "or",
    "of",
    "for",
    "to",
    "in",
    "field",
    "string",
    "text",
    "bool",
    "int",
    "correct",
    "mismatch",
    "matched",
    "verified",
    "accepted",
    "rejected",
    "denied",
    "refresh",
    "refreshed",
    "updated",
    "update",
    "weak",
    "strong",
    "forgotten",
    "disabled",
    "enabled",
    "unavailable",
    "available",
    "unknown",
    "pending",
    "locked",
    "blocked",
    "closed",
    "opened",
    "active",
    "inactive",
    "ended",
    "started",
    "revoked",
    "error",
    "too",
    "entered",
    "saved",
    "stored",
    "cleared",
    "policy",
    "prompt",
    "dialog",
    "screen",
    "never",
    "please",
    "at",
    "on",
    "if",
    "with",
    "you",
    "your",
    "manager",
];

/// Whether this stands where a value would and is none.
pub(super) fn is_no_value(told: &str, value: Value) -> bool {
    let all = |marks: &str| told.chars().all(|c| marks.contains(c));
    let wrapped = |open: &str, close: &str| told.starts_with(open) && told.ends_with(close);
    let placeholder =
        all("*•.-_xX") || wrapped("${", "}") || wrapped("$(", ")") || wrapped("{{", "}}") || wrapped("<", ">");
    // An object, or a list of them, is read key by key.
    let is_object = !value.quoted && told.starts_with(['{', '(']);
    let is_format = matches!(told, "%s" | "%@" | "%d" | "{}" | "()" | "[]");
    let word = told.trim_end_matches(['!', ':', '?']);
    let is_word = word.len() <= LONGEST_NO_VALUE && (!value.quoted || told.len() <= 5);
    told.starts_with("[redacted")
        || placeholder
        || is_object
        || is_format
        || is_word && NOT_VALUES.iter().any(|known| known.eq_ignore_ascii_case(word))
}
