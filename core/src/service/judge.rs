//! What the service sources amount to together. Pure: the time is an argument. The rules by which sources that disagree are
//! weighed: docs/service.md.

use jiff::Timestamp;

use super::relevance::{Concern, Tried};
use super::statement::{LastHeard, Says, Statement, statements};
use super::word::{Word, is_later, newest_of_each_page};
use crate::diagnosis::{Fact, Finding, PART_SEPARATOR};
use crate::observation::{Observed, SourceObservation, UnknownWhy};

/// The findings of all sources.
pub(crate) fn judge(sources: &[SourceObservation], tried: &Tried, now: Timestamp) -> Vec<Finding> {
    let words: Vec<Word<'_>> = sources.iter().filter_map(|source| Word::of(source, now)).collect();
    let lagging = words.iter().filter(|word| word.is_lagging).map(|word| (word.source, word.source));
    let mut findings: Vec<Finding> = sources.iter().filter_map(unanswered).collect();
    findings.extend(lagging.map(lags));
    let (words, behind) = newest_of_each_page(words);
    findings.extend(behind.into_iter().map(lags));
    let heard = LastHeard::of(&words);
    let told = words.iter().flat_map(|word| statements(word, &heard, tried, now)).collect();
    let (standing, overruled) = weigh(told);
    findings.extend(overruled.iter().map(|(loser, winner)| {
        Finding::new(Fact::StatusContradicted, loser.source).with("by", winner).with("fact", fact_for(loser))
    }));
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
        UnknownWhy::HttpStatus if observation.retry_after_s.is_some() => Fact::StatusPageBusy,
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

/// Holds what one source calls well against what others call trouble. Maintenance that goes on beats 'all is well'; of
/// anything else what was changed last counts; where that can't be told, both stand and weigh against each other. Gives
/// what stands, and what was overruled by which source.
fn weigh(told: Vec<Statement<'_>>) -> (Vec<Statement<'_>>, Vec<(Statement<'_>, &str)>) {
    let told_to_matter = || told.iter().filter(|it| it.concern > Concern::No);
    let (fine, troubles): (Vec<_>, Vec<_>) =
        told_to_matter().filter(|it| is_fine(it) || it.says.badness() > 0).partition(|it| is_fine(it));
    let of_others = |it: &Statement<'_>, other: &&&Statement<'_>| other.source != it.source;
    let loses_to = |it: &Statement<'_>| {
        let winner = if is_fine(it) {
            let beats = |trouble: &&&Statement<'_>| {
                trouble.says.is_maintenance() || is_later(trouble.changed_at, it.changed_at)
            };
            troubles.iter().filter(|other| of_others(it, other)).find(beats)
        } else if it.says.badness() > 0 && !it.says.is_maintenance() {
            fine.iter().filter(|other| of_others(it, other)).find(|fine| is_later(fine.changed_at, it.changed_at))
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

fn is_fine(statement: &Statement<'_>) -> bool {
    statement.says == Says::Well
}

/// One statement of each kind: of several sources the one that was changed last, of one source the one that matters longest.
/// With each, the other sources that say the same.
fn collapse(standing: Vec<Statement<'_>>) -> Vec<(Statement<'_>, Vec<&str>)> {
    let mut kinds: Vec<(Statement<'_>, Vec<&str>)> = Vec::new();
    for statement in standing {
        let kind = fact_for(&statement);
        // What all is well with, or does not matter, is told of each source.
        let told_of_each = statement.says.badness() == 0 && kind != Fact::StatusMaintenanceSoon;
        let same = kinds.iter_mut().find(|(first, _)| {
            fact_for(first) == kind
                && (!(told_of_each || kind == Fact::StatusElsewhere) || first.source == statement.source)
        });
        match same {
            None => kinds.push((statement, Vec::new())),
            // Parts of which no more is said than how they are.
            Some((first, _))
                if first.source == statement.source && first.title.is_empty() && statement.title.is_empty() =>
            {
                first.parts.extend(statement.parts);
            }
            Some((first, also)) => {
                let replaces = if first.source == statement.source {
                    matters_longer(&statement, first)
                } else {
                    is_later(statement.changed_at, first.changed_at)
                };
                let other = if replaces { std::mem::replace(first, statement).source } else { statement.source };
                if other != first.source && !also.contains(&other) {
                    also.push(other);
                }
                also.retain(|source| *source != first.source);
            }
        }
    }
    kinds
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
        (Says::Outage | Says::Degraded, Yes) if statement.retry_after_s.is_some() => Fact::StatusBusy,
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
        .with("measured", if statement.is_measured { "yes" } else { "" })
        .with("from", time(statement.starts_at))
        .with("until", time(statement.ends_at))
        .with("as_of", time(statement.as_of))
        .with("also", also.join(PART_SEPARATOR))
        .with("retry_after_s", statement.retry_after_s.map(|seconds| seconds.to_string()).unwrap_or_default())
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
