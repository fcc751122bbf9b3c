//! A time of day as a clock on the wall shows it.

use std::fmt;
use std::str::FromStr;

use crate::config::as_text;

const MINUTES_AN_HOUR: u16 = 60;
const MINUTES_A_DAY: u16 = 24 * MINUTES_AN_HOUR;

/// A time of day to the minute, 00:00 to 24:00; the last is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    /// Minutes after midnight.
    minutes: u16,
}

/// A text that is no time of day, with what would have been accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{given}' is not a time of day; accepted: 00:00 to 24:00, two digits each")]
pub struct NotATimeOfDay {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl TimeOfDay {
    /// Midnight, with which a day begins.
    pub const MIDNIGHT: Self = Self { minutes: 0 };
    /// Midnight, with which a day ends.
    pub const END_OF_DAY: Self = Self { minutes: MINUTES_A_DAY };

    /// Minutes after the midnight with which the day begins, 0 to 1,440.
    pub fn minutes(self) -> u16 {
        self.minutes
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / MINUTES_AN_HOUR, self.minutes % MINUTES_AN_HOUR)
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATimeOfDay;

    fn from_str(text: &str) -> Result<Self, NotATimeOfDay> {
        let two_digits = |part: &str| {
            let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u16>().ok()).flatten()
        };
        let parts = text.split_once(':').and_then(|(hour, minute)| two_digits(hour).zip(two_digits(minute)));
        parts
            .filter(|(_, minute)| *minute < MINUTES_AN_HOUR)
            .map(|(hour, minute)| hour * MINUTES_AN_HOUR + minute)
            .filter(|minutes| *minutes <= MINUTES_A_DAY)
            .map(|minutes| Self { minutes })
            .ok_or_else(|| NotATimeOfDay { given: text.chars().take(60).collect() })
    }
}

as_text!(TimeOfDay, { "type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_a_day_reads_back() {
        for minutes in 0..=MINUTES_A_DAY {
            let time = TimeOfDay { minutes };
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        assert_eq!(TimeOfDay::END_OF_DAY.to_string(), "24:00");
    }

    #[test]
    fn nothing_else_is_a_time_of_day() {
        for text in
            ["", ":", "9:00", "09:0", "09:60", "24:01", "25:00", "09:00:00", "+9:00", "0９:00", " 09:00", "0900"]
        {
            assert_eq!(text.parse::<TimeOfDay>(), Err(NotATimeOfDay { given: text.to_owned() }));
        }
        assert_eq!("x".repeat(1_000).parse::<TimeOfDay>().unwrap_err().given.len(), 60);
    }
}
