//! A campaign of kills: a phone's process queues and sends reports, and is killed again and again at moments that a seed
//! draws; in the end every report that was told as queued must have arrived, whole and once.
//!
//! ```text
//!  each round   report? ─courier_child─ relay (slow, stops where it is told) ─→ tus server ─→ folder
//!                        ↑ SIGKILL: somewhere in the queueing, somewhere at all, after so many bytes, or before an answer
//!  the end      courier_child until nothing waits; then what it told is compared with what is in the folder
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{ChildStdout, Command};
use tokio::task::JoinHandle;

use crate::relay::Relay;
use crate::seeded::Seeded;
use crate::tus_server::{TusKind, TusServer, digest};

/// The longest report: several chunks.
const MAX_REPORT_BYTES: u64 = 700_000;
/// The longest of the short ones, of which every fourth is one.
const SHORT_REPORT_BYTES: u64 = 1000;
/// How fast the line is: so that an upload takes as long as queueing, and kills land in both.
const BYTES_PER_MS: u32 = 4096;
/// The most answers that come back before one is held: what is asked before an upload, its creation, its chunks, and some of the next.
const MOST_ANSWERS: u64 = 6;
/// A round that takes longer hangs.
const ROUND_LIMIT: Duration = Duration::from_secs(90);
/// How long until everything is delivered in the end: the outbox waits after failures.
const DELIVERED_WITHIN: Duration = Duration::from_secs(300);
/// How often it is tried.
const TRY_EVERY: Duration = Duration::from_millis(300);

/// What to do.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// The program to kill: `courier_child`.
    pub child: PathBuf,
    /// Where the reports go.
    pub server: TusKind,
    /// How often.
    pub rounds: u32,
    /// Where its chance begins.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Losses {
    rounds: u32,
    /// Rounds that ended by a kill.
    pub kills: u32,
    /// Kills before it was told that the round's report is queued.
    pub kills_in_queueing: u32,
    /// Kills after which an upload lay in the server's folder that had grown and was not whole.
    pub kills_in_upload: u32,
    /// Kills before an answer, in rounds in which a report had become whole at the server; most of them before just that answer.
    pub kills_at_the_end: u32,
    /// Reports of which was told that they are queued.
    pub queued: usize,
    /// Reports of which it was not told, and that are there nevertheless.
    pub untold: usize,
    /// Reports that were told as queued and are not there whole.
    pub lost: usize,
    /// Reports that are there more than once, told or not.
    pub duplicated: usize,
}

impl Losses {
    /// That kills have hit what they were meant to hit: a campaign that missed it proves nothing.
    ///
    /// # Panics
    ///
    /// If they have not.
    pub fn assert_hit(&self) {
        let (few, half) = (self.rounds / 20, self.rounds / 2);
        assert!(self.kills >= half && self.queued > 0, "{self}");
        assert!(self.kills_in_queueing >= few && self.kills_in_upload >= few && self.kills_at_the_end >= few, "{self}");
    }
}

impl fmt::Display for Losses {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rounds, kills, queued, lost, duplicated, .. } = self;
        write!(out, "{rounds} rounds, {kills} kills, {queued} queued, {lost} lost, {duplicated} duplicated ")?;
        let Self { kills_in_queueing, untold, kills_in_upload, kills_at_the_end, .. } = self;
        write!(out, "({kills_in_queueing} kills before it was told, after which {untold} arrived nevertheless; ")?;
        write!(out, "{kills_in_upload} in an upload, {kills_at_the_end} after its end and before an answer)")
    }
}

/// When a round is killed.
#[derive(Debug, Clone, Copy)]
enum Kill {
    Never,
    After(Duration),
    /// When so many bytes have gone to the server.
    Bytes(u64),
    /// When so many answers have come back, and the next one is there and not told: what the server has done by then, nobody knows.
    Answers(u64),
}

/// What the child prints.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Queued(Report),
    Kept(Vec<Report>),
}

#[derive(Debug, Clone, Deserialize)]
struct Report {
    id: String,
    sha256: String,
    state: State,
}

#[derive(Debug, Clone, Deserialize)]
struct State {
    state: String,
}

/// A line of the child's, and when it came.
type Line = (Instant, Told);

struct Running {
    campaign: Campaign,
    folder: TempDir,
    server: TusServer,
    relay: Relay,
    chance: Seeded,
    /// How long the last round took that was left alone: until it was told, and as a whole.
    took: (Duration, Duration),
    told: BTreeMap<String, String>,
    /// The digests of reports whose queueing was cut.
    cut: BTreeSet<String>,
    losses: Losses,
}

impl Campaign {
    /// Runs it, and counts.
    ///
    /// # Panics
    ///
    /// If anything fails that no kill explains.
    pub async fn run(self) -> Losses {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let server = TusServer::start(self.server, &folder.path().join("store"));
        let speed = NonZeroU32::new(BYTES_PER_MS).expect("not nothing");
        let relay = Relay::start_slow(server.addr(), u64::MAX, speed).await;
        let (chance, rounds) = (Seeded::new(self.seed), self.rounds);
        let mut running = Running {
            campaign: self,
            folder,
            server,
            relay,
            chance,
            took: (Duration::ZERO, Duration::ZERO),
            told: BTreeMap::new(),
            cut: BTreeSet::new(),
            losses: Losses { rounds, ..Losses::default() },
        };
        for round in 0..rounds {
            running.round(round).await;
        }
        running.deliver_the_rest().await;
        running.count()
    }
}

impl Running {
    async fn round(&mut self, round: u32) {
        // The first is left alone: by it the moments of the others are drawn.
        let report = (round == 0 || self.chance.up_to(4) > 0).then(|| self.report());
        let kill = if round == 0 { Kill::Never } else { self.kill() };
        let (before, whole) = (self.growing(), self.whole());
        let (killed, lines, started) = self.play(report.as_ref().map(|(file, _)| file.as_path()), kill).await;
        let mut queued_at = None;
        for (at, line) in lines {
            if let Told::Queued(Report { id, sha256, .. }) = line {
                assert_eq!(Some(&sha256), report.as_ref().map(|(_, digest)| digest), "other bytes were queued");
                assert!(self.told.insert(id, sha256).is_none(), "two reports have one id");
                queued_at = Some(at);
            }
        }
        if killed {
            self.losses.kills += 1;
            self.losses.kills_in_upload += u32::from(self.growing().difference(&before).next().is_some());
            let held = matches!(kill, Kill::Answers(_));
            self.losses.kills_at_the_end += u32::from(held && self.whole() > whole);
        } else if let Some(at) = queued_at {
            self.took = (at - started, started.elapsed());
        }
        if let (None, Some((_, digest))) = (queued_at, report) {
            assert!(killed, "a report was not queued, and nothing was killed");
            self.losses.kills_in_queueing += 1;
            self.cut.insert(digest);
        }
    }

    /// A report of random bytes in a file, and its digest.
    fn report(&mut self) -> (PathBuf, String) {
        let most = if self.chance.up_to(3) == 0 { SHORT_REPORT_BYTES } else { MAX_REPORT_BYTES };
        let length = usize::try_from(1 + self.chance.up_to(most - 1)).expect("a report is short");
        let words = std::iter::repeat_with(|| self.chance.next().to_le_bytes());
        let bytes: Vec<u8> = words.flatten().take(length).collect();
        let file = self.folder.path().join("report");
        fs::write(&file, &bytes).expect("a writable folder");
        (file, digest(&bytes))
    }

    fn kill(&mut self) -> Kill {
        let (queued, whole) = self.took;
        match self.chance.up_to(9) {
            0 => Kill::Never,
            1..=2 => Kill::After(self.moment_within(queued)),
            3..=4 => Kill::After(self.moment_within(whole)),
            5..=6 => Kill::Bytes(self.chance.up_to(MAX_REPORT_BYTES)),
            _ => Kill::Answers(self.chance.up_to(MOST_ANSWERS)),
        }
    }

    fn moment_within(&mut self, length: Duration) -> Duration {
        Duration::from_micros(self.chance.up_to(u64::try_from(length.as_micros()).unwrap_or(u64::MAX)))
    }

    /// Starts the child and kills it, or waits for its end. Returns whether it was killed, what it told, and when it started.
    async fn play(&self, report: Option<&Path>, kill: Kill) -> (bool, Vec<Line>, Instant) {
        match kill {
            Kill::Never | Kill::After(_) => self.relay.start_over(u64::MAX),
            Kill::Bytes(bytes) => self.relay.start_over(bytes),
            Kill::Answers(answers) => self.relay.start_over_with_answers(answers),
        }
        let errors = self.folder.path().join("errors");
        let mut command = Command::new(&self.campaign.child);
        command.arg("send").arg(self.folder.path().join("phone")).arg(TusServer::intake_at(self.relay.addr()));
        command.args(report).kill_on_drop(true).stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(File::create(&errors).expect("a writable folder"));
        let started = Instant::now();
        let mut child = command.spawn().expect("the child starts");
        let lines = read(child.stdout.take().expect("the child has an output"));
        let moment = async {
            match kill {
                Kill::Never => std::future::pending().await,
                Kill::After(wait) => tokio::time::sleep(wait).await,
                Kill::Bytes(_) | Kill::Answers(_) => self.relay.holding().await,
            }
        };
        let ended = tokio::select! {
            ended = child.wait() => Some(ended.expect("the child is waited for")),
            () = moment => None,
            () = tokio::time::sleep(ROUND_LIMIT) => panic!("a round hangs"),
        };
        if let Some(status) = ended {
            assert!(status.success(), "the child failed: {}", fs::read_to_string(&errors).unwrap_or_default());
        } else {
            // Waits for its end as well. It may just have ended by itself.
            child.kill().await.expect("SIGKILL");
        }
        (ended.is_none(), lines.await.expect("the child's lines are read"), started)
    }

    /// Uploads that have begun and are not whole, with what is there of each.
    fn growing(&self) -> BTreeSet<(PathBuf, u64)> {
        let begun = self.server.arrived().into_iter().filter(|upload| !upload.complete && upload.bytes > 0);
        begun.map(|upload| (upload.file, upload.bytes)).collect()
    }

    fn whole(&self) -> usize {
        self.server.arrived().iter().filter(|upload| upload.complete).count()
    }

    async fn deliver_the_rest(&self) {
        let given_up = Instant::now() + DELIVERED_WITHIN;
        loop {
            let (_, lines, _) = self.play(None, Kill::Never).await;
            let Some((_, Told::Kept(kept))) = lines.into_iter().next_back() else { panic!("the child told nothing") };
            if kept.iter().all(|report| report.state.state == "delivered") {
                return;
            }
            assert!(Instant::now() < given_up, "not everything is delivered: {kept:?}");
            tokio::time::sleep(TRY_EVERY).await;
        }
    }

    fn count(mut self) -> Losses {
        let mut whole: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for upload in self.server.arrived().iter().filter(|upload| upload.complete) {
            whole.entry(upload.report_id().to_owned()).or_default().push(upload.sha256());
        }
        for (id, digest) in &self.told {
            self.losses.lost += usize::from(!whole.get(id).is_some_and(|found| found.contains(digest)));
        }
        for (id, found) in &whole {
            self.losses.duplicated += usize::from(found.len() > 1);
            if !self.told.contains_key(id) {
                self.losses.untold += 1;
                assert!(found.iter().all(|digest| self.cut.remove(digest)), "{id} is none of the reports");
            }
        }
        self.losses.queued = self.told.len();
        self.losses
    }
}

/// Reads what the child tells until it ends or is killed. A line that the kill cut in two was not told.
fn read(stdout: ChildStdout) -> JoinHandle<Vec<Line>> {
    tokio::spawn(async move {
        let (mut told, mut lines) = (Vec::new(), BufReader::new(stdout).lines());
        while let Some(line) = lines.next_line().await.expect("the child prints text") {
            if let Ok(line) = serde_json::from_str(&line) {
                told.push((Instant::now(), line));
            }
        }
        told
    })
}
