//! Showing a visit: a live list while it runs, then text for people or one JSON document.

mod progress;
mod text;

use std::io::Write;

use wallet_doctor_core::config::Locale;

use crate::Stop;
use crate::masked::masked;
use crate::visit::Visit;

pub(crate) use progress::ProgressList;

/// The live list, on standard error. With JSON asked for there is none.
pub(crate) fn progress(locale: Locale, json: bool) -> ProgressList {
    ProgressList::new(locale, json)
}

/// The result, on standard output.
pub(crate) fn visit(visit: Visit, locale: Locale, json: bool) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    if json {
        serde_json::to_writer_pretty(&mut out, &masked(visit))?;
        writeln!(out)?;
    } else {
        text::write(&mut out, &visit, locale)?;
    }
    Ok(out.flush()?)
}
