//! The rows that were left out, as a file that can be mended and imported again: the file's own columns, before them why and whence. A cell
//! that a spreadsheet has damaged is marked, and refused again until the mark is gone.

use super::grid::Nature;
use super::plan::Plan;
use super::row::Fault;
use super::shape::{FROM, REASON, TO_MEND, is_our_own};
use super::table::Table;
use crate::i18n::{Lang, Message};

/// Faults of cells that a spreadsheet has damaged: in a text they could pass for sound, so they are marked.
const DAMAGE: [&str; 5] = ["import.scientific", "import.cut-id", "import.short-id", "import.id-is-day", "import.became-day"];

/// The rows that a plan leaves out, as CSV with the mark by which spreadsheets know UTF-8.
///
/// # Errors
/// What the writer of CSV says.
pub fn file(table: &Table, plan: &Plan, lang: Lang) -> Result<Vec<u8>, Message> {
    let word = |words: [&'static str; 2]| if lang == Lang::Zh { words[0] } else { words[1] };
    let left_out = || plan.rows.iter().filter_map(|(row, effect)| Some((*row, effect.fault()?)));
    let rows = std::iter::once(table.header.row).chain(left_out().map(|(row, _)| row));
    let width = rows.filter_map(|row| table.grid.row(row).map(|(column, _)| column + 1).max()).max().unwrap_or(0);
    let heads = table.heads();
    let kept: Vec<usize> = (0..width).filter(|column| !heads.iter().any(|(at, head)| at == column && is_our_own(head))).collect();
    let cells = |row: usize, fault: Option<&Fault>| {
        let damaged = fault.filter(|fault| DAMAGE.contains(&fault.message.key)).and_then(|fault| fault.column);
        let marked = |column: usize| if damaged == Some(column) { word(TO_MEND) } else { "" };
        kept.iter().map(|column| format!("{}{}", marked(*column), cell(table, row, *column))).collect::<Vec<_>>()
    };
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::Writer::from_writer(&mut out);
    let mut write = |first: String, second: String, cells: Vec<String>| {
        let record = [first, second].into_iter().chain(cells);
        writer.write_record(record).map_err(|error| Message::new("import.no-csv").with("reason", error.to_string()))
    };
    write(word(REASON).to_owned(), word(FROM).to_owned(), cells(table.header.row, None))?;
    for (row, fault) in left_out() {
        write(fault.message.text(lang), table.place(row, fault.column), cells(row, Some(fault)))?;
    }
    writer.flush().map_err(|error| Message::new("import.no-csv").with("reason", error.to_string()))?;
    drop(writer);
    Ok(out)
}

/// A cell that no spreadsheet takes for a formula; our own reader takes the apostrophe off again.
fn cell(table: &Table, row: usize, column: usize) -> String {
    let cell = table.shown(row, column);
    let is_formula = cell.nature == Nature::Text && cell.text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{}", cell.text) } else { cell.text.to_owned() }
}
