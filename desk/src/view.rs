//! `wallet-doctor-desk view`.

use std::{
    io::{BufRead, Read},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use clap::Args;
use jiff::tz::TimeZone;
use serde_json::json;
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_view::{View, ViewError, ViewOptions};

use crate::{
    agent::DataArgs,
    asked_to_stop,
    files::{MAX_FILE_BYTES, hidden, read},
    runtime, say,
    stores::StoresArgs,
    tls::TlsArgs,
};

#[derive(Debug, Args)]
pub(crate) struct ViewArgs {
    /// Address and port to listen on; without a certificate on loopback alone
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8930")]
    listen: SocketAddr,
    #[command(flatten)]
    stores: StoresArgs,
    #[command(flatten)]
    data: DataArgs,
    /// The key that opens reports: an age identity file. Without it the key is asked for, or is read from standard input
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    #[command(flatten)]
    tls: TlsArgs,
    /// How browsers call it besides its address and localhost: desk.example.com, with a port unless it is the usual one
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// What the provider is called in sentences about causes
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// What announcements are signed with: an Ed25519 key in PKCS#8 and PEM (openssl genpkey -algorithm ed25519)
    #[arg(long, value_name = "PEM")]
    announcement_key: Option<PathBuf>,
    /// In which times are shown and taken: Asia/Shanghai. That of this machine unless said
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
}

pub(crate) fn run(args: ViewArgs) -> Result<(), String> {
    let zone = match &args.time_zone {
        Some(name) => TimeZone::get(name).map_err(|_| format!("--time-zone: there is no time zone {name}"))?,
        None => TimeZone::try_system().unwrap_or(TimeZone::UTC),
    };
    let stores = args.stores.stores()?;
    let tls = args.tls.identity()?;
    let announcement_key_pem = args.announcement_key.as_deref().map(read).transpose()?;
    let (text, place) = match &args.identity {
        Some(file) => (read(file)?, file.display().to_string()),
        None => (identity()?, "the key that was given".to_owned()),
    };
    let identity = SupportIdentity::from_file_text(&text).map_err(|error| format!("{place}: {error}"))?;
    let opens = identity.key_ids();
    let mut options = ViewOptions::new(args.listen, stores, args.data.data, identity);
    (options.tls, options.hosts, options.zone, options.provider) = (tls, args.hosts, zone, args.provider);
    options.announcement_key_pem = announcement_key_pem;
    options.on_event = Some(Arc::new(|event| say(&json!(event))));
    runtime()?.block_on(serve(options, &opens)).map_err(|error| error.to_string())
}

/// All of standard input, or what is typed.
fn identity() -> Result<String, String> {
    hidden("Key (AGE-SECRET-KEY-1…): ", |input: &mut dyn BufRead| {
        let mut text = String::new();
        input.take(MAX_FILE_BYTES).read_to_string(&mut text)?;
        Ok(text)
    })
}

async fn serve(options: ViewOptions, opens: &[String]) -> Result<(), ViewError> {
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let view = View::start(options).await?;
    let url = format!("{scheme}://{}/", view.addr());
    say(&json!({ "event": "listening", "url": url, "opens": opens, "signed_by": view.announcement_key() }));
    asked_to_stop().await;
    view.stop().await;
    say(&json!({ "event": "stopped" }));
    Ok(())
}
