//! Sentences, brackets and quotes, as people write to support.

use super::Takes::Anything;
use super::{Carrier, Rendered, carrier};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("sentence_en", Anything, english),
        carrier("sentence_zh", Anything, chinese),
        carrier("brackets", Anything, brackets),
        carrier("full_width_punctuation", Anything, full_width),
    ]
}

const ENGLISH: [(&str, &str); 5] = [
    ("Hello, my withdrawal fails since this morning. I wrote down ", " and the app still says no. Please help."),
    ("The screen showed ", " and then it closed."),
    ("I already sent you ", " twice, nobody answered."),
    ("Please check this for me: ", " Thank you!"),
    ("On the second try it was ", ", which is what the form asked for."),
];
const CHINESE: [(&str, &str); 5] = [
    ("你好，今天早上提现一直失败，我填的是 ", " ，麻烦尽快处理。"),
    ("页面上显示 ", " ，然后就闪退了。"),
    ("之前已经把", "发给客服了，没有人回复。"),
    ("请帮我核对一下：", " 谢谢！"),
    ("第二次填写时是 ", "，跟上次一样还是不行。"),
];

fn english(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let (before, after) = *chance.pick(&ENGLISH);
    Rendered::new("message.txt", format!("{before}{}{after}\n", plant.text()))
}

fn chinese(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let (before, after) = *chance.pick(&CHINESE);
    Rendered::new("message.txt", format!("{before}{}{after}\n", plant.text()))
}

const BRACKETS: [(&str, &str); 12] = [
    ("(", ")"),
    ("[", "]"),
    ("{", "}"),
    ("<", ">"),
    ("\"", "\""),
    ("'", "'"),
    ("`", "`"),
    ("“", "”"),
    ("‘", "’"),
    ("«", "»"),
    ("「", "」"),
    ("|", "|"),
];

fn brackets(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let (before, after) = *chance.pick(&BRACKETS);
    Rendered::new("note.txt", format!("entered {before}{}{after} ok\n", plant.text()))
}

const FULL_WIDTH: [(&str, &str); 6] =
    [("（", "）"), ("【", "】"), ("：", "；"), ("《", "》"), ("，", "。"), ("＝", "！")];

fn full_width(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let (before, after) = *chance.pick(&FULL_WIDTH);
    Rendered::new("备注.txt", format!("状态正常，备注{before}{}{after}已提交\n", plant.text()))
}
