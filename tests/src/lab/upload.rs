//! A report over a bad line: one packet in twenty lost each way, 200 ms there and back. It arrives once; how long it takes is
//! measured. And one whose sender is killed on the way goes on where it was.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::command::{inside, run};
use super::keeper;
use super::line::LineSettings;
use super::rules::Rules;
use super::stage::{LineProcess, Programs, round_trips};
use super::topology::{NEUTRAL, Topology};
use crate::seeded::Seeded;
use crate::tus_server::{Arrived, TusKind, digest};

/// The line, each way.
const LOSS_PER_MILLE: u16 = 50;
const DELAY: Duration = Duration::from_millis(100);
/// Where its chance begins.
const SEED: u64 = 2026;
/// The largest report that is meant to get through.
const REPORT_BYTES: usize = 20_000_000;
/// A report that is broken off, and how much of it is there by then: an upload that began anew would send nearly twice as much.
const BROKEN_BYTES: usize = 4_000_000;
const BROKEN_OFF_AT: u64 = 3_400_000;
/// What a resumed upload may have to send again: the longest chunk.
const CHUNK_BYTES: u64 = 1024 * 1024;
/// What a byte of a report may cost on the phone's interface, in percent: itself, what is lost and sent again, the headers, and the
/// other side's acknowledgements.
const COST_PERCENT: u64 = 125;
/// By Mathis's formula (1.22 segments a round trip, over the square root of the loss) that TCP carries 40 KB/s: eight minutes. If it
/// takes twice as long, something is wrong.
const LIMIT: Duration = Duration::from_secs(17 * 60);
/// How long the server may take until it listens.
const LISTENS_WITHIN: Duration = Duration::from_secs(30);
/// How often something is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Where the server listens, and where the phone finds it: an intake without TLS is only taken on loopback.
const PORT: u16 = 8080;

/// Leads the phone's loopback to the far end, and lets TCP reckon the old way, whatever this machine does: cubic, which phones use,
/// reckons so too where much is lost, and can't be chosen in a namespace of every kernel.
const LOOPBACK_LEADS_AWAY: &str = "
    echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet
    echo reno > /proc/sys/net/ipv4/tcp_congestion_control
    nft -f - <<END
        table ip away {
            chain leaving { type nat hook output priority -100; ip daddr 127.0.0.1 tcp dport $PORT dnat to $SERVER:$PORT; }
            chain left { type nat hook postrouting priority 100; oifname wifi0 masquerade; }
        }
END";

/// A phone at one end and a tus server at the other.
struct Ends<'a> {
    programs: &'a Programs,
    topology: &'a Topology,
    child: PathBuf,
    server: Server,
}

/// `tusd` at the far end; it ends when this is dropped.
struct Server {
    process: Child,
    folder: PathBuf,
}

/// A report in a file.
struct Report {
    file: PathBuf,
    sha256: String,
}

/// Sends both over a line of its own.
pub(super) fn try_out(programs: &Programs) -> Result<()> {
    let topology = Topology::named(&keeper::prefix(), 0);
    topology.make()?;
    Rules::default().load(&topology.net)?;
    let child = programs.lab.with_file_name("courier_child");
    ensure!(child.exists(), "{} is missing: `cargo xtask lab` builds it", child.display());
    let ends = Ends { programs, topology: &topology, child, server: Server::start(programs, &topology)? };
    let mut lead = inside(&topology.phone, Path::new("sh"));
    lead.args(["-e", "-c", LOOPBACK_LEADS_AWAY]).env("PORT", PORT.to_string()).env("SERVER", NEUTRAL.to_string());
    run(&mut lead, "")?;
    let settings = LineSettings {
        seed: SEED,
        delay_us: u64::try_from(DELAY.as_micros())?,
        loss_per_mille: LOSS_PER_MILLE,
        ..LineSettings::default()
    };
    let line = LineProcess::start(programs, &topology, &settings)?;

    ends.whole()?;
    ends.broken_off()?;

    let counts = line.finish()?;
    let idle = counts.without_effect(&settings);
    ensure!(idle.is_empty(), "never took hold of a packet: {}", idle.join(", "));
    writeln!(std::io::stdout(), "the line passed {} packets and lost {}", counts.passed, counts.lost)?;
    Ok(())
}

impl Ends<'_> {
    fn whole(&self) -> Result<()> {
        let report = self.report(REPORT_BYTES)?;
        let (started, before) = (Instant::now(), self.topology.phone_bytes()?);
        let flushes = self.deliver(Some(&report.file))?;
        let (took, cost) = (started.elapsed().as_secs_f64(), self.topology.phone_bytes()? - before);
        self.check_once(&report)?;
        writeln!(
            std::io::stdout(),
            "{REPORT_BYTES} bytes arrived once in {took:.0} s and {flushes} flushes, with {cost} bytes on the phone's interface"
        )?;
        Ok(())
    }

    fn broken_off(&self) -> Result<()> {
        let report = self.report(BROKEN_BYTES)?;
        let before = self.topology.phone_bytes()?;
        let mut first = self.send(Some(&report.file)).stdout(Stdio::null()).spawn().context("the phone's program")?;
        let given_up = Instant::now() + LIMIT;
        let there = || self.server.arrived().iter().find(|upload| !upload.complete).map_or(0, |upload| upload.bytes);
        while there() < BROKEN_OFF_AT {
            ensure!(first.try_wait()?.is_none(), "the upload ended before it was broken off");
            ensure!(Instant::now() < given_up, "{} of {BROKEN_BYTES} bytes after {LIMIT:?}", there());
            std::thread::sleep(LOOK_EVERY);
        }
        first.kill()?;
        first.wait()?;
        let uploads = self.server.arrived().len();
        self.deliver(None)?;
        self.check_once(&report)?;
        ensure!(self.server.arrived().len() == uploads, "the upload that was begun did not go on");
        let cost = self.topology.phone_bytes()? - before;
        let most = (BROKEN_BYTES as u64 + CHUNK_BYTES) * COST_PERCENT / 100;
        ensure!(
            cost <= most,
            "{cost} bytes on the phone's interface, more than {most}: more than a chunk was sent again"
        );
        writeln!(
            std::io::stdout(),
            "{BROKEN_BYTES} bytes, broken off after {BROKEN_OFF_AT}, arrived once, with {cost} bytes on the phone's interface"
        )?;
        Ok(())
    }

    fn report(&self, bytes: usize) -> Result<Report> {
        let mut chance = Seeded::new(bytes as u64);
        let bytes: Vec<u8> = std::iter::repeat_with(|| chance.next().to_le_bytes()).flatten().take(bytes).collect();
        let file = self.programs.scratch.join("report");
        fs::write(&file, &bytes)?;
        Ok(Report { file, sha256: digest(&bytes) })
    }

    /// The phone's program, which queues a report if there is one and sends what is due.
    fn send(&self, report: Option<&Path>) -> Command {
        let mut command = inside(&self.topology.phone, &self.child);
        command.arg("send").arg(self.programs.scratch.join("phone")).arg(format!("http://127.0.0.1:{PORT}/files/"));
        command.args(report).stdin(Stdio::null());
        command
    }

    /// Sends until nothing waits. Returns how often that took a flush: after a failure a while passes until the next try.
    fn deliver(&self, mut report: Option<&Path>) -> Result<u32> {
        let started = Instant::now();
        let mut flushes = 0;
        loop {
            flushes += 1;
            let printed = run(&mut self.send(report.take()), "")?;
            let last: Value = serde_json::from_str(printed.lines().last().context("nothing was told")?)?;
            let kept = last.get("kept").and_then(Value::as_array).context("nothing is kept")?;
            let state = |report: &Value| report.pointer("/state/state").and_then(Value::as_str).map(str::to_owned);
            if kept.iter().all(|report| state(report).as_deref() == Some("delivered")) {
                return Ok(flushes);
            }
            if started.elapsed() > LIMIT {
                bail!("after {LIMIT:?} and {flushes} flushes: {last}");
            }
            std::thread::sleep(LOOK_EVERY);
        }
    }

    fn check_once(&self, report: &Report) -> Result<()> {
        let arrived = self.server.arrived();
        let whole = arrived.iter().filter(|upload| upload.complete && upload.sha256() == report.sha256).count();
        ensure!(whole == 1, "it arrived {whole} times: {arrived:?}");
        Ok(())
    }
}

impl Server {
    fn start(programs: &Programs, topology: &Topology) -> Result<Self> {
        let folder = programs.scratch.join("store");
        fs::create_dir(&folder)?;
        let tusd = TusKind::Tusd.command((NEUTRAL, PORT).into(), &folder);
        let mut command = inside(&topology.far, Path::new(tusd.get_program()));
        command.args(tusd.get_args()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self { process: command.spawn().context("tusd can't be started")?, folder };
        let given_up = Instant::now() + LISTENS_WITHIN;
        // The network is there, and the line is not yet: a connection takes no time.
        while let Err(error) = round_trips(programs, topology, &format!("{NEUTRAL}:{PORT}")) {
            ensure!(Instant::now() < given_up, "tusd does not listen: {error:#}");
            std::thread::sleep(LOOK_EVERY);
        }
        Ok(server)
    }

    fn arrived(&self) -> Vec<Arrived> {
        TusKind::Tusd.arrived(&self.folder)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
