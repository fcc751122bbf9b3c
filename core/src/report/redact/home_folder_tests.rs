//! Tests of the names in home folders.

use super::super::rule_tests::{found, in_bounds, in_bounds_when_hostile, keeps};
use super::*;
use proptest::prelude::*;

#[test]
fn redacts_the_name_and_nothing_else() {
    for (text, name) in [
        ("/home/zhang/wallet.log", "zhang"),
        ("open /home/zhang: no such file", "zhang"),
        ("\"/home/zhang\"", "zhang"),
        ("文件/home/zhang/a在", "zhang"),
        ("PATH=/home/zhang/bin:/usr/bin", "zhang"),
        ("/var/home/zhang/a", "zhang"),
        ("/Users/wei.li/Library/Logs", "wei.li"),
        ("/Users/Wei Li/Library/Logs", "Wei Li"),
        ("/Users/张伟/Library", "张伟"),
        ("cd /Users/bob and look", "bob"),
        ("cd /Users/bob and then /tmp", "bob"),
        ("file:///Users/Wei%20Li/a.txt", "Wei%20Li"),
        ("file:///home/zhang/a.txt", "zhang"),
        ("file://localhost/Users/bob/a", "bob"),
        ("\\/Users\\/bob\\/a", "bob"),
        ("/System/Volumes/Data/Users/bob/a", "bob"),
        ("/mnt/c/Users/bob/a", "bob"),
        ("/c/Users/bob/a", "bob"),
        ("C:\\Users\\zhang\\AppData", "zhang"),
        ("C:\\Users\\Wei Li\\AppData", "Wei Li"),
        ("\"C:\\\\Users\\\\Wei Li\\\\AppData\"", "Wei Li"),
        ("\"C:\\\\\\\\Users\\\\\\\\zhang\\\\\\\\AppData\"", "zhang"),
        ("c:\\users\\zhang\\appdata", "zhang"),
        ("c:\\\\users\\\\zhang\\\\appdata", "zhang"),
        ("C:/Users/zhang/AppData", "zhang"),
        ("at C:\\Users\\zhang", "zhang"),
        ("file:///C:/Users/Wei%20Li/a", "Wei%20Li"),
        ("C:\\Documents and Settings\\Wei Li\\x", "Wei Li"),
        ("C:\\\\Documents and Settings\\\\zhang\\\\x", "zhang"),
        ("path=%2FUsers%2Fbob%2FLibrary", "bob"),
        ("path=C%3A%5CUsers%5Cbob%5Cx", "bob"),
        ("GET /a /home/zhang/b", "zhang"),
    ] {
        assert_eq!(found(find, text), [name], "{text}");
    }
    assert_eq!(found(find, "/home/a/x /home/b/y"), ["a", "b"]);
}

#[test]
fn keeps_what_names_nobody() {
    for text in [
        "/Users/Shared/app",
        "C:\\Users\\Public\\Desktop",
        "C:\\Users\\Default\\x",
        "C:\\Users\\All Users\\x",
        "\\Users\\Default User\\x",
        "/home/",
        "cd /home",
        "/home/ and",
        "https://example.com/home/index.html",
        "https://example.com:8443/home/index.html",
        "http://home/index.html",
        "example.com/Users/123",
        "GET /home/feed HTTP/1.1",
        "POST /Users/5",
        "/users/123",
        "/api/users/list",
        "Users of /api",
        "/data/user/0/com.example/files",
        "/root/x",
        "/var/mobile/Containers/Data/Application/123E4567-E89B-12D3-A456-426614174000/Documents",
        "~/home/x",
        "./home/x",
        "/homes/x",
        "the users\\groups",
    ] {
        keeps(find, text);
    }
}

#[test]
fn redacts_in_time_whatever_the_text() {
    in_bounds_when_hostile(
        find,
        &["/home/", "/Users/", "\\", "C:\\Users\\", "/", ":\\users\\", "Documents and Settings\\", "/home/ "],
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(/home/|/Users/|\\\\|/|:\\\\users\\\\|Documents and Settings|é|张| |%20|%2F|a|C:){0,24}") {
        in_bounds(find, &text);
    }

    #[test]
    fn text_at_random_is_read(text in any::<String>()) {
        in_bounds(find, &text);
    }
}
