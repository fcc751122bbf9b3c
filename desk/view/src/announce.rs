//! What is announced: from a form to the document that apps read (docs/schemas/announcements.md), signed if there is a key.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::json;
use wallet_doctor_intake::{
    announcements::{Announcement, Document, Kind, Progress, Severity},
    limits::{MAX_ANNOUNCEMENTS, OVER_ANNOUNCEMENTS_KEPT},
    store::StoreError,
};

use crate::ViewError;

const MAX_TITLE_CHARS: usize = 200;
const MAX_BODY_CHARS: usize = 4_000;
const MAX_COMPONENTS: usize = 20;
const MAX_COMPONENT_CHARS: usize = 100;

/// Signs as RFC 8037 says: Ed25519 in a compact JWS.
pub(crate) struct Signer(Ed25519KeyPair);

impl Signer {
    /// A key in PKCS#8 and PEM.
    pub(crate) fn parse(pem: &str) -> Result<Self, ViewError> {
        // Its own words could quote the key.
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| ViewError::SigningKey)?;
        let key =
            Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der()).map_err(|_| ViewError::SigningKey)?;
        Ok(Self(key))
    }

    /// The public key as the `x` of a JSON Web Key, for `signed_by` in the apps' config.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    fn sign(&self, payload: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#), URL_SAFE_NO_PAD.encode(payload));
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// An announcement as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    pub(crate) severity: Severity,
    /// With commas between.
    pub(crate) components: String,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Option<Timestamp>,
    pub(crate) title_zh: String,
    pub(crate) title_en: String,
    pub(crate) body_zh: String,
    pub(crate) body_en: String,
    pub(crate) cause: Option<String>,
}

/// What of a draft cannot be announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftFault {
    Title,
    Body,
    Components,
    Span,
}

impl Draft {
    /// The announcement, by this agent, as of now.
    pub(crate) fn announcement(self, id: String, by: String, now: Timestamp) -> Result<Announcement, DraftFault> {
        let titles = texts([("zh-Hans", &self.title_zh), ("en", &self.title_en)], MAX_TITLE_CHARS, false);
        let title = titles.filter(|titles| !titles.is_empty()).ok_or(DraftFault::Title)?;
        let bodies = texts([("zh-Hans", &self.body_zh), ("en", &self.body_en)], MAX_BODY_CHARS, true);
        let body = bodies.ok_or(DraftFault::Body)?;
        let components: Vec<String> = self
            .components
            .split([',', '，'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect();
        let is_name =
            |name: &String| name.chars().count() <= MAX_COMPONENT_CHARS && !name.chars().any(char::is_control);
        if components.len() > MAX_COMPONENTS || !components.iter().all(is_name) {
            return Err(DraftFault::Components);
        }
        if self.ends_at.is_some_and(|ends| ends <= self.starts_at) {
            return Err(DraftFault::Span);
        }
        Ok(Announcement {
            id,
            kind: self.kind,
            severity: self.severity,
            state: Progress::InProgress,
            components,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            updated_at: now,
            title,
            body,
            cause: self.cause.filter(|cause| !cause.is_empty()),
            by,
        })
    }
}

/// Those that say something, by language; nothing if one cannot stand in an announcement.
fn texts(by_language: [(&str, &String); 2], most: usize, lines: bool) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for (language, text) in by_language {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        let steers = |c: char| c.is_control() && !(lines && c == '\n');
        if text.chars().count() > most || text.chars().any(steers) {
            return None;
        }
        if !text.is_empty() {
            texts.insert(language.to_owned(), text);
        }
    }
    Some(texts)
}

/// Puts one more among those that stand.
pub(crate) fn add(all: &mut Vec<Announcement>, new: Announcement) -> Result<(), StoreError> {
    let standing = all.iter().filter(|known| known.state == Progress::InProgress).count();
    if standing >= MAX_ANNOUNCEMENTS {
        return Err(StoreError::TooManyAnnouncements);
    }
    all.insert(0, new);
    Ok(())
}

/// Says of one that it is over.
pub(crate) fn end(all: &mut [Announcement], id: &str, now: Timestamp) -> Result<(), StoreError> {
    let known = all.iter_mut().find(|known| known.id == id && known.state == Progress::InProgress);
    let known = known.ok_or(StoreError::NoSuchAnnouncement)?;
    known.state = Progress::Over;
    known.ends_at = Some(now.max(known.starts_at));
    known.updated_at = now;
    Ok(())
}

/// What apps are served of all of them; those that have been over for long are dropped first.
pub(crate) fn document(all: &mut Vec<Announcement>, now: Timestamp, signer: Option<&Signer>) -> Document {
    let kept = SignedDuration::try_from(OVER_ANNOUNCEMENTS_KEPT).unwrap_or(SignedDuration::MAX);
    all.retain(|known| known.state == Progress::InProgress || known.updated_at.duration_until(now) <= kept);
    let told = |known: &Announcement| {
        let Announcement {
            id,
            kind,
            severity,
            state,
            components,
            starts_at,
            ends_at,
            updated_at,
            title,
            body,
            cause: _,
            by: _,
        } = known;
        json!({
            "id": id, "kind": kind, "severity": severity, "state": state, "components": components, "starts_at": starts_at,
            "ends_at": ends_at, "updated_at": updated_at, "title": title, "body": body,
        })
    };
    let text = json!({ "version": 1, "updated_at": now, "announcements": all.iter().map(told).collect::<Vec<_>>() })
        .to_string();
    let (content_type, body) = match signer {
        Some(signer) => ("application/jose", signer.sign(&text)),
        None => ("application/json", text),
    };
    Document { content_type: content_type.to_owned(), body, changed_at: now }
}

/// Whether what is served was written with this key, or without one: else it is written anew when the view starts.
pub(crate) fn is_current(served: &Document, signer: Option<&Signer>) -> bool {
    let Some(signer) = signer else { return served.content_type == "application/json" };
    let Some((signed, signature)) = served.body.rsplit_once('.') else { return false };
    let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, signer.0.public_key());
    key.verify(signed.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn draft() -> Draft {
        Draft {
            kind: Kind::Incident,
            severity: Severity::Critical,
            components: "withdrawals， 转账 ,".to_owned(),
            starts_at: NOW,
            ends_at: None,
            title_zh: " 提现延迟 ".to_owned(),
            title_en: String::new(),
            body_zh: "请稍候。\r\n资金安全。".to_owned(),
            body_en: String::new(),
            cause: Some("provider.outage".to_owned()),
        }
    }

    fn made(draft: Draft) -> Result<Announcement, DraftFault> {
        draft.announcement("a".to_owned(), "li".to_owned(), NOW)
    }

    #[test]
    fn a_draft_says_something_in_a_language_and_nothing_that_steers() {
        let good = made(draft()).unwrap();
        assert_eq!(good.components, ["withdrawals", "转账"]);
        assert_eq!(good.title, BTreeMap::from([("zh-Hans".to_owned(), "提现延迟".to_owned())]));
        assert_eq!(good.body["zh-Hans"], "请稍候。\n资金安全。");
        let long = |n: usize| "长".repeat(n);
        for (bad, fault) in [
            (Draft { title_zh: " ".to_owned(), ..draft() }, DraftFault::Title),
            (Draft { title_en: "a\nb".to_owned(), ..draft() }, DraftFault::Title),
            (Draft { title_en: long(201), ..draft() }, DraftFault::Title),
            (Draft { body_en: "\u{1b}[31m".to_owned(), ..draft() }, DraftFault::Body),
            (Draft { body_en: long(4001), ..draft() }, DraftFault::Body),
            (Draft { components: "a,".repeat(21), ..draft() }, DraftFault::Components),
            (Draft { components: long(101), ..draft() }, DraftFault::Components),
            (Draft { ends_at: Some(NOW), ..draft() }, DraftFault::Span),
        ] {
            assert_eq!(made(bad).unwrap_err(), fault);
        }
    }

    #[test]
    fn what_is_over_is_told_for_a_week_and_what_stands_is_bounded() {
        let mut all = vec![made(draft()).unwrap()];
        end(&mut all, "a", NOW).unwrap();
        assert!(matches!(end(&mut all, "a", NOW), Err(StoreError::NoSuchAnnouncement)));
        let days = |days: i64| NOW + SignedDuration::from_hours(24 * days);
        assert!(document(&mut all, days(7), None).body.contains("提现延迟"));
        let told = document(&mut all, days(8), None);
        assert!(!told.body.contains("提现延迟") && all.is_empty() && told.content_type == "application/json");
        for number in 0..MAX_ANNOUNCEMENTS {
            add(&mut all, draft().announcement(number.to_string(), "li".to_owned(), NOW).unwrap()).unwrap();
        }
        assert!(matches!(add(&mut all, made(draft()).unwrap()), Err(StoreError::TooManyAnnouncements)));
        let body = document(&mut all, NOW, None).body;
        assert!(!body.contains("provider.outage") && !body.contains("\"by\""), "{body}");
    }

    #[test]
    fn only_an_ed25519_key_signs() {
        for bad in ["", "hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            let told = Signer::parse(bad).err().unwrap().to_string();
            assert!(told.contains("openssl genpkey") && !told.contains("hunter2"), "{told}");
        }
    }
}
