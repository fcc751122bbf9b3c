//! How a call from Kotlin or Swift runs: on a runtime of our own, apart from whoever polls it, and given up when nobody waits
//! for it any more.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::error::DoctorError;

/// Probes wait for the network; two threads are enough to answer it, and an idle one costs a stack and no time.
const THREADS: usize = 2;

/// Cancels the calls that it was given to, and no others. Swift's `Task` does not tell a call that it was cancelled; this does.
#[derive(Debug, Default, uniffi::Object)]
pub struct Cancellation(CancellationToken);

#[uniffi::export]
impl Cancellation {
    /// Cancels nothing yet.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Ends the calls with `Cancelled`, also those that are made with it later.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

impl Cancellation {
    /// Waits for it.
    pub(crate) async fn cancelled(&self) {
        self.0.cancelled().await;
    }
}

/// Runs a call to its end, unless it is cancelled or dropped. What it has handed to a thread of its own, such as writing a
/// file, is finished there.
pub(crate) async fn run<T: Send + 'static>(
    cancellation: Option<Arc<Cancellation>>,
    work: impl Future<Output = Result<T, DoctorError>> + Send + 'static,
) -> Result<T, DoctorError> {
    let cancellable = async move {
        match cancellation {
            None => work.await,
            Some(cancellation) => cancellation.0.run_until_cancelled(work).await.unwrap_or(Err(DoctorError::Cancelled)),
        }
    };
    let mut task = AbortOnDrop(runtime()?.spawn(cancellable));
    (&mut task.0).await.unwrap_or_else(|ended| Err(DoctorError::of_task(&ended)))
}

/// Runs what takes a processor's time, or a file's, off the threads that others wait on.
pub(crate) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DoctorError> + Send + 'static,
) -> Result<T, DoctorError> {
    runtime()?.spawn_blocking(work).await.unwrap_or_else(|ended| Err(DoctorError::of_task(&ended)))
}

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Started by the first call, not by opening a doctor; it lives as long as the process, since a runtime can't be dropped where
/// calls of its own may do it.
fn runtime() -> Result<Handle, DoctorError> {
    static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = runtime.as_ref() {
        return Ok(runtime.handle().clone());
    }
    let built = Builder::new_multi_thread().worker_threads(THREADS).thread_name("wallet-doctor").enable_all().build();
    // A phone that has no thread left now may have one later.
    let built =
        built.map_err(|error| DoctorError::TryAgain { code: "no_threads".into(), reason: error.to_string() })?;
    Ok(runtime.insert(built).handle().clone())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_panic_is_an_error() {
        let ended = run::<()>(None, async { panic!("inside") }).await;
        assert!(matches!(ended, Err(DoctorError::Internal { .. })), "{ended:?}");
        let ended = run_blocking::<()>(|| panic!("inside")).await;
        assert!(matches!(ended, Err(DoctorError::Internal { .. })), "{ended:?}");
    }

    #[tokio::test]
    async fn a_cancellation_ends_its_own_call_and_no_other() {
        let (ours, theirs) = (Cancellation::new(), Cancellation::new());
        let wait = |cancellation: &Arc<Cancellation>| {
            run(Some(cancellation.clone()), async {
                tokio::time::sleep(LONG).await;
                Ok(())
            })
        };
        ours.cancel();
        assert!(matches!(wait(&ours).await, Err(DoctorError::Cancelled)));
        let other = tokio::time::timeout(Duration::from_millis(50), wait(&theirs)).await;
        assert!(other.is_err(), "still under way");
    }

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_is_given_up() {
        struct Flag(Arc<AtomicBool>);
        impl Drop for Flag {
            fn drop(&mut self) {
                self.0.store(true, Ordering::SeqCst);
            }
        }
        let dropped = Arc::new(AtomicBool::new(false));
        let flag = Flag(dropped.clone());
        let call = run::<()>(None, async move {
            let _held = flag;
            tokio::time::sleep(LONG).await;
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
        let given_up = async {
            while !dropped.load(Ordering::SeqCst) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONG, given_up).await.unwrap();
    }
}
