//! The key of announcements: it signs what apps are served, and vouches for what is kept, so that nothing else is signed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use wallet_doctor_intake::announcements::Announcement;

use crate::ViewError;

/// Signs as RFC 8037 says: Ed25519 in a compact JWS.
pub(crate) struct Signer(Ed25519KeyPair);

impl Signer {
    /// A key in PKCS#8 and PEM.
    pub(crate) fn parse(pem: &str) -> Result<Self, ViewError> {
        // Its own words could quote the key.
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| ViewError::SigningKey)?;
        // OpenSSL writes keys without their public half (RFC 5208), against which there is then nothing to check.
        let key =
            Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der()).map_err(|_| ViewError::SigningKey)?;
        Ok(Self(key))
    }

    /// The public key as the `x` of a JSON Web Key, for `signed_by` in the apps' config.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    /// Whether a document is signed by this key.
    pub(super) fn signed(&self, body: &str) -> bool {
        let Some((signed, signature)) = body.rsplit_once('.') else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        UnparsedPublicKey::new(&ED25519, self.0.public_key()).verify(signed.as_bytes(), &signature).is_ok()
    }

    /// An announcement as this key vouches for it.
    pub(super) fn vouch(&self, mut known: Announcement) -> Announcement {
        known.voucher = None;
        known.voucher = Some(URL_SAFE_NO_PAD.encode(self.0.sign(&vouched(&known))));
        known
    }

    /// Whether this key vouches for an announcement: who can write into the database of the desk can't make one that it does.
    pub(crate) fn vouches(&self, known: &Announcement) -> bool {
        let plain = Announcement { voucher: None, ..known.clone() };
        let voucher = known.voucher.as_ref().and_then(|voucher| URL_SAFE_NO_PAD.decode(voucher).ok());
        let key = UnparsedPublicKey::new(&ED25519, self.0.public_key());
        voucher.is_some_and(|voucher| key.verify(&vouched(&plain), &voucher).is_ok())
    }

    pub(super) fn sign(&self, payload: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#), URL_SAFE_NO_PAD.encode(payload));
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// What is signed of an announcement that is kept. It begins as no document of apps does, so that one is never taken for the other.
fn vouched(known: &Announcement) -> Vec<u8> {
    // These types have string keys and no custom code; encoding them cannot fail, and nothing vouches for what is not encoded.
    let json = serde_json::to_vec(known).unwrap_or_default();
    [b"wallet-doctor announcement\n".as_slice(), &json].concat()
}
