//! The requests of the courier, one after another as tus has them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use sha2::{Digest, Sha256};
use url::Url;

use super::OutboxError;
use super::courier::Courier;
use super::tus::{self, Offers};
use crate::connectivity::{Answer, FetchError};

/// For an answer that comes without much of a body either way.
pub(super) const ANSWER_BUDGET: Duration = Duration::from_secs(15);
/// For a chunk and its answer: the first chunk at 35 kbit/s, about what a bad mobile link still carries.
const CHUNK_BUDGET: Duration = Duration::from_secs(60);
/// The longest answer that is read. tus answers have no body, but what stands before an intake may send an error page.
const ANSWER_BYTES: usize = 64 * 1024;

impl Courier<'_> {
    /// What the intake offers. If it does not say, nothing.
    pub(super) async fn offers(&self) -> Offers {
        let url = self.intake.url().clone();
        let answer = self.send(Method::OPTIONS, url, HeaderMap::new(), None, ANSWER_BUDGET).await;
        answer.map_or_else(|_| Offers::default(), |answer| tus::offers(&answer))
    }

    pub(super) async fn create(
        &self,
        length: u64,
        metadata: HeaderValue,
        chunk: Bytes,
        offers: Offers,
    ) -> Result<Answer, FetchError> {
        let mut headers = if chunk.is_empty() { HeaderMap::new() } else { of_chunk(&chunk, offers) };
        headers.insert(tus::UPLOAD_LENGTH, length.into());
        headers.insert(tus::UPLOAD_METADATA, metadata);
        // Only here: whoever knows an upload's address may go on with it.
        if let Some(key) = self.app_key.and_then(|key| HeaderValue::try_from(key.as_str()).ok()) {
            headers.insert(tus::APP_KEY, key);
        }
        let budget = if chunk.is_empty() { ANSWER_BUDGET } else { CHUNK_BUDGET };
        self.send(Method::POST, self.intake.url().clone(), headers, Some(chunk), budget).await
    }

    pub(super) async fn append(
        &self,
        url: Url,
        offset: u64,
        chunk: Bytes,
        offers: Offers,
    ) -> Result<Answer, FetchError> {
        let mut headers = of_chunk(&chunk, offers);
        headers.insert(tus::UPLOAD_OFFSET, offset.into());
        self.send(Method::PATCH, url, headers, Some(chunk), CHUNK_BUDGET).await
    }

    /// How far an upload is.
    pub(super) async fn ask(&self, url: Url) -> Result<Answer, FetchError> {
        self.send(Method::HEAD, url, HeaderMap::new(), None, ANSWER_BUDGET).await
    }

    /// Ends an upload.
    pub(super) async fn delete(&self, url: Url) -> Result<Answer, FetchError> {
        self.send(Method::DELETE, url, HeaderMap::new(), None, ANSWER_BUDGET).await
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        mut headers: HeaderMap,
        body: Option<Bytes>,
        budget: Duration,
    ) -> Result<Answer, FetchError> {
        headers.insert(tus::RESUMABLE, HeaderValue::from_static(tus::VERSION));
        let request = self.client.request(method, url).headers(headers);
        let request = match body {
            Some(body) => request.body(body),
            None => request,
        };
        self.client.send(request, ANSWER_BYTES, budget).await
    }

    /// A piece of the bundle; none if it is not whole any more.
    pub(super) async fn read(&self, file: &Arc<File>, offset: u64, bytes: u64) -> Result<Option<Bytes>, OutboxError> {
        if bytes == 0 {
            return Ok(Some(Bytes::new()));
        }
        let file = file.clone();
        match self.blocking(move |_| read_chunk(&file, offset, bytes)).await {
            Err(OutboxError::Damaged) => Ok(None),
            other => other.map(Some),
        }
    }
}

/// What goes along with a piece of the bundle.
fn of_chunk(chunk: &Bytes, offers: Offers) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(tus::CONTENT_TYPE));
    if offers.checksums
        && let Ok(sum) = HeaderValue::try_from(tus::checksum(&Sha256::digest(chunk)))
    {
        headers.insert(tus::UPLOAD_CHECKSUM, sum);
    }
    headers
}

fn read_chunk(mut file: &File, offset: u64, bytes: u64) -> Result<Bytes, OutboxError> {
    file.seek(SeekFrom::Start(offset))?;
    let mut chunk = vec![0; usize::try_from(bytes).map_err(|_| OutboxError::Internal)?];
    match file.read_exact(&mut chunk) {
        // It was whole when it was opened.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(OutboxError::Damaged),
        other => Ok(other.map(|()| chunk.into())?),
    }
}
