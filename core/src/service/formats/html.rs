//! HTML as the text that a person would read, for titles and bodies of entries. The tokens are those of the HTML standard
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>), of which only what decides where a tag ends is kept:
//! no tree is built, nothing nests and nothing is called again by itself, so the time is linear in the text.
//!
//! What comes out is text, not HTML: `&lt;b&gt;` becomes `<b>`, and whoever shows it escapes it. Lines still stand, for the
//! readers of meaning; `text::title` and `text::body` put them on one.

use super::references::decode;

/// What a list item begins with, so that a list can be told from what follows it.
pub(super) const BULLET: char = '•';

/// Elements whose content is not markup, and is not shown.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title"];
/// Elements whose content is markup, and is not shown.
const HIDDEN: &[&str] = &["head", "template"];
/// Elements that begin a line and end one.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// The text of a piece of HTML.
pub(super) fn text(source: &str) -> String {
    let mut shown = String::new();
    let mut hidden: Option<Hidden> = None;
    let mut rest = source;
    while let Some((before, markup)) = rest.split_once('<') {
        if hidden.is_none() {
            decode(before, &mut shown);
        }
        let (token, after) = token(markup);
        rest = after;
        match (&mut hidden, token) {
            (None, Token::Character) => shown.push('<'),
            (None, Token::Start(name)) => {
                show_start(name, &mut shown);
                if let Some(name) = named(name, RAW) {
                    rest = after_raw(rest, name);
                }
                hidden = named(name, HIDDEN).map(|name| Hidden { name, depth: 1 });
            }
            (None, Token::End(name)) if is_line(name) => shown.push('\n'),
            (Some(within), token) => {
                if let Token::Start(name) = token
                    && let Some(name) = named(name, RAW)
                {
                    rest = after_raw(rest, name);
                }
                if within.ends_with(token) {
                    hidden = None;
                }
            }
            (None, Token::End(_) | Token::Nothing) => {}
        }
    }
    if hidden.is_none() {
        decode(rest, &mut shown);
    }
    shown
}

/// Inside an element that is not shown.
struct Hidden {
    name: &'static str,
    depth: usize,
}

impl Hidden {
    fn ends_with(&mut self, token: Token<'_>) -> bool {
        match token {
            Token::Start(name) if name.eq_ignore_ascii_case(self.name) => self.depth = self.depth.saturating_add(1),
            Token::End(name) if name.eq_ignore_ascii_case(self.name) => self.depth = self.depth.saturating_sub(1),
            // A head need not be closed.
            Token::Start(name) if self.name == "head" && name.eq_ignore_ascii_case("body") => self.depth = 0,
            Token::Start(_) | Token::End(_) | Token::Character | Token::Nothing => {}
        }
        self.depth == 0
    }
}

/// What a `<` begins.
#[derive(Clone, Copy)]
enum Token<'a> {
    /// Nothing: it is a character.
    Character,
    Start(&'a str),
    End(&'a str),
    /// A comment, a declaration, or what is cut off.
    Nothing,
}

/// What a `<` begins, and what follows.
fn token(markup: &str) -> (Token<'_>, &str) {
    if let Some(comment) = markup.strip_prefix("!--") {
        return (Token::Nothing, after_comment(comment));
    }
    if let Some(tag) = markup.strip_prefix('/') {
        return if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            cut_tag(tag).map_or((Token::Nothing, ""), |(name, after)| (Token::End(name), after))
        } else {
            (Token::Nothing, after_bogus(tag))
        };
    }
    match markup.chars().next() {
        Some(c) if c.is_ascii_alphabetic() => {
            cut_tag(markup).map_or((Token::Nothing, ""), |(name, after)| (Token::Start(name), after))
        }
        Some('!' | '?') => (Token::Nothing, after_bogus(markup)),
        Some(_) | None => (Token::Character, markup),
    }
}

fn after_bogus(markup: &str) -> &str {
    markup.split_once('>').map_or("", |(_, after)| after)
}

fn after_comment(comment: &str) -> &str {
    if let Some(after) = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
        return after;
    }
    let mut rest = comment;
    while let Some((_, after)) = rest.split_once("--") {
        if let Some(after) = after.strip_prefix('>').or_else(|| after.strip_prefix("!>")) {
            return after;
        }
        // `--->` ends a comment too: what follows may begin with the second of two hyphens.
        rest = if after.starts_with("->") { after.strip_prefix('-').unwrap_or(after) } else { after };
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
    }
    ""
}

/// A tag's name, and what follows the `>` that ends it. One that never ends is nothing.
fn cut_tag(tag: &str) -> Option<(&str, &str)> {
    let name = tag.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next()?;
    let mut value = Value::None;
    for (position, c) in tag.char_indices().skip(name.chars().count()) {
        value = match (value, c) {
            (Value::None | Value::Awaited | Value::Bare, '>') => {
                return Some((name, tag.get(position.saturating_add(1)..)?));
            }
            (Value::None, '=') => Value::Awaited,
            (Value::Awaited, '"' | '\'') => Value::Quoted(c),
            (Value::Awaited, c) if !c.is_ascii_whitespace() => Value::Bare,
            (Value::Bare, c) if c.is_ascii_whitespace() => Value::None,
            (Value::Quoted(quote), c) if c == quote => Value::None,
            (same, _) => same,
        };
    }
    None
}

/// Where in an attribute's value a tag is.
#[derive(Clone, Copy)]
enum Value {
    None,
    /// After the equals sign.
    Awaited,
    Bare,
    Quoted(char),
}

/// What follows the closing tag of a raw element; nothing if it has none.
fn after_raw<'a>(content: &'a str, name: &str) -> &'a str {
    let mut rest = content;
    while let Some((_, after)) = rest.split_once("</") {
        let closes = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && after
                .get(name.len()..)
                .is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')));
        if closes {
            return cut_tag(after).map_or("", |(_, after)| after);
        }
        rest = after;
    }
    ""
}

fn named(name: &str, list: &[&'static str]) -> Option<&'static str> {
    list.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

fn is_line(name: &str) -> bool {
    name.eq_ignore_ascii_case("li") || named(name, BLOCKS).is_some()
}

fn show_start(name: &str, shown: &mut String) {
    if is_line(name) {
        shown.push('\n');
    }
    if name.eq_ignore_ascii_case("li") {
        shown.extend([BULLET, ' ']);
    }
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use super::*;
    use crate::service::formats::text::body;

    /// As it is shown.
    fn shown(source: &str) -> String {
        body(Some(&text(source)))
    }

    #[test]
    fn tags_go_and_lines_become_spaces() {
        assert_eq!(
            shown("<p>Some <b>with</b>drawals<br/>are <A HREF='https://x.test/?a>b'>slow</a>.</p><p>Sorry</p>"),
            "Some withdrawals are slow. Sorry"
        );
        assert_eq!(shown("提现<strong>延迟</strong>：<ul><li>BTC</li><li>ETH</ul>"), "提现延迟： • BTC • ETH");
        assert_eq!(shown("a<img src=x onerror=alert(1) alt='>'>b"), "ab");
        assert_eq!(shown("1 < 2 <3 a<"), "1 < 2 <3 a<");
    }

    #[test]
    fn what_is_not_shown_goes_with_what_it_holds() {
        for hidden in [
            "<script>if (a < b) { '</p>' }</script>",
            "<SCRIPT type='x>y'>x</script\n>",
            "<style>p{}</style>",
            "<iframe src=x><p>x</p></iframe>",
            "<head><title>x</title><script>x</script></head>",
            "<template>x<template>x</template>x</template>",
            "<!-- x --><!-->",
            "<!-- x --!><!---><!--x--->",
            "<!DOCTYPE x><?x x?></ x></>",
            "<![CDATA[ x>",
            "<x y=\"</x>\" z='>' w=>",
        ] {
            assert_eq!(shown(&format!("a{hidden}b")), "ab", "{hidden}");
        }
        assert_eq!(shown("<head><meta x><body>b"), "b");
    }

    #[test]
    fn what_never_ends_hides_the_rest() {
        for open in ["<!-- ", "<script>", "<a title='", "</a ", "<!x", "<template>", "<style><!--</script>"] {
            assert_eq!(shown(&format!("a{open}b")), "a", "{open}");
        }
    }

    #[test]
    fn a_megabyte_of_unfinished_markup_is_read_to_its_end() {
        // What took more than one pass would not come to an end while anybody waits.
        for piece in [
            "<",
            "&",
            "&#",
            "&#9",
            "&amp",
            "<!--",
            "<!-- --",
            "-",
            "<a ",
            "<a b='",
            "</",
            "<script>",
            "<script></scrip",
            "<script></script x",
            "<template>",
            "<head>",
            "</p>",
            "<li>",
            "<!",
            "<>",
            "<a=",
            "&#x",
        ] {
            text(&piece.repeat(1024 * 1024 / piece.len()));
        }
    }

    proptest! {
        #[test]
        fn text_without_markup_is_itself(source in "[^<&]{0,200}") {
            prop_assert_eq!(text(&source), source);
        }

        #[test]
        fn nothing_from_inside_a_tag_or_a_script_is_shown(
            pieces in prop::collection::vec(
                prop_oneof![
                    "[a-m 中文>'\"=/-]{1,8}",
                    "<[NOPQ][NOPQ]{0,3}( [NOPQ]{1,3}(=('[NOPQ>< /]{0,5}'|\"[NOPQ><']{0,5}\"|[NOPQ]{1,4}))?){0,2} ?/?>",
                    "</[NOPQ]{1,4} ?>",
                    "<!--( [NOPQ<>]{0,5})?-->",
                    "<script>[NOPQ<>/'-]{0,9}</script>",
                    "<STYLE>[NOPQ<>/]{0,9}</style >",
                    "<template>[NOPQ ]{0,5}(<NO>)?</template>",
                ],
                0..12,
            ),
        ) {
            let shown = text(&pieces.concat());
            prop_assert!(!shown.contains(['N', 'O', 'P', 'Q']), "{shown}");
            let visible: String = pieces.iter().filter(|piece| !piece.starts_with('<')).map(String::as_str).collect();
            prop_assert_eq!(shown.replace('\n', ""), visible);
        }

        #[test]
        fn anything_is_read(source in "[-<>&;#x!/a\"'= 字]{0,80}") {
            let shown = text(&source);
            prop_assert!(shown.len() <= source.len().saturating_mul(2));
        }
    }
}
