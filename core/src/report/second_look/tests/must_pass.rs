//! What must never be seen: one line per case, tried as a log, in `report.json` and in a page.

use super::*;

pub(super) const CASES: &str = r#"
[redacted:card] [redacted:phone] [redacted:seed_phrase] [redacted:api_key.2]
password=[redacted:password]
"password":"[redacted:password]"
Authorization: Bearer [redacted:bearer]
Authorization: [redacted:authorization]
Cookie: [redacted:cookie]
Set-Cookie: [redacted:cookie]; Path=/; HttpOnly
https://[redacted:url_password]@example.com/path
https://user:[redacted:url_password]@example.com/path
access_token=[redacted:token]&x=1
密码：[redacted:password]
account-1a2b3c4d signed in
account-13800138 signed in
ip4-1a2b3c4d ip4-private-1a2b3c4d ip6-1a2b3c4d mac-1a2b3c4d
f47ac10b-58cc-4372-a567-0e02b2c3d479
id=12345678-1234-1234-1234-123456789012
urn:uuid:41111111-1111-4111-8111-111111111111
F47AC10B-58CC-4372-A567-0E02B2C3D479
2026-11-27T10:20:30Z
2026-11-27T10:20:30.123456789+08:00
2026-11-27 10:20:30,123
20261127102030
20261127T102030Z
1785580800000
1785580800000000
1785580800000000000
ts=1764239600 ms=1764239600123 us=1764239600123456
balance 1280.50 CNY
¥13800138000
$4111111111111111
total 13,800,138,000.00
amount=13800138000.00
0.4111111111111111
4111111111111111.25
1,234,567,890,123.00
-13800138000
10.0.19041.1
Windows 10.0.22631.4602
version 1.2.3.4
Chrome/120.0.6099.43 Mobile Safari/537.36
app 8.0.1.2001 build 4519
v10.2.3.4
客服 95588
400-820-8820
please call 12363 or 110
call 95588 or 400-820-8820, 12363, 12378, 110
客服热线：400 820 8820，800-820-8820
+86 95588
+86 400 820 8820
+1 800 555 0199
order 202611271020301234567890123456
order no 2026112722001412345678901234
订单号 4200001234202611271234567890
tracking SF1234567890123
tracking JD0012345678901
tracking YT1234567890123
EMS EA123456789CN
USPS 9400 1000 0000 0000 0000 00
UPS 1Z999AA10123456784
FedEx 123456789012
invoice 1234567890123456
order 4111111111111112
order 1000000000000000
ref 9999999999999999
id 1234567890123456789
snowflake 1183920475610382336
d41d8cd98f00b204e9800998ecf8427e
da39a3ee5e6b4b0d3255bfef95601890afd80709
commit 5e6b4b0d3255bfef95601890afd80709da39a3ee
trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
span_id=4111111111111111
sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
0x0000000000000000000000000000000000000000000000000000000000000000
0x742d35Cc6634C0532925a3b844Bc454e4438f44e
bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq
1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2
xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8
TJRabPrwbZy45sbavfcjinPJC18kjpRTv8
free 17179869184 of 128000000000
total=17179869184 bytes
elapsed_ns=13456789012
took 13456789012 ns
uptime: 15234567890 us
freeBytes=13421772801
"free_storage_bytes": 15234567891
size=15012345678
heap 15000000000
offset: 13800138000
MemTotal:       16384000 kB
150 1024 2048 4096
156 2048 4096 8192 1024
1000 2000 3000 4000 5000 6000
4096 1024 2048 4096 8192 16384
11-27 10:20:30.156  1234  5678 I ActivityManager: Start proc 4321:com.example.wallet/u0a123 for activity
11-27 10:20:30.138  1380  1380 D OpenGLRenderer: HWUI GL Pipeline
11-27 10:20:30.150 12345 12345 W System.err: java.net.SocketTimeoutException: timeout
11-27 10:20:30.456  1234  1234 I art     : Background concurrent copying GC freed 123456(6MB) AllocSpace objects, 12(345KB) LOS objects, 50% free, 7MB/14MB, paused 123us total 12.345ms
11-27 10:20:31.000  2345  2399 E AndroidRuntime: FATAL EXCEPTION: main
11-27 10:20:31.000  2345  2399 E AndroidRuntime: 	at com.example.wallet.ui.MainActivity.onCreate(MainActivity.kt:138)
11-27 10:20:31.001  2345  2399 E AndroidRuntime: 	at android.os.Handler.dispatchMessage(Handler.java:106)
11-27 10:20:31.002   512   530 I WifiService: BSSID=02:00:00:00:00:00 rssi=-67 freq=5180 linkSpeed=433
11-27 10:20:31.003   512   530 D ConnectivityService: NetworkAgentInfo [WIFI () - 103] validation passed
I/flutter (12345): [2026-11-27 10:20:30.123] INFO wallet: refresh done in 1234 ms
2026-11-27 10:20:30.123456+0800 Wallet[1234:567890] [connection] nw_socket_handle_socket_event [C1.1.1:2] Socket SO_ERROR [61: Connection refused]
2026-11-27 10:20:30.123456+0800 Wallet[1234:567890] Task <F47AC10B-58CC-4372-A567-0E02B2C3D479>.<1> finished with error [-1001] Error Domain=NSURLErrorDomain Code=-1001
2026-11-27 10:20:30.123 Df Wallet[1234:89ab] [com.apple.network:connection] [C3 A1B2C3D4-1234-4567-8901-123456789012 Hostname#1a2b3c4d:443 tcp, tls] cancel
0   libsystem_kernel.dylib        	0x00000001e4c5b2ec __pthread_kill + 8
1   Wallet                        	0x0000000104a3c1b8 main + 4150555267
2   UIKitCore  0x00000001b2345678 UIApplicationMain + 1234567890
Thread 0 crashed with ARM Thread State (64-bit): x0: 0x0000000000000000 x1: 0x0000000000000000
Incident Identifier: A1B2C3D4-1234-4567-8901-1234567890AB
127.0.0.1 - - [27/Nov/2026:10:20:30 +0800] "GET /api/v1/balance?page=2 HTTP/1.1" 200 1234 "-" "okhttp/4.12.0"
::1 - - [27/Nov/2026:10:20:30 +0000] "POST /login HTTP/2.0" 401 199 150 1024
{"level":"info","ts":1764239600.123,"msg":"refresh","caller":"wallet/sync.go:138","dur":0.123456789}
{"time":"2026-11-27T10:20:30Z","id":1183920475610382336,"amount":"1380013.80","currency":"CNY"}
{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"1234567890123452","parentId":null}
{"event":"login","password":null,"token":null,"secret":false}
{"password":"","passwd":"***","pwd":"<hidden>"}
{"error":"password","message":"password: must be at least 8 characters"}
java.lang.IllegalStateException: Expected BEGIN_OBJECT but was STRING at line 1 column 1 path $
	at okhttp3.internal.connection.RealCall.execute(RealCall.kt:154)
	at kotlinx.coroutines.DispatchedTask.run(DispatchedTask.kt:106)
Caused by: javax.net.ssl.SSLHandshakeException: Chain validation failed
  File "/app/wallet/sync.py", line 138, in refresh
thread 'main' panicked at src/main.rs:138:13: index out of bounds: the len is 3 but the index is 5
com.example.wallet.Account@1a2b3c4d
this@MainActivity.onCreate
return@withContext.run
icon@2x.png and icon@3x.png
node_modules/@types/node@20.1.2/index.d.ts
user@localhost
image@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
@Override public void onCreate(@Nullable Bundle state)
https://example.com/path?x=1&y=2#frag
https://example.com:8443/a@b/c
https://cdn.example.com/npm/pkg@1.2.3/dist/x.js
passwordLength=8
password_set=1
hasPassword=true
password=null
password=********
password=<private>
password=%s
password=${PASSWORD}
password == null
if (password == other.password) return
password = getPassword()
password: required
Password: must contain at least 8 characters
Password: please enter
Forgot password: tap here
passwordStrength=weak
password=incorrect
"password":"required"
pwd=/data/user/0/com.example.wallet
PWD=/home/user OLDPWD=/tmp
secret=true
The secret is not shown.
access_token expired, refreshing
token: null
unexpected token: EOF at 12
deviceToken=1a2b
tokenizer=bert
csrf_token=f47ac10b-58cc-4372-a567-0e02b2c3d479
grant_type=password&username=account-1a2b3c4d
mnemonic: not set
密码错误
密码：请输入
请勿把您的助记词和密码告诉任何人
登录密码：未设置
Bearer token missing
WWW-Authenticate: Bearer realm="api", error="invalid_token"
Authorization: Bearer
basic authentication is off
Basic usage: see the manual
Cookie: none
cookies: 3
Set-Cookie: Path=/
CookieManager: cookie=null
-----BEGIN CERTIFICATE-----
expected -----BEGIN PRIVATE KEY----- but got nothing
no private key found
eyJ is how a token begins
AKIA is a prefix
ghp_ tokens and glpat- tokens are refused
sk-learn and sk-toolbox
npm_config_registry=https://registry.npmjs.org
npm_lifecycle_event_of_a_package_that_has_a_name
xoxb- prefix
SG.module.name
AIzawa
std::string::size fe::de add::face a::b
12:34:56 and 12:34
Fe80 is a block
00:00:00:00:00:00 ff:ff:ff:ff:ff:ff
A1:B2:C3:D4:E5:F6:A1:B2:C3:D4:E5:F6:A1:B2:C3:D4:E5:F6:A1:B2
127.0.0.1:8080 0.0.0.0 255.255.255.0 ::1 [::1]:80 localhost/127.0.0.1
oid 1.3.6.1.4.1.311.60
status installed alsa-topology-conf:all 1.2.5.1-2
[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]
[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]
The quick brown fox jumps over the lazy dog and then goes home to sleep
open open open open open open open open open open open open
We could not reach the bank: your money is where it was, please try again later in the day.
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk
sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
W/"33a64df551425fcc55e4d42a148795d9f25f89d4"
/data/app/~~AbCdEfGhIjKlMnOpQrStUv==/com.example.wallet-1a2B3c4D5e6F7g8H9i0JkL==/base.apk
com/example/wallet/ui/home/balance/BalanceViewModel
SGVsbG8sIHRoaXMgaXMganVzdCBhIGdyZWV0aW5nLg==
+0800 +08:00 GMT+8
@@ -138,0013 +8000,1 @@
+12345678
abort+13800138000
diff +1234567
GET /files/4111111111111112/part/3
imei [redacted:imei] imsi [redacted:imsi]
x=1&amp;y=2 &lt;b&gt; 100%
100%25 of 3%20items
C:\Users\wallet\new\table\x64
ISBN 9787111128069
EAN 6901234567892
EAN 4006381333931
110101199003070000
330102202613451234
学号 20261127001 班级 3
2026/11/27 13800 138000
lat=39.904211 lng=116.407395
a 4111 1111 1111 b
4111 1111 1111 1111 1111 1111
1380013800
138001380001
x13800138000
13800138000x
12345.13800138000
"#;

#[test]
fn nothing_legitimate_is_seen() {
    let all: Vec<&str> = CASES.lines().filter(|line| !line.is_empty()).collect();
    assert!(all.len() >= 150, "{}", all.len());
    let mut wrong = Vec::new();
    for text in &all {
        let tries = [
            (LOG, (*text).to_owned()),
            (LOG, format!("中文，行\n{text}\n尾")),
            ("attachments/a.json", report_with(text)),
            ("report.json", report_with(text)),
            ("report.html", page_with(text)),
        ];
        for (name, whole) in tries {
            let seen = rules(name, &whole);
            if !seen.is_empty() {
                wrong.push(format!("{seen:?} in {name}: {text}"));
            }
        }
    }
    let together = all.join("\n");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert_eq!(rules(LOG, &together), Vec::<&str>::new());
}

#[test]
fn declared_ids_may_look_like_anything_where_they_stand_alone() {
    let declared = [
        "4111111111111111",
        "13800138000",
        "e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262",
        "zhang@example.com",
        "AKIAIOSFODNN7EXAMPLE",
        "订单１３８００１３８００１",
        "11010519491231002X",
    ]
    .map(str::to_owned);
    let look = SecondLook::new(&declared, &[]);
    let clean = |name: &str, text: &str| look.look(name, text.as_bytes()).is_empty();
    for id in &declared {
        for text in [id.clone(), format!("id={id},"), format!("\"{id}\""), format!("<b>{id}</b>"), format!("单{id}号")]
        {
            assert!(clean(LOG, &text), "{text}");
            assert!(clean("report.json", &report_with(&text)), "{text}");
            assert!(clean("report.html", &page_with(&text)), "{text}");
        }
    }
    assert!(clean(LOG, "0xe9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262"));
    // Another one of the same form is none.
    assert!(!clean(LOG, "4111111111111111 5555555555554444"));
    assert!(!clean(LOG, "13800138000 13800138001"));
    assert!(!clean(LOG, "xzhang@example.com"));
}

#[test]
fn sums_and_figures_that_the_report_states_are_fine_where_it_shows_them() {
    let sum = "e9873d79c6d87dc0fb6a5778633389f4453213303da61f20bd67fc233aa33262";
    let other = sum.replace('e', "f");
    let report = serde_json::json!({
        "endpoints": [{ "spki_sha256": sum, "chain": { "spki_sha256": [sum] } }],
        "kept_evidence": [{ "sha256": sum }], "balances": { "total": "4111111111111111", "fee": "-13800138000" },
        "free_storage_bytes": 15_234_567_891_u64, "sequence": 4_111_111_111_111_111_u64,
    })
    .to_string();
    let page = format!("<!doctype html><td>{sum}</td><td>4111111111111111</td><td>15234567891</td>");
    let manifest =
        serde_json::json!({ "entries": [{ "name": "report.json", "size": 1, "sha256": other }] }).to_string();
    let log = format!("sum {sum}");
    let look = SecondLook::new(&[], &[]);
    let entries: [(&str, &[u8]); 4] = [
        ("manifest.json", manifest.as_bytes()),
        ("report.json", report.as_bytes()),
        ("report.html", page.as_bytes()),
        ("attachments/a.log", log.as_bytes()),
    ];
    let seen: Vec<_> = look.look_all(&entries).into_iter().map(|s| (s.file, s.rule.as_str())).collect();
    assert_eq!(seen, [("attachments/a.log".to_owned(), "wallet_key")]);
    assert!(look.look("report.json", report.as_bytes()).is_empty());
    let elsewhere = serde_json::json!({ "note": sum }).to_string();
    assert_eq!(look.look("report.json", elsewhere.as_bytes()).len(), 1);
}

#[test]
fn numbers_of_different_values_never_join() {
    let parts =
        serde_json::json!({ "a": ["4111", "1111", "1111", "1111"], "b": [4111, 1111, 1111, 1111], "138": "0013 8000" });
    assert_eq!(rules("report.json", &serde_json::to_string_pretty(&parts).unwrap()), Vec::<&str>::new());
    assert_eq!(rules("report.json", &parts.to_string()), Vec::<&str>::new());
    let cells = "<tr><td>4111</td><td>1111</td><td>1111</td><td>1111</td></tr><tr><td>138</td> <td>0013</td> <td>8000</td></tr>";
    assert_eq!(rules("report.html", cells), Vec::<&str>::new());
    assert_eq!(rules(LOG, "4111\n1111\n1111\n1111\n138\n0013\n8000"), Vec::<&str>::new());
}
