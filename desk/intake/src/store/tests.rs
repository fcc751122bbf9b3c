//! Kills at every step, full disks, and what a restart makes of them.

use std::{
    fmt,
    io::ErrorKind,
    path::Path as FsPath,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use futures_util::stream::BoxStream;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result, UploadPart, path::Path,
};
use uuid::Uuid;

use jiff::Timestamp;

use super::{
    Act, Author, PartWriter, Priority, Standing, Store, StoreError, Stores, Usage, Wanted, open::folder, received,
};
use crate::{clock::Clock, limits::Limits, staffing::Staffing};

/// A store that takes a number of changes and then no more, as a process that is killed or a disk that is full.
#[derive(Debug, Clone)]
struct Failing {
    inner: Arc<dyn ObjectStore>,
    left: Arc<AtomicUsize>,
    kind: ErrorKind,
}

impl Failing {
    fn step(&self) -> Result<()> {
        let taken = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        taken
            .map(drop)
            .map_err(|_| Error::Generic { store: "failing", source: Box::new(std::io::Error::from(self.kind)) })
    }
}

impl fmt::Display for Failing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failing")
    }
}

#[derive(Debug)]
struct FailingUpload(Box<dyn MultipartUpload>, Failing);

/// What `async_trait` makes of an async method.
type Later<'a, T> = std::pin::Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

impl MultipartUpload for FailingUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        match self.1.step() {
            Ok(()) => self.0.put_part(data),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn complete<'a, 'b>(&'a mut self) -> Later<'b, PutResult>
    where
        'a: 'b,
        Self: 'b,
    {
        match self.1.step() {
            Ok(()) => self.0.complete(),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn abort<'a, 'b>(&'a mut self) -> Later<'b, ()>
    where
        'a: 'b,
        Self: 'b,
    {
        self.0.abort()
    }
}

impl ObjectStore for Failing {
    fn put_opts<'a, 'b, 'c>(&'a self, to: &'b Path, payload: PutPayload, options: PutOptions) -> Later<'c, PutResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        match self.step() {
            Ok(()) => self.inner.put_opts(to, payload, options),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }

    fn put_multipart_opts<'a, 'b, 'c>(
        &'a self,
        to: &'b Path,
        options: PutMultipartOptions,
    ) -> Later<'c, Box<dyn MultipartUpload>>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        Box::pin(async move {
            self.step()?;
            let upload = self.inner.put_multipart_opts(to, options).await?;
            Ok(Box::new(FailingUpload(upload, self.clone())) as Box<dyn MultipartUpload>)
        })
    }

    fn get_opts<'a, 'b, 'c>(&'a self, from: &'b Path, options: GetOptions) -> Later<'c, GetResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        self.inner.get_opts(from, options)
    }

    fn delete_stream(&self, paths: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        match self.step() {
            Ok(()) => self.inner.delete_stream(paths),
            Err(error) => Box::pin(futures_util::stream::once(async { Err(error) })),
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_delimiter<'a, 'b, 'c>(&'a self, prefix: Option<&'b Path>) -> Later<'c, ListResult>
    where
        'a: 'c,
        'b: 'c,
        Self: 'c,
    {
        self.inner.list_with_delimiter(prefix)
    }

    fn copy_opts<'a, 'b, 'c, 'd>(&'a self, from: &'b Path, to: &'c Path, options: CopyOptions) -> Later<'d, ()>
    where
        'a: 'd,
        'b: 'd,
        'c: 'd,
        Self: 'd,
    {
        self.inner.copy_opts(from, to, options)
    }

    fn rename_opts<'a, 'b, 'c, 'd>(&'a self, from: &'b Path, to: &'c Path, options: RenameOptions) -> Later<'d, ()>
    where
        'a: 'd,
        'b: 'd,
        'c: 'd,
        Self: 'd,
    {
        match self.step() {
            Ok(()) => self.inner.rename_opts(from, to, options),
            Err(error) => Box::pin(async { Err(error) }),
        }
    }
}

const REPORT: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const REPORT_ID: Uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);

async fn store_over(objects: Arc<dyn ObjectStore>, dir: &FsPath) -> Store {
    let usage = Usage {
        clock: Clock::system(),
        limits: Limits { part_bytes: 10, ..Limits::default() },
        staffing: Staffing::default(),
        on_receipt: Arc::new(|_| {}),
    };
    Store::over(objects, &Stores::in_folder(dir).database, true, usage).await.unwrap()
}

async fn store_in(dir: &FsPath) -> Store {
    store_over(folder(dir).unwrap(), dir).await
}

async fn failing(dir: &FsPath, changes: usize, kind: ErrorKind) -> (Store, Arc<AtomicUsize>) {
    let inner = folder(dir).unwrap();
    let left = Arc::new(AtomicUsize::new(changes));
    (store_over(Arc::new(Failing { inner, left: left.clone(), kind }), dir).await, left)
}

/// How many changes a delivery takes from beginning to end.
async fn changes_of_a_delivery(checked: bool) -> usize {
    const PLENTY: usize = 10_000;
    let dir = tempfile::tempdir().unwrap();
    let (store, left) = failing(dir.path(), PLENTY, ErrorKind::Other).await;
    deliver(&store, checked).await.unwrap();
    PLENTY - left.load(Ordering::SeqCst)
}

fn wanted() -> Wanted {
    Wanted {
        report_id: REPORT_ID,
        length: REPORT.len() as u64,
        priority: Priority::Normal,
        ticket_key: None,
        app: None,
    }
}

/// What a client does: creates, sends from the offset it is told in chunks of 16, and reads the ticket.
async fn deliver(store: &Store, checked: bool) -> Result<String, StoreError> {
    deliver_and_note(store, checked, &mut None).await
}

/// The same, noting the upload and the offset that the client was last told.
async fn deliver_and_note(
    store: &Store,
    checked: bool,
    told: &mut Option<(String, u64)>,
) -> Result<String, StoreError> {
    loop {
        let created = store.create(wanted()).await.map_err(|refusal| match refusal {
            super::CreateRefusal::Store(error) => error,
            super::CreateRefusal::OtherLength { .. }
            | super::CreateRefusal::TooManyOpen
            | super::CreateRefusal::DayIsFull { .. } => panic!("{refusal}"),
        })?;
        let open = match created.standing {
            Standing::Received(_, receipt) => return Ok(receipt.ticket),
            Standing::Open(open) => open,
            Standing::Unknown | Standing::Over | Standing::Finishing(_) => panic!("nobody else is there"),
        };
        let held = store.try_lock(&created.upload_id).await?.expect("nobody else is there");
        *told = Some((created.upload_id.clone(), open.offset));
        let from = usize::try_from(open.offset).unwrap();
        let mut writer = PartWriter::open(store, &open, checked, &held).await?;
        let mut written = Ok(());
        for chunk in REPORT[from..REPORT.len().min(from + 16)].chunks(4) {
            written = written.and(writer.push(&Bytes::from_static(chunk)).await);
        }
        let committed = match written {
            Ok(()) => writer.commit().await,
            Err(error) => Err(error),
        };
        let offset = committed.map_err(|refusal| match refusal {
            super::WriteRefusal::Store(error) => error,
            super::WriteRefusal::TooManyParts => panic!("so few"),
        })?;
        *told = Some((created.upload_id.clone(), offset));
        store.standing_held(&created.upload_id, &held).await?;
    }
}

fn files(dir: &FsPath) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path().to_string_lossy().into_owned());
        }
    }
    found
}

async fn a_kill_after_each_change(checked: bool) {
    for changes in 0..=changes_of_a_delivery(checked).await {
        let dir = tempfile::tempdir().unwrap();
        let mut told = None;
        let died = deliver_and_note(&failing(dir.path(), changes, ErrorKind::Other).await.0, checked, &mut told).await;
        let before = received(dir.path()).unwrap();
        if let Ok(ticket) = &died {
            assert_eq!(before[0].ticket, *ticket, "a ticket was answered without a receipt");
        }

        let store = store_in(dir.path()).await;
        store.sweep().await.unwrap();
        if let Some((upload_id, offset)) = told {
            let stands = match store.standing(&upload_id).await.unwrap() {
                Standing::Open(open) => open.offset,
                Standing::Received(info, _) => info.length,
                Standing::Unknown | Standing::Over | Standing::Finishing(_) => panic!("the upload was lost"),
            };
            assert!(stands >= offset, "after {changes} changes {offset} was told and {stands} is left");
        }
        let ticket = deliver(&store, checked).await.unwrap();
        store.sweep().await.unwrap();

        let after = received(dir.path()).unwrap();
        assert_eq!(after.len(), 1, "after {changes} changes");
        assert_eq!(after[0].ticket, ticket);
        assert_eq!(std::fs::read(&after[0].file).unwrap(), REPORT, "after {changes} changes");
        if let [earlier] = &before[..] {
            assert_eq!(earlier.ticket, ticket, "the ticket changed after {changes} changes");
        }
        let left: Vec<_> =
            files(dir.path()).into_iter().filter(|f| f.contains("/parts/") || f.contains("/held/")).collect();
        assert!(left.is_empty(), "after {changes} changes: {left:?}");
        assert_eq!(store.open.load(Ordering::SeqCst), 0, "after {changes} changes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_any_change_ends_in_one_report() {
    a_kill_after_each_change(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_any_change_of_a_checked_upload_ends_in_one_report() {
    a_kill_after_each_change(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_as_such_and_nothing_is_received() {
    let mut refused = 0;
    for changes in 0..200 {
        let dir = tempfile::tempdir().unwrap();
        match deliver(&failing(dir.path(), changes, ErrorKind::StorageFull).await.0, false).await {
            Ok(_) => break,
            Err(error) => assert!(matches!(error, StoreError::Full(_)), "{error:?}"),
        }
        assert!(received(dir.path()).unwrap().is_empty(), "after {changes} changes");
        refused += 1;
    }
    assert!(refused > 8, "only {refused} changes until the receipt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_leaves_a_ticket_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_in(dir.path()).await;
    deliver(&store, false).await.unwrap();
    let closed = store.close_ticket(REPORT_ID, Some(false)).await.unwrap();
    // The file may not grow any more: as far as SQLite can tell, the disk is full.
    let mut only = store.records.pool().acquire().await.unwrap();
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *only).await.unwrap();
    drop(only);
    // Every connection has a limit of its own.
    let mut connections = Vec::new();
    for _ in 0..8 {
        connections.push(store.records.pool().acquire().await.unwrap());
    }
    for connection in &mut connections {
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
            .fetch_one(&mut **connection)
            .await
            .unwrap();
    }
    drop(connections);
    let receipt = store.records.receipt(REPORT_ID).await.unwrap().unwrap();
    let long = Act::Answer { text: "x".repeat(8000), after: None };
    let refused = store.act_on_ticket(&receipt, Author::Command, long, Timestamp::now()).await;
    assert!(matches!(refused, Err(StoreError::Full(_))), "{refused:?}");
    assert_eq!(store.ticket_standing(REPORT_ID).await.unwrap(), closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_beyond_the_offset_never_become_part_of_a_report() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_in(dir.path()).await;
    let created = store.create(wanted()).await.unwrap();
    let parts = dir.path().join("uploads").join(&created.upload_id).join("parts");
    std::fs::create_dir_all(&parts).unwrap();
    // As a power cut may bring a deleted part back.
    std::fs::write(parts.join(format!("{:020}", 16)), "XXXX").unwrap();
    deliver(&store, false).await.unwrap();
    assert_eq!(std::fs::read(&received(dir.path()).unwrap()[0].file).unwrap(), REPORT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_is_said_to_be_one() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_in(dir.path()).await;
    deliver(&store, false).await.unwrap();
    sqlx::query("UPDATE tickets SET priority = 'later'").execute(store.records.pool()).await.unwrap();
    assert!(matches!(received(dir.path()), Err(StoreError::Damaged { .. })));
    assert!(matches!(deliver(&store, false).await, Err(StoreError::Damaged { .. })));
}

/// The uploads that `each` store gives when asked often and at once.
async fn created_at_once(stores: &[&Store]) -> Vec<String> {
    let asked = stores.iter().flat_map(|store| (0..10).map(|_| store.create(wanted())));
    futures_util::future::join_all(asked).await.into_iter().map(|created| created.unwrap().upload_id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_agree_on_the_upload_of_a_report() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (store_in(dir.path()).await, store_in(dir.path()).await);
    let ids = created_at_once(&[&one, &two]).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_upload_takes_the_place_of_a_terminated_one() {
    for round in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let stores = [Arc::new(store_in(dir.path()).await), Arc::new(store_in(dir.path()).await)];
        let first = stores[0].create(wanted()).await.unwrap();
        // As if killed between the mark and the index.
        let path = dir.path().join("uploads").join(&first.upload_id).join("info.json");
        let info = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, info.replace("\"open\"", "\"terminated\"")).unwrap();
        let asked: Vec<_> = (0..20)
            .map(|n| {
                // As by two processes.
                let store = stores[n % 2].clone();
                tokio::spawn(async move { store.create(wanted()).await.unwrap().upload_id })
            })
            .collect();
        let mut ids = Vec::new();
        for one in asked {
            ids.push(one.await.unwrap());
        }
        assert!(ids.iter().all(|id| *id == ids[0] && *id != first.upload_id), "round {round}: {ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finishes_second_answers_the_ticket_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let store = store_in(dir.path()).await;
    let created = store.create(wanted()).await.unwrap();
    let parts = dir.path().join("uploads").join(&created.upload_id).join("parts");
    let lay_parts = || {
        std::fs::create_dir_all(&parts).unwrap();
        std::fs::write(parts.join(format!("{:020}", 0)), REPORT).unwrap();
    };
    lay_parts();
    let Standing::Open(open) = store.look(&created.upload_id).await.unwrap() else { panic!("not open") };
    let held = store.try_lock(&created.upload_id).await.unwrap().unwrap();
    let first = store.finish(&open, &held).await.unwrap();
    lay_parts();
    let second = store.finish(&open, &held).await.unwrap();
    assert_eq!(first.ticket, second.ticket);
    assert_eq!(received(dir.path()).unwrap()[0].ticket, first.ticket);
}
