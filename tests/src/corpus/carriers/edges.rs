//! The places where patterns fail: a text's very beginning and end, behind a very long line, other line ends, invisible
//! characters, and a file's name.

use super::Takes::{Anything, Digits, Name};
use super::{Carrier, Rendered, carrier};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

/// A very long line, in bytes; most are shorter, or the committed files would be nothing else.
const VERY_LONG: usize = 20_000;
const LONG: usize = 2_000;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("very_beginning", Anything, very_beginning),
        carrier("very_end", Anything, very_end),
        carrier("after_long_line", Anything, after_long_line),
        carrier("windows_lines", Anything, windows_lines),
        carrier("after_bom", Anything, after_bom),
        carrier("zero_width", Digits, zero_width),
        carrier("file_name", Name, file_name),
    ]
}

fn very_beginning(plant: &Plant, _: &mut Seeded) -> Rendered {
    Rendered::new("note.txt", format!("{}\nthat is all I know\n", plant.text()))
}

fn very_end(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let before = *chance.pick(&["see below\n\n", "last input: ", "this is it: ", "最后一次填写："]);
    Rendered::new("note.txt", format!("{before}{}", plant.text()))
}

fn after_long_line(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let length = if chance.one_in(6) { VERY_LONG } else { LONG };
    let item = "{\"row\":\"a\",\"state\":\"ok\",\"note\":\"\"},";
    let line = item.repeat(length / item.len());
    // Behind it on the same line or on the next one.
    let between = *chance.pick(&["\n", " "]);
    Rendered::new("rows.log", format!("rows=[{line}]{between}{}\ndone\n", plant.text()))
}

fn windows_lines(plant: &Plant, _: &mut Seeded) -> Rendered {
    let breaks = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    let text = format!("Report\r\n======\r\n\r\n{}\r\n\r\nsent from my phone\r\n", breaks(&plant.text()));
    Rendered::new("report.txt", text).spelling(plant, breaks)
}

fn after_bom(plant: &Plant, _: &mut Seeded) -> Rendered {
    Rendered::new("exported.txt", format!("\u{FEFF}{}\r\n", plant.text()))
}

fn zero_width(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let gap = *chance.pick(&['\u{200B}', '\u{200B}', '\u{200C}', '\u{2060}', '\u{FEFF}']);
    let spread = |secret: &str| {
        let chars: Vec<String> = secret.chars().map(String::from).collect();
        chars.join(&gap.to_string())
    };
    let respelt = plant.with_secrets(spread);
    let mut rendered = Rendered::new("pasted.txt", format!("I pasted {} into the form\n", respelt.text()));
    rendered.also = plant.secrets().iter().map(|secret| spread(secret)).collect();
    rendered
}

fn file_name(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = plant.text();
    let name = match chance.between(1, 4) {
        1 => format!("{text}.txt"),
        2 => format!("receipt {text}.png"),
        3 => format!("截图_{text}.jpg"),
        _ => format!("export-{text}-final.csv"),
    };
    Rendered::new(&name, "nothing in here but a line of text\n")
}
