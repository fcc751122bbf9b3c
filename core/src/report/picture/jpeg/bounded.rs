//! Watches what the decoder reads. It keeps every colour profile, and goes over all blocks for every scan, without a limit of
//! its own: a file of 20 MiB could have two million scans.

use std::io::{self, Read};

/// The most scans. A progressive picture has some ten; the rest is for what looks like one in a thumbnail or a profile.
const MAX_SCANS: u32 = 128;
/// The most segments that could be a piece of a colour profile, of at most 64 KiB each. A profile has one or two.
const MAX_PROFILES: u32 = 32;
const SCAN: u8 = 0xda;
const PROFILE: u8 = 0xe2;

pub(super) struct Bounded<R> {
    reader: R,
    last: u8,
    scans: u32,
    profiles: u32,
}

impl<R> Bounded<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, last: 0, scans: 0, profiles: 0 }
    }

    /// In coded data a marker's first byte is always followed by a zero (ITU-T T.81, B.1.1.5), so that none is missed.
    fn watch(&mut self, bytes: &[u8]) -> io::Result<()> {
        for byte in bytes {
            if self.last == 0xff {
                self.scans = self.scans.saturating_add(u32::from(*byte == SCAN));
                self.profiles = self.profiles.saturating_add(u32::from(*byte == PROFILE));
            }
            self.last = *byte;
        }
        if self.scans > MAX_SCANS || self.profiles > MAX_PROFILES {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.watch(buffer.get(..read).unwrap_or_default())?;
        Ok(read)
    }
}
