//! The protocol's header names, and reading the numbers in them.

use http::{HeaderMap, HeaderName};

use super::Refusal;

/// The one version that is spoken.
pub(super) const VERSION: &str = "1.0.0";
/// What of tus is offered.
pub(super) const EXTENSIONS: &str = "creation,creation-with-upload,expiration,checksum,termination";

pub(super) const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(super) const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(super) const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub(super) const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub(super) const TUS_CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
pub(super) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(super) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(super) const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
pub(super) const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
pub(super) const UPLOAD_CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
pub(super) const UPLOAD_CONCAT: HeaderName = HeaderName::from_static("upload-concat");
pub(super) const UPLOAD_DEFER_LENGTH: HeaderName = HeaderName::from_static("upload-defer-length");
pub(super) const METHOD_OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
pub(super) const APP_KEY: HeaderName = HeaderName::from_static("wallet-doctor-app-key");
pub(super) const TICKET: HeaderName = HeaderName::from_static("wallet-doctor-ticket");
pub(super) const EXPECTED_REPLY: HeaderName = HeaderName::from_static("wallet-doctor-expected-reply");

/// The header's text, if it is there once and is text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Refusal::bad(format!("{name} is there twice")));
    }
    value.to_str().map(Some).map_err(|_| Refusal::bad(format!("{name} is not plain text")))
}

/// A byte count: decimal digits only, no sign, no space.
pub(super) fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(headers, name)? else { return Ok(None) };
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits => Ok(Some(number)),
        Ok(_) | Err(_) => Err(Refusal::bad(format!("{name} must be a number of bytes"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(value: &str) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(UPLOAD_LENGTH, value.parse().unwrap());
        number(&headers, &UPLOAD_LENGTH).ok().flatten()
    }

    #[test]
    fn only_digits_are_a_number() {
        assert_eq!(parse("0"), Some(0));
        assert_eq!(parse("18446744073709551615"), Some(u64::MAX));
        for hostile in ["", "-1", "+1", "1.0", "0x10", "1e3", "1, 2", "18446744073709551616", "١"] {
            assert_eq!(parse(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn twice_is_refused() {
        let mut headers = HeaderMap::new();
        headers.append(UPLOAD_OFFSET, "1".parse().unwrap());
        headers.append(UPLOAD_OFFSET, "2".parse().unwrap());
        assert!(number(&headers, &UPLOAD_OFFSET).is_err());
    }
}
