//! The user's name in the path of a home folder: `/home/NAME` (FHS 3.0, section 3.8), `/Users/NAME` (macOS), `C:\Users\NAME`
//! and `C:\Documents and Settings\NAME` (Windows), also escaped and in URLs of files. The name goes, the path stays.

use memchr::memmem;

use super::scan::{ALNUM, before, ends_with, is, look_back};
use super::{Hit, Rule};

/// The longest name that is looked for. Windows allows 20 characters, macOS and Linux more.
const MAX_NAME: usize = 64;
/// How many spaces a name has at most: beyond that it is a sentence up to the next path.
const MAX_SPACES: usize = 3;
/// Folders that are nobody's.
const NOBODYS: [&str; 8] =
    ["shared", "public", "default", "all users", "default user", "default users", "username", "linuxbrew"];
/// How far before a path a word is looked for that makes it one of a service.
const CUE_REACH: usize = 12;
/// Methods of HTTP, and what routers are called: their paths begin so too.
const ROUTES: [&str; 9] = ["get ", "post ", "put ", "delete ", "patch ", "head ", "options ", "route=", "route: "];
/// Folders above home folders elsewhere: WSL, Git for Windows and Cygwin mount drives; macOS, Fedora and Solaris move them.
const ABOVE: [&str; 4] = ["/data", "/var", "/export", "/usr"];

/// How a folder of homes is written in a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folder {
    Home,
    /// `/Users/` on macOS, `\Users\` on Windows.
    Users,
    /// `users` in lower case, which counts after a drive's letter only.
    LowerUsers,
    Settings,
}

/// What is searched for, and where in it the folder's name begins. The slashes around may be escaped.
const FOLDERS: [(&str, usize, Folder); 2] = [("/home", 1, Folder::Home), ("Users", 0, Folder::Users)];
/// What comes after a drive's colon and backslashes, in lower case.
const AFTER_DRIVE: [(&str, Folder); 2] = [("users", Folder::LowerUsers), ("documents and settings", Folder::Settings)];

pub(super) fn find(text: &str, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    for (needle, skipped, folder) in FOLDERS {
        for at in memmem::find_iter(bytes, needle) {
            hits.extend(name_in(text, at.saturating_add(skipped), at.saturating_add(needle.len()), folder));
        }
    }
    for at in memmem::find_iter(bytes, ":\\") {
        let colon = at.saturating_add(1);
        let start = colon.saturating_add(separator(bytes, colon).unwrap_or(0));
        let rest = bytes.get(start..).unwrap_or_default();
        let begins =
            |word: &str| rest.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word.as_bytes()));
        let folder = AFTER_DRIVE.iter().find(|(word, _)| before(bytes, at).is_ascii_alphabetic() && begins(word));
        if let Some((word, folder)) = folder.filter(|_| !rest.starts_with(b"Users")) {
            hits.extend(name_in(text, start, start.saturating_add(word.len()), *folder));
        }
    }
}

fn name_in(text: &str, start: usize, end: usize, folder: Folder) -> Option<Hit> {
    let bytes = text.as_bytes();
    let separator = separator(bytes, end)?;
    let absolute = match folder {
        Folder::Home | Folder::Users => begins_path(bytes, start),
        Folder::LowerUsers | Folder::Settings => true,
    };
    let from = end.saturating_add(separator);
    let length = name(text.get(from..)?, folder != Folder::Home);
    let found = text.get(from..from.saturating_add(length))?;
    let decoded = found.replace("%20", " ").to_ascii_lowercase();
    let somebodys = absolute && found.chars().any(char::is_alphanumeric) && !NOBODYS.contains(&decoded.as_str());
    somebodys.then(|| Hit { start: from, end: from.saturating_add(length), rule: Rule::HomeFolder })
}

/// How long the separator there is: a slash, or backslashes, each escaped once or twice, or either in a URL.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'\\', b'/', ..] => Some(2),
        [b'/', ..] => Some(1),
        [b'\\', ..] => Some(rest.iter().take(8).take_while(|byte| **byte == b'\\').count()),
        [b'%', b'2', b'F' | b'f', ..] | [b'%', b'5', b'C' | b'c', ..] => Some(3),
        _ => None,
    }
}

/// Whether the folder is the first of an absolute path, and not of a service's.
fn begins_path(bytes: &[u8], start: usize) -> bool {
    let near = look_back(bytes, start, CUE_REACH);
    let above = match near {
        [above @ .., b'\\', b'/'] | [above @ .., b'/'] => above,
        // Of Windows, with or without the drive.
        [.., b'\\'] => return true,
        _ if ["%2f", "%5c"].iter().any(|separator| ends_with(near, separator)) => {
            near.get(..near.len().saturating_sub(3)).unwrap_or(near)
        }
        _ => return false,
    };
    if ROUTES.iter().any(|route| ends_with(above, route)) {
        return false;
    }
    match above {
        // `http://home/`: a host; `file:///home/`: none.
        [.., b':', b'/'] => false,
        [.., last] if is(*last, ALNUM) => {
            let drive = matches!(above, [.., b'/', letter] if letter.is_ascii_alphabetic());
            let encoded = matches!(above, [.., b'%', _, _]);
            drive || encoded || ABOVE.iter().any(|folder| ends_with(above, folder)) || ends_with(above, "localhost")
        }
        [.., last] => !matches!(last, b'.' | b'-' | b'_' | b'~' | b'}' | b']' | b')'),
        [] => true,
    }
}

/// How many bytes a name has that begins there. With spaces in it, if a separator follows; else up to the first one.
fn name(rest: &str, with_spaces: bool) -> usize {
    let bytes = rest.as_bytes();
    let (mut first_word, mut spaces) = (None, 0_usize);
    for (at, c) in rest.char_indices() {
        if separator(bytes, at).is_some() {
            let whole = before(bytes, at) != b' ';
            return if whole { at } else { first_word.unwrap_or(at) };
        }
        let is_space = c == ' ';
        if is_space {
            first_word = first_word.or(Some(at));
            spaces = spaces.saturating_add(1);
        }
        let goes_on = is_space && with_spaces && spaces <= MAX_SPACES || is_of_name(c);
        if !goes_on || at >= MAX_NAME {
            return first_word.unwrap_or(at);
        }
    }
    first_word.unwrap_or(rest.len())
}

/// What names hold; a sentence goes on with other signs.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%' | '$' | '~' | '&' | '!' | '#')
}

#[cfg(test)]
#[path = "home_folder_tests.rs"]
mod tests;
