//! When support answers: how many hours of work it takes itself, by priority, and in which hours somebody works.

use std::{collections::BTreeMap, time::Duration};

use jiff::{
    Timestamp, Zoned,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::Deserialize;

use crate::{limits::MAX_REPLY_DAYS, store::Priority};

/// How soon support means to answer, unless told otherwise: within a day.
pub const EXPECTED_REPLY: Duration = Duration::from_secs(24 * 60 * 60);
const NANOSECONDS_A_SECOND: i128 = 1_000_000_000;

/// When support answers.
#[derive(Debug, Clone)]
pub struct Staffing {
    urgent: Duration,
    normal: Duration,
    /// Without them somebody is always there.
    hours: Option<Hours>,
}

#[derive(Debug, Clone)]
struct Hours {
    zone: TimeZone,
    /// By the number of the weekday, Monday first; in order, and none into another.
    weekly: [Vec<(Time, Time)>; 7],
    holidays: Vec<Date>,
}

/// What is wrong with a staffing file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StaffingError(String);

/// The file, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    urgent_hours: f64,
    normal_hours: f64,
    #[serde(default)]
    hours: Option<FileHours>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileHours {
    zone: String,
    weekly: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    holidays: Vec<Date>,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Default for Staffing {
    fn default() -> Self {
        Self::around_the_clock(EXPECTED_REPLY, EXPECTED_REPLY)
    }
}

impl Staffing {
    /// Somebody is always there.
    #[must_use]
    pub fn around_the_clock(urgent: Duration, normal: Duration) -> Self {
        Self { urgent, normal, hours: None }
    }

    /// Reads a file such as
    /// `{"urgent_hours": 2, "normal_hours": 16, "hours": {"zone": "Asia/Shanghai", "weekly": {"mon": ["09:00-12:00",
    /// "13:00-18:00"], …}, "holidays": ["2027-01-01"]}}`. Without `hours` somebody is always there. Hours are those of work: what
    /// comes on Friday evening and takes two is answered on Monday morning. Midnight at the end of a day is `24:00`.
    ///
    /// # Errors
    /// [`StaffingError`] says what is wrong and what is accepted.
    pub fn parse(json: &str) -> Result<Self, StaffingError> {
        let file: File =
            serde_json::from_str(json).map_err(|error| StaffingError(format!("not a staffing file: {error}")))?;
        let hours = file.hours.map(FileHours::read).transpose()?;
        Ok(Self {
            urgent: duration("urgent_hours", file.urgent_hours)?,
            normal: duration("normal_hours", file.normal_hours)?,
            hours,
        })
    }

    /// How long after `at` a report of this priority will have been answered; at most [`MAX_REPLY_DAYS`] days.
    pub(crate) fn expected(&self, priority: Priority, at: Timestamp) -> Duration {
        let work = match priority {
            Priority::Urgent => self.urgent,
            Priority::Normal => self.normal,
        };
        let longest = Duration::from_secs(u64::from(MAX_REPLY_DAYS) * 24 * 60 * 60);
        let waited = match &self.hours {
            Some(hours) => hours.after(at, work).unwrap_or(longest),
            None => work,
        };
        waited.min(longest)
    }
}

fn duration(key: &str, hours: f64) -> Result<Duration, StaffingError> {
    let most = f64::from(MAX_REPLY_DAYS) * 24.0;
    if hours > 0.0 && hours <= most {
        // Of more than whole seconds nobody is told.
        Ok(Duration::from_secs(Duration::from_secs_f64(hours * 3600.0).as_secs().max(1)))
    } else {
        Err(StaffingError(format!("{key} is {hours}; accepted: more than 0 and up to {most} hours")))
    }
}

impl FileHours {
    fn read(self) -> Result<Hours, StaffingError> {
        let zone = TimeZone::get(&self.zone).map_err(|_| {
            StaffingError(format!("hours.zone is {:?}; accepted: a zone such as Asia/Shanghai", self.zone))
        })?;
        let mut weekly: [Vec<(Time, Time)>; 7] = Default::default();
        for (day, windows) in self.weekly {
            let Some(place) = WEEKDAYS.iter().position(|name| *name == day).and_then(|at| weekly.get_mut(at)) else {
                return Err(StaffingError(format!("hours.weekly has {day:?}; accepted: {}", WEEKDAYS.join(", "))));
            };
            for window in windows {
                let read = window.split_once('-').and_then(|(from, until)| Some((time(from)?, time(until)?)));
                match read.filter(|(from, until)| from < until) {
                    Some((from, until)) if place.last().is_none_or(|(_, before)| *before <= from) => {
                        place.push((from, until))
                    }
                    Some(_) | None => {
                        let accepted = "HH:MM-HH:MM, one after the other, up to 24:00";
                        return Err(StaffingError(format!("hours.weekly.{day} has {window:?}; accepted: {accepted}")));
                    }
                }
            }
        }
        if weekly.iter().all(Vec::is_empty) {
            return Err(StaffingError(
                "hours.weekly has no hours; leave out hours where somebody is always there".to_owned(),
            ));
        }
        Ok(Hours { zone, weekly, holidays: self.holidays })
    }
}

/// `HH:MM`, or the end of the day.
fn time(text: &str) -> Option<Time> {
    if text == "24:00" {
        return Some(Time::MAX);
    }
    let (hour, minute) = text.split_once(':')?;
    let two = |digits: &str| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<i8>().ok())
            .flatten()
    };
    Time::new(two(hour)?, two(minute)?, 0, 0).ok()
}

impl Hours {
    /// How long after `at` so much work will have been done, unless it takes longer than anybody is told.
    fn after(&self, at: Timestamp, work: Duration) -> Option<Duration> {
        let mut left = i128::from(work.as_secs()) * NANOSECONDS_A_SECOND;
        let mut day = at.to_zoned(self.zone.clone()).date();
        for _ in 0..=MAX_REPLY_DAYS {
            for (from, until) in self.windows(day) {
                let (from, until) = (from.max(at.as_nanosecond()), until);
                let there = (until - from).max(0);
                if there >= left {
                    let waited = from.saturating_add(left).saturating_sub(at.as_nanosecond());
                    let seconds = waited.saturating_add(NANOSECONDS_A_SECOND - 1) / NANOSECONDS_A_SECOND;
                    return u64::try_from(seconds).ok().map(Duration::from_secs);
                }
                left -= there;
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// When somebody works on a day, in nanoseconds since 1970. A night in which the clocks change is as long as it is.
    fn windows(&self, day: Date) -> impl Iterator<Item = (i128, i128)> + '_ {
        let weekday = day.weekday();
        let place = usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default();
        let windows = self.weekly.get(place).filter(|_| !self.holidays.contains(&day));
        windows.into_iter().flatten().filter_map(move |(from, until)| {
            let at = |time: &Time| {
                let moment: Option<Zoned> = if *time == Time::MAX {
                    day.tomorrow().ok().and_then(|next| next.to_zoned(self.zone.clone()).ok())
                } else {
                    day.to_datetime(*time).to_zoned(self.zone.clone()).ok()
                };
                moment.map(|moment| moment.timestamp().as_nanosecond())
            };
            Some((at(from)?, at(until)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
        "urgent_hours": 2, "normal_hours": 16,
        "hours": {
            "zone": "Asia/Shanghai",
            "weekly": { "mon": ["09:00-12:00", "13:00-18:00"], "tue": ["09:00-18:00"], "fri": ["09:00-18:00"], "sat": ["22:00-24:00"] },
            "holidays": ["2027-01-18"]
        }
    }"#;

    fn answered(staffing: &Staffing, priority: Priority, at: &str) -> String {
        let at: Timestamp = at.parse().unwrap();
        (at + staffing.expected(priority, at)).to_string()
    }

    #[test]
    fn work_is_done_in_the_hours_of_work() {
        let staffing = Staffing::parse(FILE).unwrap();
        for (at, urgent) in [
            // Monday, 11 January 2027, in Shanghai, eight hours ahead of these: before work, at it, over lunch, at its end.
            ("2027-01-11T00:00:00Z", "2027-01-11T03:00:00Z"),
            ("2027-01-11T01:30:00Z", "2027-01-11T03:30:00Z"),
            ("2027-01-11T03:00:00Z", "2027-01-11T06:00:00Z"),
            ("2027-01-11T09:30:00Z", "2027-01-12T02:30:00Z"),
            // On Tuesday evening nobody comes before Friday.
            ("2027-01-12T10:00:00Z", "2027-01-15T03:00:00Z"),
            // On Saturday until midnight; and the Monday after is a holiday.
            ("2027-01-16T01:00:00Z", "2027-01-16T16:00:00Z"),
            ("2027-01-16T15:00:00Z", "2027-01-19T02:00:00Z"),
        ] {
            assert_eq!(answered(&staffing, Priority::Urgent, at), urgent, "{at}");
        }
        // Eight hours of Monday, nine of Tuesday.
        assert_eq!(answered(&staffing, Priority::Normal, "2027-01-11T00:00:00Z"), "2027-01-12T09:00:00Z");
    }

    #[test]
    fn a_night_in_which_the_clocks_change_is_as_long_as_it_is() {
        let file = r#"{"urgent_hours": 3, "normal_hours": 3, "hours": {"zone": "Europe/Berlin", "weekly": {"sun": ["00:00-24:00"]}}}"#;
        let staffing = Staffing::parse(file).unwrap();
        // 28 March 2027, 00:00 in Berlin; at two it is three.
        assert_eq!(answered(&staffing, Priority::Urgent, "2027-03-27T23:00:00Z"), "2027-03-28T02:00:00Z");
        // Twenty-three hours later the next Sunday has the rest.
        assert_eq!(answered(&staffing, Priority::Urgent, "2027-03-28T21:00:00Z"), "2027-04-04T00:00:00Z");
    }

    #[test]
    fn nobody_is_told_of_more_than_the_longest() {
        let file =
            r#"{"urgent_hours": 1, "normal_hours": 700, "hours": {"zone": "UTC", "weekly": {"mon": ["09:00-10:00"]}}}"#;
        let staffing = Staffing::parse(file).unwrap();
        let most = Duration::from_secs(u64::from(MAX_REPLY_DAYS) * 24 * 60 * 60);
        assert_eq!(staffing.expected(Priority::Normal, Timestamp::UNIX_EPOCH), most);
        // Thirty-one days of eight hours would do, and nobody is told of the last.
        let file = r#"{"urgent_hours": 248, "normal_hours": 1, "hours": {"zone": "UTC", "weekly": {"mon": ["09:00-17:00"], "tue": ["09:00-17:00"],
            "wed": ["09:00-17:00"], "thu": ["09:00-17:00"], "fri": ["09:00-17:00"], "sat": ["09:00-17:00"], "sun": ["09:00-17:00"]}}}"#;
        assert_eq!(Staffing::parse(file).unwrap().expected(Priority::Urgent, Timestamp::UNIX_EPOCH), most);
        let years = Staffing::around_the_clock(Duration::MAX, Duration::MAX);
        assert_eq!(years.expected(Priority::Urgent, Timestamp::UNIX_EPOCH), most);
        let always = Staffing::around_the_clock(Duration::from_secs(60), Duration::from_secs(7200));
        assert_eq!(always.expected(Priority::Urgent, Timestamp::UNIX_EPOCH), Duration::from_secs(60));
        assert_eq!(always.expected(Priority::Normal, Timestamp::UNIX_EPOCH), Duration::from_secs(7200));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_is_accepted() {
        let hours = |hours: &str| format!(r#"{{"urgent_hours": 1, "normal_hours": 1, "hours": {hours}}}"#);
        for (file, said) in [
            ("[]", "staffing file"),
            (r#"{"urgent_hours": 1}"#, "normal_hours"),
            (r#"{"urgent_hours": 0, "normal_hours": 1}"#, "urgent_hours is 0"),
            (r#"{"urgent_hours": 1, "normal_hours": 1e9}"#, "normal_hours is 1000000000"),
            (r#"{"urgent_hours": 1, "normal_hours": 1, "phone": ""}"#, "phone"),
            (&hours(r#"{"zone": "Nowhere/At_All", "weekly": {"mon": ["09:00-10:00"]}}"#), "Asia/Shanghai"),
            (&hours(r#"{"zone": "UTC", "weekly": {"monday": ["09:00-10:00"]}}"#), "mon, tue"),
            (&hours(r#"{"zone": "UTC", "weekly": {"mon": ["9-10"]}}"#), "HH:MM-HH:MM"),
            (&hours(r#"{"zone": "UTC", "weekly": {"mon": ["10:00-09:00"]}}"#), "HH:MM-HH:MM"),
            (&hours(r#"{"zone": "UTC", "weekly": {"mon": ["09:00-11:00", "10:00-12:00"]}}"#), "one after the other"),
            (&hours(r#"{"zone": "UTC", "weekly": {"mon": []}}"#), "no hours"),
            (
                &hours(r#"{"zone": "UTC", "weekly": {"mon": ["09:00-10:00"]}, "holidays": ["new year"]}"#),
                "staffing file",
            ),
        ] {
            let error = Staffing::parse(file).unwrap_err().to_string();
            assert!(error.contains(said), "{file}: {error}");
        }
    }
}
