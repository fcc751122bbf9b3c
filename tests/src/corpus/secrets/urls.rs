//! Secrets in addresses: a password before the host, and tokens, signatures and codes in the query or the fragment.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, windows};
use crate::corpus::secrets::auth::opaque;
use crate::corpus::seeded::{ALNUM, HEX, URL_SAFE};

pub(super) fn passwords() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| Plant::labelled(before, opaque(ALNUM, 14, chance), after))
    };
    vec![
        of("https", "https://wallet:", "@api.wallet.example/v1/balance"),
        of("http_port", "http://admin:", "@gateway.example:8080/"),
        of("postgres", "postgres://wallet:", "@db.example.internal:5432/ledger?sslmode=require"),
        of("redis_no_user", "redis://:", "@cache.example:6379/0"),
        of("mongodb", "mongodb+srv://svc-wallet:", "@cluster0.example.net/orders"),
        of("mysql", "mysql://root:", "@db.example:3306/wallet"),
        of("amqp", "amqp://guest:", "@queue.example:5672/%2f"),
        of("socks", "socks5://proxy:", "@proxy.example:1080"),
        of("jdbc", "jdbc:postgresql://wallet:", "@db.example/ledger"),
        of("ftp", "ftp://upload:", "@files.example.org/reports/"),
        Format::new("percent", |chance| {
            let password =
                format!("{}@{}#{}", opaque(ALNUM, 5, chance), opaque(ALNUM, 5, chance), opaque(ALNUM, 4, chance));
            Plant::labelled("https://svc:", encode::percent(&password), "@api.wallet.example/").piece(password)
        }),
        Format::new("git", |chance| {
            Plant::labelled("https://oauth2:", opaque(ALNUM, 30, chance), "@git.example.com/wallet/app.git")
        }),
    ]
}

pub(super) fn tokens() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, alphabet: &'static str, length: usize, after: &'static str| {
        Format::new(name, move |chance| {
            let token = opaque(alphabet, length, chance);
            Plant::labelled(before, token.clone(), after).pieces(windows(&token, 16, 3))
        })
    };
    vec![
        of("token", "https://api.wallet.example/v1/me?token=", URL_SAFE, 32, ""),
        of("token_middle", "https://api.wallet.example/v1/me?lang=zh&token=", ALNUM, 32, "&page=2"),
        of("access_token", "https://api.wallet.example/balance?access_token=", URL_SAFE, 40, "&unit=CNY"),
        of("fragment", "wallet://callback#access_token=", URL_SAFE, 36, "&token_type=bearer&expires_in=3600"),
        of("refresh_token", "https://auth.example/renew?refresh_token=", URL_SAFE, 40, ""),
        of("sig", "https://files.example.net/r.zip?sv=2024-11-04&sp=r&sig=", ALNUM, 44, ""),
        of("signature", "https://oss.example/a.log?Expires=1795000000&Signature=", ALNUM, 28, ""),
        of("amz_signature", "https://s3.example/b?X-Amz-Expires=600&X-Amz-Signature=", HEX, 64, ""),
        of("code", "wallet://oauth/callback?code=", URL_SAFE, 40, "&state=ready"),
        of("code_https", "https://app.wallet.example/cb?state=1&code=", ALNUM, 24, ""),
        of("api_key", "https://rates.example/v2/latest?api_key=", ALNUM, 32, "&base=USD"),
        of("relative", "GET /v1/session?token=", ALNUM, 32, " HTTP/1.1"),
        Format::new("sig_percent", |chance| {
            let signature = format!("{}{}", opaque(ALNUM, 41, chance), "+/=");
            let written = encode::percent(&signature);
            let pieces = windows(&signature, 16, 3);
            let before = "https://files.example.net/r.zip?sp=r&sig=";
            Plant::labelled(before, written, "&se=2026-12-01").pieces(pieces)
        }),
    ]
}
