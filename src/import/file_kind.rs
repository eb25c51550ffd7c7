//! What a file is, decided by its bytes: offices give any name to anything. Not here: reading it.

use memchr::memmem::find;

use crate::i18n::Message;

/// A kind of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook of Excel 2007 and later.
    Xlsx,
    /// A workbook of Excel 97 to 2003 (BIFF8).
    Xls,
    /// A spreadsheet of LibreOffice.
    Ods,
    /// Text with a delimiter between cells.
    Csv,
}

/// How files begin that are taken for a table by mistake, with what is said of them.
const OTHERS: [(&[u8], &str); 10] = [
    (b"%PDF", "import.is-pdf"),
    (b"Rar!\x1A\x07", "import.is-zip"),
    (b"7z\xBC\xAF\x27\x1C", "import.is-zip"),
    (b"\x1F\x8B", "import.is-zip"),
    (b"\x89PNG", "import.is-picture"),
    (b"\xFF\xD8\xFF", "import.is-picture"),
    (b"GIF8", "import.is-picture"),
    (b"RIFF", "import.is-picture"),
    (b"MIME-Version:", "import.is-html"),
    (b"{\\rtf", "import.is-word"),
];

impl FileKind {
    /// The word for it in answers.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }

    /// The kind of these bytes. Errors: a kind that is known and cannot be imported, by its name and with what to do.
    pub fn of(bytes: &[u8]) -> Result<Self, Message> {
        let is = |key| Err(Message::new(key));
        if bytes.is_empty() {
            return is("import.empty-file");
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return in_zip(bytes);
        }
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return in_compound_file(bytes);
        }
        if let Some((_, key)) = OTHERS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
            return is(key);
        }
        if let Some(markup) = markup(bytes) {
            return is(markup);
        }
        // Excel 2.0 to 4.0 began their files with a record of these types.
        if let [0x09, 0x00 | 0x02 | 0x04, 0x04 | 0x06, 0x00, ..] = bytes {
            return is("import.is-old-excel");
        }
        Ok(Self::Csv)
    }
}

/// What lies in a zip archive, by the names of its parts, which are never compressed.
fn in_zip(bytes: &[u8]) -> Result<FileKind, Message> {
    let has = |name: &str| find(bytes, name.as_bytes()).is_some();
    match () {
        () if has("mimetypeapplication/vnd.oasis.opendocument.spreadsheet") => Ok(FileKind::Ods),
        () if has("xl/workbook.bin") => Err(Message::new("import.is-xlsb")),
        () if has("xl/") => Ok(FileKind::Xlsx),
        () if has("word/") || has("vnd.oasis.opendocument.text") => Err(Message::new("import.is-word")),
        () => Err(Message::new("import.is-zip")),
    }
}

/// What lies in a compound file, by the names in its directory (UTF-16).
fn in_compound_file(bytes: &[u8]) -> Result<FileKind, Message> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        find(bytes, &wide).is_some()
    };
    match () {
        () if has("EncryptedPackage") => Err(Message::new("import.password")),
        () if has("Workbook") => Ok(FileKind::Xls),
        () if has("WordDocument") => Err(Message::new("import.is-word")),
        () if has("Book") => Err(Message::new("import.is-old-excel")),
        () => Err(Message::new("import.is-compound")),
    }
}

/// A page or a spreadsheet in XML under a spreadsheet's name, as systems of registrars' offices export them.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let plain: Vec<u8> = head.iter().copied().filter(|byte| !matches!(byte, 0 | 0xFE | 0xFF | 0xEF | 0xBB | 0xBF)).collect();
    let text = plain.trim_ascii_start();
    if text.first() != Some(&b'<') {
        return None;
    }
    let has = |words: &[u8]| find(text, words).is_some();
    let is_xml_spreadsheet = (has(b"office:spreadsheet") || has(b"<office:document")) && !has(b"<html");
    Some(if is_xml_spreadsheet { "import.is-xml-spreadsheet" } else { "import.is-html" })
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    fn of(bytes: &[u8]) -> Result<FileKind, &'static str> {
        FileKind::of(bytes).map_err(|message| message.key)
    }

    #[test]
    fn bytes_say_what_a_file_is() {
        assert_eq!(of(b""), Err("import.empty-file"));
        assert_eq!(of(b"PK\x03\x04....xl/workbook.xml"), Ok(FileKind::Xlsx));
        assert_eq!(of(b"PK\x03\x04....xl/workbook.bin"), Err("import.is-xlsb"));
        assert_eq!(of(b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"), Ok(FileKind::Ods));
        assert_eq!(of(b"PK\x03\x04....word/document.xml"), Err("import.is-word"));
        assert_eq!(of(b"PK\x03\x04....photo.jpg"), Err("import.is-zip"));
        assert_eq!(of(b"\xD0\xCF\x11\xE0..W\0o\0r\0k\0b\0o\0o\0k\0\0\0"), Ok(FileKind::Xls));
        assert_eq!(of(b"\xD0\xCF\x11\xE0..B\0o\0o\0k\0\0\0"), Err("import.is-old-excel"));
        assert_eq!(of(b"\xD0\xCF\x11\xE0..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0"), Err("import.password"));
        assert_eq!(of(b"\xD0\xCF\x11\xE0.."), Err("import.is-compound"));
        assert_eq!(of(b"%PDF-1.4"), Err("import.is-pdf"));
        assert_eq!(of(b"\xEF\xBB\xBF  <html><table>"), Err("import.is-html"));
        assert_eq!(of(b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), Err("import.is-html"));
        let xml = b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(of(xml), Err("import.is-xml-spreadsheet"));
        let flat = b"<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">";
        assert_eq!(of(flat), Err("import.is-xml-spreadsheet"));
        for (bytes, key) in [
            (&b"Rar!\x1A\x07\x01"[..], "import.is-zip"),
            (b"7z\xBC\xAF'\x1C\0", "import.is-zip"),
            (b"\x89PNG\r\n", "import.is-picture"),
            (b"\xFF\xD8\xFF\xE0", "import.is-picture"),
            (b"MIME-Version: 1.0\r\n", "import.is-html"),
        ] {
            assert_eq!(of(bytes), Err(key), "{bytes:?}");
        }
        assert_eq!(of("学号,姓名".as_bytes()), Ok(FileKind::Csv));
    }
}
