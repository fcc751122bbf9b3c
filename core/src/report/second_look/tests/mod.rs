//! What must be seen, what must not, and how fast.

mod must_hit;
mod must_pass;
mod pictures;
mod prose;
mod sample;

use super::*;

/// A text that the person added.
const LOG: &str = "attachments/app.log";

fn rules(name: &str, text: &str) -> Vec<&'static str> {
    let mut rules: Vec<_> =
        SecondLook::new(&[], &[]).look(name, text.as_bytes()).iter().map(|seen| seen.rule.as_str()).collect();
    rules.dedup();
    rules
}

fn report_with(text: &str) -> String {
    serde_json::to_string_pretty(&serde_json::json!({
        "version": 1, "created_at": "2026-03-01T08:00:00Z", "elapsed_ms": 17_179_869_184_u64,
        "complaint": { "note": text }, "steps": ["one", text, "two"],
    }))
    .unwrap()
}

fn page_with(text: &str) -> String {
    let escaped = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;");
    format!(
        "<!doctype html>\n<html lang=\"en\"><p>before</p>\n<table><tr><td>{escaped}</td><td>4</td></tr></table></html>"
    )
}

/// A small generator, the same everywhere (SplitMix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
