//! Changes of single records in the bytes of a CSV file. A record that does not change keeps each of its bytes; the file keeps its
//! header, its unknown columns, its line ends and its byte order mark. Pure: bytes in, bytes out. Not here: whether a record is right.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::numbering::{number_column, turn_column};
use super::sheet_lines::{Line, SheetLines};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::character::is_blank;
use crate::model::table::Table;
use crate::model::table_words::{built_in, compared};
use crate::model::text::{self, TextFault};

/// Cells by column. The number of a table that has numbers (`n`) is given by the file and passed over here.
pub type Cells = Vec<(&'static str, String)>;

/// Values by the name of a column that the table does not know, in the file's order.
pub type Others = Vec<(String, String)>;

/// A change of one record. Keys are the key's cells in the table's order, as they were before all changes of the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new record, in the place that its key gives it. Columns that are not named stay empty.
    Insert(Cells),
    /// A record that comes from another file, with what it has in columns that the table does not know.
    Bring {
        /// Its cells, as those of a new record.
        cells: Cells,
        /// The columns that the table does not know, by name, each with the record's value.
        others: Others,
    },
    /// Some cells of a record; where they change its key it moves.
    Amend {
        /// Which record.
        key: Vec<String>,
        /// The cells that change.
        cells: Cells,
    },
    /// No such record any more. In a table with numbers those that come after it in its group move up.
    Remove {
        /// Which record.
        key: Vec<String>,
    },
}

impl Change {
    /// The cells of a record that is new in the file.
    #[must_use]
    pub fn coming(&self) -> Option<&Cells> {
        match self {
            Self::Insert(cells) | Self::Bring { cells, .. } => Some(cells),
            Self::Amend { .. } | Self::Remove { .. } => None,
        }
    }

    /// The same for a new record that comes with values of columns that the table does not know.
    #[must_use]
    pub fn with_others(self, others: Others) -> Self {
        match self {
            Self::Insert(cells) => Self::Bring { cells, others },
            same => same,
        }
    }
}

/// Cells by the index of their column, fit to be stored.
type Row<'c> = Vec<(usize, Cow<'c, str>)>;

/// What lines are numbered among: their key without the number.
type Group = Vec<String>;

/// The bytes of a file after some changes; `old` is `None` where there is no file.
///
/// # Errors
/// `Refused` where the file has an error in its lines, `Usage` where a text cannot be stored, a key is there already or is not there.
pub fn edited(table: &'static Table, file: &str, old: Option<&[u8]>, changes: &[Change]) -> Result<Vec<u8>> {
    let old = old.unwrap_or_default();
    if changes.is_empty() {
        return Ok(old.to_vec());
    }
    let rows = changes.iter().map(|change| row(table, change)).collect::<Result<Vec<_>>>()?;
    let mut sheet = SheetLines::read(table, file, old)?;
    let targets = targets(&sheet, changes)?;
    add_missing_columns(&mut sheet, &rows)?;
    for change in changes {
        if let Change::Bring { others, .. } = change {
            sheet.make_room(others)?;
        }
    }
    let mut editor = Editor { sheet, gone: HashSet::new(), coming: Vec::new(), touched: HashSet::new() };
    for ((change, target), row) in changes.iter().zip(targets).zip(&rows) {
        editor.take(change, target, row);
    }
    editor.apply()
}

/// The cells of the records in some lines of a file, lines counted from 1, each by the table's columns. A line that is none is left out.
#[must_use]
pub fn records_in_lines(table: &'static Table, file: &str, bytes: &[u8], lines: &[u32]) -> Vec<(u32, Vec<String>)> {
    let Ok(sheet) = SheetLines::read(table, file, bytes) else { return Vec::new() };
    // The header is the first line.
    let line_of = |number: u32| sheet.lines.get((number as usize).checked_sub(2)?);
    let cells = |line: &Line<'_>| (0..table.columns.len()).map(|column| sheet.cell(line, column)).collect();
    lines.iter().filter_map(|number| Some((*number, cells(line_of(*number)?)))).collect()
}

/// What a record has in columns that the table does not know; nothing where there is no such record.
#[must_use]
pub fn others(table: &'static Table, file: &str, bytes: &[u8], key: &[String]) -> Others {
    let Ok(sheet) = SheetLines::read(table, file, bytes) else { return Others::new() };
    let wanted = normal(&sheet, key);
    sheet.lines.iter().find(|line| line.key == wanted).map(|line| sheet.others(line)).unwrap_or_default()
}

/// The cells of a change, checked at the door; words built into the program by key.
fn row<'c>(table: &Table, change: &'c Change) -> Result<Row<'c>> {
    let (Change::Insert(cells) | Change::Bring { cells, .. } | Change::Amend { cells, .. }) = change else { return Ok(Vec::new()) };
    let number = number_column(table);
    let kind = cells.iter().find(|(name, _)| *name == "kind").map_or("", |(_, kind)| kind);
    let mut row = Vec::with_capacity(cells.len());
    for (name, text) in cells {
        let unknown = || Failure::usage(Message::new("store.no-such-column").with("column", *name).with("file", table.file));
        let column = table.column(name).ok_or_else(unknown)?;
        if Some(column) != number {
            let word = built_in(table, name, text, kind).map(|word| Cow::Borrowed(word.key));
            // Blanks alone say nothing.
            let said = if text.chars().all(is_blank) { "" } else { text };
            row.push((column, word.map_or_else(|| text::stored(said), Ok).map_err(|fault| unfit(name, fault))?));
        }
    }
    Ok(row)
}

fn unfit(column: &str, fault: TextFault) -> Failure {
    Failure::usage(match fault {
        TextFault::Control(c, at) => {
            let code = format!("U+{:04X}", u32::from(c));
            Message::new("store.control-character").with("column", column).with("at", at).with("code", code)
        }
        TextFault::TooLong(have) => {
            Message::new("store.text-too-long").with("column", column).with("have", have).with("limit", text::LONGEST)
        }
    })
}

/// The line of each change that names a record.
fn targets(sheet: &SheetLines<'_>, changes: &[Change]) -> Result<Vec<Option<usize>>> {
    // New records alone name none that is there.
    let named = changes.iter().any(|change| change.coming().is_none());
    let mut by_key: HashMap<&[String], Named> = HashMap::new();
    for (index, line) in sheet.lines.iter().enumerate().filter(|_| named) {
        let found = by_key.entry(line.key.as_slice()).or_insert(Named { index, other: None });
        let differs = sheet.lines.get(found.index).is_some_and(|first| !first.says_the_same(line));
        found.other = found.other.or(differs.then_some(index));
    }
    let find = |change: &Change| match change {
        Change::Insert(_) | Change::Bring { .. } => Ok(None),
        Change::Amend { key, .. } | Change::Remove { key } => {
            let wanted = normal(sheet, key);
            let found = by_key.get(wanted.as_slice()).filter(|_| !wanted.is_empty());
            match found.ok_or_else(|| about_key("store.no-such-record", sheet, key))? {
                Named { index, other: None } => Ok(Some(*index)),
                Named { index, other: Some(other) } => Err(about_doubled(sheet, key, *index, *other)),
            }
        }
    };
    let targets = changes.iter().map(find).collect::<Result<Vec<_>>>()?;
    let mut seen = HashSet::new();
    let twice = targets.iter().flatten().find(|index| !seen.insert(**index)).and_then(|index| sheet.lines.get(*index));
    twice.map_or(Ok(targets), |line| Err(about_key("store.record-twice", sheet, &line.key)))
}

/// The first line with a key, and another that says something else: which of the two is meant, a person must say.
struct Named {
    index: usize,
    other: Option<usize>,
}

fn about_doubled(sheet: &SheetLines<'_>, key: &[String], index: usize, other: usize) -> Failure {
    let Failure { message, .. } = about_key("store.record-doubled", sheet, key);
    // The header is the first line.
    Failure::refused(message.with("line", index + 2).with("other", other + 2))
}

/// A key as it is compared: words by key, its number 1 where it is left out, without leading zeros.
fn normal(sheet: &SheetLines<'_>, key: &[String]) -> Vec<String> {
    let mut key = key.to_vec();
    compared(sheet.table, &mut key);
    if let Some(number) = sheet.number_place().and_then(|place| key.get_mut(place)) {
        *number = super::numbering::written(number).unwrap_or(1).to_string();
    }
    key
}

fn about_key(message: &'static str, sheet: &SheetLines<'_>, key: &[String]) -> Failure {
    let named: Vec<&str> = key.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    Failure::usage(Message::new(message).with("file", sheet.file.as_ref()).with("key", named.join(" ")))
}

/// Adds the columns that some new value needs and the file does not have.
fn add_missing_columns(sheet: &mut SheetLines<'_>, rows: &[Row<'_>]) -> Result<()> {
    let needed: HashSet<usize> = rows.iter().flatten().filter(|(_, text)| !text.is_empty()).map(|(column, _)| *column).collect();
    for column in 0..sheet.table.columns.len() {
        if needed.contains(&column) && !sheet.has(column) {
            sheet.add_column(column)?;
        }
    }
    Ok(())
}

struct Editor<'a> {
    sheet: SheetLines<'a>,
    /// Lines that are removed or move.
    gone: HashSet<usize>,
    /// Lines that are new or move, without a number yet.
    coming: Vec<Line<'a>>,
    /// Groups whose lines change, in a table with numbers.
    touched: HashSet<Group>,
}

impl<'a> Editor<'a> {
    fn take(&mut self, change: &Change, target: Option<usize>, row: &Row<'_>) {
        let Some((index, old)) = target.and_then(|index| Some((index, self.sheet.lines.get(index)?))) else {
            let mut line = self.sheet.line(row);
            if let Change::Bring { others, .. } = change {
                line.set(self.sheet.with_others(&line, others));
            }
            self.touched.insert(self.sheet.group(&line).to_vec());
            self.coming.push(line);
            return;
        };
        self.touched.insert(self.sheet.group(old).to_vec());
        if matches!(change, Change::Remove { .. }) {
            self.gone.insert(index);
            return;
        }
        let mut line = old.clone();
        line.set(self.sheet.with_cells(old, row));
        for (place, column) in self.sheet.table.key().enumerate() {
            if let (Some((_, text)), Some(cell)) = (row.iter().find(|(at, _)| *at == column), line.key.get_mut(place)) {
                *cell = text.to_string();
            }
        }
        if self.sheet.compare(&line.key, &old.key).is_eq() {
            self.sheet.lines.splice(index..=index, [line]);
            return;
        }
        self.touched.insert(self.sheet.group(&line).to_vec());
        self.gone.insert(index);
        self.coming.push(line);
    }

    fn apply(mut self) -> Result<Vec<u8>> {
        let numbered = self.sheet.number_place();
        let whole = numbered.map(|place| self.whole_groups(place)).unwrap_or_default();
        let mut index = 0;
        self.sheet.lines.retain(|_| {
            index += 1;
            !self.gone.contains(&(index - 1))
        });
        if let Some(place) = numbered {
            self.close_gaps(place, &whole);
            self.number_the_coming(place);
        }
        let new: Vec<Vec<String>> = self.coming.iter().map(|line| line.key.clone()).collect();
        self.put_in();
        if let Some(place) = numbered {
            self.write_numbers(place)?;
        }
        self.refuse_doubled(&new)?;
        Ok(self.sheet.bytes())
    }

    /// The touched groups whose numbers are 1, 2, …, as they should be.
    fn whole_groups(&self, place: usize) -> HashSet<Group> {
        let mut numbers: HashMap<&[String], Vec<u64>> = HashMap::new();
        for line in &self.sheet.lines {
            if self.touched.contains(self.sheet.group(line)) {
                numbers.entry(self.sheet.group(line)).or_default().push(number_of(line, place));
            }
        }
        let is_whole = |found: &mut Vec<u64>| {
            found.sort_unstable();
            found.iter().zip(1..).all(|(number, want)| *number == want)
        };
        numbers.into_iter().filter_map(|(group, mut found)| is_whole(&mut found).then(|| group.to_vec())).collect()
    }

    /// Numbers what is left of whole groups 1, 2, … again.
    fn close_gaps(&mut self, place: usize, whole: &HashSet<Group>) {
        let mut members: HashMap<Group, Vec<(u64, usize)>> = HashMap::new();
        for (index, line) in self.sheet.lines.iter().enumerate() {
            if whole.contains(self.sheet.group(line)) {
                members.entry(self.sheet.group(line).to_vec()).or_default().push((number_of(line, place), index));
            }
        }
        for mut lines in members.into_values() {
            lines.sort_unstable();
            for ((_, index), number) in lines.into_iter().zip(1_u64..) {
                set_number(self.sheet.lines.get_mut(index), place, number);
            }
        }
    }

    /// Gives each coming line its number, which is written where the file writes the others.
    fn number_the_coming(&mut self, place: usize) {
        let mut groups: HashMap<Group, Members> = HashMap::new();
        for (index, line) in self.sheet.lines.iter().enumerate().filter(|(_, line)| self.touched.contains(self.sheet.group(line))) {
            let members = groups.entry(self.sheet.group(line).to_vec()).or_default();
            members.all.push(Member { number: number_of(line, place), turn: self.turn(line), slot: Slot::There(index) });
            members.leave_out |= line.number.is_none();
        }
        for (index, line) in self.coming.iter().enumerate() {
            groups.entry(self.sheet.group(line).to_vec()).or_default().take(self.turn(line), Slot::Coming(index));
        }
        let column = number_column(self.sheet.table).filter(|column| self.sheet.has(*column));
        for members in groups.into_values() {
            for Member { number, slot, .. } in members.all {
                match slot {
                    Slot::There(index) => set_number(self.sheet.lines.get_mut(index), place, number),
                    Slot::Coming(index) => self.number_coming(index, place, number, column.filter(|_| !members.leave_out)),
                }
            }
        }
    }

    /// Gives a coming line a number, which it says where the file has a column that says the others.
    fn number_coming(&mut self, index: usize, place: usize, number: u64, said_in: Option<usize>) {
        set_number(self.coming.get_mut(index), place, number);
        let Some(line) = self.coming.get_mut(index) else { return };
        line.number = said_in.map(|_| number);
        if let Some(column) = number_column(self.sheet.table).filter(|column| self.sheet.has(*column)) {
            let cell = line.number.map_or_else(String::new, |number| number.to_string());
            let raw = self.sheet.with_cells(line, &[(column, Cow::Owned(cell))]);
            line.set(raw);
        }
    }

    /// Where a line comes among those of its group.
    fn turn(&self, line: &Line<'_>) -> String {
        turn_column(self.sheet.table).map_or_else(String::new, |column| self.sheet.cell(line, column))
    }

    /// Puts the coming lines where their keys belong.
    fn put_in(&mut self) {
        let coming = std::mem::take(&mut self.coming);
        let sheet = &mut self.sheet;
        let in_order = |pair: &[Line<'_>]| match pair {
            [a, b] => !a.key.is_empty() && !b.key.is_empty() && sheet.compare(&a.key, &b.key).is_le(),
            _ => true,
        };
        if sheet.lines.windows(2).all(in_order) {
            let mut lines = std::mem::take(&mut sheet.lines);
            lines.extend(coming);
            lines.sort_by(|a, b| sheet.compare(&a.key, &b.key));
            sheet.lines = lines;
            return;
        }
        for line in coming {
            let before = |other: &Line<'_>| !other.key.is_empty() && sheet.compare(&other.key, &line.key).is_le();
            let at = sheet.lines.iter().rposition(before).map_or(sheet.lines.len(), |last| last + 1);
            sheet.lines.insert(at, line);
        }
    }

    /// Where a reader would work out other numbers than are meant, the whole group's are written.
    fn write_numbers(&mut self, place: usize) -> Result<()> {
        let read = self.sheet.numbers_as_read();
        let lines = self.sheet.lines.iter();
        let misread: HashSet<Group> = lines
            .zip(read)
            .filter(|(line, read)| self.touched.contains(self.sheet.group(line)) && number_of(line, place) != *read)
            .map(|(line, _)| self.sheet.group(line).to_vec())
            .collect();
        let Some(column) = number_column(self.sheet.table).filter(|_| !misread.is_empty()) else { return Ok(()) };
        if !self.sheet.has(column) {
            self.sheet.add_column(column)?;
            // With the column there, each group may as well say its numbers.
            return self.write_group_numbers(place, column, |_| true);
        }
        self.write_group_numbers(place, column, |group| misread.contains(group))
    }

    fn write_group_numbers(&mut self, place: usize, column: usize, which: impl Fn(&[String]) -> bool) -> Result<()> {
        for index in 0..self.sheet.lines.len() {
            let Some(line) = self.sheet.lines.get(index).filter(|line| !line.key.is_empty()) else { continue };
            let number = number_of(line, place);
            if which(self.sheet.group(line)) && line.number != Some(number) {
                let raw = self.sheet.with_cells(line, &[(column, Cow::Owned(number.to_string()))]);
                if let Some(line) = self.sheet.lines.get_mut(index) {
                    line.set(raw);
                    line.number = Some(number);
                }
            }
        }
        Ok(())
    }

    /// Refuses a new key that another line has.
    fn refuse_doubled(&self, new: &[Vec<String>]) -> Result<()> {
        let new: HashSet<&[String]> = new.iter().map(Vec::as_slice).collect();
        let mut seen = HashSet::new();
        for line in &self.sheet.lines {
            if new.contains(line.key.as_slice()) && !seen.insert(line.key.as_slice()) {
                return Err(about_key("store.record-exists", &self.sheet, &line.key));
            }
        }
        Ok(())
    }
}

/// The lines of a group with their numbers.
#[derive(Default)]
struct Members {
    all: Vec<Member>,
    /// Some leave their number out.
    leave_out: bool,
}

struct Member {
    number: u64,
    turn: String,
    slot: Slot,
}

/// Where a line is kept.
#[derive(Clone, Copy)]
enum Slot {
    There(usize),
    Coming(usize),
}

impl Members {
    /// Takes a line in: behind those whose turn is not later, and those behind it move on.
    fn take(&mut self, turn: String, slot: Slot) {
        let before = self.all.iter().filter(|member| member.turn <= turn).map(|member| member.number).max();
        let number = before.map_or(1, |before| before.saturating_add(1));
        self.all.iter_mut().filter(|member| member.number >= number).for_each(|member| member.number = member.number.saturating_add(1));
        self.all.push(Member { number, turn, slot });
    }
}

fn number_of(line: &Line<'_>, place: usize) -> u64 {
    line.key.get(place).and_then(|cell| cell.parse().ok()).unwrap_or(0)
}

fn set_number(line: Option<&mut Line<'_>>, place: usize, number: u64) {
    if let Some(cell) = line.and_then(|line| line.key.get_mut(place)) {
        *cell = number.to_string();
    }
}

#[cfg(test)]
mod number_tests;
#[cfg(test)]
mod tests;
