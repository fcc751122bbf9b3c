//! The signed announcements: a JSON Web Signature in its compact form (RFC 7515 §3.1) with Ed25519 (RFC 8037 §3.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;
use wallet_doctor_core::config::SigningKey;

use crate::provider::StartError;

/// The name of the key in what it signs.
const KEY_ID: &str = "announcements-1";

/// The key that announcements are signed with, and one that is nobody's. Made at the start, and gone with the provider.
pub(super) struct Signer {
    own: Ed25519KeyPair,
    foreign: Ed25519KeyPair,
    public: SigningKey,
}

impl Signer {
    pub(super) fn generate() -> Result<Self, StartError> {
        let own = key_pair()?;
        let public = URL_SAFE_NO_PAD.encode(own.public_key().as_ref()).parse().map_err(|_| StartError::SigningKey)?;
        Ok(Self { own, foreign: key_pair()?, public })
    }

    /// What clients are told.
    pub(super) fn public(&self) -> SigningKey {
        self.public
    }

    /// A payload and its signature. A foreign one claims to be by the provider's key all the same.
    pub(super) fn sign(&self, payload: &[u8], foreign: bool) -> String {
        let header = json!({ "alg": "EdDSA", "kid": KEY_ID }).to_string();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let key = if foreign { &self.foreign } else { &self.own };
        let signature = key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

fn key_pair() -> Result<Ed25519KeyPair, StartError> {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| StartError::SigningKey)?;
    Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|_| StartError::SigningKey)
}

#[cfg(test)]
mod tests {
    use ring::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_signature_verifies_with_the_public_key_unless_it_is_foreign() {
        let signer = Signer::generate().unwrap();
        for (foreign, verifies) in [(false, true), (true, false)] {
            let token = signer.sign(b"{}", foreign);
            let (signed, signature) = token.rsplit_once('.').unwrap();
            let (header, payload) = signed.split_once('.').unwrap();
            assert_eq!(URL_SAFE_NO_PAD.decode(payload).unwrap(), b"{}");
            let header: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
            assert_eq!(header, json!({ "alg": "EdDSA", "kid": KEY_ID }));
            let key = UnparsedPublicKey::new(&ED25519, signer.public().bytes().to_vec());
            let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            assert_eq!(key.verify(signed.as_bytes(), &signature).is_ok(), verifies);
        }
    }
}
