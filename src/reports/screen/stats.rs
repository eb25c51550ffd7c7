//! How many persons were screened into each category, by branch, with small cells hidden: `bangfu/screening-stats/1`. A person counts
//! once in each of the own categories. Categories are not added up, since a person may be in several.

use std::collections::BTreeSet;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PersonIx};
use crate::model::scheme::Term;
use crate::model::sealed::OpenBox;
use crate::model::word::SealedKind;
use crate::reports::readings;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};
use crate::rules::suppression::{Shown, ShownRow, shown};

/// The counts.
pub struct ScreenStats<'a> {
    core: &'a Core,
    as_of: Day,
    /// The branches that have a column; the last may be for persons of none.
    branches: Vec<BranchIx>,
    /// For each category of the scheme.
    rows: Vec<(&'a Term, ShownRow)>,
}

impl<'a> ScreenStats<'a> {
    /// Counts the screenings dated on or before a day.
    #[must_use]
    pub fn new(core: &'a Core, boxes: &[OpenBox], as_of: Day) -> Self {
        let screened = boxes.iter().filter(|open| open.record.kind == SealedKind::Screening && open.record.date <= as_of);
        let seen: BTreeSet<(&str, &str)> =
            screened.flat_map(|open| open.record.categories().map(|key| (key, open.record.person.reveal()))).collect();
        let branch = |id: &str| core.people.find(id).map_or(BranchIx::NONE, |person| branch_of(core, person));
        let mut branches: Vec<BranchIx> = core.branch_indexes().collect();
        // Whether there is a column for those in no branch hangs on the roster, not on who was screened.
        let anyone = core.people.iter().any(|(person, _)| branch_of(core, person) == BranchIx::NONE);
        if anyone || seen.iter().any(|(_, person)| core.people.find(person).is_none()) {
            branches.push(BranchIx::NONE);
        }
        let count =
            |key: &str, column: BranchIx| seen.iter().filter(|(own, person)| *own == key && branch(person) == column).count() as u32;
        let row = |need: &'a Term| {
            let counts: Vec<u32> = branches.iter().map(|column| count(&need.key, *column)).collect();
            (need, shown(&counts, core.scheme.privacy.min_cell))
        };
        let rows = core.scheme.needs.terms.iter().map(row).collect();
        Self { core, as_of, branches, rows }
    }

    fn branch_key(&self, branch: BranchIx) -> Option<&str> {
        self.core.scheme.branch_at(branch).map(|branch| branch.key.as_str())
    }

    fn text(&self, cell: Shown) -> String {
        match cell {
            Shown::Count(count) => count.to_string(),
            Shown::Few => format!("<{}", self.core.scheme.privacy.min_cell),
            Shown::Hidden => "*".to_owned(),
        }
    }

    fn cell(&self, cell: Shown) -> Cell {
        match cell {
            Shown::Count(count) => Cell::number(count),
            Shown::Few | Shown::Hidden => Cell::Text(self.text(cell)),
        }
    }

    fn json(&self, cell: Shown) -> Value {
        let count = if let Shown::Count(count) = cell { Some(count) } else { None };
        json!({ "count": count, "shown": self.text(cell) })
    }
}

/// The branch that a person belongs to: the roster's, else that of the latest pair (by start, then by id).
fn branch_of(core: &Core, person: PersonIx) -> BranchIx {
    let of_roster = core.people.get(person).map(|row| row.branch).filter(|branch| *branch != BranchIx::NONE);
    let pairs = core.pairs_of(person).iter().filter_map(|(_, _, pair)| Some((*pair, core.pairs.get(*pair)?)));
    let latest = pairs.max_by_key(|(pair, row)| (row.start, core.pairs.id(*pair))).map(|(_, row)| row.branch);
    of_roster.or(latest).unwrap_or(BranchIx::NONE)
}

impl Sheets for ScreenStats<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let branch = |index: &BranchIx| match self.core.scheme.branch_at(*index) {
            Some(branch) => Column {
                header: Message::new("screen.branch").with("name", branch.name.as_str()),
                ..Column::right("branch", "screen.branch")
            },
            None => Column::right("branch", "screen.no-branch"),
        };
        let first = Column::left("category", "screen.category");
        let columns = std::iter::once(first).chain(self.branches.iter().map(branch)).chain([Column::right("total", "screen.total")]);
        let row = |(need, row): &(&Term, ShownRow)| {
            let cells = row.cells.iter().chain([&row.total]).map(|cell| self.cell(*cell));
            std::iter::once(Cell::text(&need.name)).chain(cells).collect()
        };
        let suppressed = Message::new("screen.suppressed").with("least", self.core.scheme.privacy.min_cell);
        let footer = std::iter::once(suppressed).chain(readings::clauses(&self.core.scheme, &["privacy"])).collect();
        let title = Some(Message::new("screen.stats-title").with("day", self.as_of));
        vec![Sheet { title, columns: columns.collect(), rows: self.rows.iter().map(row).collect(), footer }]
    }

    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("category", "screen.category"),
            Column::left("branch", "column.branch"),
            Column::right("count", "screen.total"),
        ];
        let rows = self.rows.iter().flat_map(|(need, row)| {
            let key = |branch: &BranchIx| Cell::text(self.branch_key(*branch).unwrap_or(""));
            self.branches.iter().zip(&row.cells).map(move |(branch, cell)| vec![Cell::text(&need.key), key(branch), self.cell(*cell)])
        });
        vec![Sheet { title: None, columns, rows: rows.collect(), footer: Vec::new() }]
    }
}

impl Serialize for ScreenStats<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let category = |(need, row): &(&Term, ShownRow)| {
            let of = |(branch, cell): (&BranchIx, &Shown)| {
                let mut value = json!({ "branch": self.branch_key(*branch) });
                if let (Some(object), Value::Object(counts)) = (value.as_object_mut(), self.json(*cell)) {
                    object.extend(counts);
                }
                value
            };
            let branches: Vec<Value> = self.branches.iter().zip(&row.cells).map(of).collect();
            json!({ "key": need.key, "name": need.name, "branches": branches, "total": self.json(row.total) })
        };
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("format", "bangfu/screening-stats/1")?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("min_cell", &self.core.scheme.privacy.min_cell)?;
        map.serialize_entry("categories", &self.rows.iter().map(category).collect::<Vec<_>>())?;
        map.end()
    }
}
