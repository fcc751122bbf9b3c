//! Rows: CSV, TSV and SQL.

use super::Takes::{Anything, OneLine};
use super::{Carrier, Rendered, carrier};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![carrier("csv", Anything, csv), carrier("tsv", OneLine, tsv), carrier("sql_insert", Anything, sql_insert)]
}

fn csv(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let doubled = |text: &str| text.replace('"', "\"\"");
    let text = plant.text();
    let quote = text.contains(['"', ',', '\n']) || chance.one_in(3);
    let cell = if quote { format!("\"{}\"", doubled(&text)) } else { text };
    let text = format!("seq,kind,remark,state\r\n1,open,,ok\r\n2,note,{cell},ok\r\n3,close,,ok\r\n");
    Rendered::new("export.csv", text).spelling(plant, doubled)
}

fn tsv(plant: &Plant, _: &mut Seeded) -> Rendered {
    Rendered::new("export.tsv", format!("seq\tkind\tremark\tstate\n1\topen\t\tok\n2\tnote\t{}\tok\n", plant.text()))
}

fn sql_insert(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let doubled = |text: &str| text.replace('\'', "''");
    let text = format!(
        "BEGIN;\nINSERT INTO notes (seq, kind, remark) VALUES ({}, 'note', '{}');\nCOMMIT;\n",
        chance.between(2, 99),
        doubled(&plant.text())
    );
    Rendered::new("dump.sql", text).spelling(plant, doubled)
}
