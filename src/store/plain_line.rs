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

/// Where the first comma is. Many fields are empty, and most shorter than two words of the machine.
#[inline]
fn comma(text: &[u8]) -> Option<usize> {
    if text.first() == Some(&b',') {
        return Some(0);
    }
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
pub struct Expected<T> {
    text: T,
    /// The text and a comma in two words of the machine, where they fit; else no text has these.
    first: [u64; 2],
    /// Which of the bytes they are.
    mask: [u64; 2],
}

impl<T: AsRef<[u8]>> Expected<T> {
    /// This text; an empty one is never found.
    #[must_use]
    pub fn new(text: T) -> Self {
        let mut bytes = [0; 16];
        let len = text.as_ref().len();
        if !(1..bytes.len()).contains(&len) {
            return Self { text, first: [1; 2], mask: [0; 2] };
        }
        let mut known = [0; 16];
        for ((byte, mask), of_text) in bytes.iter_mut().zip(&mut known).zip(text.as_ref().iter().chain(b",")) {
            (*byte, *mask) = (*of_text, u8::MAX);
        }
        Self { text, first: words(&bytes), mask: words(&known) }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        self.text.as_ref()
    }

    #[inline]
    fn starts(&self, [one, two]: [u64; 2]) -> bool {
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

/// A number of at most four digits, 0 where there are none.
#[must_use]
pub fn small_number(cell: &[u8]) -> Option<u16> {
    let digits = cell.len() <= 4 && cell.iter().all(u8::is_ascii_digit);
    digits.then(|| cell.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
}

/// A line without quotes as so many fields; `None` where it has more or fewer. All their ends are found in one go, which is quicker than
/// taking them one after the other where all are needed.
#[must_use]
pub fn fields<const N: usize>(line: &[u8]) -> Option<[&[u8]; N]> {
    let mut fields = [line; N];
    let (mut start, mut found) = (0, 0);
    let mut end_at = |comma: usize| {
        *fields.get_mut(found)? = line.get(start..comma)?;
        (start, found) = (comma + 1, found + 1);
        Some(())
    };
    let (words, rest) = line.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let mut commas = bytes_equal(*word, b',');
        while commas != 0 {
            end_at(index * word.len() + commas.trailing_zeros() as usize / 8)?;
            commas &= commas - 1;
        }
    }
    for at in line.len() - rest.len()..line.len() {
        if line.get(at) == Some(&b',') {
            end_at(at)?;
        }
    }
    end_at(line.len())?;
    (found == N).then_some(fields)
}

/// Whether there may be a number that a spreadsheet wrote (`2.01E+09`) among those that a cell names.
#[inline]
#[must_use]
pub fn may_have_number(names: &[u8]) -> bool {
    names.windows(2).any(|two| matches!(two, [b'0'..=b'9', b'e' | b'E']))
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

    /// The next field, which is likely to be long; `None` where the line has no more.
    #[inline]
    pub fn long_field(&mut self) -> Option<&'l [u8]> {
        let rest = self.rest?;
        let (field, after) = memchr(b',', rest).and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, &[]));
        self.rest = after.split_first().map(|(_, after)| after);
        Some(field)
    }

    /// The next field, if it is as long as a day and does not end before.
    #[inline]
    pub fn day(&mut self) -> Option<&'l [u8; 10]> {
        self.sized()
    }

    /// The next field, if it is as long as a month and does not end before.
    #[inline]
    pub fn month(&mut self) -> Option<&'l [u8; 7]> {
        self.sized()
    }

    #[inline]
    fn sized<const N: usize>(&mut self) -> Option<&'l [u8; N]> {
        let (field, after) = self.rest?.split_first_chunk::<N>()?;
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
    pub fn take_expected(&mut self, expected: &Expected<impl AsRef<[u8]>>) -> bool {
        match self.rest.and_then(|rest| rest.first_chunk::<16>()) {
            Some(start) if expected.starts(words(start)) => {
                self.skip(expected.text().len() + 1);
                true
            }
            // A line that goes on behind the text has no comma there: it is another field.
            Some(_) if expected.fits() => false,
            _ => !expected.text().is_empty() && self.take(expected.text()),
        }
    }

    /// Takes the next field if it is one of the expected texts: which of them.
    #[inline]
    pub fn take_one_of(&mut self, expected: &[Expected<impl AsRef<[u8]>>]) -> Option<usize> {
        let start = self.rest.and_then(|rest| rest.first_chunk()).map(words);
        let found = start.and_then(|start| expected.iter().position(|text| text.starts(start)));
        match found.and_then(|found| expected.get(found)) {
            Some(text) => self.skip(text.text().len() + 1),
            None => return expected.iter().position(|text| self.take_expected(text)),
        }
        found
    }

    /// Passes over so many bytes, which are there.
    #[inline]
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.and_then(|rest| rest.get(bytes..));
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

    /// Takes the next field if it is a number of at most four digits or empty, and not the last: the number, 0 where it is empty.
    #[inline]
    pub fn take_number(&mut self) -> Option<u16> {
        let rest = self.rest?;
        let end = rest.iter().take(5).position(|byte| *byte == b',')?;
        let number = small_number(rest.get(..end)?)?;
        self.skip(end + 1);
        Some(number)
    }

    /// Whether the last field was taken.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.rest.is_none()
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{Expected, PlainLine, after, bytes_equal, fields, may_have_number};
    use crate::model::id::is_scientific;

    proptest! {
        #[test]
        fn so_many_fields_are_told_apart_in_one_go(line in "[a,中]{0,40}") {
            let parts: Vec<&[u8]> = line.as_bytes().split(|byte| *byte == b',').collect();
            prop_assert_eq!(fields::<4>(line.as_bytes()).map(Vec::from), (parts.len() == 4).then(|| parts.clone()));
            prop_assert_eq!(fields::<14>(line.as_bytes()).map(Vec::from), (parts.len() == 14).then_some(parts));
        }

        #[test]
        fn fields_are_what_lies_between_commas(line in "[a,中]{0,30}", taken in 0..6_usize) {
            let parts: Vec<&[u8]> = line.as_bytes().split(|byte| *byte == b',').collect();
            let mut rest = PlainLine::new(line.as_bytes());
            for (at, part) in parts.iter().enumerate() {
                let got = match at.cmp(&taken) {
                    Ordering::Less => rest.take(part).then_some(*part),
                    Ordering::Equal => rest.long_field(),
                    Ordering::Greater => rest.field(),
                };
                prop_assert_eq!(got, Some(*part));
            }
            prop_assert_eq!((rest.is_at_end(), rest.field(), rest.long_field()), (true, None, None));
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
            let (mut one, others) = (PlainLine::new(line.as_bytes()), ["c", text, "", field].map(|text| Expected::new(text.as_bytes())));
            let which = one.take_one_of(&others);
            prop_assert_eq!(which, if taken { Some(1) } else if field.is_empty() { None } else { Some(3) });
            prop_assert_eq!(one.rest, which.map_or(Some(line.as_bytes()), |_| line.as_bytes().get(field.len() + 1..)));
            prop_assert_eq!(taken, !text.is_empty() && slow.take(text.as_bytes()));
            prop_assert_eq!(fast.rest, if taken { slow.rest } else { Some(line.as_bytes()) });
        }

        #[test]
        fn no_number_that_a_spreadsheet_wrote_is_passed_over(names in "[0-9.Ee+;、/ 甲-]{0,12}") {
            prop_assert!(may_have_number(names.as_bytes()) || !names.split([';', '、', '/', ' ']).any(is_scientific), "{}", names);
        }

        #[test]
        fn a_byte_is_found_wherever_it_is(word: [u8; 8], byte: u8, near in any::<bool>()) {
            let byte = if near { word[3] ^ 0x80 } else { byte };
            let slow = (0..8).filter(|at| word[*at] == byte).fold(0_u64, |found, at| found | 0x80 << (at * 8));
            prop_assert_eq!(bytes_equal(word, byte), slow);
        }
    }

    #[test]
    fn a_day_has_ten_characters_and_a_month_seven() {
        let mut line = PlainLine::new(b"2012-11-06,2012-11-070,2012-11-08");
        assert_eq!((line.month(), line.day(), line.day()), (None, Some(b"2012-11-06"), None));
        assert_eq!((line.field(), line.day(), line.is_at_end()), (Some(b"2012-11-070".as_slice()), Some(b"2012-11-08"), true));
        let mut line = PlainLine::new(b"2012-11,2012-1,2012-12");
        assert_eq!((line.month(), line.month(), line.field()), (Some(b"2012-11"), None, Some(b"2012-1".as_slice())));
        assert_eq!((line.month(), line.is_at_end(), line.month()), (Some(b"2012-12"), true, None));
    }

    #[test]
    fn one_digit_is_taken_or_nothing() {
        let taken = |line: &'static [u8]| {
            let mut line = PlainLine::new(line);
            (line.take_digit(), line.rest)
        };
        assert_eq!(taken(b"7,a"), (Some(7), Some(b"a".as_slice())));
        assert_eq!(taken(b",a"), (Some(0), Some(b"a".as_slice())));
        for line in [&b"0,a"[..], b"12,a", b"7", b"", b"a,"] {
            assert_eq!(taken(line), (None, Some(line)));
        }
    }

    #[test]
    fn a_number_of_few_digits_is_taken_or_nothing() {
        let taken = |line: &'static [u8]| {
            let mut line = PlainLine::new(line);
            (line.take_number(), line.rest)
        };
        for (line, number, rest) in [(&b"0,a"[..], 0, &b"a"[..]), (b",", 0, b""), (b"35,", 35, b""), (b"9999,,", 9999, b",")] {
            assert_eq!(taken(line), (Some(number), Some(rest)));
        }
        for line in [&b"10000,"[..], b"12", b"", b"1x,", b"-1,", b" 1,"] {
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
