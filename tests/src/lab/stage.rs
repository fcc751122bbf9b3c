//! The programs of one run: the provider at the far end, whoever stands in its place in the router, the slow line, and the
//! phone that asks what is wrong.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::command::inside;
use super::line::{LineCounts, LineSettings};
use super::topology::{
    INTERLOPER, INTERLOPER_V6, NEUTRAL, NEUTRAL_V6, RESOLVER, ROUTER, ROUTER_V6, SECOND_RESOLVER, Topology, WALLET,
    WALLET_V6,
};

/// No diagnosis may take this long; its deadline is far below.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often it is looked whether a program has ended. What is measured, the program measures itself.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The programs and where they put their files.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    /// `wallet-doctor`, which is both the phone's and the provider's.
    pub(crate) wallet_doctor: PathBuf,
    /// This program.
    pub(crate) lab: PathBuf,
    /// What they write goes here and away with it.
    pub(crate) scratch: PathBuf,
}

/// A `wallet-doctor provider`; it ends when this is dropped.
pub(crate) struct ProviderProcess {
    child: Child,
    /// The case that it printed.
    pub(crate) case: Value,
}

/// Where a provider listens.
struct Listens<'a> {
    wallet: [IpAddr; 2],
    neutral: [IpAddr; 2],
    resolvers: &'a [(&'a str, String)],
}

impl ProviderProcess {
    /// The wallet's provider, at the far end.
    pub(crate) fn honest(programs: &Programs, topology: &Topology, faults: &[String]) -> Result<Self> {
        let listens = Listens {
            wallet: [WALLET.into(), WALLET_V6.into()],
            neutral: [NEUTRAL.into(), NEUTRAL_V6.into()],
            resolvers: &[("--dns", format!("{RESOLVER}:53")), ("--second-opinion", format!("{SECOND_RESOLVER}:53"))],
        };
        Self::start(programs, &topology.far, &listens, faults)
    }

    /// A hotspot in the router: whatever is led to it gets its sign-in page.
    pub(crate) fn hotspot(programs: &Programs, topology: &Topology) -> Result<Self> {
        let router = [ROUTER.into(), ROUTER_V6.into()];
        let listens = Listens { wallet: router, neutral: router, resolvers: &[] };
        Self::start(programs, &topology.net, &listens, &["captive_portal".to_owned()])
    }

    /// A provider that pretends to be the wallet's, and a resolver in the router that leads to it. What it tells of all other
    /// names is true: it says where the real ones are, and can't be reached there itself.
    pub(crate) fn interloper(programs: &Programs, topology: &Topology) -> Result<Self> {
        let listens = Listens {
            wallet: [INTERLOPER.into(), INTERLOPER_V6.into()],
            neutral: [NEUTRAL.into(), NEUTRAL_V6.into()],
            resolvers: &[("--dns", format!("{ROUTER}:53"))],
        };
        Self::start(programs, &topology.net, &listens, &[])
    }

    fn start(programs: &Programs, namespace: &str, listens: &Listens<'_>, faults: &[String]) -> Result<Self> {
        let mut command = inside(namespace, &programs.wallet_doctor);
        command.arg("provider").env("TMPDIR", &programs.scratch);
        for address in listens.wallet {
            command.arg("--listen").arg(address.to_string());
        }
        for address in listens.neutral {
            command.arg("--neutral").arg(address.to_string());
        }
        for (option, address) in listens.resolvers {
            command.arg(option).arg(address);
        }
        for fault in faults {
            command.arg("--fault").arg(fault);
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("the provider can't be started")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("the provider has no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let Ok(case) = serde_json::from_str(&line) else {
            child.kill().ok();
            let mut said = String::new();
            child.stderr.take().context("the provider has no output")?.read_to_string(&mut said)?;
            child.wait()?;
            bail!("the provider did not start: {}", said.trim());
        };
        Ok(Self { child, case })
    }

    /// The port in the URL at a place in its case.
    pub(crate) fn port(&self, pointer: &str) -> Result<u16> {
        let url = self.case.pointer(pointer).and_then(Value::as_str);
        let authority = url.and_then(|url| url.split("//").nth(1)?.split('/').next());
        let port = authority.and_then(|authority| authority.rsplit(':').next()?.parse().ok());
        port.with_context(|| format!("the provider's case has no port in {pointer}"))
    }
}

impl Drop for ProviderProcess {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The slow line while it runs; it ends when this is dropped.
pub(crate) struct LineProcess {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl LineProcess {
    /// Starts it and leads everything over it.
    pub(crate) fn start(programs: &Programs, topology: &Topology, settings: &LineSettings) -> Result<Self> {
        let mut child = inside(&topology.net, &programs.lab)
            .arg("line")
            .arg(serde_json::to_string(settings)?)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the line can't be started")?;
        let stdout = BufReader::new(child.stdout.take().context("the line has no output")?);
        let mut line = Self { stdin: child.stdin.take(), child, stdout };
        if line.read()?.trim() != "ready" {
            bail!("the line is not ready");
        }
        topology.lead_over_line()?;
        Ok(line)
    }

    /// Ends it and says what it did.
    pub(crate) fn finish(mut self) -> Result<LineCounts> {
        drop(self.stdin.take());
        let counts = self.read()?;
        serde_json::from_str(&counts).with_context(|| format!("the line said {counts:?}"))
    }

    fn read(&mut self) -> Result<String> {
        let mut line = String::new();
        self.stdout.read_line(&mut line)?;
        Ok(line)
    }
}

impl Drop for LineProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Lets the phone diagnose. `None` if there was no answer in time.
pub(crate) fn diagnose(
    programs: &Programs,
    topology: &Topology,
    case: &Value,
    symptom: &str,
    clock_ahead_s: i64,
) -> Result<Option<Value>> {
    let file = |ending: &str| programs.scratch.join(format!("{}.{ending}", topology.phone));
    fs::write(file("case"), serde_json::to_vec(case)?)?;
    let mut command = if clock_ahead_s == 0 {
        inside(&topology.phone, &programs.wallet_doctor)
    } else {
        // Only the time of day is wrong: sleeps and timeouts go by the monotonic clock, as on a phone.
        let mut faked = inside(&topology.phone, Path::new("faketime"));
        faked.args(["-m", "--exclude-monotonic", "-f", &format!("{clock_ahead_s:+}")]).arg(&programs.wallet_doctor);
        faked
    };
    command.args(["diagnose", "--json", "--symptom", symptom, "--config"]).arg(file("case"));
    command.env("TMPDIR", &programs.scratch).stdin(Stdio::null());
    command.stdout(File::create(file("out"))?).stderr(File::create(file("err"))?);
    let mut child = command.spawn().context("the phone can't be started")?;
    let given_up = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > given_up {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(LOOK_EVERY);
    };
    let answer = serde_json::from_slice(&fs::read(file("out"))?);
    match answer {
        Ok(answer) if status.success() => Ok(Some(answer)),
        Ok(_) | Err(_) => bail!("the phone's program failed ({status}): {}", fs::read_to_string(file("err"))?.trim()),
    }
}

/// Times plain TCP connections from the phone to an address, in microseconds.
pub(crate) fn round_trips(programs: &Programs, topology: &Topology, address: &str) -> Result<Vec<u64>> {
    let mut command: Command = inside(&topology.phone, &programs.lab);
    let printed = super::command::run(command.args(["connect", address]), "")?;
    serde_json::from_str(&printed).context("the times can't be read")
}
