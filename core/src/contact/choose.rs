//! Which channel first. Pure: the time is an argument (docs/contacts.md has the rules).

use std::cmp::Reverse;

use jiff::{SignedDuration, Timestamp};

use super::{ChannelKind, ContactChannel};
use crate::codes::stable_codes;
use crate::config::Locale;
use crate::hours::HoursState;

/// How long it is reckoned to take until a call or a chat of unknown hours is staffed, to compare it with others: some time
/// of the day.
const UNKNOWN_WAIT: SignedDuration = SignedDuration::from_hours(12);
/// What is reckoned for a channel that does not open in the time that is looked ahead: longer than that.
const NO_OPENING_WAIT: SignedDuration = SignedDuration::from_hours((crate::hours::LOOK_AHEAD_DAYS as i64 + 1) * 24);

stable_codes! {
    /// How urgent it is.
    pub enum Urgency as "urgency" {
        /// At once: money is gone, or somebody else is moving it.
        Urgent = "urgent",
        /// It can wait for an answer in writing.
        Normal = "normal",
    }
}

stable_codes! {
    /// Whether a channel is open.
    pub enum OpenNow as "state of a channel" {
        /// It is.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// Nobody knows.
        NotKnown = "not_known",
    }
}

/// A channel, and what now means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The channel.
    pub channel: &'a ContactChannel,
    /// Whether it is open.
    pub open: OpenNow,
    /// When it closes, if it is open and that is within the time that is looked ahead.
    pub closes_at: Option<Timestamp>,
    /// When it opens next, if it is closed and that is within the time that is looked ahead.
    pub opens_at: Option<Timestamp>,
    /// Whether the person's language is spoken there, if that is known.
    pub speaks_your_language: Option<bool>,
}

/// Every channel, the one to try first at the front. Those that do not speak the person's language come last, each part in
/// this order:
///
/// - urgent: calls that are open, chats that are open, then whatever is expected to answer soonest;
/// - otherwise: what is open, by when an answer is expected, with calls at the end if there is a chat, an e-mail address or
///   a form that is open; then whatever is expected to answer soonest.
///
/// An answer is expected after the time until the channel opens and the usual time of an answer. Equals stay in the order of
/// the config.
pub fn choose(channels: &[ContactChannel], urgency: Urgency, locale: Locale, now: Timestamp) -> Vec<Chosen<'_>> {
    let mut chosen: Vec<Chosen<'_>> = channels.iter().map(|channel| Chosen::at(channel, locale, now)).collect();
    let in_writing = |other: &Chosen<'_>| match other.channel.kind {
        ChannelKind::Chat | ChannelKind::Email | ChannelKind::Form => other.is_usable(),
        ChannelKind::Phone | ChannelKind::Social => false,
    };
    let can_write = chosen.iter().any(in_writing);
    chosen.sort_by_key(|chosen| {
        let turn = match urgency {
            Urgency::Urgent => chosen.turn_if_urgent(),
            Urgency::Normal => chosen.turn(can_write),
        };
        (!chosen.is_understood(), turn, chosen.expected_answer(now), Reverse(chosen.speaks_your_language))
    });
    chosen
}

/// In which turn a channel comes, before times are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    First,
    Second,
    Last,
}

impl<'a> Chosen<'a> {
    fn at(channel: &'a ContactChannel, locale: Locale, now: Timestamp) -> Self {
        let state = match (&channel.hours, channel.around_the_clock) {
            (_, true) => Some(HoursState::Open { until: None }),
            (Some(hours), false) => Some(hours.state_at(now)),
            (None, false) => None,
        };
        let (open, closes_at, opens_at) = match state {
            Some(HoursState::Open { until }) => (OpenNow::Yes, until, None),
            Some(HoursState::Closed { opens_at }) => (OpenNow::No, None, opens_at),
            None => (OpenNow::NotKnown, None, None),
        };
        Self { channel, open, closes_at, opens_at, speaks_your_language: channel.speaks(locale) }
    }

    fn turn_if_urgent(&self) -> Turn {
        match (self.open, self.channel.kind) {
            (OpenNow::Yes, ChannelKind::Phone) => Turn::First,
            (OpenNow::Yes, ChannelKind::Chat) => Turn::Second,
            (OpenNow::Yes | OpenNow::No | OpenNow::NotKnown, _) => Turn::Last,
        }
    }

    /// A call is for what is urgent, and not asked for where one can write.
    fn turn(&self, can_write: bool) -> Turn {
        match (self.open, self.channel.kind) {
            (OpenNow::Yes, ChannelKind::Phone) if can_write => Turn::Second,
            (OpenNow::Yes, _) => Turn::First,
            (OpenNow::No | OpenNow::NotKnown, _) => Turn::Last,
        }
    }

    /// Whether nothing says that the person would not be understood.
    fn is_understood(&self) -> bool {
        self.speaks_your_language != Some(false)
    }

    fn is_usable(&self) -> bool {
        self.open == OpenNow::Yes && self.is_understood()
    }

    fn expected_answer(&self, now: Timestamp) -> SignedDuration {
        let usual = self.channel.usual_answer_s.map(std::time::Duration::from_secs);
        let usual = usual.unwrap_or_else(|| self.channel.kind.default_answer());
        let usual = SignedDuration::try_from(usual).unwrap_or(SignedDuration::MAX);
        self.wait(now).saturating_add(usual)
    }

    /// How long it is until somebody is there.
    fn wait(&self, now: Timestamp) -> SignedDuration {
        match (self.open, self.opens_at) {
            (OpenNow::Yes, _) => SignedDuration::ZERO,
            (OpenNow::No, Some(opens_at)) => opens_at.duration_since(now),
            (OpenNow::No, None) => NO_OPENING_WAIT,
            (OpenNow::NotKnown, _) if self.channel.kind.is_live() => UNKNOWN_WAIT,
            // What is written waits by itself.
            (OpenNow::NotKnown, _) => SignedDuration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::channel::tests::channel;
    use super::ChannelKind::{Chat, Email, Form, Phone, Social};
    use super::Urgency::{Normal, Urgent};
    use super::*;
    use crate::hours::Hours;

    /// A Wednesday.
    const NOW: &str = "2026-03-04T10:00:00Z";

    fn around_the_clock(kind: ChannelKind) -> ContactChannel {
        ContactChannel { around_the_clock: true, ..channel(kind) }
    }

    fn daily(kind: ChannelKind, from: &str, until: &str) -> ContactChannel {
        let weekly = format!(
            r#"{{"zone":"UTC","weekly":[{{"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"{from}","until":"{until}"}}]}}"#
        );
        ContactChannel { hours: Some(serde_json::from_str::<Hours>(&weekly).unwrap()), ..channel(kind) }
    }

    fn speaking(channel: ContactChannel, language: &str) -> ContactChannel {
        let name = format!("{} {language}", channel.name);
        ContactChannel { name, languages: vec![language.parse().unwrap()], ..channel }
    }

    fn order(channels: &[ContactChannel], urgency: Urgency) -> Vec<String> {
        let chosen = choose(channels, urgency, Locale::En, NOW.parse().unwrap());
        chosen.iter().map(|chosen| chosen.channel.name.clone()).collect()
    }

    #[test]
    fn what_is_urgent_is_told_to_a_person_who_is_there() {
        let all: Vec<_> = [Social, Form, Email, Chat, Phone].map(around_the_clock).into();
        assert_eq!(order(&all, Urgent), ["phone", "chat", "form", "email", "social"]);
        let slow_phone = ContactChannel { usual_answer_s: Some(3_600), ..around_the_clock(Phone) };
        let all = [around_the_clock(Chat), slow_phone, daily(Phone, "11:00", "12:00")];
        assert_eq!(order(&all, Urgent), ["phone", "chat", "phone"]);
        let chosen = choose(&all, Urgent, Locale::En, NOW.parse().unwrap());
        assert_eq!(
            chosen.iter().map(|chosen| chosen.open).collect::<Vec<_>>(),
            [OpenNow::Yes, OpenNow::Yes, OpenNow::No]
        );
    }

    #[test]
    fn if_nobody_is_there_the_soonest_answer_counts() {
        let email = around_the_clock(Email);
        assert_eq!(order(&[email.clone(), daily(Phone, "10:20", "18:00")], Urgent), ["phone", "email"]);
        let quick = ContactChannel { usual_answer_s: Some(10 * 60), ..email.clone() };
        assert_eq!(order(&[quick, daily(Phone, "10:20", "18:00")], Urgent), ["email", "phone"]);
        let never = HoursState::Closed { opens_at: None };
        let mut holiday = daily(Phone, "09:00", "18:00");
        holiday.hours.as_mut().unwrap().holidays =
            serde_json::from_str(r#"[{"from":"2026-01-01","until":"2026-12-31"}]"#).unwrap();
        assert_eq!(holiday.hours.as_ref().unwrap().state_at(NOW.parse().unwrap()), never);
        assert_eq!(order(&[holiday, around_the_clock(Social), email], Urgent), ["email", "social", "phone"]);
    }

    #[test]
    fn a_call_is_not_asked_for_where_one_can_write() {
        let all: Vec<_> = [Phone, Social, Form, Email, Chat].map(around_the_clock).into();
        assert_eq!(order(&all, Normal), ["chat", "form", "email", "social", "phone"]);
        let no_writing = [around_the_clock(Social), around_the_clock(Phone), daily(Chat, "11:00", "12:00")];
        assert_eq!(order(&no_writing, Normal), ["phone", "social", "chat"]);
        let elsewhere = [around_the_clock(Phone), around_the_clock(Social), speaking(around_the_clock(Chat), "fr")];
        assert_eq!(order(&elsewhere, Normal), ["phone", "social", "chat fr"]);
    }

    #[test]
    fn unknown_hours_are_never_open() {
        let all = [channel(Phone), channel(Chat), channel(Email), daily(Email, "09:00", "18:00")];
        for urgency in [Urgent, Normal] {
            for chosen in choose(&all, urgency, Locale::En, NOW.parse().unwrap()) {
                assert_eq!(chosen.open == OpenNow::NotKnown, chosen.channel.hours.is_none());
                assert_eq!((chosen.opens_at, chosen.closes_at.is_some()), (None, chosen.open == OpenNow::Yes));
            }
        }
        assert_eq!(
            order(&[channel(Email), channel(Phone), daily(Phone, "23:00", "24:00")], Urgent),
            ["phone", "phone", "email"]
        );
        assert_eq!(order(&[channel(Chat), around_the_clock(Social)], Normal), ["social", "chat"]);
    }

    #[test]
    fn who_speaks_the_persons_language_comes_first() {
        let all = [
            speaking(around_the_clock(Phone), "zh-Hans"),
            speaking(daily(Phone, "22:00", "23:00"), "en-GB"),
            around_the_clock(Email),
        ];
        for urgency in [Urgent, Normal] {
            assert_eq!(order(&all, urgency).last().unwrap(), "phone zh-Hans");
        }
        // Of equals the one that is known to; else the first in the config.
        let equals =
            [around_the_clock(Chat), speaking(around_the_clock(Chat), "en"), speaking(around_the_clock(Chat), "en-US")];
        assert_eq!(order(&equals, Normal), ["chat en", "chat en-US", "chat"]);
    }

    #[test]
    fn it_is_told_until_when_and_from_when() {
        let all = [daily(Phone, "09:00", "21:00"), daily(Chat, "08:00", "09:00")];
        let chosen = choose(&all, Urgent, Locale::En, NOW.parse().unwrap());
        assert_eq!(chosen[0].closes_at, Some("2026-03-04T21:00:00Z".parse().unwrap()));
        assert_eq!(chosen[1].opens_at, Some("2026-03-05T08:00:00Z".parse().unwrap()));
    }
}
