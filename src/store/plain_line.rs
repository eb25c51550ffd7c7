//! A line without quotes, taken apart from its start. For the readers of the tables that grow: they look at a line of the usual shape
//! field by field, and leave any other to the splitter. Not here: lines with quotes (`csv`), and what a field means.

use memchr::memchr;

/// Every byte 1.
const ONES: u64 = u64::from_ne_bytes([1; 8]);
/// The highest bit of every byte.
const HIGHS: u64 = ONES << 7;

/// The highest bit of each byte of `word` that is `byte`, the first byte lowest.
#[must_use]
pub fn bytes_equal(word: [u8; 8], byte: u8) -> u64 {
    let differs = u64::from_le_bytes(word) ^ (ONES * byte as u64);
    !(((differs & !HIGHS) + !HIGHS) | differs) & HIGHS
}

/// Where the first comma is. Most fields are shorter than two words of the machine.
fn comma(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    for words in 0..2 {
        let Some((word, after)) = rest.split_first_chunk::<8>() else { break };
        let found = bytes_equal(*word, b',');
        if found != 0 {
            return Some(words * word.len() + found.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    memchr(b',', rest).map(|at| text.len() - rest.len() + at)
}

/// What follows a text at the start of a line. Ids, days and words are compared in one or two words of the machine.
fn after<'l>(line: &'l [u8], text: &[u8]) -> Option<&'l [u8]> {
    let (start, after) = line.split_at_checked(text.len())?;
    let same = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) if text.len() <= 16 => start.first_chunk() == Some(first) && start.last_chunk() == Some(last),
        (None, _) => start.iter().zip(text).all(|(one, other)| one == other),
        _ => start == text,
    };
    same.then_some(after)
}

/// What is left of a line that has no quotes.
pub struct PlainLine<'l> {
    /// From the next field on; `None` after the last one.
    rest: Option<&'l [u8]>,
}

impl<'l> PlainLine<'l> {
    /// The whole of a line without its line end.
    #[must_use]
    pub fn new(line: &'l [u8]) -> Self {
        Self { rest: Some(line) }
    }

    /// The next field; `None` where the line has no more.
    pub fn field(&mut self) -> Option<&'l [u8]> {
        let rest = self.rest?;
        let (field, after) = match comma(rest) {
            Some(at) => (rest.get(..at)?, rest.get(at + 1..)),
            None => (rest, None),
        };
        self.rest = after;
        Some(field)
    }

    /// The next field, if it is as long as a day and does not end before.
    pub fn day(&mut self) -> Option<&'l [u8]> {
        let (field, after) = self.rest?.split_at_checked(10)?;
        self.rest = match after.split_first() {
            Some((b',', rest)) => Some(rest),
            Some(_) => return None,
            None => None,
        };
        Some(field)
    }

    /// Takes the next field if it is empty; whether it was.
    pub fn take_empty(&mut self) -> bool {
        match self.rest.map(<[u8]>::split_first) {
            Some(Some((b',', rest))) => self.rest = Some(rest),
            Some(None) => self.rest = None,
            Some(Some(_)) | None => return false,
        }
        true
    }

    /// Takes the next field if it is this text; whether it was.
    pub fn take(&mut self, text: &[u8]) -> bool {
        let Some(after) = self.rest.and_then(|rest| after(rest, text)) else { return false };
        match after.split_first() {
            Some((b',', rest)) => self.rest = Some(rest),
            Some(_) => return false,
            None => self.rest = None,
        }
        true
    }

    /// Whether the last field was taken.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.rest.is_none()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{PlainLine, after, bytes_equal};

    proptest! {
        #[test]
        fn fields_are_what_lies_between_commas(line in "[a,中]{0,30}", taken in 0..6_usize) {
            let parts: Vec<&[u8]> = line.as_bytes().split(|byte| *byte == b',').collect();
            let mut rest = PlainLine::new(line.as_bytes());
            for (at, part) in parts.iter().enumerate() {
                let got = if at < taken { rest.take(part).then_some(*part) } else { rest.field() };
                prop_assert_eq!(got, Some(*part));
            }
            prop_assert_eq!((rest.is_at_end(), rest.field()), (true, None));
        }

        #[test]
        fn a_text_at_the_start_is_compared_whole(line in "[ab]{0,40}", len in 0..24_usize, wrong in 0..48_usize) {
            let mut text = line.as_bytes().get(..len).unwrap_or(b"abababababababababababababababababababababababab").to_vec();
            if let Some(byte) = text.get_mut(wrong) {
                *byte ^= 3;
            }
            prop_assert_eq!(after(line.as_bytes(), &text), line.as_bytes().strip_prefix(text.as_slice()));
        }

        #[test]
        fn a_byte_is_found_wherever_it_is(word: [u8; 8], byte: u8, near in any::<bool>()) {
            let byte = if near { word[3] ^ 0x80 } else { byte };
            let slow = (0..8).filter(|at| word[*at] == byte).fold(0_u64, |found, at| found | 0x80 << (at * 8));
            prop_assert_eq!(bytes_equal(word, byte), slow);
        }
    }

    #[test]
    fn a_day_has_ten_characters() {
        let mut line = PlainLine::new(b"2012-11-06,2012-11-070,2012-11-08");
        assert_eq!((line.day(), line.day()), (Some(b"2012-11-06".as_slice()), None));
        assert_eq!((line.field(), line.day(), line.is_at_end()), (Some(b"2012-11-070".as_slice()), Some(b"2012-11-08".as_slice()), true));
    }

    #[test]
    fn an_empty_field_is_taken_and_no_other() {
        let mut line = PlainLine::new(b",a,");
        assert!(line.take_empty() && !line.take_empty() && line.take(b"a") && line.take_empty() && line.is_at_end() && !line.take_empty());
    }

    #[test]
    fn a_field_is_taken_whole_or_not_at_all() {
        let mut line = PlainLine::new(b"talker,talk");
        assert!(!line.take(b"talk") && line.take(b"talker") && !line.take(b"tal") && line.take(b"talk") && line.is_at_end());
    }
}
