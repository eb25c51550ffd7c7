//! Details of many persons as a table: a column for the person, and columns named as details are. What stands in a cell is never said,
//! for what is imported here is to be sealed. Not here: what the texts may be (`commands::screen`).

use calamine::SheetVisible;

use super::bounds;
use super::delimited::{self, DELIMITERS};
use super::details::{Details, name};
use super::encoding::decode;
use super::file_kind::FileKind;
use super::grid::Grid;
use super::header::WITHIN;
use super::workbook::Workbook;
use crate::i18n::Message;
use crate::model::secret::Secret;

/// Headers of the column that names the person, the surest first.
const PERSON: [&str; 8] = ["id", "person", "学号", "学籍号", "学生编号", "XH", "姓名", "name"];

/// Headers of the column of names.
const NAME: [&str; 2] = ["姓名", "name"];

/// A row of the table.
#[derive(Debug)]
pub struct PersonDetails {
    /// Its line or row in the file, from 1.
    pub line: u32,
    /// Whom it is about, as it stands there.
    pub person: Secret,
    /// What the column that says so is called.
    pub column: &'static str,
    /// The name that stands beside an id; empty where there is none.
    pub name: Secret,
    /// What it says.
    pub details: Details,
}

/// Reads a table. Errors: another kind of file, a damaged one, no such header.
pub fn read(bytes: &[u8]) -> Result<Vec<PersonDetails>, Message> {
    let found = match FileKind::of(bytes)? {
        FileKind::Csv => text(bytes)?,
        kind => workbook(bytes, kind)?,
    };
    let Some((grid, header)) = found else { return Err(Message::new("details.no-header")) };
    Ok((header.row + 1..grid.len()).filter_map(|row| header.read(&grid, row)).collect())
}

/// Where the header stands, and what its columns are.
struct Header {
    row: usize,
    person: usize,
    column: &'static str,
    /// The column of names, where another one says whom a row is about.
    name: Option<usize>,
    details: Vec<(usize, &'static str)>,
}

impl Header {
    fn find(grid: &Grid) -> Option<Self> {
        (0..grid.len().min(WITHIN)).find_map(|row| {
            let heads = || grid.row(row).map(|(column, cell)| (column, cell.text.split(['(', '（']).next().unwrap_or("").trim()));
            let find = |known: &&'static str| heads().find(|(_, head)| head.eq_ignore_ascii_case(known)).map(|(place, _)| (place, *known));
            let (person, column) = PERSON.iter().find_map(find)?;
            let name_column = NAME.iter().find_map(find).map(|(place, _)| place).filter(|place| *place != person);
            let details: Vec<_> = heads().filter_map(|(column, head)| Some((column, name(head)?))).collect();
            (!details.is_empty()).then_some(Self { row, person, column, name: name_column, details })
        })
    }

    /// A row; nothing where it names nobody and says nothing.
    fn read(&self, grid: &Grid, row: usize) -> Option<PersonDetails> {
        let text = |column: usize| grid.cell(row, column).text;
        let filled = self.details.iter().filter(|(column, _)| !text(*column).is_empty());
        let details: Details = filled.map(|(column, name)| (*name, Secret::from(text(*column)))).collect();
        let person = Secret::from(text(self.person).trim());
        let name = self.name.map_or_else(Secret::default, |column| Secret::from(text(column).trim()));
        (!details.is_empty()).then(|| PersonDetails { line: grid.line(row), person, column: self.column, name, details })
    }
}

fn text(bytes: &[u8]) -> Result<Option<(Grid, Header)>, Message> {
    let (text, _) = decode(bytes, None).map_err(|_| Message::new("details.no-text"))?;
    let text = delimited::with_line_feeds(text);
    let has_header = |delimiter: &u8| Header::find(&delimited::head(&text, *delimiter, WITHIN)).is_some();
    let Some(delimiter) = DELIMITERS.into_iter().find(has_header) else { return Ok(None) };
    let grid = delimited::whole(&text, delimiter).map_err(|_| Message::new("details.no-text"))?;
    Ok(Header::find(&grid).map(|header| (grid, header)))
}

/// The first sheet that is shown and has such a header.
fn workbook(bytes: &[u8], kind: FileKind) -> Result<Option<(Grid, Header)>, Message> {
    bounds::check(bytes, kind)?;
    let mut book = Workbook::open(bytes, kind)?;
    for (name, _) in book.sheets().into_iter().filter(|(_, visible)| *visible == SheetVisible::Visible) {
        let grid = book.grid(&name, usize::MAX, &|_, _| {})?;
        if let Some(header) = Header::find(&grid) {
            return Ok(Some((grid, header)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_table_with_a_title_line_and_chinese_headers_is_read() {
        let rows =
            read("排查表,,\n序号,姓名,学号,类别,程度,说明\n1,谭采葛,0821210709,心理脆弱、学业困难,3,x\n2,某,2,,,\n".as_bytes()).unwrap();
        assert_eq!(rows.len(), 1, "a row that says nothing is passed over");
        let mut said: Vec<(&str, &str)> = rows[0].details.iter().map(|(name, text)| (*name, text.reveal())).collect();
        said.sort_unstable();
        assert_eq!((rows[0].line, rows[0].person.reveal()), (3, "0821210709"));
        assert_eq!(said, [("category", "心理脆弱、学业困难"), ("note", "x"), ("severity", "3")]);
    }

    #[test]
    fn another_table_is_refused_and_nothing_of_it_repeated() {
        for text in ["geheim,geheim2\n1,2\n", "学号,geheim\n1,2\n", "学号,类别\n\"1,geheim\n", "geheim"] {
            let message = read(text.as_bytes()).unwrap_err();
            assert!(!format!("{message:?}").contains("geheim"), "{message:?}");
        }
    }
}
