//! How the bytes of a text file become text, by a strict rule and never by a likelihood: a byte order mark, else ASCII, else strict UTF-8,
//! else strict GB18030. Where two of them read a file and neither is surely meant, it asks.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::i18n::Message;
use crate::model::id::is_cjk;
use crate::model::word::word_of;

/// An encoding of text files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first (“Unicode text” of Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which reads GBK and GB2312 too.
    Gb18030,
    /// Windows-1252, which Excel writes in Western Europe; taken only when asked for, since it reads any bytes.
    Windows1252,
}

impl Encoding {
    /// All with their words on the command line.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("utf-8", Self::Utf8),
        ("gb18030", Self::Gb18030),
        ("utf-16le", Self::Utf16Le),
        ("utf-16be", Self::Utf16Be),
        ("windows-1252", Self::Windows1252),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
            Self::Windows1252 => WINDOWS_1252,
        }
    }

    /// The text, where every byte of it is right.
    fn strictly(self, bytes: &[u8]) -> Option<String> {
        self.decoder().decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    }
}

/// The encodings that mark themselves.
const MARKS: [(&[u8], Encoding); 3] =
    [(b"\xEF\xBB\xBF", Encoding::Utf8), (b"\xFF\xFE", Encoding::Utf16Le), (b"\xFE\xFF", Encoding::Utf16Be)];

/// So many Han characters in a row of bytes that are UTF-8 are no chance.
const NO_CHANCE: usize = 3;
/// A text of UTF-16 has a zero in one of so many bytes at least, for its digits and commas.
const ZEROS: usize = 16;

/// The longest piece of a reading that is shown, in characters.
const SHOWN: usize = 24;

/// The text of a file and the encoding it was read in: the one asked for, else as the rule says.
///
/// # Errors
/// The bytes are no text in that encoding, in any encoding, or in two at once.
pub fn decode(bytes: &[u8], asked: Option<Encoding>) -> Result<(String, Encoding), Message> {
    let marked = MARKS.iter().find(|(mark, encoding)| bytes.starts_with(mark) && asked.is_none_or(|asked| asked == *encoding));
    let (encoding, body) = match marked {
        Some((mark, encoding)) => (Some(*encoding), bytes.get(mark.len()..).unwrap_or_default()),
        None => (asked, bytes),
    };
    let (text, encoding) = match encoding {
        Some(encoding) => (encoding.strictly(body).ok_or_else(|| not_in(encoding, body))?, encoding),
        None => unmarked(body)?,
    };
    match text.bytes().take_while(|byte| *byte != 0).count() {
        whole if whole == text.len() => Ok((text, encoding)),
        _ if marked.is_none() && unmarked_utf16(bytes).is_some() && asked.is_none() => Err(no_encoding(bytes, 0)),
        before => Err(Message::new("import.has-nul").with("line", line_at(text.as_bytes(), before)).with("encoding", encoding.word())),
    }
}

fn unmarked(bytes: &[u8]) -> Result<(String, Encoding), Message> {
    let in_gb = || Encoding::Gb18030.strictly(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() || text.chars().any(|c| c >= '\u{2E80}') => Ok((text.to_owned(), Encoding::Utf8)),
        Ok(text) => match in_gb().filter(|gb| gb.chars().any(is_cjk)) {
            Some(gb) => Err(Message::new("import.two-encodings").with("utf8", telling(text)).with("gb", telling(&gb))),
            None => Ok((text.to_owned(), Encoding::Utf8)),
        },
        Err(error) => {
            let (before, _) = bytes.split_at(error.valid_up_to());
            let is_utf8 = std::str::from_utf8(before).is_ok_and(|text| text.chars().filter(|c| is_cjk(*c)).nth(NO_CHANCE - 1).is_some());
            if is_utf8 {
                return Err(Message::new("import.half-utf8").with("line", line_at(bytes, before.len())));
            }
            let gb = in_gb().ok_or_else(|| no_encoding(bytes, before.len()))?;
            match Encoding::Windows1252.strictly(bytes).filter(|latin| is_latin(latin, &gb)) {
                Some(latin) => Err(Message::new("import.latin-or-gb").with("latin", telling(&latin)).with("gb", telling(&gb))),
                None => Ok((gb, Encoding::Gb18030)),
            }
        }
    }
}

/// Whether a text may be in a Latin script rather than Chinese: all that is not ASCII is letters in the one reading, and stands beside a
/// letter of ASCII in the other, as in “Fran鏾is”.
fn is_latin(latin: &str, gb: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphabetic();
    let mut before = None;
    for run in gb.split_inclusive(|c: char| c.is_ascii()) {
        let behind = run.chars().next_back().filter(char::is_ascii);
        let is_bare = run.chars().next().is_some_and(|c| c.is_ascii());
        if !is_bare && !before.is_some_and(is_word) && !behind.is_some_and(is_word) {
            return false;
        }
        before = behind;
    }
    latin.chars().filter(|c| !c.is_ascii()).all(char::is_alphabetic)
}

/// The byte order of a text that may well be UTF-16 without its mark: of its zeros most stand at odd places, or most at even ones. Some
/// Han characters have a zero on the other side.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let (mut even, mut odd) = (0, 0);
    memchr::memchr_iter(0, bytes).for_each(|at| if at % 2 == 0 { even += 1 } else { odd += 1 });
    let is_many = |zeros: usize, others: usize| zeros > bytes.len() / ZEROS && zeros / 3 >= others;
    match (is_many(odd, even), is_many(even, odd)) {
        (true, _) => Some(Encoding::Utf16Le),
        (_, true) => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn no_encoding(bytes: &[u8], at: usize) -> Message {
    match unmarked_utf16(bytes) {
        Some(encoding) => Message::new("import.unmarked-utf16").with("encoding", encoding.word()),
        None => Message::new("import.no-encoding").with("line", line_at(bytes, at)),
    }
}

/// The first line that tells two readings apart.
fn telling(text: &str) -> String {
    let line = text.lines().find(|line| !line.is_ascii()).unwrap_or_default();
    line.chars().take(SHOWN).collect()
}

fn not_in(encoding: Encoding, bytes: &[u8]) -> Message {
    let message = Message::new("import.not-in-encoding").with("encoding", encoding.word());
    match std::str::from_utf8(bytes) {
        Err(error) if encoding == Encoding::Utf8 => message.with("line", line_at(bytes, error.valid_up_to())),
        _ => message,
    }
}

/// The line of a byte, from 1.
pub(super) fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count()
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::{Encoding, decode};

    fn read(bytes: &[u8]) -> Result<(String, Encoding), &'static str> {
        decode(bytes, None).map_err(|message| message.key)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn the_rule_reads_each_encoding_and_says_which() {
        let text = "学号,姓名\n1,㛃𠮷·买买提\n";
        assert_eq!(read(text.as_bytes()), Ok((text.to_owned(), Encoding::Utf8)));
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), Ok((text.to_owned(), Encoding::Utf8)));
        assert_eq!(read(&utf16(text, u16::to_le_bytes)), Ok((text.to_owned(), Encoding::Utf16Le)));
        assert_eq!(read(&utf16(text, u16::to_be_bytes)), Ok((text.to_owned(), Encoding::Utf16Be)));
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(read(&gb), Ok((text.to_owned(), Encoding::Gb18030)));
        assert_eq!(read(b"id,name\n1,A\n"), Ok(("id,name\n1,A\n".to_owned(), Encoding::Utf8)));
        assert_eq!(read("id,name\n1,Café\n".as_bytes()).map(|(_, encoding)| encoding), Err("import.two-encodings"));
    }

    #[test]
    fn where_it_cannot_know_it_asks_and_shows_both_readings() {
        let (gb, _, _) = GB18030.encode("id,name\n1,卢强\n");
        assert!(std::str::from_utf8(&gb).is_ok(), "the bytes are UTF-8 by chance");
        let asked = decode(&gb, None).unwrap_err();
        assert!(asked.args.iter().any(|(name, value)| *name == "gb" && *value == "1,卢强".into()), "{asked:?}");
        assert_eq!(decode(&gb, Some(Encoding::Gb18030)).unwrap().0, "id,name\n1,卢强\n");
        assert_eq!(decode("id,name\n1,Ü\n".as_bytes(), Some(Encoding::Utf8)).unwrap().0, "id,name\n1,Ü\n");
    }

    #[test]
    fn utf16_without_its_mark_is_told_by_its_byte_order() {
        let marked = |bytes| utf16("学号,姓名\n2012218801,甲一\n", bytes);
        for (bytes, word) in [(marked(u16::to_le_bytes), "utf-16le"), (marked(u16::to_be_bytes), "utf-16be")] {
            let told = decode(&bytes[2..], None).unwrap_err();
            assert_eq!((told.key, &told.args[0].1), ("import.unmarked-utf16", &word.into()));
        }
    }

    #[test]
    fn a_western_text_is_not_taken_for_chinese() {
        let latin = |text| read(&encoding_rs::WINDOWS_1252.encode(text).0).map(|(text, _)| text);
        assert_eq!(latin("id,name\n1,François Noël\n"), Err("import.latin-or-gb"));
        assert_eq!(latin("id,name\n1,Zoë Müller\n"), Err("import.no-encoding"));
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("id,name\n1,Zoë\n");
        assert_eq!(decode(&bytes, Some(Encoding::Windows1252)).unwrap().0, "id,name\n1,Zoë\n");
        for text in ["id,name,class\n1,韩冬青,A班\n", "name\n卢a强\nB组\n"] {
            assert_eq!(read(&GB18030.encode(text).0), Ok((text.to_owned(), Encoding::Gb18030)));
        }
    }

    #[test]
    fn two_encodings_in_one_file_are_told() {
        let utf8 = "学号,姓名\n1,甲\n";
        assert_eq!(read(&[utf8.as_bytes(), &GB18030.encode("2,乙\n").0].concat()), Err("import.half-utf8"));
        assert_eq!(read(&utf8.as_bytes()[..utf8.len() - 2]), Err("import.half-utf8"), "cut in the middle of a character");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(b"id\n1,\xFF\xFF\n"), Err("import.no-encoding"));
        assert_eq!(read(b"i\0d\0\n\0"), Err("import.unmarked-utf16"));
        assert_eq!(read(b"id,name\n1,A\n\0\0"), Err("import.has-nul"));
        assert_eq!(decode(b"i\0d\0", Some(Encoding::Utf16Le)).unwrap().0, "id");
        assert_eq!(decode(b"\xD1\xA7\xBA\xC5", Some(Encoding::Utf8)).unwrap_err().key, "import.not-in-encoding");
        assert_eq!(read(b"\xFF\xFE\x00\xD8").map(|_| ()), Err("import.not-in-encoding"));
    }
}
