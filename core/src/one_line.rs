//! Text from outside, fit to be shown.

/// A text on one line, without anything that moves a cursor or turns the order of reading around, cut to a length in
/// characters. Takes no more memory than what is kept of it.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut left = most;
    let mut apart = false;
    for c in text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || turns_around(*c))) {
        if left == 0 {
            break;
        }
        if c.is_whitespace() {
            apart = !line.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            line.push(' ');
            left -= 1;
        }
        if left > 0 {
            line.push(c);
            left -= 1;
        }
    }
    line
}

/// Embeddings, overrides, isolates and marks of the bidirectional algorithm (UAX #9, section 2): what comes after one reads
/// in another order than it is written, beyond the text's own end too. And what has no width, or is a tag: two names that
/// look alike would not be.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(
            c,
            '\u{200b}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}' | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}'
        )
        || matches!(c, '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2060}'..='\u{206f}' | '\u{3164}')
        || matches!(c, '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace_is_one_space_and_what_is_not_to_be_seen_is_gone() {
        assert_eq!(one_line(" Slow\r\n\tanswers\u{85}now ", 100), "Slow answers now");
        assert_eq!(
            one_line("\u{1b}[31mred\u{0} \u{7} \u{9b}2J\u{202e}derutcurts\u{2069}", 100),
            "[31mred 2Jderutcurts"
        );
        assert_eq!(one_line("数据库维护 👩\u{200d}🔧", 100), "数据库维护 👩\u{200d}🔧");
        assert_eq!(one_line("\u{0}", 100), "");
    }

    #[test]
    fn what_has_no_width_is_nothing() {
        let unseen = "\u{ad}\u{34f}\u{115f}\u{180e}\u{2060}\u{2064}\u{206f}\u{3164}\u{ffa0}\u{fff9}\u{1d173}\u{e0100}";
        assert_eq!(one_line(unseen, 100), "");
        assert_eq!(one_line("a\u{2060}b", 100), "ab");
    }

    #[test]
    fn it_is_cut_between_characters() {
        assert_eq!(one_line("数据库", 2), "数据");
        assert_eq!(one_line("abc", 0), "");
        assert_eq!(one_line(" a  bc d", 3), "a b");
        assert_eq!(one_line("ab c", 3), "ab ");
        assert_eq!(one_line("ab  ", 3), "ab");
    }
}
