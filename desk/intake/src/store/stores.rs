//! Where an intake keeps what it has: reports as objects, tickets in a database.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use object_store::{
    ObjectStore,
    aws::{AmazonS3Builder, S3ConditionalPut},
    prefix::PrefixStore,
};

use super::open::{existing_folder, folder};
use crate::records::DatabaseUrl;

/// The database's file in a folder that holds both.
const DATABASE: &str = "desk.sqlite";
const S3: &str = "s3://";

/// Where sealed reports and uploads in progress lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objects {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of S3 or of what speaks it, and a path in it, which may be empty. Region, keys and endpoint are those of the
    /// environment: `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, `AWS_ALLOW_HTTP`.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// What every name in it begins with.
        path: String,
    },
}

/// What was given is no place for reports.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("reports go into a folder, or into s3://BUCKET or s3://BUCKET/PATH")]
pub struct ObjectsError;

impl FromStr for Objects {
    type Err = ObjectsError;

    fn from_str(text: &str) -> Result<Self, ObjectsError> {
        let Some(place) = text.strip_prefix(S3) else {
            return if text.is_empty() || text.contains("://") {
                Err(ObjectsError)
            } else {
                Ok(Self::Folder(text.into()))
            };
        };
        let (bucket, path) = place.split_once('/').unwrap_or((place, ""));
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if bucket.is_empty() || !bucket.chars().all(is_name) {
            return Err(ObjectsError);
        }
        Ok(Self::S3 { bucket: bucket.to_owned(), path: path.trim_matches('/').to_owned() })
    }
}

impl fmt::Display for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::S3 { bucket, path } if path.is_empty() => write!(f, "{S3}{bucket}"),
            Self::S3 { bucket, path } => write!(f, "{S3}{bucket}/{path}"),
        }
    }
}

/// Both stores of an intake. All that it has is in these, so that any number of intakes may share them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stores {
    /// Reports, and uploads in progress.
    pub objects: Objects,
    /// Tickets.
    pub database: DatabaseUrl,
}

impl Stores {
    /// Both in one folder, the database in its file `desk.sqlite`.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self { database: DatabaseUrl::Sqlite(folder.join(DATABASE)), objects: Objects::Folder(folder) }
    }

    /// Objects, made ready to be written; a folder is made if it is not there.
    pub(crate) async fn open_objects(&self, may_create: bool) -> io::Result<Arc<dyn ObjectStore>> {
        match &self.objects {
            Objects::Folder(path) => {
                let path = path.clone();
                let open = move || if may_create { folder(&path) } else { existing_folder(&path) };
                tokio::task::spawn_blocking(open).await.map_err(io::Error::other).flatten()
            }
            Objects::S3 { bucket, path } => {
                // object_store makes its own client, which takes what the process has; one that it has already stays.
                let _ = rustls::crypto::ring::default_provider().install_default();
                // What is created must not be there: S3 and most of what speaks it do that by If-None-Match.
                let store = AmazonS3Builder::from_env()
                    .with_bucket_name(bucket)
                    .with_conditional_put(S3ConditionalPut::ETagMatch)
                    .build()
                    .map_err(io::Error::other)?;
                Ok(if path.is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, path.as_str())) })
            }
        }
    }
}

impl From<&Path> for Stores {
    fn from(folder: &Path) -> Self {
        Self::in_folder(folder)
    }
}

impl From<&PathBuf> for Stores {
    fn from(folder: &PathBuf) -> Self {
        Self::in_folder(folder)
    }
}

impl From<&Stores> for Stores {
    fn from(stores: &Stores) -> Self {
        stores.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_buckets_are_places_and_nothing_else_is() {
        let s3 = |bucket: &str, path: &str| Ok(Objects::S3 { bucket: bucket.to_owned(), path: path.to_owned() });
        assert_eq!("reports".parse(), Ok(Objects::Folder("reports".into())));
        assert_eq!("s3://reports".parse(), s3("reports", ""));
        assert_eq!("s3://reports/eu/desk/".parse(), s3("reports", "eu/desk"));
        for other in ["", "s3://", "s3:///path", "s3://key:secret@reports", "gs://reports", "https://reports"] {
            assert_eq!(other.parse::<Objects>(), Err(ObjectsError), "{other}");
        }
        for text in ["reports", "s3://reports", "s3://reports/eu/desk"] {
            assert_eq!(text.parse::<Objects>().unwrap().to_string(), text);
        }
    }
}
