//! Names of attachments: plain enough for every file system, every shell and every unpacking program.

use std::collections::BTreeSet;

/// The longest name of an attachment, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 96;
/// The longest ending that survives when a name is shortened, in bytes.
const MAX_ENDING_BYTES: usize = 16;
/// What a name without any usable character becomes.
const NAMELESS: &str = "attachment";
/// Names that mean a device on Windows, with or without an ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Whether a name can be used as it is: one component, no character with a meaning of its own.
pub(super) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MAX_NAME_BYTES
        && name.chars().all(is_plain_char)
        && !name.starts_with(['.', '-'])
        && !name.ends_with('.')
}

fn is_plain_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// A plain name that is not taken yet, as near to the given one as can be. Upper and lower case count as equal, as they do
/// on the support agent's machine.
pub(super) fn plain_name(given: &str, taken: &mut BTreeSet<String>) -> String {
    // What comes before the last separator is a folder, and tells more about the phone than about the problem.
    let last = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let replaced: String = last.chars().map(|c| if is_plain_char(c) { c } else { '_' }).collect();
    let trimmed = replaced.trim_start_matches(['.', '-']).trim_end_matches('.');
    let (stem, ending) = match trimmed.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() < MAX_ENDING_BYTES => (stem, format!(".{ending}")),
        Some(_) | None => (trimmed, String::new()),
    };
    let device = stem.split('.').next().unwrap_or(stem).trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = match stem {
        "" => NAMELESS.to_owned(),
        _ if DEVICES.contains(&device.to_ascii_lowercase().as_str()) => format!("_{stem}"),
        _ => stem.to_owned(),
    };
    let mut number = 1_u32;
    loop {
        let tail = if number == 1 { ending.clone() } else { format!("-{number}{ending}") };
        let room = MAX_NAME_BYTES.saturating_sub(tail.len());
        let name = format!("{}{tail}", shortened(&stem, room).trim_end_matches('.'));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number = number.saturating_add(1);
    }
}

fn shortened(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(given: &str) -> String {
        plain_name(given, &mut BTreeSet::new())
    }

    #[test]
    fn good_names_stay() {
        for name in ["app.log", "wallet-2026-03-01.log", "日志.txt", "LICENSE"] {
            assert_eq!(named(name), name);
        }
    }

    #[test]
    fn folders_tricks_and_devices_go() {
        for (given, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\app.log", "app.log"),
            ("..", "attachment"),
            ("", "attachment"),
            (".bashrc", "bashrc"),
            ("-rf", "rf"),
            ("a\u{0}b\nc.log", "a_b_c.log"),
            ("nul.txt", "_nul.txt"),
            ("COM1", "_COM1"),
            ("a\u{202e}gpj.log", "a_gpj.log"),
            ("trailing.", "trailing"),
        ] {
            assert_eq!(named(given), expected, "{given:?}");
        }
    }

    #[test]
    fn equal_names_are_numbered_also_when_only_their_case_differs() {
        let mut taken = BTreeSet::new();
        let names = ["app.log", "App.log", "app.log"].map(|name| plain_name(name, &mut taken));
        assert_eq!(names, ["app.log", "App-2.log", "app-3.log"]);
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = named(&format!("{}.log", "名".repeat(300)));
        assert!(name.ends_with(".log") && name.len() <= MAX_NAME_BYTES, "{name}");
    }

    proptest! {
        #[test]
        fn every_name_becomes_plain(given in "\\PC{0,40}|[./\\\\-]{0,20}|.{0,200}") {
            let name = named(&given);
            prop_assert!(is_plain(&name), "{name:?}");
        }
    }
}
