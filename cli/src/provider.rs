//! `provider`: the provider in a box alone. Prints a case for it on standard output, so that a sample app or another
//! program can use it, and runs until it is told to stop.

use std::io::Write;

use wallet_doctor_provider::{Fault, ProviderOptions, World};

use crate::Stop;
use crate::args::{self, Provider};

pub(crate) async fn run(arguments: &Provider) -> Result<(), Stop> {
    if arguments.list_faults {
        let width = Fault::ALL.iter().map(|fault| fault.name().len()).max().unwrap_or(0);
        let mut out = std::io::stdout().lock();
        for fault in Fault::ALL {
            writeln!(out, "{:width$}  {}", fault.name(), fault.describe())?;
        }
        return Ok(());
    }
    let faults = args::faults(&arguments.fault, &[])?;
    let folder = tempfile::tempdir()?;
    let options = ProviderOptions { places: args::places(arguments)?, faults, ..ProviderOptions::default() };
    let world = World::start(options, folder.path()).await?;
    let case = world.case(arguments.locale, None)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&case)?)?;
    out.flush()?;
    drop(out);
    writeln!(std::io::stderr(), "the provider is running; Ctrl-C stops it")?;
    stopped().await?;
    world.provider.stop().await;
    Ok(())
}

/// Ctrl-C, or SIGTERM where there is one.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
