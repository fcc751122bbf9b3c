//! Which steps a complaint needs. Pure.

use std::time::Duration;

use crate::complaint::{Complaint, Symptom};
use crate::progress::StepKind;

/// What to observe, in the order in which people expect to see it, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The steps. They all run at once.
    pub steps: Vec<StepKind>,
    /// From the start to the answer.
    pub deadline: Duration,
}

/// Plans a diagnosis. Everything that could be the reason is looked at; only what cannot exist yet is left out.
pub fn plan(complaint: &Complaint, deadline: Duration) -> Plan {
    let needs_balances = match complaint.symptom {
        // Without a session there are no balances to read, and none that could be wrong.
        Symptom::SignInFailed | Symptom::AccountOpeningFailed => false,
        Symptom::WithdrawalFailed
        | Symptom::TransferFailed
        | Symptom::PaymentFailed
        | Symptom::PaymentNotReceived
        | Symptom::TransactionDelayed
        | Symptom::BalanceIncorrect
        | Symptom::HistoryUnavailable
        | Symptom::VerificationFailed
        | Symptom::AccountRestricted
        | Symptom::FundsMissing
        | Symptom::AppError
        | Symptom::Other => true,
    };
    let steps = StepKind::ALL.iter().copied().filter(|step| needs_balances || *step != StepKind::Balances).collect();
    Plan { steps, deadline }
}

impl Plan {
    /// Whether a step is planned.
    pub fn has(&self, step: StepKind) -> bool {
        self.steps.contains(&step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_are_read_only_where_there_can_be_any() {
        let planned = |symptom| plan(&Complaint::new(symptom), Duration::from_secs(8)).has(StepKind::Balances);
        assert!(planned(Symptom::BalanceIncorrect));
        assert!(!planned(Symptom::AccountOpeningFailed));
        assert!(!planned(Symptom::SignInFailed));
    }
}
