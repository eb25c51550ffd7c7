//! Closed months: whether a rollup of one still is what it was, what stands at the foot of a rollup so that anyone can make it again,
//! and the list of closed months. Not here: taking the digests.

use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::chart::Chart;
use super::page::Tile;
use super::rollup::Rollup;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::closed::{ClosedMonth, ClosedMonths};
use crate::model::day::Day;
use crate::model::netstring::digest;
use crate::rules::closing::{Comparison, Difference};

/// More files than this are not named one by one.
const MOST_NAMED: usize = 8;

/// The digest of the figures of a rollup: its branches and their sum.
#[must_use]
pub fn figures_digest(rollup: &Rollup<'_>) -> String {
    let value = serde_json::to_value(rollup).unwrap_or_default();
    let texts: Vec<String> = ["branches", "total"].iter().filter_map(|key| value.get(key)).map(Value::to_string).collect();
    digest(texts.iter().map(String::as_str))
}

/// How the figures stand to those kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresState {
    /// The same.
    Same,
    /// Others.
    Changed,
    /// Not comparable: asked as of another day, of a branch alone, or kept by another version of the program.
    NotCompared,
}

/// A closed month beside what is now.
#[derive(Clone, Debug)]
pub struct Closing {
    closed: ClosedMonth,
    comparison: Comparison,
    figures: FiguresState,
}

impl Closing {
    /// Puts them side by side.
    #[must_use]
    pub fn new(closed: ClosedMonth, comparison: Comparison, figures: FiguresState) -> Self {
        Self { closed, comparison, figures }
    }

    /// Whether records, settings and figures are as they were.
    #[must_use]
    pub fn matches(&self) -> bool {
        self.comparison.matches() && self.figures != FiguresState::Changed
    }

    fn messages(&self) -> Vec<Message> {
        let told = |key| {
            let message = Message::new(key).with("month", self.closed.month).with("closed", self.closed.closed);
            message.with("as_of", self.closed.as_of)
        };
        if self.matches() {
            let key = if self.figures == FiguresState::Same { "closed.matches" } else { "closed.matches-records" };
            return vec![told(key)];
        }
        let mut lines = vec![told("closed.differs")];
        lines.extend((!self.comparison.same_settings).then(|| Message::new("closed.settings")));
        lines.extend(self.comparison.files.iter().take(MOST_NAMED).map(|one| difference("closed.file", one)));
        let more = self.comparison.files.len().saturating_sub(MOST_NAMED);
        lines.extend((more > 0).then(|| Message::new("closed.more-files").with("count", more)));
        lines.extend((self.figures == FiguresState::Changed).then(|| Message::new("closed.figures")));
        lines.push(Message::new("closed.audit"));
        lines
    }

    /// The same, with the month where there are several.
    fn json_of_month(&self) -> Value {
        let mut object = Map::from_iter([("month".to_owned(), Value::from(self.closed.month.to_string()))]);
        if let Value::Object(own) = self.json() {
            object.extend(own);
        }
        object.into()
    }

    fn json(&self) -> Value {
        let changed = |list: &[Difference]| -> Vec<Value> {
            list.iter().map(|one| json!({ "name": one.name, "then": one.then, "now": one.now })).collect()
        };
        json!({
            "closed": self.closed.closed,
            "as_of": self.closed.as_of,
            "matches": self.matches(),
            "same_settings": self.comparison.same_settings,
            "same_figures": match self.figures {
                FiguresState::Same => Some(true),
                FiguresState::Changed => Some(false),
                FiguresState::NotCompared => None,
            },
            "changed_files": changed(&self.comparison.files),
            "changed_contacts": changed(&self.comparison.contacts),
        })
    }
}

fn difference(key: &'static str, one: &Difference) -> Message {
    Message::new(key).with("name", one.name.as_str()).with("then", one.then).with("now", one.now)
}

/// What stands at the foot, so that anyone can make the same bytes again.
#[derive(Clone, Debug)]
pub struct Foot {
    /// The version of the program.
    pub version: &'static str,
    /// Digest of the settings that the figures rest on.
    pub settings: String,
    /// Digest of the records that they rest on.
    pub records: String,
    /// The command.
    pub command: String,
}

impl Foot {
    fn messages(&self) -> Vec<Message> {
        vec![
            Message::new("foot.made-by").with("version", self.version),
            Message::new("foot.settings").with("digest", self.settings.as_str()),
            Message::new("foot.records").with("digest", self.records.as_str()),
            Message::new("foot.command").with("command", self.command.as_str()),
        ]
    }

    fn json(&self) -> Value {
        json!({ "version": self.version, "settings": self.settings, "records": self.records, "command": self.command })
    }
}

/// What is said under a report: of the closed months that it is of, and how it can be made again.
#[must_use]
pub fn said_under(closings: &[Closing], foot: Option<&Foot>) -> Vec<Message> {
    closings.iter().flat_map(Closing::messages).chain(foot.into_iter().flat_map(Foot::messages)).collect()
}

/// Of how many months a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Of one.
    Month,
    /// Of several.
    Months,
}

/// A report with what is said under it.
pub struct Signed<'r, R> {
    /// The report.
    pub report: &'r R,
    /// The closed months that it is of.
    pub closings: Vec<Closing>,
    /// Whether it is of one month or of several.
    pub extent: Extent,
    /// How it can be made again.
    pub foot: Option<Foot>,
}

impl<R: Sheets> Sheets for Signed<'_, R> {
    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = self.report.sheets();
        if let Some(sheet) = sheets.last_mut() {
            sheet.footer.extend(said_under(&self.closings, self.foot.as_ref()));
        }
        sheets
    }

    /// Rows alone: a line under them would be no record.
    fn flat(&self) -> Vec<Sheet> {
        self.report.flat()
    }

    fn charts(&self) -> Vec<Chart> {
        self.report.charts()
    }

    fn heading(&self) -> Option<Message> {
        self.report.heading()
    }

    fn lead(&self) -> Vec<Message> {
        self.report.lead()
    }

    fn tiles(&self) -> Vec<Tile> {
        self.report.tiles()
    }
}

impl<R: Serialize> Serialize for Signed<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.closings.is_empty() && self.foot.is_none() {
            return self.report.serialize(serializer);
        }
        let value = serde_json::to_value(self.report).map_err(serde::ser::Error::custom)?;
        let mut object = if let Value::Object(object) = value { object } else { Map::new() };
        match self.extent {
            Extent::Month => object.extend(self.closings.first().map(|closing| ("closed".to_owned(), closing.json()))),
            Extent::Months if self.closings.is_empty() => {}
            Extent::Months => drop(object.insert("closed".to_owned(), self.closings.iter().map(Closing::json_of_month).collect())),
        }
        object.extend(self.foot.iter().map(|foot| ("footer".to_owned(), foot.json())));
        object.serialize(serializer)
    }
}

/// The closed months and those opened again: `bangfu/closed/1`.
pub struct ClosedList<'a> {
    /// What the file says.
    pub closed: &'a ClosedMonths,
    /// Each closed month's comparison with what is now.
    pub comparisons: Vec<Comparison>,
}

impl Sheets for ClosedList<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("month", "column.month"),
            Column::left("closed", "column.closed"),
            Column::left("as_of", "column.as_of"),
            Column::left("state", "column.status"),
            Column::left("by", "column.by"),
            Column::left("note", "column.note"),
        ];
        let state = |same: bool| Cell::word(if same { "closed.state.same" } else { "closed.state.changed" });
        let by = |by: &Option<String>| Cell::text(by.as_deref().unwrap_or(""));
        let closed = self.closed.months.iter().zip(&self.comparisons).map(|(month, comparison)| {
            let row = [Cell::Text(month.month.to_string()), Cell::Day(month.closed), Cell::Day(month.as_of)];
            row.into_iter().chain([state(comparison.matches()), by(&month.by), Cell::Empty]).collect()
        });
        let reopened = self.closed.reopened.iter().map(|month| {
            let row = [Cell::Text(month.month.to_string()), Cell::Day(month.closed), Cell::Empty];
            let note = Message::new("closed.reopened-note").with("day", month.reopened).with("reason", month.reason.as_str());
            row.into_iter().chain([Cell::word("closed.state.reopened"), by(&month.by), Cell::Say(note)]).collect()
        });
        let rows = closed.chain(reopened).collect();
        vec![Sheet { title: Some(Message::new("closed.title")), columns, rows, footer: Vec::new() }]
    }
}

impl Serialize for ClosedList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let day = |day: Day| day.to_string();
        let months = self.closed.months.iter().zip(&self.comparisons).map(|(month, comparison)| {
            json!({
                "month": month.month,
                "closed": day(month.closed),
                "as_of": day(month.as_of),
                "by": month.by,
                "version": month.version,
                "settings": month.settings,
                "records": month.records,
                "figures": month.figures,
                "matches": comparison.matches(),
            })
        });
        let reopened = self.closed.reopened.iter().map(|month| {
            json!({
                "month": month.month,
                "closed": day(month.closed),
                "reopened": day(month.reopened),
                "reason": month.reason,
                "by": month.by,
                "records": month.records,
            })
        });
        json!({
            "format": "bangfu/closed/1",
            "months": months.collect::<Vec<_>>(),
            "reopened": reopened.collect::<Vec<_>>(),
        })
        .serialize(serializer)
    }
}
