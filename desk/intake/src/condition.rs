//! `If-None-Match` (RFC 9110 §13.1.2): does the client have this document already?

use http::{HeaderMap, header};

/// Whether the request names the entity tag `tag` (what stands between the quotes), or `*`. Compared weakly, as the
/// standard asks: `W/` does not matter. A list that is not one names nothing, so that its client gets the document.
pub(crate) fn has(request: &HeaderMap, tag: &[u8]) -> bool {
    let values: Vec<&[u8]> = request.get_all(header::IF_NONE_MATCH).iter().map(|value| value.as_bytes()).collect();
    if let [only] = values[..]
        && only.trim_ascii() == b"*"
    {
        return true;
    }
    let mut found = false;
    for value in values {
        let Some(tags) = tags(value) else { return false };
        found |= tags.contains(&tag);
    }
    found
}

/// The opaque tags of a list. They may have commas in them, so a list is not simply cut at those.
fn tags(mut list: &[u8]) -> Option<Vec<&[u8]>> {
    let mut found = Vec::new();
    loop {
        // RFC 9110 §5.6.1: empty elements are passed over.
        while let [b' ' | b'\t' | b',', rest @ ..] = list {
            list = rest;
        }
        if list.is_empty() {
            return Some(found);
        }
        list = list.strip_prefix(b"W/").unwrap_or(list).strip_prefix(b"\"")?;
        let end = list.iter().position(|byte| *byte == b'"')?;
        let (tag, rest) = list.split_at(end);
        if !tag.iter().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e | 0x80..)) {
            return None;
        }
        found.push(tag);
        list = rest.strip_prefix(b"\"")?.trim_ascii_start();
        if !list.is_empty() && !list.starts_with(b",") {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(values: &[&str]) -> bool {
        let mut request = HeaderMap::new();
        for value in values {
            request.append(header::IF_NONE_MATCH, value.parse().unwrap());
        }
        has(&request, b"abc")
    }

    #[test]
    fn a_tag_is_found_wherever_the_standard_lets_it_stand() {
        let table: [&[&str]; 9] = [
            &["\"abc\""],
            &["W/\"abc\""],
            &["*"],
            &[" * "],
            &["\"x\", \"abc\""],
            &["\"x,\",W/\"abc\" , \"y\""],
            &[", ,\"abc\","],
            &["\"x\"", "\"abc\""],
            &["\"\", \"abc\""],
        ];
        for values in table {
            assert!(says(values), "{values:?}");
        }
    }

    #[test]
    fn what_names_another_or_is_no_list_finds_nothing() {
        let table: [&[&str]; 12] = [
            &[],
            &[""],
            &["abc"],
            &["\"abcd\""],
            &["\"ABC\""],
            &["w/\"abc\""],
            &["\"abc"],
            &["\"x\" \"abc\""],
            &["\"x, \"abc\""],
            &["*, \"abc\""],
            &["\"abc\"", "junk"],
            &["\"x,abc\""],
        ];
        for values in table {
            assert!(!says(values), "{values:?}");
        }
    }
}
