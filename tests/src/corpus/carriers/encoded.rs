//! Base64 in its spellings. What must not be found is the part that encodes the secret, whichever way it is cut.

use super::Takes::Anything;
use super::{Carrier, Rendered, carrier};
use crate::corpus::encode::{base64, base64url, json, json_inner, wrapped};
use crate::corpus::plant::{Plant, windows};
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("base64", Anything, standard),
        carrier("base64url", Anything, url_safe),
        carrier("base64_wrapped", Anything, lines),
        carrier("base64_json_field", Anything, json_field),
    ]
}

/// Characters of a piece of base64: shorter ones could be anything.
const WINDOW: usize = 16;
/// A secret up to so many pieces gets all of them, a longer one so many.
const WINDOWS: usize = 24;

/// The pieces of `encoded` that come from `secret` alone; of a short secret all that comes from it in part, too.
fn pieces(encoded: &str, whole: &str, secret: &str) -> Vec<String> {
    let Some(start) = whole.find(secret) else { return Vec::new() };
    let end = start + secret.len();
    let (first, last) = ((start * 8).div_ceil(6), end * 8 / 6);
    let cut = |from: usize, to: usize| encoded.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
    let own = cut(first, last);
    if own.len() < WINDOW {
        return vec![cut(start / 3 * 4, end.div_ceil(3) * 4).trim_end_matches('=').to_owned()];
    }
    windows(&own, WINDOW, WINDOWS)
}

fn all_pieces(plant: &Plant, encoded: &str, whole: &str, spell: impl Fn(&str) -> String) -> Vec<String> {
    plant.secrets().iter().flat_map(|secret| pieces(encoded, whole, &spell(secret))).collect()
}

fn with(mut rendered: Rendered, also: Vec<String>) -> Rendered {
    rendered.also.extend(also);
    rendered
}

/// A few words before the text, so that it begins anywhere in a group of three bytes.
fn message(plant: &Plant, chance: &mut Seeded) -> String {
    let before = *chance.pick(&["note: ", "the form says ", "备注 ", "saved ", "input = "]);
    format!("{before}{} (end of note)", plant.text())
}

fn standard(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let whole = message(plant, chance);
    let encoded = base64(&whole);
    let also = all_pieces(plant, &encoded, &whole, str::to_owned);
    with(Rendered::new("queue.log", format!("flush: body={encoded} state=queued\n")), also)
}

fn url_safe(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let whole = message(plant, chance);
    let encoded = base64url(&whole);
    let also = all_pieces(plant, &encoded, &whole, str::to_owned);
    with(Rendered::new("links.log", format!("open wallet://share/{encoded}?lang=zh\n")), also)
}

fn lines(plant: &Plant, chance: &mut Seeded) -> Rendered {
    // Long enough for several lines.
    let after = "The rest of this message only fills the lines of the attachment, and says nothing at all.";
    let whole = format!("{}\n{after}\n", message(plant, chance));
    let encoded = base64(&whole);
    let in_lines = wrapped(&encoded, 76, "\n");
    // A piece over the end of a line is written with the line break in it.
    let also = all_pieces(plant, &encoded, &whole, str::to_owned);
    let also = also.into_iter().flat_map(|piece| over_lines(&piece, &in_lines)).collect();
    let header = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n";
    with(Rendered::new("mail.eml", format!("{header}{in_lines}\n")), also)
}

/// A piece as it stands in the lines, whole or with the break where it is.
fn over_lines(piece: &str, in_lines: &str) -> Option<String> {
    if in_lines.contains(piece) {
        return Some(piece.to_owned());
    }
    let broken = |at: usize| {
        let (before, after): (String, String) = (piece.chars().take(at).collect(), piece.chars().skip(at).collect());
        format!("{before}\n{after}")
    };
    (1..piece.len()).map(broken).find(|written| in_lines.contains(written))
}

fn json_field(plant: &Plant, _: &mut Seeded) -> Rendered {
    let whole = format!("{{\"op\":\"save\",\"note\":{},\"v\":2}}", json(&plant.text()));
    let encoded = base64(&whole);
    let also = all_pieces(plant, &encoded, &whole, json_inner);
    let text = format!("{{\"topic\":\"outbox\",\"data\":\"{encoded}\",\"attempt\":1}}\n");
    with(Rendered::new("outbox.json", text), also)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_wherever_it_begins() {
        for before in ["", "a", "ab", "abc"] {
            let (secret, after) = ("4111111111111111", "xyz");
            let whole = format!("{before}{secret}{after}");
            let encoded = base64(&whole);
            for piece in pieces(&encoded, &whole, secret) {
                assert!(encoded.contains(&piece) && piece.len() >= WINDOW, "{before} {piece}");
            }
        }
        assert_eq!(pieces(&base64("abc1234xyz"), "abc1234xyz", "1234"), ["MTIzNHh5"]);
    }
}
