//! What stands, and how it ends.

use jiff::{SignedDuration, Timestamp};
use wallet_doctor_intake::{
    announcements::{Announcement, Progress},
    limits::{MAX_ANNOUNCEMENTS, OVER_ANNOUNCEMENTS_KEPT},
    store::StoreError,
};

use super::Signer;

/// So long after its end something may still turn out to go on; apps say of a maintenance that it overruns.
const LONG_PAST: SignedDuration = SignedDuration::from_hours(24);

/// Puts one more among those that stand.
pub(crate) fn add(all: &mut Vec<Announcement>, new: Announcement, signer: Option<&Signer>) -> Result<(), StoreError> {
    // Those that the key does not vouch for are told to nobody, and take nobody's place.
    let is_ours = |known: &&Announcement| signer.is_none_or(|signer| signer.vouches(known));
    let standing = all.iter().filter(|known| known.state == Progress::InProgress).filter(is_ours).count();
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
pub(super) fn forget_old(all: &mut Vec<Announcement>, now: Timestamp) {
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
