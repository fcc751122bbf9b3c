//! What is announced: from a form to the document that apps read (docs/schemas/announcements.md), signed if there is a key.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::json;
use wallet_doctor_intake::{
    announcements::{Announcement, Document, Kind, Progress, Severity},
    limits::{MAX_ANNOUNCEMENTS, MAX_OVER_ANNOUNCEMENTS, OVER_ANNOUNCEMENTS_KEPT},
    store::StoreError,
};

use crate::{ViewError, words::steers};

/// So long after its end something may still turn out to go on; apps say of a maintenance that it overruns.
const LONG_PAST: SignedDuration = SignedDuration::from_hours(24);
/// How far from now something may begin that is said to go on: clocks differ, and people type slowly.
const SOON: SignedDuration = SignedDuration::from_mins(10);
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
    fn signed(&self, body: &str) -> bool {
        let Some((signed, signature)) = body.rsplit_once('.') else { return false };
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else { return false };
        UnparsedPublicKey::new(&ED25519, self.0.public_key()).verify(signed.as_bytes(), &signature).is_ok()
    }

    /// An announcement as this key vouches for it.
    fn vouch(&self, mut known: Announcement) -> Announcement {
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

    fn sign(&self, payload: &str) -> String {
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

/// Changes one that stands, unless the key that there is does not vouch for it.
fn change(
    all: &mut [Announcement],
    id: &str,
    signer: Option<&Signer>,
    change: impl FnOnce(&mut Announcement),
) -> Result<(), StoreError> {
    let known = all.iter_mut().find(|known| known.id == id && known.state == Progress::InProgress);
    let known = known.ok_or(StoreError::NoSuchAnnouncement)?;
    if signer.is_some_and(|signer| !signer.vouches(known)) {
        return Err(StoreError::NoSuchAnnouncement);
    }
    change(known);
    if let Some(signer) = signer {
        *known = signer.vouch(known.clone());
    }
    Ok(())
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
    /// Only a maintenance is told of before it begins.
    Future,
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
        let is_name = |name: &String| name.chars().count() <= MAX_COMPONENT_CHARS && !name.chars().any(steers);
        if components.len() > MAX_COMPONENTS || !components.iter().all(is_name) {
            return Err(DraftFault::Components);
        }
        if self.ends_at.is_some_and(|ends| ends <= self.starts_at) {
            return Err(DraftFault::Span);
        }
        if self.kind != Kind::Maintenance && self.starts_at.duration_since(now) > SOON {
            return Err(DraftFault::Future);
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
            voucher: None,
        })
    }
}

/// Those that say something, by language; nothing if one cannot stand in an announcement.
fn texts(by_language: [(&str, &String); 2], most: usize, lines: bool) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for (language, text) in by_language {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        let stays = |c: char| !steers(c) || (lines && c == '\n');
        if text.chars().count() > most || !text.chars().all(stays) {
            return None;
        }
        if !text.is_empty() {
            texts.insert(language.to_owned(), text);
        }
    }
    Some(texts)
}

/// Puts one more among those that stand.
pub(crate) fn add(all: &mut Vec<Announcement>, new: Announcement, signer: Option<&Signer>) -> Result<(), StoreError> {
    let standing = all.iter().filter(|known| known.state == Progress::InProgress).count();
    if standing >= MAX_ANNOUNCEMENTS {
        return Err(StoreError::TooManyAnnouncements);
    }
    all.insert(0, if let Some(signer) = signer { signer.vouch(new) } else { new });
    Ok(())
}

/// Says of one that it is over.
pub(crate) fn end(
    all: &mut [Announcement],
    id: &str,
    now: Timestamp,
    signer: Option<&Signer>,
) -> Result<(), StoreError> {
    change(all, id, signer, |known| {
        known.state = Progress::Over;
        known.ends_at = Some(now.max(known.starts_at));
        known.updated_at = now;
    })
}

/// Says of those that are over which have been past their end for long, so that they count no more among those that stand. Whether
/// anything changed, also that something is no longer told of.
pub(crate) fn tidy(all: &mut Vec<Announcement>, now: Timestamp, signer: Option<&Signer>) -> bool {
    let before = all.clone();
    let is_past = |known: &&Announcement| known.ends_at.is_some_and(|ends| ends.duration_until(now) > LONG_PAST);
    let past: Vec<String> = all.iter().filter(is_past).map(|known| known.id.clone()).collect();
    for id in past {
        // What the key does not vouch for stays as it is, and is told to nobody.
        let _ = change(all, &id, signer, |known| {
            known.state = Progress::Over;
            known.updated_at = now;
        });
    }
    forget_old(all, now);
    *all != before
}

/// Drops those that have been over for long.
fn forget_old(all: &mut Vec<Announcement>, now: Timestamp) {
    let kept = SignedDuration::try_from(OVER_ANNOUNCEMENTS_KEPT).unwrap_or(SignedDuration::MAX);
    all.retain(|known| known.state == Progress::InProgress || known.updated_at.duration_until(now) <= kept);
}

/// Says of one that it still goes on: what nobody speaks of any more, apps forget.
pub(crate) fn confirm(
    all: &mut [Announcement],
    id: &str,
    now: Timestamp,
    signer: Option<&Signer>,
) -> Result<(), StoreError> {
    change(all, id, signer, |known| known.updated_at = now)
}

/// What apps are served of all of them, or where they are signed of those that the key vouches for; those that have been over for long
/// are dropped first.
pub(crate) fn document(
    all: &mut Vec<Announcement>,
    now: Timestamp,
    signer: Option<&Signer>,
) -> Result<Document, StoreError> {
    forget_old(all, now);
    // Apps read so many and no more: those that stand first, and of the others the last.
    all.sort_by_key(|known| (known.state == Progress::Over, std::cmp::Reverse(known.updated_at)));
    let standing = all.iter().filter(|known| known.state == Progress::InProgress).count();
    all.truncate(standing + MAX_OVER_ANNOUNCEMENTS);
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
            voucher: _,
        } = known;
        let mut told = json!({
            "id": id, "kind": kind, "severity": severity, "components": components, "starts_at": starts_at,
            "ends_at": ends_at, "updated_at": updated_at, "title": title, "body": body,
        });
        // Of a maintenance that is not over its times tell whether it goes on, until somebody says that it does.
        if *state == Progress::Over || *kind != Kind::Maintenance || updated_at > starts_at {
            told["state"] = json!(state);
        }
        told
    };
    let is_ours = |known: &&Announcement| signer.is_none_or(|signer| signer.vouches(known));
    let told: Vec<_> = all.iter().filter(is_ours).map(told).collect();
    let text = json!({ "version": 1, "updated_at": now, "announcements": told }).to_string();
    let (content_type, body) = match signer {
        Some(signer) => (SIGNED, signer.sign(&text)),
        None => (PLAIN, text),
    };
    Ok(Document { content_type: content_type.to_owned(), body, changed_at: now })
}

/// The media types of a document (RFC 7515, section 9.2.1, and RFC 8259).
const SIGNED: &str = "application/jose";
const PLAIN: &str = "application/json";

/// Whether what is served is signed by a key that this view has not: it may not be replaced by something that apps do not believe.
pub(crate) fn is_beyond(served: Option<&Document>, signer: Option<&Signer>) -> bool {
    signer.is_none() && served.is_some_and(|served| served.content_type == SIGNED)
}

/// Whether what is served has to be written anew when a view starts: there is nothing yet, or another key signs today.
pub(crate) fn must_be_rewritten(served: Option<&Document>, signer: Option<&Signer>) -> bool {
    match (served, signer) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(served), Some(signer)) => !signer.signed(&served.body),
    }
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
            (Draft { title_en: "\u{202e}emit".to_owned(), ..draft() }, DraftFault::Title),
            (Draft { title_en: long(201), ..draft() }, DraftFault::Title),
            (Draft { body_en: "\u{1b}[31m".to_owned(), ..draft() }, DraftFault::Body),
            (Draft { body_en: long(4001), ..draft() }, DraftFault::Body),
            (Draft { components: "a,".repeat(21), ..draft() }, DraftFault::Components),
            (Draft { components: long(101), ..draft() }, DraftFault::Components),
            (Draft { ends_at: Some(NOW), ..draft() }, DraftFault::Span),
            (Draft { starts_at: NOW + SignedDuration::from_mins(11), ..draft() }, DraftFault::Future),
        ] {
            assert_eq!(made(bad).unwrap_err(), fault);
        }
    }

    #[test]
    fn what_is_over_is_told_for_a_week_and_what_stands_is_bounded() {
        let mut all = vec![made(draft()).unwrap()];
        end(&mut all, "a", NOW, None).unwrap();
        assert!(matches!(end(&mut all, "a", NOW, None), Err(StoreError::NoSuchAnnouncement)));
        let days = |days: i64| NOW + SignedDuration::from_hours(24 * days);
        assert!(document(&mut all, days(7), None).unwrap().body.contains("提现延迟"));
        let told = document(&mut all, days(8), None).unwrap();
        assert!(!told.body.contains("提现延迟") && all.is_empty() && told.content_type == "application/json");
        for number in 0..MAX_ANNOUNCEMENTS {
            add(&mut all, draft().announcement(number.to_string(), "li".to_owned(), NOW).unwrap(), None).unwrap();
        }
        assert!(matches!(add(&mut all, made(draft()).unwrap(), None), Err(StoreError::TooManyAnnouncements)));
        let body = document(&mut all, NOW, None).unwrap().body;
        assert!(!body.contains("provider.outage") && !body.contains("\"by\""), "{body}");
    }

    #[test]
    fn of_a_maintenance_its_times_tell_and_what_stands_comes_first() {
        let coming = Draft { kind: Kind::Maintenance, starts_at: NOW + SignedDuration::from_hours(5), ..draft() };
        let mut all = vec![made(coming).unwrap()];
        for number in 0..MAX_OVER_ANNOUNCEMENTS + 5 {
            let id = format!("over {number}");
            add(&mut all, draft().announcement(id.clone(), "li".to_owned(), NOW).unwrap(), None).unwrap();
            end(&mut all, &id, NOW + SignedDuration::from_mins(1), None).unwrap();
        }
        let body = document(&mut all, NOW + SignedDuration::from_mins(2), None).unwrap().body;
        let told: serde_json::Value = serde_json::from_str(&body).unwrap();
        let told = told["announcements"].as_array().unwrap();
        assert_eq!((told.len(), &told[0]["kind"]), (1 + MAX_OVER_ANNOUNCEMENTS, &"maintenance".into()));
        assert!(told[0].get("state").is_none() && told[1]["state"] == "over");
        // Once somebody says that it goes on, its times do not decide any more.
        let later = NOW + SignedDuration::from_hours(6);
        confirm(&mut all, "a", later, None).unwrap();
        assert!(document(&mut all, later, None).unwrap().body.contains("in_progress"));
        confirm(&mut all, "a", NOW + SignedDuration::from_hours(1), None).unwrap();
        assert_eq!(all[0].updated_at, NOW + SignedDuration::from_hours(1));
        assert!(matches!(confirm(&mut all, "over 7", NOW, None), Err(StoreError::NoSuchAnnouncement)));
    }

    #[test]
    fn what_is_long_past_its_end_is_over_and_then_forgotten() {
        let ends = NOW + SignedDuration::from_hours(1);
        let mut all = vec![made(Draft { ends_at: Some(ends), ..draft() }).unwrap()];
        assert!(!tidy(&mut all, ends + SignedDuration::from_hours(24), None));
        let later = ends + SignedDuration::from_hours(25);
        assert!(tidy(&mut all, later, None) && all[0].state == Progress::Over);
        assert!(!tidy(&mut all, later, None));
        assert!(tidy(&mut all, later + SignedDuration::from_hours(24 * 7 + 1), None) && all.is_empty());
    }

    #[test]
    fn what_is_signed_stays_signed() {
        let pem = include_str!("../tests/view/ed25519.pem");
        let (signer, other) = (Signer::parse(pem).unwrap(), Signer::parse(OTHER).unwrap());
        let signed = document(&mut vec![signer.vouch(made(draft()).unwrap())], NOW, Some(&signer)).unwrap();
        assert!(signer.signed(&signed.body) && !other.signed(&signed.body));
        let forged = signed.body.replacen('.', ".x", 1);
        assert!(!signer.signed(&forged) && !signer.signed("a.b") && !signer.signed(""));
        let plain = document(&mut Vec::new(), NOW, None).unwrap();
        let cases = [
            (None, None, true, false),
            (None, Some(&signer), true, false),
            (Some(&plain), None, false, false),
            (Some(&plain), Some(&signer), true, false),
            (Some(&signed), None, false, true),
            (Some(&signed), Some(&signer), false, false),
            (Some(&signed), Some(&other), true, false),
        ];
        for (served, key, rewritten, beyond) in cases {
            assert_eq!((must_be_rewritten(served, key), is_beyond(served, key)), (rewritten, beyond));
        }
    }

    #[test]
    fn what_somebody_else_wrote_into_the_database_is_signed_by_nobody() {
        let signer = Signer::parse(include_str!("../tests/view/ed25519.pem")).unwrap();
        let other = Signer::parse(OTHER).unwrap();
        let mut all = Vec::new();
        add(&mut all, made(draft()).unwrap(), Some(&signer)).unwrap();
        let ours = all[0].clone();
        let named = |id: &str, known: &Announcement| Announcement { id: id.to_owned(), ..known.clone() };
        let changed = Announcement { title: [("en".to_owned(), "Pay here".to_owned())].into(), ..named("b", &ours) };
        let plain = named("c", &made(draft()).unwrap());
        let theirs = other.vouch(named("d", &ours));
        all.extend([changed, plain, theirs, Announcement { severity: Severity::Info, ..named("a", &ours) }]);
        let told = |all: &[Announcement], key: Option<&Signer>| {
            let document = document(&mut all.to_vec(), NOW, key).unwrap().body;
            let text = document
                .split('.')
                .nth(1)
                .map_or(document.clone(), |part| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap());
            serde_json::from_str::<serde_json::Value>(&text).unwrap()["announcements"].as_array().unwrap().len()
        };
        assert_eq!(told(&all, Some(&signer)), 1);
        for id in ["b", "c", "d"] {
            let later = NOW + SignedDuration::from_hours(1);
            assert!(matches!(end(&mut all, id, later, Some(&signer)), Err(StoreError::NoSuchAnnouncement)));
            assert!(matches!(confirm(&mut all, id, later, Some(&signer)), Err(StoreError::NoSuchAnnouncement)));
        }
        end(&mut all, "a", NOW + SignedDuration::from_hours(1), Some(&signer)).unwrap();
        assert!(signer.vouches(&all[0]) && all[0].state == Progress::Over);
    }

    /// Another key, made for this test.
    const OTHER: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIP0bMillEcoMSIGGhFiHEHO9EnwwCbb2glKi1DIfUTGA\n-----END PRIVATE KEY-----\n";

    #[test]
    fn only_an_ed25519_key_signs() {
        for bad in ["", "hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            let told = Signer::parse(bad).err().unwrap().to_string();
            assert!(told.contains("openssl genpkey") && !told.contains("hunter2"), "{told}");
        }
    }
}
