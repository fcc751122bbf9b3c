//! Open or closed at a moment, and until when.
//!
//! A window becomes a stretch of real time first, so that what a zone does to its clocks is met in one place: a time that a
//! clock skips is moved on by as much as it skips, and of a time that it shows twice the first is meant (RFC 5545, section
//! 3.3.5).

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::{DayWindow, Holiday, Hours, TimeOfDay, Weekday};

/// How far ahead the next opening or closing is looked for, in days.
pub const LOOK_AHEAD_DAYS: i32 = 60;
const LOOK_AHEAD: SignedDuration = SignedDuration::from_hours(LOOK_AHEAD_DAYS as i64 * 24);
/// How many days back a window may have begun that is still open: it ends on the day after, and a zone has once skipped
/// a whole day.
const DAYS_BACK: i32 = 2;
/// Far enough that whatever goes on at the end of the look-ahead is seen to go on.
const DAYS_ON: i32 = LOOK_AHEAD_DAYS + 2;

/// Whether something is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoursState {
    /// It is.
    Open {
        /// Until when. None if it does not close in the next [`LOOK_AHEAD_DAYS`] days, or never.
        until: Option<Timestamp>,
    },
    /// It is not.
    Closed {
        /// When it opens next. None if it does not in the next [`LOOK_AHEAD_DAYS`] days, or never.
        opens_at: Option<Timestamp>,
    },
}

impl Hours {
    /// Whether it is open at this time. Hours in a zone that this device does not know, which [`Hours::check`] refuses, are
    /// never open.
    pub fn state_at(&self, now: Timestamp) -> HoursState {
        let stretches = self.time_zone().map(|zone| self.stretches(&zone, now)).unwrap_or_default();
        let horizon = now.checked_add(LOOK_AHEAD).unwrap_or(Timestamp::MAX);
        match stretches.into_iter().find(|(_, end)| *end > now) {
            Some((start, end)) if start <= now => HoursState::Open { until: (end <= horizon).then_some(end) },
            Some((start, _)) => HoursState::Closed { opens_at: (start <= horizon).then_some(start) },
            None => HoursState::Closed { opens_at: None },
        }
    }

    /// When it is open around and after this time: in order, and apart from each other.
    fn stretches(&self, zone: &TimeZone, now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let today = now.to_zoned(zone.clone()).date();
        let days = (-DAYS_BACK..=DAYS_ON).filter_map(|days| today.checked_add(Span::new().days(days)).ok());
        let mut stretches: Vec<_> = days
            .flat_map(|day| self.on(day).into_iter().filter_map(move |window| stretch(day, window, zone)))
            .collect();
        stretches.sort_unstable();
        let mut joined: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (start, end) in stretches {
            match joined.last_mut().filter(|last| last.1 >= start) {
                Some(last) => last.1 = last.1.max(end),
                None => joined.push((start, end)),
            }
        }
        joined
    }

    /// The windows that begin on this day.
    fn on(&self, day: Date) -> Vec<DayWindow> {
        if let Some(holiday) = self.holidays.iter().find(|holiday| holiday.covers(day)) {
            return holiday.windows.clone();
        }
        let weekday = Weekday::of(day);
        let weekly = self.weekly.iter().filter(|window| window.days.contains(&weekday));
        weekly.map(|window| DayWindow { from: window.from, until: window.until }).collect()
    }
}

impl Holiday {
    fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

impl Weekday {
    /// The day of the week of a date.
    pub fn of(day: Date) -> Self {
        match day.weekday() {
            jiff::civil::Weekday::Monday => Self::Mon,
            jiff::civil::Weekday::Tuesday => Self::Tue,
            jiff::civil::Weekday::Wednesday => Self::Wed,
            jiff::civil::Weekday::Thursday => Self::Thu,
            jiff::civil::Weekday::Friday => Self::Fri,
            jiff::civil::Weekday::Saturday => Self::Sat,
            jiff::civil::Weekday::Sunday => Self::Sun,
        }
    }
}

/// From when until when a window of this day really lasts; nothing where the zone's clock skips it, or time itself ends.
fn stretch(day: Date, window: DayWindow, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let ends_on = if window.until <= window.from { day.tomorrow().ok()? } else { day };
    let (start, end) = (moment(day, window.from, zone)?, moment(ends_on, window.until, zone)?);
    (start < end).then_some((start, end))
}

fn moment(day: Date, time: TimeOfDay, zone: &TimeZone) -> Option<Timestamp> {
    let after_midnight = SignedDuration::from_mins(time.minutes().into());
    let shown = day.to_datetime(Time::midnight()).checked_add(after_midnight).ok()?;
    zone.to_timestamp(shown).ok()
}

#[cfg(test)]
mod tests;
