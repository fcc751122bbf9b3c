//! What must be seen: one line per case, `rule|text`. Every line is also tried as a value of `report.json`, in a page, with
//! escapes, and wrapped.

use super::*;

pub(super) const CASES: &str = r#"
card|4111111111111111
card|card 4111 1111 1111 1111 declined
card|card=4111-1111-1111-1111;
card|卡号4111111111111111不对
card|pan:5555555555554444,
card|5555 5555 5555 4444
card|2223003122003222
card|mc 2720 9999 9999 9996
card|6222021234567890128
card|6222 0212 3456 7890 128
card|622202 1234567890128
card|union 6200000000000005 pay
card|6212345678901232
card|amex 378282246310005
card|3782 822463 10005
card|3714-496353-98431
card|diners 30569309025904
card|3056 930902 5904
card|38520000023237
card|discover 6011111111111117
card|6011 0009 9013 9424
card|6500000000000002
card|jcb 3530111333300000
card|3566 0020 2036 0505
card|4222222222222
card|mir 2200000000000004
card|"cardNo":"4111111111111111"
card|/pay/4111111111111111/confirm
card|card-4111111111111111
card|user_4111111111111111
card|2026-11-27 4111 1111 1111 1111
card|10:20:30 4111 1111 1111 1111 ok
card|4111 1111 1111 1111 1227
card|4111 1111 1111 1111 12/27
card|４１１１１１１１１１１１１１１１
card|４１１１ １１１１ １１１１ １１１１
card|4111&#8203;1111&#8203;1111&#8203;1111
card|41111111{ZW}11111111
card|4111‑1111‑1111‑1111
card|4111–1111–1111–1111
card|card%3D4111111111111111
card|n=4111%201111%201111%201111
card|n=4111+1111+1111+1111
card|card:\u00344111111111111111x or \u0034111111111111111
card|<b>4111</b><i>1111</i>11111111
card|&#52;111111111111111
card|&#x34;111&nbsp;1111&nbsp;1111&nbsp;1111
card|data NDExMTExMTExMTExMTExMTExMTEgMTIvMjcgMTIz  base64? bm8gNDExMTExMTExMTExMTExMSBuby4=
card|٤١١١١١١١١١١١١١١١
card|4111111111111111.
card|(4111111111111111)
card|9558801502108543277
resident_id|11010519491231002X
resident_id|11010519491231002x
resident_id|身份证号11010519491231002X。
resident_id|id=110105194912310029 or 440524188001010014 or 11010519491231002X
resident_id|110105 19491231 002X
resident_id|110105-19491231-002X
resident_id|320311197707100016
resident_id|"idCard":"11010519491231002X"
resident_id|１１０１０５１９４９１２３１００２Ｘ
phone|13800138000
phone|手机13800138000已绑定
phone|call 138 0013 8000 now
phone|138-0013-8000
phone|+86 138 0013 8000
phone|+8613800138000
phone|+86-138-0013-8000
phone|8613800138000
phone|86-13800138000
phone|008613800138000
phone|0086 13800138000
phone|mobile=19912345678&x=1
phone|"phone":"15012345678"
phone|tel:17712345678
phone|uid_16612345678
phone|account-18612345678
phone|/users/13912345678/orders
phone|attachments/13912345678.png is broken
phone|2026-11-27 138 0013 8000
phone|13800138000@
phone|１３８００１３８０００
phone|+44 20 7946 0958
phone|+44 (0)20 7946 0958
phone|+1 415-555-2671
phone|+1 (415) 555-2671
phone|+14155552671
phone|+1.415.555.2671
phone|+33 6 12 34 56 78
phone|+49 151 23456789
phone|+852 5123 4567
phone|+886 912 345 678
phone|+65 9123 4567
phone|+81 90-1234-5678
phone|+7 912 345-67-89
phone|+91 98765 43210
phone|+61 412 345 678
phone|+86 10 8765 4321
phone|tel%3A%2B8613800138000
phone|phone: ＋８６ １３８００１３８０００
email|zhang.wei@example.com
email|mail to zhang_wei+tag@mail.example.com.cn, please
email|联系zhang@qq.com。
email|<li@163.com>
email|user%40example.com
email|user&#64;example.com
email|LI@EXAMPLE.COM
email|a@b.io
email|mailto:someone@gmail.com?subject=x
email|ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ
email|"email":"wang@sina.com.cn"
email|user\u0040example.com
authorization|Authorization: Bearer s3cr3tT0kenValue
authorization|bearer abcdef0123456789abcdef0123456789
authorization|"Authorization":"Bearer 0a1b2c3d4e5f6071"
authorization|Proxy-Authorization: Basic emhhbmc6cGFzc3dvcmQ=
authorization|authorization: basic YWRtaW46YWRtaW4=
authorization|Authorization%3A%20Bearer%20s3cr3tT0kenValue
authorization|-H 'Authorization: Bearer v2.local.abc123def456'
jwt|eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ6aGFuZyJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1g
jwt|jwt=eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0aaaa.c2ln&x=1
jwt|"t":"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."
private_key|-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAx0y3Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy\n-----END RSA PRIVATE KEY-----
private_key|-----BEGIN PRIVATE KEY----- MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
private_key|-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz
private_key|-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBkg1kS0fMNkfOcPcUv2m0o6Tz6yFzJ0cXl3n2f5b1n0oAoGCCqGSM49\n
private_key|-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF2lnPIBCADrRO9Zm9vYmFyYmF6cXV4Zm9v
private_key|key=MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
wallet_key|e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262
wallet_key|0xE9873D79C6D87DC0FB6A5778633389F4453213303DA61F20BD67FC233AA33262
wallet_key|key:e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262,
wallet_key|"k":"0xe9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262"
wallet_key|5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ
wallet_key|wif=KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617;
wallet_key|xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi
wallet_key|zprvAWgYBBk7JR8Gjrh4UJQ2uJdG1r3WNRRfURiABBE3RvMXYSrRJL62XuezvGdPvG6GFBZduosCc1YP5wixPox7zhZLfiUm8aunE96BBa4Kei5
wallet_key|tprv8ZgxMBicQKsPeDgjzdC36fs6bMjGApWDNLR9erAXMs5skhMv36j9MV5ecvfavji5khqjWaWSFhN3YcCUUdiKH6isR4Pwy3U5y5egddBr16m
wallet_key|AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX
wallet_key|[174,47,154,16,202,193,206,113,199,190,53,133,169,175,31,56,222,53,138,189,224,216,117,173,10,149,53,45,73,251,237,246,15,185,186,82,177,240,148,69,241,227,167,80,141,89,240,121,121,35,172,247,68,251,226,218,48,63,176,109,168,89,238,135]
wallet_key|[174, 47, 154, 16, 202, 193, 206, 113, 199, 190, 53, 133, 169, 175, 31, 56, 222, 53, 138, 189, 224, 216, 117, 173, 10, 149, 53, 45, 73, 251, 237, 246, 15, 185, 186, 82, 177, 240, 148, 69, 241, 227, 167, 80, 141, 89, 240, 121, 121, 35, 172, 247, 68, 251, 226, 218, 48, 63, 176, 109, 168, 89, 238, 135]
wallet_key|6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg
seed_phrase|abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about
seed_phrase|legal winner thank year wave sausage worth useful legal winner thank yellow
seed_phrase|seed: letter advice cage absurd amount doctor acoustic avoid letter advice cage above.
seed_phrase|LEGAL WINNER THANK YEAR WAVE SAUSAGE WORTH USEFUL LEGAL WINNER THANK YELLOW
seed_phrase|legal,winner,thank,year,wave,sausage,worth,useful,legal,winner,thank,yellow
seed_phrase|1. legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow
seed_phrase|["legal","winner","thank","year","wave","sausage","worth","useful","legal","winner","thank","yellow"]
seed_phrase|legal%20winner%20thank%20year%20wave%20sausage%20worth%20useful%20legal%20winner%20thank%20yellow
seed_phrase|<td>legal</td><td>winner</td><td>thank</td><td>year</td><td>wave</td><td>sausage</td><td>worth</td><td>useful</td><td>legal</td><td>winner</td><td>thank</td><td>yellow</td>
seed_phrase|bGVnYWwgd2lubmVyIHRoYW5rIHllYXIgd2F2ZSBzYXVzYWdlIHdvcnRoIHVzZWZ1bCBsZWdhbCB3aW5uZXIgdGhhbmsgeWVsbG93
seed_phrase|zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong
api_key|AKIAIOSFODNN7EXAMPLE
api_key|aws ASIAIOSFODNN7EXAMPLE,
api_key|ghp_16C7e42F292c6912E7710c838347Ae178B4a
api_key|github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwx1234
api_key|glpat-x1y2z3A4B5C6D7E8F9G0
api_key|xoxb-123456789012-1234567890123-AbCdEfGhIjKl
api_key|sk_live_4eC39HqLyjWDarjtT1zdp7dc
api_key|rk_live_4eC39HqLyjWDarjtT1zdp7dc
api_key|AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe
api_key|key=AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe&x=1
api_key|sk-ant-api03-abcdefghijk1234567890
api_key|sk-proj-abcdefghijk1234567890
api_key|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
api_key|npm_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789
api_key|LTAI4FoLwT8ExampleKey
api_key|hf_abcdefghijklmnopqrstuvwxyz01234567
api_key|ya29.a0AfH6SMBx1234567890abcdef
password|password=hunter2
password|passwd=correct9
password|pwd=S3cr!t
password|db_password=hunter2
password|userPassword=hunter2
password|"password":"hunter2"
password|{\"password\":\"hunter2\"}
password|{'password': 'hunter2'}
password|password: hunter2!
password|Password: 123456
password|secret=abcd1234
password|client_secret=abcdefgh
password|access_token=abcdefgh
password|refresh_token=1//0abcdef
password|"access_token":"ya-abcdefgh"
password|api_key=abcdef123456
password|apikey: abcdef123456
password|X-Api-Key: abcdef123456
password|passphrase=open sesame
password|密码：abc123
password|密码是123456
password|支付密码=887766
password|password%3Dhunter2
password|&quot;password&quot;:&quot;hunter2&quot;
password|token=1a2b3c4d5e6f7a8b9c0d1e2f
password|password => hunter2
password|?user=a&password=hunter2&x=1
password|cGFzc3dvcmQ9aHVudGVyMiZ1c2VyPXpoYW5n
cookie|Cookie: sid=31d4d96e407aad42
cookie|Set-Cookie: session=38afes7a8; Path=/; HttpOnly
cookie|cookie: lang=zh-CN; JSESSIONID=ABCDEF012345
cookie|"Cookie":"sid=31d4d96e407aad42; theme=dark"
cookie|Cookie%3A%20sid%3D31d4d96e407aad42
url_password|https://zhang:hunter2@example.com/path
url_password|postgres://app:s3cret@10.0.0.1:5432/db
url_password|redis://:p4ss@cache:6379
url_password|ftp://user:pa%40ss@host
url_password|https%3A%2F%2Fzhang%3Ahunter2%40host%2Fpath
"#;

/// Only in what the person added.
pub(super) const NETWORK: &str = "
ip|peer 203.0.113.7 closed
ip|203.0.113.7:443
ip|http://203.0.113.7/path
ip|example.com/203.0.113.7:443
ip|from=/203.0.113.7:51234
ip|[203.0.113.7]
ip|192.168.1.20
ip|10.1.2.3,
ip|X-Forwarded-For: 203.0.113.7, 127.0.0.1
ip|ip=203.0.113.7.
ip|203%2E0%2E113%2E7
ip|２０３.０.１１３.７
ip|2001:db8::1
ip|2001:0db8:85a3:0000:0000:8a2e:0370:7334
ip|[2001:db8::ff00:42:8329]:443
ip|fe80::1c2d:3eff:fe4f:5a6b%wlan0
ip|fd12:3456:789a:1::1
ip|::ffff:203.0.113.7
ip|203.0.113.7-203.0.113.9
ip|hostname: 203.0.113.7
mac|00:1a:2b:3c:4d:5e
mac|BSSID=00:1A:2B:3C:4D:5E,
mac|00-1A-2B-3C-4D-5E
";

fn cases(table: &str) -> Vec<(String, String)> {
    let lines = table.lines().filter(|line| !line.is_empty()).map(|line| line.replace("{ZW}", "\u{200b}"));
    lines.map(|line| line.split_once('|').map(|(rule, text)| (rule.to_owned(), text.to_owned())).unwrap()).collect()
}

fn check(rule: &str, name: &str, text: &str, why: &str) -> Option<String> {
    let seen = rules(name, text);
    (!seen.contains(&rule)).then(|| format!("{rule} not seen {why}: {text} ({seen:?})"))
}

#[test]
fn every_secret_is_seen_wherever_it_stands() {
    let all = cases(CASES);
    assert!(all.len() >= 150, "{}", all.len());
    let mut missed = Vec::new();
    for (rule, text) in &all {
        missed.extend(check(rule, LOG, text, "in a log"));
        missed.extend(check(rule, LOG, &format!("line\r\n{text}\r\n中文"), "in a Chinese log"));
        missed.extend(check(rule, "report.json", &report_with(text), "in report.json"));
        missed.extend(check(rule, "attachments/a.json", &report_with(text), "in a JSON attachment"));
        missed.extend(check(rule, LOG, &report_with(text), "in logged JSON"));
        missed.extend(check(rule, "report.html", &page_with(text), "in report.html"));
        let name = format!("attachments/{}.log", text.replace('/', "_"));
        let _ = SecondLook::new(&[], &[]).look(&name, b"");
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn addresses_are_seen_in_attachments_only() {
    let mut missed = Vec::new();
    for (rule, text) in cases(NETWORK) {
        missed.extend(check(&rule, LOG, &text, "in a log"));
        missed.extend(check(&rule, "attachments/a.json", &report_with(&text), "in a JSON attachment"));
        assert!(!rules("report.json", &report_with(&text)).contains(&rule.as_str()), "{text}");
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn phrases_of_every_language_are_seen() {
    for language in bip39::Language::ALL {
        for (size, seed) in [(16, 0x5a_u8), (20, 0x17), (24, 0x29), (28, 0x9c), (32, 0xe1)] {
            let entropy: Vec<u8> =
                (0..size).map(|at| seed.wrapping_mul(at + 3).wrapping_add(u8::wrapping_mul(at, 29))).collect();
            let words: Vec<&str> = bip39::Mnemonic::from_entropy_in(*language, &entropy).unwrap().words().collect();
            for joint in [" ", "\n", ", ", "\u{3000}", " | ", "\",\""] {
                let text = words.join(joint);
                assert_eq!(rules(LOG, &format!("see: {text}, please")), ["seed_phrase"], "{language:?} {joint:?}");
            }
            let array = serde_json::json!({ "report": { "x": words } }).to_string();
            assert_eq!(rules("report.json", &array), ["seed_phrase"], "{language:?} array");
            let numbered: String = words.iter().enumerate().map(|(at, word)| format!("{}. {word}\n", at + 1)).collect();
            assert_eq!(rules(LOG, &numbered), ["seed_phrase"], "{language:?} numbered");
            let object: serde_json::Map<_, _> =
                words.iter().enumerate().map(|(at, word)| (format!("word{at:02}"), (*word).into())).collect();
            assert_eq!(rules("report.json", &serde_json::Value::from(object).to_string()), ["seed_phrase"]);
        }
    }
}

#[test]
fn nearly_all_unspaced_chinese_phrases_are_seen() {
    use bip39::Language::{SimplifiedChinese, TraditionalChinese};
    let (mut seen, mut named, mut all) = (0, 0, 0);
    let mut state = 1_u64;
    for language in [SimplifiedChinese, TraditionalChinese] {
        for size in [16, 32].repeat(100) {
            let entropy: Vec<u8> = (0..size).map(|_| u8::try_from(next(&mut state) % 256).unwrap()).collect();
            let phrase: String = bip39::Mnemonic::from_entropy_in(language, &entropy).unwrap().words().collect();
            all += 1;
            seen += usize::from(rules(LOG, &format!("see: {phrase}, please")) == ["seed_phrase"]);
            named += usize::from(rules(LOG, &format!("我的助记词是{phrase}，请帮我")) == ["seed_phrase"]);
        }
    }
    assert!(seen * 100 >= all * 95 && named * 100 >= all * 98, "{seen} and {named} of {all}");
}

#[test]
fn known_secrets_may_not_occur_in_any_form() {
    let look = SecondLook::new(&[], &["Zhang-Wei_77".into(), "ÉCLAIR9".into(), "1234".into(), "12345".into()]);
    let seen = |text: &str| look.look(LOG, text.as_bytes()).iter().any(|s| s.rule == SightingRule::KnownSecret);
    for text in [
        "xxzhang-wei_77yy",
        "ＺＨＡＮＧ-wei_77",
        "zhang%2Dwei_77",
        "zhang\u{200b}-wei_77",
        "éclair9",
        "E\u{301}CLAIR9",
        "12345",
    ] {
        assert!(seen(text), "{text}");
    }
    for text in ["1234", "zhang-wei", "a912345f", "0123456"] {
        assert!(!seen(text), "{text}");
    }
    let sightings = look.look("attachments/zhang-wei_77.log", b"fine");
    assert_eq!(sightings.len(), 1);
    assert_eq!((sightings[0].file.as_str(), sightings[0].place.as_str()), ("attachments/", "name"));
}

#[test]
fn lines_and_names_are_told_but_never_the_text() {
    let seen = SecondLook::new(&[], &[]).look(LOG, b"ok\nok\ncard 4111111111111111\nb%3D13800138000\n");
    let told: Vec<_> = seen.iter().map(|s| (s.rule.as_str(), s.place.as_str())).collect();
    assert_eq!(told, [("card", "line 3"), ("phone", "line 4")]);
    assert!(!format!("{seen:?}").contains("4111"));
    let json = "{\n \"a\": 1,\n \"b\": [\n  \"x\",\n  \"a@b.com\"\n ]\n}";
    assert_eq!(SecondLook::new(&[], &[]).look("report.json", json.as_bytes())[0].place, "line 5");
}
