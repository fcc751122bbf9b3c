//! `wallet-doctor-desk agent`: who may sign in to the view.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;
use wallet_doctor_view::{
    ViewError,
    agents::{self, Role},
};

use crate::{files::hidden, print, runtime, say};

#[derive(Debug, Subcommand)]
pub(crate) enum AgentCommand {
    /// Add an agent; the password is asked for, or is the first line of standard input
    Add {
        #[command(flatten)]
        who: WhoArgs,
        /// agent reads reports and looks after tickets; lead also announces, answers many at once, and deletes
        #[arg(long, value_name = "ROLE", default_value = "agent")]
        role: Role,
    },
    /// Give an agent another password, which ends their sessions; it is asked for as in `add`
    Password(WhoArgs),
    /// Take an agent out, who is signed out by that at once
    Remove(WhoArgs),
    /// List all agents, one line of JSON each
    List {
        #[command(flatten)]
        data: DataArgs,
    },
}

#[derive(Debug, Args)]
pub(crate) struct WhoArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Letters, digits, dots, hyphens and underscores
    #[arg(long)]
    name: String,
}

#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    /// The folder of what the view keeps; `add` makes it
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
}

pub(crate) fn run(command: AgentCommand) -> Result<(), String> {
    let runtime = runtime()?;
    let told = |error: ViewError| error.to_string();
    match command {
        AgentCommand::Add { who, role } => {
            let password = password()?;
            let added = agents::add(&who.data.data, &who.name, role, &password, Timestamp::now());
            runtime.block_on(added).map_err(told)?;
            say(&json!({ "event": "agent_added", "agent": who.name, "role": role.as_str() }));
        }
        AgentCommand::Password(who) => {
            let password = password()?;
            runtime.block_on(agents::change_password(&who.data.data, &who.name, &password)).map_err(told)?;
            say(&json!({ "event": "password_changed", "agent": who.name }));
        }
        AgentCommand::Remove(who) => {
            runtime.block_on(agents::remove(&who.data.data, &who.name)).map_err(told)?;
            say(&json!({ "event": "agent_removed", "agent": who.name }));
        }
        AgentCommand::List { data } => {
            for agent in runtime.block_on(agents::list(&data.data)).map_err(told)? {
                let line = json!({ "agent": agent.name, "role": agent.role.as_str(), "made_at": agent.made_at });
                print(&line.to_string())?;
            }
        }
    }
    Ok(())
}

fn password() -> Result<String, String> {
    hidden("Password: ", |input| {
        let mut line = String::new();
        input.read_line(&mut line)?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    })
}
