//! Every limit and time-out of the intake, in one place and with its reason.

use std::{num::NonZeroU32, time::Duration};

/// The largest report taken: twenty screenshots and their logs fit several times over.
pub const MAX_REPORT_BYTES: u64 = 64 * 1024 * 1024;
/// How long an unfinished upload may be resumed: a week covers a phone that was offline over a holiday weekend.
pub const UPLOAD_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Unfinished uploads at one time; beyond it new ones are told to come back.
pub const MAX_OPEN_UPLOADS: usize = 10_000;
/// Stored pieces of one upload: a client that sends a byte at a time must not fill the folder with files.
pub const MAX_PARTS_PER_UPLOAD: usize = 10_000;
/// Connections at one time; further ones wait in the kernel's queue.
pub const MAX_CONNECTIONS: usize = 1_024;
/// Bytes collected before they are stored as one part: large enough that a flush to disk is worth it.
pub const PART_BYTES: usize = 1024 * 1024;
/// Bytes of all uploads together that wait in memory for their part to fill; beyond it parts are stored smaller.
pub const BUFFER_BYTES: usize = 32 * 1024 * 1024;
/// Reports put together at one time, each with two pieces of [`ASSEMBLY_PIECE_BYTES`] in memory.
pub const MAX_ASSEMBLIES: usize = 4;
/// The piece in which a finished report is written: the least that S3 takes in a multipart upload.
pub const ASSEMBLY_PIECE_BYTES: usize = 5 * 1024 * 1024;
/// A TLS handshake is a few round trips, even on a bad mobile link.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// From the first chance to send a request to the end of its headers; also how long a kept-alive connection may rest.
pub const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(30);
/// Silence inside a body before the upload is taken to be broken and its lock given free.
pub const BODY_IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// The longest one PATCH may last, however steadily it drips.
pub const APPEND_TIMEOUT: Duration = Duration::from_secs(60 * 60);
/// Silence in both directions before a connection is closed, whatever its protocol is waiting for.
pub const CONNECTION_IDLE_TIMEOUT: Duration = Duration::from_secs(120);
/// How long requests in flight may take to end once the intake is asked to stop.
pub const SHUTDOWN_GRACE: Duration = Duration::from_secs(5);
/// How often expired uploads and reports that are old enough are cleared away.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(60 * 60);
/// What a refused request may still send before its connection is closed, so that its client reads the refusal.
pub const DRAIN_BYTES: usize = 8 * 1024 * 1024;
/// How long that may take.
pub const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// A staging file that a killed intake left behind is removed once it is this old; younger ones may be in use.
pub const STAGING_LEFTOVER_AGE: Duration = Duration::from_secs(24 * 60 * 60);
/// The longest `Upload-Metadata` that is looked at.
pub const MAX_METADATA_BYTES: usize = 4 * 1024;
/// The most keys in it.
pub const MAX_METADATA_KEYS: usize = 16;
/// The longest `Upload-Checksum` that is looked at: SHA-256 in base64 takes 44 characters.
pub const MAX_CHECKSUM_BYTES: usize = 128;
/// The largest of the small JSON files that the intake wrote itself and reads back.
pub const MAX_RECORD_BYTES: u64 = 64 * 1024;
/// The most answers to one ticket: a conversation that is longer belongs on the phone.
pub const MAX_ANSWERS: usize = 100;
/// The longest answer, in bytes of UTF-8: several screens of a phone.
pub const MAX_ANSWER_BYTES: usize = 8 * 1024;
/// All answers to one ticket as JSON, in bytes: a hundred of the longest fit, unless they are mostly of what JSON escapes.
/// Apps read a document up to 1 MiB, and there must be no answer that none of them can read.
pub const MAX_ANSWERS_BYTES: usize = 1_000_000;
/// The lines of a ticket's trail that are kept of what its app does; it could otherwise close it for ever.
pub const MAX_TICKET_EVENTS: i64 = 1_000;
/// Announcements at one time; apps read 50 of each kind.
pub const MAX_ANNOUNCEMENTS: usize = 50;
/// Of those that are over, how many are told of besides.
pub const MAX_OVER_ANNOUNCEMENTS: usize = 50;
/// How long an announcement that is over is still told of.
pub const OVER_ANNOUNCEMENTS_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// The longest document that apps are served; they read 1 MiB.
pub const MAX_DOCUMENT_BYTES: usize = 1_000_000;
/// The longest body that closes a ticket.
pub const MAX_CLOSING_BYTES: usize = 4 * 1024;
/// How long a change in the database waits for another one; each takes milliseconds.
pub const RECORD_PATIENCE: Duration = Duration::from_secs(2);
/// How long a creation waits while another process decides on the same report, or one that shares its lock.
pub const NAME_LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// Pause before the second look at a lock that another process has; each is twice the one before.
pub const NAME_LOCK_PAUSE: Duration = Duration::from_millis(10);
/// The longest of these pauses.
pub const MAX_NAME_LOCK_PAUSE: Duration = Duration::from_millis(200);

/// The longest wait for an answer that an app is told of, in days: what takes longer nobody plans.
pub const MAX_REPLY_DAYS: u16 = 30;
/// Uploads that one address may begin in a minute: behind one there may be all customers of a mobile network.
pub const CREATIONS_PER_MINUTE_OF_ADDRESS: NonZeroU32 = NonZeroU32::new(600).unwrap();
/// Uploads that one app may begin in a minute at one intake.
pub const CREATIONS_PER_MINUTE_OF_APP: NonZeroU32 = NonZeroU32::new(6_000).unwrap();

/// The limits that a deployment or a test may want to move; the rest are constants of this module.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The largest report taken, in bytes. Default [`MAX_REPORT_BYTES`].
    pub max_report_bytes: u64,
    /// How long an unfinished upload may be resumed. Default [`UPLOAD_LIFETIME`].
    pub upload_lifetime: Duration,
    /// Unfinished uploads at one time. Default [`MAX_OPEN_UPLOADS`].
    pub max_open_uploads: usize,
    /// Stored pieces of one upload. Default [`MAX_PARTS_PER_UPLOAD`].
    pub max_parts_per_upload: usize,
    /// Connections at one time. Default [`MAX_CONNECTIONS`].
    pub max_connections: usize,
    /// Bytes collected before they are stored as one part. Default [`PART_BYTES`].
    pub part_bytes: usize,
    /// Bytes of all uploads together that wait in memory. Default [`BUFFER_BYTES`].
    pub buffer_bytes: usize,
    /// Longest TLS handshake. Default [`HANDSHAKE_TIMEOUT`].
    pub handshake_timeout: Duration,
    /// Longest wait for the headers of a request. Default [`HEADER_READ_TIMEOUT`].
    pub header_read_timeout: Duration,
    /// Longest silence inside a body. Default [`BODY_IDLE_TIMEOUT`].
    pub body_idle_timeout: Duration,
    /// Longest PATCH. Default [`APPEND_TIMEOUT`].
    pub append_timeout: Duration,
    /// Longest silence on a connection. Default [`CONNECTION_IDLE_TIMEOUT`].
    pub connection_idle_timeout: Duration,
    /// Uploads that one address may begin in a minute. Default [`CREATIONS_PER_MINUTE_OF_ADDRESS`].
    pub creations_per_minute_of_address: NonZeroU32,
    /// Uploads that one app may begin in a minute. Default [`CREATIONS_PER_MINUTE_OF_APP`].
    pub creations_per_minute_of_app: NonZeroU32,
    /// Proxies of the provider's own before the intake, each of which says in `X-Forwarded-For` whom it was asked by. Default 0.
    pub proxies: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_report_bytes: MAX_REPORT_BYTES,
            upload_lifetime: UPLOAD_LIFETIME,
            max_open_uploads: MAX_OPEN_UPLOADS,
            max_parts_per_upload: MAX_PARTS_PER_UPLOAD,
            max_connections: MAX_CONNECTIONS,
            part_bytes: PART_BYTES,
            buffer_bytes: BUFFER_BYTES,
            handshake_timeout: HANDSHAKE_TIMEOUT,
            header_read_timeout: HEADER_READ_TIMEOUT,
            body_idle_timeout: BODY_IDLE_TIMEOUT,
            append_timeout: APPEND_TIMEOUT,
            connection_idle_timeout: CONNECTION_IDLE_TIMEOUT,
            creations_per_minute_of_address: CREATIONS_PER_MINUTE_OF_ADDRESS,
            creations_per_minute_of_app: CREATIONS_PER_MINUTE_OF_APP,
            proxies: 0,
        }
    }
}
