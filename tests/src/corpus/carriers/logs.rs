//! Lines of logs, with other lines around them.

use super::Takes::{Anything, OneLine};
use super::{Carrier, Rendered, carrier};
use crate::corpus::plant::Plant;
use crate::corpus::seeded::Seeded;

pub(super) fn carriers() -> Vec<Carrier> {
    vec![
        carrier("logcat", OneLine, logcat),
        carrier("os_log", OneLine, os_log),
        carrier("syslog", OneLine, syslog),
        carrier("nginx_access", OneLine, nginx_access),
        carrier("query_log", OneLine, query_log),
        carrier("stack_trace", Anything, stack_trace),
        carrier("kotlin_data_class", OneLine, kotlin),
        carrier("swift_dump", Anything, swift_dump),
    ]
}

const MESSAGES: [&str; 16] = [
    "balance screen shown",
    "refresh started",
    "network is metered, image loading postponed",
    "request finished, status ok",
    "cache hit for rates",
    "cache miss for history, asking the server",
    "worker idle",
    "connection kept alive",
    "theme changed to dark",
    "retrying in a moment",
    "余额刷新完成",
    "网络切换到无线局域网",
    "history page loaded",
    "push channel connected",
    "database opened",
    "view destroyed",
];

/// A clock that moves on by up to four seconds a line.
pub(super) struct Clock(u64);

impl Clock {
    pub(super) fn new(chance: &mut Seeded) -> Self {
        Self(chance.between(28_800, 72_000))
    }

    pub(super) fn next(&mut self, chance: &mut Seeded) -> String {
        self.0 += chance.between(0, 4);
        format!("{:02}:{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60, self.0 % 60)
    }
}

/// A log of a few lines (once in ten of up to sixty) with one message in the midst of it.
pub(super) fn log(message: &str, chance: &mut Seeded, line: impl Fn(&str, &str, &mut Seeded) -> String) -> String {
    let most = if chance.one_in(10) { 29 } else { 3 };
    let (before, after) = (chance.between(0, most), chance.between(0, most));
    let mut clock = Clock::new(chance);
    let mut lines = Vec::new();
    for at in 0..=before + after {
        let time = clock.next(chance);
        let message = if at == before { message } else { *chance.pick(&MESSAGES) };
        lines.push(line(&time, message, chance));
    }
    lines.join("\n") + "\n"
}

fn logcat(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let tag = *chance.pick(&["WalletSync", "OkHttpClient", "LoginActivity", "BalanceRepo"]);
    let text = log(&plant.text(), chance, |time, message, chance| {
        let level = *chance.pick(&["D", "I", "W"]);
        format!("11-27 {time}.{:03}  4021  4077 {level} {tag}: {message}", chance.between(0, 999))
    });
    Rendered::new("logcat.txt", text)
}

fn os_log(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = log(&plant.text(), chance, |time, message, chance| {
        let micros = chance.between(100_000, 999_999);
        format!("2026-11-27 {time}.{micros}+0800 Wallet[612:8f3a] [com.example.wallet:sync] {message}")
    });
    Rendered::new("os_log.txt", text)
}

fn syslog(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let text = log(&plant.text(), chance, |time, message, _| format!("Nov 27 {time} phone walletd[733]: {message}"));
    Rendered::new("syslog", text)
}

fn nginx_access(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let escaped = crate::corpus::encode::percent;
    let mine = format!("q={}&page=1", escaped(&plant.text()));
    let text = log(&mine, chance, |time, message, chance| {
        let query = if message == mine { message.to_owned() } else { "page=2".to_owned() };
        let size = chance.between(120, 9000);
        format!(
            "127.0.0.1 - - [27/Nov/2026:{time} +0800] \"GET /v1/search?{query} HTTP/1.1\" 200 {size} \"-\" \"okhttp\""
        )
    });
    Rendered::new("access.log", text).spelling_secrets(plant, escaped)
}

fn query_log(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let doubled = |text: &str| text.replace('\'', "''");
    let query = format!("SELECT id, state FROM events WHERE note = '{}' LIMIT 1", doubled(&plant.text()));
    let text = log(&query, chance, |time, message, chance| {
        let statement = if message == query { message } else { "SELECT count(*) FROM events" };
        format!("{time} [db] ({} ms) {statement}", chance.between(1, 40))
    });
    Rendered::new("queries.log", text).spelling(plant, doubled)
}

fn stack_trace(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let line = chance.between(12, 480);
    let text = format!(
        "FATAL EXCEPTION: main\nProcess: com.example.wallet, PID: 4021\njava.lang.IllegalStateException: cannot use {}\n\
         \tat com.example.wallet.pay.PayViewModel.submit(PayViewModel.kt:{line})\n\
         \tat com.example.wallet.pay.PayFragment.onClick(PayFragment.kt:77)\n\
         \tat android.view.View.performClick(View.java:7448)\n\
         Caused by: java.io.IOException: stream closed\n\t... 11 more\n",
        plant.text()
    );
    Rendered::new("crash.txt", text)
}

fn kotlin(plant: &Plant, chance: &mut Seeded) -> Rendered {
    let class = *chance.pick(&["User", "Account", "ProfileState"]);
    let shown = format!("{class}(id=7, active=true, contact={}, level=2, tags=[a, b])", plant.text());
    let text = log(&shown, chance, |time, message, _| format!("{time} DEBUG state -> {message}"));
    Rendered::new("state.log", text)
}

fn swift_dump(plant: &Plant, _: &mut Seeded) -> Rendered {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let text = format!(
        "▿ Wallet.Profile\n  - id: 7\n  ▿ contact: Optional(\"{0}\")\n    - some: \"{0}\"\n  - level: 2\n  ▿ tags: 2 elements\n    \
         - \"a\"\n    - \"b\"\n",
        quoted(&plant.text())
    );
    Rendered::new("dump.txt", text).spelling_secrets(plant, quoted)
}
