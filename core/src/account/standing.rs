//! What the state of the account itself amounts to: restrictions, session, checks and the application. Pure.

use jiff::{SignedDuration, Timestamp};

use super::attempted::{Attempted, Holds};
use super::{
    AccountState, Identity, IdentityState, Opening, OpeningReason, OpeningState, Restriction, RestrictionReason,
    SessionState, SignIns, TwoFactor, TwoFactorState,
};
use crate::complaint::plain_code;
use crate::config::CodeRule;
use crate::diagnosis::{Fact, Finding, PART_SEPARATOR};

/// From so many failed sign-ins on they are worth a word.
const FAILED_OFTEN: u32 = 5;
/// How long an unusual sign-in matters.
const UNUSUAL_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The findings of the account's own state, for what was tried.
pub(super) fn judge(
    account: &AccountState,
    attempted: &Attempted<'_>,
    codes: &[CodeRule],
    now: Timestamp,
) -> Vec<Finding> {
    let mut findings = restrictions(account, attempted, codes, now);
    findings.extend(account.session.map(|session| {
        let fact = match session {
            SessionState::Valid => Fact::AccountSessionValid,
            SessionState::Expired => Fact::AccountSessionExpired,
        };
        Finding::new(fact, "")
    }));
    findings.extend(account.sign_in.iter().flat_map(|sign_in| sign_ins(sign_in, now)));
    findings.extend(unknown_devices(account));
    findings.extend(account.two_factor.as_ref().and_then(|check| two_factor(check, attempted)));
    findings.extend(account.identity.iter().flat_map(|check| identity(check, attempted, codes)));
    findings.extend(account.opening.iter().flat_map(|application| opening(application, codes, now)));
    if !account.unreadable.is_empty() {
        let places = account.unreadable.join(PART_SEPARATOR);
        findings.push(Finding::new(Fact::AccountUnreadable, "").with("places", places));
    }
    findings
}

/// What a provider's own code stands for, if the config explains it.
pub(crate) fn explained(code: Option<&String>, about: &str, codes: &[CodeRule]) -> Option<Finding> {
    let code = code?;
    let rule = codes.iter().find(|rule| is_same_code(&rule.code, code))?;
    Some(Finding::new(Fact::CodeSays, &rule.cause).with("about", about))
}

/// Most codes are in ASCII, and there may be many of them.
fn is_same_code(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.trim().eq_ignore_ascii_case(other.trim());
    }
    plain_code(one) == plain_code(other)
}

fn restrictions(account: &AccountState, attempted: &Attempted<'_>, codes: &[CodeRule], now: Timestamp) -> Vec<Finding> {
    let in_force = |restriction: &&Restriction| restriction.until.is_none_or(|until| until > now);
    let listed: Vec<&Restriction> = account.restrictions.iter().flatten().filter(in_force).collect();
    let mut findings = Vec::new();
    for restriction in &listed {
        match attempted.is_among(&restriction.operations) {
            Holds::Yes => {}
            Holds::Perhaps => {
                findings.push(told_of(Fact::AccountPartlyRestricted, restriction));
                continue;
            }
            Holds::No => continue,
        }
        let explained = explained(restriction.code.as_ref(), "restriction", codes);
        // A reason that nobody told is no second reason beside one that the code tells.
        if explained.is_none() || restriction.reason != RestrictionReason::NotTold {
            findings.push(restricted(restriction));
        }
        findings.extend(explained);
    }
    let is_whole = account.is_whole("restrictions");
    let says_none = is_whole && account.restrictions.as_ref().is_some_and(Vec::is_empty);
    let of_everything = listed.iter().any(|restriction| restriction.operations.is_empty());
    match account.restricted {
        Some(false) if of_everything => {
            // A code that says why is as doubtful as what it is the reason of.
            findings.retain(|finding| finding.code != Fact::CodeSays.into());
            findings.push(Finding::new(Fact::AccountContradictory, ""));
            findings.push(Finding::new(Fact::AccountUnrestricted, ""));
        }
        // An empty list means that there is none.
        Some(true) if says_none => findings.push(Finding::new(Fact::AccountContradictory, "")),
        // What is listed accounts for it, or else nobody says what does.
        Some(true) if findings.is_empty() => findings.push(Finding::new(Fact::AccountRestricted, "").with("until", "")),
        // The account as a whole is not, and that is no word against what is restricted in it, or may be.
        Some(false) if findings.is_empty() && is_whole => {
            findings.push(Finding::new(Fact::AccountUnrestricted, ""));
        }
        // What was to end by now may have ended or not: only a list with nothing in it says that there is nothing.
        None if says_none => {
            findings.push(Finding::new(Fact::AccountUnrestricted, ""));
        }
        Some(_) | None => {}
    }
    findings
}

fn restricted(restriction: &Restriction) -> Finding {
    let fact = match restriction.reason {
        RestrictionReason::Locked => Fact::AccountLocked,
        RestrictionReason::RiskControl => Fact::AccountFrozen,
        RestrictionReason::Failures => Fact::AccountFailures,
        RestrictionReason::Review => Fact::AccountInReview,
        RestrictionReason::UnusualSignIn => Fact::AccountHeldForSignIn,
        RestrictionReason::Policy => Fact::AccountPolicy,
        RestrictionReason::NotTold => Fact::AccountRestricted,
    };
    told_of(fact, restriction)
}

/// With what it keeps the person from, if that is not everything, and until when.
fn told_of(fact: Fact, restriction: &Restriction) -> Finding {
    let operations: Vec<&str> = restriction.operations.iter().map(|operation| operation.as_str()).collect();
    Finding::new(fact, "").with_time("until", restriction.until).with("operations", operations.join(PART_SEPARATOR))
}

fn sign_ins(sign_in: &SignIns, now: Timestamp) -> Vec<Finding> {
    let SignIns { failed, attempts_left, unusual_at } = sign_in;
    let often = failed.is_some_and(|failed| failed >= FAILED_OFTEN) || attempts_left.is_some_and(|left| left <= 1);
    let failed = often.then(|| {
        let figure = |figure: &Option<u32>| figure.map(|figure| figure.to_string()).unwrap_or_default();
        Finding::new(Fact::AccountSignInsFailed, "").with("count", figure(failed)).with("left", figure(attempts_left))
    });
    let recent = unusual_at.filter(|at| now.duration_since(*at).abs() <= UNUSUAL_FOR);
    let unusual = recent.map(|at| Finding::new(Fact::AccountUnusualSignIn, "").with("at", at));
    failed.into_iter().chain(unusual).collect()
}

fn unknown_devices(account: &AccountState) -> Option<Finding> {
    let unknown = account.devices.iter().flatten().filter(|device| device.recognised == Some(false) && !device.this);
    let count = unknown.count();
    (count > 0).then(|| Finding::new(Fact::AccountUnknownDevice, "").with("count", count))
}

fn two_factor(check: &TwoFactor, attempted: &Attempted<'_>) -> Option<Finding> {
    let fact = match check.state {
        TwoFactorState::On => Fact::AccountTwoFactorOn,
        TwoFactorState::Failing => Fact::AccountTwoFactorFailing,
        TwoFactorState::Off if check.required_for.is_empty() => Fact::AccountTwoFactorOff,
        TwoFactorState::Off if attempted.operation.is_some_and(|it| check.required_for.contains(&it)) => {
            Fact::AccountTwoFactorRequired
        }
        // Whatever was tried goes without it.
        TwoFactorState::Off => return None,
    };
    Some(Finding::new(fact, ""))
}

fn identity(check: &Identity, attempted: &Attempted<'_>, codes: &[CodeRule]) -> Vec<Finding> {
    let fact = match check.state {
        IdentityState::Verified => Fact::AccountIdentityVerified,
        IdentityState::Unverified => Fact::AccountIdentityUnverified,
        IdentityState::UnderReview => Fact::AccountIdentityInReview,
        IdentityState::Rejected => Fact::AccountIdentityRejected,
        IdentityState::Expired => Fact::AccountIdentityExpired,
    };
    let told = |fact: Fact| Finding::new(fact, "").with("missing", check.missing.join(PART_SEPARATOR));
    let is_open = matches!(check.state, IdentityState::Unverified | IdentityState::Expired);
    let needed = attempted.operation.is_some_and(|operation| check.required_for.contains(&operation));
    let required = (is_open && needed).then(|| told(Fact::AccountIdentityRequired));
    let explained = explained(check.code.as_ref(), "identity", codes);
    let explained = explained.filter(|_| check.state != IdentityState::Verified);
    std::iter::once(told(fact)).chain(required).chain(explained).collect()
}

fn opening(application: &Opening, codes: &[CodeRule], now: Timestamp) -> Vec<Finding> {
    let missing = application.missing.join(PART_SEPARATOR);
    let told = |fact: Fact| Finding::new(fact, "").with("missing", &missing);
    let explained = explained(application.code.as_ref(), "opening", codes);
    let reasons = application.reasons.iter().map(|reason| {
        told(match reason {
            OpeningReason::PersonalDetails => Fact::OpeningDetails,
            OpeningReason::Documents => Fact::OpeningDocuments,
            OpeningReason::BankDetails => Fact::OpeningBank,
            OpeningReason::Policy => Fact::OpeningPolicy,
        })
    });
    let mut findings: Vec<Finding> = Vec::new();
    match application.state {
        OpeningState::Approved => {
            findings.push(Finding::new(Fact::OpeningApproved, ""));
            if !application.reasons.is_empty() || !application.missing.is_empty() {
                findings.push(Finding::new(Fact::OpeningContradictory, ""));
            }
        }
        OpeningState::UnderReview => {
            findings.push(
                Finding::new(Fact::OpeningInReview, "")
                    .with_time("until", application.decided_by.filter(|by| *by > now)),
            );
        }
        OpeningState::NeedsMore if application.reasons.is_empty() => findings.push(told(Fact::OpeningDocuments)),
        OpeningState::Refused if application.reasons.is_empty() && explained.is_none() => {
            findings.push(told(Fact::OpeningRefused));
        }
        OpeningState::NeedsMore | OpeningState::Refused => findings.extend(reasons),
    }
    findings.extend(explained.filter(|_| application.state != OpeningState::Approved));
    findings
}
