//! Text with a delimiter between cells, as RFC 4180 has it, into a grid. A quote that is left open or closed in the middle of a cell is
//! told, since everything behind it would land in the wrong cell. Not here: which delimiter it is.

use super::grid::{Grid, Nature};
use crate::i18n::Message;

/// The delimiters that spreadsheets write.
pub const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A table has at most so many columns, as in a spreadsheet.
const MOST_COLUMNS: usize = 16_384;

/// The word for a delimiter in answers.
#[must_use]
pub fn word(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        _ => "comma",
    }
}

/// Line breaks as LF alone, so that lines count the same whatever wrote the file.
#[must_use]
pub fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The first rows of a text, at most so many. What is wrong with its quotes is not told.
#[must_use]
pub fn head(text: &str, delimiter: u8, rows: usize) -> Grid {
    let mut grid = Grid::default();
    // Nothing but a quote can be wrong, and a reader of a text takes any.
    let _ = fill(&mut grid, text, delimiter, rows);
    grid
}

/// All rows of a text.
///
/// # Errors
/// A quote is left open or stands where none may, or there is more than a table of records has.
pub fn whole(text: &str, delimiter: u8) -> Result<Grid, Message> {
    check_quotes(text, delimiter)?;
    let mut grid = Grid::default();
    fill(&mut grid, text, delimiter, usize::MAX)?;
    Ok(grid)
}

fn fill(grid: &mut Grid, text: &str, delimiter: u8, rows: usize) -> Result<(), Message> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    while grid.len() < rows {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Message::new("import.no-csv").with("reason", error.to_string())),
        }
        let (line, offset) = record.position().map_or((0, 0), |place| (place.line(), place.byte()));
        // The reader counts a record from the empty lines before it.
        let empty = text.as_bytes().get(offset as usize..).map_or(0, |rest| rest.iter().take_while(|byte| **byte == b'\n').count() as u64);
        grid.begin(u32::try_from(line + empty).unwrap_or(u32::MAX), u32::try_from(offset + empty).unwrap_or(u32::MAX));
        for (column, cell) in (0..).zip(&record) {
            grid.push(column, plain(cell), Nature::Text);
        }
        if grid.is_too_large() || record.len() > MOST_COLUMNS {
            return Err(Message::new("import.too-large"));
        }
    }
    grid.finish();
    Ok(())
}

/// A cell without the signs by which spreadsheets keep a text from being taken for something else: `="0123"`, and an apostrophe before
/// what would be a formula, as our own csv has it.
fn plain(cell: &str) -> &str {
    let trimmed = cell.trim();
    let formula = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.contains('"'));
    let guarded = || trimmed.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']));
    formula.or_else(guarded).unwrap_or(trimmed)
}

/// Where a scan of the quotes stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the first byte of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// In a cell that began as `="`.
    Formula,
    /// In a quoted cell.
    Quoted,
    /// Behind a quote in a quoted cell.
    Behind,
}

fn check_quotes(text: &str, delimiter: u8) -> Result<(), Message> {
    let (mut at, mut line, mut opened) = (At::Start, 1_usize, 1_usize);
    let mut previous = 0;
    for byte in text.bytes() {
        let ends = byte == delimiter || byte == b'\n';
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Behind,
            (At::Quoted, _) => At::Quoted,
            (At::Behind, b'"') => At::Quoted,
            (At::Behind | At::Start | At::Bare | At::Formula, _) if ends => At::Start,
            // White space behind a closing quote says nothing.
            (At::Behind, b' ') => At::Behind,
            (At::Behind, _) => return Err(Message::new("import.quote-inside").with("line", line).with("opened", opened)),
            (At::Start, b'"') => {
                opened = line;
                At::Quoted
            }
            (At::Bare, b'"') if previous == b'=' => At::Formula,
            (At::Bare, b'"') => return Err(Message::new("import.quote-inside").with("line", line).with("opened", line)),
            (At::Formula, _) => At::Formula,
            (At::Start | At::Bare, _) => At::Bare,
        };
        line += usize::from(byte == b'\n');
        previous = byte;
    }
    match at {
        At::Quoted => Err(Message::new("import.quote-open").with("line", opened)),
        At::Start | At::Bare | At::Formula | At::Behind => Ok(()),
    }
}

/// Line and column, in characters from 1, of a cell of the record that begins at `offset`.
#[must_use]
pub fn place(text: &str, delimiter: u8, line: u32, offset: usize, column: usize) -> (u32, u32) {
    let record = text.get(offset..).unwrap_or_default();
    let (mut line, mut characters, mut cell, mut quoted) = (line, 1, 0, false);
    for c in record.chars() {
        if cell == column {
            break;
        }
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => break,
            c if !quoted && c == char::from(delimiter) => cell += 1,
            _ => {}
        }
        (line, characters) = if c == '\n' { (line + 1, 1) } else { (line, characters + 1) };
    }
    (line, characters)
}

#[cfg(test)]
mod tests {
    use super::{place, whole, with_line_feeds};

    fn cells(text: &str) -> Result<Vec<Vec<String>>, &'static str> {
        let grid = whole(text, b',').map_err(|message| message.key)?;
        Ok((0..grid.len()).map(|row| grid.row(row).map(|(_, cell)| cell.text.to_owned()).collect()).collect())
    }

    #[test]
    fn quotes_are_read_strictly() {
        assert_eq!(
            cells("a,\"b,\"\"c\"\"\nd\",e\n1,2\n"),
            Ok(vec![vec!["a".into(), "b,\"c\"\nd".into(), "e".into()], vec!["1".into(), "2".into()]])
        );
        assert_eq!(cells("a,\"b\n1,2\n3,4\n"), Err("import.quote-open"));
        assert_eq!(cells("a,\"b\n1,\"c\",2\n"), Err("import.quote-inside"));
        assert_eq!(cells("a,b\"c\n"), Err("import.quote-inside"));
        assert_eq!(cells(&",".repeat(20_000)), Err("import.too-large"));
        assert_eq!(whole("a,b\nc,d\n\"x\n", b',').unwrap_err().args, [("line", 3_usize.into())]);
    }

    #[test]
    fn signs_that_keep_a_text_a_text_are_taken_off() {
        assert_eq!(
            cells("=\"0821\",\"=\"\"0822\"\"\",'=1+1,0823\t,'quoted'"),
            Ok(vec![["0821", "0822", "=1+1", "0823", "'quoted'"].map(str::to_owned).to_vec()])
        );
    }

    #[test]
    fn a_cell_has_a_line_and_a_column() {
        let text = with_line_feeds("学号,姓名\r\n1,\"甲\r\n乙\",丙\r\n".to_owned());
        let grid = whole(&text, b',').unwrap();
        let at = |row, column| place(&text, b',', grid.line(row), grid.offset(row), column);
        assert_eq!((at(0, 0), at(0, 1), at(1, 0), at(1, 1), at(1, 2)), ((1, 1), (1, 4), (2, 1), (2, 3), (3, 4)));
        let text = "\n\n学号,姓名\n\n\n1,甲\n";
        let grid = whole(text, b',').unwrap();
        assert_eq!((grid.line(0), grid.line(1), place(text, b',', grid.line(1), grid.offset(1), 1)), (3, 6, (6, 3)), "empty lines count");
        assert_eq!(with_line_feeds("a\rb\r\nc".to_owned()), "a\nb\nc");
    }
}
