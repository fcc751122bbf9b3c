//! A world with a support desk beside it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use tempfile::TempDir;
use wallet_doctor_core::config::{Case, Locale};
use wallet_doctor_core::report::SupportIdentity;
use wallet_doctor_core::{Doctor, Host};
use wallet_doctor_intake::store::{Received, received};
use wallet_doctor_intake::{Intake, IntakeOptions};
use wallet_doctor_provider::{FaultSet, ProviderOptions, Support, World};

/// The test's own folder.
const SCRATCH: &str = "scratch";

/// A provider, an app, and a desk that takes reports over plain HTTP on loopback.
#[derive(Debug)]
pub struct DeskWorld {
    /// The provider and the app's side.
    pub world: World,
    /// The desk's key.
    pub identity: SupportIdentity,
    intake: Intake,
    folder: TempDir,
}

impl DeskWorld {
    /// Starts all of it.
    ///
    /// # Panics
    ///
    /// If anything does not start.
    pub async fn start(faults: FaultSet) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = ProviderOptions { faults, ..ProviderOptions::default() };
        let world = World::start(options, folder.path()).await.expect("the world starts");
        let options = IntakeOptions::new((Ipv4Addr::LOCALHOST, 0).into(), folder.path().join("intake"));
        let intake = Intake::start(options).await.expect("the intake starts");
        std::fs::create_dir(folder.path().join(SCRATCH)).expect("a scratch folder");
        Self { world, identity: SupportIdentity::generate(), intake, folder }
    }

    /// Where the desk listens.
    #[must_use]
    pub fn intake_addr(&self) -> SocketAddr {
        self.intake.addr()
    }

    /// Where the desk keeps what it received.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("intake")
    }

    /// A folder for the test's own files.
    #[must_use]
    pub fn scratch(&self) -> PathBuf {
        self.folder.path().join(SCRATCH)
    }

    /// Writes a case to a file in the scratch folder.
    ///
    /// # Panics
    ///
    /// If it can't be written.
    #[must_use]
    pub fn write_case(&self, name: &str, case: &Case) -> PathBuf {
        let path = self.scratch().join(name);
        let bytes = serde_json::to_vec(case).expect("a case is JSON");
        std::fs::write(&path, bytes).expect("the case can be written");
        path
    }

    /// The case in this world, with reports going to this address.
    ///
    /// # Panics
    ///
    /// If the world has no case.
    #[must_use]
    pub fn case_via(&self, desk: SocketAddr, locale: Locale) -> Case {
        let support = Support {
            recipient: self.identity.recipient().to_string(),
            intake_url: Some(format!("http://{desk}{}", Intake::base_path())),
            tickets_url: Some(format!("http://{desk}{}", Intake::tickets_path())),
        };
        self.world.case(locale, Some(&support)).expect("the world has a case")
    }

    /// A doctor in this world, and the app that it asks.
    ///
    /// # Panics
    ///
    /// If it does not open.
    #[must_use]
    pub fn doctor(&self, locale: Locale) -> (Doctor, Host) {
        let case = self.case_via(self.intake_addr(), locale);
        let host = self.world.host(&case);
        (Doctor::open(case.doctor, host.clone()).expect("the doctor opens"), host)
    }

    /// Everything that the desk received.
    ///
    /// # Panics
    ///
    /// If its store can't be read.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        received(&self.store()).expect("the store can be read")
    }
}
