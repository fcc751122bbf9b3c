//! Home folders: the user's name in a path. The rest of the path is worth keeping, so only the name is hidden.

use crate::corpus::encode;
use crate::corpus::plant::{Format, Plant};
use crate::corpus::seeded::DIGITS;

// None begins with a letter that a backslash before it would turn into an escape (b, f, n, r, t, u): the normalised view
// must see the name in `C:\Users\…` too.
const NAMES: [&str; 14] = [
    "zhangwei", "wangfang", "li.na", "chenjie", "yangyang", "zhaolei", "huangxia", "zhouming", "wujing", "sunhao",
    "zhuyan", "hepeng", "guofei", "luojun",
];
const SPACED: [&str; 8] =
    ["Wang Fang", "Zhang Wei", "Li Na", "Chen Jie", "Zhao Lei", "Huang Xia", "Mary Example", "Sun Hao"];

pub(super) fn formats() -> Vec<Format> {
    let of = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| {
            let tail = if chance.one_in(2) { chance.string(DIGITS, 2) } else { String::new() };
            Plant::labelled(before, format!("{}{tail}", chance.pick(&NAMES)), after)
        })
    };
    let spaced = |name: &'static str, before: &'static str, after: &'static str| {
        Format::new(name, move |chance| Plant::labelled(before, *chance.pick(&SPACED), after))
    };
    vec![
        of("linux", "/home/", "/wallet/app.log"),
        of("linux_hidden", "/home/", "/.config/wallet/settings.json"),
        of("linux_end", "cwd=/home/", ""),
        of("mac", "/Users/", "/Library/Logs/Wallet/app.log"),
        of("mac_build", "at main.swift, /Users/", "/src/wallet/Sources/App.swift:42"),
        of("windows", "C:\\Users\\", "\\AppData\\Local\\Wallet\\app.log"),
        of("windows_lower", "c:\\users\\", "\\documents\\report.txt"),
        of("windows_slashes", "D:/Users/", "/Downloads/statement.pdf"),
        of("windows_json", "{\"path\":\"C:\\\\Users\\\\", "\\\\Desktop\\\\export.csv\"}"),
        of("file_url", "file:///Users/", "/Downloads/receipt.png"),
        of("file_url_windows", "file:///C:/Users/", "/Pictures/shot.png"),
        of("wsl", "/mnt/c/Users/", "/wallet/"),
        of("old_windows", "C:\\Documents and Settings\\", "\\Application Data\\Wallet"),
        spaced("windows_spaced", "C:\\Users\\", "\\AppData\\Roaming\\Wallet\\log.txt"),
        spaced("mac_spaced", "/Users/", "/Library/Application Support/Wallet"),
        spaced("windows_json_spaced", "{\"home\":\"C:\\\\Users\\\\", "\\\\Documents\"}"),
        Format::new("file_url_percent", |chance| {
            let name = *chance.pick(&SPACED);
            Plant::labelled("file:///Users/", encode::percent(name), "/Documents/wallet.log").piece(name)
        }),
        Format::new("chinese", |chance| {
            Plant::labelled(
                "C:\\Users\\",
                *chance.pick(&["张伟", "王小芳", "李娜", "陈志杰"]),
                "\\AppData\\Local\\Wallet",
            )
        }),
    ]
}
