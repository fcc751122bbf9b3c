//! HTTP statuses in a plain text (RFC 9110, section 15), where the text says that they are some.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::codes::{is_no_amount_after, is_no_amount_before, stands_alone};

/// What an error is of, if the number after it is no status: 'amount error 500'.
const NO_STATUS_OF: [&str; 14] = [
    "金额", "余额", "数额", "限额", "额度", "费用", "费", "价格", "密码", "amount", "balance", "limit", "fee", "price",
];

/// The ways in which a status is written; its number is the first group.
static WRITTEN: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [
        // `HTTP/1.1 503`, `http status: 429`, `错误码(502)`, `"code":500`.
        r#"(?:http(?:/[0-9](?:\.[0-9])?)?|status|error|response|错误|状态|响应|报错|返回码|"(?:err|ret)?_?code)(?:[ _-]?(?:http|status|error|response|code|状态|错误|代码|码|代号|号))*["']? ?(?:[:=#-] ?|[(\[] ?|is |为|是)?["']?([1-5][0-9]{2})"#,
        // `系统异常(500)`: other words need the brackets.
        r"(?:异常|出错|超时|逾时|繁忙|请求失败|加载失败|连接失败|访问失败|request failed|failed to load|connection failed|unavailable|timeout|timed out|busy) ?[(\[] ?([1-5][0-9]{2}) ?[)\]]",
        // `503 Service Unavailable`.
        r"([1-5][0-9]{2})(?: ?[:-] ?| )(?:unauthorized|too many requests|unavailable for legal reasons|internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)",
    ]
    .map(|pattern| Regex::new(pattern).unwrap_or_else(|_| unreachable!("a fixed pattern")))
});

/// Where statuses stand, in the order of the text.
pub(super) fn found_in(plain: &str) -> Vec<(Range<usize>, u16)> {
    let mut found: Vec<(Range<usize>, u16)> = Vec::new();
    for written in WRITTEN.iter() {
        for captures in written.captures_iter(plain) {
            let (Some(whole), Some(number)) = (captures.get(0), captures.get(1)) else { continue };
            let place = number.range();
            let begins = whole.start()..number.end();
            let is_status = stands_alone(plain, &begins)
                && is_no_amount_after(plain, &place)
                && is_no_amount_before(plain, &place)
                && !is_of_amount(plain, whole.start());
            let status = number.as_str().parse().ok().filter(|_| is_status);
            found.extend(status.map(|status| (place, status)));
        }
    }
    found.sort_by_key(|(place, _)| place.start);
    found
}

fn is_of_amount(plain: &str, start: usize) -> bool {
    let before = plain.get(..start).unwrap_or_default().trim_end();
    NO_STATUS_OF.iter().any(|word| before.ends_with(word))
}
