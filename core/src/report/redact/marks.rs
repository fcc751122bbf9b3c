//! What each byte of a text is, told once for every rule that looks for words or runs: a bit for each byte, sixty-four to a
//! number, so that most of a text is passed over sixty-four bytes at a time. All of it is linear.

/// How many bytes one number tells of.
pub(super) const BLOCK: usize = 64;

/// Of each kind a bit for each byte.
pub(super) struct Marks {
    /// ASCII letters, and every byte of a character beyond ASCII.
    pub(super) letters: Vec<u64>,
    /// `0` to `9`.
    pub(super) digits: Vec<u64>,
    /// Digits, and what separates them in whatever way people write numbers.
    pub(super) parted: Vec<u64>,
    /// The characters of either alphabet of base64 (RFC 4648, sections 4 and 5), without padding.
    pub(super) base64: Vec<u64>,
}

impl Marks {
    pub(super) fn of(text: &str) -> Self {
        let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
        let empty = || Vec::with_capacity(blocks.len().saturating_add(1));
        let mut marks = Self { letters: empty(), digits: empty(), parted: empty(), base64: empty() };
        for block in blocks {
            marks.push(block);
        }
        if !rest.is_empty() {
            // Zero is of no kind.
            let mut last = [0_u8; BLOCK];
            for (to, from) in last.iter_mut().zip(rest) {
                *to = *from;
            }
            marks.push(&last);
        }
        marks
    }

    #[inline(always)]
    fn push(&mut self, block: &[u8; BLOCK]) {
        let latin = bits(block, |byte| (byte | 0x20).wrapping_sub(b'a') < 26);
        let beyond = if block.is_ascii() { 0 } else { bits(block, |byte| byte >= 0x80) };
        let digits = bits(block, |byte| byte.wrapping_sub(b'0') < 10);
        let signs = bits(block, |byte| (byte == b'+') | (byte == b'/') | (byte == b'-') | (byte == b'_'));
        let blanks = bits(block, |byte| (byte == b' ') | (byte == b'.') | (byte == b'\t'));
        self.letters.push(latin | beyond);
        self.digits.push(digits);
        self.parted.push(digits | signs | blanks);
        self.base64.push(latin | digits | signs);
    }
}

/// A bit for each byte that is so, the first the lowest.
#[inline(always)]
fn bits(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is(*byte));
    }
    let (eights, _) = flags.as_chunks::<8>();
    // Gathers the lowest bit of each of eight bytes in the highest byte.
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |bits, eight| bits << 8 | gathered(eight))
}

/// Calls back with every run of at least so many marked bytes, in order.
#[inline(always)]
pub(super) fn long_runs<const SHORTEST: usize>(marks: &[u64], mut found: impl FnMut(usize, usize)) {
    let mut done = 0_usize;
    for (index, block) in marks.iter().enumerate() {
        let mut starts = starts_of::<SHORTEST>(*block, marks.get(index.saturating_add(1)).copied().unwrap_or(0));
        let base = index.saturating_mul(BLOCK);
        while starts != 0 {
            let start = base.saturating_add(starts.trailing_zeros() as usize);
            if start >= done {
                done = run_end(marks, start);
                found(start, done);
            }
            let rest = u32::try_from(done.saturating_sub(base)).ok().and_then(|read| u64::MAX.checked_shl(read));
            starts &= rest.unwrap_or(0);
        }
    }
}

/// Where this many marks in a row begin in a block that another follows.
#[inline(always)]
fn starts_of<const SHORTEST: usize>(block: u64, next: u64) -> u64 {
    let (mut low, mut high, mut known) = (block, next, 1_usize);
    while known < SHORTEST {
        // From here on as many more as are known to follow there.
        let step = known.min(SHORTEST.saturating_sub(known));
        low &= low >> step | high << BLOCK.saturating_sub(step);
        high &= high >> step;
        known = known.saturating_add(step);
    }
    low
}

/// Where the run ends that has this mark in it.
fn run_end(marks: &[u64], start: usize) -> usize {
    let (index, at) = (start / BLOCK, start % BLOCK);
    // What is before it counts as marked.
    let before = u64::MAX.checked_shr(u32::try_from(BLOCK.saturating_sub(at)).unwrap_or(u32::MAX)).unwrap_or(0);
    let mut end = index.saturating_mul(BLOCK);
    for (offset, block) in marks.iter().skip(index).enumerate() {
        let marked = if offset == 0 { block | before } else { *block };
        end = end.saturating_add(marked.trailing_ones() as usize);
        if marked != u64::MAX {
            break;
        }
    }
    end
}

/// How many bytes between two places are marked.
pub(super) fn count(marks: &[u64], start: usize, end: usize) -> usize {
    let blocks = start / BLOCK..end.div_ceil(BLOCK);
    let of = |index: usize| {
        let base = index.saturating_mul(BLOCK);
        let from = start.saturating_sub(base);
        let beyond = BLOCK.saturating_sub(end.saturating_sub(base).min(BLOCK));
        let bits = marks.get(index).copied().unwrap_or(0);
        (bits >> from << from << beyond).count_ones() as usize
    };
    blocks.map(of).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(marks: &[u64], at: usize) -> bool {
        marks.get(at / BLOCK).is_some_and(|block| block >> (at % BLOCK) & 1 == 1)
    }

    fn by_marks<const SHORTEST: usize>(text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        long_runs::<SHORTEST>(&Marks::of(text).base64, |start, end| found.push((start, end)));
        found
    }

    fn by_words(text: &str, shortest: usize) -> Vec<(usize, usize)> {
        let mut start = 0;
        let mut words = Vec::new();
        for word in text.split(' ') {
            words.push((start, start + word.len()));
            start += word.len() + 1;
        }
        words.retain(|(start, end)| end - start >= shortest);
        words
    }

    proptest! {
        #[test]
        fn every_byte_is_marked_as_what_it_is(text in any::<String>(), plain in "[ -~\t\n]{0,200}") {
            for text in [text, plain] {
                let marks = Marks::of(&text);
                for (at, byte) in text.bytes().enumerate() {
                    let (digit, sign) = (byte.is_ascii_digit(), b"+/-_".contains(&byte));
                    prop_assert_eq!(marked(&marks.letters, at), byte.is_ascii_alphabetic() || !byte.is_ascii());
                    prop_assert_eq!(marked(&marks.digits, at), digit);
                    prop_assert_eq!(marked(&marks.parted, at), digit || sign || b" .\t".contains(&byte));
                    prop_assert_eq!(marked(&marks.base64, at), byte.is_ascii_alphanumeric() || sign);
                }
                prop_assert!((text.len()..text.len() + 2 * BLOCK).all(|at| !marked(&marks.parted, at)));
            }
        }

        #[test]
        fn no_run_is_missed(text in "([a]{0,12}[ ]{0,2}){0,30}", long in "([a]{0,150}[ ]{0,2}){0,5}") {
            for text in [text, long] {
                prop_assert_eq!(by_marks::<1>(&text), by_words(&text, 1));
                prop_assert_eq!(by_marks::<2>(&text), by_words(&text, 2));
                prop_assert_eq!(by_marks::<10>(&text), by_words(&text, 10));
                prop_assert_eq!(by_marks::<15>(&text), by_words(&text, 15));
                prop_assert_eq!(by_marks::<64>(&text), by_words(&text, 64));
            }
        }

        #[test]
        fn marks_are_counted(text in "[1 ]{0,200}", from in 0_usize..200, length in 0_usize..200) {
            let (start, end) = (from.min(text.len()), (from + length).min(text.len()));
            let counted = text.bytes().take(end).skip(start).filter(|byte| *byte == b'1').count();
            prop_assert_eq!(count(&Marks::of(&text).digits, start, end), counted);
        }
    }
}
