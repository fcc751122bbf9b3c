use proptest::prelude::*;

use super::*;

fn told(message: &str) -> String {
    let found = classify(message, &[]);
    found.iter().map(|meaning| meaning.cause.as_str()).collect::<Vec<_>>().join(" ")
}

fn rule(code: &str, cause: &str) -> CodeRule {
    CodeRule { code: code.to_owned(), cause: cause.to_owned() }
}

fn file() -> MessageFile {
    serde_json::from_str(include_str!("messages.json")).unwrap()
}

const CHINESE: &[(&str, &str)] = &[
    ("网络连接失败，请稍后再试", "network.offline"),
    ("網路連線失敗，請檢查網路設定", "network.offline"),
    ("当前网络异常，请稍后重试", "network.offline"),
    ("请求超时（-1001）", "network.slow"),
    ("连接超时，请检查您的网络", "network.slow"),
    ("系统维护中，预计 14:00 恢复", "provider.maintenance_in_progress"),
    ("系統維護中，暫停服務", "provider.maintenance_in_progress"),
    ("尊敬的用户：服务器正在 维护，给您带来不便敬请谅解", "provider.maintenance_in_progress"),
    ("即将进行系统维护，请提前安排", "provider.maintenance_scheduled"),
    ("系统繁忙，请稍后再试！", "provider.overloaded"),
    ("請稍後再試", "provider.overloaded"),
    ("系统异常，请稍后再试", "provider.api_error"),
    ("系统维护将于今晚 22:00 开始", "provider.maintenance_scheduled"),
    ("网络不给力，请稍后重试", "network.weak_or_unstable"),
    ("请勿频繁操作", "funds.too_many_attempts"),
    ("为保障您的资金安全，账户已被暂时冻结", "account.frozen_by_risk_control"),
    ("系统异常：余额不足", "funds.insufficient_available"),
    ("服务器开小差了~", "provider.api_error"),
    ("当前版本过低，请更新到最新版本", "device.app_outdated"),
    ("手机系统版本过低", "device.os_outdated"),
    ("存储空间不足，无法加载", "device.storage_full"),
    ("您的手机时间不正确，请校准后重试", "device.clock_wrong"),
    ("密码错误次数过多，账户已锁定，请24小时后重新登录", "account.locked"),
    ("您的帳戶已被鎖定", "account.locked"),
    ("您的账户已被冻结，请联系客服", "account.frozen_by_risk_control"),
    ("该笔交易触发风控，已被拦截", "account.frozen_by_risk_control"),
    ("账户功能受限", "account.restricted"),
    ("提现失败次数过多，请明日再试", "account.restricted_after_failures"),
    ("登录已过期，请重新登录", "account.session_expired"),
    ("登入逾時，請重新登入", "account.session_expired"),
    ("请重新登录", "account.session_expired"),
    ("检测到异地登录，请确认是否本人操作", "account.unusual_sign_in"),
    ("您正在新设备登录", "account.unusual_sign_in"),
    ("验证码错误", "account.two_factor_failing"),
    ("短信验证码已过期，请重新获取", "account.two_factor_failing"),
    ("驗證碼錯誤，請重新輸入", "account.two_factor_failing"),
    ("请先开启两步验证", "account.two_factor_off"),
    ("请先完成实名认证", "account.identity_unverified"),
    ("实名认证未通过，请重新提交", "account.identity_rejected"),
    ("审核中", "account.under_review"),
    ("开户申请审核中，请耐心等待", "opening.under_review"),
    ("抱歉，您所在的地区暂不支持该服务", "account.region_or_policy"),
    ("姓名与身份证号不一致", "opening.personal_details_mismatch"),
    ("资料不全，请补充", "opening.documents_incomplete"),
    ("很抱歉，您不符合开户条件", "opening.policy_refused"),
    ("银行卡尚未验证", "bank.account_unverified"),
    ("银行卡号有误，请核对", "bank.details_invalid"),
    ("银行卡预留手机号不一致", "bank.details_invalid"),
    ("工商银行系统维护中", "bank.maintenance"),
    ("銀行系統維護", "bank.maintenance"),
    ("支付通道异常", "bank.channel_down"),
    ("超出银行单笔限额", "bank.amount_over_channel_limit"),
    ("银行处理延迟", "bank.processing_delay"),
    ("提现金额低于最低提现金额100元", "funds.below_minimum"),
    ("超过单笔限额", "funds.above_maximum"),
    ("可用余额不足", "funds.insufficient_available"),
    ("可用餘額不足", "funds.insufficient_available"),
    ("资金已冻结", "funds.held_or_pending"),
    ("提现申请审核中", "funds.held_or_pending"),
    ("超过当日限额", "funds.period_limit_reached"),
    ("操作过于频繁，请稍后再试", "funds.too_many_attempts"),
    ("操作頻繁", "funds.too_many_attempts"),
    ("收款人信息有误", "transaction.wrong_payee_details"),
    ("收款人信息不一致", "transaction.wrong_payee_details"),
    ("银行处理中，请耐心等待", "transaction.pending_at_bank"),
    ("交易失败，未扣款", "transaction.failed_not_debited"),
    ("本地数据损坏", "data.cache_corrupt"),
];

const ENGLISH: &[(&str, &str)] = &[
    ("No internet connection. Please try again later.", "network.offline"),
    ("You’re offline", "network.offline"),
    ("net::ERR_INTERNET_DISCONNECTED", "network.offline"),
    ("The request timed out.", "network.slow"),
    ("We're currently undergoing maintenance, back at 14:00", "provider.maintenance_in_progress"),
    ("We will perform scheduled maintenance tonight", "provider.maintenance_scheduled"),
    ("java.net.UnknownHostException: Unable to resolve host", "network.dns_failure"),
    ("SYSTEM MAINTENANCE", "provider.maintenance_in_progress"),
    ("Too many requests", "provider.overloaded"),
    ("Please try again later", "provider.overloaded"),
    ("The server is busy", "provider.overloaded"),
    ("INTERNAL_ERROR", "provider.api_error"),
    ("Something went wrong. Please try again later.", "provider.api_error"),
    ("Internal error: insufficient funds", "funds.insufficient_available"),
    ("Update required to continue", "device.app_outdated"),
    ("Not enough storage on this device", "device.storage_full"),
    ("Your account has been locked. Please log in again in 24 hours.", "account.locked"),
    ("Too many failed login attempts", "account.locked"),
    ("Suspicious activity detected: your account is frozen", "account.frozen_by_risk_control"),
    ("Your session has expired. Please sign in again.", "account.session_expired"),
    ("Unusual sign-in attempt", "account.unusual_sign_in"),
    ("Invalid code", "account.two_factor_failing"),
    ("The verification code has expired", "account.two_factor_failing"),
    ("Enable two-factor authentication first", "account.two_factor_off"),
    ("Please verify your identity", "account.identity_unverified"),
    ("We were unable to verify your identity", "account.identity_rejected"),
    ("Your account is under review", "account.under_review"),
    ("Your application is under review", "opening.under_review"),
    ("This service is not available in your country.", "account.region_or_policy"),
    ("Invalid card number", "bank.details_invalid"),
    ("The bank's system is under maintenance", "bank.maintenance"),
    ("Amount exceeds the bank's limit", "bank.amount_over_channel_limit"),
    ("Below the minimum amount", "funds.below_minimum"),
    ("Insufficient balance", "funds.insufficient_available"),
    ("Your funds are on hold", "funds.held_or_pending"),
    ("You have reached your daily withdrawal limit", "funds.period_limit_reached"),
    ("Too many attempts. Try again later.", "funds.too_many_attempts"),
    ("Recipient not found", "transaction.wrong_payee_details"),
    ("Your withdrawal is being processed by the bank", "transaction.pending_at_bank"),
    ("Database disk image is malformed", "data.cache_corrupt"),
];

/// What looks like one of the others, and is not.
const NOTHING: &[&str] = &[
    "",
    "提现成功",
    "请妥善维护您的账户安全",
    "系统维护已完成，欢迎使用",
    "您的账户未被冻结",
    "账户已解冻",
    "处理余额。不足之处请谅解",
    "请选择所在地区",
    "当前已是最新版本",
    "密码错误，还可尝试 3 次",
    "密码错误 429 次",
    "二维码已过期，请刷新",
    "验证码发送过于频繁",
    "进入审核中心",
    "理财非存款，投资需谨慎",
    "The business day ends at 17:00",
    "The promo code is invalid",
    "Your QR code has expired",
    "Maintenance has been completed",
    "Your account is not locked",
    "Your account has been unlocked",
    "The app is frozen",
    "terror 500",
    "提现 500 元",
    "错误：500元超出范围",
    "¥500.00",
    "$503",
    "Amount error: 500",
    "error: 500 yuan",
    "金额错误 503",
    "2026-05-03",
    "下午 5:03",
    "at 5:00 and 5.02",
    "错误码 50012",
    "HTTP 5000",
    "HTTP 200",
    "status 500,000",
    "error 500.50",
    "余额(500)",
    "第503号",
    "status 503ms",
    "E500",
    "状态：500强企业",
    "订单号 HTTP500123",
    "对方账户已冻结",
    "Your card is frozen",
    "账号或密码错误",
    "支付密码错误，您还有2次机会，超过次数账户将被锁定",
    "风险提示：数字资产有高风险",
];

const STATUSES: &[(&str, &str)] = &[
    ("HTTP 429", "provider.overloaded"),
    ("HTTP/1.1 503 Service Unavailable", "provider.overloaded"),
    ("http500", "provider.api_error"),
    ("ＨＴＴＰ ５０２", "provider.api_error"),
    ("error 503", "provider.overloaded"),
    ("Error code: 500", "provider.api_error"),
    ("Server error (502)", "provider.api_error"),
    ("错误码：502", "provider.api_error"),
    ("錯誤碼：502", "provider.api_error"),
    ("状态码 500", "provider.api_error"),
    ("错误504，请联系客服", "provider.api_error"),
    ("请求失败(504)", "provider.api_error"),
    ("系统异常（503）", "provider.overloaded"),
    (r#"{"code":500,"msg":null}"#, "provider.api_error"),
    (r#"{"status": "401"}"#, "account.session_expired"),
    ("502 Bad Gateway", "provider.api_error"),
    ("401 Unauthorized", "account.session_expired"),
    ("Error 451", "account.region_or_policy"),
];

#[test]
fn messages_mean_what_they_say() {
    for (message, cause) in CHINESE.iter().chain(ENGLISH).chain(STATUSES) {
        assert_eq!(told(message), *cause, "{message}");
    }
    for message in NOTHING {
        assert_eq!(told(message), "", "{message}");
    }
}

#[test]
fn a_message_can_mean_several_things_and_the_first_comes_first() {
    assert_eq!(told("余额不足，且超过当日限额"), "funds.insufficient_available funds.period_limit_reached");
    assert_eq!(told("HTTP 503: system maintenance"), "provider.maintenance_in_progress provider.overloaded");
    let all = CHINESE.iter().map(|(message, _)| *message).collect::<Vec<_>>().join("。");
    assert_eq!(classify(&all, &[]).len(), MAX_MEANINGS);
    let late = format!("{}余额不足", "，".repeat(MAX_MESSAGE_CHARS - 3));
    assert_eq!(told(&late), "");
}

#[test]
fn the_providers_codes_count_as_whole_words() {
    let codes = [
        rule("E-1043", "funds.below_minimum"),
        rule("1043", "bank.maintenance"),
        rule("503", "provider.maintenance_in_progress"),
        rule("银行 07", "bank.channel_down"),
    ];
    for (message, expected) in [
        ("Failed (E-1043)", "funds.below_minimum"),
        ("失败ｅ－１０４３请重试", "funds.below_minimum"),
        ("Failed: E-1043.", "funds.below_minimum"),
        ("error 1043", "bank.maintenance"),
        ("银行　07", "bank.channel_down"),
        ("HTTP 503", "provider.maintenance_in_progress"),
        ("E-10432", ""),
        ("XE-1043", ""),
        ("E-1043-7", ""),
        ("1,043.00", ""),
        ("¥1043", ""),
        ("CNY 1043", ""),
        ("1043 元", ""),
        ("10:43", ""),
        ("2026/1043", ""),
        ("1043.50", ""),
    ] {
        let found = classify(message, &codes);
        let told: Vec<&str> = found.iter().map(|meaning| meaning.cause.as_str()).collect();
        assert_eq!(told.join(" "), expected, "{message}");
        assert!(found.iter().all(|meaning| meaning.from == MeaningFrom::ProviderCode));
    }
}

#[test]
fn the_file_holds_together() {
    let file = file();
    let mut seen = BTreeMap::new();
    let mut causes = BTreeSet::new();
    for rule in &file.meanings {
        assert!(causes.insert(rule.cause.as_str()), "{} stands there twice", rule.cause);
        for phrase in rule.phrases.iter().chain(&rule.vague).chain(&rule.faint) {
            let plain = text::words(&text::plain(phrase, &MESSAGES.traditional));
            assert!(plain.trim().chars().count() >= 2, "{phrase} says nothing");
            let other = seen.insert(plain, (&rule.cause, phrase));
            assert!(other.is_none(), "{phrase} of {} is also {other:?}", rule.cause);
        }
    }
    assert!(
        file.nothing.iter().all(|phrase| !seen.contains_key(&text::words(&text::plain(phrase, &MESSAGES.traditional))))
    );
    assert!(file.http_statuses.keys().all(|status| (400..600).contains(status)));
}

#[test]
fn every_phrase_means_its_cause_when_it_stands_alone() {
    for rule in &file().meanings {
        for phrase in rule.phrases.iter().chain(&rule.vague).chain(&rule.faint) {
            assert_eq!(told(phrase), rule.cause, "{phrase}");
        }
    }
}

#[test]
fn the_order_of_the_file_says_nothing() {
    let mut turned = file();
    turned.meanings.reverse();
    turned.nothing.reverse();
    for rule in &mut turned.meanings {
        for list in [&mut rule.phrases, &mut rule.vague, &mut rule.faint, &mut rule.unless] {
            list.reverse();
        }
    }
    let turned: &'static Messages = Box::leak(Box::new(Messages::new(turned).unwrap()));
    for (message, _) in CHINESE.iter().chain(ENGLISH) {
        let words = text::words(&text::plain(message, &turned.traditional));
        let (left, right) = (MESSAGES.phrases.found_in(&words), turned.phrases.found_in(&words));
        assert_eq!((left.why, left.vague, left.faint), (right.why, right.vague, right.faint), "{message}");
    }
}

#[test]
fn every_cause_named_in_the_file_exists() {
    let file = file();
    let named = file.meanings.iter().map(|rule| &rule.cause).chain(file.http_statuses.values());
    for cause in named {
        assert!(crate::diagnosis::cause_codes().any(|known| known == cause), "{cause}");
    }
}

#[test]
fn nothing_of_a_message_is_in_its_meanings() {
    let shown = format!("{:?}", classify("li.lei@example.com: 余额不足 E-7", &[rule("E-7", "network.offline")]));
    assert!(!["li.lei", "余额", "E-7"].iter().any(|part| shown.contains(part)), "{shown}");
}

proptest! {
    #[test]
    fn whatever_is_written_has_few_meanings(
        text in "(?s).{0,80}",
        parts in prop::collection::vec(prop::sample::select(vec![
            "系统维护", "银行", "中", "，", " ", "HTTP", "503", "(", "E-1", "稍后再试", "account", "locked", "余额不足", "元", "\u{200b}", "ﷺ",
        ]), 0..40),
    ) {
        let codes = [rule("E-1", "network.offline"), rule("503", "network.slow"), rule("ﷺ", "data.cache_stale")];
        for message in [text, parts.concat()] {
            let found = classify(&message, &codes);
            prop_assert!(found.len() <= MAX_MEANINGS);
            let causes: BTreeSet<&str> = found.iter().map(|meaning| meaning.cause.as_str()).collect();
            prop_assert_eq!(causes.len(), found.len());
            prop_assert_eq!(classify(&message, &codes), found);
        }
    }
}
