//! What a feed's bytes are as text. Most are UTF-8; GBK and GB18030 are still met in China, with a label that says so.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Unreadable;

/// How far into a document its XML declaration may reach, in bytes.
const MAX_DECLARATION_BYTES: usize = 256;

/// A document as text. Bytes that are UTF-8 are taken as that whatever the label says: text in another charset is hardly
/// ever valid UTF-8 by chance, and whoever converts a document often leaves the old label in it. Else the label counts,
/// and bytes that it does not explain make the whole document unreadable: half of a text is worse than none.
pub(super) fn decode<'a>(document: &'a [u8], content_type: Option<&str>) -> Result<Cow<'a, str>, Unreadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(document) {
        return with(encoding, document.get(mark..).unwrap_or_default());
    }
    if let Ok(text) = std::str::from_utf8(document) {
        return Ok(Cow::Borrowed(text));
    }
    let label = declared(document).or_else(|| content_type.and_then(of_content_type)).ok_or(Unreadable)?;
    let encoding = Encoding::for_label_no_replacement(label.as_bytes()).ok_or(Unreadable)?;
    // The label was read byte by byte, so it is not in UTF-16.
    if [UTF_8, UTF_16LE, UTF_16BE].contains(&encoding) {
        return Err(Unreadable);
    }
    with(encoding, document)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unreadable> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Unreadable)
}

/// The encoding that an XML declaration names (<https://www.w3.org/TR/xml/#sec-TextDecl>).
fn declared(document: &[u8]) -> Option<&str> {
    let start = document.get(..document.len().min(MAX_DECLARATION_BYTES))?.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = start.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(start.get(..end)?).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.split(quote).nth(1)
}

/// The charset of a `Content-Type` (RFC 9110, section 8.3.2).
fn of_content_type(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_gbk(text: &str) -> Vec<u8> {
        encoding_rs::GBK.encode(text).0.into_owned()
    }

    #[test]
    fn utf_8_needs_no_label_and_believes_no_other() {
        let text = "<?xml version=\"1.0\" encoding=\"gb2312\"?><a>维护</a>";
        assert_eq!(decode(text.as_bytes(), Some("text/xml; charset=gbk")), Ok(Cow::Borrowed(text)));
        assert_eq!(decode("\u{feff}<a>维护</a>".as_bytes(), None).unwrap(), "<a>维护</a>");
    }

    #[test]
    fn a_labelled_charset_is_decoded() {
        for label in ["gbk", "GB2312", "GB18030"] {
            let text = format!("<?xml version='1.0' encoding = '{label}' ?><a>系统维护</a>");
            assert_eq!(decode(&in_gbk(&text), None).unwrap(), text);
        }
        let text = "<a>系统维护</a>";
        assert_eq!(decode(&in_gbk(text), Some("text/xml; Charset=\"gbk\"")).unwrap(), text);
        assert_eq!(decode(b"\xff\xfe<\0a\0/\0>\0", None).unwrap(), "<a/>");
    }

    #[test]
    fn a_wrong_or_missing_label_is_unreadable() {
        let undeclared = in_gbk("<a>系统维护</a>");
        assert_eq!(decode(&undeclared, None), Err(Unreadable));
        for label in ["utf-8", "utf-16", "replacement", "iso-2022-kr", "x-unknown", ""] {
            let text = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a>系统维护</a>");
            assert_eq!(decode(&in_gbk(&text), None), Err(Unreadable), "{label}");
        }
        assert_eq!(decode(b"<?xml encoding=\"gbk\"?>\xff\xff", None), Err(Unreadable));
        assert_eq!(decode(b"\xff\xfe\0\xd8", None), Err(Unreadable), "half a character");
    }
}
