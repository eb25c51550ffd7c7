//! What a file is that is not the UTF-8 text it should be, for a message. Not here: reading it as that (`import`).

use crate::finding::Finding;

/// A finding about bytes that are not UTF-8, with what they most likely are: UTF-8 that was damaged, or another encoding.
#[must_use]
pub fn explained(finding: Finding, bytes: &[u8]) -> Finding {
    match damaged(bytes) {
        Some(count) => finding.with("damaged", count),
        None => finding.with("guess", likely_encoding(bytes)),
    }
}

/// What bytes are most likely, by their start, else what Chinese offices write.
fn likely_encoding(bytes: &[u8]) -> &'static str {
    other_kind(bytes).unwrap_or("GB18030")
}

/// How many bytes of a text belong to no character, where more belong to Chinese ones: a program that took it for another encoding lost
/// some when it saved it. Bytes of GB18030 hardly ever look like Chinese in UTF-8.
fn damaged(bytes: &[u8]) -> Option<usize> {
    let (mut chinese, mut lost) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        chinese += chunk.valid().chars().map(char::len_utf8).filter(|len| *len >= 3).sum::<usize>();
        lost += chunk.invalid().len();
    }
    (chinese > lost).then_some(lost)
}

/// What a file is that by its first bytes is no text of a usual encoding.
pub(super) fn other_kind(start: &[u8]) -> Option<&'static str> {
    match start {
        [b'P', b'K', 3, 4, ..] => Some("Excel (xlsx)"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("Excel (xls)"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        [0, one, 0, other, ..] | [one, 0, other, 0, ..] if *one != 0 && *other != 0 => Some("UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{damaged, likely_encoding};

    #[test]
    fn a_text_that_was_damaged_is_told_from_one_in_another_encoding() {
        let text = "李明华,2012-11-08,讲了四级听力吧";
        let (gbk, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!((damaged(&gbk), damaged("李明".as_bytes())), (None, Some(0)));
        // As a spreadsheet leaves it that took it for GBK and saved it so: what is no character there becomes a question mark.
        let (misread, _, _) = encoding_rs::GBK.decode(text.as_bytes());
        let byte = |c: char| if c == '\u{FFFD}' { vec![b'?'] } else { encoding_rs::GBK.encode(c.encode_utf8(&mut [0; 4])).0.into_owned() };
        let saved: Vec<u8> = misread.chars().flat_map(byte).collect();
        assert!(std::str::from_utf8(&saved).is_err());
        assert_eq!(damaged(&saved), Some(4));
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes_or_taken_for_what_offices_write() {
        for (bytes, guess) in [
            (b"PK\x03\x04x".as_slice(), "Excel (xlsx)"),
            (b"\xD0\xCF\x11\xE0x", "Excel (xls)"),
            (b"\xFF\xFEi\0", "UTF-16"),
            (b"i\0d\0", "UTF-16"),
            (b"\0i\0d", "UTF-16"),
            (b"\xD1\xA7\xBA\xC5", "GB18030"),
            (b"", "GB18030"),
        ] {
            assert_eq!(likely_encoding(bytes), guess, "{bytes:?}");
        }
    }
}
