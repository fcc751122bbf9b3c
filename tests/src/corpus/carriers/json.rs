//! JSON in all its places and depths.

use super::Takes::{Anything, Number, Short};
use super::{Carrier, Rendered, carrier};
use crate::corpus::encode::{json, json_inner, unicode_escapes};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("json_string", Anything, string),
        carrier("json_nested", Anything, nested),
        carrier("json_key", Anything, key),
        carrier("json_number", Number, number),
        carrier("json_array", Anything, array),
        carrier("json_in_json", Anything, in_json),
        carrier("json_unicode_escapes", Short, escapes),
        carrier("json_lines", Anything, lines),
    ]
}

const KEYS: [&str; 6] = ["message", "note", "text", "detail", "value", "input"];

fn string(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let key = *chance.pick(&KEYS);
    let text = format!("{{\"level\":\"info\",\"{key}\":{},\"ok\":true}}", json(&plant.text()));
    Rendered::new("event.json", text).spelling_secrets(plant, json_inner)
}

fn nested(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = format!(
        "{{\n  \"request\": {{\n    \"step\": \"submit\",\n    \"form\": {{\n      \"kind\": \"feedback\",\n      \"{}\": {}\n    \
         }}\n  }},\n  \"retries\": {}\n}}\n",
        chance.pick(&KEYS),
        json(&plant.text()),
        chance.between(0, 3)
    );
    Rendered::new("state.json", text).spelling_secrets(plant, json_inner)
}

fn key(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = format!("{{\"seen\":{{{}:{}}},\"complete\":false}}", json(&plant.text()), chance.between(1, 9));
    Rendered::new("counters.json", text).spelling_secrets(plant, json_inner)
}

fn number(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let key = *chance.pick(&["id", "value", "number", "input", "n"]);
    let text = format!("{{\"type\":\"entry\",\"{key}\":{},\"valid\":true}}", plant.text());
    Rendered::new("entry.json", text)
}

fn array(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("{{\"recent\":[\"balance\",{},\"history\"],\"max\":3}}", json(&plant.text()));
    Rendered::new("recent.json", text).spelling_secrets(plant, json_inner)
}

fn in_json(plant: &Plant, _: &mut Seeded) -> Rendered {
    let inner = format!("{{\"op\":\"save\",\"note\":{}}}", json(&plant.text()));
    let text = format!("{{\"payload\":{},\"queued\":1}}", json(&inner));
    Rendered::new("outbox.json", text).spelling_secrets(plant, |secret| json_inner(&json_inner(secret)))
}

fn escapes(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("{{\"note\":\"{}\",\"ok\":true}}", unicode_escapes(&plant.text()));
    Rendered::new("escaped.json", text).spelling_secrets(plant, unicode_escapes)
}

fn lines(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let mut lines = Vec::new();
    let (before, after) = (chance.between(0, 6), chance.between(0, 6));
    for at in 0..=before + after {
        let message = if at == before { json(&plant.text()) } else { json("sync step finished") };
        lines.push(format!("{{\"seq\":{at},\"level\":\"debug\",\"msg\":{message}}}"));
    }
    Rendered::new("events.jsonl", lines.join("\n") + "\n").spelling_secrets(plant, json_inner)
}
