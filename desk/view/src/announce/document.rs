//! What apps are served (docs/schemas/announcements.md).

use jiff::Timestamp;
use serde_json::json;
use wallet_doctor_intake::{
    Support,
    announcements::{Announcement, Document, Kind, Progress},
    limits::MAX_OVER_ANNOUNCEMENTS,
    store::StoreError,
};

use super::{Signer, standing::forget_old};

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

/// Changes what is announced, and with it what apps are served; nothing where that is signed by a key that is not here.
pub(crate) async fn announce(
    support: &Support,
    now: Timestamp,
    signer: Option<&Signer>,
    change: impl FnOnce(&mut Vec<Announcement>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let change = |all: &mut Vec<Announcement>, served: Option<&Document>| {
        if is_beyond(served, signer) {
            return Err(StoreError::NoKey);
        }
        change(all)?;
        document(all, now, signer)
    };
    support.announce(change).await
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
