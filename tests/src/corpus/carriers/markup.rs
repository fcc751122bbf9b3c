//! XML, HTML and Markdown.

use super::Takes::{Anything, Short};
use super::{Carrier, Rendered, carrier};
use crate::corpus::encode::{all_entities, entities, xml};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

/// Texts up to here are also written with an entity for every character.
const ALL_ENTITIES: usize = 100;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("xml_element", Anything, xml_element),
        carrier("xml_attribute", Anything, xml_attribute),
        carrier("cdata", Anything, cdata),
        carrier("html_attribute", Anything, html_attribute),
        carrier("html_entities", Short, html_entities),
        carrier("markdown", Anything, markdown),
    ]
}

fn xml_element(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<report><screen>pay</screen><note>{}</note></report>\n",
        xml(&plant.text())
    );
    Rendered::new("report.xml", text).spelling(plant, xml)
}

fn xml_attribute(plant: &Plant, _: &mut Seeded) -> Rendered {
    // A line break in an attribute would be read as a space.
    let attribute = |text: &str| xml(text).replace('\n', "&#10;");
    let text =
        format!("<events>\n  <event level=\"warn\" note=\"{}\" seq=\"7\"/>\n</events>\n", attribute(&plant.text()));
    Rendered::new("events.xml", text).spelling(plant, attribute)
}

fn cdata(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("<log><entry><![CDATA[{}]]></entry></log>\n", plant.text());
    Rendered::new("log.xml", text)
}

fn html_attribute(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("<form><input type=\"text\" name=\"note\" value=\"{}\" disabled></form>\n", xml(&plant.text()));
    Rendered::new("page.html", text).spelling(plant, xml)
}

fn html_entities(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let every = chance.one_in(2) && plant.text().len() <= ALL_ENTITIES;
    let spell = if every { all_entities } else { entities };
    let text = format!("<p>Saved: <b>{}</b></p>\n", spell(&plant.text()));
    Rendered::new("help.html", text).spelling(plant, spell)
}

fn markdown(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = plant.text();
    let text = match chance.between(1, 3) {
        1 => format!("# What happened\n\nI pressed *Pay* and saw this:\n\n```\n{text}\n```\n\nThen nothing.\n"),
        2 if !text.contains('\n') => format!("| field | content |\n|---|---|\n| note | {text} |\n| state | open |\n"),
        _ => format!("## Notes\n\n- first try failed\n- **{text}**\n- second try failed too\n"),
    };
    Rendered::new("notes.md", text)
}
