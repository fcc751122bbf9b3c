//! Sentences that talk about passwords, codes, cards, phrases and tokens without containing any.

use super::{Keep, whole};
use crate::corpus::encode::json;

/// What people write, each a few sentences; in both languages, as they are, in a log and in JSON.
pub(super) fn entries() -> Vec<Keep> {
    let mut all = Vec::new();
    for (kind, gap, texts) in [("prose_en", " ", ENGLISH), ("prose_zh", "", CHINESE)] {
        for (at, sentences) in texts.iter().enumerate() {
            let text = sentences.join(gap);
            let keep: Vec<String> = sentences.iter().map(|sentence| (*sentence).to_owned()).collect();
            let (carrier, name, text) = match at % 4 {
                0 => ("json_value", "feedback.json", format!("{{\"kind\":\"feedback\",\"text\":{}}}\n", json(&text))),
                1 => ("log_line", "app.log", format!("11-27 21:07:28.250 I Feedback: {text}\n")),
                2 => ("csv", "feedback.csv", format!("seq,text\n1,\"{text}\"\n")),
                _ => ("text", "message.txt", format!("{text}\n")),
            };
            all.push(whole(kind, "text", at + texts.len(), "message.txt", sentences.join("\n"), keep.clone()));
            all.push(whole(kind, carrier, at, name, text, keep));
        }
    }
    all
}

/// English. No four words in a row are in BIP 39's list.
const ENGLISH: &[&[&str]] = &[
    &[
        "The password is wrong, says the app, but I typed it twice.",
        "I reset it yesterday and the new one is refused too.",
    ],
    &["The token expired while the page was open.", "After signing in again the token was accepted."],
    &["I see error code 500123 whenever I press Pay.", "Last week the error code was a different one."],
    &["Please pin the tab so that I can find it again.", "The pinned tab vanishes after an update."],
    &["session: closed", "The session was closed by the server and a new session was opened."],
    &["My seed phrase is safe on paper, so that is not the problem.", "Nobody has asked me for the phrase."],
    &["No verification code has arrived.", "I asked for the code three times and waited ten minutes each time."],
    &[
        "The card was declined by the bank.",
        "Another card works in the same shop.",
        "I was told that the card itself is fine.",
    ],
    &[
        "My password manager fills in the form, but the button stays grey.",
        "When I type the password by hand it works.",
    ],
    &["The API key is missing from the settings, says the log.", "Where do I get an API key?"],
    &["I have forgotten my PIN and the PIN reset page is empty."],
    &["The cookie banner covers the button.", "Accepting all cookies does not help."],
    &["Your bearer of bad news: the transfer failed again.", "The basic problem is still there."],
    &["The private key never leaves the phone, according to the help page.", "Is the key lost when the phone is?"],
    &["Email notifications stopped on Friday.", "My email address has not changed."],
    &["The phone number on the account is an old one.", "I can't change the number without a code sent to it."],
    &["Two-factor is on, and the one-time code is always rejected.", "The clock of the phone is right."],
    &["The ID card photo is refused as blurred.", "I tried the front and the back in daylight."],
    &["At home the app works; at the office it does not.", "The users there see the same."],
    &["The code of conduct says support answers within a day.", "Code reviews are not my concern."],
    &["Withdrawals of 1,000 yuan pass and 5,000 yuan fail.", "The daily limit is 20,000 yuan."],
    &["Version 3.2.1 worked, 3.3.0 does not.", "Going back is not possible."],
    &["I waited 3 days, then 7 days, then 2 weeks.", "The status page says 99.9% availability."],
    &["Password: the field is greyed out.", "Username: the field is greyed out too."],
    &["The secret to a quick answer seems to be calling at 9 in the morning."],
    &["Signing in by fingerprint fails, by face works.", "The token for the fingerprint was probably renewed."],
];

/// Chinese. No unbroken run of its characters is a valid phrase by accident. Runs over a full stop or a comma are, here as
/// in any Chinese text: most common characters are listed, and every sixteenth checksum of twelve is right.
const CHINESE: &[&[&str]] = &[
    &["验证码没有收到，已经等了十分钟。", "重新发送之后还是没有。"],
    &["提示密码错误，但是我确定密码没有输错。", "换了新密码以后还是同样的提示。"],
    &["登录令牌已过期，请重新登录。", "重新登录后令牌很快又过期了。"],
    &["页面显示错误代码 500123，点重试没有用。", "昨天显示的是另外一个错误代码。"],
    &["助记词我已经抄在纸上了，没有告诉任何人。", "客服也没有问过我助记词。"],
    &["银行卡被拒绝，换一张银行卡就可以。", "银行说卡本身没有问题。"],
    &["身份证照片一直审核不通过，说是模糊。", "正面和反面都在白天拍过。"],
    &["手机号是以前的，现在收不到短信。", "想换手机号又要求输入旧手机的验证码。"],
    &["支付密码输错三次后账户被锁定。", "请问多久可以解锁？"],
    &["会话已关闭，请稍后再试。", "关闭以后余额显示为零。"],
    &["邮箱没有收到通知，邮箱地址没有变过。"],
    &["私钥会不会随着手机丢失？", "帮助页面说私钥不会离开手机。"],
    &["提现一千元可以，提现五千元就失败。", "每日限额是两万元。"],
    &["今天早上9点开始转账一直处理中。", "等了3个小时还没有到账。"],
    &["密码：输入框是灰色的，点不了。", "账号：输入框也是灰色的。"],
    &["动态口令总是提示不正确，手机时间是准的。"],
    &["客服电话是95588，打了两次都没人接。", "也打过400-820-8820，一直占线。"],
    &["系统维护到14:00，之后再试一次。", "公告里没有写具体原因。"],
    &["更新到3.3.0版本以后闪退，3.2.1版本没有问题。"],
    &["在家里网络正常，在公司打不开。", "公司的同事也是一样。"],
    &["指纹登录失败，刷脸可以登录。", "可能是指纹的密钥更新了。"],
    &["请把这个标签页固定住，更新以后它就不见了。"],
    &["余额少了12.50元，记录里看不到这笔。", "我没有付过这笔钱。"],
    &["验证码输入后页面没有反应，密码也没有提示。"],
];

#[cfg(test)]
mod tests {
    use bip39::{Language, Mnemonic};

    use super::*;

    #[test]
    fn no_english_sentence_looks_like_a_phrase() {
        for sentence in ENGLISH.iter().copied().flatten() {
            let lower = sentence.to_lowercase();
            let words: Vec<&str> =
                lower.split(|one: char| !one.is_alphabetic()).filter(|word| !word.is_empty()).collect();
            let listed = |run: &[&str]| run.iter().all(|word| Language::English.find_word(word).is_some());
            assert!(!words.windows(4).any(listed), "{sentence}");
        }
    }

    #[test]
    fn no_chinese_text_holds_a_valid_phrase() {
        let mut valid = Vec::new();
        let is_han = |one: char| ('\u{4e00}'..='\u{9fff}').contains(&one);
        for unbroken in CHINESE.iter().copied().flatten().flat_map(|text| text.split(|one| !is_han(one))) {
            let characters: Vec<String> = unbroken.chars().map(String::from).collect();
            for run in [12, 15, 18, 21, 24].into_iter().flat_map(|length| characters.windows(length)) {
                for language in [Language::SimplifiedChinese, Language::TraditionalChinese] {
                    valid.extend(Mnemonic::parse_in(language, run.join(" ")).map(|_| run.concat()));
                }
            }
        }
        assert_eq!(valid, Vec::<String>::new());
    }
}
