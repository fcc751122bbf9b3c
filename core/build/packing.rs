//! What the engine reads of its own at run time, deflated: texts in two languages, the causes, the word lists of seed phrases.
//! As they are, they take 0.8 MB of the library, with the addresses of 20,480 words; so they take 0.13. The other half is
//! `src/packed.rs`.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use bip39::Language;
use flate2::{Compression, write::DeflateEncoder};

/// Deflates a text into `$OUT_DIR/<name>.deflate`.
pub(crate) fn pack(name: &str, text: &str) -> Result<(), String> {
    let folder = env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?;
    let file = Path::new(&folder).join(format!("{name}.deflate"));
    let deflated = deflated(text).map_err(|error| format!("{name}: {error}"))?;
    fs::write(&file, deflated).map_err(|error| format!("{}: {error}", file.display()))
}

fn deflated(text: &str) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}

/// All BIP-39 word lists, a word a line, an empty line between two lists, in bip39's order.
pub(crate) fn word_lists() -> String {
    let lists: Vec<String> = Language::ALL.iter().map(|language| language.word_list().join("\n")).collect();
    lists.join("\n\n")
}
