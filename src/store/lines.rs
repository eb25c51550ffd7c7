//! The lines of a file that was read as a whole, for those who want some of them by number. Not here: reading a file of any size line by
//! line (`table_reader`).

use memchr::memchr;

use super::csv::without_line_end;

/// The lines of a file one after the other.
pub struct Lines<'b> {
    line: &'b [u8],
    /// The number of the line.
    number: u32,
    /// What follows the line; `None` after the last one.
    rest: Option<&'b [u8]>,
}

impl<'b> Lines<'b> {
    /// Before the first line.
    #[must_use]
    pub fn of(bytes: &'b [u8]) -> Self {
        Self { line: &[], number: 0, rest: Some(bytes) }
    }

    /// The line with a number, without its end; `None` where there is none, or where one behind it was asked for before.
    pub fn to(&mut self, number: u32) -> Option<&'b [u8]> {
        while self.number < number {
            let rest = self.rest?;
            (self.line, self.rest) = match memchr(b'\n', rest) {
                Some(end) => (rest.get(..end).unwrap_or_default(), rest.get(end + 1..)),
                None => (rest, None),
            };
            self.number += 1;
        }
        (number > 0 && self.number == number).then(|| without_line_end(self.line))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::Lines;
    use crate::store::csv::without_line_end;

    proptest! {
        /// Line by line and by leaps the same lines are met, the empty one after the last line feed too.
        #[test]
        fn lines_are_what_lies_between_line_feeds(text in "[a\r\n]{0,20}", asked in proptest::collection::vec(0..9_u32, 0..9)) {
            let all: Vec<&[u8]> = text.as_bytes().split(|byte| *byte == b'\n').map(without_line_end).collect();
            let mut lines = Lines::of(text.as_bytes());
            let mut before = 0;
            for number in asked {
                let known = number.checked_sub(1).and_then(|index| all.get(index as usize)).filter(|_| number >= before);
                prop_assert_eq!(lines.to(number), known.copied());
                before = before.max(number.min(all.len() as u32));
            }
        }
    }
}
