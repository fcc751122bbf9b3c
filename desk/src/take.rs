//! `wallet-doctor-desk take`: sealed reports that came another way.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use wallet_doctor_intake::store::{self, Brought, Priority, Stores, Taken};

use crate::{print, say, stores::StoresArgs};

/// The longest event of tusd's; its own have some kilobytes.
const MAX_EVENT_BYTES: u64 = 256 * 1024;
/// The one of tusd's hooks that may still write into the answer to the last byte.
const PRE_FINISH: &str = "pre-finish";

#[derive(Debug, Args)]
pub(crate) struct TakeArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The sealed report, an age file. It stays where it is
    #[arg(value_name = "FILE", required_unless_present = "tusd_hook")]
    file: Option<PathBuf>,
    /// The report's id; without it the file's name is the id, as the app named it
    #[arg(long, value_name = "ID")]
    report: Option<Uuid>,
    /// Look at it before the others
    #[arg(long)]
    urgent: bool,
    /// Be tusd's hook pre-finish: read what is received from standard input, and answer the app its ticket (docs/desk.md)
    #[arg(long, conflicts_with_all = ["file", "report", "urgent"])]
    tusd_hook: bool,
}

pub(crate) fn run(args: TakeArgs) -> Result<(), String> {
    let TakeArgs { stores, file, report, urgent, tusd_hook } = args;
    let stores = stores.stores()?;
    if tusd_hook {
        return hook(&stores);
    }
    let file = file.ok_or("say which file")?;
    let named = || file.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
    let report_id = report.or_else(named).ok_or("the file's name is not a report's id; say it with --report")?;
    let priority = if urgent { Priority::Urgent } else { Priority::Normal };
    let taken = taken(&stores, &Brought { report_id, file: &file, priority, ticket_key_sha256: None })?;
    print(&taken.ticket)
}

fn taken(stores: &Stores, brought: &Brought<'_>) -> Result<Taken, String> {
    let taken = store::take(stores, brought).map_err(|error| error.to_string())?;
    say(&json!({ "event": "report_taken", "ticket": taken.ticket, "report": brought.report_id }));
    Ok(taken)
}

/// What tusd tells a hook (<https://tus.github.io/tusd/advanced-topics/hooks/>), as far as it is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Told {
    r#type: String,
    event: Event,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    upload: Upload,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Upload {
    meta_data: BTreeMap<String, String>,
    storage: BTreeMap<String, serde_json::Value>,
}

fn hook(stores: &Stores) -> Result<(), String> {
    let mut told = String::new();
    io::stdin()
        .take(MAX_EVENT_BYTES)
        .read_to_string(&mut told)
        .map_err(|error| format!("nothing could be read: {error}"))?;
    // serde's own words could quote what stands there.
    let told: Told = serde_json::from_str(&told).map_err(|_| "standard input is not what tusd tells a hook")?;
    if told.r#type != PRE_FINISH {
        return Err(format!("this is the hook {PRE_FINISH}, and no other"));
    }
    let Upload { meta_data, storage } = told.event.upload;
    let path = storage.get("Path").and_then(|path| path.as_str());
    let file = path.ok_or("tusd does not keep uploads in a folder; a desk takes files")?;
    let report_id = meta_data.get("report_id").and_then(|id| id.parse().ok()).ok_or("the upload has no report_id")?;
    let priority = match meta_data.get("priority").map(String::as_str) {
        Some("urgent") => Priority::Urgent,
        Some(_) | None => Priority::Normal,
    };
    let ticket_key_sha256 = meta_data.get("ticket_key_sha256").map(String::as_str);
    let brought = Brought { report_id, file: Path::new(file), priority, ticket_key_sha256 };
    let Taken { ticket, expected_reply_seconds } = taken(stores, &brought)?;
    let header = json!({
        "Wallet-Doctor-Ticket": ticket, "Wallet-Doctor-Expected-Reply": expected_reply_seconds.to_string(),
    });
    print(&json!({ "HTTPResponse": { "Header": header } }).to_string())
}
