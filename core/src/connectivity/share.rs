//! What one step may take of the time that is left.

use std::time::Duration;

use tokio::time::Instant;

use super::FailureCode;

/// What a step may take: its own budget, or what is left until the deadline if that is less.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) time: Duration,
    /// Whether the deadline cut it.
    cut: bool,
}

impl Share {
    pub(super) fn of(budget: Duration, deadline: Instant) -> Self {
        let left = deadline.saturating_duration_since(Instant::now());
        Self { time: budget.min(left), cut: left < budget }
    }

    /// The code of a step whose share ran out: only its own budget says anything about the network.
    pub(super) fn expired(self, own: FailureCode) -> FailureCode {
        if self.cut { FailureCode::OutOfTime } else { own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_step_that_the_deadline_cut_short_accuses_nobody() {
        const BUDGET: Duration = Duration::from_secs(3);
        let whole = Share::of(BUDGET, Instant::now() + BUDGET * 2);
        assert_eq!(whole.expired(FailureCode::TcpTimeout), FailureCode::TcpTimeout);
        let cut = Share::of(BUDGET, Instant::now() + BUDGET / 2);
        assert_eq!((cut.time, cut.expired(FailureCode::TcpTimeout)), (BUDGET / 2, FailureCode::OutOfTime));
    }
}
