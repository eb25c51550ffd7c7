//! How the bytes of a text file become text, by a strict rule and never by a likelihood: a byte order mark, else ASCII, else strict UTF-8,
//! else strict GB18030. Where UTF-8 and GB18030 both read a file and neither is surely meant, it asks.

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

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
}

impl Encoding {
    /// All with their words on the command line.
    pub const WORDS: [(&'static str, Self); 4] =
        [("utf-8", Self::Utf8), ("gb18030", Self::Gb18030), ("utf-16le", Self::Utf16Le), ("utf-16be", Self::Utf16Be)];

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
        Err(error) => match in_gb() {
            Some(gb) => Ok((gb, Encoding::Gb18030)),
            None => Err(Message::new("import.no-encoding").with("line", line_at(bytes, error.valid_up_to()))),
        },
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
    fn what_is_no_text_is_refused() {
        assert_eq!(read(b"id\n1,\xFF\xFF\n"), Err("import.no-encoding"));
        assert_eq!(read(b"i\0d\0\n\0"), Err("import.has-nul"));
        assert_eq!(decode(b"i\0d\0", Some(Encoding::Utf16Le)).unwrap().0, "id");
        assert_eq!(decode(b"\xD1\xA7\xBA\xC5", Some(Encoding::Utf8)).unwrap_err().key, "import.not-in-encoding");
        assert_eq!(read(b"\xFF\xFE\x00\xD8").map(|_| ()), Err("import.not-in-encoding"));
    }
}
