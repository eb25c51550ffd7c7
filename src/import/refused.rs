//! The rows that were left out, as a file that can be mended and imported again: the file's own columns, before them why and whence. A cell
//! that a spreadsheet has damaged is marked, and refused again until the mark is gone.

use super::grid::Nature;
use super::plan::Plan;
use super::row::Fault;
use super::shape::{FROM, REASON, TO_MEND, is_our_own};
use super::table::Table;
use crate::i18n::{Lang, Message};

/// Faults of cells that in a text, or blank in it, could pass for sound: they are marked.
const DAMAGE: [&str; 8] = [
    "import.scientific",
    "import.cut-id",
    "import.short-id",
    "import.id-is-day",
    "import.became-day",
    "import.boolean",
    "import.merged",
    "import.no-value",
];

/// The rows that a plan leaves out, as CSV with the mark by which spreadsheets know UTF-8.
///
/// # Errors
/// What the writer of CSV says.
pub fn file(table: &Table, plan: &Plan, lang: Lang) -> Result<Vec<u8>, Message> {
    let word = |words: [&'static str; 2]| if lang == Lang::Zh { words[0] } else { words[1] };
    let left_out = || plan.rows.iter().filter_map(|(row, effect)| Some((*row, effect.fault()?)));
    let heads = table.heads();
    let widest = |widest: usize, row: usize| table.grid.row(row).map(|(column, _)| column + 1).fold(widest, usize::max);
    let width = left_out().map(|(row, _)| row).fold(heads.keys().next_back().map_or(0, |last| last + 1), widest);
    let kept: Vec<usize> = (0..width).filter(|column| !heads.get(column).is_some_and(|head| is_our_own(head))).collect();
    let cells = |row: usize, fault: &Fault| {
        let damaged = fault.column.filter(|_| DAMAGE.contains(&fault.message.key));
        let marked = |column: usize| if damaged == Some(column) { word(TO_MEND) } else { "" };
        kept.iter().map(|column| format!("{}{}", marked(*column), cell(table, row, *column))).collect::<Vec<_>>()
    };
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::Writer::from_writer(&mut out);
    let mut write = |first: String, second: String, cells: Vec<String>| {
        let record = [first, second].into_iter().chain(cells);
        writer.write_record(record).map_err(|error| Message::new("import.no-csv").with("reason", error.to_string()))
    };
    write(word(REASON).to_owned(), word(FROM).to_owned(), kept.iter().map(|column| guarded(heads.get(column).unwrap_or(&""))).collect())?;
    for (row, fault) in left_out() {
        write(fault.message.text(lang), table.place(row, fault.column), cells(row, fault))?;
    }
    writer.flush().map_err(|error| Message::new("import.no-csv").with("reason", error.to_string()))?;
    drop(writer);
    Ok(out)
}

/// A cell that no spreadsheet takes for a formula; our own reader takes the apostrophe off again.
fn cell(table: &Table, row: usize, column: usize) -> String {
    let cell = table.shown(row, column);
    if cell.nature == Nature::Text { guarded(cell.text) } else { cell.text.to_owned() }
}

fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { format!("'{text}") } else { text.to_owned() }
}
