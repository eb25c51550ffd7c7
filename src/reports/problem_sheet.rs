//! Problems of the records as a table, for formats that have tables. Not here: problems as text for people (`render::problems`).

use super::sheet::{Cell, Column, LongSheet, Sheet};
use crate::finding::{Finding, Severity};
use crate::i18n::Message;

/// One problem a row, put into words when its turn comes; places are worked out before. `more` are not listed.
#[must_use]
pub fn problem_sheet(findings: &[Finding], more: usize) -> LongSheet<'_> {
    let columns = vec![
        Column::left("severity", "column.severity"),
        Column::left("code", "column.code"),
        Column::left("file", "column.file"),
        Column::right("line", "column.line"),
        Column::right("column", "column.place-in-line"),
        Column::left("message", "column.finding"),
        Column::left("help", "column.advice"),
    ];
    let footer = (more > 0).then(|| Message::new("done.more-errors").with("count", more));
    let frame = Sheet { title: None, columns, rows: Vec::new(), footer: footer.into_iter().collect() };
    LongSheet::made(frame, findings.len(), |row| findings.get(row).map(cells).unwrap_or_default())
}

fn cells(finding: &Finding) -> Vec<Cell> {
    let number = |number: u32| if number > 0 { Cell::Number(number.into()) } else { Cell::Empty };
    let severity = if finding.severity() == Severity::Error { "ui.error" } else { "ui.warning" };
    vec![
        Cell::word(severity),
        Cell::text(finding.code.word()),
        Cell::text(&finding.place.file),
        number(finding.place.line),
        number(finding.place.column),
        Cell::Say(finding.sentence()),
        Cell::Say(finding.advice()),
    ]
}
