//! Mail addresses, all in domains that RFC 2606 and RFC 6761 reserve (and IANA's reserved internationalised test domains).

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant};
use crate::corpus::seeded::{DIGITS, Seeded};

const NAMES: [&str; 14] = [
    "zhangwei",
    "wangfang",
    "li.na",
    "chenjie",
    "yang.yang",
    "zhaolei",
    "huangxia",
    "zhou_ming",
    "wujing",
    "xuli",
    "sunhao",
    "zhuyan",
    "hepeng",
    "guo.fei",
];
const DOMAINS: [&str; 5] = ["example.com", "example.org", "example.net", "wallet.example", "mail.test"];

pub(super) fn formats() -> Vec<Format> {
    let of = |name: &'static str, write: fn(&str, &str) -> String| {
        Format::new(name, move |chance| {
            let (local, domain) = (local(chance), *chance.pick(&DOMAINS));
            Plant::bare(write(&local, domain)).piece(format!("{local}@{domain}")).piece(local)
        })
    };
    let elsewhere = |name: &'static str, domain: &'static str| {
        Format::new(name, move |chance| {
            let local = local(chance);
            Plant::bare(format!("{local}@{domain}")).piece(local)
        })
    };
    vec![
        of("plain", |local, domain| format!("{local}@{domain}")),
        of("upper", |local, domain| format!("{local}@{domain}").to_uppercase()),
        of("full_width", |local, domain| encode::full_width(&format!("{local}@{domain}"))),
        of("full_width_at", |local, domain| format!("{local}＠{domain}")),
        of("percent_40", |local, domain| format!("{local}%40{domain}")),
        of("u0040", |local, domain| format!("{local}\\u0040{domain}")),
        elsewhere("subdomain", "mail.cn.example.com"),
        elsewhere("idn", "例子.测试"),
        elsewhere("idn_cyrillic", "почта.пример.испытание"),
        elsewhere("punycode", "xn--fsqu00a.xn--0zwm56d"),
        Format::new("plus_tag", |chance| {
            let local = local(chance);
            Plant::bare(format!("{local}+wallet@example.com")).piece(local)
        }),
        Format::new("mailto", |chance| {
            let local = local(chance);
            Plant::labelled("mailto:", format!("{local}@example.org"), "?subject=wallet").piece(local)
        }),
        Format::new("angle_brackets", |chance| {
            let local = local(chance);
            Plant::labelled("From: <", format!("{local}@example.net"), ">").piece(local)
        }),
        Format::new("chinese_local", |chance| {
            let local = format!("{}{}", chance.pick(&["张伟", "王芳", "李娜", "陈杰"]), chance.string(DIGITS, 4));
            Plant::bare(format!("{local}@例子.测试")).piece(local)
        }),
    ]
}

fn local(chance: &mut Seeded) -> String {
    format!("{}{}", chance.pick(&NAMES), chance.string(DIGITS, 4))
}
