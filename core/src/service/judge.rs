//! What the service sources amount to together. Pure: the time is an argument. The rules by which sources that disagree are
//! weighed: docs/service.md.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::current::LastHeard;
use super::relevance::{Concern, Tried};
use super::statement::{Says, Statement, statements};
use super::word::{Word, is_later, newest_of_each_page};
use crate::diagnosis::{Fact, Finding, PART_SEPARATOR};
use crate::observation::{Observed, SourceObservation, UnknownWhy};

/// The findings of all sources.
pub(crate) fn judge(sources: &[SourceObservation], tried: &Tried, now: Timestamp) -> Vec<Finding> {
    let words: Vec<Word<'_>> = sources.iter().filter_map(|source| Word::of(source, now)).collect();
    let lagging = words.iter().filter(|word| word.is_lagging).map(|word| (word.source, word.source));
    let mut findings: Vec<Finding> = sources.iter().filter_map(unanswered).collect();
    findings.extend(lagging.map(lags));
    let (words, behind) = newest_of_each_page(words, now);
    findings.extend(behind.into_iter().map(lags));
    let heard = LastHeard::of(&words, now);
    let told = words.iter().flat_map(|word| statements(word, &heard, tried, now)).collect();
    let (standing, overruled) = weigh(told);
    let overruled: BTreeSet<Finding> = overruled
        .iter()
        .map(|(loser, winner)| {
            Finding::new(Fact::StatusContradicted, loser.source).with("by", winner).with("fact", fact_for(loser))
        })
        .collect();
    findings.extend(overruled);
    findings.extend(collapse(standing).into_iter().map(|(statement, also)| told_as(&statement, &also)));
    findings
}

/// What is known of a source that did not answer with anything readable.
fn unanswered(observation: &SourceObservation) -> Option<Finding> {
    let Observed::Unknown { why, .. } = &observation.report else { return None };
    let fact = match why {
        UnknownWhy::Unreadable | UnknownWhy::TooLarge | UnknownWhy::Truncated | UnknownWhy::Redirected => {
            Fact::StatusUnreadable
        }
        UnknownWhy::BadSignature => Fact::StatusBadSignature,
        UnknownWhy::HttpStatus if observation.busy => Fact::StatusPageBusy,
        UnknownWhy::TimedOut
        | UnknownWhy::Unreachable
        | UnknownWhy::HttpStatus
        | UnknownWhy::HostFailed
        | UnknownWhy::HostPanicked => Fact::StatusUnreachable,
    };
    let retry = observation.retry_after_s.map(|seconds| seconds.to_string()).unwrap_or_default();
    Some(Finding::new(fact, &observation.source).with("retry_after_s", retry))
}

fn lags((source, behind): (&str, &str)) -> Finding {
    Finding::new(Fact::StatusLagging, source).with("by", behind)
}

/// Holds what sources say against each other (docs/service.md, 'When sources disagree'). Gives what stands, and what was
/// overruled by which source.
fn weigh(told: Vec<Statement<'_>>) -> (Vec<Statement<'_>>, Vec<(Statement<'_>, &str)>) {
    let told_to_matter = || told.iter().filter(|it| it.concern > Concern::No);
    let (fine, troubles): (Vec<_>, Vec<_>) =
        told_to_matter().filter(|it| is_fine(it) || it.says.badness() > 0).partition(|it| is_fine(it));
    // Nobody who has not signed overrules somebody who has.
    let may_overrule =
        |other: &Statement<'_>, it: &Statement<'_>| other.source != it.source && (other.is_signed || !it.is_signed);
    let loses_to = |it: &Statement<'_>| {
        let winner = if is_fine(it) {
            troubles.iter().filter(|other| may_overrule(other, it)).find(|trouble| beats_fine(trouble, it))
        } else if it.says == Says::MaintenancePlannedNow {
            // From memory only as long as nobody knows better.
            let knows = |other: &&&Statement<'_>| other.concern == Concern::Yes && other.says != Says::Degraded;
            troubles.iter().filter(|other| may_overrule(other, it)).find(knows)
        } else if it.says.badness() > 0 && !it.says.is_maintenance() && !it.is_measured {
            fine.iter().filter(|other| may_overrule(other, it)).find(|fine| is_later(fine.changed_at, it.changed_at))
        } else {
            None
        };
        winner.map(|winner| winner.source)
    };
    let winners: Vec<Option<&str>> = told.iter().map(loses_to).collect();
    let (mut standing, mut overruled) = (Vec::new(), Vec::new());
    for (statement, winner) in told.into_iter().zip(winners) {
        match winner {
            Some(winner) => overruled.push((statement, winner)),
            None => standing.push(statement),
        }
    }
    (standing, overruled)
}

/// Whether trouble overrules somebody's 'all is well': maintenance that goes on does, and what the service measures of itself,
/// and what was said later.
fn beats_fine(trouble: &Statement<'_>, fine: &Statement<'_>) -> bool {
    let goes_on = trouble.says.is_maintenance() && trouble.concern == Concern::Yes;
    goes_on || trouble.is_measured || is_later(trouble.changed_at, fine.changed_at)
}

fn is_fine(statement: &Statement<'_>) -> bool {
    statement.says == Says::Well
}

/// One statement of each kind: of several sources that speak of the same the one that was changed last, of one source the
/// one that matters longest. With each, the other sources that say the same.
fn collapse(standing: Vec<Statement<'_>>) -> Vec<(Statement<'_>, Vec<&str>)> {
    let mut kinds: Vec<(Statement<'_>, Vec<&str>)> = Vec::new();
    for statement in standing {
        let kind = fact_for(&statement);
        let same = kinds.iter_mut().find(|(first, _)| {
            fact_for(first) == kind && (first.source == statement.source || speak_of_the_same(first, &statement))
        });
        match same {
            None => kinds.push((statement, Vec::new())),
            Some((first, _)) if first.source == statement.source => merge(first, statement),
            Some((first, also)) => {
                let replaces = is_later(statement.changed_at, first.changed_at);
                let other = if replaces { std::mem::replace(first, statement).source } else { statement.source };
                if !also.contains(&other) {
                    also.push(other);
                }
                also.retain(|source| *source != first.source);
            }
        }
    }
    kinds
}

/// Two statements of one kind by one source.
fn merge<'a>(first: &mut Statement<'a>, second: Statement<'a>) {
    match (first.title.is_empty(), second.title.is_empty()) {
        // Parts of which no more is said than how they are.
        (true, true) => first.parts.extend(second.parts),
        // Whoever says more is told.
        (true, false) => *first = second,
        (false, true) => {}
        (false, false) if matters_longer(&second, first) => *first = second,
        (false, false) => {}
    }
}

/// Whether what two sources say is about one thing, so that one of them may speak for both. That all is well, or that
/// something is not about this, is told of each.
fn speak_of_the_same(one: &Statement<'_>, other: &Statement<'_>) -> bool {
    let is_told_once = one.says.badness() > 0 || one.says == Says::MaintenanceSoon;
    let same = |part: &&str| other.parts.iter().any(|theirs| theirs.eq_ignore_ascii_case(part));
    let matters = one.concern > Concern::No;
    is_told_once && matters && ((!one.title.is_empty() && one.title == other.title) || one.parts.iter().any(same))
}

/// Of two windows the one that ends later, and for what is still to come the one that begins sooner; else what was changed
/// last.
fn matters_longer(one: &Statement<'_>, other: &Statement<'_>) -> bool {
    if one.says == Says::MaintenanceSoon {
        return is_later(other.starts_at, one.starts_at);
    }
    if one.says.is_maintenance() {
        // One without an end lasts longest.
        return other.ends_at.is_some() && one.ends_at.is_none_or(|end| Some(end) > other.ends_at);
    }
    is_later(one.changed_at, other.changed_at)
}

/// The fact as which a statement is told, by how much it matters.
fn fact_for(statement: &Statement<'_>) -> Fact {
    use Concern::{No, Perhaps, Yes};
    match (statement.says, statement.concern) {
        (Says::Well, _) => Fact::StatusOperational,
        (Says::Answers, _) => Fact::StatusAnswers,
        (Says::LastKnown, _) => Fact::StatusLastKnown,
        (_, No) => Fact::StatusElsewhere,
        (Says::MaintenanceNow | Says::MaintenanceOverrun, Perhaps) => Fact::StatusMaintenancePerhaps,
        (Says::MaintenanceNow, Yes) => Fact::StatusMaintenanceNow,
        (Says::MaintenanceOverrun, Yes) => Fact::StatusMaintenanceOverrun,
        (Says::MaintenancePlannedNow, Perhaps | Yes) => Fact::StatusMaintenancePlannedNow,
        (Says::MaintenanceSoon, Perhaps | Yes) => Fact::StatusMaintenanceSoon,
        (Says::Outage | Says::Degraded, Perhaps) => Fact::StatusTroublePerhaps,
        // The service itself asks to be left alone.
        (Says::Outage | Says::Degraded, Yes) if statement.is_measured && statement.is_busy => Fact::StatusBusy,
        (Says::Outage, Yes) if statement.is_measured => Fact::StatusSelfDown,
        (Says::Degraded, Yes) if statement.is_measured => Fact::StatusSelfDegraded,
        (Says::Outage, Yes) => Fact::StatusOutage,
        (Says::Degraded, Yes) => Fact::StatusDegraded,
    }
}

/// How many parts a finding names.
const MAX_NAMED: usize = 3;

fn told_as(statement: &Statement<'_>, also: &[&str]) -> Finding {
    let parts: Vec<&str> = statement.parts.iter().copied().take(MAX_NAMED).collect();
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    Finding::new(fact_for(statement), statement.source)
        .with("title", statement.title)
        .with("parts", parts.join(PART_SEPARATOR))
        .with("from", time(statement.starts_at))
        .with("until", time(statement.ends_at))
        .with("as_of", time(statement.as_of))
        .with("also", also.join(PART_SEPARATOR))
        .with("retry_after_s", statement.retry_after_s.map(|seconds| seconds.to_string()).unwrap_or_default())
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
