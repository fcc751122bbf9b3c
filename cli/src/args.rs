//! The command line.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use wallet_doctor_core::Symptom;
use wallet_doctor_core::account::Money;
use wallet_doctor_core::config::Locale;
use wallet_doctor_provider::{Fault, FaultSet, Place, PlaceError, Places};

use crate::Stop;
use crate::adds::Adds;
use crate::said::{self, Said};

/// Says what is wrong with a wallet, how sure, and what to do.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play a whole case on this machine: a provider with faults, a person, a support desk (the default)
    Demo(Demo),
    /// Diagnose a case that a file describes, against real endpoints
    Diagnose(Diagnose),
    /// Tell what stands in the way of something, before it is tried
    Preflight(Preflight),
    /// Run the provider in a box alone, and print a case for it
    Provider(Provider),
    /// Write a support key pair
    Keygen(Keygen),
    /// Verify and unpack a report
    Open(Open),
}

impl Default for Command {
    fn default() -> Self {
        Self::Demo(Demo {
            symptom: Symptom::BalanceIncorrect,
            fault: Vec::new(),
            said: Said::default(),
            locale: None,
            json: false,
            keep: None,
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// What the person complains about
    #[arg(long, default_value = "balance_incorrect")]
    pub(crate) symptom: Symptom,
    #[command(flatten)]
    pub(crate) said: Said,
    /// What is wrong, repeatable; 'none' for a healthy world [default: balance_stale_cache and cache_old]
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<String>,
    /// The person's language: zh-Hans or en [default: the terminal's]
    #[arg(long)]
    pub(crate) locale: Option<Locale>,
    /// Print one JSON document and nothing else on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// Keep the sealed report, the demo's support key and the intake's store in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Diagnose {
    /// The case, JSON (docs/schemas/case.schema.json)
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// What the person complains about
    #[arg(long)]
    pub(crate) symptom: Symptom,
    #[command(flatten)]
    pub(crate) said: Said,
    /// Agree to what the app can do at once, such as clearing a registered cache
    #[arg(long)]
    pub(crate) fix: bool,
    /// Agree to sending a sealed report to support
    #[arg(long)]
    pub(crate) send: bool,
    #[command(flatten)]
    pub(crate) adds: Adds,
    /// Print one JSON document and nothing else on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Preflight {
    /// The case, JSON (docs/schemas/case.schema.json)
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// What is about to be done. A form for opening a wallet is checked in an app only: a command line is no place for it
    #[arg(long)]
    pub(crate) operation: Movable,
    /// How much, such as '100.00 CNY'
    #[arg(long, value_name = "AMOUNT ASSET", value_parser = said::money)]
    pub(crate) amount: Money,
    /// The bank or channel, or the linked account or card
    #[arg(long, value_name = "NAME")]
    pub(crate) channel: Option<String>,
    /// Print one JSON document and nothing else on standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// What moves money.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Movable {
    /// Money to a bank
    Withdrawal,
    /// Money to somebody else
    Transfer,
    /// Money to a merchant
    Payment,
}

#[derive(Debug, Args)]
pub(crate) struct Provider {
    /// Where the wallet's API listens, repeatable: at most one IPv4 and one IPv6 address of this machine
    /// [default: 127.0.0.1]
    #[arg(long, value_name = "ADDR", value_parser = ip_address)]
    pub(crate) listen: Vec<IpAddr>,
    /// Where everything that is not the API listens, repeatable likewise [default: as --listen]
    #[arg(long, value_name = "ADDR", value_parser = ip_address)]
    pub(crate) neutral: Vec<IpAddr>,
    /// Where the phone's resolver listens; port 0 takes a free one [default: the first neutral address, a free port]
    #[arg(long, value_name = "ADDR:PORT", value_parser = socket_address)]
    pub(crate) dns: Option<SocketAddr>,
    /// Where the second resolver listens; port 0 takes a free one [default: the first neutral address, a free port]
    #[arg(long, value_name = "ADDR:PORT", value_parser = socket_address)]
    pub(crate) second_opinion: Option<SocketAddr>,
    /// What is wrong, repeatable; 'none' or nothing for a healthy provider
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<String>,
    /// Run a support desk beside it that takes reports and gives tickets; its key and its reports are kept in this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) desk: Option<PathBuf>,
    /// List every fault and what it does
    #[arg(long)]
    pub(crate) list_faults: bool,
    /// The language of the printed case
    #[arg(long, default_value = "en")]
    pub(crate) locale: Locale,
}

#[derive(Debug, Args)]
pub(crate) struct Keygen {
    /// The file to write the secret key to; it must not exist
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// The sealed report, .wdr
    pub(crate) file: PathBuf,
    /// The support's secret key
    #[arg(long, value_name = "KEY")]
    pub(crate) identity: PathBuf,
    /// The folder to unpack into; it must not exist, or be empty
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

fn ip_address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| "accepted: an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1".to_owned())
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "accepted: an address and a port, such as 192.0.2.1:53 or [2001:db8::1]:53".to_owned())
}

/// Reads `--listen`, `--neutral`, `--dns` and `--second-opinion`.
pub(crate) fn places(given: &Provider) -> Result<Places, Stop> {
    let place = |name: &str, addresses: &[IpAddr]| Place::new(addresses).map_err(|error| bad(name, error));
    let wallet = match given.listen.as_slice() {
        [] => Places::default().wallet(),
        several => place("--listen", several)?,
    };
    let neutral = match given.neutral.as_slice() {
        [] => wallet,
        several => place("--neutral", several)?,
    };
    let mut places = Places::new(wallet, neutral);
    if let Some(dns) = given.dns {
        places = places.with_dns(dns).map_err(|error| bad("--dns", error))?;
    }
    if let Some(other) = given.second_opinion {
        places = places.with_second_opinion(other).map_err(|error| bad("--second-opinion", error))?;
    }
    Ok(places)
}

fn bad(name: &str, error: PlaceError) -> Stop {
    Stop::BadArguments(format!("{name}: {error}"))
}

/// Reads `--fault`s. `none` stands alone.
pub(crate) fn faults(given: &[String], default: &[Fault]) -> Result<FaultSet, Stop> {
    let faults: FaultSet = match given {
        [] => default.iter().copied().collect(),
        [only] if only == "none" => FaultSet::none(),
        several if several.iter().any(|name| name == "none") => {
            return Err(Stop::BadArguments("--fault none stands alone; accepted: either none, or faults".to_owned()));
        }
        several => {
            let parsed: Result<Vec<Fault>, _> = several.iter().map(|name| name.parse::<Fault>()).collect();
            parsed.map_err(|error| Stop::BadArguments(format!("--fault: {error}")))?.into_iter().collect()
        }
    };
    faults.check().map_err(|error| Stop::BadArguments(format!("--fault: {error}")))?;
    Ok(faults)
}
