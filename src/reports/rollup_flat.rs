//! The monthly rollup as one record a branch with every figure in a column of its own: for spreadsheets and other programs.

use super::sheet::{Align, Cell, Column, Sheet};
use crate::i18n::{Lang, Message, key_of};
use crate::model::dataset::Core;
use crate::model::day::Month;
use crate::rules::forms::Delivery;
use crate::rules::rollup::Figures;

/// A figure of the record.
type Figure = (&'static str, fn(&Figures) -> i64);

const BEFORE_WORDS: [Figure; 4] =
    [("pairs", |f| f.pairs as i64), ("started", |f| f.started as i64), ("ended", |f| f.ended as i64), ("contacts", |f| f.contacts as i64)];
const AFTER_WORDS: [Figure; 19] = [
    ("minutes", |f| f.minutes as i64),
    ("late_entries", |f| f.late_entries as i64),
    ("contacted", |f| f.contacted as i64),
    ("keeping", |f| f.keeping as i64),
    ("late_days", |f| f.late_days as i64),
    ("breaches", |f| f.breaches as i64),
    ("overdue", |f| f.overdue as i64),
    ("forms_due", |f| f.forms.due as i64),
    ("forms_on_time", |f| f.forms.on_time as i64),
    ("forms_late", |f| f.forms.late as i64),
    ("forms_missing", |f| f.forms.missing as i64),
    ("forms_pending", |f| f.forms.pending as i64),
    ("forms_passed", |f| f.forms.passed as i64),
    ("forms_returned", |f| f.forms.returned as i64),
    ("goals_met", |f| f.goals_met as i64),
    ("honours", |f| f.honours as i64),
    ("disciplines", |f| f.disciplines as i64),
    ("developed", |f| f.developed as i64),
    ("visits", |f| f.visits as i64),
];

/// The records of the branches for a month.
pub fn sheet<'a>(core: &Core, month: Month, branches: impl Iterator<Item = (&'a str, &'a Figures, Option<Delivery>)>) -> Sheet {
    let rows = branches.map(|(branch, figures, report)| record(month, branch, figures, report)).collect();
    Sheet { title: None, columns: columns(core), rows, footer: Vec::new() }
}

fn columns(core: &Core) -> Vec<Column> {
    let plain = |key: &'static str| Column { key, header: Message::new("rollup.key").with("key", key), align: Align::Right };
    let of_word = |key: &'static str, name: &str| {
        let header = Message::new("rollup.key").with("key", format!("{key}:{name}"));
        Column { key, header, align: Align::Right }
    };
    let mut columns = vec![plain("month"), plain("branch")];
    columns.extend(BEFORE_WORDS.iter().map(|(key, _)| plain(key)));
    columns.extend(core.scheme.topics.keys().map(|name| of_word("by_topic", name)));
    columns.extend(core.scheme.modes.keys().map(|name| of_word("by_mode", name)));
    columns.extend(AFTER_WORDS.iter().map(|(key, _)| plain(key)));
    columns.extend(["report", "visit_score", "inspection"].map(plain));
    columns
}

fn record(month: Month, branch: &str, figures: &Figures, report: Option<Delivery>) -> Vec<Cell> {
    let count = |value: i64| Cell::Number(value);
    let mut cells = vec![Cell::Text(month.to_string()), Cell::text(branch)];
    cells.extend(BEFORE_WORDS.iter().map(|(_, value)| count(value(figures))));
    cells.extend(figures.by_topic.iter().chain(&figures.by_mode).map(|value| count(i64::from(*value))));
    cells.extend(AFTER_WORDS.iter().map(|(_, value)| count(value(figures))));
    cells.push(report.map_or(Cell::Empty, |state| Cell::text(state.word())));
    cells.extend([figures.visit_score.digits(), figures.inspection.digits()].map(|digits| digits.map_or(Cell::Empty, Cell::Digits)));
    cells
}

/// A figure's key, its name for people, and the figure.
pub type Named = (String, Message, Cell);

/// The figures of a record by name, with the state of the report in words.
pub fn figures(core: &Core, month: Month, figures: &Figures, report: Option<Delivery>) -> Vec<Named> {
    let named = |(column, cell): (Column, Cell)| {
        let key = column.header.text(Lang::En);
        let header = match key.split_once(':') {
            Some(("by_topic", name)) => Message::new("rollup.topic").with("name", super::listing::names(&core.scheme.topics, name)),
            Some((_, name)) => Message::new("rollup.mode").with("name", super::listing::names(&core.scheme.modes, name)),
            None => Message::new(key_of("rollup.", &key.replace('_', "-")).unwrap_or("rollup.figure")),
        };
        let word = report.filter(|_| key == "report").map(|state| Cell::word(state.label()));
        (key, header, word.unwrap_or(cell))
    };
    columns(core).into_iter().zip(record(month, "", figures, report)).skip(2).map(named).collect()
}
