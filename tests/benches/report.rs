//! How fast a report is made: redaction, the second look, zip and seal; beside SHA-256 and beside `zip` piped into `age`, in the
//! same run on the same machine: `cargo bench -p wallet-doctor-tests --bench report --profile lab`. Needs `zip` and `age`.
#![expect(clippy::print_stdout, reason = "a table is what it is for")]

use std::fs::{self, File};
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use wallet_doctor_core::config::Config;
use wallet_doctor_core::progress::NoProgress;
use wallet_doctor_core::report::{
    self, Attachment, Ledger, MAX_ATTACHMENTS, Place, Redactor, ReportDraft, SupportIdentity,
};
use wallet_doctor_core::{Complaint, Doctor, Host, Symptom};

/// What redaction does at least, in bytes a second on one core.
const BUDGET: f64 = 100_000_000.0;
/// How much log is redacted, in bytes.
const LOG_BYTES: usize = 32 << 20;
/// How much log one attachment has, in bytes.
const ATTACHED_BYTES: usize = 1 << 20;
/// How often everything is measured.
const RUNS: usize = 9;
/// Where the numbers begin.
const SEED: u64 = 20_260_301;

/// Numbers that are the same in every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 16) % end
    }
}

/// Logs of a wallet app as they are: times, tags, URLs, JSON, traces, some Chinese; one line in two hundred has a secret.
fn log(bytes: usize) -> String {
    let mut numbers = Numbers(SEED);
    let mut text = String::with_capacity(bytes + 512);
    while text.len() < bytes {
        let mut n = |end: u64| numbers.below(end);
        let (minute, second, ms) = (n(60), n(60), n(1_000));
        let line = match n(10) {
            0 => format!(
                "2026-03-01T08:{minute:02}:{second:02}.{ms:03}Z INFO  [main] wallet.sync.BalanceWorker - synced 3 assets in {}ms, sequence={} trace={:016x}{:016x}",
                n(900),
                n(1_000_000),
                n(u64::MAX),
                n(u64::MAX)
            ),
            1 => format!(
                "03-01 08:{minute:02}:{second:02}.{ms:03}  4123  4187 D WalletNet: <-- 200 https://api.wallet.example/v2/accounts/balances?page={} ({}ms, {}-byte body)",
                n(10),
                n(999),
                n(100_000)
            ),
            2 => format!(
                "{{\"ts\":\"2026-03-01T08:{minute:02}:{second:02}Z\",\"level\":\"warn\",\"msg\":\"retry {} of 5\",\"request_id\":\"{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}\",\"ms\":{}}}",
                n(5),
                n(1 << 32),
                n(1 << 16),
                n(1 << 12),
                n(1 << 12),
                n(1 << 48),
                n(999)
            ),
            3 => format!(
                "2026-03-01 08:{minute:02}:{second:02} E/HttpClient: java.net.SocketTimeoutException: failed to connect to api.wallet.example port 443 after {}ms\n    at okhttp3.internal.connection.RealConnection.connectSocket(RealConnection.kt:{})",
                n(10_000),
                n(400)
            ),
            4 => format!(
                "08:{minute:02}:{second:02} cache sweep: removed {} files, {} bytes, oldest 2026-02-{:02}; journal at /data/user/0/com.example.wallet/cache/wd",
                n(100),
                n(10_000_000),
                n(28) + 1
            ),
            5 => format!(
                "[{}.{:06}] wallet[412]: state changed from idle to syncing because the user opened the balances screen",
                n(100_000),
                n(1_000_000)
            ),
            6 => format!(
                "2026-03-01T08:{minute:02}:{second:02}Z 同步完成：资产 {} 个，用时 {} 毫秒，余额 {}.{:02} CNY，序号 {}",
                n(9),
                n(999),
                n(10_000),
                n(100),
                n(100_000)
            ),
            7 => format!(
                "I/ActivityManager: Displayed com.example.wallet/.ui.HomeActivity: +{}s{}ms (total +{}s{}ms)",
                n(3),
                n(999),
                n(4),
                n(999)
            ),
            8 => format!(
                "GET /v1/status HTTP/1.1 200 {} \"-\" \"WalletApp/3.{}.0 (Android 15; Pixel 9) okhttp/4.12.0\" {}.{:03}",
                n(9_999),
                n(20),
                n(3),
                n(1_000)
            ),
            _ => format!(
                "D/RenderThread: frame {} took {}.{}ms, {} draw calls, heap {} KB free {} KB",
                n(100_000),
                n(30),
                n(10),
                n(300),
                n(200_000),
                n(90_000)
            ),
        };
        text.push_str(&line);
        if n(200) == 0 {
            text.push_str(&format!(" user=user{}@example.com phone=138{:08}", n(10_000), n(100_000_000)));
        }
        text.push('\n');
    }
    text
}

/// The fewest and the middle of several measurements.
fn measured(mut what: impl FnMut()) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            what();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[0], times[RUNS / 2])
}

fn row(what: &str, (least, median): (Duration, Duration), bytes: usize) {
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{what:<34} {:>9.1} ms {:>9.1} ms {:>8.1} MB/s", ms(least), ms(median), speed(least));
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn redaction() {
    let text = log(LOG_BYTES);
    let redactor = Redactor::new([7; 32], &["ORDER-2026-001".to_owned()]).with_account("acct-778899");
    let redact = || {
        let mut ledger = Ledger::default();
        let redacted = redactor.redact_text(black_box(&text), "app.log", Place::Lines, &mut ledger);
        assert!(!ledger.entries.is_empty() && !redacted.contains("@example.com"));
    };
    redact();
    let redaction = measured(redact);
    let sum = measured(|| {
        black_box(Sha256::digest(black_box(text.as_bytes())));
    });
    row("redaction of a log", redaction, text.len());
    row("SHA-256 of the same log", sum, text.len());
    let speed = text.len() as f64 / redaction.0.as_secs_f64();
    let kept = if speed >= BUDGET { "kept" } else { "NOT kept" };
    println!(
        "redaction takes {:.1} times as long as SHA-256; budget 100 MB/s a core: {kept}\n",
        ms(redaction.0) / ms(sum.0)
    );
}

/// A report with as many logs as one takes.
fn draft() -> ReportDraft {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let config = Config::from_json(br#"{"provider_name":"Example Pay","locale":"en"}"#).expect("a config");
    let doctor = Doctor::open(config, Host::default()).expect("a doctor");
    runtime.block_on(async {
        let diagnosis = doctor.diagnose(Complaint::new(Symptom::Other), &NoProgress).await.expect("a diagnosis");
        let text = log(ATTACHED_BYTES * MAX_ATTACHMENTS);
        let mut rest = text.as_str();
        let logs = (0..MAX_ATTACHMENTS).map(|number| {
            let end = (ATTACHED_BYTES..rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
            let (now, later) = rest.split_at(end);
            rest = later;
            Attachment::Text { name: format!("{number}.log"), text: now.to_owned() }
        });
        doctor.draft_report(&diagnosis, logs.collect()).await.expect("a draft")
    })
}

/// `zip` piped into `age`, of the same files to the same recipient.
fn zip_into_age(files: &Path, recipient: &str, out: &Path) {
    let mut zip = Command::new("zip")
        .args(["-q", "-r", "-", "."])
        .current_dir(files)
        .stdout(Stdio::piped())
        .spawn()
        .expect("zip is there");
    let from = zip.stdout.take().expect("it was asked for");
    let age =
        Command::new("age").args(["-r", recipient]).stdin(from).stdout(File::create(out).expect("a file")).status();
    assert!(age.expect("age is there").success() && zip.wait().expect("it ends").success());
}

fn sealing() {
    let (folder, identity) = (tempfile::tempdir().expect("a folder"), SupportIdentity::generate());
    let draft = draft();
    let bytes: usize = draft.redact().entries().iter().map(|entry| entry.bytes().len()).sum();
    let files = folder.path().join("files");
    fs::create_dir_all(files.join("attachments")).expect("a folder");
    for entry in draft.redact().entries() {
        fs::write(files.join(entry.name()), entry.bytes()).expect("a file");
    }
    let look = measured(|| assert!(draft.redact().look_again().is_empty()));
    let redact = measured(|| drop(black_box(draft.redact())));
    let sealed = measured(|| {
        let sealed = report::seal(draft.redact(), &[identity.recipient()], folder.path()).expect("it is sealed");
        fs::remove_file(sealed.file()).expect("it is there");
    });
    let tools = measured(|| zip_into_age(&files, &identity.recipient().to_string(), &folder.path().join("tools.age")));
    let less = |a: (Duration, Duration), b: (Duration, Duration)| (a.0.saturating_sub(b.0), a.1.saturating_sub(b.1));
    row("the report redacted", redact, bytes);
    row("the second look at it", less(look, redact), bytes);
    let zip_and_seal = less(sealed, look);
    row("zip and seal, durably", zip_and_seal, bytes);
    row("zip | age of the same files", tools, bytes);
    let ratio = ms(zip_and_seal.1) / ms(tools.1);
    let kept = if ratio <= 1.0 { "kept" } else { "NOT kept" };
    println!("zip and seal take {ratio:.2} times what zip | age takes (medians), budget 1.00: {kept}");
}

fn main() {
    println!("{:<34} {:>12} {:>12} {:>13}", "", "least", "median", "");
    redaction();
    sealing();
}
