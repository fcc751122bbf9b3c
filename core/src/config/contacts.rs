//! Checks of the support channels.

use super::{ConfigError, check_names};
use crate::contact::{ChannelKind, ContactChannel, MAX_ADDRESS_CHARS, MAX_LANGUAGES, USUAL_ANSWER_RANGE_S};
use crate::one_line::one_line;

pub(super) fn check(channels: &[ContactChannel]) -> Result<(), ConfigError> {
    check_names("contacts", "channel", channels.iter().map(|channel| channel.name.as_str()))?;
    channels.iter().enumerate().try_for_each(|(index, channel)| check_channel(&format!("contacts[{index}]"), channel))
}

fn check_channel(key: &str, channel: &ContactChannel) -> Result<(), ConfigError> {
    let address = &channel.address;
    if address.is_empty() || one_line(address, MAX_ADDRESS_CHARS) != *address {
        let given = if one_line(address, MAX_ADDRESS_CHARS).is_empty() { "an empty address" } else { address };
        let accepted = format!("1 to {MAX_ADDRESS_CHARS} characters on one line, all of them to be seen");
        return Err(ConfigError::new(&format!("{key}.address"), given, &accepted));
    }
    check_address(key, channel)?;
    if let Some(hours) = &channel.hours {
        if channel.around_the_clock {
            let given = "hours for a channel that is staffed around the clock";
            return Err(ConfigError::new(&format!("{key}.hours"), given, "one of the two"));
        }
        let named = |error: crate::hours::HoursError| {
            ConfigError::new(&format!("{key}.hours.{}", error.key), &error.given, &error.accepted)
        };
        hours.check().map_err(named)?;
    }
    if channel.languages.len() > MAX_LANGUAGES {
        let given = format!("{} entries", channel.languages.len());
        return Err(ConfigError::new(&format!("{key}.languages"), &given, &format!("at most {MAX_LANGUAGES}")));
    }
    if let Some(given) = channel.usual_answer_s.filter(|given| !USUAL_ANSWER_RANGE_S.contains(given)) {
        let accepted = format!("{} to {}", USUAL_ANSWER_RANGE_S.start(), USUAL_ANSWER_RANGE_S.end());
        return Err(ConfigError::new(&format!("{key}.usual_answer_s"), &given.to_string(), &accepted));
    }
    Ok(())
}

/// An app may open an address where it is tapped. What is no address of its kind, or would run something, is none.
fn check_address(key: &str, channel: &ContactChannel) -> Result<(), ConfigError> {
    let address = channel.address.as_str();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_scheme = |scheme: &String| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let scheme = scheme.filter(is_scheme);
    let (fits, accepted) = match channel.kind {
        ChannelKind::Email => (address.contains('@') && !address.contains(char::is_whitespace), "an address with an @"),
        ChannelKind::Phone => {
            (address.chars().any(|c| c.is_ascii_digit()) && scheme.is_none(), "a number as people dial it")
        }
        ChannelKind::Chat | ChannelKind::Form | ChannelKind::Social => {
            (scheme.is_none_or(|scheme| scheme == "https"), "an https:// URL, or words that say where it is")
        }
    };
    if fits { Ok(()) } else { Err(ConfigError::new(&format!("{key}.address"), address, accepted)) }
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    fn read(contacts: &str) -> Result<Config, super::ConfigError> {
        Config::from_json(format!(r#"{{"provider_name":"P","contacts":[{contacts}]}}"#).as_bytes())
    }

    #[test]
    fn channels_are_read() {
        let config = read(
            r#"{
                "name": "Hotline", "kind": "phone", "address": "400-000-0000", "languages": ["zh-Hans", "en"], "usual_answer_s": 300,
                "hours": { "zone": "Asia/Shanghai", "weekly": [{ "days": ["mon", "tue"], "from": "09:00", "until": "21:00" }] }
            }, { "name": "Mail", "kind": "email", "address": "help@wallet.example", "around_the_clock": true }"#,
        );
        assert_eq!(config.unwrap().contacts.len(), 2);
    }

    #[test]
    fn each_mistake_names_its_key_and_what_is_accepted() {
        let channel = |rest: &str| format!(r#"{{"name":"A","kind":"chat","address":"in the app"{rest}}}"#);
        let hours = |zone: &str, from: &str| {
            format!(r#","hours":{{"zone":"{zone}","weekly":[{{"days":["mon"],"from":"{from}","until":"18:00"}}]}}"#)
        };
        let table = [
            (channel(&hours("Moon/Base", "09:00")), vec!["contacts[0].hours.zone", "Moon/Base", "Asia/Shanghai"]),
            (channel(&hours("UTC", "9")), vec!["contacts[0].hours.weekly[0].from", "'9'", "00:00 to 24:00"]),
            (channel(&hours("UTC", "24:00")), vec!["contacts[0].hours.weekly[0].from", "24:00", "23:59"]),
            (
                channel(&format!(r#"{},"around_the_clock":true"#, hours("UTC", "09:00"))),
                vec!["contacts[0].hours", "around the clock"],
            ),
            (channel(r#","languages":["Chinese!"]"#), vec!["contacts[0].languages[0]", "Chinese!", "zh-Hans"]),
            (channel(r#","usual_answer_s":0"#), vec!["contacts[0].usual_answer_s", "1 to 2592000"]),
            (channel(r#","address":"""#), vec!["contacts[0]", "address"]),
            (r#"{"name":"A","kind":"chat","address":""}"#.to_owned(), vec!["contacts[0].address", "1 to 300"]),
            (r#"{"name":"A","kind":"fax","address":"1"}"#.to_owned(), vec!["contacts[0].kind", "'fax'", "phone, chat"]),
            ([channel(""), channel("")].join(","), vec!["contacts[1].name", "no other channel"]),
            (vec![channel(""); 17].join(","), vec!["contacts", "17 entries", "at most 16"]),
        ];
        for (contacts, wanted) in table {
            let shown = read(&contacts).unwrap_err().to_string();
            for part in wanted {
                assert!(shown.contains(part), "{part:?} is missing in: {shown}");
            }
        }
    }
}
