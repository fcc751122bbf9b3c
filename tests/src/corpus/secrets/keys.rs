//! Keys of services, in the shapes that the services publish for secret scanners; the bodies are random.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant, windows};
use crate::corpus::secrets::auth::opaque;
use crate::corpus::seeded::{ALNUM, BASE64, DIGITS, HEX, UPPER_ALNUM, URL_SAFE};

const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A key with the pieces of its random part; the prefix alone says only whose key it is.
fn key(before: &str, key: String, after: &str) -> Plant {
    let pieces = windows(&key, 16, 4);
    Plant::labelled(before, key, after).pieces(pieces)
}

pub(super) fn formats() -> Vec<Format> {
    let mut all = prefixed();
    all.extend(composed());
    all.extend(named());
    all
}

/// Known by a prefix.
fn prefixed() -> Vec<Format> {
    let of = |name: &'static str, prefix: &'static str, alphabet: &'static str, length: usize| {
        Format::new(name, move |chance| {
            // The last character is never punctuation.
            let body = chance.string(alphabet, length - 1) + &chance.string("ACEGKMQRTXY", 1);
            key("", format!("{prefix}{body}"), "")
        })
    };
    vec![
        of("aws_access", "AKIA", BASE32, 16),
        of("aws_temporary", "ASIA", BASE32, 16),
        of("github_personal", "ghp_", ALNUM, 36),
        of("github_oauth", "gho_", ALNUM, 36),
        of("github_server", "ghs_", ALNUM, 36),
        of("gitlab", "glpat-", URL_SAFE, 20),
        of("stripe_live", "sk_live_", ALNUM, 24),
        of("stripe_restricted", "rk_live_", ALNUM, 24),
        of("stripe_test", "sk_test_", ALNUM, 24),
        of("google", "AIza", URL_SAFE, 35),
        of("npm", "npm_", ALNUM, 36),
        of("openai_project", "sk-proj-", URL_SAFE, 64),
        of("openai_old", "sk-", ALNUM, 48),
        of("anthropic", "sk-ant-api03-", URL_SAFE, 95),
        of("alibaba", "LTAI5t", ALNUM, 18),
        of("tencent", "AKID", ALNUM, 32),
    ]
}

/// Made of several parts.
fn composed() -> Vec<Format> {
    vec![
        Format::new("github_fine", |chance| {
            key("", format!("github_pat_{}_{}", chance.string(ALNUM, 22), chance.string(ALNUM, 59)), "")
        }),
        Format::new("slack_bot", |chance| {
            let (team, bot) = (chance.number(12), chance.number(12));
            key("", format!("xoxb-{team}-{bot}-{}", chance.string(ALNUM, 24)), "")
        }),
        Format::new("slack_user", |chance| {
            let ids: Vec<String> = (0..3).map(|_| chance.number(11)).collect();
            key("", format!("xoxp-{}-{}", ids.join("-"), chance.string(HEX, 32)), "")
        }),
        Format::new("slack_hook", |chance| {
            let (team, hook) = (chance.string(UPPER_ALNUM, 9), chance.string(UPPER_ALNUM, 9));
            let secret = chance.string(ALNUM, 24);
            key(&format!("https://hooks.slack.com/services/T{team}/B{hook}/"), secret, "")
        }),
        Format::new("sendgrid", |chance| {
            key("", format!("SG.{}.{}", opaque(URL_SAFE, 22, chance), opaque(URL_SAFE, 43, chance)), "")
        }),
        Format::new("twilio_key", |chance| key("", format!("SK{}", chance.string(HEX, 32)), "")),
        Format::new("telegram_bot", |chance| {
            key("", format!("{}:AA{}", chance.number(10), opaque(URL_SAFE, 33, chance)), "")
        }),
        Format::new("telegram_url", |chance| {
            let token = format!("{}:AA{}", chance.number(9), opaque(URL_SAFE, 33, chance));
            key("https://api.telegram.org/bot", token, "/sendMessage")
        }),
    ]
}

/// Known only by the name before it.
fn named() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, alphabet: &'static str, length: usize, after: &'static str| {
        Format::new(name, move |chance| key(before, opaque(alphabet, length, chance), after))
    };
    vec![
        of("aws_secret", "aws_secret_access_key = ", BASE64, 40, ""),
        of("github_old", "GITHUB_TOKEN=", HEX, 40, ""),
        of("twilio_token", "TWILIO_AUTH_TOKEN=", HEX, 32, ""),
        of("alibaba_secret", "accessKeySecret: ", ALNUM, 30, ""),
        of("tencent_secret", "\"SecretKey\": \"", ALNUM, 32, "\""),
        of("x_api_key", "x-api-key: ", ALNUM, 32, ""),
        of("x_api_key_upper", "X-API-KEY: ", HEX, 40, ""),
        of("api_key_json", "{\"api_key\":\"", ALNUM, 28, "\"}"),
        of("app_secret", "appSecret=", HEX, 32, ""),
        of("client_secret", "client_secret=", URL_SAFE, 34, "&grant_type=client_credentials"),
        Format::new("x_api_key_uuid", |chance| {
            let parts = [8, 4, 4, 4, 12].map(|length| chance.string(HEX, length));
            key("X-Api-Key: ", parts.join("-"), "")
        }),
        Format::new("webhook_secret", |chance| {
            key("WEBHOOK_SECRET=", format!("whsec_{}", encode::base64(chance.bytes(24))), "")
        }),
        Format::new("api_key_digits", |chance| key("apiKey=", chance.string(DIGITS, 20), "")),
    ]
}
