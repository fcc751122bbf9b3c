//! Clearing a cache of 100,000 files in 1,000 folders, from the person's consent to the confirmation, against `rm -rf` of the
//! same tree. Prints each run and the ratio; nothing fails by its time.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use wallet_doctor_core::cache::{CacheKind, CacheRegistration};
use wallet_doctor_core::config::Config;
use wallet_doctor_core::diagnosis::{ClearReason, Remedy};
use wallet_doctor_core::host::{CacheSource, Host, HostError};
use wallet_doctor_core::{Consent, Doctor};

const FOLDERS: usize = 1_000;
const FILES: usize = 100;
const BYTES: usize = 200;
const RUNS: usize = 7;
/// What it may take in memory over what is taken anyway.
const MEMORY_BUDGET_MB: u64 = 16;

struct Caches(CacheRegistration);

impl CacheSource for Caches {
    fn caches(&self) -> Result<Vec<CacheRegistration>, HostError> {
        Ok(vec![self.0.clone()])
    }
}

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let (mut swept, mut removed, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let mut out = io::stdout();
    writeln!(out, "{} files in {FOLDERS} folders, {RUNS} runs of each in turn", FOLDERS * FILES)?;
    writeln!(out, "run   sweep ms   rm -rf ms   memory MB")?;
    for run in 0..RUNS {
        // Whoever comes second may find more of the disk's own caches, so they take turns.
        let (mut sweep, mut remove) = ((Duration::ZERO, 0), Duration::ZERO);
        for turn in 0..2 {
            if (run + turn) % 2 == 0 {
                sweep = runtime.block_on(clear(folder.path()))?;
            } else {
                remove = rm(folder.path())?;
            }
        }
        writeln!(out, "{run:3} {:10.0} {:11.0} {:11.1}", ms(sweep.0), ms(remove), sweep.1 as f64 / 1024.0)?;
        swept.push(sweep.0);
        removed.push(remove);
        memory.push(sweep.1);
    }
    let (sweep, remove) = (median(&mut swept), median(&mut removed));
    writeln!(
        out,
        "median: sweep {:.0} ms, rm -rf {:.0} ms; ratio {:.2} (budget 1.00)",
        ms(sweep),
        ms(remove),
        ms(sweep) / ms(remove)
    )?;
    let most = memory.into_iter().max().unwrap_or(0) as f64 / 1024.0;
    writeln!(out, "memory: at most {most:.1} MB over idle (budget {MEMORY_BUDGET_MB})")
}

/// Lays out the tree, and has it on the disk, so that nobody waits for its writing.
fn lay_out(root: &Path) -> io::Result<()> {
    for folder in 0..FOLDERS {
        let folder = root.join(format!("{folder:04}"));
        fs::create_dir_all(&folder)?;
        for file in 0..FILES {
            fs::write(folder.join(format!("{file:03}.json")), [b'x'; BYTES])?;
        }
    }
    Command::new("sync").status().map(drop)
}

async fn clear(folder: &Path) -> io::Result<(Duration, u64)> {
    let root = folder.join("app/cache");
    lay_out(&root)?;
    let config = serde_json::json!({ "provider_name": "Wallet", "data_dir": folder.join("doctor") });
    let config = Config::from_json(config.to_string().as_bytes()).map_err(io::Error::other)?;
    let cache = CacheRegistration::folder("cache", "Cache", CacheKind::Other, &root);
    let host = Host { caches: Some(Arc::new(Caches(cache))), ..Host::default() };
    let doctor = Doctor::open(config, host).map_err(io::Error::other)?;
    let remedy = Remedy::ClearCache {
        cache_id: "cache".into(),
        label: "Cache".into(),
        why: ClearReason::TooLarge,
        files: 0,
        bytes: 0,
    };
    fs::write("/proc/self/clear_refs", "5")?;
    let before = resident("VmRSS:")?;
    let started = Instant::now();
    let outcome = doctor.run_remedy(&remedy, Consent::given(Timestamp::now())).await.map_err(io::Error::other)?;
    let cleared = outcome.cleared.ok_or(io::ErrorKind::NotFound)?;
    doctor.confirm(&cleared.sweep).await.map_err(io::Error::other)?;
    let took = started.elapsed();
    if cleared.left > 0 || fs::read_dir(&root)?.next().is_some() {
        return Err(io::Error::other("the cache was not cleared"));
    }
    Ok((took, resident("VmHWM:")?.saturating_sub(before)))
}

fn rm(folder: &Path) -> io::Result<Duration> {
    let root = folder.join("app/reference");
    lay_out(&root)?;
    let started = Instant::now();
    let ended = Command::new("rm").arg("-rf").arg(&root).status()?;
    if ended.success() { Ok(started.elapsed()) } else { Err(io::Error::other("rm -rf failed")) }
}

/// A figure of this process's memory, in KiB.
fn resident(name: &str) -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().map_err(io::Error::other)
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn median(durations: &mut [Duration]) -> Duration {
    durations.sort_unstable();
    durations.get(durations.len() / 2).copied().unwrap_or_default()
}
