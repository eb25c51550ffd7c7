//! What should never be committed, with its places: `bangfu/guard/1`. What was found is not repeated. Not here: finding it
//! (`rules::leaks`).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::rules::leaks::Leak;

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The file, by its path in the repository.
    pub file: String,
    /// The line (of a workbook the row, of a document the paragraph); 0 for the name of the file.
    pub line: u32,
    /// What it is.
    pub leak: Leak,
    /// Whether it stands among the staged changes as well.
    pub staged: bool,
}

/// Why a file could not be looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A password stands before it.
    Password,
    /// It is damaged.
    Damaged,
    /// It is too large.
    TooLarge,
    /// It is a PDF.
    Pdf,
    /// The system does not let it be read.
    Unreadable,
}

/// A file, or a part of one, that could not be looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotSeen {
    /// The file, by its path in the repository.
    pub file: String,
    /// Why not.
    pub reason: Reason,
}

impl NotSeen {
    fn word(&self) -> &'static str {
        match self.reason {
            Reason::Password => "password",
            Reason::Damaged => "damaged",
            Reason::TooLarge => "too-large",
            Reason::Pdf => "pdf",
            Reason::Unreadable => "unreadable",
        }
    }

    /// It as a sentence.
    #[must_use]
    pub fn message(&self) -> Message {
        let key = match self.reason {
            Reason::Password => "guard.not-seen.password",
            Reason::Damaged => "guard.not-seen.damaged",
            Reason::TooLarge => "guard.not-seen.too-large",
            Reason::Pdf => "guard.not-seen.pdf",
            Reason::Unreadable => "guard.not-seen.unreadable",
        };
        Message::new(key).with("file", self.file.as_str())
    }
}

/// What was found, by file and line.
pub struct GuardReport {
    /// Each place once.
    pub found: Vec<Found>,
    /// What could not be looked into.
    pub not_seen: Vec<NotSeen>,
}

fn sentence(leak: Leak) -> &'static str {
    match leak {
        Leak::IdentityNumber => "guard.identity-number",
        Leak::MobileNumber => "guard.mobile-number",
        Leak::ScreeningWord => "guard.screening-word",
        Leak::SecretKey => "guard.secret-key",
        Leak::OpenedRecord => "guard.opened-record",
    }
}

impl Sheets for GuardReport {
    fn sheets(&self) -> Vec<Sheet> {
        if self.found.is_empty() {
            return vec![Sheet { footer: vec![Message::new("guard.fine")], ..Sheet::default() }];
        }
        let columns =
            vec![Column::left("place", "guard.place"), Column::left("what", "guard.what"), Column::left("staged", "guard.staged")];
        let row = |found: &Found| {
            let line = Some(found.line).filter(|line| *line > 0).map_or_else(String::new, |line| format!(":{line}"));
            vec![Cell::Text(format!("{}{line}", found.file)), Cell::word(sentence(found.leak)), staged(found)]
        };
        let footer = vec![Message::new("guard.found").with("count", self.found.len()), Message::new("guard.hint")];
        vec![Sheet { title: None, columns, rows: self.found.iter().map(row).collect(), footer }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("file", "column.file"),
            Column::right("line", "column.line"),
            Column::left("kind", "guard.what"),
            Column::left("staged", "guard.staged"),
        ];
        let row =
            |found: &Found| vec![Cell::text(&found.file), Cell::Number(found.line.into()), Cell::text(found.leak.word()), staged(found)];
        vec![Sheet { title: None, columns, rows: self.found.iter().map(row).collect(), footer: Vec::new() }]
    }
}

fn staged(found: &Found) -> Cell {
    if found.staged { Cell::word("yesno.yes") } else { Cell::Empty }
}

impl Serialize for GuardReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let found = |found: &Found| json!({ "file": found.file, "line": found.line, "kind": found.leak.word(), "staged": found.staged });
        let not_seen = |one: &NotSeen| json!({ "file": one.file, "reason": one.word() });
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("format", "bangfu/guard/1")?;
        map.serialize_entry("found", &self.found.iter().map(found).collect::<Vec<Value>>())?;
        map.serialize_entry("not_seen", &self.not_seen.iter().map(not_seen).collect::<Vec<Value>>())?;
        map.end()
    }
}
