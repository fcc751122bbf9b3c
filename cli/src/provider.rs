//! `provider`: the provider in a box alone. Prints a case for it on standard output, so that a sample app or another
//! program can use it, and runs until it is told to stop.

use std::io::Write;

use wallet_doctor_provider::{Fault, ProviderOptions, World};

use crate::Stop;
use crate::args::{self, Provider};
use crate::support_desk::{LOOPBACK, SupportDesk, check_folder};

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
    let desk = match &arguments.desk {
        Some(folder) => {
            check_folder("--desk", folder, &[])?;
            let listen = arguments.listen.first().copied().unwrap_or(LOOPBACK);
            Some(SupportDesk::start(&world, folder, listen).await?)
        }
        None => None,
    };
    let case = world.case(arguments.locale, desk.as_ref().map(SupportDesk::support))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(&case)?)?;
    out.flush()?;
    drop(out);
    writeln!(std::io::stderr(), "the provider is running; Ctrl-C stops it")?;
    stopped().await?;
    if let Some(desk) = desk {
        desk.stop().await;
    }
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
