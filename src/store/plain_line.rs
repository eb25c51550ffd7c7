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
#[inline]
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

/// A text that the next field of a line may well be, made ready to be compared in one step together with the comma behind it.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'t> {
    text: &'t [u8],
    /// The text and a comma in two words of the machine, where they fit; else no text has these.
    first: [u64; 2],
    /// Which of the bytes they are.
    mask: [u64; 2],
}

impl<'t> Expected<'t> {
    /// This text; an empty one is never found.
    #[must_use]
    pub fn new(text: &'t [u8]) -> Self {
        let mut bytes = [0; 16];
        let fits = !text.is_empty() && text.len() < bytes.len();
        if !fits {
            return Self { text, first: [1; 2], mask: [0; 2] };
        }
        let mut known = [0; 16];
        for ((byte, mask), of_text) in bytes.iter_mut().zip(&mut known).zip(text.iter().chain(b",")) {
            (*byte, *mask) = (*of_text, u8::MAX);
        }
        Self { text, first: words(&bytes), mask: words(&known) }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'t [u8] {
        self.text
    }

    #[inline]
    fn starts(&self, start: &[u8; 16]) -> bool {
        let [one, two] = words(start);
        ((one & self.mask[0]) ^ self.first[0]) | ((two & self.mask[1]) ^ self.first[1]) == 0
    }

    #[inline]
    fn fits(&self) -> bool {
        self.mask[0] != 0
    }
}

#[inline]
fn words(bytes: &[u8; 16]) -> [u64; 2] {
    let all = u128::from_le_bytes(*bytes);
    [all as u64, (all >> 64) as u64]
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
    #[inline]
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
    #[inline]
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
    #[inline]
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

    /// Takes the next field if it is the expected text; whether it was.
    #[inline]
    pub fn take_expected(&mut self, expected: &Expected<'_>) -> bool {
        match self.rest.and_then(|rest| rest.first_chunk::<16>()) {
            Some(start) if expected.starts(start) => {
                self.rest = self.rest.and_then(|rest| rest.get(expected.text.len() + 1..));
                true
            }
            // A line that goes on behind the text has no comma there: it is another field.
            Some(_) if expected.fits() => false,
            _ => !expected.text.is_empty() && self.take(expected.text),
        }
    }

    /// Takes the next field if it is a digit from 1 to 9 or empty, and not the last: the digit, 0 where it is empty.
    #[inline]
    pub fn take_digit(&mut self) -> Option<u8> {
        let (digit, after) = match self.rest? {
            [b',', after @ ..] => (0, after),
            [digit @ b'1'..=b'9', b',', after @ ..] => (digit - b'0', after),
            _ => return None,
        };
        self.rest = Some(after);
        Some(digit)
    }

    /// What is left, from the next field on.
    #[must_use]
    pub fn rest(&self) -> Option<&'l [u8]> {
        self.rest
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

    use super::{Expected, PlainLine, after, bytes_equal};

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

        /// An expected text is taken where `take` would take it, and leaves the same behind.
        #[test]
        fn an_expected_text_is_the_whole_field(line in "[ab]{0,18}(,[ab]{0,9}){0,2}", text in "[ab]{0,18}", of_line in any::<bool>()) {
            let field = line.split(',').next().unwrap_or("");
            let text = if of_line { field } else { text.as_str() };
            let (mut fast, mut slow) = (PlainLine::new(line.as_bytes()), PlainLine::new(line.as_bytes()));
            let taken = fast.take_expected(&Expected::new(text.as_bytes()));
            prop_assert_eq!(taken, field == text && !text.is_empty());
            prop_assert_eq!(taken, !text.is_empty() && slow.take(text.as_bytes()));
            prop_assert_eq!(fast.rest(), if taken { slow.rest() } else { Some(line.as_bytes()) });
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
    fn one_digit_is_taken_or_nothing() {
        let taken = |line: &'static [u8]| {
            let mut line = PlainLine::new(line);
            (line.take_digit(), line.rest())
        };
        assert_eq!(taken(b"7,a"), (Some(7), Some(b"a".as_slice())));
        assert_eq!(taken(b",a"), (Some(0), Some(b"a".as_slice())));
        for line in [&b"0,a"[..], b"12,a", b"7", b"", b"a,"] {
            assert_eq!(taken(line), (None, Some(line)));
        }
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
