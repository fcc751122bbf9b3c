//! `wallet-doctor-desk intake`.

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use serde_json::json;
use wallet_doctor_intake::{Intake, IntakeError, IntakeOptions, Staffing, limits};

use crate::{
    DAY_SECONDS, asked_to_stop, files::read, runtime, say, stores::StoresArgs, tickets::say_expired, tls::TlsArgs,
};

#[derive(Debug, Args)]
pub(crate) struct IntakeArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: SocketAddr,
    #[command(flatten)]
    stores: StoresArgs,
    /// Address and port for /live, /ready and /metrics (Prometheus), which must not face the internet
    #[arg(long, value_name = "ADDR")]
    ops: Option<SocketAddr>,
    #[command(flatten)]
    tls: TlsArgs,
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

/// A connection takes a descriptor, and an upload that is being written another one: as many as the system gives.
#[cfg(unix)]
fn raise_descriptors() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current: _, maximum } = getrlimit(Resource::Nofile);
    // With fewer it still runs, and refuses what is too much.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

pub(crate) fn run(args: IntakeArgs) -> Result<(), String> {
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
    options.tls = args.tls.identity()?;
    options.on_received = Some(Arc::new(|ticket, size| {
        say(&json!({ "event": "report_received", "ticket": ticket, "size": size }));
    }));
    runtime()?.block_on(serve(options)).map_err(|error| error.to_string())
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
