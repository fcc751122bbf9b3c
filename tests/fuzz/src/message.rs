//! Inputs as text: messages parted by lines of `%%`; in each a first line, headers up to an empty line, and a body.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

/// Enough for every way through a protocol; more of them only takes time.
const MAX_MESSAGES: usize = 64;

/// One message.
#[derive(Debug)]
pub struct Message<'a> {
    /// The first line: a status, or whatever a target takes.
    pub first: &'a str,
    /// The headers that are headers; other lines are passed over.
    pub headers: HeaderMap,
    /// Everything after the empty line.
    pub body: &'a [u8],
}

impl Message<'_> {
    /// The first line as a status; 200 if it is none.
    pub fn status(&self) -> StatusCode {
        self.first.trim().parse().unwrap_or(StatusCode::OK)
    }
}

/// The messages of an input, at least one.
pub fn messages(input: &[u8]) -> Vec<Message<'_>> {
    let mut messages = Vec::new();
    let mut rest = Some(input);
    while let Some(input) = rest.filter(|_| messages.len() < MAX_MESSAGES) {
        let (message, after) = split(input, b"\n%%\n");
        messages.push(read(message));
        rest = after;
    }
    messages
}

fn read(message: &[u8]) -> Message<'_> {
    let (head, body) = split(message, b"\n\n");
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = lines.next().and_then(|line| std::str::from_utf8(line).ok()).unwrap_or_default();
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, Some(value)) = split(line, b":") else { continue };
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii())) {
            // A map that is full takes no more.
            let _ = headers.try_append(name, value);
        }
    }
    Message { first, headers, body: body.unwrap_or_default() }
}

fn split<'a>(text: &'a [u8], at: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    match text.windows(at.len()).position(|window| window == at) {
        Some(place) => (&text[..place], Some(&text[place + at.len()..])),
        None => (text, None),
    }
}
