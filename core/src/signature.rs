//! Signed documents: a JSON Web Signature in its compact form (RFC 7515, section 3.1) with Ed25519 (RFC 8037). Pure.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::config::SigningKey;

/// The longest header that is read, in bytes of base64; one of ours has some sixty.
const MAX_HEADER_BYTES: usize = 4 * 1024;
/// `EdDSA` (RFC 8037), and the name that says which curve (RFC 9864).
const ALGORITHMS: [&str; 2] = ["EdDSA", "Ed25519"];

/// A document that none of the keys has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the document is not signed by any of the keys")]
pub(crate) struct BadSignature;

#[derive(Deserialize)]
struct Header {
    alg: String,
    /// Extensions without which the signature must not be accepted (section 4.1.11). We know none.
    #[serde(default)]
    crit: Option<IgnoredAny>,
    /// Says that the payload is not encoded (RFC 7797). Ours is.
    #[serde(default)]
    b64: Option<IgnoredAny>,
}

/// What was signed, if one of the keys signed it. Which key the document names makes no difference: all are tried.
pub(crate) fn payload(document: &[u8], keys: &[SigningKey]) -> Result<Vec<u8>, BadSignature> {
    let document = document.trim_ascii();
    let mut parts = document.split(|byte| *byte == b'.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(BadSignature);
    };
    check_header(header)?;
    let signed_bytes = header.len().saturating_add(1).saturating_add(payload.len());
    let signed = document.get(..signed_bytes).ok_or(BadSignature)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| BadSignature)?;
    let fits = |key: &SigningKey| UnparsedPublicKey::new(&ED25519, key.bytes()).verify(signed, &signature).is_ok();
    if !keys.iter().any(fits) {
        return Err(BadSignature);
    }
    URL_SAFE_NO_PAD.decode(payload).map_err(|_| BadSignature)
}

fn check_header(header: &[u8]) -> Result<(), BadSignature> {
    if header.len() > MAX_HEADER_BYTES {
        return Err(BadSignature);
    }
    let header = URL_SAFE_NO_PAD.decode(header).map_err(|_| BadSignature)?;
    let header: Header = serde_json::from_slice(&header).map_err(|_| BadSignature)?;
    let accepted = ALGORITHMS.contains(&header.alg.as_str()) && header.crit.is_none() && header.b64.is_none();
    accepted.then_some(()).ok_or(BadSignature)
}

#[cfg(test)]
pub(crate) mod signing {
    use ring::signature::{Ed25519KeyPair, KeyPair};

    use super::*;

    /// What a provider does: signs a payload under this header, with the key that a seed makes.
    pub(crate) fn sign(header: &str, payload: &[u8], seed: u8) -> (SigningKey, String) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
        let key = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()).parse().unwrap();
        (key, format!("{signed}.{signature}"))
    }
}

#[cfg(test)]
mod tests {
    use super::signing::sign;
    use super::*;

    /// RFC 8037, appendix A.4: signed by somebody else's code.
    const KEY: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const SIGNED: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
        hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    #[test]
    fn the_standards_own_example_is_accepted() {
        let key = KEY.parse().unwrap();
        assert_eq!(payload(SIGNED.as_bytes(), &[key]).unwrap(), b"Example of Ed25519 signing");
        assert_eq!(payload(format!("\n{SIGNED}\n").as_bytes(), &[key]).unwrap(), b"Example of Ed25519 signing");
    }

    #[test]
    fn any_of_the_keys_will_do_and_no_other() {
        let (key, document) = sign(r#"{"alg":"Ed25519","kid":"2026"}"#, b"{}", 1);
        let (other, _) = sign("{}", b"", 2);
        assert_eq!(payload(document.as_bytes(), &[other, key]).unwrap(), b"{}");
        assert_eq!(payload(document.as_bytes(), &[other]), Err(BadSignature));
        assert_eq!(payload(document.as_bytes(), &[]), Err(BadSignature));
    }

    #[test]
    fn whatever_else_it_claims_to_be_is_refused() {
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"HS256"}"#,
            r#"{"alg":"EdDSA","crit":["exp"]}"#,
            r#"{"alg":"EdDSA","b64":false}"#,
            r#"{"alg":7}"#,
            "{}",
            "[]",
        ] {
            let (key, document) = sign(header, b"{}", 1);
            assert_eq!(payload(document.as_bytes(), &[key]), Err(BadSignature), "{header}");
        }
    }

    #[test]
    fn a_single_changed_letter_is_seen() {
        let key: SigningKey = KEY.parse().unwrap();
        for at in 0..SIGNED.len() {
            let mut changed = SIGNED.as_bytes().to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(payload(&changed, &[key]), Err(BadSignature), "at {at}");
        }
        for document in ["", ".", "..", "...", "a.b.c", "{}", &format!("{SIGNED}.x"), &"a".repeat(1_000_000)] {
            assert_eq!(payload(document.as_bytes(), &[key]), Err(BadSignature));
        }
    }
}
