//! `wallet-doctor-desk key`: who may send reports.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use wallet_doctor_intake::keys::{self, Allowance, KeyError};

use crate::{print, say, stores::StoresArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key for an app and print it, once. From the first key on, reports are only taken of apps that have one
    Add(AddArgs),
    /// List all keys, one line of JSON each
    List {
        #[command(flatten)]
        stores: StoresArgs,
    },
    /// Revoke a key; what was begun with it may still be finished
    Revoke {
        #[command(flatten)]
        stores: StoresArgs,
        /// The key's id, as `list` has it
        #[arg(long, value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The app: small letters, digits, dots, hyphens and underscores. One that has a key gets another, for the next version of it
    #[arg(long, value_name = "NAME")]
    app: String,
    /// Largest report of the app, in bytes; 0 for as large as the intake takes. What is not said stays as it was
    #[arg(long, value_name = "N")]
    max_report_bytes: Option<u64>,
    /// Reports that the app may begin in a day (UTC); 0 for as many as come
    #[arg(long, value_name = "N")]
    max_reports_per_day: Option<u64>,
    /// Bytes of all its reports in a day; 0 for as many as come
    #[arg(long, value_name = "N")]
    max_bytes_per_day: Option<u64>,
}

/// The key goes to standard output and into no log.
pub(crate) fn run(command: KeyCommand) -> Result<(), String> {
    let told = |error: KeyError| error.to_string();
    match command {
        KeyCommand::Add(AddArgs { stores, app, max_report_bytes, max_reports_per_day, max_bytes_per_day }) => {
            let allowance = Allowance { max_report_bytes, max_reports_per_day, max_bytes_per_day };
            let made = keys::make(&stores.stores()?, &app, allowance, Timestamp::now()).map_err(told)?;
            say(&json!({ "event": "key_made", "id": made.key.id, "app": made.key.app }));
            print(&made.secret)
        }
        KeyCommand::List { stores } => {
            let keys = keys::list(&stores.stores()?).map_err(told)?;
            keys.iter().try_for_each(|key| print(&json!(key).to_string()))
        }
        KeyCommand::Revoke { stores, id } => {
            keys::revoke(&stores.stores()?, &id, Timestamp::now()).map_err(told)?;
            say(&json!({ "event": "key_revoked", "id": id }));
            Ok(())
        }
    }
}
