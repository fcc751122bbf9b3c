//! Which stores: what every role is told in the same words.

use clap::Args;
use wallet_doctor_intake::store::{Objects, Stores};

#[derive(Args)]
pub(crate) struct StoresArgs {
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
    pub(crate) fn stores(self) -> Result<Stores, String> {
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
