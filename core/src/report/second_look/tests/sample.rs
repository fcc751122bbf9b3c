//! A large sample of realistic log lines: how often something is seen that is nothing.

use super::*;

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        next(&mut self.0) % end
    }

    fn hex(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from_digit(u32::try_from(self.below(16)).unwrap(), 16).unwrap()).collect()
    }

    fn digits(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap()).collect()
    }

    fn pick<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }

    fn uuid(&mut self) -> String {
        let parts = [self.hex(8), self.hex(4), self.hex(4), self.hex(4), self.hex(12)];
        parts.join("-")
    }

    fn time(&mut self) -> String {
        let (month, day, hour) = (self.below(12) + 1, self.below(28) + 1, self.below(24));
        let (minute, second, milli) = (self.below(60), self.below(60), self.below(1000));
        format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }

    fn line(&mut self) -> String {
        let time = self.time();
        let (pid, tid) = (self.below(40_000), self.below(40_000));
        let tag = self.pick(&[
            "ActivityManager",
            "OkHttp",
            "WalletSync",
            "art",
            "chromium",
            "WifiService",
            "Choreographer",
            "BalanceRepo",
        ]);
        let what = self.pick(&[
            "refresh finished",
            "connection reset by peer",
            "request timed out after retry",
            "余额刷新完成",
            "opening database",
            "skipped frames, the application may be doing too much work",
            "cache miss for key",
            "服务器没有响应，稍后再试",
        ]);
        match self.below(15) {
            0 => format!(
                "{} {pid:5} {tid:5} I {tag}: {what} in {} ms",
                time.get(5..23).unwrap().replace('T', " "),
                self.below(90_000)
            ),
            1 => format!("{time} INFO trace_id={} span_id={} {what}", self.hex(32), self.hex(16)),
            2 => format!(
                "{{\"ts\":{},\"level\":\"warn\",\"id\":\"{}\",\"msg\":\"{what}\"}}",
                1_764_239_600_000 + self.below(30_000_000_000),
                self.uuid()
            ),
            3 => format!(
                "127.0.0.1 - - [{time}] \"GET /api/v1/orders/{}?page={} HTTP/1.1\" 200 {} \"-\" \"okhttp/4.12.0\"",
                self.uuid(),
                self.below(20),
                self.below(100_000)
            ),
            4 => format!(
                "{time} amount={}.{:02} fee=0.{:02} balance={},{:03}.{:02}",
                self.below(1_000_000),
                self.below(100),
                self.below(100),
                self.below(1000),
                self.below(1000),
                self.below(100)
            ),
            5 => format!("\tat com.example.wallet.{tag}.run({tag}.kt:{})", self.below(2000)),
            6 => format!(
                "D/{tag}({pid:5}): heap {} KB used, free={} total={} bytes",
                self.below(900_000),
                self.below(20_000_000_000),
                self.below(300_000_000_000)
            ),
            kind => self.longer_line(kind, &time, tag, what),
        }
    }

    fn longer_line(&mut self, kind: u64, time: &str, tag: &str, what: &str) -> String {
        match kind {
            7 => format!("{time} md5={} sha1={} etag=\"{}\"", self.hex(32), self.hex(40), self.hex(24)),
            8 => format!("{time} order 1{} state=pending seq={}", self.digits(18), self.below(20_000_000_000)),
            9 => format!(
                "{time} [{tag}] {what}; elapsed_ns={} uptime_us={}",
                self.below(30_000_000_000),
                self.below(90_000_000_000)
            ),
            10 => format!(
                "#{:02} pc {} /data/app/~~{}==/base.apk (offset 0x{})",
                self.below(40),
                self.hex(16),
                self.hex(22),
                self.hex(6)
            ),
            11 => format!(
                "{time} {tag} password=[redacted:password] from ip4-private-{} account-{}",
                self.hex(8),
                self.hex(8)
            ),
            12 => format!("{time} order no 20261127{} tracking SF{} {what}", self.digits(20), self.digits(13)),
            13 => {
                let columns: Vec<String> = (0..7).map(|_| self.below(9000).to_string()).collect();
                format!("{time} vmstat {}", columns.join(" "))
            }
            _ => format!(
                "{time} {tag}: version 8.{}.{}.{} build {} took {} {}",
                self.below(20),
                self.below(20),
                self.below(200),
                self.below(10_000),
                self.below(4096),
                self.below(4096)
            ),
        }
    }
}

fn sample(seed: u64, size: usize) -> String {
    let mut random = Random(seed);
    let mut text = String::with_capacity(size + 400);
    while text.len() < size {
        text.push_str(&random.line());
        text.push('\n');
    }
    text
}

const MIB: usize = 1024 * 1024;
/// How much is looked over. Fifty were, once, and had none.
const MEGABYTES: u64 = 6;

#[test]
fn megabytes_of_logs_have_next_to_no_sightings() {
    let mut wrong = Vec::new();
    for seed in 0..MEGABYTES {
        let text = sample(seed, MIB);
        for seen in SecondLook::new(&[], &[]).look(LOG, text.as_bytes()) {
            let line: usize = seen.place.strip_prefix("line ").unwrap().parse().unwrap();
            wrong.push(format!("{}: {}", seen.rule, text.lines().nth(line - 1).unwrap()));
        }
    }
    println!("{} sightings in {MEGABYTES} MiB:\n{}", wrong.len(), wrong.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
