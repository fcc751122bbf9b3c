//! The certificate of a role that listens, in the same words for each.

use std::path::PathBuf;

use clap::Args;
use wallet_doctor_intake::TlsIdentity;

use crate::files::read;

#[derive(Debug, Args)]
pub(crate) struct TlsArgs {
    /// Certificate chain in PEM; without it plain HTTP is spoken
    #[arg(long, value_name = "PEM", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(long, value_name = "PEM", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl TlsArgs {
    pub(crate) fn identity(&self) -> Result<Option<TlsIdentity>, String> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => Ok(Some(TlsIdentity { cert_pem: read(cert)?, key_pem: read(key)? })),
            (_, _) => Ok(None),
        }
    }
}
