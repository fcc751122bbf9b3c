//! The engine's own texts, which the build has deflated (build/packing.rs), so that an app is smaller by what they would take.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// A text of the build's, by the name that it was packed under.
macro_rules! packed {
    ($name:literal) => {
        $crate::packed::unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate")))
    };
}

/// What was packed. To be kept by whoever needs it more than once.
pub(crate) fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    let read = DeflateDecoder::new(packed).read_to_string(&mut text);
    read.expect("the build has packed it");
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_packed_is_the_file() {
        assert_eq!(packed!("causes"), include_str!("diagnosis/causes.json"));
        assert_eq!(packed!("topics"), include_str!("service/topics.json"));
    }
}
