//! Numbers written in groups: `4111 1111 1111 1111`, `138-0013-8000`.

/// How many separating characters may stand between two groups of one number.
const MAX_GAP: usize = 3;

/// Digits without anything between them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether only spaces and dashes part it from the group before.
    pub(super) plain_gap: bool,
}

impl Group {
    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
}

/// Calls back with every sequence of groups that is not interrupted by anything but separators.
pub(super) fn sequences(text: &str, mut found: impl FnMut(&[Group])) {
    let mut groups: Vec<Group> = Vec::new();
    let (mut gap, mut plain_gap, mut in_group) = (0_usize, true, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                match groups.last_mut().filter(|_| in_group) {
                    Some(group) => group.end = at.saturating_add(1),
                    None => groups.push(Group { start: at, end: at.saturating_add(1), plain_gap }),
                }
                (gap, plain_gap, in_group) = (0, true, true);
            }
            b' ' | b'\t' | b'-' | b'.' | b'_' | b'/' if gap < MAX_GAP => {
                plain_gap &= matches!(byte, b' ' | b'\t' | b'-');
                gap = gap.saturating_add(1);
                in_group = false;
            }
            _ => {
                if !groups.is_empty() {
                    found(&groups);
                    groups.clear();
                }
                (gap, plain_gap, in_group) = (0, true, false);
            }
        }
    }
    if !groups.is_empty() {
        found(&groups);
    }
}

/// The digits of some groups, as numbers.
pub(super) fn digits(text: &str, groups: &[Group]) -> Vec<u8> {
    let of = |group: &Group| text.as_bytes().get(group.start..group.end).unwrap_or_default();
    groups.iter().flat_map(|group| of(group).iter().map(|byte| byte.saturating_sub(b'0'))).collect()
}

/// Every run of neighbouring groups with a number of digits in the range: never part of a group, since a longer number is
/// another number.
pub(super) fn windows(groups: &[Group], wanted: std::ops::RangeInclusive<usize>) -> impl Iterator<Item = &[Group]> {
    (0..groups.len()).flat_map(move |from| {
        let rest = groups.get(from..).unwrap_or_default();
        let wanted = wanted.clone();
        let longest = *wanted.end();
        rest.iter()
            .scan(0_usize, |total, group| {
                *total = total.saturating_add(group.len());
                Some(*total)
            })
            .take_while(move |total| *total <= longest)
            .enumerate()
            .filter(move |(_, total)| wanted.contains(total))
            .filter_map(move |(index, _)| rest.get(..=index))
    })
}
