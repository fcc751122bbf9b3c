//! Times in a scenario, relative to when it is played: `now`, `now+2h`, `now-30m`, `now+3d`, `now-20s`.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// The same JSON with every relative time in it, however deep, as an RFC 3339 time. An error names the text that is none.
pub(super) fn with_times(value: &Value, now: Timestamp) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => match moment(text, now)? {
            Some(at) => Value::String(at.to_string()),
            None => value.clone(),
        },
        Value::Array(items) => Value::Array(items.iter().map(|item| with_times(item, now)).collect::<Result<_, _>>()?),
        Value::Object(keys) => {
            let with = |(key, value): (&String, &Value)| Ok((key.clone(), with_times(value, now)?));
            Value::Object(keys.iter().map(with).collect::<Result<_, String>>()?)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}

fn moment(text: &str, now: Timestamp) -> Result<Option<Timestamp>, String> {
    let Some(offset) = text.strip_prefix("now") else { return Ok(None) };
    if offset.is_empty() {
        return Ok(Some(now));
    }
    let Some(sign) = offset.chars().next().filter(|sign| ['+', '-'].contains(sign)) else { return Ok(None) };
    let wrong = || format!("{text:?} is no time such as now+2h, now-30m, now+3d or now-20s");
    let number = offset.strip_prefix(sign).unwrap_or_default().trim_end_matches(['s', 'm', 'h', 'd']);
    let count: u32 = number.parse().map_err(|_| wrong())?;
    let seconds = match offset.chars().next_back() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        Some(_) | None => return Err(wrong()),
    };
    let span = SignedDuration::from_secs(i64::from(count) * seconds);
    let at = if sign == '+' { now.checked_add(span) } else { now.checked_sub(span) };
    at.map(Some).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn relative_times_are_replaced_wherever_they_stand() {
        let now: Timestamp = "2026-03-04T05:06:07Z".parse().unwrap();
        let given =
            json!({ "a": ["now", "now+2h", { "b": "now-30m" }], "c": "now+3d", "d": "nowhere", "e": "2026-01-01" });
        let wanted = json!({
            "a": ["2026-03-04T05:06:07Z", "2026-03-04T07:06:07Z", { "b": "2026-03-04T04:36:07Z" }],
            "c": "2026-03-07T05:06:07Z", "d": "nowhere", "e": "2026-01-01",
        });
        assert_eq!(with_times(&given, now).unwrap(), wanted);
    }

    #[test]
    fn a_mistyped_time_is_named() {
        for wrong in ["now+2", "now+h", "now-3w", "now+-2h"] {
            assert!(with_times(&json!([wrong]), Timestamp::UNIX_EPOCH).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
