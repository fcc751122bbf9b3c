//! Prose never is a secret.

use proptest::prelude::*;

use super::*;

fn chinese() -> Vec<char> {
    let list = bip39::Language::SimplifiedChinese.word_list();
    list.iter().take(600).flat_map(|word| word.chars()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn words_without_digits_are_no_secret(words in proptest::collection::vec("[a-zA-Z]{1,12}", 0..80), joint in "[ ,.\n]{1,2}") {
        let text = words.join(&joint);
        prop_assert_eq!(rules(LOG, &text), Vec::<&str>::new());
        prop_assert_eq!(rules("report.json", &report_with(&text)), Vec::<&str>::new());
        prop_assert_eq!(rules("report.html", &page_with(&text)), Vec::<&str>::new());
    }

    #[test]
    fn chinese_without_digits_is_no_secret(clauses in proptest::collection::vec((proptest::collection::vec(proptest::sample::select(chinese()), 1..11), "[，。；：]"), 0..30)) {
        let text: String = clauses.iter().map(|(clause, mark)| clause.iter().collect::<String>() + mark).collect();
        prop_assert_eq!(rules(LOG, &text), Vec::<&str>::new());
    }

    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
        let look = SecondLook::new(&["ab1".into()], &["secret".into()]);
        look.look("attachments/x", &bytes);
        for name in [LOG, "report.json", "a.html", &text] {
            look.look(name, text.as_bytes());
        }
    }

    #[test]
    fn markup_and_escapes_never_panic(text in "[\\\\u0-9a-f&#;<>%+:.@\\[\\],\"= \u{4e00}\u{ff11}\n-]{0,120}") {
        rules(LOG, &text);
        rules("report.json", &report_with(&text));
        rules("report.html", &text);
    }
}

#[test]
fn tables_that_are_searched_are_sorted() {
    assert!(credentials::DOMAINS.is_sorted());
    assert!(assigned::SAYINGS.is_sorted());
}

/// The texts that people are told, in every language that the doctor speaks.
#[test]
fn the_doctors_own_texts_are_no_secret() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/diagnosis/locales");
    let mut files = 0;
    for language in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(language.unwrap().path()).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert_eq!(rules(LOG, &text), Vec::<&str>::new());
            files += 1;
        }
    }
    assert!(files > 0);
}
