//! A docx file taken apart and put together again: parts with places are read, everything else is handed on as it is packed, byte for
//! byte. Not here: the places (`fill`).

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::i18n::Message;

/// A part that is read unpacks to at most so many bytes.
const MOST_PART: u64 = 32 << 20;
/// All of them together.
const MOST_PARTS: usize = 96 << 20;
/// A package has at most so many parts.
const MOST_NUMBER: usize = 4096;
/// The type of the main part of a document that is neither a template of Word's own kind nor has macros.
const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A school's own document.
#[derive(Clone, Debug)]
pub struct Template {
    bytes: Vec<u8>,
    /// The parts that have text, by name.
    parts: BTreeMap<String, String>,
}

impl Template {
    /// A document by its bytes.
    ///
    /// # Errors
    /// It is no docx file, damaged, protected, or unpacks to more than a document can be.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Message> {
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(Message::new("template.is-doc"));
        }
        let damaged = |error: &dyn ToString| Message::new("template.damaged").with("reason", error.to_string());
        if !bytes.starts_with(b"PK\x03\x04") {
            return Err(Message::new("template.no-docx"));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(|error| damaged(&error))?;
        if archive.len() > MOST_NUMBER {
            return Err(Message::new("template.too-large"));
        }
        let names: Vec<String> = archive
            .file_names()
            .map(|name| name.map(|name| name.into_owned()))
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(&error))?;
        let mut parts = BTreeMap::new();
        let mut whole = 0;
        for name in names.into_iter().filter(|name| has_text(name) || name == TYPES) {
            let mut text = Vec::new();
            let part = archive.by_name(&name).map_err(|error| damaged(&error))?;
            part.take(MOST_PART + 1).read_to_end(&mut text).map_err(|error| damaged(&error))?;
            whole += text.len();
            if text.len() as u64 > MOST_PART || whole > MOST_PARTS {
                return Err(Message::new("template.too-large"));
            }
            let text = String::from_utf8(text).map_err(|_| damaged(&name))?;
            parts.insert(name, text);
        }
        let types = parts.remove(TYPES).unwrap_or_default();
        match () {
            () if !parts.keys().any(|name| name.starts_with("word/document")) => Err(Message::new("template.no-docx")),
            () if !types.contains(DOCUMENT) => Err(Message::new("template.no-plain-docx")),
            () => Ok(Self { bytes, parts }),
        }
    }

    /// The parts that have text, by name.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The document with some parts replaced: the same parts give the same bytes.
    ///
    /// # Errors
    /// The package is damaged.
    pub fn with(&self, parts: &BTreeMap<String, String>) -> zip::result::ZipResult<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(self.bytes.as_slice()))?;
        let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(self.bytes.len())));
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            match parts.get(&name) {
                None => out.raw_copy_file(part)?,
                Some(text) => {
                    let time = part.last_modified().unwrap_or(DateTime::DEFAULT);
                    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
                    drop(part);
                    out.start_file(name, options)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        Ok(out.finish()?.into_inner())
    }
}

/// The part that says what the others are.
const TYPES: &str = "[Content_Types].xml";

/// Whether a part has text that a reader sees: the body, heads and feet of pages, notes.
fn has_text(name: &str) -> bool {
    let stem = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml"));
    let kinds = ["document", "header", "footer", "footnotes", "endnotes"];
    stem.is_some_and(|stem| kinds.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::has_text;

    #[test]
    fn parts_with_text_are_known_by_name() {
        assert!(["word/document.xml", "word/document2.xml", "word/header12.xml", "word/footnotes.xml"].iter().all(|name| has_text(name)));
        assert!(!["word/styles.xml", "word/media/header1.xml", "document.xml", "word/header1.xml.rels"].iter().any(|name| has_text(name)));
    }
}
