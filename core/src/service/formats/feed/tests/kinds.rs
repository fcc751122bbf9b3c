//! What people write: kinds, standings and windows from titles and prose, in both languages.

use jiff::Timestamp;

use super::super::meaning::UNTENDED_INCIDENT;
use super::{PUBLISHED, Written, everywhere, incident, maintenance, notice, written};
use crate::service::{ServiceState, WorkPhase};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn an_incident_in_prose_lapses_by_itself() {
    for (title, state) in [
        ("Withdrawal delays", ServiceState::Degraded),
        ("Delayed BTC deposits", ServiceState::Degraded),
        ("Degraded performance of the API", ServiceState::Degraded),
        ("Partial outage of swaps", ServiceState::Degraded),
        ("Payments unavailable for some users", ServiceState::Degraded),
        ("Card payments are down", ServiceState::Outage),
        ("Service outage", ServiceState::Outage),
        ("Withdrawals temporarily unavailable", ServiceState::Outage),
        ("提现延迟公告", ServiceState::Degraded),
        ("关于部分用户无法提现的说明", ServiceState::Degraded),
        ("充值到账异常", ServiceState::Degraded),
        ("系统故障公告", ServiceState::Degraded),
        ("交易服务中断", ServiceState::Outage),
        ("目前无法登录", ServiceState::Outage),
    ] {
        let incident = incident(title, "<p>We are sorry.</p>");
        assert_eq!((incident.state, incident.over), (state, false), "{title}");
        assert_eq!(incident.started_at, Some(time(PUBLISHED)));
        assert_eq!(incident.ends_at, Some(time(PUBLISHED).checked_add(UNTENDED_INCIDENT).unwrap()), "{title}");
        assert_eq!(incident.components, [title], "its title stands for what it lists no parts of");
    }
}

#[test]
fn an_incident_that_is_said_to_be_over_is_over() {
    for (title, html) in [
        ("Withdrawal delays – resolved", ""),
        ("Service outage: all systems restored", ""),
        ("Service restored after an outage", ""),
        ("提现延迟已恢复", ""),
        ("【已解决】充值到账异常", ""),
        ("[Resolved] Slow swaps", ""),
        ("Withdrawal delays", "<p>Update. The delays have been resolved.</p><p>We saw delays.</p>"),
        ("系统故障公告", "目前提现服务已恢复正常，感谢您的耐心。"),
    ] {
        let incident = incident(title, html);
        assert!(incident.over && incident.ends_at.is_none(), "{title}");
    }
}

#[test]
fn what_a_page_calls_open_does_not_lapse() {
    let open = |title, html| incident(title, html).ends_at.is_none();
    assert!(open("[Investigating] Card payments", ""));
    assert!(open("Monitoring: withdrawal delays", ""));
    assert!(open("【处理中】提现延迟", ""));
    assert!(!open("Withdrawal delays", "<p>Update - they are shorter now.</p>"), "people write that too");
}

#[test]
fn what_will_be_over_is_not() {
    for (title, html) in [
        ("Service outage, to be resolved", ""),
        ("Withdrawal delays not yet resolved", ""),
        ("Withdrawal delays", "Withdrawals wait until the issue has been resolved. They will be back to normal soon."),
        ("Withdrawal delays", "Deposits have been restored for some users."),
        ("系统故障公告", "预计今晚恢复正常。部分用户已恢复。"),
        ("提现服务中断，尚未恢复", ""),
    ] {
        let incident = incident(title, html);
        assert!(!incident.over && incident.ends_at.is_some(), "{title}");
    }
}

#[test]
fn nobody_knows_of_an_incident_without_a_time() {
    let report = everywhere(&[Written { published: "", ..written("Service outage", "Sorry") }]);
    assert_eq!((report.incidents.len(), report.notices.len()), (0, 1));
    let report = everywhere(&[Written { published: "", ..written("[Investigating] Service outage", "Sorry") }]);
    assert_eq!((report.incidents.len(), report.notices.len()), (1, 0), "the page says that it is open");
}

#[test]
fn maintenance_has_the_window_that_is_written() {
    let night = (Some(time("2026-03-01T02:00:00Z")), Some(time("2026-03-01T04:00:00Z")));
    for (title, html) in [
        ("Scheduled maintenance 2026-03-01 02:00 - 04:00 UTC", ""),
        ("Database maintenance", "<p>On <b>2026-03-01</b> 10:00 - 12:00 (UTC+8)</p>"),
        ("Network upgrade", "Window: 2026-03-01T02:00:00Z/2026-03-01T04:00:00Z"),
        ("Wallet system upgrade", "<td>March 1, 2026, 02:00 &ndash; 04:00 UTC</td>"),
        ("Suspension of ETH withdrawals", "Mar 1, 02:00&nbsp;-&nbsp;04:00 UTC"),
        ("提现维护公告", "<p>北京时间3月1日10:00至12:00</p>"),
        ("关于系统升级的公告", "2026年3月1日 10:00 至 12:00（UTC+8）期间"),
        ("关于暂停BTC充提的公告", "时间：2026/03/01 10:00~2026/03/01 12:00（北京时间）"),
        ("服务器停机维护", "开始时间：2026-03-01 10:00（UTC+8）<br>结束时间：2026-03-01 12:00（UTC+8）"),
    ] {
        let work = maintenance(title, html);
        assert_eq!((work.starts_at, work.ends_at), night, "{title}");
        assert_eq!(work.phase, None, "{title}");
    }
    assert_eq!(maintenance("提现维护公告", "").components, ["提现维护公告"]);
}

#[test]
fn maintenance_without_a_window_has_none() {
    for html in ["", "Tonight from two to four.", "2026-03-01 02:00 - 04:00", "Feb 30, 02:00 - 04:00 UTC"] {
        let work = maintenance("Scheduled maintenance", html);
        assert_eq!((work.starts_at, work.ends_at, work.phase), (None, None, None), "{html}");
    }
    let now = maintenance("Maintenance in progress", "");
    assert_eq!((now.starts_at, now.ends_at, now.phase), (Some(time(PUBLISHED)), None, None), "prose is not kept up");
    assert_eq!(maintenance("系统维护进行中", "").starts_at, Some(time(PUBLISHED)));
}

#[test]
fn maintenance_is_over_or_called_off() {
    let window = "2026-03-01 02:00 - 04:00 UTC";
    for (title, phase) in [
        ("Maintenance completed", WorkPhase::Over),
        ("系统维护已完成", WorkPhase::Over),
        ("升级完成：钱包服务恢复正常", WorkPhase::Over),
        ("[Completed] Database maintenance", WorkPhase::Over),
        ("Maintenance cancelled", WorkPhase::Cancelled),
        ("Scheduled maintenance postponed", WorkPhase::Cancelled),
        ("关于取消系统维护的公告", WorkPhase::Cancelled),
        ("系统升级延期通知", WorkPhase::Cancelled),
    ] {
        assert_eq!(maintenance(title, window).phase, Some(phase), "{title}");
    }
}

#[test]
fn keeps_ordinary_news_a_notice_that_accuses_nobody() {
    for title in [
        "How we improved reliability after last year's outage",
        "Introducing zero-delay withdrawals",
        "Why do transactions get delayed?",
        "Never worry about an outage again",
        "Compensation for the outage of 1 February",
        "Understanding withdrawal delays",
        "Our system had no outage in 2025",
        "Update your app",
        "Upgrade to Premium",
        "Delayed quotes for stocks",
        "Down the rabbit hole: a story",
        "Network fees are down by half",
        "Monitoring your portfolio",
        "Monitoring: why it matters",
        "Identified: the art of the year",
        "New: Resolved disputes at a glance",
        "提现延迟怎么办",
        "低延迟交易上线",
        "如何避免系统故障",
        "异常交易检测功能说明",
        "会员升级活动",
        "去年故障的复盘",
        "取消订单功能介绍",
        "恢复助记词教程",
        "",
    ] {
        let notice = notice(title, "<p>Read on. The outage has been resolved.</p>");
        assert_eq!(notice.title, title);
        assert_eq!(notice.published_at, Some(time(PUBLISHED)));
        assert_eq!((notice.starts_at, notice.ends_at), (None, None));
    }
}

#[test]
fn kinds_stand_side_by_side_in_the_feeds_order() {
    let report = everywhere(&[
        written("Service outage", "1"),
        written("New look", "2"),
        written("Scheduled maintenance", "3"),
        written("[Resolved] Slow swaps", "4"),
    ]);
    let bodies: Vec<&str> = report.incidents.iter().map(|incident| incident.body.as_str()).collect();
    assert_eq!(bodies, ["1", "4"]);
    assert_eq!((report.maintenances[0].body.as_str(), report.notices[0].body.as_str()), ("3", "2"));
    assert_eq!(everywhere(&[]).incidents, []);
}
