//! The text in a file of any kind, line by line, for whoever looks through files without knowing what they are: every encoding in which
//! the bytes may be meant, the rows of a workbook, the paragraphs and table rows of a document, what lies in an archive. Not here: what
//! is looked for.

use std::io::{Cursor, Read};

use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::bounds;
use super::file_kind::FileKind;
use super::workbook::Workbook;
use crate::i18n::Message;
use crate::model::xml_text::plain;

/// What an archive unpacks to is looked at so far, all parts together.
const MOST_UNPACKED: u64 = 256 << 20;
/// Archives in archives are opened so deep.
const DEEPEST: u8 = 3;

/// Why text that is there could not be got at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A password stands before it.
    Password,
    /// The file is damaged.
    Damaged,
    /// It is, or unpacks to, more than is looked at.
    TooLarge,
    /// A PDF, whose text is packed.
    Pdf,
}

impl Closed {
    fn of(message: &Message) -> Self {
        match message.key {
            "import.password" => Self::Password,
            "import.too-large" | "import.spreads-too-far" => Self::TooLarge,
            _ => Self::Damaged,
        }
    }
}

/// Given each line with its number, from 1.
pub type Look<'l> = &'l mut dyn FnMut(u32, &str);

/// Gives every line of text that a file holds. Lines of one number may come more than once, read in several ways.
///
/// # Errors
/// There is, or may be, text that could not be got at. What could be read was given.
pub fn each_line(bytes: &[u8], look: Look<'_>) -> Result<(), Closed> {
    let mut room = MOST_UNPACKED;
    each_line_in(bytes, &mut room, DEEPEST, look)
}

fn each_line_in(bytes: &[u8], room: &mut u64, depth: u8, look: Look<'_>) -> Result<(), Closed> {
    match FileKind::of(bytes) {
        Ok(kind @ (FileKind::Xlsx | FileKind::Ods)) => {
            let of_rows = rows(bytes, kind, look);
            parts(bytes, room, depth, look).and(of_rows)
        }
        Ok(FileKind::Xls) => rows(bytes, FileKind::Xls, look),
        _ if bytes.starts_with(b"PK") && bytes.get(2).is_some_and(|byte| *byte < 9) => parts(bytes, room, depth, look),
        other => {
            text(bytes, look);
            match other {
                Err(message) if message.key == "import.password" => Err(Closed::Password),
                Err(message) if message.key == "import.is-pdf" => Err(Closed::Pdf),
                _ => Ok(()),
            }
        }
    }
}

/// The lines of a text in each encoding that it may be written in.
fn text(bytes: &[u8], look: Look<'_>) {
    let body = |mark: usize| bytes.get(mark..).unwrap_or_default();
    let mut read = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        lines(&text, look);
    };
    if bytes.starts_with(b"\xFF\xFE") {
        return read(UTF_16LE, body(2));
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return read(UTF_16BE, body(2));
    }
    read(UTF_8, bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let sure = std::str::from_utf8(bytes).is_ok_and(|text| text.is_ascii() || text.chars().any(|c| c >= '\u{2E80}'));
    if !sure {
        read(GB18030, bytes);
    }
    // Old documents keep their text in UTF-16, at an even place or an odd one.
    if memchr::memchr(0, bytes).is_some() {
        for start in [0, 1] {
            read(UTF_16LE, body(start));
            read(UTF_16BE, body(start));
        }
    }
}

fn lines(text: &str, look: Look<'_>) {
    text.lines().zip(1..).for_each(|(line, number)| look(number, line));
}

/// The rows of a workbook's sheets, hidden ones too, cells apart.
fn rows(bytes: &[u8], kind: FileKind, look: Look<'_>) -> Result<(), Closed> {
    let closed = |message: Message| Closed::of(&message);
    bounds::check(bytes, kind).map_err(closed)?;
    let mut book = Workbook::open(bytes, kind).map_err(closed)?;
    for (name, _) in book.sheets() {
        look(1, &name);
        let grid = book.grid(&name, usize::MAX, &|_, _| {}).map_err(closed)?;
        for row in 0..grid.len() {
            let cells: Vec<&str> = grid.row(row).map(|(_, cell)| cell.text).collect();
            look(grid.line(row), &cells.join(","));
        }
    }
    Ok(())
}

/// The parts of a zip archive: markup by paragraph and table row, archives in it, other texts.
fn parts(bytes: &[u8], room: &mut u64, depth: u8, look: Look<'_>) -> Result<(), Closed> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Closed::Damaged)?;
    let mut outcome = Ok(());
    for index in 0..archive.len() {
        let part = match archive.by_index(index) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                outcome = Err(Closed::Password);
                continue;
            }
            Err(_) => {
                outcome = Err(Closed::Damaged);
                continue;
            }
        };
        if let Ok(name) = part.name() {
            look(1, &name);
        }
        let mut inner = Vec::new();
        let read = part.take(*room + 1).read_to_end(&mut inner);
        let spread = inner.len() as u64 > *room || depth == 0;
        *room = room.saturating_sub(inner.len() as u64);
        let told = match read {
            Err(_) => Err(Closed::Damaged),
            Ok(_) if spread => Err(Closed::TooLarge),
            Ok(_) if inner.trim_ascii_start().starts_with(b"<") => {
                markup(&String::from_utf8_lossy(&inner), look);
                Ok(())
            }
            Ok(_) => each_line_in(&inner, room, depth - 1, look),
        };
        outcome = outcome.and(told);
    }
    outcome
}

/// The paragraphs of a document, those of one table row in one line; whatever stands in tags is markup.
fn markup(text: &str, look: Look<'_>) {
    let (mut line, mut number, mut rows) = (String::new(), 1, 0_u32);
    for piece in text.split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split([' ', '/', '\n', '\t', '\r']).next().unwrap_or("");
        let name = name.rsplit(':').next().unwrap_or("");
        let (ends, opens) = (tag.starts_with('/'), !tag.starts_with('/') && !tag.ends_with('/'));
        if matches!(name, "tr" | "row" | "table-row") {
            rows = if ends { rows.saturating_sub(1) } else { rows + u32::from(opens) };
        }
        if rows == 0 && ends && matches!(name, "p" | "h" | "si" | "tr" | "row" | "table-row" | "comment" | "Properties") {
            look(number, &plain(&line));
            line.clear();
            number += 1;
        } else if ends && matches!(name, "p" | "h" | "si" | "c" | "comment") || matches!(name, "br" | "tab" | "line-break") {
            line.push(' ');
            line.push(',');
        }
        line.push_str(words);
    }
    look(number, &plain(&line));
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use encoding_rs::GB18030;
    use zip::write::SimpleFileOptions;

    use super::{Closed, each_line};

    fn read(bytes: &[u8]) -> (Vec<(u32, String)>, Option<Closed>) {
        let mut lines = Vec::new();
        let outcome = each_line(bytes, &mut |number, line| lines.push((number, line.to_owned())));
        (lines, outcome.err())
    }

    fn holds(bytes: &[u8], number: u32, text: &str) -> bool {
        read(bytes).0.iter().any(|(at, line)| *at == number && line.contains(text))
    }

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            out.start_file(*name, SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn a_text_is_read_in_every_encoding_that_it_may_have() {
        let text = "a\n谭采葛 心理\n";
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let marked = [b"\xFF\xFE".to_vec(), wide(u16::to_le_bytes)].concat();
        let in_binary = [b"\x01\x02\xFF\0\n".to_vec(), wide(u16::to_le_bytes)].concat();
        for bytes in [text.as_bytes(), &GB18030.encode(text).0, &marked, &wide(u16::to_le_bytes), &wide(u16::to_be_bytes)] {
            assert!(holds(bytes, 2, "谭采葛 心理"), "{bytes:?}");
        }
        assert!(read(&in_binary).0.iter().any(|(_, line)| line.contains("谭采葛")));
        let (chance, _, _) = GB18030.encode("1,卢强\n");
        assert!(std::str::from_utf8(&chance).is_ok() && holds(&chance, 1, "卢强"), "UTF-8 by chance");
    }

    #[test]
    fn words_of_a_document_are_put_together_and_a_table_row_is_a_line() {
        let document = "<w:document><w:p><w:r><w:t>身份</w:t></w:r><w:r><w:t>证&#x660E;&amp;</w:t></w:r></w:p>\
                        <w:tbl><w:tr><w:tc><w:p><w:t>谭采葛</w:t></w:p></w:tc><w:tc><w:p><w:t>心理</w:t></w:p></w:tc></w:tr></w:tbl><w:p/></w:document>";
        let bytes = archive(&[("word/document.xml", document.as_bytes()), ("docProps/x.xml", b"<a>x</a>")]);
        assert!(holds(&bytes, 1, "身份证明&"));
        assert!(holds(&bytes, 2, "谭采葛 ,心理"));
        assert!(holds(&archive(&[("谭采葛.docx", &bytes)]), 2, "谭采葛 ,心理"), "an archive in an archive");
        assert!(holds(&archive(&[("谭采葛.txt", b"a\nb")]), 1, "谭采葛.txt"));
    }

    #[test]
    fn what_could_not_be_got_at_is_said() {
        let mut bytes = archive(&[("a.txt", b"hello hello hello hello")]);
        bytes.truncate(bytes.len() - 5);
        assert_eq!(read(&bytes).1, Some(Closed::Damaged));
        assert_eq!(read(b"%PDF-1.4 13912345678").1, Some(Closed::Pdf));
        let deep = (0..5).fold(b"x".to_vec(), |inner, _| archive(&[("a.zip", &inner)]));
        assert_eq!(read(&deep).1, Some(Closed::TooLarge));
    }
}
