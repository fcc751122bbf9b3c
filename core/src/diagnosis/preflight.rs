//! What stands in the way of something that a person is about to do, all of it at once, before it fails. Pure.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::causes::Causes;
use super::not_known::not_known;
use super::{Actor, Advice, Aspect, Audience, Fact, Finding, FindingCode, Rules, Severity, Teller};
use crate::account::{self, AccountState, Attempted, Attempts, Known, Money, Operation, OperationKind, check_form};
use crate::balance::{Amount, BalanceSheet};
use crate::connectivity::judge_phone;
use crate::host::{self, AppInfo, NetworkInfo};
use crate::observation::{Observed, SourceObservation};
use crate::service::{self, Tried};

/// A finding that speaks for its cause with at least so much stands in the way: with the usual prior that is 'likely'.
const STANDS_IN_THE_WAY: f64 = 4.5;
/// With at least so much it is worth a word.
const WORTH_A_WORD: f64 = 2.5;
/// A family of causes that a symptom makes less likely than this has nothing to do with it.
const UNRELATED: f64 = -2.5;

/// What is known before something is tried.
#[derive(Debug)]
pub(crate) struct Beforehand<'a> {
    pub(crate) account: &'a Observed<AccountState>,
    pub(crate) balances: &'a Observed<BalanceSheet>,
    pub(crate) network: &'a Observed<NetworkInfo>,
    pub(crate) app: &'a Observed<AppInfo>,
    /// What the provider said of its service when it was last heard.
    pub(crate) service: &'a [SourceObservation],
    /// What is remembered of attempts; none where nothing can be.
    pub(crate) attempts: Option<&'a Attempts>,
}

/// What stands in the way, what is worth knowing, and what could not be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preflight {
    /// What is about to be done.
    pub operation: OperationKind,
    /// Every condition that is not met, what stands most in the way first; empty if nothing is known to.
    pub unmet: Vec<Unmet>,
    /// What does not stand in the way and is worth knowing, such as a fee, or that one attempt is left.
    pub notes: Vec<Unmet>,
    /// What it costs, where that is known exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
    /// What leaves the wallet, where that is known exactly: the amount and the fee, or the amount alone where the fee is taken
    /// out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Amount>,
    /// What arrives, where that is known exactly: the amount, or what the fee leaves of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Amount>,
    /// What could not be looked at. An empty `unmet` says nothing about it.
    pub not_known: Vec<Aspect>,
}

/// A condition.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Unmet {
    /// The code of the cause that it would be.
    pub cause: String,
    /// How much it stands in the way.
    pub severity: Severity,
    /// Who can do something about it.
    pub who: Vec<Actor>,
    /// What was found, with its figures.
    pub finding: Finding,
    /// The same in a sentence.
    pub text: String,
    /// By how much it was missed, where that is a figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_by: Option<MissedBy>,
    /// What it means and what to do.
    pub advice: Advice,
}

/// Its sentences hold amounts and the names of cards.
impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cause, severity, finding, .. } = self;
        f.debug_struct("Unmet")
            .field("cause", cause)
            .field("severity", severity)
            .field("finding", finding)
            .finish_non_exhaustive()
    }
}

/// By how much a condition was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum MissedBy {
    /// So much too little, or too much.
    Amount(Money),
    /// So many characters too few, or too many.
    Characters {
        /// How many.
        count: u32,
    },
    /// Not before this time.
    Until {
        /// When it is met.
        at: Timestamp,
    },
}

/// Judges what is known beforehand, and writes it for one person.
pub(crate) fn preflight(operation: &Operation, known: &Beforehand<'_>, rules: &Rules, audience: Audience) -> Preflight {
    let causes = rules.causes.as_ref();
    let teller = &rules.teller(audience);
    let kind = operation.kind();
    let now = teller.audience.true_now;
    let movement = operation.movement();
    let channel = movement.and_then(|movement| movement.channel.as_deref());
    let money = movement.map(|movement| &movement.money);
    let attempted = Attempted { operation: Some(kind), money, channel, about_restrictions: false };
    let nothing = AccountState::default();
    let account = known.account.known().unwrap_or(&nothing);
    let no_attempts = Attempts::default();
    let attempts = known.attempts.unwrap_or(&no_attempts);
    let facts = Known { account, balances: known.balances.known(), attempts };
    let met = account::judge_attempt(facts, &attempted, &rules.codes, now);
    let tried = Tried::new(kind.failing(), channel, &rules.provider, &rules.components);
    let mut findings = service::judge(known.service, &tried, now);
    findings.extend(known.network.known().map(judge_phone).unwrap_or_default());
    findings.extend(known.app.known().map(host::judge).unwrap_or_default());
    findings.extend(form_problems(operation, teller));
    let is_contradictory = met.findings.iter().any(|finding| finding.code == Fact::AccountContradictory.into());
    let not_known = not_known(operation, known, &met, is_contradictory, now);
    findings.extend(met.findings);
    findings.sort_unstable();
    findings.dedup();
    let (mut unmet, mut notes) = (Vec::new(), Vec::new());
    for finding in findings {
        match weigh(causes, kind, &finding) {
            // Where two words on the account contradict each other, neither is believed.
            Some((cause, Weight::InTheWay)) if is_contradictory && cause.starts_with("account.") => {
                notes.push(told(teller, causes, &cause, finding));
            }
            Some((cause, Weight::InTheWay)) => unmet.push(told(teller, causes, &cause, finding)),
            Some((cause, Weight::WorthAWord)) => notes.push(told(teller, causes, &cause, finding)),
            None => {}
        }
    }
    let mut unmet: Vec<Unmet> = unmet.into_iter().flatten().collect();
    unmet.sort_by_key(|unmet| unmet.severity);
    let notes = notes.into_iter().flatten().collect();
    let charged = met.charge.as_ref().zip(movement.map(|movement| &movement.money.amount));
    let total = charged.and_then(|(charge, amount)| charge.total(amount));
    let received = charged.and_then(|(charge, amount)| charge.received(amount));
    let fee = met.charge.map(|charge| charge.fee);
    Preflight { operation: kind, unmet, notes, fee, total, received, not_known }
}

enum Weight {
    InTheWay,
    WorthAWord,
}

/// The cause that a finding speaks for, and whether it stands in the way of this operation.
fn weigh(causes: &Causes, kind: OperationKind, finding: &Finding) -> Option<(String, Weight)> {
    let is = |facts: &[Fact]| facts.iter().any(|fact| finding.code == FindingCode::Fact(*fact));
    // What the phone says accuses nobody once connections were measured. Before that it is all there is.
    if is(&[Fact::PhoneOffline, Fact::PhoneAirplaneMode]) {
        return Some(("network.offline".to_owned(), Weight::InTheWay));
    }
    if is(&[Fact::PhoneSaysPortal]) {
        return Some(("network.captive_portal".to_owned(), Weight::InTheWay));
    }
    if is(&[Fact::PhoneWeakSignal]) {
        return Some(("network.weak_or_unstable".to_owned(), Weight::WorthAWord));
    }
    let (rule, weight) = causes.accused_by(finding)?;
    let related = causes.prior(&rule.code, kind.failing()) - causes.prior(&rule.code, crate::Symptom::Other);
    let is_gap = rule.code.starts_with("unknown.");
    if related < UNRELATED || weight < WORTH_A_WORD || is_gap {
        return None;
    }
    // It would go through, only not well.
    let only_worth_a_word = [
        Fact::BankDelayed,
        Fact::StatusDegraded,
        Fact::StatusSelfDegraded,
        Fact::AccountUnusualSignIn,
        Fact::DeviceStorageFull,
        Fact::DeviceOsOutdated,
    ];
    let in_the_way = weight >= STANDS_IN_THE_WAY && rule.severity != Severity::Notice && !is(&only_worth_a_word);
    Some((rule.code.clone(), if in_the_way { Weight::InTheWay } else { Weight::WorthAWord }))
}

fn told(teller: &Teller, causes: &Causes, cause: &str, finding: Finding) -> Option<Unmet> {
    let rule = causes.find(cause)?;
    Some(Unmet {
        cause: rule.code.clone(),
        severity: rule.severity,
        who: rule.who.clone(),
        text: teller.finding(&finding),
        missed_by: missed_by(&finding),
        advice: teller.advice(rule, Some(&finding)),
        finding,
    })
}

fn missed_by(finding: &Finding) -> Option<MissedBy> {
    let detail = |key: &str| finding.details.get(key).filter(|text| !text.is_empty());
    if let Some((amount, asset)) = detail("missed_by").zip(detail("asset")) {
        return Some(MissedBy::Amount(Money { asset: asset.clone(), amount: amount.parse().ok()? }));
    }
    if let Some(count) = detail("characters") {
        return Some(MissedBy::Characters { count: count.parse().ok()? });
    }
    Some(MissedBy::Until { at: detail("until")?.parse().ok()? })
}

/// What is wrong with an application's form. Fields and faults, never a value.
fn form_problems(operation: &Operation, teller: &Teller) -> Vec<Finding> {
    let Operation::Opening { form, minimum_age } = operation else { return Vec::new() };
    let today = teller.audience.true_now.to_zoned(teller.audience.zone.clone()).date();
    let problems = check_form(form, today, *minimum_age).into_iter();
    problems
        .map(|problem| {
            let fact = match problem.cause() {
                "opening.documents_incomplete" => Fact::OpeningFormMissing,
                "opening.bank_details_invalid" => Fact::OpeningFormBank,
                "opening.policy_refused" => Fact::OpeningPolicy,
                _ => Fact::OpeningFormDetails,
            };
            let count = problem.missed_by.map(|count| count.to_string()).unwrap_or_default();
            Finding::new(fact, problem.field.as_str())
                .with("field", problem.field)
                .with("fault", problem.what)
                .with("characters", count)
        })
        .collect()
}
