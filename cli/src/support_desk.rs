//! The support desk beside a provider in a box: a key, an intake at a name that the provider's world knows, and where both are told
//! to the app.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_intake::{Intake, IntakeOptions, TlsIdentity};
use wallet_doctor_provider::world::SUPPORT_HOST;
use wallet_doctor_provider::{Support, World};

use crate::Stop;
use crate::keys;

/// What is kept in its folder.
const KEY: &str = "support.key";
const STORE: &str = "intake";

/// A running desk.
pub(crate) struct SupportDesk {
    intake: Intake,
    support: Support,
}

impl SupportDesk {
    /// Starts one that keeps its key and its reports in a folder.
    pub(crate) async fn start(world: &World, folder: &Path, listen: IpAddr) -> Result<Self, Stop> {
        fs::create_dir_all(folder)?;
        let identity = SupportIdentity::generate();
        keys::write_key(&folder.join(KEY), &identity)?;
        let issued = world.provider.issue(SUPPORT_HOST)?;
        world.provider.publish_name(SUPPORT_HOST, listen);
        let store = folder.join(STORE);
        fs::create_dir_all(&store)?;
        let mut options = IntakeOptions::new(SocketAddr::new(listen, 0), store);
        options.tls = Some(TlsIdentity { cert_pem: issued.cert_pem, key_pem: issued.key_pem });
        let intake = Intake::start(options).await?;
        let at = |path: &str| Some(format!("https://{SUPPORT_HOST}:{}{path}", intake.addr().port()));
        let support = Support {
            recipient: identity.recipient().to_string(),
            intake_url: at(Intake::base_path()),
            tickets_url: at(Intake::tickets_path()),
        };
        Ok(Self { intake, support })
    }

    /// What the app's config says of it.
    pub(crate) fn support(&self) -> &Support {
        &self.support
    }

    /// Ends it.
    pub(crate) async fn stop(self) {
        self.intake.stop().await;
    }
}

/// Where a desk listens when nobody says so.
pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A folder that already holds one keeps it: its key could open its reports, and another's could not. `option` is the argument
/// that names it.
pub(crate) fn check_folder(option: &str, folder: &Path, others: &[&str]) -> Result<(), Stop> {
    let taken = [KEY, STORE].iter().chain(others).find(|name| folder.join(name).exists());
    match taken {
        Some(name) => Err(Stop::BadArguments(format!(
            "{option}: {} already has a {name}; accepted: a folder without one, or one that does not exist",
            folder.display()
        ))),
        None => Ok(()),
    }
}
