//! Support channels, told to one person.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Teller, spans};
use crate::complaint::Symptom;
use crate::contact::{ChannelKind, Chosen, OpenNow, Urgency};

/// Causes that cannot wait, whatever was complained about.
const URGENT_CAUSES: [&str; 2] = ["transaction.unrecognised", "account.unusual_sign_in"];

/// A way to reach support, and what now means for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// Its name in the config.
    pub name: String,
    /// What kind of channel it is.
    pub kind: ChannelKind,
    /// The number, the address or the place in the app.
    pub address: String,
    /// Whether it is open.
    pub open: OpenNow,
    /// When it closes, if it is open and closes within 60 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Timestamp>,
    /// When it opens next, if it is closed and opens within 60 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Timestamp>,
    /// How long an answer usually takes while it is open, in seconds, if the config says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_answer_s: Option<u64>,
    /// Whether the person's language is spoken there, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_your_language: Option<bool>,
    /// All of it in one sentence, with times in the person's zone.
    pub text: String,
}

/// How urgent a complaint with these causes is.
pub fn urgency_of<'a>(symptom: Symptom, causes: impl IntoIterator<Item = &'a str>) -> Urgency {
    let is_urgent = symptom == Symptom::FundsMissing || causes.into_iter().any(|code| URGENT_CAUSES.contains(&code));
    if is_urgent { Urgency::Urgent } else { Urgency::Normal }
}

impl Teller {
    pub(crate) fn contact(&self, chosen: &Chosen<'_>) -> Contact {
        let Chosen { channel, open, closes_at, opens_at, speaks_your_language } = chosen;
        Contact {
            name: channel.name.clone(),
            kind: channel.kind,
            address: channel.address.clone(),
            open: *open,
            closes_at: *closes_at,
            opens_at: *opens_at,
            usual_answer_s: channel.usual_answer_s,
            speaks_your_language: *speaks_your_language,
            text: self.contact_text(chosen),
        }
    }

    fn contact_text(&self, chosen: &Chosen<'_>) -> String {
        let Chosen { channel, open, closes_at, opens_at, speaks_your_language } = chosen;
        let state = match (open, closes_at, opens_at) {
            (OpenNow::Yes, _, _) if channel.around_the_clock => "always",
            (OpenNow::Yes, Some(_), _) => "until",
            (OpenNow::Yes, None, _) => "open",
            (OpenNow::No, _, Some(_)) => "opens",
            (OpenNow::No, _, None) => "closed",
            (OpenNow::NotKnown, _, _) => "not_known",
        };
        let answer = channel.usual_answer_s.and_then(|seconds| i64::try_from(seconds).ok());
        let answer = answer.and_then(|seconds| spans::span(SignedDuration::from_secs(seconds), self.words));
        let day = opens_at.map_or("", |at| spans::day(at, self.audience.now, &self.audience.zone));
        // A day that has a name needs no date.
        let opens = opens_at.map(|at| match day {
            "tomorrow" => spans::time_of_day(at, &self.audience.zone),
            _ => self.time(at),
        });
        let foreign = if *speaks_your_language == Some(false) { "yes" } else { "no" };
        let details = [
            ("kind", self.words.label(&format!("channel-{}", channel.kind))),
            ("address", channel.address.clone()),
            ("state", state.to_owned()),
            ("closes", closes_at.map(|at| self.time(at)).unwrap_or_default()),
            ("day", day.to_owned()),
            ("opens", opens.unwrap_or_default()),
            ("answer_known", if answer.is_some() { "yes" } else { "no" }.to_owned()),
            ("answer", answer.unwrap_or_default()),
            ("foreign", foreign.to_owned()),
        ];
        let details: BTreeMap<String, String> =
            details.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.words.say("contact", None, &details)
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::Audience;
    use super::*;
    use crate::config::Locale;
    use crate::contact::{ContactChannel, choose};

    /// Tells one channel at noon of a Wednesday in China.
    fn told(locale: Locale, channel: &str) -> String {
        let now = "2026-03-04T04:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let audience = Audience { locale, provider: "Example Pay".into(), zone, now, true_now: now, spread: 0 };
        let json = format!(r#"{{"name":"A","kind":"phone","address":"400-000-0000"{channel}}}"#);
        let channel: ContactChannel = serde_json::from_str(&json).unwrap();
        let chosen = choose(std::slice::from_ref(&channel), Urgency::Urgent, locale, now);
        Teller::new(audience).contact(&chosen[0]).text
    }

    fn hours(days: &str, from: &str, until: &str) -> String {
        format!(
            r#","hours":{{"zone":"Asia/Shanghai","weekly":[{{"days":["{days}"],"from":"{from}","until":"{until}"}}],"holidays":[{{"from":"2026-04-01","until":"2026-12-31"}}]}}"#
        )
    }

    #[test]
    fn a_channel_is_told_in_one_sentence() {
        let table = [
            (
                format!("{},\"usual_answer_s\":300", hours("wed", "09:00", "21:00")),
                "open now until 21:00, usually answered within 5 minutes.",
                "现在可以联系，服务到 21:00，一般 5 分钟内答复。",
            ),
            (hours("wed", "09:00", "02:00"), "open now until 5 Mar, 02:00.", "现在可以联系，服务到 3月5日 02:00。"),
            (hours("wed", "13:00", "18:00"), "closed, opens at 13:00.", "现在不在服务时间，今天 13:00 开始服务。"),
            (
                hours("thu", "09:00", "18:00"),
                "closed, opens tomorrow at 09:00.",
                "现在不在服务时间，明天 09:00 开始服务。",
            ),
            (
                hours("mon", "09:00", "18:00"),
                "closed, opens on 9 Mar, 09:00.",
                "现在不在服务时间，3月9日 09:00 开始服务。",
            ),
            (
                hours("mon", "09:00", "18:00").replace("2026-04-01", "2026-03-01"),
                "closed, and not opening again soon.",
                "现在不在服务时间，近期不会恢复服务。",
            ),
            (
                r#","around_the_clock":true,"languages":["fr"],"usual_answer_s":86400"#.to_owned(),
                "open around the clock, usually answered within 24 hours, not in English.",
                "全天服务，一般 24 小时内答复，不提供中文服务。",
            ),
            (String::new(), "opening hours not known.", "服务时间未知。"),
        ];
        for (channel, en, zh) in table {
            assert_eq!(told(Locale::En, &channel), format!("Phone 400-000-0000: {en}"));
            assert_eq!(told(Locale::ZhHans, &channel), format!("电话 400-000-0000：{zh}"));
        }
    }

    #[test]
    fn every_kind_of_channel_has_its_word() {
        for (locale, kind) in
            Locale::ALL.iter().flat_map(|locale| ChannelKind::ALL.iter().map(move |kind| (locale, kind)))
        {
            assert!(super::super::Words::of(*locale).has(&format!("channel-{kind}"), None), "{locale} {kind}");
        }
    }

    #[test]
    fn only_what_cannot_wait_is_urgent() {
        assert_eq!(urgency_of(Symptom::FundsMissing, []), Urgency::Urgent);
        assert_eq!(urgency_of(Symptom::Other, ["network.offline", "transaction.unrecognised"]), Urgency::Urgent);
        for symptom in Symptom::ALL.iter().filter(|symptom| **symptom != Symptom::FundsMissing) {
            assert_eq!(urgency_of(*symptom, ["network.offline"]), Urgency::Normal);
        }
    }
}
