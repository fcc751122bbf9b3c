//! Settings files and blocks of names and values.

use super::Takes::{Anything, OneLine};
use super::{Carrier, Rendered, carrier};
use crate::corpus::encode::{json, json_inner};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("yaml", Anything, yaml),
        carrier("toml", Anything, toml),
        carrier("ini", OneLine, ini),
        carrier("env_file", OneLine, env_file),
        carrier("protobuf_text", Anything, protobuf),
        carrier("key_value_block", OneLine, key_value_block),
    ]
}

fn yaml(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = plant.text();
    if text.contains('\n') || chance.one_in(3) {
        let indented = |text: &str| text.replace('\n', "\n    ");
        let text = format!("report:\n  note: |\n    {}\n  retries: 2\n", indented(&text));
        return Rendered::new("report.yaml", text).spelling(plant, indented);
    }
    if chance.one_in(2) {
        let single = |text: &str| text.replace('\'', "''");
        return Rendered::new("report.yml", format!("report:\n  note: '{}'\n  retries: 2\n", single(&text)))
            .spelling(plant, single);
    }
    Rendered::new("report.yaml", format!("report:\n  note: {}\n  retries: 2\n", json(&text)))
        .spelling_secrets(plant, json_inner)
}

fn toml(plant: &Plant, _: &mut Seeded) -> Rendered {
    let text = format!("[report]\nretries = 2\nnote = {}\n\n[report.ui]\ndark = true\n", json(&plant.text()));
    Rendered::new("report.toml", text).spelling_secrets(plant, json_inner)
}

fn ini(plant: &Plant, _: &mut Seeded) -> Rendered {
    Rendered::new("wallet.ini", format!("; written by the app\n[report]\nnote = {}\nretries = 2\n", plant.text()))
}

fn env_file(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let text = match chance.between(1, 2) {
        1 => format!("APP_ENV=production\nNOTE=\"{}\"\nLOG_LEVEL=debug\n", quoted(&plant.text())),
        _ => format!(
            "export APP_ENV=test\nexport NOTE='{}'\nexport LOG_LEVEL=info\n",
            plant.text().replace('\'', "'\\''")
        ),
    };
    Rendered::new(".env", text).spelling_secrets(plant, quoted)
}

fn protobuf(plant: &Plant, _: &mut Seeded) -> Rendered {
    let escaped = |text: &str| json_inner(text).replace('\'', "\\'");
    let text = format!("report {{\n  seq: 7\n  note: \"{}\"\n  level: WARN\n}}\n", escaped(&plant.text()));
    Rendered::new("report.textproto", text).spelling(plant, |hidden| {
        let spelt = escaped(hidden);
        if hidden.contains('\'') { spelt } else { hidden.to_owned() }
    })
}

fn key_value_block(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let (app, os) = (chance.between(1, 9), chance.between(11, 16));
    let text = format!("App version: {app}.4.0\nAndroid: {os}\nRemark: {}\nNetwork: wifi\nRooted: no\n", plant.text());
    Rendered::new("device.txt", text)
}
