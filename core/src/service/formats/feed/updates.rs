//! Feeds that have an entry for each update (Better Stack's,
//! <https://betterstack.com/docs/uptime/status-pages/subscribing-to-status-updates/subscribing-to-rss/>): of what has one title,
//! only the latest counts, or what is over would still be open in an older entry.

use jiff::Timestamp;

use super::window::is_sound;
use crate::service::{Incident, Maintenance};

/// Adds an incident to those before it in the feed.
pub(super) fn add_incident(incidents: &mut Vec<Incident>, mut added: Incident) {
    let known = incidents.iter_mut().find(|known| known.title == added.title && !known.title.is_empty());
    let Some(known) = known else { return incidents.push(added) };
    let started_at = earlier(known.started_at, added.started_at);
    if is_newer(added.updated_at, known.updated_at) {
        std::mem::swap(known, &mut added);
    }
    known.started_at = started_at;
}

/// Adds work to that before it in the feed. The same title at another time is other work.
pub(super) fn add_maintenance(works: &mut Vec<Maintenance>, mut added: Maintenance) {
    let same_time = |known: &Maintenance| {
        known.starts_at.is_none() || added.starts_at.is_none() || known.starts_at == added.starts_at
    };
    let known =
        works.iter_mut().find(|known| known.title == added.title && !known.title.is_empty() && same_time(known));
    let Some(known) = known else { return works.push(added) };
    if is_newer(added.updated_at, known.updated_at) {
        std::mem::swap(known, &mut added);
    }
    // An update need not repeat when it is.
    if known.starts_at.is_none() {
        let ends_at = known.ends_at.or(added.ends_at);
        let sound = |start: &Timestamp| ends_at.is_none_or(|end| is_sound(*start, end));
        (known.starts_at, known.ends_at) = (added.starts_at.filter(sound), ends_at);
    }
}

/// Whether an entry further down is the newer one. Without times, feeds begin with the newest.
fn is_newer(added: Option<Timestamp>, known: Option<Timestamp>) -> bool {
    known.is_some() && added > known
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}
