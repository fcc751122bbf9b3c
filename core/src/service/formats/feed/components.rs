//! The parts of the service that an entry lists, where it clearly does: `Affected components: API, Web` on one line, or that
//! heading with a list below it.

use std::sync::LazyLock;

use regex::Regex;

use crate::service::MAX_AFFECTED;
use crate::service::formats::html::BULLET;
use crate::service::formats::text::title;

/// The heading, and what stands beside it.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^[ \u{a0}]*(?:(?i-u:affected (?:components|services|systems))|受影响的?(?:服务|组件|功能|模块|业务|系统))[ \u{a0}]*(?:[:：][ \u{a0}]*([^\r\n]*)|\r?$)",
    )
    .unwrap_or_else(|_| unreachable!("a fixed pattern"))
});
/// What incident.io writes behind a component: how it is now, not what it is called.
const STATES: &[&str] = &[
    "operational",
    "degraded performance",
    "partial outage",
    "full outage",
    "major outage",
    "maintenance",
    "under maintenance",
];

/// The names in the first list; empty if there is none.
pub(super) fn listed(body: &str) -> Vec<String> {
    let Some(heading) = HEADING.captures(body) else { return Vec::new() };
    let beside = heading.get(1).map(|beside| beside.as_str()).unwrap_or_default();
    let below = heading.get(0).and_then(|whole| body.get(whole.end()..)).unwrap_or_default();
    let items: Vec<&str> = if beside.trim().is_empty() {
        let lines = below.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map_while(|line| line.strip_prefix(BULLET)).take(MAX_AFFECTED).collect()
    } else {
        beside.split([',', '，', '、', ';', '；']).take(MAX_AFFECTED).collect()
    };
    items.into_iter().map(|item| title(Some(without_state(item)))).filter(|name| !name.is_empty()).collect()
}

fn without_state(item: &str) -> &str {
    let item = item.trim().trim_end_matches(['.', '。']);
    let Some((name, state)) = item.strip_suffix(')').and_then(|item| item.rsplit_once('(')) else { return item };
    let known = STATES.iter().any(|known| known.eq_ignore_ascii_case(state.trim()));
    if known { name } else { item }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_beside_its_heading() {
        assert_eq!(
            listed("Sorry.\nAffected components: API, Web (beta), Swaps (Partial outage).\nBye"),
            ["API", "Web (beta)", "Swaps"]
        );
        assert_eq!(listed("受影响的服务：提现、充值。"), ["提现", "充值"]);
    }

    #[test]
    fn a_list_below_its_heading() {
        assert_eq!(
            listed("Affected components\n\n• API (Operational)\n\n• Push notifications\nBye\n• not this"),
            ["API", "Push notifications"]
        );
        assert_eq!(listed(&format!("Affected services:\n{}", "• x\n".repeat(1_000))).len(), MAX_AFFECTED);
    }

    #[test]
    fn prose_lists_nothing() {
        for prose in [
            "",
            "All affected components are fine.",
            "Affected components\nMar 1, 10:00 UTC",
            "Affected components: ",
            "Affected components will be listed.",
        ] {
            assert!(listed(prose).is_empty(), "{prose}");
        }
    }
}
