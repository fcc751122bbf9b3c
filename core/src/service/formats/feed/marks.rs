//! How a status page's own feed says how something stands: the word before each update, a line 'Status: …', or a word in
//! brackets before the title.
//!
//! What the pages publish:
//!
//! * Atlassian Statuspage, `/history.rss` and `/history.atom` (<https://www.githubstatus.com/history.rss>): one entry for each
//!   incident, the newest update first, `Mar 1, 10:58 UTC` / `Resolved - This incident has been resolved.`
//! * Instatus (<https://status.northflank.com/history.rss>): `Type: Incident`, `Affected Components: …`, and the updates with
//!   the oldest first, `Mar 1, 10:58:00 GMT+0 - Resolved - …`
//! * incident.io, `/feed.rss` and `/feed.atom` (<https://status.openai.com/feed.rss>): `Status: Resolved`, the text,
//!   `Affected components` and a list.
//! * cState (<https://github.com/cstate/cstate>): `[Resolved] ` before the title.

use std::cmp::Ordering;
use std::sync::LazyLock;

use regex::Regex;

/// A status word of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Investigating,
    Identified,
    Monitoring,
    Update,
    Resolved,
    Postmortem,
    Scheduled,
    InProgress,
    Verifying,
    Completed,
    Cancelled,
}

/// What kind of thing a status word is only used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Incident,
    Maintenance,
}

impl Mark {
    /// The word, in lower case or in Chinese.
    fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
            "investigating" | "调查中" | "正在调查" => Self::Investigating,
            "identified" | "已确认" | "已定位" => Self::Identified,
            "monitoring" | "观察中" | "监控中" => Self::Monitoring,
            "update" | "更新" => Self::Update,
            "resolved" | "已解决" | "已恢复" | "已修复" => Self::Resolved,
            "postmortem" => Self::Postmortem,
            "scheduled" | "计划中" | "已安排" => Self::Scheduled,
            "in progress" | "进行中" | "处理中" | "维护中" => Self::InProgress,
            "verifying" | "验证中" => Self::Verifying,
            "completed" | "complete" | "已完成" | "已结束" => Self::Completed,
            "cancelled" | "canceled" | "已取消" => Self::Cancelled,
            _ => return None,
        })
    }

    /// Pages use these words for one kind of thing only.
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Self::Investigating | Self::Identified | Self::Monitoring | Self::Resolved | Self::Postmortem => {
                Some(Kind::Incident)
            }
            Self::Scheduled | Self::Verifying | Self::Completed => Some(Kind::Maintenance),
            Self::Update | Self::InProgress | Self::Cancelled => None,
        }
    }

    /// How far along, to see which end of a list is the newer one.
    fn rank(self) -> Option<u8> {
        match self {
            Self::Update => None,
            Self::Investigating | Self::Scheduled => Some(0),
            Self::Identified | Self::InProgress => Some(1),
            Self::Monitoring | Self::Verifying => Some(2),
            Self::Resolved | Self::Completed | Self::Cancelled => Some(3),
            Self::Postmortem => Some(4),
        }
    }
}

/// What a page says of an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// The latest word; `Update` only where there is no other.
    pub(super) mark: Option<Mark>,
    /// What the words are about.
    pub(super) kind: Option<Kind>,
}

/// English words as they stand before an update, and after 'Status:'.
const WORDS: &str = "investigating|identified|monitoring|update|resolved|post-?mortem|scheduled|in progress|verifying|completed?|\
                     cancell?ed|调查中|正在调查|已确认|已定位|观察中|监控中|更新|已解决|已恢复|已修复|计划中|已安排|进行中|处理中|维护中|\
                     验证中|已完成|已结束|已取消";

/// `Status: Resolved`, alone on its line, of the whole entry.
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)^ *(?i-u:status|当前状态|状态)[:：\u{{a0}} ]+(?i-u:maintenance )?(?i-u:({WORDS}))(?:[\r\n\u{{a0}} ]|$)"
    ))
});
/// A word before an update: at the start of a line or after the update's time, and with a hyphen after it.
static UPDATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)(?:^|[\u{{a0}} ][-–—]|(?-u:\b)[A-Z]{{1,5}}(?:[+-][0-9:]{{1,5}})?)[\u{{a0}} ]*(?i-u:({WORDS}))[\u{{a0}} ]*[-–—](?:[\u{{a0}} \r\n]|$)"
    ))
});
/// `[Resolved] …`, and `Resolved: …` as a title.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"^ *(?:[\[【(（] *(?i-u:({WORDS})) *[\]】)）]|(?i-u:({WORDS})) *(?:[:：]| [-–—] ))"))
});
/// `Type: Incident`.
static TYPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^ *(?i-u:type): *(?i-u:(incident|maintenance)) *\r?$"));
/// The line that Statuspage puts above the updates of a maintenance.
const SCHEDULED_EVENT: &str = "THIS IS A SCHEDULED EVENT";

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|_| unreachable!("a fixed pattern"))
}

/// How many updates of one entry are looked at.
const MAX_UPDATES: usize = 200;

/// What a title says. Only a word in brackets makes anything of a title that says nothing else: `Monitoring: why it matters`
/// is prose.
pub(super) fn of_title(title: &str) -> Standing {
    let Some(found) = TITLE.captures(title) else { return Standing::default() };
    let mark = |group: usize| found.get(group).and_then(|word| Mark::of(word.as_str()));
    let bracketed = mark(1);
    let kind = bracketed.and_then(Mark::kind).filter(|kind| *kind == Kind::Incident);
    Standing { mark: bracketed.or_else(|| mark(2)).filter(|mark| *mark != Mark::Update), kind }
}

/// What a body says. Of one that was `cut`, the end may be missing.
pub(super) fn of_body(body: &str, cut: bool) -> Standing {
    if let Some(mark) = STATUS.captures(body).and_then(|found| Mark::of(found.get(1)?.as_str())) {
        return Standing { mark: Some(mark), kind: mark.kind() };
    }
    let kind = match TYPE.captures(body).as_ref().and_then(|found| found.get(1)) {
        Some(kind) if kind.as_str().eq_ignore_ascii_case("incident") => Some(Kind::Incident),
        Some(_) => Some(Kind::Maintenance),
        None if body.contains(SCHEDULED_EVENT) => Some(Kind::Maintenance),
        None => None,
    };
    let marks = updates(body);
    let decisive: Vec<Mark> = marks.iter().copied().filter(|mark| mark.rank().is_some()).collect();
    let (first, last) = (decisive.first().copied(), decisive.last().copied());
    let mark = match last.and_then(Mark::rank).cmp(&first.and_then(Mark::rank)) {
        // A list that ends further along than it begins has its newest entry last.
        Ordering::Greater if !cut => last,
        Ordering::Less => first,
        Ordering::Equal if !cut => first.or_else(|| marks.first().copied()),
        Ordering::Greater | Ordering::Equal => None,
    };
    Standing { mark, kind: kind.or_else(|| told(&decisive)) }
}

/// Scheduled work has its own words, and borrows those of incidents; never the other way round.
fn told(marks: &[Mark]) -> Option<Kind> {
    let kinds = || marks.iter().filter_map(|mark| mark.kind());
    kinds().find(|kind| *kind == Kind::Maintenance).or_else(|| kinds().next())
}

fn updates(body: &str) -> Vec<Mark> {
    UPDATE.captures_iter(body).take(MAX_UPDATES).filter_map(|found| Mark::of(found.get(1)?.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(body: &str) -> Standing {
        of_body(body, false)
    }

    fn of(mark: Mark, kind: Option<Kind>) -> Standing {
        Standing { mark: Some(mark), kind }
    }

    #[test]
    fn the_newest_update_decides_at_whichever_end_it_is() {
        let newest_first = "Mar 1, 10:58 UTC\nResolved - All is well.\n\nMar 1, 10:00 UTC\nUpdate - Soon.\n\nMar 1, 09:00 UTC\nInvestigating - Looking.";
        assert_eq!(standing(newest_first), of(Mark::Resolved, Some(Kind::Incident)));
        let oldest_first = "Type: Incident\nAffected Components: API\nMar 1, 09:00:00 GMT+0 - Investigating - Looking. Mar 1, 10:58:00 GMT+0 - Resolved - All is well.";
        assert_eq!(standing(oldest_first), of(Mark::Resolved, Some(Kind::Incident)));
        assert_eq!(of_body(oldest_first, true).mark, None, "the end may be missing");
        assert_eq!(of_body(newest_first, true).mark, Some(Mark::Resolved));
        let reopened = "Investigating - Again.\nResolved - Well.\nInvestigating - Looking.";
        assert_eq!(standing(reopened).mark, Some(Mark::Investigating));
        assert_eq!(standing("Update - Soon.\nIdentified - Found.").mark, Some(Mark::Identified));
    }

    #[test]
    fn work_has_words_of_its_own() {
        let scheduled =
            "THIS IS A SCHEDULED EVENT Mar 1, 02:00 - 04:00 UTC\nFeb 20, 10:00 UTC\nScheduled - Database work.";
        assert_eq!(standing(scheduled), of(Mark::Scheduled, Some(Kind::Maintenance)));
        assert_eq!(standing("In progress - Now.\nScheduled - Soon."), of(Mark::InProgress, Some(Kind::Maintenance)));
        assert_eq!(standing("Identified - Oh.\nScheduled - Soon.").kind, Some(Kind::Maintenance));
        assert_eq!(standing("In progress - We are on it."), of(Mark::InProgress, None));
        assert_eq!(standing("Type: Maintenance\nUpdate - Soon."), of(Mark::Update, Some(Kind::Maintenance)));
    }

    #[test]
    fn a_line_about_the_whole_entry_decides_alone() {
        let incident_io =
            "Status: Monitoring\n\nResolved - is what we hope for.\n\nAffected components\n• API (Operational)";
        assert_eq!(standing(incident_io), of(Mark::Monitoring, Some(Kind::Incident)));
        assert_eq!(standing("Status: Maintenance in progress").mark, Some(Mark::InProgress));
        assert_eq!(standing("当前状态：已恢复\n谢谢").mark, Some(Mark::Resolved));
        assert_eq!(standing("Status: resolvedly"), Standing::default());
    }

    #[test]
    fn a_title_may_begin_with_a_word() {
        assert_eq!(of_title("[Resolved] Slow payments"), of(Mark::Resolved, Some(Kind::Incident)));
        assert_eq!(of_title("【处理中】提现延迟"), of(Mark::InProgress, None));
        assert_eq!(of_title("Monitoring: slow payments"), of(Mark::Monitoring, None));
        for prose in
            ["Monitoring your portfolio", "Resolved", "Identified-by-name transfers", "Updates: none", "[Update] x"]
        {
            assert_eq!(of_title(prose), Standing::default(), "{prose}");
        }
    }

    #[test]
    fn prose_is_no_mark() {
        for prose in [
            "We are investigating - and will tell.",
            "Resolved issues: none.",
            "Monitoring\nyour portfolio",
            "The update - it is here.",
            "Status: unknown",
            "Type: Blog",
        ] {
            assert_eq!(standing(prose), Standing::default(), "{prose}");
        }
    }
}
