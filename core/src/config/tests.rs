use super::*;

fn error(json: &str) -> String {
    Case::from_json(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_small_config_has_the_defaults() {
    let config = Config::from_json(br#"{"provider_name":"P"}"#).unwrap();
    assert_eq!(config.deadline(), DEFAULT_DEADLINE);
    assert_eq!(config.locale, Locale::En);
    assert!(config.trust.system_roots);
}

#[test]
fn each_mistake_is_one_line_that_names_the_key_and_what_is_accepted() {
    let cases = [
        (r#"{"doctor":{"provider_name":"P","endpoint":[]}}"#, vec!["doctor", "`endpoint`", "`endpoints`"]),
        (
            r#"{"doctor":{"provider_name":"P","endpoints":[{"name":"a","role":"wallet","url":"ftp://x"}]}}"#,
            vec!["doctor.endpoints[0].url", "'ftp://x'", "https://"],
        ),
        (
            r#"{"doctor":{"provider_name":"P","endpoints":[{"name":"a","role":"bank","url":"https://x"}]}}"#,
            vec!["doctor.endpoints[0].role", "'bank'", "wallet, control"],
        ),
        (
            r#"{"doctor":{"provider_name":"P","support":{"recipients":["age1nonsense"]}}}"#,
            vec!["doctor.support.recipients[0]", "age1"],
        ),
        (r#"{"doctor":{"provider_name":"P","support":{"recipients":[]}}}"#, vec!["doctor.support.recipients", "age1"]),
        (r#"{"doctor":{"provider_name":"P","locale":"fr"}}"#, vec!["doctor.locale", "'fr'", "zh-Hans, en"]),
        (r#"{"doctor":{"provider_name":"P","deadline_ms":5}}"#, vec!["doctor.deadline_ms", "1000 to 60000"]),
        (r#"{"doctor":{"provider_name":"P","data_dir":"x"}}"#, vec!["doctor.data_dir", "absolute"]),
        (r#"{"doctor":{"provider_name":"P","captive_portals":["https://x"]}}"#, vec!["captive_portals[0]", "http://"]),
        (
            r#"{"doctor":{"provider_name":"P","trust":{"extra_roots":["nonsense"]}}}"#,
            vec!["doctor.trust.extra_roots", "BEGIN CERTIFICATE"],
        ),
        (r#"{"doctor":{"provider_name":"P"}} x"#, vec!["(file)"]),
        ("", vec!["(file)"]),
    ];
    for (json, wanted) in cases {
        let shown = error(json);
        assert!(!shown.contains('\n'), "{shown}");
        for part in wanted {
            assert!(shown.contains(part), "{part:?} is missing in: {shown}");
        }
    }
}

#[test]
fn a_secret_key_given_as_recipient_is_not_repeated() {
    let secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ";
    let shown = error(&format!(r#"{{"doctor":{{"provider_name":"P","support":{{"recipients":["{secret}"]}}}}}}"#));
    assert!(!shown.contains("SECRET"), "{shown}");
}

#[test]
fn secrets_in_the_wrong_place_are_not_repeated_and_nothing_breaks_the_line() {
    let cases = [
        r#"{"doctor":{"provider_name":"P","support":{"recipients":"AGE-SECRET-KEY-1SECRET"}}}"#,
        r#"{"doctor":{"provider_name":"P","support":"AGE-SECRET-KEY-1SECRET, expected something"}}"#,
        r#"{"doctor":{"provider_name":"P","balances":{"url":"https://u:SECRET@h:99999/"}}}"#,
        r#"{"doctor":{"provider_name":"P","balances":{"url":"ftp://u:SECRET@h/"}}}"#,
        r#"{"doctor":{"provider_name":"P","balances":{"url":"http://h/?t=SECRET"}}}"#,
        r#"{"doctor":{"provider_name":"P","a\nb\u001b[31m":1}}"#,
        r#"{"doctor":{"provider_name":"P","data_dir":"a\nb"}}"#,
        r#"{"doctor":{"provider_name":"P","balances":{"url":"http://127.0.0.1:0/"}}}"#,
        r#"{"doctor":{"provider_name":"P","balances":{"url":"http://127.0.0.1:1/\u001b]0;x"}}}"#,
        r#"{"doctor":{"provider_name":"P"},"app":{"clock_ahead_s":9223372036854775807}}"#,
        r#"{"doctor":{"provider_name":"P"},"app":{"info":{"time_zone":"Moon/Base"}}}"#,
    ];
    for json in cases {
        let shown = error(json);
        assert!(!shown.contains("SECRET") && !shown.contains(|c: char| c.is_control()), "{shown:?}");
    }
}

#[test]
fn an_intake_off_loopback_must_be_https() {
    let key = age::x25519::Identity::generate().to_public();
    let with = |url: &str| {
        Config::from_json(
            format!(r#"{{"provider_name":"P","support":{{"recipients":["{key}"],"intake_url":"{url}"}}}}"#).as_bytes(),
        )
    };
    assert!(with("http://support.example/reports").is_err());
    assert!(with("http://127.0.0.1:9/reports").is_ok());
    assert!(with("https://support.example/reports").is_ok());
}

#[test]
fn what_an_app_answers_of_balances_is_read_by_name_alone_and_told_by_its_place() {
    let sheet = r#"{"as_of":"2026-03-01T08:00:00Z","balances":[{"asset":"CNY","total":"1.00"}]}"#;
    let pending = r#"[{"id":"a","asset":"CNY","direction":"out","amount":"1.00"}]"#;
    let case =
        |app: &str| Case::from_json(format!(r#"{{"doctor":{{"provider_name":"P"}},"app":{{{app}}}}}"#).as_bytes());
    let good = case(&format!(r#""cached_balances":{sheet},"synced_balances":null,"pending_transactions":{pending}"#));
    let app = good.unwrap().app.unwrap();
    assert_eq!((app.cached_balances.unwrap().balances.len(), app.synced_balances), (1, None));
    assert_eq!(app.pending_transactions.map(|pending| pending.len()), Some(1));
    for (app, place) in [
        (r#""cached_balances":["u","2026-03-01T08:00:00Z",7,[],[]]"#, "app.cached_balances: "),
        (r#""synced_balances":{"as_of":"2026-03-01T08:00:00Z","balances":[["SECRET","1","1","0"]]}"#, "balances[0]: "),
        (
            r#""cached_balances":{"as_of":"2026-03-01T08:00:00Z","balances":[{"asset":"CNY","total":"1","totals":"SECRET"}]}"#,
            "[0]",
        ),
        (r#""cached_balances":{"as_of":"2026-03-01T08:00:00Z","balances":[],"asof":"SECRET"}"#, "app.cached_balances"),
        (r#""pending_transactions":[["SECRET","CNY","out","1.00"]]"#, "app.pending_transactions[0]: "),
        (r#""pending_transactions":[{"id":"SECRET","asset":"CNY","direction":"out","amount":"1","fees":"1"}]"#, "[0]"),
    ] {
        let shown = case(app).unwrap_err().to_string();
        assert!(shown.contains(place) && !shown.contains("SECRET") && !shown.contains('\n'), "{place} {shown}");
    }
}
