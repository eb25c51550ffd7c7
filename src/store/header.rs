//! The header row of a data file: which column of the table stands where. Not here: the rows.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::csv::Fields;
use crate::finding::{Code, Finding, Findings};
use crate::model::character::is_blank;
use crate::model::table::{Column, Table};
use crate::model::word::key_and_name;
use crate::model::word_distance;
use crate::source::Place;

/// A table has at most so many columns (assessed by a test of `model::table`).
pub const MOST_COLUMNS: usize = 24;
/// Marks a column that the file does not have.
const ABSENT: u8 = u8::MAX;

/// Positions of a table's columns in a file.
#[derive(Clone, Debug)]
pub struct Header {
    positions: [u8; MOST_COLUMNS],
    /// Number of columns in the file, unknown ones included.
    pub width: usize,
}

impl Header {
    /// Reads the header line and reports what is wrong with it; nothing where the rows could not be understood.
    pub fn read(table: &'static Table, file: &Arc<str>, line: &[u8], findings: &mut Findings) -> Option<Self> {
        if is_canonical(table, line) {
            return Some(Self::canonical(table));
        }
        let place = |column| Place::new(file, 1, column);
        let mut fields = Fields::default();
        if fields.split(line, usize::MAX).is_err() {
            findings.push(Finding::new(Code::StrayQuote, place(1)));
            return None;
        }
        let Ok(text) = std::str::from_utf8(line) else { return None };
        if is_separator_line(text) {
            findings.push(Finding::new(Code::SeparatorLine, place(1)).with("value", text.trim()));
            return None;
        }
        if fields.list.len() == 1 && !text.contains(',') && (text.contains(';') || text.contains('\t')) {
            let mark = if text.contains('\t') { "\\t" } else { ";" };
            findings.push(Finding::new(Code::WrongDelimiter, place(1)).with("value", mark));
            return None;
        }
        let mut header = Self { positions: [ABSENT; MOST_COLUMNS], width: fields.list.len() };
        // Columns are counted from the one before: a header of a million columns is not gone through a million times.
        let (mut counted, mut column) = (0, 1);
        let mut unknown = Vec::new();
        for position in 0..fields.list.len() {
            let name = std::str::from_utf8(fields.bytes(line, position)).unwrap_or("").trim();
            let raw = fields.list.get(position).map_or(0, |field| field.raw as usize);
            column += column_of(line.get(counted..).unwrap_or_default(), raw.saturating_sub(counted)) - 1;
            counted = raw;
            // Of many without a name the first is enough.
            let is_new = || !name.is_empty() || unknown.iter().all(|(other, _): &(&str, Place)| !other.is_empty());
            if !header.take(table, name, position, &place(column), findings) && is_new() {
                unknown.push((name, place(column)));
            }
        }
        let columns = table.columns.iter().enumerate();
        let absent: Vec<&Column> = columns.filter(|(index, _)| header.position(*index).is_none()).map(|(_, column)| column).collect();
        unknown.iter().for_each(|(name, place)| findings.push(of_unknown(name, place, &absent)));
        let before = findings.told();
        let required = absent.iter().filter(|column| column.need.column_required());
        findings.extend(required.map(|column| Finding::new(Code::MissingColumn, place(1)).with("column", column.name)));
        (findings.told() == before).then_some(header)
    }

    /// Takes a column; whether the table has it.
    fn take(&mut self, table: &'static Table, name: &str, position: usize, place: &Place, findings: &mut Findings) -> bool {
        match table.column(name) {
            Some(column) if self.position(column).is_some() => {
                findings.push(Finding::new(Code::DoubledColumn, place.clone()).with("column", name));
            }
            Some(column) => {
                if let Some(slot) = self.positions.get_mut(column) {
                    *slot = u8::try_from(position).unwrap_or(ABSENT);
                }
            }
            None => return false,
        }
        true
    }

    /// The header of a file that has the columns in canonical order.
    #[must_use]
    pub fn canonical(table: &Table) -> Self {
        let mut positions = [ABSENT; MOST_COLUMNS];
        for (index, slot) in positions.iter_mut().enumerate().take(table.columns.len()) {
            *slot = index as u8;
        }
        Self { positions, width: table.columns.len() }
    }

    /// Where a column of the table stands in the file.
    #[must_use]
    pub fn position(&self, column: usize) -> Option<usize> {
        self.positions.get(column).filter(|position| **position != ABSENT).map(|position| usize::from(*position))
    }

    /// How many leading fields of a line must be split to see these columns.
    #[must_use]
    pub fn leading(&self, columns: &[usize]) -> usize {
        columns.iter().filter_map(|column| self.position(*column)).max().map_or(1, |last| last + 1)
    }
}

/// Whether a line only tells spreadsheets what divides the cells: `sep=,`, perhaps in quotes, with a mark for each further column.
fn is_separator_line(text: &str) -> bool {
    let mark = text.trim_start_matches('"').get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    mark.is_some() && text.chars().skip_while(|c| *c != '=').skip(1).all(|c| ",;|\t\" ".contains(c))
}

/// Of a shorter name a letter may well differ and another thing be meant: 年龄 is not 年级.
const LONG_NAME: usize = 4;

/// What is wrong with a column that the table does not have. Where it is nearly one of those that the file lacks, it is meant to be it.
fn of_unknown(name: &str, place: &Place, absent: &[&Column]) -> Finding {
    let finding = |code| Finding::new(code, place.clone()).with("value", name);
    let near = word_distance::nearest(name, absent.iter().flat_map(|column| [column.name, column.zh]));
    let plain: String = name.nfkc().filter(|c| !is_blank(*c)).collect();
    let is_meant = |head: &str| plain.eq_ignore_ascii_case(head) || near == head && name.chars().count() >= LONG_NAME;
    let optional = || absent.iter().filter(|column| !column.need.column_required());
    if let Some(meant) = optional().flat_map(|column| [column.name, column.zh]).find(|head| is_meant(head)) {
        return finding(Code::MisnamedColumn).with("nearest", meant);
    }
    let lacking = optional().map(|column| key_and_name(column.name, column.zh)).collect::<Vec<_>>().join(" ");
    finding(Code::UnknownColumn).with("nearest", near).with("absent", lacking)
}

/// Whether a header is as `fmt` writes it, with nothing besides: that of nearly all files, which need not be looked at cell by cell.
fn is_canonical(table: &Table, line: &[u8]) -> bool {
    let mut names = table.columns.iter().map(|column| column.name);
    let after_first = names.next().and_then(|name| line.strip_prefix(name.as_bytes()));
    names.try_fold(after_first, |rest, name| Some(rest?.strip_prefix(b",")?.strip_prefix(name.as_bytes()))) == Some(Some(&[]))
}

/// The column in characters, from 1, of a byte of a line.
#[must_use]
pub fn column_of(line: &[u8], byte: usize) -> u32 {
    let before = line.get(..byte.min(line.len())).unwrap_or_default();
    before.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u32 + 1
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Header, is_canonical};
    use crate::finding::Findings;
    use crate::model::table::{PAIRS, PEOPLE};

    #[test]
    fn unknown_columns_are_found_at_their_characters() {
        let mut findings = Findings::default();
        let line = "学号,\"奇,怪\",姓名,x,stage,𠮷,y";
        assert!(Header::read(&PEOPLE, &Arc::from("people.csv"), line.as_bytes(), &mut findings).is_some());
        let columns: Vec<u32> = findings.iter().map(|finding| finding.place.column).collect();
        assert_eq!(columns, [4, 13, 21, 23]);
    }

    /// What is told of the columns of a roster, by code.
    fn told(line: &str) -> Vec<(&'static str, bool)> {
        let mut findings = Findings::default();
        Header::read(&PEOPLE, &Arc::from("people.csv"), line.as_bytes(), &mut findings);
        findings.iter().map(|finding| (finding.code.word(), finding.is_loss())).collect()
    }

    #[test]
    fn a_column_that_is_nearly_one_that_is_missing_is_told_as_it() {
        for near in ["Gender", "ＧＥＮＤＥＲ", "gendr", " gen der", "入党时问"] {
            assert_eq!(told(&format!("id,name,stage,{near}")), [("misnamed-column", false)], "{near}");
        }
        // Where nothing is missing that it could be, or too little is alike, it may be anything.
        let all: Vec<&str> = PEOPLE.columns.iter().map(|column| column.name).collect();
        assert_eq!(told(&format!("{},genders", all.join(","))), [("unknown-column", false)]);
        assert_eq!(told("id,name,stage,年龄"), [("unknown-column", true)]);
        assert_eq!(told("id,name,stagee"), [("unknown-column", true), ("missing-column", false)]);
        assert_eq!(told("id,name,stage,,,"), [("unknown-column", true)]);
    }

    #[test]
    fn only_the_whole_header_in_order_is_canonical() {
        let names: Vec<&str> = PAIRS.columns.iter().map(|column| column.name).collect();
        let whole = names.join(",");
        assert!(is_canonical(&PAIRS, whole.as_bytes()));
        let turned = [names[1], names[0]].into_iter().chain(names[2..].iter().copied()).collect::<Vec<_>>().join(",");
        let (short, long, split) = (names[..names.len() - 1].join(","), format!("{whole},x"), whole.replacen(',', ";", 1));
        for other in [turned, short, long, split, format!("{whole},"), whole.to_uppercase(), String::new()] {
            assert!(!is_canonical(&PAIRS, other.as_bytes()), "{other}");
        }
    }
}
