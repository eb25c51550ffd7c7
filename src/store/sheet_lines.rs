//! A CSV file of the data directory as lines that can be changed one by one, each byte of the others staying what it is.
//! Not here: which lines change (`edit`), and the canonical form (`canonical`).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::csv::{BOM, Fields, is_conflict_marker, without_mark};
use super::edit::Others;
use super::header::Header;
use super::numbering::{Numbered, number_column, numbers, turn_column, written};
use super::quoting::{line_of, push_cell};
use crate::failure::{Failure, Result};
use crate::finding::Findings;
use crate::i18n::Message;
use crate::model::table::{Order, Table};
use crate::model::table_words::compared;
use crate::source::Place;

/// A file as lines.
pub(super) struct SheetLines<'a> {
    pub(super) table: &'static Table,
    pub(super) file: Arc<str>,
    bom: bool,
    head: Cow<'a, [u8]>,
    header: Header,
    /// The file's own line end.
    line_end: &'static str,
    pub(super) lines: Vec<Line<'a>>,
}

/// A line of a file.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    raw: Cow<'a, [u8]>,
    /// Its line end; nothing for a last line without one, and for a new line.
    end: Option<&'static str>,
    /// The record's key, its number worked out where it is left out; empty for an empty line.
    pub(super) key: Vec<String>,
    /// The number as the file has it.
    pub(super) number: Option<u64>,
}

impl<'a> SheetLines<'a> {
    /// A file's lines; of a missing or empty one the canonical header alone.
    pub(super) fn read(table: &'static Table, file: &str, bytes: &'a [u8]) -> Result<Self> {
        let file: Arc<str> = Arc::from(file);
        let text = without_mark(bytes);
        if text.is_empty() {
            return Ok(Self::empty(table, file));
        }
        let mut lines = text.split_inclusive(|byte| *byte == b'\n').map(part_end);
        let (head, head_end) = lines.next().unwrap_or_default();
        let header = Header::read(table, &file, head, &mut Findings::default()).ok_or_else(|| unsound(&file, 1))?;
        let bom = text.len() < bytes.len();
        let line_end = head_end.unwrap_or("\n");
        let mut sheet = Self { table, file, bom, head: Cow::Borrowed(head), header, line_end, lines: Vec::new() };
        let mut fields = Fields::default();
        for (index, (raw, end)) in lines.enumerate() {
            let key = sheet.key_of(raw, &mut fields).ok_or_else(|| unsound(&sheet.file, index + 2))?;
            sheet.lines.push(Line { raw: Cow::Borrowed(raw), end, key, number: None });
        }
        sheet.number();
        Ok(sheet)
    }

    fn empty(table: &'static Table, file: Arc<str>) -> Self {
        let head = Cow::Owned(line_of(table.columns.iter().map(|column| column.name)));
        Self { table, file, bom: false, head, header: Header::canonical(table), line_end: "\n", lines: Vec::new() }
    }

    /// The key of a line, nothing in it for an empty line; `None` where the line is not sound.
    fn key_of(&self, raw: &[u8], fields: &mut Fields) -> Option<Vec<String>> {
        if raw.is_empty() {
            return Some(Vec::new());
        }
        fields.split(raw, usize::MAX).ok()?;
        std::str::from_utf8(raw).ok()?;
        if fields.list.len() != self.header.width || is_conflict_marker(raw) {
            return None;
        }
        let mut key: Vec<String> = self.table.key().map(|column| self.text(fields, raw, column).to_owned()).collect();
        compared(self.table, &mut key);
        Some(key)
    }

    fn text<'t>(&self, fields: &'t Fields, raw: &'t [u8], column: usize) -> &'t str {
        let bytes = self.header.position(column).map_or(b"".as_slice(), |at| fields.bytes(raw, at));
        std::str::from_utf8(bytes).unwrap_or("")
    }

    /// A cell of a line; empty where the file has no such column.
    pub(super) fn cell(&self, line: &Line<'_>, column: usize) -> String {
        let mut fields = Fields::default();
        let split = fields.split(&line.raw, usize::MAX);
        if split.is_ok() { self.text(&fields, &line.raw, column).to_owned() } else { String::new() }
    }

    /// Works out the numbers that are left out.
    fn number(&mut self) {
        let Some(place) = self.number_place() else { return };
        for line in &mut self.lines {
            line.number = line.key.get(place).and_then(|cell| written(cell));
        }
        let found = self.numbers_as_read();
        for (line, number) in self.lines.iter_mut().zip(found) {
            if let Some(cell) = line.key.get_mut(place) {
                *cell = number.to_string();
            }
        }
    }

    /// The number of each line as a reader of the file works it out.
    pub(super) fn numbers_as_read(&self) -> Vec<u64> {
        if self.lines.iter().all(|line| line.number.is_some()) {
            return self.lines.iter().filter_map(|line| line.number).collect();
        }
        let turn = turn_column(self.table);
        let turns: Vec<String> = self.lines.iter().map(|line| turn.map_or_else(String::new, |turn| self.cell(line, turn))).collect();
        let rows = self.lines.iter().zip(&turns);
        let rows: Vec<_> = rows.map(|(line, turn)| Numbered { group: self.group(line), written: line.number, turn }).collect();
        numbers(&rows)
    }

    /// Where the number stands in a key, for a table that has numbers.
    pub(super) fn number_place(&self) -> Option<usize> {
        let column = number_column(self.table)?;
        self.table.key().position(|key| key == column)
    }

    /// What a line shares with those that it is numbered among: its key without the number, which comes last.
    pub(super) fn group<'l>(&self, line: &'l Line<'_>) -> &'l [String] {
        let len = self.number_place().unwrap_or(line.key.len());
        line.key.get(..len).unwrap_or_default()
    }

    /// Whether the file has a column.
    pub(super) fn has(&self, column: usize) -> bool {
        self.header.position(column).is_some()
    }

    /// Adds a column at the end, empty in every line, its header in the language of the others.
    pub(super) fn add_column(&mut self, column: usize) -> Result<()> {
        let Some(new) = self.table.columns.get(column) else { return Ok(()) };
        let header = String::from_utf8_lossy(&self.head).into_owned();
        let chinese = self.table.columns.iter().any(|known| header.split(',').any(|name| name.trim().trim_matches('"') == known.zh));
        self.append_column(if chinese { new.zh } else { new.name })
    }

    /// Adds a column of a name at the end, empty in every line.
    fn append_column(&mut self, name: &str) -> Result<()> {
        let head = self.head.to_mut();
        head.push(b',');
        push_cell(head, name);
        self.header = Header::read(self.table, &self.file, &self.head, &mut Findings::default()).ok_or_else(|| unsound(&self.file, 1))?;
        self.lines.iter_mut().filter(|line| !line.key.is_empty()).for_each(|line| line.raw.to_mut().push(b','));
        Ok(())
    }

    /// The columns that the table does not know: where each stands, and its name as it is written.
    fn other_columns(&self) -> Vec<(usize, String)> {
        let mut fields = Fields::default();
        if fields.split(&self.head, usize::MAX).is_err() {
            return Vec::new();
        }
        let is_known = |at: &usize| (0..self.table.columns.len()).any(|column| self.header.position(column) == Some(*at));
        let name = |at: usize| String::from_utf8_lossy(fields.bytes(&self.head, at)).into_owned();
        (0..fields.list.len()).filter(|at| !is_known(at)).map(|at| (at, name(at))).collect()
    }

    /// What a line has in columns that the table does not know.
    pub(super) fn others(&self, line: &Line<'_>) -> Others {
        let mut fields = Fields::default();
        if fields.split(&line.raw, usize::MAX).is_err() {
            return Others::new();
        }
        let text = |at: usize| String::from_utf8_lossy(fields.bytes(&line.raw, at)).into_owned();
        self.other_columns().into_iter().map(|(at, name)| (name, text(at))).collect()
    }

    /// Where the values of another file's columns go: a name that is there twice means the first and the second; none where the file has
    /// no such column.
    fn places_of(&self, others: &Others) -> Vec<Option<usize>> {
        let own = self.other_columns();
        let earlier = |at: usize, name: &str| others.iter().take(at).filter(|(other, _)| other == name).count();
        let place = |(at, (name, _)): (usize, &(String, String))| own.iter().filter(|(_, other)| other == name).nth(earlier(at, name));
        others.iter().enumerate().map(place).map(|found| found.map(|(at, _)| *at)).collect()
    }

    /// Adds at the end the columns of another file that hold something and that this one does not have, and those of the same name
    /// before them, by which they are counted.
    pub(super) fn make_room(&mut self, others: &Others) -> Result<()> {
        let places = self.places_of(others);
        let holds_later = |at: usize, name: &str| others.iter().skip(at).any(|(other, value)| other == name && !value.is_empty());
        for (at, ((name, _), place)) in others.iter().zip(places).enumerate() {
            if place.is_none() && holds_later(at, name) {
                self.append_column(name)?;
            }
        }
        Ok(())
    }

    /// The bytes of a line with values in columns that the table does not know.
    pub(super) fn with_others(&self, line: &Line<'_>, others: &Others) -> Vec<u8> {
        let places = self.places_of(others);
        let at = |place: usize| others.iter().zip(&places).find(|(_, own)| **own == Some(place)).map(|((_, value), _)| value.as_str());
        rewritten(&line.raw, |place| at(place).filter(|value| !value.is_empty()))
    }

    /// A new line from cells by column; columns that the file does not have must have been added before.
    pub(super) fn line(&self, cells: &[(usize, Cow<'_, str>)]) -> Line<'a> {
        let mut row = vec![""; self.header.width];
        for (column, text) in cells {
            if let Some(slot) = self.header.position(*column).and_then(|at| row.get_mut(at)) {
                *slot = text;
            }
        }
        let key = |column| cells.iter().find(|(at, _)| *at == column).map_or_else(String::new, |(_, text)| text.to_string());
        Line { raw: Cow::Owned(line_of(row)), end: None, key: self.table.key().map(key).collect(), number: None }
    }

    /// The bytes of a line with some cells changed, the others as they were written.
    pub(super) fn with_cells(&self, line: &Line<'_>, cells: &[(usize, Cow<'_, str>)]) -> Vec<u8> {
        let new = |at: usize| cells.iter().find(|(column, _)| self.header.position(*column) == Some(at)).map(|(_, text)| text.as_ref());
        rewritten(&line.raw, new)
    }

    /// How two lines follow each other by the table's key.
    pub(super) fn compare(&self, a: &[String], b: &[String]) -> Ordering {
        let orders = self.table.key_columns().map(|column| column.order);
        orders.zip(a.iter().zip(b)).fold(Ordering::Equal, |so_far, (order, (a, b))| so_far.then_with(|| compare_cells(a, b, order)))
    }

    /// The file's bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let len: usize = self.lines.iter().map(|line| line.raw.len() + 2).sum();
        let mut out = Vec::with_capacity(len + self.head.len() + 8);
        if self.bom {
            out.extend_from_slice(BOM);
        }
        out.extend_from_slice(&self.head);
        out.extend_from_slice(self.line_end.as_bytes());
        let last = self.lines.len().saturating_sub(1);
        for (index, line) in self.lines.iter().enumerate() {
            out.extend_from_slice(&line.raw);
            let unended = index == last && line.end.is_none() && matches!(line.raw, Cow::Borrowed(_));
            out.extend_from_slice(if unended { "" } else { line.end.unwrap_or(self.line_end) }.as_bytes());
        }
        out
    }
}

impl Line<'_> {
    /// Whether two lines have the same bytes.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.raw == other.raw
    }

    /// Replaces the line's bytes.
    pub(super) fn set(&mut self, raw: Vec<u8>) {
        self.raw = Cow::Owned(raw);
    }
}

/// A line with new texts in some places, the others as they were written.
fn rewritten<'t>(raw: &[u8], new: impl Fn(usize) -> Option<&'t str>) -> Vec<u8> {
    let mut fields = Fields::default();
    if fields.split(raw, usize::MAX).is_err() {
        return raw.to_vec();
    }
    let starts: Vec<usize> = fields.list.iter().map(|field| field.raw as usize).collect();
    let mut out = Vec::with_capacity(raw.len() + 16);
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(raw.len(), |next| next - 1);
        if at > 0 {
            out.push(b',');
        }
        match new(at) {
            Some(text) => push_cell(&mut out, text),
            None => out.extend_from_slice(raw.get(*start..end).unwrap_or_default()),
        }
    }
    out
}

/// How two cells of a key follow each other; numbers that are left out count as 1.
pub(super) fn compare_cells(a: &str, b: &str, order: Order) -> Ordering {
    match order {
        Order::Text => a.cmp(b),
        Order::Number => written(a).unwrap_or(1).cmp(&written(b).unwrap_or(1)).then_with(|| a.cmp(b)),
    }
}

/// Parts a line from its end.
fn part_end(line: &[u8]) -> (&[u8], Option<&'static str>) {
    if let Some(raw) = line.strip_suffix(b"\r\n") {
        return (raw, Some("\r\n"));
    }
    line.strip_suffix(b"\n").map_or((line, None), |raw| (raw, Some("\n")))
}

/// The file has an error in a line: nothing is changed in it.
fn unsound(file: &Arc<str>, line: usize) -> Failure {
    let place = Place::new(file, u32::try_from(line).unwrap_or(u32::MAX), 0);
    Failure::refused(Message::new("store.unsound-file").with("place", place.to_string())).hint(Message::new("store.unsound-hint"))
}
