//! Calling the app's own code: off the async threads, under the deadline, and never trusted not to panic or hang.

use std::sync::Arc;

use tokio::time::{Instant, timeout_at};

use crate::clock::Clock;
use crate::host::HostError;
use crate::observation::{NotCheckedWhy, Observed, UnknownWhy};

/// Asks the app, if it offers the answer at all. A call that hangs is left to itself: its thread cannot be taken back.
pub(crate) async fn ask_host<T: Send + 'static>(
    clock: &Arc<dyn Clock>,
    deadline: Instant,
    call: Option<impl FnOnce() -> Result<T, HostError> + Send + 'static>,
) -> Observed<T> {
    let Some(call) = call else { return Observed::NotChecked { why: NotCheckedWhy::NotOffered } };
    let (at, started) = (clock.now(), Instant::now());
    let answer = timeout_at(deadline, tokio::task::spawn_blocking(call)).await;
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let unknown = |why, detail| Observed::Unknown { why, detail, at, took_ms };
    match answer {
        Ok(Ok(Ok(value))) => Observed::Known { value, at, took_ms },
        Ok(Ok(Err(HostError::NotOffered))) => Observed::NotChecked { why: NotCheckedWhy::NotOffered },
        Ok(Ok(Err(HostError::Failed { message }))) => unknown(UnknownWhy::HostFailed, Some(message)),
        Ok(Err(_)) => unknown(UnknownWhy::HostPanicked, None),
        Err(_) => unknown(UnknownWhy::TimedOut, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use std::time::Duration;

    /// Long enough for whatever answers at all, on any machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    async fn ask(
        patience: Duration,
        call: Option<impl FnOnce() -> Result<u8, HostError> + Send + 'static>,
    ) -> Observed<u8> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        ask_host(&clock, Instant::now() + patience, call).await
    }

    #[tokio::test]
    async fn errors_panics_and_hangs_of_the_app_are_observations() {
        assert_eq!(ask(PATIENCE, Some(|| Ok(7))).await.known(), Some(&7));
        let failed = ask(PATIENCE, Some(|| Err(HostError::Failed { message: "no session".into() }))).await;
        assert_eq!(failed.unknown(), Some(UnknownWhy::HostFailed));
        assert_eq!(ask(PATIENCE, Some(|| panic!("boom"))).await.unknown(), Some(UnknownWhy::HostPanicked));
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let hangs = move || {
            let _ = wait.recv();
            Ok(7)
        };
        let hung = ask(Duration::from_millis(50), Some(hangs)).await;
        drop(release);
        assert_eq!(hung.unknown(), Some(UnknownWhy::TimedOut));
        assert_eq!(
            ask(PATIENCE, None::<fn() -> Result<u8, HostError>>).await,
            Observed::NotChecked { why: NotCheckedWhy::NotOffered }
        );
    }
}
