//! `wallet-doctor-desk`: the support side from the command line.
//!
//! One line of JSON on standard error per event: where it listens, each received report with its ticket and size, and each
//! ticket answered.
//! Nothing about who sent it.

mod key;

use std::{
    fs,
    io::{self, Read, Write},
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;
use wallet_doctor_desk::{
    Intake, IntakeError, IntakeOptions, Staffing, TlsIdentity, limits,
    queue::{self, Filter},
    store::{self, Expired, Objects, StoreError, Stores, TicketState},
};

/// Exit status when the intake could not start or a ticket not be answered; bad arguments are clap's 2.
const NOT_DONE: u8 = 1;

/// Threads that write to a disk. It does not get faster by more of them, and each has memory of its own.
const DISK_THREADS: usize = 32;
/// The largest file that is read at the start: a chain of certificates, a key, hours.
const MAX_FILE_BYTES: u64 = 1024 * 1024;
const DAY_SECONDS: u64 = 24 * 60 * 60;

#[derive(Debug, Parser)]
#[command(version, about = "The support side of Wallet Doctor")]
struct Cli {
    #[command(subcommand)]
    role: Role,
}

#[derive(Debug, Subcommand)]
enum Role {
    /// Take sealed reports in over tus 1.0 and answer tickets. Never has a key.
    Intake(IntakeArgs),
    /// Who may send reports: make, list and revoke the keys of apps. May be done while intakes run.
    Key {
        #[command(subcommand)]
        command: key::KeyCommand,
    },
    /// Delete a report and its ticket because its person asked for it, or all that are old. May be done while intakes run.
    Delete(DeleteArgs),
    /// List the tickets that are not closed, the most urgent first: one line of JSON each
    Queue(QueueArgs),
    /// Write the sealed report of a ticket to a file, for whoever has the key
    Fetch(FetchArgs),
    /// Answer a ticket; the app gets the answer when it next asks. May be done while the intake runs.
    Answer(AnswerArgs),
}

#[derive(Debug, Args)]
struct IntakeArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: SocketAddr,
    #[command(flatten)]
    stores: StoresArgs,
    /// Address and port for /live, /ready and /metrics (Prometheus), which must not face the internet
    #[arg(long, value_name = "ADDR")]
    ops: Option<SocketAddr>,
    /// Certificate chain in PEM; without it the intake speaks plain HTTP
    #[arg(long, value_name = "PEM", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(long, value_name = "PEM", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Largest report taken, in bytes
    #[arg(long, value_name = "N", default_value_t = limits::MAX_REPORT_BYTES, value_parser = clap::value_parser!(u64).range(1..))]
    max_report_bytes: u64,
    /// Days for which reports and tickets are kept after they were received; for ever unless said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    keep_days: Option<u32>,
    /// When support answers, in JSON (docs/desk.md); a day around the clock unless said
    #[arg(long, value_name = "FILE")]
    staffing: Option<PathBuf>,
    /// Uploads that one address may begin in a minute
    #[arg(long, value_name = "N", default_value_t = limits::CREATIONS_PER_MINUTE_OF_ADDRESS)]
    max_creations_per_minute: NonZeroU32,
    /// Proxies of your own before the intake, each of which adds to X-Forwarded-For whom it was asked by
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=8))]
    proxies: u8,
}

#[derive(Args)]
struct StoresArgs {
    /// Where sealed reports and uploads in progress lie: a folder, made if it is not there, or s3://BUCKET/PATH with region, keys
    /// and endpoint in AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL
    #[arg(long, value_name = "DIR|URL")]
    store: String,
    /// Where tickets are: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE, which several intakes can share; unless said, the
    /// file desk.sqlite in the store's folder
    #[arg(long, value_name = "URL", env = "WALLET_DOCTOR_DESK_DATABASE", hide_env_values = true)]
    database: Option<String>,
}

impl std::fmt::Debug for StoresArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoresArgs")
    }
}

impl StoresArgs {
    /// Read here and not by clap, which would say what was given along with what is wrong about it: there may be a password in it.
    fn stores(self) -> Result<Stores, String> {
        let objects: Objects = self.store.parse().map_err(|error| format!("--store: {error}"))?;
        match (objects, self.database) {
            (objects, Some(database)) => {
                let database = database.parse().map_err(|error| format!("--database: {error}"))?;
                Ok(Stores { objects, database })
            }
            (Objects::Folder(folder), None) => Ok(Stores::in_folder(folder)),
            (Objects::S3 { .. }, None) => Err("with a bucket, --database has to say where tickets are".to_owned()),
        }
    }
}

#[derive(Debug, Args)]
struct DeleteArgs {
    #[command(flatten)]
    stores: StoresArgs,
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The report of this id
    #[arg(long, value_name = "ID")]
    report: Option<Uuid>,
    /// All that were received so many days ago or earlier
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
    older_than: Option<u32>,
}

#[derive(Debug, Args)]
struct QueueArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// Closed ones as well
    #[arg(long)]
    all: bool,
    /// Of this app alone
    #[arg(long, value_name = "NAME")]
    app: Option<String>,
    /// So many at most
    #[arg(long, value_name = "N", default_value_t = 100)]
    most: u32,
}

#[derive(Debug, Args)]
struct FetchArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The report's id
    #[arg(long, value_name = "ID")]
    report: Uuid,
    /// A file that is not there yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct AnswerArgs {
    #[command(flatten)]
    stores: StoresArgs,
    /// The ticket to answer, WD-XXXX-XXXX
    #[arg(long, value_name = "TICKET")]
    ticket: String,
    /// What the person is to read: 1 to 8192 bytes, no control characters but newlines
    #[arg(long, value_name = "TEXT")]
    text: String,
}

fn main() -> ExitCode {
    let (done, event) = match Cli::parse().role {
        Role::Intake(args) => (run(args), "not_started"),
        Role::Key { command } => (key::run(command), "key_unchanged"),
        Role::Delete(args) => (delete(args), "not_deleted"),
        Role::Queue(args) => (queue(args), "not_listed"),
        Role::Fetch(args) => (fetch(args), "not_fetched"),
        Role::Answer(args) => (answer(args), "not_answered"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            say(&json!({ "event": event, "problem": problem }));
            ExitCode::from(NOT_DONE)
        }
    }
}

/// The ticket is logged and the text is not: it may quote what the person wrote.
fn answer(AnswerArgs { stores, ticket, text }: AnswerArgs) -> Result<(), String> {
    let stores = stores.stores()?;
    store::answer(&stores, &ticket, &text, Timestamp::now()).map_err(|error| {
        if let StoreError::Folder(source) = &error {
            format!("cannot use {} as the store: {source}", stores.objects)
        } else {
            error.to_string()
        }
    })?;
    say(&json!({ "event": "answered", "ticket": ticket }));
    Ok(())
}

fn queue(QueueArgs { stores, all, app, most }: QueueArgs) -> Result<(), String> {
    let mut filter = Filter { app, most, ..Filter::default() };
    if all {
        filter.states.push(TicketState::Closed);
    }
    let tickets = queue::list(&stores.stores()?, &filter).map_err(|error| error.to_string())?;
    tickets.iter().try_for_each(|ticket| print(&json!(ticket).to_string()))
}

fn fetch(FetchArgs { stores, report, out }: FetchArgs) -> Result<(), String> {
    queue::fetch(&stores.stores()?, report, &out).map_err(|error| {
        if let StoreError::Folder(source) = &error {
            format!("cannot write {}: {source}", out.display())
        } else {
            error.to_string()
        }
    })
}

fn delete(DeleteArgs { stores, which }: DeleteArgs) -> Result<(), String> {
    let stores = stores.stores()?;
    if let Some(report) = which.report {
        store::delete(&stores, report).map_err(|error| error.to_string())?;
        say(&json!({ "event": "report_deleted", "report": report, "why": "request" }));
    }
    if let Some(days) = which.older_than {
        let until = Timestamp::now() - Duration::from_secs(u64::from(days) * DAY_SECONDS);
        let expired = store::expire(&stores, until).map_err(|error| error.to_string())?;
        say_expired(&expired);
        if !expired.kept.is_empty() {
            return Err(format!("{} reports could not be deleted; try again", expired.kept.len()));
        }
    }
    Ok(())
}

fn say_expired(expired: &Expired) {
    for report in &expired.deleted {
        say(&json!({ "event": "report_deleted", "report": report, "why": "age" }));
    }
    for report in &expired.kept {
        say(&json!({ "event": "report_not_deleted", "report": report }));
    }
}

/// A connection takes a descriptor, and an upload that is being written another one: as many as the system gives.
#[cfg(unix)]
fn raise_descriptors() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current: _, maximum } = getrlimit(Resource::Nofile);
    // With fewer it still runs, and refuses what is too much.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

fn run(args: IntakeArgs) -> Result<(), String> {
    #[cfg(unix)]
    raise_descriptors();
    let mut options = IntakeOptions { stores: args.stores.stores()?, ..IntakeOptions::new(args.listen, "") };
    options.ops = args.ops;
    options.keep = args.keep_days.map(|days| Duration::from_secs(u64::from(days) * DAY_SECONDS));
    options.on_expired = Some(Arc::new(say_expired));
    options.limits.max_report_bytes = args.max_report_bytes;
    options.limits.creations_per_minute_of_address = args.max_creations_per_minute;
    options.limits.proxies = args.proxies.into();
    if let Some(file) = &args.staffing {
        options.staffing = Staffing::parse(&read(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if let (Some(cert), Some(key)) = (&args.tls_cert, &args.tls_key) {
        options.tls = Some(TlsIdentity { cert_pem: read(cert)?, key_pem: read(key)? });
    }
    options.on_received = Some(Arc::new(|ticket, size| {
        say(&json!({ "event": "report_received", "ticket": ticket, "size": size }));
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(DISK_THREADS).build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(serve(options)).map_err(|error| error.to_string())
}

async fn serve(options: IntakeOptions) -> Result<(), IntakeError> {
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let intake = Intake::start(options).await?;
    let url = format!("{scheme}://{}{}", intake.addr(), Intake::base_path());
    say(&json!({ "event": "listening", "url": url, "ops": intake.ops_addr().map(|addr| format!("http://{addr}")) }));
    asked_to_stop().await;
    intake.stop().await;
    say(&json!({ "event": "stopped" }));
    Ok(())
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_stop() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn read(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_string(&mut text));
    match read {
        Ok(bytes) if bytes as u64 <= MAX_FILE_BYTES => Ok(text),
        Ok(_) => Err(format!("{} is larger than {MAX_FILE_BYTES} bytes", path.display())),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    }
}

fn print(line: &str) -> Result<(), String> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| format!("cannot write to standard output: {error}"))
}

/// A log that nobody takes is no reason to stop taking reports.
fn say(event: &Value) {
    let _ = writeln!(io::stderr().lock(), "{event}");
}
