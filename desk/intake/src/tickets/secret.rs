//! The secret of a ticket, as it is sent.

use http::{HeaderMap, header};

use crate::ticket_key::TicketKey;

/// The key that the request's `Authorization: Bearer <secret>` opens; nothing if there is none, or more than one.
pub(super) fn key(request: &HeaderMap) -> Option<TicketKey> {
    let mut values = request.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let value = value.as_bytes();
    let space = value.iter().position(|byte| *byte == b' ')?;
    let (scheme, secret) = value.split_at(space);
    let secret = secret.trim_ascii();
    // RFC 9110 §11.1: schemes are told without case.
    (scheme.eq_ignore_ascii_case(b"bearer") && !secret.is_empty()).then(|| TicketKey::of(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(values: &[&str], secret: &str) -> bool {
        let mut request = HeaderMap::new();
        for value in values {
            request.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        key(&request).is_some_and(|key| key.agrees(&TicketKey::of(secret.as_bytes())))
    }

    #[test]
    fn one_bearer_and_its_secret() {
        assert!(opens(&["Bearer abc"], "abc"));
        assert!(opens(&["bearer  abc"], "abc"));
        let table: [&[&str]; 7] =
            [&[], &["abc"], &["Bearer"], &["Bearer "], &["Basic abc"], &["Bearerabc"], &["Bearer abc", "Bearer abc"]];
        for values in table {
            assert!(!opens(values, "abc") && !opens(values, ""), "{values:?}");
        }
    }
}
