//! What an import does, row by row: for people as a table, for programs as `bangfu/import/1`. Not here: working it out (`import::plan`).

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::{Lang, Message};
use crate::import::delimited;
use crate::import::plan::{Effect, Plan, Planner, Totals};
use crate::import::record::{Difference, Record};
use crate::import::row::{Fault, header};
use crate::import::shape::Shape;
use crate::import::table::{Source, Table};
use crate::model::dataset::Core;
use crate::model::table_words::built_in;

/// So many rows of an effect are shown to people; programs get all.
const MOST_SHOWN: usize = 200;

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was shown alone.
    NotWritten,
    /// The sound rows are in the records.
    Written,
}

/// An import.
pub struct ImportReport<'i> {
    /// The kind of table.
    pub shape: Shape,
    /// The file as it was named.
    pub file: &'i str,
    /// Its table.
    pub table: &'i Table,
    /// The records of its rows.
    pub planner: &'i Planner<'i>,
    /// The records of the scheme.
    pub core: &'i Core,
    /// What each row does.
    pub plan: &'i Plan,
    /// What became of it.
    pub outcome: Outcome,
    /// The file that took the rows left out.
    pub refused_file: Option<&'i str>,
    /// The language of its sentences.
    pub lang: Lang,
}

impl ImportReport<'_> {
    fn totals(&self) -> Totals {
        self.plan.totals()
    }

    /// What was chosen about the file, in a sentence.
    #[must_use]
    pub fn choices(&self) -> Message {
        let line = i64::from(self.table.grid.line(self.table.header.row));
        let message = match &self.table.source {
            Source::Text { encoding, delimiter, .. } => {
                let delimiter = match delimiter {
                    b';' => "import.semicolon",
                    b'\t' => "import.tab",
                    _ => "import.comma",
                };
                Message::new("import.read-text").with("encoding", encoding.word()).word("delimiter", delimiter)
            }
            Source::Sheet { kind, name, aside } => {
                let message = Message::new("import.read-sheet").with("kind", kind.word()).with("sheet", name.as_str());
                message.with("aside", self.listed(aside))
            }
        };
        message.with("line", line).with("over", self.listed(&self.table.header.passed_over))
    }

    /// Names in a sentence: the first of them where there are very many.
    fn listed(&self, names: &[String]) -> String {
        const MOST: usize = 20;
        let shown = names.get(..names.len().min(MOST)).unwrap_or_default().join(if self.lang == Lang::Zh { "、" } else { ", " });
        match names.len().saturating_sub(MOST) {
            0 => shown,
            more => Message::new("import.and-more").with("names", shown).with("count", more).text(self.lang),
        }
    }

    /// Why a row is left out, with the cell that says so.
    fn place(&self, row: usize, effect: &Effect) -> String {
        self.table.place(row, effect.fault().and_then(|fault| fault.column))
    }

    /// What a row is about, for people.
    fn about(&self, row: usize, record: Option<&Record>) -> String {
        let named =
            |id: &str| self.core.people.find(id).map_or_else(|| id.to_owned(), |person| format!("{} {id}", self.core.people.name(person)));
        match (self.shape, record) {
            (_, None) => {
                let cells = self.table.header.columns.iter().map(|(column, _)| self.table.grid.cell(row, *column).text);
                cells.filter(|text| !text.is_empty()).take(3).map(short).collect::<Vec<_>>().join(" ")
            }
            (Shape::Roster, Some(record)) => format!("{} {}", record.cell("name"), record.cell("id")),
            (Shape::Contacts, Some(record)) => format!("{}@{} {}", record.cell("pair"), record.cell("date"), short(record.cell("content"))),
            (Shape::Outcomes, Some(record)) => {
                format!("{} {} {}", record.cell("date"), named(record.cell("person")), short(record.cell("what")))
            }
            (Shape::Choices, Some(record)) => format!("{} → {}", named(record.cell("helper")), named(record.cell("helped"))),
        }
    }

    fn row(&self, row: usize, effect: &Effect) -> Vec<Cell> {
        let record = self.planner.record(row).ok();
        let detail = match effect {
            Effect::Changed { changed, .. } => self.said(changed).map_or(Cell::Empty, Cell::Say),
            Effect::Conflict(fault) | Effect::Refused(fault) => Cell::Say(fault.message.clone()),
            Effect::New => self.beside(row, record.as_ref()).map_or(Cell::Empty, Cell::Say),
            Effect::Same => Cell::Empty,
        };
        let about = self.about(row, record.as_ref());
        vec![Cell::Text(self.place(row, effect)), Cell::word(effect_word(effect)), Cell::text(&about), detail]
    }

    /// What the records have already that a new row may be meant to correct.
    fn beside(&self, row: usize, record: Option<&Record>) -> Option<Message> {
        self.planner.beside(row, record?)
    }

    fn said(&self, changed: &[Difference]) -> Option<Message> {
        let one = |difference: &Difference| {
            let message = Message::new("import.difference").word("column", header(difference.column));
            let message = match self.word(difference.column, &difference.old) {
                Some(label) => message.word("old", label),
                None if difference.old.is_empty() => message.word("old", "import.blank"),
                None => message.with("old", difference.old.as_str()),
            };
            match self.word(difference.column, &difference.new) {
                Some(label) => message.word("new", label),
                None => message.with("new", difference.new.as_str()),
            }
        };
        Message::joined("import.and", changed.iter().map(one))
    }

    fn word(&self, column: &str, cell: &str) -> Option<&'static str> {
        built_in(self.shape.table(), column, cell, "").map(|word| word.label)
    }

    fn columns() -> Vec<Column> {
        vec![
            Column::left("place", "import.place"),
            Column::left("effect", "import.effect"),
            Column::left("record", "import.record"),
            Column::left("detail", "import.detail"),
        ]
    }

    fn title(&self) -> Message {
        let key = match self.shape {
            Shape::Roster => "import.title-roster",
            Shape::Contacts => "import.title-contacts",
            Shape::Outcomes => "import.title-outcomes",
            Shape::Choices => "import.title-choices",
        };
        Message::new(key).with("file", self.file)
    }

    /// How many rows do what, in a sentence.
    fn counted(&self) -> Message {
        let totals = self.totals();
        let message = Message::new("import.totals").with("rows", totals.rows).with("new", totals.new).with("same", totals.same);
        message.with("changed", totals.changed).with("conflict", totals.conflict).with("refused", totals.refused)
    }
}

/// The catalogue key of the word for an effect.
fn effect_word(effect: &Effect) -> &'static str {
    match effect {
        Effect::New => "import.new",
        Effect::Same => "import.unchanged",
        Effect::Changed { .. } => "import.changed",
        Effect::Conflict(_) => "import.conflict",
        Effect::Refused(_) => "import.refused",
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}

impl Sheets for ImportReport<'_> {
    /// What asks to be looked at comes first; of the rows that are as the records have them only the number is told.
    fn sheets(&self) -> Vec<Sheet> {
        let groups: [fn(&Effect) -> bool; 3] =
            [|effect| effect.fault().is_some(), |effect| matches!(effect, Effect::Changed { .. }), |effect| *effect == Effect::New];
        let mut rows = Vec::new();
        let mut more = 0_usize;
        for is_of_group in groups {
            let of_group = || self.plan.rows.iter().filter(|(_, effect)| is_of_group(effect));
            rows.extend(of_group().take(MOST_SHOWN).map(|(row, effect)| self.row(*row, effect)));
            more += of_group().count().saturating_sub(MOST_SHOWN);
        }
        let mut footer = vec![self.choices(), self.counted()];
        if more > 0 {
            footer.push(Message::new("import.more-rows").with("count", more));
        }
        vec![Sheet { title: Some(self.title()), columns: Self::columns(), rows, footer }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let rows = self.plan.rows.iter().map(|(row, effect)| self.row(*row, effect)).collect();
        vec![Sheet { title: None, columns: Self::columns(), rows, footer: Vec::new() }]
    }
}

/// One row for programs.
#[derive(Serialize)]
struct RowJson<'r> {
    place: String,
    line: u32,
    effect: &'static str,
    cells: Option<Map<String, Value>>,
    changes: Vec<ChangeJson<'r>>,
    cell: Option<String>,
    code: Option<&'static str>,
    reason: Option<String>,
    beside: Option<String>,
}

/// A cell that a row changes, for programs.
#[derive(Serialize)]
struct ChangeJson<'r> {
    column: &'static str,
    old: Option<&'r str>,
    new: &'r str,
}

impl<'r> RowJson<'r> {
    fn of(report: &'r ImportReport<'_>, row: usize, effect: &'r Effect) -> Self {
        let cells = |record: Record| record.cells.into_iter().map(|(column, text)| (column.to_owned(), Value::from(text))).collect();
        let change = |change: &'r Difference| {
            let old = Some(change.old.as_str()).filter(|old| !old.is_empty());
            ChangeJson { column: change.column, old, new: &change.new }
        };
        let changed = if let Effect::Changed { changed, .. } = effect { changed.as_slice() } else { &[] };
        let fault = effect.fault();
        let record = report.planner.record(row).ok();
        let beside = if *effect == Effect::New { report.beside(row, record.as_ref()) } else { None };
        Self {
            place: report.table.place(row, None),
            line: report.table.grid.line(row),
            effect: effect.word(),
            cells: record.map(cells),
            changes: changed.iter().map(change).collect(),
            cell: fault.and_then(|fault| fault.column).map(|column| report.table.place(row, Some(column))),
            code: fault.map(code),
            reason: fault.map(|fault| fault.message.text(report.lang)),
            beside: beside.map(|message| message.text(report.lang)),
        }
    }
}

/// The stable name of a reason.
fn code(fault: &Fault) -> &'static str {
    fault.message.key.rsplit('.').next().unwrap_or(fault.message.key)
}

struct RowsJson<'r, 'i>(&'r ImportReport<'i>);

impl Serialize for RowsJson<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.plan.rows.iter().map(|(row, effect)| RowJson::of(self.0, *row, effect)))
    }
}

impl Serialize for ImportReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, encoding, delimiter, sheet, aside) = match &self.table.source {
            Source::Text { encoding, delimiter, .. } => ("csv", Some(encoding.word()), Some(delimited::word(*delimiter)), None, &[][..]),
            Source::Sheet { kind, name, aside } => (kind.word(), None, None, Some(name.as_str()), aside.as_slice()),
        };
        let totals = self.totals();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "bangfu/import/1")?;
        map.serialize_entry("table", self.shape.word())?;
        map.serialize_entry("file", self.file)?;
        map.serialize_entry("kind", kind)?;
        map.serialize_entry("encoding", &encoding)?;
        map.serialize_entry("delimiter", &delimiter)?;
        map.serialize_entry("sheet", &sheet)?;
        map.serialize_entry("sheets_aside", aside)?;
        map.serialize_entry("header", &self.table.grid.line(self.table.header.row))?;
        map.serialize_entry("passed_over", &self.table.header.passed_over)?;
        map.serialize_entry("rows", &RowsJson(self))?;
        map.serialize_entry(
            "totals",
            &json!({ "rows": totals.rows, "new": totals.new, "same": totals.same, "changed": totals.changed,
                "conflict": totals.conflict, "refused": totals.refused }),
        )?;
        map.serialize_entry("written", &(self.outcome == Outcome::Written))?;
        map.serialize_entry("refused_file", &self.refused_file)?;
        map.end()
    }
}
