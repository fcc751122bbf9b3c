//! One-time codes in the sentences that carry them.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant};
use crate::corpus::seeded::DIGITS;

/// A name, the words before the code, the code's length and the words after it.
type Message = (&'static str, &'static str, usize, &'static str);

const MESSAGES: [Message; 24] = [
    ("zh", "您的验证码是 ", 6, "，5分钟内有效"),
    ("zh_tight", "您的验证码是", 6, "，请勿泄露给他人。"),
    ("zh_sign", "【示例钱包】验证码：", 6, "，您正在登录，5分钟内有效。"),
    ("zh_wei", "验证码为", 6, "，如非本人操作请忽略。"),
    ("zh_after", "", 6, "（登录验证码），请勿转发。"),
    ("zh_dynamic", "动态密码：", 6, ""),
    ("zh_check", "校验码 ", 6, "，用于更换手机。"),
    ("zh_four", "短信验证码：", 4, ""),
    ("en", "Your code is ", 6, ""),
    ("en_verification", "Your verification code is: ", 6, ". It expires in 10 minutes."),
    ("en_is_your", "", 6, " is your verification code"),
    ("en_is_your_brand", "", 6, " is your Example Wallet code. Don't share it."),
    ("en_eight", "Your security code is ", 8, "."),
    ("en_use", "Use code ", 6, " to sign in to Example Wallet."),
    ("en_passcode", "One-time passcode: ", 6, ""),
    ("otp", "OTP: ", 6, ""),
    ("otp_is", "Your OTP is ", 6, ". Do not share it with anyone."),
    ("otp_equals", "otp=", 6, ""),
    ("sms_code_equals", "SMS received: code=", 6, " from 10690000"),
    ("sms_code_key", "smsCode=", 6, ""),
    ("g_dash", "G-", 6, " is your verification code."),
    ("json_number", "{\"otp\":", 6, "}"),
    ("json_string", "{\"verification_code\":\"", 6, "\"}"),
    ("two_factor", "2FA code: ", 6, ""),
];

pub(super) fn formats() -> Vec<Format> {
    let one = |(name, before, length, after): Message| {
        Format::new(name, move |chance| {
            let code = if name == "json_number" { chance.number(length) } else { chance.string(DIGITS, length) };
            Plant::labelled(before, code, after).of_digits()
        })
    };
    let split = |name: &'static str, before: &'static str, separator: &'static str| {
        Format::new(name, move |chance| {
            let halves = [chance.string(DIGITS, 3), chance.string(DIGITS, 3)];
            Plant::labelled(before, halves.join(separator), "").of_digits().piece(halves.concat())
        })
    };
    let mut all: Vec<Format> = MESSAGES.into_iter().map(one).collect();
    all.push(split("split_space", "Your verification code is ", " "));
    all.push(split("split_dash", "Your login code: ", "-"));
    all.push(Format::new("full_width", |chance| {
        let code = chance.string(DIGITS, 6);
        Plant::labelled("您的验证码是", encode::full_width(&code), "，请尽快输入").of_digits().piece(code)
    }));
    all
}
