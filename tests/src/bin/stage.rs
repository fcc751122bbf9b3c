//! The worlds of the shared scenarios for tests in other languages, so that no scenario is ported by hand.
//!
//! `stage` prints `{"scenarios": [names]}`. For each line on its standard input, the name of one, it ends the world before, starts
//! the world of that scenario and prints one line: `name`; `config`, what the doctor is opened with; `app`, what the app answers
//! (docs/schemas/case.schema.json); `complaint`; `attempts`, what was tried in vain before; `expect`, what must come out
//! (tests/scenarios/README.md). The end of the input ends it.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
use wallet_doctor_core::config::Locale;
use wallet_doctor_provider::{ProviderOptions, World};
use wallet_doctor_tests::{Scenario, all_scenarios};

type Failed = Box<dyn std::error::Error>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "stage: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Failed> {
    let scenarios: Vec<Scenario> =
        all_scenarios().into_iter().filter(Scenario::is_played_by_the_phones_clock).collect();
    let names: Vec<&str> = scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    print(&json!({ "scenarios": names }))?;
    while let Some(name) = next_line().await? {
        let scenario = scenarios.iter().find(|scenario| scenario.name == name);
        let scenario = scenario.ok_or_else(|| format!("no scenario is named '{name}'"))?;
        let folder = tempfile::tempdir()?;
        let options = ProviderOptions { faults: scenario.fault_set(), ..ProviderOptions::default() };
        let world = scenario.with_sources(World::start(options, folder.path()).await?);
        let mut case = world.case(Locale::En, None)?;
        scenario.adapt(&mut case);
        print(&told(scenario, &serde_json::to_value(case)?)?)?;
        // The next name, or the end, is read with this world still there.
        let more = wait_for_input().await?;
        world.provider.stop().await;
        if !more {
            break;
        }
    }
    Ok(())
}

fn told(scenario: &Scenario, case: &Value) -> Result<Value, Failed> {
    Ok(json!({
        "name": scenario.name,
        "config": case["doctor"],
        "app": case["app"],
        "complaint": serde_json::to_value(scenario.complaint())?,
        "attempts": scenario.attempts,
        "expect": scenario.expect,
    }))
}

fn print(line: &Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// Off the async threads: the world goes on meanwhile.
async fn next_line() -> Result<Option<String>, Failed> {
    let read = || std::io::stdin().lock().lines().next().transpose();
    Ok(tokio::task::spawn_blocking(read).await??.map(|line| line.trim().to_owned()))
}

/// Whether there is more input.
async fn wait_for_input() -> Result<bool, Failed> {
    let wait = || std::io::stdin().lock().fill_buf().map(|more| !more.is_empty());
    Ok(tokio::task::spawn_blocking(wait).await??)
}
