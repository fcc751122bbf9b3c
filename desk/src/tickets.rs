//! `wallet-doctor-desk queue`, `fetch`, `answer` and `delete`: tickets and their reports, for those who prefer files.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;
use wallet_doctor_intake::{
    queue::{self, Filter},
    store::{self, Expired, StoreError, TicketState},
};

use crate::{DAY_SECONDS, print, say, stores::StoresArgs};

#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    stores: StoresArgs,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The report of this id
    #[arg(long, value_name = "ID")]
    report: Option<Uuid>,
    /// All that were received so many days ago or earlier
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    older_than: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct QueueArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// Closed ones as well
    #[arg(long)]
    all: bool,
    /// Of this app alone
    #[arg(long, value_name = "NAME")]
    app: Option<String>,
    /// So many at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    most: u32,
}

#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The report's id
    #[arg(long, value_name = "ID")]
    report: Uuid,
    /// A file that is not there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The ticket to answer, WD-XXXX-XXXX
    #[arg(long, value_name = "TICKET")]
    ticket: String,
    /// What the person is to read: 1 to 8192 bytes, no control characters but newlines
    #[arg(long, value_name = "TEXT")]
    text: String,
}

/// The ticket is logged and the text is not: it may quote what the person wrote.
pub(crate) fn answer(AnswerArgs { stores, ticket, text }: AnswerArgs) -> Result<(), String> {
    let stores = stores.stores()?;
    store::answer(&stores, &ticket, &text, Timestamp::now()).map_err(|error| {
        if let StoreError::Folder(source) = &error {
            format!("cannot use {} as the store: {source}", stores.objects)
        } else {
            error.to_string()
        }
    })?;
    say(&json!({ "event": "answered", "ticket": ticket }));
    Ok(())
}

pub(crate) fn queue(QueueArgs { stores, all, app, most }: QueueArgs) -> Result<(), String> {
    let mut filter = Filter { app, most, ..Filter::default() };
    if all {
        filter.states.push(TicketState::Closed);
    }
    let tickets = queue::list(&stores.stores()?, &filter).map_err(|error| error.to_string())?;
    tickets.iter().try_for_each(|ticket| print(&json!(ticket).to_string()))
}

pub(crate) fn fetch(FetchArgs { stores, report, out }: FetchArgs) -> Result<(), String> {
    queue::fetch(&stores.stores()?, report, &out).map_err(|error| {
        if let StoreError::Folder(source) = &error {
            format!("cannot write {}: {source}", out.display())
        } else {
            error.to_string()
        }
    })
}

pub(crate) fn delete(DeleteArgs { stores, which }: DeleteArgs) -> Result<(), String> {
    let stores = stores.stores()?;
    if let Some(report) = which.report {
        store::delete(&stores, report).map_err(|error| error.to_string())?;
        say(&json!({ "event": "report_deleted", "report": report, "why": "request" }));
    }
    if let Some(days) = which.older_than {
        let until = Timestamp::now() - Duration::from_secs(u64::from(days) * DAY_SECONDS);
        let expired = store::expire(&stores, until).map_err(|error| error.to_string())?;
        say_expired(&expired);
        if !expired.kept.is_empty() {
            return Err(format!("{} reports could not be deleted; try again", expired.kept.len()));
        }
    }
    Ok(())
}

pub(crate) fn say_expired(expired: &Expired) {
    for report in &expired.deleted {
        say(&json!({ "event": "report_deleted", "report": report, "why": "age" }));
    }
    for report in &expired.kept {
        say(&json!({ "event": "report_not_deleted", "report": report }));
    }
}
