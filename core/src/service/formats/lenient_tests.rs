//! Values of every kind where others are due.

use super::*;

objects! {
    struct Thing {
        title: Title = "title",
        id: Id = "id",
        word: Word = "word",
        time: Time = "time",
        flag: Flag = "flag",
        number: Number = "number",
        inner: Inner = "inner",
    }
    struct Inner {
        body: Body = "body",
    }
}

fn read(text: &str) -> Option<Thing> {
    serde_json::from_str(text).ok()
}

#[test]
fn a_value_of_another_kind_is_a_missing_one() {
    let values = ["null", "true", "7", "-7", "0.5", "\"\"", "[[{\"a\":[1]}]]", "{\"title\":{\"title\":[]}}"];
    for value in values {
        let text = format!(
            r#"{{"title":{value},"id":{value},"word":{value},"time":{value},"flag":{value},"number":{value},"inner":{value},"x":{value}}}"#
        );
        let thing = read(&text).unwrap();
        assert_eq!((thing.title.0.as_str(), thing.time.0, thing.inner.body.0.as_str()), ("", None, ""), "{value}");
        assert_eq!(thing.id.0, (value == "7").then(|| "7".to_owned()), "{value}");
        assert_eq!(thing.word.get(), (value == "\"\"").then_some(""), "{value}");
        assert_eq!((thing.flag.0, thing.number.0), (value == "true", (value == "7").then_some(7)), "{value}");
        assert!(read(value).is_some(), "{value}");
    }
}

#[test]
fn what_is_there_is_read_and_stands_there_once() {
    let thing = read(
        r#"{"t\u0069tle":" A\nb ","id":"i","word":" up ","time":"2026-03-01T02:00:00+08:00","flag":"true",
            "inner":{"body":"y","":1,"":2}}"#,
    )
    .unwrap();
    assert_eq!((thing.title.0.as_str(), thing.id.0.as_deref(), thing.word.get()), ("A b", Some("i"), Some("up")));
    assert_eq!(thing.time.0, Some("2026-02-28T18:00:00Z".parse().unwrap()));
    assert_eq!((thing.flag.0, thing.inner.body.0.as_str()), (true, "y"));
    for twice in [r#"{"title":"a","title":"a"}"#, r#"{"inner":{"body":"x","body":7}}"#, r#"{"id":1,"\u0069d":2}"#] {
        assert!(read(twice).is_none(), "{twice}");
    }
}

#[test]
fn long_keys_and_words_are_none_that_is_known() {
    let long = "title".repeat(1_000);
    let thing = read(&format!(r#"{{"{long}":"a","word":"{long}","title":"b"}}"#)).unwrap();
    assert_eq!((thing.title.0.as_str(), thing.word.get()), ("b", Some("")));
}

#[test]
fn what_is_no_json_is_nothing() {
    for text in ["", "{", "{\"title\":}", "{\"title\":\"\\ud800\"}", "{} {}", "nul", "{1:2}"] {
        assert!(read(text).is_none(), "{text}");
    }
}
