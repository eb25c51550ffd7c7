//! An office's own costs of pairs: a CSV `helper,helped,cost`, in any encoding and with any delimiter that spreadsheets write. Each
//! fault is told with its line. Not here: whether the persons exist.

use super::delimited::{DELIMITERS, head, whole, with_line_feeds};
use super::encoding::decode;
use super::file_kind::FileKind;
use super::grid::Grid;
use crate::i18n::Message;
use crate::model::id::is_digits;

/// The columns, each with its Chinese header.
const COLUMNS: [[&str; 2]; 3] = [["helper", "帮扶人"], ["helped", "帮扶对象"], ["cost", "代价"]];

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// The helper's id.
    pub helper: String,
    /// The student's id.
    pub helped: String,
    /// The cost.
    pub cost: i128,
}

/// What a file of costs says.
#[derive(Clone, Debug, Default)]
pub struct CostFile {
    /// The rows that can be read.
    pub rows: Vec<CostRow>,
    /// What is wrong with the others, each with its line.
    pub faults: Vec<(u32, Message)>,
}

/// Reads costs. A row is faulty where a cell is missing or there is one too many, or the cost is no whole number or too large; one without
/// anything in it is passed over.
///
/// # Errors
/// It is no CSV, or a column is missing.
pub fn read(bytes: &[u8]) -> Result<CostFile, Message> {
    match FileKind::of(bytes) {
        Ok(FileKind::Csv) => {}
        Ok(kind) => return Err(Message::new("costs.no-table-of-text").with("kind", kind.word())),
        Err(_) if bytes.is_empty() => return Err(Message::new("costs.no-header")),
        Err(other) => return Err(other),
    }
    let text = with_line_feeds(decode(bytes, None)?.0);
    let delimiter = DELIMITERS.into_iter().find(|delimiter| header(&head(&text, *delimiter, 1)).is_some());
    let grid = whole(&text, delimiter.ok_or_else(|| Message::new("costs.no-header"))?)?;
    let places = header(&grid).ok_or_else(|| Message::new("costs.no-header"))?;
    let width = grid.row(0).map(|(column, _)| column + 1).max().unwrap_or(0);
    let mut file = CostFile::default();
    for at in 1..grid.len() {
        if grid.row(at).all(|(_, cell)| cell.text.trim().is_empty()) {
            continue;
        }
        match row(&grid, at, places, width) {
            Ok(row) => file.rows.push(row),
            Err(fault) => file.faults.push((grid.line(at), fault)),
        }
    }
    Ok(file)
}

/// Where the three columns are.
fn header(grid: &Grid) -> Option<[usize; 3]> {
    let place = |names: [&str; 2]| grid.row(0).find(|(_, cell)| names.contains(&cell.text.trim())).map(|(column, _)| column);
    let [helper, helped, cost] = COLUMNS.map(|names| if grid.is_empty() { None } else { place(names) });
    Some([helper?, helped?, cost?])
}

fn row(grid: &Grid, at: usize, places: [usize; 3], width: usize) -> Result<CostRow, Message> {
    let line = grid.line(at);
    let said = |key: &'static str| Message::new(key).with("line", i64::from(line));
    let [helper, helped, cost] = places.map(|place| grid.cell(at, place).text.trim());
    // "1,234" without quotes is two cells.
    if let Some((_, cell)) = grid.row(at).find(|(column, cell)| *column >= width && !cell.text.trim().is_empty()) {
        return Err(said("costs.cell-too-many").with("value", cell.text));
    }
    if helper.is_empty() || helped.is_empty() || cost.is_empty() {
        return Err(said("costs.cell-missing"));
    }
    if !is_digits(cost.strip_prefix('-').unwrap_or(cost)) {
        return Err(said("costs.no-whole-number").with("value", cost));
    }
    let number = cost.parse().map_err(|_| said("costs.too-large").with("value", cost))?;
    Ok(CostRow { line, helper: helper.to_owned(), helped: helped.to_owned(), cost: number })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::i18n::Lang;

    /// The lines of the faults, and the lines of the sound rows.
    fn lines(text: &str) -> (Vec<u32>, Vec<u32>) {
        let file = read(text.as_bytes()).unwrap();
        (file.faults.iter().map(|(line, _)| *line).collect(), file.rows.iter().map(|row| row.line).collect())
    }

    #[test]
    fn costs_are_whole_numbers_of_any_sign_with_headers_in_both_languages() {
        let rows = read("\u{feff}代价,帮扶人,帮扶对象\r\n-3,h1,s1\r\n170000000000000000000,h2,s1\r\n".as_bytes()).unwrap().rows;
        let told: Vec<_> = rows.iter().map(|row| (row.line, row.helper.as_str(), row.cost)).collect();
        assert_eq!(told, [(2, "h1", -3), (3, "h2", 170_000_000_000_000_000_000)]);
    }

    #[test]
    fn spreadsheets_write_other_encodings_and_delimiters() {
        let text = "帮扶人;帮扶对象;代价\r\nh1;s1;5\r\n;;\r\n h2 ;s1;-2\r\n";
        let (gb, _, _) = encoding_rs::GB18030.encode(text);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [text.as_bytes(), &gb, &utf16] {
            let told: Vec<_> = read(bytes).unwrap().rows.into_iter().map(|row| (row.line, row.helper, row.cost)).collect();
            assert_eq!(told, [(2, "h1".to_owned(), 5), (4, "h2".to_owned(), -2)]);
        }
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let rows = "h1,s1,1.5\nh1,s1,2\nh1,,2\nh1,s2,9999999999999999999999999999999999999999\nh1,s2,1e3\nh1,s3,1,234\nh1,s3\nh1,s4,5,\n";
        assert_eq!(lines(&format!("helper,helped,cost\n{rows}")), (vec![2, 4, 5, 6, 7, 8], vec![3, 9]));
        let told = read("helper,helped,cost\nh1,s3,1,234\n".as_bytes()).unwrap().faults.remove(0).1;
        assert!(told.with("file", "c.csv").text(Lang::En).starts_with("c.csv:2: "));
    }

    #[test]
    fn what_is_no_such_table_is_refused() {
        let refused = ["", "helper,cost\nh1,2\n", "h1,s1,5\n", "\u{0}", "helper,helped,cost\nh1,\"s1,5\n", "PK\u{3}\u{4}", "<html><table>"];
        for text in refused {
            assert!(read(text.as_bytes()).is_err(), "{text:?}");
        }
        let all_bytes: Vec<u8> = (0..=255).collect();
        assert!(read(&all_bytes).is_err());
    }
}
