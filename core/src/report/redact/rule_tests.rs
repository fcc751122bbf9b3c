//! What the tests of single rules share: one rule at a time, so that a table says what that rule alone finds.

use super::Hit;

/// A rule.
type Find = fn(&str, &mut Vec<Hit>);

/// How long a hostile text is. A rule that took the square of it would not end.
const HOSTILE_BYTES: usize = 128 * 1024;

/// What the rule finds, in order.
pub(super) fn found(find: Find, text: &str) -> Vec<&str> {
    let mut hits = Vec::new();
    find(text, &mut hits);
    hits.sort_by_key(|hit| (hit.start, hit.end));
    hits.iter().map(|hit| text.get(hit.start..hit.end).unwrap_or("not at characters' boundaries")).collect()
}

/// The secret is found as a whole, alone and within text of every kind.
pub(super) fn redacts(find: Find, secret: &str) {
    for (before, after) in [
        ("", ""),
        ("see ", ", thanks"),
        ("看：", "。谢谢"),
        ("是", "吗"),
        ("\"", "\"}"),
        ("{\\\"a\\\":\\\"", "\\\"}"),
        ("a=", "&b=c"),
        ("%3D", "%26"),
        ("(", ")"),
        ("line\\n", "\\nline"),
        ("2026-11-27T08:00:00.123Z D/Tag: ", "\n2026-11-27 08:00:01"),
    ] {
        let text = format!("{before}{secret}{after}");
        assert_eq!(found(find, &text), [secret], "{text:?}");
    }
}

pub(super) fn keeps(find: Find, text: &str) {
    assert_eq!(found(find, text), [""; 0], "{text:?}");
}

/// Hits lie within the text and begin and end at characters.
pub(super) fn in_bounds(find: Find, text: &str) {
    let mut hits = Vec::new();
    find(text, &mut hits);
    for hit in hits {
        assert!(hit.start < hit.end && text.get(hit.start..hit.end).is_some(), "{hit:?} of {text:?}");
    }
}

/// Hits are in bounds in a text full of what the rule looks for, whole or parted by other characters.
pub(super) fn in_bounds_when_hostile(find: Find, triggers: &[&str]) {
    for trigger in triggers {
        for glue in ["", " ", "a"] {
            in_bounds(
                find,
                &format!("{trigger}{glue}").repeat(HOSTILE_BYTES / trigger.len().saturating_add(glue.len())),
            );
        }
    }
}
