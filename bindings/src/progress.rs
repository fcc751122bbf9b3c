//! Progress, told to the app from a thread of its own: a listener that is slow or hangs holds nothing up.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use wallet_doctor_core::progress::{Progress as DoctorProgress, ProgressSink};

use crate::host::HostError;

/// How long a call that has ended waits for its last events to be taken.
const LAST_EVENTS: Duration = Duration::from_millis(250);

/// Is told what a call is doing. An error ends the telling, not the call.
#[uniffi::export(foreign)]
pub trait ProgressListener: Send + Sync {
    /// Takes one event, in order, on a thread of the doctor's.
    fn on_progress(&self, event: DoctorProgress) -> Result<(), HostError>;
}

/// Tells one call's events. A diagnosis has some thirty of them and an upload one for each chunk, so none has to be dropped.
pub(crate) struct Telling {
    events: UnboundedSender<DoctorProgress>,
    teller: JoinHandle<()>,
}

impl Telling {
    /// Within the runtime.
    pub(crate) fn new(listener: Option<Arc<dyn ProgressListener>>) -> Self {
        let (events, mut told) = unbounded_channel();
        let teller = tokio::task::spawn_blocking(move || {
            let Some(listener) = listener else { return };
            while let Some(event) = told.blocking_recv() {
                if listener.on_progress(event).is_err() {
                    return;
                }
            }
        });
        Self { events, teller }
    }

    /// Waits a moment for the last events, so that they come before the result.
    pub(crate) async fn end(self) {
        drop(self.events);
        let _ = tokio::time::timeout(LAST_EVENTS, self.teller).await;
    }
}

impl ProgressSink for Telling {
    fn on_progress(&self, event: DoctorProgress) {
        // Nobody listens any more.
        let _ = self.events.send(event);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Instant;

    use super::*;

    #[derive(Default)]
    struct Listener {
        heard: Mutex<Vec<DoctorProgress>>,
        fails: bool,
        hangs: Option<Mutex<std::sync::mpsc::Receiver<()>>>,
    }

    impl ProgressListener for Listener {
        fn on_progress(&self, event: DoctorProgress) -> Result<(), HostError> {
            if let Some(until) = &self.hangs {
                let _ = until.lock().unwrap().recv();
            }
            self.heard.lock().unwrap().push(event);
            if self.fails { Err(HostError::NotOffered) } else { Ok(()) }
        }
    }

    async fn told(listener: Arc<Listener>) {
        let telling = Telling::new(Some(listener));
        for sent in 0..3 {
            telling.on_progress(DoctorProgress::Uploading { sent, total: 3 });
        }
        telling.end().await;
    }

    #[tokio::test]
    async fn events_come_in_order_and_before_the_end_and_an_error_ends_them() {
        let listener = Arc::new(Listener::default());
        told(listener.clone()).await;
        let heard: Vec<DoctorProgress> = listener.heard.lock().unwrap().clone();
        assert_eq!(heard, (0..3).map(|sent| DoctorProgress::Uploading { sent, total: 3 }).collect::<Vec<_>>());
        let failing = Arc::new(Listener { fails: true, ..Listener::default() });
        told(failing.clone()).await;
        assert_eq!(failing.heard.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_listener_that_hangs_holds_nothing_up() {
        let (release, until) = std::sync::mpsc::channel();
        let listener = Arc::new(Listener { hangs: Some(Mutex::new(until)), ..Listener::default() });
        let started = Instant::now();
        told(listener).await;
        assert!(started.elapsed() < Duration::from_secs(30), "it hangs until it is released");
        drop(release);
    }
}
