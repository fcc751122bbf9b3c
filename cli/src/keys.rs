//! `keygen` and `open`: what support needs to read reports.

use std::fs::OpenOptions;
use std::io::Write;

use anyhow::Context;
use jiff::Timestamp;
use wallet_doctor_core::report::{self, SupportIdentity};

use crate::Stop;
use crate::args::{Keygen, Open};

/// The largest key file that is read, in bytes. One key takes about 200.
const MAX_KEY_BYTES: u64 = 64 * 1024;

/// Writes a new secret key, readable by its owner only, and prints its public half.
pub(crate) fn keygen(arguments: &Keygen) -> Result<(), Stop> {
    let identity = SupportIdentity::generate();
    write_key(&arguments.out, &identity)?;
    writeln!(std::io::stdout(), "{}", identity.recipient())?;
    Ok(())
}

/// Writes a secret key to a file that does not exist yet.
pub(crate) fn write_key(path: &std::path::Path, identity: &SupportIdentity) -> Result<(), Stop> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let shown = path.display();
    let mut file = options.open(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            let accepted = "a file that does not, since a lost key can open nothing any more";
            return Stop::BadArguments(format!("--out: {shown} exists; accepted: {accepted}"));
        }
        Stop::Failed(anyhow::Error::new(error).context(format!("{shown} could not be written")))
    })?;
    let text = identity.to_file_text(Timestamp::now());
    // Exposed to the one file that holds the key.
    file.write_all(text.expose().as_bytes())?;
    file.sync_all()?;
    Ok(())
}

/// Verifies and unpacks a report.
pub(crate) fn open(arguments: &Open) -> Result<(), Stop> {
    let shown = arguments.identity.display();
    let size = std::fs::metadata(&arguments.identity).with_context(|| format!("{shown} could not be read"))?.len();
    if size > MAX_KEY_BYTES {
        return Err(Stop::BadArguments(format!("{shown} is not a key file; accepted: what keygen writes")));
    }
    let text = std::fs::read_to_string(&arguments.identity).with_context(|| format!("{shown} could not be read"))?;
    let identity = SupportIdentity::from_file_text(&text)
        .map_err(|error| Stop::BadArguments(format!("{shown}: {error}; accepted: what keygen or age-keygen writes")))?;
    let opened = report::open(&arguments.file, &identity, &arguments.out)?;
    let mut out = std::io::stdout().lock();
    let manifest = &opened.manifest;
    writeln!(out, "report {} of {}: every entry is as its manifest says", manifest.id, manifest.created_at)?;
    for entry in &manifest.entries {
        writeln!(out, "{:>10}  {}", entry.size, arguments.out.join(&entry.name).display())?;
    }
    Ok(())
}
