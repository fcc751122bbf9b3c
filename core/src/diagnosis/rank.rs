//! Ranking: findings to causes, with how sure. Pure and deterministic; the order of findings never matters.
//!
//! Each cause begins at a prior and each distinct finding adds or takes its weight, in log-odds; of the ways in which
//! endpoints of one kind failed only the heaviest counts, since they are views of one event. A cause that is more likely
//! than not hides the causes that it explains and that are no surer, unless it is hidden itself; 'needs support' is named beside no cause that is
//! likely.

use std::collections::{BTreeMap, BTreeSet};

use super::causes::{CauseRule, Causes};
use super::odds::{LEAST_CONFIDENCE, UNKNOWN, confidence, together};
use super::{Certainty, Finding, FindingCode};
use crate::complaint::Symptom;

/// From here on a cause is believed enough to hide what it explains and is no surer than itself.
const ROOT_CONFIDENCE: f64 = 0.5;
/// From here on a cause is likely.
const LIKELY: f64 = 0.6;

/// A cause with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ranked {
    pub(super) rule: CauseRule,
    pub(super) confidence: f64,
    pub(super) evidence_for: Vec<Finding>,
    pub(super) evidence_against: Vec<Finding>,
}

/// The causes in rank order: the surest first, and of those that are as sure, what stands most in the way.
pub(super) fn rank(causes: &Causes, symptom: Symptom, findings: &[Finding]) -> Vec<Ranked> {
    let findings: BTreeSet<&Finding> = findings.iter().collect();
    let mut ranked: Vec<Ranked> = causes
        .causes
        .iter()
        .map(|rule| weigh(causes, rule, causes.prior(&rule.code, symptom), &findings))
        .filter(|cause| cause.confidence >= LEAST_CONFIDENCE && !cause.evidence_for.is_empty())
        .filter(|cause| cause.rule.needs.iter().all(|code| findings.iter().any(|finding| finding.code == *code)))
        .collect();
    ranked.sort_by(|a, b| {
        let (one, other) = (Certainty::of(a.confidence), Certainty::of(b.confidence));
        one.cmp(&other)
            .then_with(|| a.rule.severity.cmp(&b.rule.severity))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.rule.code.cmp(&b.rule.code))
    });
    suppress(ranked)
}

fn weigh(causes: &Causes, rule: &CauseRule, prior: f64, findings: &BTreeSet<&Finding>) -> Ranked {
    let codes: BTreeSet<FindingCode> = findings.iter().map(|finding| finding.code).collect();
    let sum = |weights: &BTreeMap<FindingCode, f64>| {
        let found = codes.iter().filter_map(|code| Some((code.kind(), *weights.get(code)?)));
        together(&rule.code, found)
    };
    // However often a message says it, and in however many words, it is one message.
    let spoken: Vec<(f64, &Finding)> =
        findings.iter().filter_map(|finding| Some((causes.spoken_of(finding, rule)?, *finding))).collect();
    let mut spoken_codes: BTreeMap<FindingCode, f64> = BTreeMap::new();
    spoken_codes.extend(spoken.iter().map(|(weight, finding)| (finding.code, *weight)));
    let accused = !spoken.is_empty() || codes.iter().any(|code| rule.for_weights.contains_key(code));
    let leanings: Vec<(f64, &Finding)> = if accused {
        let leaning = |finding: &&Finding| Some(causes.leaning(finding.code, &rule.code)).filter(|it| *it != 0.0);
        findings.iter().filter_map(|finding| Some((leaning(finding)?, *finding))).collect()
    } else {
        Vec::new()
    };
    let context = if accused { sum(&rule.context_weights) } else { 0.0 };
    let leaning: f64 = leanings.iter().map(|(weight, _)| weight).sum();
    let spoken_weight: f64 = spoken_codes.values().sum();
    let log_odds = prior + sum(&rule.for_weights) + spoken_weight + context + leaning - sum(&rule.against_weights);
    let of = |weights: &BTreeMap<_, f64>| -> Vec<(f64, Finding)> {
        findings.iter().filter_map(|finding| Some((*weights.get(&finding.code)?, (*finding).clone()))).collect()
    };
    let leaning = |towards: bool| {
        leanings.iter().filter(move |(it, _)| (*it > 0.0) == towards).map(|(it, f)| (it.abs(), (*f).clone()))
    };
    let mut accusing = of(&rule.for_weights);
    accusing.extend(spoken.iter().map(|(weight, finding)| (*weight, (*finding).clone())));
    let mut evidence_for = strongest_first(accusing);
    if accused {
        let mut context = of(&rule.context_weights);
        context.extend(leaning(true));
        evidence_for.extend(strongest_first(context));
    }
    let mut against = of(&rule.against_weights);
    against.extend(leaning(false));
    Ranked {
        rule: rule.clone(),
        confidence: confidence(log_odds),
        evidence_for,
        evidence_against: strongest_first(against),
    }
}

fn strongest_first(mut evidence: Vec<(f64, Finding)>) -> Vec<Finding> {
    evidence.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    evidence.into_iter().map(|(_, finding)| finding).collect()
}

/// A cause that is hidden itself hides nothing.
fn suppress(ranked: Vec<Ranked>) -> Vec<Ranked> {
    let mut seen = vec![None; ranked.len()];
    let hidden: Vec<bool> = (0..ranked.len()).map(|at| is_hidden(at, &ranked, &mut seen)).collect();
    let kept: Vec<Ranked> =
        ranked.into_iter().zip(hidden).filter(|(_, hidden)| !hidden).map(|(kept, _)| kept).collect();
    let is_unknown = |cause: &Ranked| cause.rule.code.starts_with(UNKNOWN);
    let known = kept.iter().any(|cause| !is_unknown(cause) && cause.confidence >= LIKELY);
    kept.into_iter().filter(|cause| !(known && is_unknown(cause))).collect()
}

/// Whether another cause hides this one. `explains` has no circles, so this ends; what was seen once is not asked again, since
/// a provider's own causes may be woven closely.
fn is_hidden(at: usize, ranked: &[Ranked], seen: &mut Vec<Option<bool>>) -> bool {
    if let Some(known) = seen.get(at).copied().flatten() {
        return known;
    }
    let Some(cause) = ranked.get(at) else { return false };
    let hidden = ranked.iter().enumerate().any(|(other, root)| {
        root.confidence >= ROOT_CONFIDENCE
            // What may be so hides nothing that surely is.
            && Certainty::of(root.confidence) <= Certainty::of(cause.confidence)
            && root.rule.explains.contains(&cause.rule.code)
            && !is_hidden(other, ranked, seen)
    });
    if let Some(seen) = seen.get_mut(at) {
        *seen = Some(hidden);
    }
    hidden
}

impl Certainty {
    /// The word for a confidence.
    pub(super) fn of(confidence: f64) -> Self {
        if confidence >= 0.85 {
            Self::AlmostCertain
        } else if confidence >= LIKELY {
            Self::Likely
        } else {
            Self::Possible
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Fact, FindingCode};
    use super::*;
    use crate::connectivity::FailureCode;
    use proptest::prelude::*;

    fn ranked(codes: &[FindingCode]) -> Vec<String> {
        let findings: Vec<Finding> = codes.iter().map(|code| Finding::new(*code, "x")).collect();
        rank(Causes::built_in(), Symptom::Other, &findings).into_iter().map(|cause| cause.rule.code).collect()
    }

    #[test]
    fn nothing_found_is_no_cause() {
        assert!(ranked(&[]).is_empty());
        let healthy = [
            Fact::WalletReachable,
            Fact::ControlReachable,
            Fact::PortalAbsent,
            Fact::ClockRight,
            Fact::StatusOperational,
            Fact::BalanceEqual,
        ];
        assert!(ranked(&healthy.map(FindingCode::Fact)).is_empty());
    }

    #[test]
    fn a_root_hides_what_it_explains_and_nothing_else() {
        let found = ranked(&[
            Fact::StatusMaintenanceNow.into(),
            Fact::WalletServerError.into(),
            FindingCode::Wallet(FailureCode::TlsExpired),
        ]);
        assert_eq!(found, ["provider.maintenance_in_progress", "tls.server_certificate_expired"]);
    }

    #[test]
    fn what_may_be_a_root_hides_nothing_that_surely_is() {
        let found = ranked(&[Fact::BankOneInMaintenance.into(), Fact::TransactionAtBank.into()]);
        assert_eq!(found, ["transaction.pending_at_bank", "bank.maintenance"]);
        let found = ranked(&[Fact::BankMaintenance.into(), Fact::TransactionAtBank.into()]);
        assert_eq!(found, ["bank.maintenance"]);
    }

    #[test]
    fn being_offline_explains_every_failed_request() {
        let found = ranked(&[
            Fact::NothingReachable.into(),
            Fact::ControlUnreachable.into(),
            Fact::WalletUnreachable.into(),
            Fact::StatusUnreachable.into(),
            FindingCode::Wallet(FailureCode::DnsTimeout),
            FindingCode::Control(FailureCode::DnsTimeout),
        ]);
        assert_eq!(found, ["network.offline"]);
    }

    #[test]
    fn a_wrong_clock_takes_the_blame_for_a_certificate_only_if_it_explains_it() {
        let expired = FindingCode::Wallet(FailureCode::TlsExpired);
        let explained = ranked(&[expired, Fact::ClockWrong.into(), Fact::ClockExplainsCertificate.into()]);
        assert_eq!(explained, ["device.clock_wrong"]);
        let right = ranked(&[expired, Fact::ClockRight.into()]);
        assert_eq!(right, ["tls.server_certificate_expired"]);
        let both = ranked(&[expired, Fact::ClockWrong.into()]);
        assert_eq!(both, ["device.clock_wrong", "tls.server_certificate_expired"], "neither explains the other");
    }

    #[test]
    fn context_alone_accuses_nobody() {
        let found = ranked(&[
            Fact::StatusOperational.into(),
            Fact::ControlReachable.into(),
            FindingCode::Wallet(FailureCode::HttpTruncated),
        ]);
        assert_eq!(found, ["provider.api_error"]);
    }

    #[test]
    fn several_views_of_one_cut_do_not_outweigh_the_providers_own_word() {
        let found = ranked(&[
            Fact::StatusOutage.into(),
            Fact::ControlReachable.into(),
            FindingCode::Wallet(FailureCode::TcpReset),
            FindingCode::Wallet(FailureCode::TlsReset),
        ]);
        assert_eq!(found, ["provider.outage"]);
    }

    #[test]
    fn nobody_says_that_the_provider_works_unless_somebody_knows() {
        let silent = [
            Fact::ControlReachable.into(),
            Fact::StatusUnreachable.into(),
            FindingCode::Wallet(FailureCode::TcpTimeout),
            Fact::WalletUnreachable.into(),
        ];
        assert_eq!(ranked(&silent), ["provider.outage", "unknown.needs_support"], "likely is more than is known");
    }

    #[test]
    fn what_may_be_in_the_way_hides_nothing_that_certainly_is() {
        let server_error = ranked(&[Fact::StatusMaintenancePerhaps.into(), Fact::WalletServerError.into()]);
        assert_eq!(server_error, ["provider.api_error", "provider.maintenance_in_progress"]);
        let overloaded = ranked(&[Fact::StatusTroublePerhaps.into(), Fact::WalletOverloaded.into()]);
        assert_eq!(overloaded, ["provider.overloaded", "provider.degraded"]);
    }

    #[test]
    fn planned_maintenance_is_no_answer_to_what_does_not_work_now() {
        let found = ranked(&[Fact::StatusMaintenanceSoon.into(), Fact::BalanceUnavailable.into()]);
        assert_eq!(found, ["provider.maintenance_scheduled", "unknown.needs_support"]);
    }

    fn any_codes() -> impl Strategy<Value = Vec<FindingCode>> {
        let all: Vec<FindingCode> = FindingCode::all().collect();
        proptest::sample::subsequence(all, 0..12)
    }

    proptest! {
        #[test]
        fn the_order_and_repetition_of_findings_never_matter(codes in any_codes(), seed in any::<u64>()) {
            let mut shuffled: Vec<FindingCode> = codes.iter().chain(&codes).copied().collect();
            let turn = usize::try_from(seed).unwrap_or(0) % shuffled.len().max(1);
            shuffled.rotate_left(turn);
            prop_assert_eq!(ranked(&codes), ranked(&shuffled));
        }

        #[test]
        fn evidence_for_a_cause_never_lowers_its_confidence(codes in any_codes()) {
            let findings: Vec<Finding> = codes.iter().map(|code| Finding::new(*code, "x")).collect();
            let before: BTreeSet<&Finding> = findings.iter().collect();
            let causes = Causes::built_in();
            for rule in &causes.causes {
                for added in rule.for_weights.keys().chain(rule.context_weights.keys()) {
                    let finding = Finding::new(*added, "x");
                    let mut after = before.clone();
                    after.insert(&finding);
                    prop_assert!(weigh(causes, rule, -3.0, &after).confidence >= weigh(causes, rule, -3.0, &before).confidence);
                }
            }
        }
    }
}
