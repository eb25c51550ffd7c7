//! What a file is that is not the UTF-8 text it should be, for a message. Not here: reading it as that (`import`).

/// What bytes that are not UTF-8 are most likely: by their start, else what Chinese offices write.
#[must_use]
pub fn likely_encoding(bytes: &[u8]) -> &'static str {
    other_kind(bytes).unwrap_or("GB18030")
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
    use super::likely_encoding;

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
