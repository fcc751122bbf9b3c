//! `wallet-doctor-desk`: the support side from the command line.
//!
//! One line of JSON on standard error per event: where it listens, each received report with its ticket and size, each ticket
//! answered, who signed in and read what. Nothing about who sent a report, and nothing of what anybody wrote.

mod agent;
mod files;
mod intake;
mod key;
mod stores;
mod take;
mod tickets;
mod tls;
mod view;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use serde_json::{Value, json};

/// Exit status when the intake could not start or a ticket not be answered; bad arguments are clap's 2.
const NOT_DONE: u8 = 1;

/// Threads that write to a disk. It does not get faster by more of them, and each has memory of its own.
const DISK_THREADS: usize = 32;
const DAY_SECONDS: u64 = 24 * 60 * 60;

#[derive(Debug, Parser)]
#[command(version, about = "The support side of Wallet Doctor")]
struct Cli {
    #[command(subcommand)]
    role: Role,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Take sealed reports in over tus 1.0 and answer tickets. Never has a key.
    Intake(intake::IntakeArgs),
    /// Open reports for agents in their browsers. Has the key, so that it listens on loopback unless it has a certificate.
    View(view::ViewArgs),
    /// Who may sign in to the view: add, list and remove agents. May be done while it runs.
    Agent {
        #[command(subcommand)]
        command: agent::AgentCommand,
    },
    /// Who may send reports: make, list and revoke the keys of apps. May be done while intakes run.
    Key {
        #[command(subcommand)]
        command: key::KeyCommand,
    },
    /// Delete a report and its ticket because its person asked for it, or all that are old. May be done while intakes run.
    Delete(tickets::DeleteArgs),
    /// List the tickets that are not closed, the most urgent first: one line of JSON each
    Queue(tickets::QueueArgs),
    /// Write the sealed report of a ticket to a file, for whoever has the key
    Fetch(tickets::FetchArgs),
    /// Take in a sealed report that came another way, such as by mail, and print its ticket. May be done while the intake runs.
    Take(take::TakeArgs),
    /// Answer a ticket; the app gets the answer when it next asks. May be done while the intake runs.
    Answer(tickets::AnswerArgs),
}

fn main() -> ExitCode {
    let (done, event) = match Cli::parse().role {
        Role::Intake(args) => (intake::run(args), "not_started"),
        Role::View(args) => (view::run(args), "not_started"),
        Role::Agent { command } => (agent::run(command), "agent_unchanged"),
        Role::Key { command } => (key::run(command), "key_unchanged"),
        Role::Delete(args) => (tickets::delete(args), "not_deleted"),
        Role::Queue(args) => (tickets::queue(args), "not_listed"),
        Role::Fetch(args) => (tickets::fetch(args), "not_fetched"),
        Role::Take(args) => (take::run(args), "not_taken"),
        Role::Answer(args) => (tickets::answer(args), "not_answered"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say(&json!({ "event": event, "problem": problem }));
            ExitCode::from(NOT_DONE)
        }
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(DISK_THREADS)
        .build()
        .map_err(|error| error.to_string())
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let asked = |kind| async move {
            match signal(kind) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = asked(SignalKind::terminate()) => {}
            // A terminal that is closed; what is open must not stay behind.
            () = asked(SignalKind::hangup()) => {}
            () = asked(SignalKind::quit()) => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| format!("cannot write to standard output: {error}"))
}

/// A log that nobody takes is no reason to stop taking reports.
fn say(event: &Value) {
    let _ = writeln!(io::stderr().lock(), "{event}");
}
