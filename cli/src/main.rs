//! Wallet Doctor on a desktop: the same engine that runs in a phone, for demos, for looking at a real provider, and for
//! support to open a report.
//!
//! Exit status: 0 it was done, 2 bad arguments or a bad config (nothing was started), 1 it could not be done.

mod adds;
mod args;
mod case_run;
mod demo;
mod keys;
mod masked;
mod preflight;
mod provider;
mod said;
mod show;
mod support_desk;
mod visit;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

/// Why a command ended early.
enum Stop {
    /// What was given is not accepted; nothing was started.
    BadArguments(String),
    /// It could not be done.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return end(&in_one_line(&error.to_string()), 2),
        // Help and version.
        Err(asked) => asked.exit(),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return end(&format!("the runtime could not be started: {error}"), 1),
    };
    let done = runtime.block_on(run(arguments.command.unwrap_or_default()));
    // A host's answer that still hangs must not keep the program.
    runtime.shutdown_background();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::BadArguments(line)) => end(&line, 2),
        Err(Stop::Failed(error)) => end(&with_causes(&error), 1),
    }
}

async fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Demo(arguments) => demo::run(&arguments).await,
        Command::Diagnose(arguments) => case_run::run(&arguments).await,
        Command::Preflight(arguments) => preflight::run(&arguments).await,
        Command::Provider(arguments) => provider::run(&arguments).await,
        Command::Keygen(arguments) => keys::keygen(&arguments),
        Command::Open(arguments) => keys::open(&arguments),
    }
}

/// An error and its causes, each said once: some of them already speak of the next.
fn with_causes(error: &anyhow::Error) -> String {
    error
        .chain()
        .skip(1)
        .map(ToString::to_string)
        .fold(error.to_string(), |line, cause| if line.contains(&cause) { line } else { format!("{line}: {cause}") })
}

/// What is wrong with the arguments and what is accepted, without the usage that follows it.
fn in_one_line(text: &str) -> String {
    let wrong =
        text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"));
    let line = wrong.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).chars().filter(|c| !c.is_control()).collect()
}

/// The longest line about a mistake, in characters: what was given may be anything.
const MAX_LINE_CHARS: usize = 2_000;

/// Whether a character turns the direction of writing.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn end(line: &str, code: u8) -> ExitCode {
    let line: String = line
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !is_turning(*c))
        .take(MAX_LINE_CHARS)
        .collect();
    // Nobody is left to tell if standard error is closed.
    let _ = writeln!(std::io::stderr(), "wallet-doctor: {line}");
    ExitCode::from(code)
}
