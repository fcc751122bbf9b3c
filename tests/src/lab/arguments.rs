//! The command line.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Puts packet-level faults between a phone and a wallet provider and checks that the diagnosis names the right cause.
/// Linux, root.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask lab", args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    /// Print every scenario and what it expects
    #[arg(long)]
    pub(super) list: bool,
    /// Say whether the lab can work on this machine
    #[arg(long, conflicts_with = "list")]
    pub(super) check: bool,
    /// Play only this scenario (repeatable); without healthy runs unless --healthy asks for them
    #[arg(long, value_name = "NAME")]
    pub(super) only: Vec<String>,
    /// How often each scenario is played [default: 5, with --chain 20]
    #[arg(long, value_name = "N")]
    pub(super) runs: Option<NonZeroU32>,
    /// How many healthy networks of drawn latency and loss are played [default: 50]
    #[arg(long, value_name = "N")]
    pub(super) healthy: Option<u32>,
    /// How many runs go on at the same time, each in a network of its own [default: 3]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZeroU32>,
    /// Keep the answers of all runs, not only of wrong ones
    #[arg(long)]
    pub(super) keep: bool,
    /// Instead: time healthy diagnoses at 50 ms round trip against the longest chain of round trips in them
    #[arg(long, conflicts_with_all = ["list", "check", "only", "healthy", "jobs", "keep"])]
    pub(super) chain: bool,
    /// Instead: send reports over a line that loses one packet in twenty, with 200 ms round trip
    #[arg(long, conflicts_with_all = ["list", "check", "only", "runs", "healthy", "jobs", "keep", "chain"])]
    pub(super) upload: bool,
    /// The wallet-doctor to try [default: the one beside this program]
    #[arg(long, value_name = "FILE")]
    pub(super) program: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) part: Option<Part>,
}

/// What the lab starts of itself in a namespace.
#[derive(Debug, Subcommand)]
pub(super) enum Part {
    /// Carry packets as these settings say
    #[command(hide = true)]
    Line {
        /// JSON
        settings: String,
    },
    /// Time TCP connections
    #[command(hide = true)]
    Connect {
        /// Where to
        address: std::net::SocketAddr,
    },
}

/// How often a scenario is played unless it is said.
const RUNS: u32 = 5;
/// How many diagnoses are timed unless it is said.
const CHAIN_RUNS: u32 = 20;
/// How many healthy networks are played unless it is said.
const HEALTHY: u32 = 50;
/// A run mostly waits; more at a time on two cores would delay each other's packets.
const JOBS: u32 = 3;

impl Arguments {
    pub(super) fn runs(&self) -> u32 {
        self.runs.map_or(if self.chain { CHAIN_RUNS } else { RUNS }, NonZeroU32::get)
    }

    pub(super) fn healthy(&self) -> u32 {
        self.healthy.unwrap_or(if self.only.is_empty() { HEALTHY } else { 0 })
    }

    pub(super) fn jobs(&self) -> u32 {
        self.jobs.map_or(JOBS, NonZeroU32::get)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parse(words: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(std::iter::once("lab").chain(words.split_whitespace()))
    }

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn numbers_depend_on_what_is_asked_for() {
        let plain = parse("").unwrap();
        assert_eq!((plain.runs(), plain.healthy(), plain.jobs()), (5, 50, 3));
        let only = parse("--only loss_5 --only healthy").unwrap();
        assert_eq!((only.only.len(), only.healthy()), (2, 0));
        assert_eq!(parse("--only loss_5 --healthy 3 --runs 2").unwrap().healthy(), 3);
        assert_eq!((parse("--chain").unwrap().runs(), parse("--chain --runs 7").unwrap().runs()), (20, 7));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for words in
            ["--runs 0", "--jobs 0", "--runs x", "--chain --only healthy", "--list --check", "--upload --chain", "else"]
        {
            assert_eq!(parse(words).unwrap_err().exit_code(), 2, "{words}");
        }
    }
}
