//! Where the header of a foreign table stands, and which column is which. Title lines may come before it. Not here: the headers (`shape`).

use std::collections::BTreeMap;

use super::grid::{Cell, Grid, Nature};
use super::shape::{Naming, Shape, is_head_of, is_head_of_records, is_our_own};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::record_key;
use crate::model::table::CONTACTS;

/// The header stands in one of the first rows that have a word.
pub const WITHIN: usize = 30;

/// A header that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its row in the grid, the first of them where it goes over two.
    pub row: usize,
    /// Its last row in the grid.
    pub last: usize,
    /// The columns that are taken: the column of the file, from 0, and what it holds.
    pub columns: Vec<(usize, &'static str)>,
    /// The headers of the columns that are not taken.
    pub passed_over: Vec<String>,
}

/// What is wrong with a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No row is a header of this shape.
    None,
    /// Two cells of the header mean one column: theirs.
    Twice(usize, usize, usize),
}

/// Whether a text is the name of a contact: others have the sign of an address too.
fn is_contact(text: &str) -> bool {
    record_key::contact(text).is_some_and(|(_, day, _)| Day::parse(day.as_bytes()).is_ok())
}

/// The texts of a header by column of the file.
pub type Heads<'g> = BTreeMap<usize, &'g str>;

impl Header {
    /// The header of a table of a shape.
    pub fn find(grid: &Grid, shape: Shape) -> Result<Self, Fault> {
        let is_header = |row: &usize| {
            let columns: Vec<&str> = grid.row(*row).filter_map(|(_, cell)| Some(shape.column(cell.text)?.0)).collect();
            shape.required().iter().all(|group| group.iter().any(|column| columns.contains(column)))
        };
        let row = (0..grid.len().min(WITHIN)).find(is_header).ok_or(Fault::None)?;
        Self::of(grid, row, shape)
    }

    fn of(grid: &Grid, row: usize, shape: Shape) -> Result<Self, Fault> {
        let mut known: Vec<(usize, &'static str, Naming)> = Vec::new();
        let mut passed_over = Vec::new();
        let last = if has_second_line(grid, row, shape) { row + 1 } else { row };
        let heads = heads(grid, row, last);
        for (column, text) in &heads {
            let Some((name, naming)) = shape.column(text) else {
                if !is_our_own(text) {
                    passed_over.push((*text).to_owned());
                }
                continue;
            };
            match known.iter_mut().find(|(_, other, _)| *other == name) {
                None => known.push((*column, name, naming)),
                Some((earlier, _, other)) if *other == naming => return Err(Fault::Twice(row, *earlier, *column)),
                // The column's own header goes before another.
                Some(entry) => {
                    let given_up = if naming == Naming::Own { std::mem::replace(entry, (*column, name, naming)).0 } else { *column };
                    passed_over.push(heads.get(&given_up).map_or_else(String::new, |text| (*text).to_owned()));
                }
            }
        }
        let columns = known.into_iter().map(|(column, name, _)| (column, name)).collect();
        let mut header = Self { row, last, columns, passed_over };
        if shape == Shape::Contacts {
            header.take_names(grid, &heads);
        }
        Ok(header)
    }

    /// Takes the column that tells which record of the log a row is, as lists of our own have it: the name of a contact
    /// (`ug1-001@2012-11-08#2`), or its number of the day where all columns of the log stand in their order. A number in any other list
    /// counts its lines.
    fn take_names(&mut self, grid: &Grid, heads: &Heads<'_>) {
        let is_name = |column: usize| (self.last + 1..grid.len()).any(|row| is_contact(grid.cell(row, column).text));
        let of_record = heads.iter().find(|(column, text)| is_head_of_records(text) && is_name(**column));
        let is_log = CONTACTS.columns.iter().enumerate().all(|(at, column)| heads.get(&at).is_some_and(|head| is_head_of(head, column)));
        let of_number = CONTACTS.columns.iter().position(|column| column.name == "n").filter(|_| is_log);
        let found = of_record.map(|(column, _)| (*column, "record")).or(of_number.map(|column| (column, "n")));
        if let Some((column, name)) = found {
            self.columns.push((column, name));
            self.passed_over.retain(|other| heads.get(&column).is_none_or(|head| other != head));
        }
    }

    /// The column of the file that holds this, from 0.
    #[must_use]
    pub fn at(&self, name: &str) -> Option<usize> {
        self.columns.iter().find(|(_, known)| *known == name).map(|(column, _)| *column)
    }
}

/// The texts of the rows of a header, the lower before the upper.
#[must_use]
pub fn heads(grid: &Grid, row: usize, last: usize) -> Heads<'_> {
    (row..=last).flat_map(|row| grid.row(row)).map(|(column, cell)| (column, cell.text)).collect()
}

/// Whether the row below a header belongs to it, as where “发展情况” stands over “发展阶段” and “入党时间”: some of its cells are headers,
/// none stands under what a table must have, and none under another known header that is no header itself.
fn has_second_line(grid: &Grid, row: usize, shape: Shape) -> bool {
    let above: Vec<(usize, &str)> = grid.row(row).filter_map(|(column, cell)| Some((column, shape.column(cell.text)?.0))).collect();
    let is_required = |column: &str| shape.required().iter().any(|group| group.contains(&column));
    let fits = |(at, cell): (usize, Cell<'_>)| match above.iter().find(|(column, _)| *column == at) {
        Some((_, known)) => !is_required(known) && shape.column(cell.text).is_some(),
        None => cell.nature == Nature::Text,
    };
    let below = || grid.row(row + 1);
    grid.line(row + 1) == grid.line(row) + 1 && below().all(fits) && below().any(|(_, cell)| shape.column(cell.text).is_some())
}

/// What a table of a shape must have, for a message: the header words, groups joined by `+`.
#[must_use]
pub fn wanted(shape: Shape) -> Message {
    let key = match shape {
        Shape::Roster => "import.wants-roster",
        Shape::Contacts => "import.wants-contacts",
        Shape::Outcomes => "import.wants-outcomes",
        Shape::Choices => "import.wants-choices",
    };
    Message::new(key)
}

#[cfg(test)]
mod tests {
    use super::{Fault, Header};
    use crate::import::delimited::head;
    use crate::import::shape::Shape;

    fn find(text: &str) -> Result<Header, Fault> {
        Header::find(&head(text, b',', 30), Shape::Roster)
    }

    #[test]
    fn title_lines_stand_above_the_header() {
        let header = find("外国语学院,,\n\n制表日期,2012-10-20,\n序号,XH,姓 名,联系电话\n").unwrap();
        assert_eq!((header.row, header.at("id"), header.at("name"), header.at("class")), (2, Some(1), Some(2), None));
        assert_eq!(header.passed_over, ["序号", "联系电话"]);
    }

    #[test]
    fn a_header_may_go_over_two_rows() {
        let header = find("名册,,,,\n学号,姓名,发展情况,,联系\n,,发展阶段,入党时间,电话\n1,甲,群众,,\n").unwrap();
        assert_eq!((header.row, header.last, header.at("stage"), header.at("stage_since")), (1, 2, Some(2), Some(3)));
        assert_eq!(header.passed_over, ["电话"]);
        for rows in
            ["学号,姓名,备注\n,,缺考\n", "学号,姓名,备注\n1,甲,说明\n", "学号,姓名,班级\n学号,姓名,班级\n", "学号,姓名,x\n\n,,班级\n"]
        {
            let header = find(rows).unwrap();
            assert_eq!((header.row, header.last), (0, 0), "{rows}");
        }
        assert_eq!(find("学号,姓名,情况,\n,,班级,班级\n"), Err(Fault::Twice(0, 2, 3)));
    }

    #[test]
    fn two_cells_for_one_column_are_told_unless_one_is_the_columns_own() {
        assert_eq!(find("学号,姓名,学号\n"), Err(Fault::Twice(0, 0, 2)));
        assert_eq!(find("甲,乙\n"), Err(Fault::None));
        let header = find("XH,姓名,学号\n").unwrap();
        assert_eq!((header.at("id"), header.passed_over.as_slice()), (Some(2), ["XH".to_owned()].as_slice()));
    }
}
