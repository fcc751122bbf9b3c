//! An answer of another shape, by the config's rules turned into ours. Pure.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::Limits;
use crate::balance::{Amount, MAX_SCALE};
use crate::config::{MappedValue, MappingRule, UnixTime};

/// What the rules have made of an answer.
#[derive(Debug, Default)]
pub(crate) struct Mapped {
    /// Our fields. In a list, an element that could not be read is null.
    pub(crate) fields: Map<String, Value>,
    /// The fields of which a part could not be read: what is left of those could mean something else.
    pub(crate) unreadable: BTreeSet<String>,
}

/// What is found does not fit the rule.
struct Unreadable;

/// What a rule finds: nothing where the answer has nothing there.
type Found = Result<Option<Value>, Unreadable>;

/// Turns an answer into our shape.
pub(super) fn apply(answer: &Value, rules: &[MappingRule], limits: Limits) -> Mapped {
    // One more than is kept.
    let most = limits.elements.saturating_add(1);
    let mut mapped = Mapped::default();
    let mut copied = 0_usize;
    for rule in rules {
        copied = copied.saturating_add(cost(answer, rule, most));
        if copied > limits.copied {
            mapped.unreadable.extend(rule.to.segments().next());
            continue;
        }
        let put = find(answer, rule, most).and_then(|found| put(&mut mapped.fields, rule, found));
        if put.is_err() {
            mapped.unreadable.extend(rule.to.segments().next());
        }
    }
    mapped
}

/// How many values a rule copies at the most.
fn cost(within: &Value, rule: &MappingRule, most: usize) -> usize {
    let Some(found) = within.pointer(rule.from.as_str()) else { return 1 };
    if rule.each.is_empty() {
        // Of an element by name, only the name.
        return if rule.key { 1 } else { size(found) };
    }
    let elements = elements(found, &rule.each, most).unwrap_or_default();
    elements
        .into_iter()
        .map(|(_, element)| rule.each.iter().map(|rule| cost(element, rule, most)).fold(1, usize::saturating_add))
        .fold(1, usize::saturating_add)
}

/// How many values a value is made of.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
        Value::Array(list) => list.iter().map(size).fold(1, usize::saturating_add),
        Value::Object(map) => map.values().map(size).fold(1, usize::saturating_add),
    }
}

/// An element, and the name under which it stands in an object.
type Element<'a> = (Option<&'a str>, &'a Value);

/// The elements of a list or, where one of the rules takes the name, those of an object. Neither is taken for the other: an
/// object that tells of an error would be a list of its fields.
fn elements<'a>(found: &'a Value, each: &[MappingRule], most: usize) -> Option<Vec<Element<'a>>> {
    let by_name = each.iter().any(|rule| rule.key);
    match found {
        Value::Array(list) if !by_name => Some(list.iter().take(most).map(|element| (None, element)).collect()),
        Value::Object(members) if by_name => {
            Some(members.iter().take(most).map(|(name, element)| (Some(name.as_str()), element)).collect())
        }
        Value::Array(_) | Value::Object(_) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// What a rule finds in an answer or an element of one.
fn find(within: &Value, rule: &MappingRule, most: usize) -> Found {
    let Some(found) = within.pointer(rule.from.as_str()).filter(|found| !found.is_null()) else { return Ok(None) };
    let MappingRule { to: _, from: _, values, each, scale, scale_at, key: _, times } = rule;
    if !each.is_empty() {
        let elements = elements(found, each, most).ok_or(Unreadable)?.into_iter();
        return Ok(Some(elements.map(|element| of_element(element, each, most).unwrap_or(Value::Null)).collect()));
    }
    if let Some(place) = scale_at {
        let scale = within.pointer(place.as_str()).and_then(decimals).ok_or(Unreadable)?;
        return of_minor_units(found, scale).map(Some).ok_or(Unreadable);
    }
    if let Some(scale) = scale {
        return of_minor_units(found, *scale).map(Some).ok_or(Unreadable);
    }
    if let Some(unit) = times {
        return of_number(found, *unit);
    }
    in_our_words(found, values).map(Some)
}

fn in_our_words(found: &Value, values: &BTreeMap<String, MappedValue>) -> Result<Value, Unreadable> {
    if values.is_empty() {
        return Ok(found.clone());
    }
    let word = match found {
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => found.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return Err(Unreadable),
    };
    match values.get(&word).ok_or(Unreadable)? {
        MappedValue::Bool(value) => Ok(Value::Bool(*value)),
        MappedValue::Text(text) => Ok(Value::String(text.clone())),
    }
}

/// One element; as a whole, since without one of its parts it could mean something else.
fn of_element((name, element): Element<'_>, rules: &[MappingRule], most: usize) -> Result<Value, Unreadable> {
    let mut fields = Map::new();
    for rule in rules {
        let found = match name.filter(|_| rule.key) {
            Some(name) => Some(in_our_words(&Value::String(name.to_owned()), &rule.values)?),
            None => find(element, rule, most)?,
        };
        if rule.to.as_str().is_empty() {
            return found.ok_or(Unreadable);
        }
        put(&mut fields, rule, found)?;
    }
    Ok(Value::Object(fields))
}

/// Puts what was found where the rule says.
fn put(fields: &mut Map<String, Value>, rule: &MappingRule, found: Option<Value>) -> Result<(), Unreadable> {
    let Some(found) = found else { return Ok(()) };
    let mut segments: Vec<String> = rule.to.segments().collect();
    let last = segments.pop().ok_or(Unreadable)?;
    let mut place = fields;
    for segment in segments {
        let inner = place.entry(segment).or_insert_with(|| Value::Object(Map::new()));
        place = inner.as_object_mut().ok_or(Unreadable)?;
    }
    place.insert(last, found);
    Ok(())
}

/// A whole number, which may be a string: some are too large for JSON's own.
fn whole_number(found: &Value) -> Option<String> {
    let text = match found {
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// A number of decimals, as a number or as a string of digits.
fn decimals(found: &Value) -> Option<u32> {
    let scale = match found {
        Value::Number(number) => u32::try_from(number.as_u64()?).ok()?,
        // No sign, and no zeros in front, of which some mean another base.
        Value::String(text) => text.parse().ok().filter(|scale: &u32| scale.to_string() == *text)?,
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (scale <= MAX_SCALE).then_some(scale)
}

/// An exact decimal with so many decimals.
fn of_minor_units(found: &Value, scale: u32) -> Option<Value> {
    let units: Amount = whole_number(found)?.parse().ok()?;
    let width = usize::try_from(scale).ok()?;
    let unit: Amount = if scale == 0 { "1".parse().ok()? } else { format!("0.{:0>width$}", 1).parse().ok()? };
    Some(Value::String(units.times(&unit)?.to_string()))
}

/// A time as RFC 3339 has it. Zero stands for none.
fn of_number(found: &Value, unit: UnixTime) -> Found {
    let number: i64 = whole_number(found).and_then(|number| number.parse().ok()).ok_or(Unreadable)?;
    if number == 0 {
        return Ok(None);
    }
    let time = match unit {
        UnixTime::Seconds => Timestamp::from_second(number),
        UnixTime::Milliseconds => Timestamp::from_millisecond(number),
    };
    time.map(|time| Some(Value::String(time.to_string()))).map_err(|_| Unreadable)
}
