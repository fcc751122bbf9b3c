use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::check_digit::mod_11_2;

const TODAY: Date = date(2030, 3, 1);

fn whole() -> OpeningForm {
    let filled = |text: &str| Some(Sensitive::new(text.to_owned()));
    OpeningForm {
        name: filled("李雷"),
        resident_id: filled("11010519491231002X"),
        phone: filled("13800138000"),
        bank_card: filled("6222021234567890128"),
        bank_name: filled("示例银行"),
        branch: filled("朝阳支行"),
    }
}

fn with(field: FormField, text: &str) -> OpeningForm {
    let mut form = whole();
    let place = match field {
        FormField::Name => &mut form.name,
        FormField::ResidentId => &mut form.resident_id,
        FormField::Phone => &mut form.phone,
        FormField::BankCard => &mut form.bank_card,
        FormField::BankName => &mut form.bank_name,
        FormField::Branch => &mut form.branch,
    };
    *place = Some(Sensitive::new(text.to_owned()));
    form
}

/// The faults of one field, with what they miss by: `too_short:2`.
fn faults(field: FormField, text: &str, minimum_age: Option<u8>) -> String {
    let problems = check_form(&with(field, text), TODAY, minimum_age);
    assert!(problems.iter().all(|problem| problem.field == field), "{text:?}: {problems:?}");
    let told = problems.iter().map(|problem| match problem.missed_by {
        Some(by) => format!("{}:{by}", problem.what),
        None => problem.what.to_string(),
    });
    told.collect::<Vec<_>>().join(" ")
}

fn are(field: FormField, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(faults(field, text, None), *expected, "{text:?}");
    }
}

/// A number with its check character.
fn id(body: &str) -> String {
    let digits: Vec<u8> = body.bytes().map(|byte| byte.saturating_sub(b'0')).collect();
    match mod_11_2(&digits) {
        10 => format!("{body}X"),
        check => format!("{body}{check}"),
    }
}

#[test]
fn a_whole_form_has_no_problem_and_an_empty_one_all() {
    assert_eq!(check_form(&whole(), TODAY, Some(18)), []);
    for form in [OpeningForm::default(), with(FormField::Name, " \u{3000}\u{200b}")] {
        let missing: Vec<FormField> = check_form(&form, TODAY, None).iter().map(|problem| problem.field).collect();
        assert_eq!(missing, if form.phone.is_none() { FormField::ALL } else { &[FormField::Name] });
    }
}

#[test]
fn names_are_letters_of_any_script() {
    are(
        FormField::Name,
        &[
            ("李雷", ""),
            (" 欧阳娜娜 ", ""),
            ("买买提·吐尔逊", ""),
            ("𠮷野", ""),
            ("Anne-Marie O'Neill", ""),
            ("D’Arcy", ""),
            ("José Ñúñez", ""),
            ("Jose\u{301}", ""),
            ("ＬＩ　ＬＥＩ", ""),
            ("李", "too_short:1"),
            ("O-", "too_short:1"),
            ("·", "too_short:2"),
            ("买买提•吐尔逊", "wrong_dot"),
            ("买买提.吐尔逊", "wrong_dot"),
            ("买买提・吐尔逊1", "wrong_dot bad_character"),
            ("李雷2", "bad_character"),
            ("李雷（先生）", "bad_character"),
            ("李\u{e000}", "too_short:1 bad_character"),
            (&"李".repeat(50), ""),
            (&"李".repeat(53), "too_long:3"),
        ],
    );
}

#[test]
fn identity_numbers_are_those_of_the_standard() {
    are(
        FormField::ResidentId,
        &[
            ("11010519491231002X", ""),
            ("11010519491231002x", ""),
            ("440524188001010014", ""),
            ("１１０１０５１９４９１２３１００２Ｘ", ""),
            ("110105 19491231 002X", ""),
            ("110105-19491231-002X", ""),
            (&id("81000019900307001"), ""),
            (&id("83000020000229012"), ""),
            (&id("71000019900307001"), ""),
            (&id("91184019900307001"), ""),
            ("USA110078010101", ""),
            ("110105194912310021", "check_digit"),
            ("11010519491231002", "too_short:1"),
            ("11010519491231002X1", "too_long:1 not_digits"),
            ("1101051949123100XX", "not_digits"),
            ("O10105194912310021", "not_digits"),
            ("110105491231002", "old_format"),
            ("11010549123100X", "too_short:3"),
            (&id("10010519491231002"), "unknown_region"),
            (&id("47010519491231002"), "unknown_region"),
            (&id("11010519490231002"), "impossible_date"),
            (&id("11010520010229002"), "impossible_date"),
            (&id("11010518791231002"), "impossible_date"),
            (&id("11010519491331002"), "impossible_date"),
            (&id("11010520300301002"), ""),
            (&id("11010520300302002"), "in_future"),
            ("100105194902310020", "unknown_region impossible_date check_digit"),
            ("-", "too_short:18"),
        ],
    );
}

#[test]
fn age_counts_only_where_the_provider_has_a_rule() {
    let field = FormField::ResidentId;
    for (body, least, expected) in [
        ("11010520120301001", Some(18), ""),
        ("11010520120302001", Some(18), "too_young"),
        ("11010520120302001", None, ""),
        ("11010520120302001", Some(17), ""),
        // On 1 March, not before.
        ("11010520120229001", Some(18), ""),
        ("11010520300301001", Some(0), ""),
    ] {
        assert_eq!(faults(field, &id(body), least), expected, "{body}");
    }
    let mistyped = id("11010520120302001").replace("0302", "0303");
    assert_eq!(faults(field, &mistyped, Some(18)), "check_digit");
}

#[test]
fn phones_take_messages() {
    are(
        FormField::Phone,
        &[
            ("13800138000", ""),
            ("138 0013 8000", ""),
            ("１９９-１２３４-５６７８", ""),
            ("+86 138 0013 8000", ""),
            ("(+86)13800138000", ""),
            ("008613800138000", ""),
            ("8613800138000", ""),
            ("+85251234567", ""),
            ("0085251234567", ""),
            ("+1 (415) 555-2671", ""),
            ("+290 2345", ""),
            ("1380013800", "too_short:1"),
            ("138001380000", "too_long:1"),
            ("+86 1380013800", "too_short:1"),
            ("+123456", "too_short:1"),
            ("+1234567890123456", "too_long:1"),
            ("+013800138000", "country_code"),
            ("010-87654321", "landline"),
            ("0755 8765 4321", "landline"),
            ("87654321", "landline"),
            ("+86 10 8765 4321", "landline"),
            ("+86 21 5555 6666", "landline"),
            ("12345678901", "not_mobile"),
            ("10086", "not_mobile"),
            ("400-800-1234", "not_mobile"),
            ("+86 400 800 1234", "not_mobile"),
            ("4155552671", "not_mobile"),
            ("1380013800O", "not_digits"),
            ("138+00138000", "not_digits"),
            ("+", "too_short:7"),
        ],
    );
}

#[test]
fn cards_have_their_length_and_check_digit() {
    are(
        FormField::BankCard,
        &[
            ("6222021234567890128", ""),
            ("6222 0212 3456 7890 128", ""),
            ("6222-0212-3456-7890-128", ""),
            ("４１１１１１１１１１１１１１１１", ""),
            ("4222222222222", ""),
            ("378282246310005", ""),
            ("6222021234567890129", "check_digit"),
            ("622202123456789", "too_short:1"),
            ("411111111111", "too_short:1"),
            ("41111111111111111111", "too_long:1"),
            ("4111x11111111111", "not_digits"),
            ("0000000000000000", "unknown_issuer"),
            ("0000000000000001", "unknown_issuer check_digit"),
        ],
    );
}

#[test]
fn of_a_bank_only_the_length_is_known() {
    for field in [FormField::BankName, FormField::Branch] {
        are(field, &[("工行", ""), ("第1支行", ""), ("行", "too_short:1"), (&"行".repeat(101), "too_long:1")]);
    }
}

#[test]
fn every_problem_leads_to_a_cause() {
    for field in FormField::ALL {
        for what in FormFault::ALL {
            let cause = FormProblem { field: *field, what: *what, missed_by: None }.cause();
            assert!(cause.starts_with("opening."), "{field} {what}");
        }
    }
    let of = |field, text: &str| check_form(&with(field, text), TODAY, Some(18))[0].cause();
    assert_eq!(of(FormField::Name, ""), "opening.documents_incomplete");
    assert_eq!(of(FormField::Phone, "1"), "opening.personal_details_mismatch");
    assert_eq!(of(FormField::ResidentId, &id("11010520120302001")), "opening.policy_refused");
    assert_eq!(of(FormField::Branch, "x"), "opening.bank_details_invalid");
}

#[test]
fn nothing_of_a_value_is_shown() {
    let form = OpeningForm { phone: Some(Sensitive::new("1380013800".to_owned())), ..with(FormField::Name, "李雷7") };
    let problems = check_form(&form, TODAY, None);
    let shown = format!("{form:?} {problems:?} {}", serde_json::to_string(&problems).unwrap());
    assert_eq!(problems.len(), 2);
    for secret in ["李雷", "110105", "138001", "622202", "示例", "朝阳"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

/// Numbers of people born on any day up to today.
fn valid_id() -> impl Strategy<Value = String> {
    const PROVINCES: &[u32] = &[11, 15, 21, 23, 31, 37, 41, 46, 50, 54, 61, 65, 71, 81, 82, 83];
    let days = TODAY.since(date(1880, 1, 1)).unwrap().get_days();
    (prop::sample::select(PROVINCES), 0..10_000_u32, 0..=days, 0..1_000_u32).prop_map(|(province, place, day, turn)| {
        let born = date(1880, 1, 1).saturating_add(jiff::Span::new().days(day));
        id(&format!("{province}{place:04}{}{turn:03}", born.strftime("%Y%m%d")))
    })
}

proptest! {
    #[test]
    fn valid_numbers_pass_and_every_slip_of_the_finger_is_caught(number in valid_id()) {
        prop_assert_eq!(faults(FormField::ResidentId, &number, None), "");
        for at in 0..number.len() {
            for other in "0123456789X".chars().filter(|other| number.chars().nth(at) != Some(*other)) {
                let mut wrong: Vec<char> = number.chars().collect();
                wrong[at] = other;
                let wrong: String = wrong.into_iter().collect();
                prop_assert_ne!(faults(FormField::ResidentId, &wrong, None), "", "{}", wrong);
            }
        }
        for at in 1..number.len() {
            let mut swapped: Vec<char> = number.chars().collect();
            swapped.swap(at.saturating_sub(1), at);
            let swapped: String = swapped.into_iter().collect();
            let caught = !faults(FormField::ResidentId, &swapped, None).is_empty();
            prop_assert_eq!(caught, swapped != number, "{}", swapped);
        }
    }

    #[test]
    fn whatever_is_written_is_judged(text in "\\PC{0,40}", number in "[+0-9Xx ０-９-]{0,24}") {
        for field in FormField::ALL {
            for value in [&text, &number] {
                let problems = check_form(&with(*field, value), TODAY, Some(18));
                prop_assert!(problems.iter().all(|problem| problem.field == *field));
                prop_assert!(problems.iter().all(|problem| problem.missed_by.is_none_or(|by| by > 0)));
            }
        }
    }
}
