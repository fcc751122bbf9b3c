//! What a role is given when it starts: small files, and what nobody should see on a screen.

use std::{
    fs,
    io::{self, BufRead, IsTerminal, Read},
    path::Path,
};

/// The largest file that is read at the start: a chain of certificates, a key, hours.
pub(crate) const MAX_FILE_BYTES: u64 = 1024 * 1024;

pub(crate) fn read(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(bytes) if bytes as u64 <= MAX_FILE_BYTES => Ok(text),
        Ok(_) => Err(format!("{} is larger than {MAX_FILE_BYTES} bytes", path.display())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

/// What is typed at a terminal without being shown; else what `take` reads from standard input.
pub(crate) fn hidden(
    prompt: &str,
    take: impl FnOnce(&mut dyn BufRead) -> io::Result<String>,
) -> Result<String, String> {
    let given =
        if io::stdin().is_terminal() { rpassword::prompt_password(prompt) } else { take(&mut io::stdin().lock()) };
    given.map_err(|error| format!("nothing could be read: {error}"))
}
