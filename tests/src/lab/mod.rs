//! The network lab: faults of packets between a phone and a wallet provider, and whether the diagnosis names them.
//!
//! ```text
//!  tests/lab/*.json ─plan→ runs ─campaign→ play, several at a time ─summary→ what was confused with what
//!                                            │
//!                          topology   three network namespaces, which the keeper takes away again
//!                          rules      the router's packet filter: drop, reject, redirect
//!                          line       what takes its time or loses at random, in the router too
//!                          stage      provider, impostor, phone: the programs themselves
//! ```
//!
//! [`main`] is the whole of the `lab` program; `cargo xtask lab` builds and runs it.

mod arguments;
mod campaign;
mod chain;
mod command;
mod keeper;
mod line;
mod plan;
mod play;
mod rules;
mod seeded;
mod stage;
mod statistics;
mod summary;
mod topology;
mod upload;

use std::fs;
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{CommandFactory, Parser, error::ErrorKind};

use arguments::{Arguments, Part};
use keeper::Keeper;
use line::LineSettings;
use play::{Played, Verdict};
use stage::{LineProcess, Programs};
use summary::Summary;
use topology::Topology;

/// Exit status when something was wrong.
const WRONG: u8 = 1;
/// Exit status for arguments that make no sense.
const BAD_ARGUMENTS: u8 = 2;
/// How often a round trip is timed before a diagnosis.
const ROUND_TRIPS: usize = 7;
/// No connection of the lab's own takes longer.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// What the lab starts, and the Debian package that it is in.
const TOOLS: &[(&str, &str)] =
    &[("ip", "iproute2"), ("nft", "nftables"), ("faketime", "faketime"), ("setpriv", "util-linux")];

/// The `lab` program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Nobody is left to tell if standard error is closed.
            writeln!(std::io::stderr(), "lab: {error:#}").ok();
            ExitCode::from(WRONG)
        }
    }
}

fn perform(arguments: &Arguments) -> Result<u8> {
    match &arguments.part {
        Some(Part::Line { settings }) => line::carry(serde_json::from_str(settings)?)?,
        Some(Part::Connect { address }) => {
            writeln!(std::io::stdout(), "{}", serde_json::to_string(&connect(*address)?)?)?
        }
        None if arguments.list => write!(std::io::stdout(), "{}", plan::listed(&crate::lab_scenarios()))?,
        None if arguments.check => {
            with_keeper(arguments, check)?;
            writeln!(std::io::stdout(), "the lab can work here")?;
        }
        None if arguments.upload => with_keeper(arguments, |programs| {
            check(programs)?;
            upload::try_out(programs)
        })?,
        None => return play_or_time(arguments),
    }
    Ok(0)
}

fn play_or_time(arguments: &Arguments) -> Result<u8> {
    let all = crate::lab_scenarios();
    let chosen = match plan::select(all.clone(), &arguments.only) {
        Ok(chosen) => chosen,
        Err(message) => {
            Arguments::command().error(ErrorKind::InvalidValue, message).print()?;
            return Ok(BAD_ARGUMENTS);
        }
    };
    let right = with_keeper(arguments, |programs| {
        check(programs)?;
        if arguments.chain {
            let healthy = plan::healthy_at(&all, chain::ROUND_TRIP_MS).context("tests/lab/healthy.json is missing")?;
            return chain::benchmark(&healthy, arguments.runs(), programs);
        }
        let mut runs = plan::injected(&chosen, arguments.runs());
        let injected = runs.len();
        runs.extend(plan::healthy(&all, arguments.healthy()));
        let started = Instant::now();
        let mut played = campaign::play_all(runs, programs, arguments.jobs())?;
        let healthy = played.split_off(injected.min(played.len()));
        let summary = Summary { injected: played, healthy };
        let took = started.elapsed().as_secs();
        writeln!(std::io::stdout(), "\n{}\n{} runs in {took} s", summary.text(), summary.all().count())?;
        keep_answers(&summary, programs, arguments.keep)?;
        Ok(summary.is_right())
    })?;
    Ok(if right { 0 } else { WRONG })
}

/// Does something while a keeper waits to take away what it makes.
fn with_keeper<T>(arguments: &Arguments, work: impl FnOnce(&Programs) -> Result<T>) -> Result<T> {
    if let Some((tool, package)) = TOOLS.iter().find(|(tool, _)| !is_in_path(tool)) {
        bail!("{tool} is not in PATH (Debian: {package})");
    }
    keeper::remove_leftovers()?;
    let lab = std::env::current_exe()?;
    let wallet_doctor = match &arguments.program {
        Some(program) => program.clone(),
        None => lab.with_file_name("wallet-doctor"),
    };
    if !wallet_doctor.exists() {
        bail!("{} is missing: `cargo xtask lab` builds it", wallet_doctor.display());
    }
    let keeper = Keeper::start()?;
    let programs = Programs { wallet_doctor: wallet_doctor.canonicalize()?, lab, scratch: keeper.scratch.clone() };
    let done = work(&programs);
    keeper.finish()?;
    done
}

/// Makes a network with everything in it that the lab needs, once.
fn check(programs: &Programs) -> Result<()> {
    let topology = Topology::named(&format!("{}check", keeper::prefix()), 0);
    let made = || {
        topology.make()?;
        rules::Rules::default().load(&topology.net)?;
        LineProcess::start(programs, &topology, &LineSettings::default())?.finish()
    };
    made().context("the lab can't work here: it needs Linux, root, network namespaces, nftables and /dev/net/tun")?;
    Ok(())
}

fn is_in_path(tool: &str) -> bool {
    Command::new("sh")
        .args(["-c", "command -v \"$1\"", "sh", tool])
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Times TCP connections, in microseconds.
fn connect(address: SocketAddr) -> Result<Vec<u64>> {
    let one = |_| {
        let started = Instant::now();
        TcpStream::connect_timeout(&address, CONNECT_LIMIT).with_context(|| format!("{address} can't be reached"))?;
        Ok(u64::try_from(started.elapsed().as_micros())?)
    };
    (0..ROUND_TRIPS).map(one).collect()
}

/// Writes down what was diagnosed wrongly, or everything if that is wanted, so that it can be looked at.
fn keep_answers(summary: &Summary, programs: &Programs, all: bool) -> Result<()> {
    let kept: Vec<&Played> = summary.all().filter(|played| all || played.verdict != Verdict::Right).collect();
    if kept.is_empty() {
        return Ok(());
    }
    let folder = plan::answers_folder(&programs.lab);
    fs::create_dir_all(&folder)?;
    for played in &kept {
        let name = format!("{}-{}.json", played.scenario, played.seed);
        fs::write(folder.join(name), serde_json::to_vec_pretty(played)?)?;
    }
    let what = if all { "all answers" } else { "the answers of wrong runs" };
    writeln!(std::io::stdout(), "{what} ({}) are in {}", kept.len(), folder.display())?;
    Ok(())
}
