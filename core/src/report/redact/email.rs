//! E-mail addresses, in any script.

use super::{Hit, Rule};
use crate::report::text::char_boundary_from;

/// The longest local part and domain (RFC 5321, section 4.5.3.1).
const MAX_LOCAL_BYTES: usize = 64;
const MAX_DOMAIN_BYTES: usize = 255;

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let after = at.saturating_add(1);
        // No more is looked at than a domain can be long, or every sign would cost the rest of the text.
        let reach = char_boundary_from(text, after.saturating_add(MAX_DOMAIN_BYTES));
        let (Some(local), Some(rest)) = (text.get(..at), text.get(after..reach)) else { continue };
        let (local, domain) = (local_part(local), domain(rest));
        // `icon@2x.png`: a picture for a finer screen.
        let is_scale = matches!(rest.as_bytes(), [b'1'..=b'4', b'x', b'.', ..]);
        if local > 0 && domain > 0 && !is_scale {
            let (start, end) = (at.saturating_sub(local), after.saturating_add(domain));
            hits.push(Hit { start, end, rule: Rule::Email });
        }
    }
}

/// How many bytes before the sign belong to the address. Plain letters first: in Chinese the sentence goes on without a
/// space before the address.
fn local_part(before: &str) -> usize {
    let take = |accepted: fn(char) -> bool| {
        let mut bytes = 0_usize;
        for c in before.chars().rev().take_while(|c| accepted(*c)) {
            if bytes.saturating_add(c.len_utf8()) > MAX_LOCAL_BYTES {
                break;
            }
            bytes = bytes.saturating_add(c.len_utf8());
        }
        bytes
    };
    match take(|c| c.is_ascii_alphanumeric() || "._%+-'".contains(c)) {
        0 => take(|c| c.is_alphanumeric() || "._%+-".contains(c)),
        plain => plain,
    }
}

/// How many bytes after the sign are a domain: labels with dots between them, the last of at least two letters.
fn domain(after: &str) -> usize {
    match labels(after, |c| c.is_ascii_alphanumeric() || c == '-') {
        0 => labels(after, |c| c.is_alphanumeric() || c == '-'),
        plain => plain,
    }
}

fn labels(text: &str, accepted: fn(char) -> bool) -> usize {
    let (mut end, mut offset, mut count) = (0_usize, 0_usize, 0_usize);
    for label in text.split('.') {
        let bytes: usize = label.chars().take_while(|c| accepted(*c)).map(char::len_utf8).sum();
        let Some(own) = label.get(..bytes).filter(|own| !own.is_empty()) else { break };
        count = count.saturating_add(1);
        offset = offset.saturating_add(bytes);
        let letters = own.chars().next().is_some_and(char::is_alphabetic) && own.chars().count() >= 2;
        if count >= 2 && letters {
            end = offset;
        }
        if bytes < label.len() {
            break;
        }
        offset = offset.saturating_add(1);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{keeps, redacted, redacts};

    #[test]
    fn redacts_addresses() {
        for address in [
            "zhang.wei+wallet@example.com",
            "a@b.co",
            "ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "user%40example.com",
            "first_last@mail.example.co.uk",
            "张三@例子.中国",
            "x@xn--fsqu00a.xn--0zwm56d",
        ] {
            redacts("email", address);
        }
    }

    #[test]
    fn redacts_only_the_address_in_a_chinese_sentence() {
        assert_eq!(redacted("请发到wei@example.com，谢谢"), "请发到[redacted:email]，谢谢");
        assert_eq!(redacted("(wei@example.com)."), "([redacted:email]).");
    }

    #[test]
    fn keeps_signs_that_are_no_addresses() {
        for text in
            ["@mention", "left-pad@1.3.0", "a @ b", "user@localhost", "100%40", "meet @ 5.30 pm", "@example.com"]
        {
            keeps(text);
        }
    }
}
