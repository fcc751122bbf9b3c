//! A decrypted report as something to seek in, in which a hostile archive can go nowhere but inside.

use std::io::{self, Read, Seek, SeekFrom};

/// What age decrypts, with its length. age 0.12 panics when it is asked to read from beyond the end, and an archive says
/// for itself where its entries begin.
pub(super) struct Plaintext<R> {
    inner: R,
    length: u64,
    position: u64,
}

impl<R: Read + Seek> Plaintext<R> {
    /// `inner` stands at its beginning and has this length.
    pub(super) fn new(inner: R, length: u64) -> Self {
        Self { inner, length, position: 0 }
    }
}

impl<R: Read> Read for Plaintext<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let Some(buffer) = buffer.get_mut(..most).filter(|buffer| !buffer.is_empty()) else { return Ok(0) };
        let read = self.inner.read(buffer)?;
        self.position = self.position.saturating_add(read as u64);
        Ok(read)
    }
}

impl<R: Seek> Seek for Plaintext<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        let position = position.ok_or(io::ErrorKind::InvalidInput)?;
        // As in a file, one may stand beyond the end; there is nothing to be read there.
        if position < self.length {
            self.inner.seek(SeekFrom::Start(position))?;
        }
        self.position = position;
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn what_lies_beyond_the_end_is_never_asked_for() {
        let mut plaintext = Plaintext::new(Cursor::new(b"sealed, and more that is not".to_vec()), 6);
        let mut read_at = |to| {
            let position = plaintext.seek(to)?;
            let mut text = String::new();
            plaintext.read_to_string(&mut text).map(|_| (position, text))
        };
        assert_eq!(read_at(SeekFrom::Start(6)).unwrap(), (6, String::new()));
        assert_eq!(read_at(SeekFrom::Start(u64::MAX)).unwrap(), (u64::MAX, String::new()));
        assert!(read_at(SeekFrom::Current(1)).is_err());
        assert!(read_at(SeekFrom::End(-7)).is_err());
        assert_eq!(read_at(SeekFrom::End(-6)).unwrap(), (0, "sealed".to_owned()));
    }
}
