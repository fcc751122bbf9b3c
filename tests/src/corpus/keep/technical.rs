//! What makes a report useful: versions, codes, paths, names and settings.

use super::{Keep, Kind, whole};
use crate::corpus::encode;
use crate::corpus::seeded::Seeded;

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::made(
            "version",
            ["version", "version", "版本"],
            &[
                |chance| format!("{}.{}.{}", chance.between(0, 12), chance.between(0, 30), chance.between(0, 99)),
                |chance| format!("v{}.0.{}.1", chance.between(6, 12), chance.between(10_000, 22_631)),
                |chance| format!("2026.{}.{}", chance.between(1, 12), chance.between(1, 28)),
                |chance| format!("build {}", chance.between(1000, 99_999)),
                |chance| {
                    format!(
                        "{}.{}.0-beta.{}+{}",
                        chance.between(1, 9),
                        chance.between(0, 9),
                        chance.between(1, 9),
                        "g1f3c"
                    )
                },
            ],
        ),
        Kind::given("error_code", ["error_code", "error code", "错误代码"], ERRORS),
        Kind::given("path", ["path", "file", "文件路径"], PATHS),
        Kind::given("class_name", ["class", "class", "类名"], CLASSES),
        Kind::given("thread", ["thread", "thread", "线程"], THREADS),
        Kind::given("device_model", ["model", "phone", "手机型号"], MODELS),
        Kind::given("local_address", ["host", "local address", "本机地址"], LOCAL),
        Kind::given("country_or_currency", ["region", "region or currency", "地区或币种"], CODES),
        Kind::given("colour", ["colour", "colour", "颜色"], COLOURS),
        Kind::given("public_address", ["url", "page", "网页"], ADDRESSES),
        Kind::made("harmless_base64", ["blob", "blob", "内容"], &[harmless]),
    ]
}

const ERRORS: &[&str] = &[
    "E1001",
    "0x80004005",
    "HTTP 404",
    "-1009",
    "500123",
    "ERR_CONNECTION_RESET",
    "NSURLErrorDomain -1001",
    "0xC0000005",
    "503",
    "RISK_4012",
    "U0030",
    "SIGSEGV",
    "errno 110",
    "40001",
    "ORA-00942",
    "429 Too Many Requests",
    "10060",
    "A00203",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "-25300",
    "PAY.LIMIT.EXCEEDED",
];
const PATHS: &[&str] = &[
    "/data/app/com.example.wallet-1/base.apk",
    "/usr/lib/x86_64-linux-gnu/libc.so.6",
    "/data/user/0/com.example.wallet/files/outbox",
    "/data/data/com.example.wallet/databases/ledger.db",
    "/var/log/nginx/error.log",
    "/system/framework/framework.jar",
    "/etc/ssl/certs/ca-certificates.crt",
    "/private/var/containers/Bundle/Application/Wallet.app",
    "/storage/emulated/0/Download/receipt.pdf",
    "C:/Program Files/Wallet/wallet.exe",
    "/opt/wallet/bin/walletd",
    "/sdcard/Pictures/shot.png",
    "src/home/HomeView.kt:42",
    "/api/v1/users/me/balance",
    "/System/Library/Frameworks/UIKit.framework/UIKit",
];
const CLASSES: &[&str] = &[
    "com.example.wallet.pay.PayViewModel",
    "java.lang.IllegalStateException",
    "kotlinx.coroutines.JobCancellationException",
    "androidx.lifecycle.LiveData$LifecycleBoundObserver",
    "Wallet.BalanceRepository",
    "okhttp3.internal.http2.StreamResetException",
    "core::result::Result<alloc::string::String, io::Error>",
    "NSInvalidArgumentException",
    "PasswordStrengthView",
    "TokenRefreshInterceptor",
    "CookieJarImpl",
    "SecretKeyFactory",
];
const THREADS: &[&str] = &[
    "main",
    "OkHttp Dispatcher",
    "DefaultDispatcher-worker-3",
    "pool-2-thread-14",
    "com.apple.main-thread",
    "RenderThread",
    "tokio-runtime-worker",
    "FinalizerWatchdogDaemon",
    "binder:4021_5",
    "AsyncTask #3",
];
const MODELS: &[&str] = &[
    "SM-G998B",
    "PGT-AN10",
    "iPhone15,3",
    "Pixel 8 Pro",
    "23127PN0CC",
    "NOH-AN01",
    "M2102K1C",
    "V2324A",
    "CPH2581",
    "ALN-AL80",
    "iPad13,18",
    "Redmi Note 12 Turbo",
];
const LOCAL: &[&str] =
    &["127.0.0.1", "::1", "0.0.0.0", "localhost", "127.0.0.1:8080", "[::1]:5432", "http://127.0.0.1:3000/"];
const CODES: &[&str] =
    &["CN", "HK", "USD", "CNY", "USDT", "zh-Hans-CN", "en-GB", "ISO 4217 156", "CHN", "TRC20", "ERC-20"];
const COLOURS: &[&str] = &["#1A2B3C", "#ffcc00", "#80FFFFFF", "rgb(12, 34, 56)", "0xFF336699", "hsl(210, 50%, 40%)"];
const ADDRESSES: &[&str] = &[
    "https://status.wallet.example/incidents/42",
    "https://api.wallet.example/v1/balance?currency=CNY&page=2",
    "https://help.example.com/zh/articles/360042?lang=zh",
    "wallet://pay/confirm?step=2",
    "https://example.com/reset-password",
    "https://example.org/token/about#code",
    "http://example.net:8080/health",
];

const HARMLESS: [&str; 6] = [
    "The balance screen was opened and nothing else happened.",
    "余额页面已打开，没有其他操作。",
    "{\"screen\":\"balance\",\"theme\":\"dark\",\"rows\":20}",
    "hello world, this is only a test of the outbox",
    "<layout orientation=\"vertical\"><text size=\"14\"/></layout>",
    "step one: open the app; step two: pull to refresh; step three: wait",
];

fn harmless(chance: &mut Seeded) -> String {
    let repeated = usize::try_from(chance.between(1, 3)).unwrap_or(1);
    encode::base64(chance.pick(&HARMLESS).repeat(repeated))
}

/// Settings whose names sound like secrets and whose values are none.
const SETTINGS: [&str; 24] = [
    "\"card_type\":\"debit\"",
    "\"password_set\":true",
    "\"token_count\": 12",
    "\"has_password\":false",
    "\"otp_enabled\":true",
    "\"pin_required\": false",
    "\"cookies_enabled\":true",
    "\"password_attempts_left\":3",
    "\"card_count\":2",
    "\"token_type\":\"bearer\"",
    "\"code_length\":6",
    "\"phone_verified\":true",
    "\"email_verified\":false",
    "\"session\":\"closed\"",
    "\"id_card_side\":\"front\"",
    "\"secret_question_set\":true",
    "\"mnemonic_backed_up\":true",
    "\"private_key_exported\":false",
    "\"seed_word_count\":12",
    "\"auth_method\":\"biometric\"",
    "\"address_type\":\"home\"",
    "\"key_size\":2048",
    "\"signature_algorithm\":\"ES256\"",
    "\"mobile_data\":\"on\"",
];

const TABLES: [&str; 3] = [
    "+------+---------+--------+\n| step | name    | result |\n+------+---------+--------+\n| 1    | network | ok     |\n\
     | 2    | account | ok     |\n+------+---------+--------+\n",
    "| 检查 | 结果 |\n|------|------|\n| 网络 | 正常 |\n| 余额 | 延迟 |\n",
    "id  state    ms\n--  -------  ----\n 1  pending  1200\n 2  done       35\n",
];

const LISTS: [&str; 4] = [
    "1. Open the app\n2. Tap Withdraw\n3. Choose the bank card\n4. Enter the password\n5. See the error\n",
    "1) 打开应用\n2) 点击提现\n3) 选择银行卡\n4) 输入支付密码\n5) 提示系统繁忙\n",
    "1. network: ok\n2. provider: degraded\n3. account: ok\n4. limits: ok\n5. balance: late\n6. cache: stale\n",
    "① 检查网络\n② 查看公告\n③ 核对限额\n④ 联系客服\n",
];

/// Settings, tables and lists: texts in which every line is kept.
pub(super) fn wholes() -> Vec<Keep> {
    let mut all = Vec::new();
    for at in 0..SETTINGS.len() {
        let mut chance = Seeded::new(at as u64);
        let other = SETTINGS[(at + 1 + chance.below(SETTINGS.len() - 1)) % SETTINGS.len()];
        let text = format!("{{{},{other},\"page\":1}}\n", SETTINGS[at]);
        all.push(whole(
            "setting",
            "json_object",
            at,
            "settings.json",
            text,
            vec![SETTINGS[at].to_owned(), other.to_owned()],
        ));
        let plain = SETTINGS[at].replace('"', "").replace(": ", ":").replace(':', ": ");
        let text = format!("app: wallet\n{plain}\nlevel: 2\n");
        all.push(whole("setting", "key_value_block", at, "settings.txt", text, vec![plain]));
    }
    for (at, text) in TABLES.iter().chain(&LISTS).enumerate() {
        let kind = if at < TABLES.len() { "table" } else { "list" };
        let keep = text.lines().map(str::to_owned).collect();
        all.push(whole(kind, "text", at, "report.txt", (*text).to_owned(), keep));
    }
    all
}
