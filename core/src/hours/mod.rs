//! Opening hours: weekly windows in a time zone, and holidays. Pure; the time is an argument.
//!
//! The same hours say when a support channel is staffed and when something is free of charge.

mod state;
mod time_of_day;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize};

use crate::codes::stable_codes;

pub use state::{HoursState, LOOK_AHEAD_DAYS};
pub use time_of_day::{NotATimeOfDay, TimeOfDay};

/// How many windows are accepted, in a week and for a holiday each.
pub const MAX_WINDOWS: usize = 64;
/// How many holidays are accepted.
pub const MAX_HOLIDAYS: usize = 200;

/// When something is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The zone in which days and times are meant: an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The windows of an ordinary week, at least one. Those that touch or overlap are one.
    pub weekly: Vec<WeeklyWindow>,
    /// Days on which other windows hold. Of several that cover a day the first counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// A window on some days of every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WeeklyWindow {
    /// The days on which it begins.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends; at or before `from`, on the next day.
    pub until: TimeOfDay,
}

/// Days on which other windows hold than in an ordinary week. A window that began on the day before still runs to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its first day.
    #[serde(deserialize_with = "date")]
    pub from: Date,
    /// Its last day.
    #[serde(deserialize_with = "date")]
    pub until: Date,
    /// The windows that begin on each of these days. Empty: closed all day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<DayWindow>,
}

/// A window on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DayWindow {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends; at or before `from`, on the next day.
    pub until: TimeOfDay,
}

stable_codes! {
    /// A day of the week.
    pub enum Weekday as "weekday" {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

/// What is wrong with hours: where, what was given, and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: '{given}' is not accepted; accepted: {accepted}")]
pub struct HoursError {
    /// The key's path below the hours, such as `weekly[0].from`.
    pub key: String,
    /// What was given.
    pub given: String,
    /// What is accepted.
    pub accepted: String,
}

impl HoursError {
    fn new(key: impl Into<String>, given: impl Into<String>, accepted: impl Into<String>) -> Self {
        Self { key: key.into(), given: given.into(), accepted: accepted.into() }
    }
}

impl Hours {
    /// Checks what the types cannot say.
    pub fn check(&self) -> Result<(), HoursError> {
        if self.time_zone().is_none() {
            return Err(HoursError::new("zone", &self.zone, "an IANA name such as Asia/Shanghai"));
        }
        if self.weekly.is_empty() {
            return Err(HoursError::new("weekly", "an empty list", "at least one window"));
        }
        at_most(MAX_WINDOWS, "weekly", self.weekly.len())?;
        for (index, window) in self.weekly.iter().enumerate() {
            if window.days.is_empty() {
                return Err(HoursError::new(format!("weekly[{index}].days"), "an empty list", "at least one day"));
            }
            check_beginning(&format!("weekly[{index}]"), window.from)?;
        }
        at_most(MAX_HOLIDAYS, "holidays", self.holidays.len())?;
        self.holidays.iter().enumerate().try_for_each(|(index, holiday)| holiday.check(&format!("holidays[{index}]")))
    }

    /// The zone; none if nobody knows it.
    fn time_zone(&self) -> Option<TimeZone> {
        // 'Etc/Unknown' has a name and no time.
        TimeZone::get(&self.zone).ok().filter(|zone| !zone.is_unknown())
    }
}

impl Holiday {
    fn check(&self, key: &str) -> Result<(), HoursError> {
        if self.until < self.from {
            let accepted = format!("a date from {} on", self.from);
            return Err(HoursError::new(format!("{key}.until"), self.until.to_string(), accepted));
        }
        at_most(MAX_WINDOWS, &format!("{key}.windows"), self.windows.len())?;
        let mut windows = self.windows.iter().enumerate();
        windows.try_for_each(|(index, window)| check_beginning(&format!("{key}.windows[{index}]"), window.from))
    }
}

fn at_most(most: usize, key: &str, count: usize) -> Result<(), HoursError> {
    if count > most {
        return Err(HoursError::new(key, format!("{count} entries"), format!("at most {most}")));
    }
    Ok(())
}

/// What begins at 24:00 begins on the next day, and says so.
fn check_beginning(key: &str, from: TimeOfDay) -> Result<(), HoursError> {
    if from == TimeOfDay::END_OF_DAY {
        return Err(HoursError::new(format!("{key}.from"), from.to_string(), "00:00 to 23:59"));
    }
    Ok(())
}

/// A date as RFC 3339 writes it, and nothing else: the parser alone would take times and other forms too.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    date.ok_or_else(|| {
        let given: String = text.chars().take(60).collect();
        serde::de::Error::custom(format_args!("'{given}' is not a date; accepted: a day such as 2026-10-01"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(json: &str) -> String {
        match serde_json::from_str::<Hours>(json) {
            Ok(hours) => hours.check().unwrap_err().to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn hours_are_read_and_written_as_they_are() {
        let json = r#"{"zone":"Asia/Shanghai","weekly":[{"days":["mon","sun"],"from":"09:00","until":"24:00"}],"holidays":[{"from":"2026-10-01","until":"2026-10-08","windows":[{"from":"22:00","until":"02:00"}]}]}"#;
        let hours: Hours = serde_json::from_str(json).unwrap();
        assert_eq!(hours.check(), Ok(()));
        assert_eq!(serde_json::to_string(&hours).unwrap(), json);
    }

    #[test]
    fn each_mistake_says_where_it_is_and_what_is_accepted() {
        let hours = |zone: &str, weekly: &str, holidays: &str| {
            format!(r#"{{"zone":"{zone}","weekly":[{weekly}],"holidays":[{holidays}]}}"#)
        };
        let open = r#"{"days":["mon"],"from":"09:00","until":"18:00"}"#;
        let holiday = r#"{"from":"2026-10-01","until":"2026-10-01"}"#;
        let table = [
            (hours("Moon/Base", open, ""), vec!["zone", "Moon/Base", "Asia/Shanghai"]),
            (hours("Etc/Unknown", open, ""), vec!["zone", "Asia/Shanghai"]),
            (hours("UTC", "", ""), vec!["weekly", "at least one"]),
            (hours("UTC", &[open; MAX_WINDOWS + 1].join(","), ""), vec!["weekly", "65 entries", "at most 64"]),
            (hours("UTC", r#"{"days":[],"from":"09:00","until":"18:00"}"#, ""), vec!["weekly[0].days", "one day"]),
            (hours("UTC", r#"{"days":["Mon"],"from":"09:00","until":"18:00"}"#, ""), vec!["'Mon'", "mon, tue"]),
            (hours("UTC", r#"{"days":["mon"],"from":"24:00","until":"18:00"}"#, ""), vec!["weekly[0].from", "23:59"]),
            (hours("UTC", r#"{"days":["mon"],"from":"9:00","until":"18:00"}"#, ""), vec!["'9:00'", "00:00 to 24:00"]),
            (hours("UTC", open, &[holiday; MAX_HOLIDAYS + 1].join(",")), vec!["holidays", "201 entries"]),
            (
                hours("UTC", open, r#"{"from":"2026-10-02","until":"2026-10-01"}"#),
                vec!["holidays[0].until", "2026-10-01", "from 2026-10-02 on"],
            ),
            (hours("UTC", open, r#"{"from":"20261001","until":"2026-10-01"}"#), vec!["'20261001'", "2026-10-01"]),
            (
                hours(
                    "UTC",
                    open,
                    r#"{"from":"2026-10-01","until":"2026-10-01","windows":[{"from":"24:00","until":"01:00"}]}"#,
                ),
                vec!["holidays[0].windows[0].from"],
            ),
        ];
        for (json, wanted) in table {
            let shown = error(&json);
            for part in wanted {
                assert!(shown.contains(part), "{part:?} is missing in: {shown}");
            }
        }
    }
}
