//! The monthly rollup (月度汇总, rules.md R6) as a report: each branch, the college as their sum, the month before, the change.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::chart::Chart;
use super::masthead::masthead;
use super::page::Tile;
use super::sheet::{Cell, Column, Sheet, Sheets};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::BranchIx;
use crate::model::scheme::Vocabulary;
use crate::rules::forms::{self, Delivery};
use crate::rules::rollup::{Figures, MonthQuestion, figures};

/// More branches than this are listed one a row, with the main figures alone.
const MOST_COLUMNS: usize = 6;

/// One branch's share of the report, worked out branch by branch.
#[derive(Clone, Debug)]
pub struct BranchPart {
    /// The branch.
    pub branch: BranchIx,
    pub(super) figures: Figures,
    previous: Figures,
    report: Option<Delivery>,
}

/// The question: a month and the month before it.
pub struct RollupQuestion<'a> {
    /// The month asked for.
    pub month: MonthQuestion<'a>,
    previous: MonthQuestion<'a>,
}

impl<'a> RollupQuestion<'a> {
    /// A month as of a day, compared with the month before as of `previous_day`, that month's own default day.
    #[must_use]
    pub fn new(core: &'a Core, month: Month, as_of: Day, previous_day: Day) -> Self {
        let previous = MonthQuestion::new(core, month.previous(), previous_day);
        Self { month: MonthQuestion::new(core, month, as_of), previous }
    }
}

/// Works out a branch's share.
#[must_use]
pub fn part(core: &Core, branch: BranchIx, records: &BranchRecords, question: &RollupQuestion<'_>) -> BranchPart {
    let asked = &question.month;
    let own = figures(core, branch, records, asked);
    let owed = own.forms.due > 0;
    let report = owed.then(|| forms::report_standing(&core.scheme, &records.reports, asked.month, asked.as_of).state);
    BranchPart { branch, figures: own, previous: figures(core, branch, records, &question.previous), report }
}

/// The report `bangfu/rollup/1`.
#[derive(Debug)]
pub struct Rollup<'a> {
    pub(super) core: &'a Core,
    /// The month.
    pub month: Month,
    /// The day A.
    pub as_of: Day,
    pub(super) branches: Vec<BranchPart>,
    pub(super) total: Figures,
    pub(super) previous: Figures,
}

impl<'a> Rollup<'a> {
    /// Puts the branches' shares together; the college's counts are their sums.
    #[must_use]
    pub fn new(core: &'a Core, question: &RollupQuestion<'_>, branches: Vec<BranchPart>) -> Self {
        let (mut total, mut previous) = (Figures::none(core), Figures::none(core));
        for part in &branches {
            total.add(&part.figures);
            previous.add(&part.previous);
        }
        Self { core, month: question.month.month, as_of: question.month.as_of, branches, total, previous }
    }

    fn shown<'s>(&'s self, figures: &'s Figures, report: Option<Delivery>) -> Shown<'s> {
        Shown { core: self.core, figures, report }
    }
}

/// A number of the report by its key, with its header for people.
struct Count {
    key: &'static str,
    header: Message,
    value: fn(&Figures) -> i64,
}

/// The plain counts of rules.md R6 in its order, up to the topics (`first`) and after them.
fn counts_first() -> Vec<Count> {
    vec![
        count("pairs", "rollup.pairs", |f| f.pairs.into()),
        count("started", "rollup.started", |f| f.started.into()),
        count("ended", "rollup.ended", |f| f.ended.into()),
        count("contacts", "rollup.contacts", |f| f.contacts.into()),
    ]
}

fn counts_then() -> Vec<Count> {
    vec![
        count("minutes", "rollup.minutes", |f| i64::try_from(f.minutes).unwrap_or(i64::MAX)),
        count("late_entries", "rollup.late-entries", |f| f.late_entries.into()),
        count("contacted", "rollup.contacted", |f| f.contacted.into()),
        count("keeping", "rollup.keeping", |f| f.keeping.into()),
        count("late_days", "rollup.late-days", |f| f.late_days.into()),
        count("breaches", "rollup.breaches", |f| f.breaches.into()),
        count("overdue", "rollup.overdue", |f| f.overdue.into()),
    ]
}

fn counts_forms() -> Vec<Count> {
    vec![
        count("due", "rollup.forms-due", |f| f.forms.due.into()),
        count("on_time", "rollup.forms-on-time", |f| f.forms.on_time.into()),
        count("late", "rollup.forms-late", |f| f.forms.late.into()),
        count("missing", "rollup.forms-missing", |f| f.forms.missing.into()),
        count("pending", "rollup.forms-pending", |f| f.forms.pending.into()),
        count("passed", "rollup.forms-passed", |f| f.forms.passed.into()),
        count("returned", "rollup.forms-returned", |f| f.forms.returned.into()),
    ]
}

fn counts_last() -> Vec<Count> {
    vec![
        count("goals_met", "rollup.goals-met", |f| f.goals_met.into()),
        count("honours", "rollup.honours", |f| f.honours.into()),
        count("disciplines", "rollup.disciplines", |f| f.disciplines.into()),
        count("developed", "rollup.developed", |f| f.developed.into()),
        count("visits", "rollup.visits", |f| f.visits.into()),
    ]
}

fn count(key: &'static str, header: &'static str, value: fn(&Figures) -> i64) -> Count {
    Count { key, header: Message::new(header), value }
}

/// Counts by the words of a vocabulary, in the scheme's order.
struct ByWord<'a>(&'a Vocabulary, Vec<i64>);

impl Serialize for ByWord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.keys().zip(&self.1))
    }
}

/// Named counts.
struct Named(Vec<(&'static str, i64)>);

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

fn widened(counts: &[u32]) -> Vec<i64> {
    counts.iter().copied().map(i64::from).collect()
}

/// Writes the counts of one column of the report; `number` gives each one's value.
fn serialize_counts<M: SerializeMap>(
    map: &mut M,
    core: &Core,
    number: impl Fn(fn(&Figures) -> i64) -> i64,
    words: [Vec<i64>; 2],
) -> Result<(), M::Error> {
    let named = |counts: Vec<Count>| counts.into_iter().map(|count| (count.key, number(count.value))).collect::<Vec<_>>();
    let [topics, modes] = words;
    for (key, value) in named(counts_first()) {
        map.serialize_entry(key, &value)?;
    }
    map.serialize_entry("by_topic", &ByWord(&core.scheme.topics, topics))?;
    map.serialize_entry("by_mode", &ByWord(&core.scheme.modes, modes))?;
    for (key, value) in named(counts_then()) {
        map.serialize_entry(key, &value)?;
    }
    map.serialize_entry("forms", &Named(named(counts_forms())))
}

fn serialize_last<M: SerializeMap>(map: &mut M, number: impl Fn(fn(&Figures) -> i64) -> i64) -> Result<(), M::Error> {
    for count in counts_last() {
        map.serialize_entry(count.key, &number(count.value))?;
    }
    Ok(())
}

/// The figures of a branch, of the college, or of the month before.
struct Shown<'a> {
    core: &'a Core,
    figures: &'a Figures,
    report: Option<Delivery>,
}

impl Shown<'_> {
    fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let figures = self.figures;
        serialize_counts(map, self.core, |value| value(figures), [widened(&figures.by_topic), widened(&figures.by_mode)])?;
        map.serialize_entry("report", &self.report.map(Delivery::word))?;
        serialize_last(map, |value| value(figures))?;
        map.serialize_entry("visit_score", &figures.visit_score.digits())?;
        map.serialize_entry("inspection", &figures.inspection.digits())
    }
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_into(&mut map)?;
        map.end()
    }
}

/// A branch's figures behind its key.
struct ShownBranch<'a>(&'a str, Shown<'a>);

impl Serialize for ShownBranch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("branch", self.0)?;
        self.1.serialize_into(&mut map)?;
        map.end()
    }
}

/// Total less the month before, for each count.
struct Change<'a>(&'a Core, &'a Figures, &'a Figures);

impl Serialize for Change<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(core, now, before) = self;
        let less = |now: &[u32], before: &[u32]| now.iter().zip(before).map(|(a, b)| i64::from(*a) - i64::from(*b)).collect();
        let mut map = serializer.serialize_map(None)?;
        let words = [less(&now.by_topic, &before.by_topic), less(&now.by_mode, &before.by_mode)];
        serialize_counts(&mut map, core, |value| value(now) - value(before), words)?;
        serialize_last(&mut map, |value| value(now) - value(before))?;
        map.end()
    }
}

impl Serialize for Rollup<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let branches: Vec<_> = self
            .branches
            .iter()
            .map(|part| ShownBranch(self.core.scheme.branch_key(part.branch), self.shown(&part.figures, part.report)))
            .collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "bangfu/rollup/1")?;
        map.serialize_entry("month", &self.month.to_string())?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("branches", &branches)?;
        map.serialize_entry("total", &self.shown(&self.total, None))?;
        map.serialize_entry("previous", &self.shown(&self.previous, None))?;
        map.serialize_entry("change", &Change(self.core, &self.total, &self.previous))?;
        map.end()
    }
}

/// How a figure is taken out of a branch's figures.
type Number<'a> = dyn Fn(&Figures) -> Option<i64> + 'a;
/// A figure of the short table: its key, its header, its number.
type Main = (&'static str, &'static str, fn(&Figures) -> i64);

/// A line of the table for people: a figure and how its cell is made.
struct Line<'a> {
    header: Message,
    number: Box<Number<'a>>,
    digits: Option<fn(&Figures) -> Option<String>>,
}

impl Line<'_> {
    fn cell(&self, figures: &Figures) -> Cell {
        match self.digits {
            Some(digits) => digits(figures).map_or(Cell::Empty, Cell::Digits),
            None => (self.number)(figures).map_or(Cell::Empty, Cell::Number),
        }
    }

    fn change(&self, now: &Figures, before: &Figures) -> Cell {
        let both = (self.number)(now).zip((self.number)(before)).filter(|_| self.digits.is_none());
        both.map_or(Cell::Empty, |(now, before)| change(now, before))
    }
}

/// How a count changed, with its sign.
pub(super) fn change(now: i64, before: i64) -> Cell {
    let change = now - before;
    Cell::Digits(if change == 0 { "0".to_owned() } else { format!("{change:+}") })
}

fn lines(core: &Core) -> Vec<Line<'_>> {
    let plain = |count: Count| Line { header: count.header, number: Box::new(move |figures| Some((count.value)(figures))), digits: None };
    let of_word = |prefix: &'static str, vocabulary: &Vocabulary, pick: fn(&Figures) -> &Vec<u32>| {
        let line = |(index, term): (usize, &crate::model::scheme::Term)| Line {
            header: Message::new(prefix).with("name", term.name.as_str()),
            number: Box::new(move |figures: &Figures| pick(figures).get(index).copied().map(i64::from)),
            digits: None,
        };
        vocabulary.terms.iter().enumerate().map(line).collect::<Vec<_>>()
    };
    let mean = |header, digits| Line { header: Message::new(header), number: Box::new(|_| None), digits: Some(digits) };
    let mut lines: Vec<Line<'_>> = counts_first().into_iter().map(plain).collect();
    lines.extend(of_word("rollup.topic", &core.scheme.topics, |figures| &figures.by_topic));
    lines.extend(of_word("rollup.mode", &core.scheme.modes, |figures| &figures.by_mode));
    lines.extend(counts_then().into_iter().chain(counts_forms()).chain(counts_last()).map(plain));
    lines.push(mean("rollup.visit-score", |figures| figures.visit_score.digits()));
    lines.push(mean("rollup.inspection", |figures| figures.inspection.digits()));
    lines
}

impl Rollup<'_> {
    /// One figure a line, one branch a column.
    fn by_figure(&self) -> Sheet {
        let mut columns = vec![Column::left("figure", "rollup.figure")];
        for part in &self.branches {
            let header = Message::new("rollup.branch").with("name", self.core.scheme.branch_name(part.branch));
            columns.push(Column { key: "branch", header, align: super::sheet::Align::Right });
        }
        columns.extend([
            Column::right("total", "rollup.total"),
            Column::right("previous", "rollup.previous"),
            Column::right("change", "rollup.change"),
        ]);
        let row = |line: &Line<'_>| {
            let mut cells = vec![Cell::Say(line.header.clone())];
            cells.extend(self.branches.iter().map(|part| line.cell(&part.figures)));
            cells.extend([line.cell(&self.total), line.cell(&self.previous), line.change(&self.total, &self.previous)]);
            cells
        };
        let mut rows: Vec<Vec<Cell>> = lines(self.core).iter().map(row).collect();
        rows.push(self.report_row());
        Sheet { title: Some(self.title()), columns, rows, footer: self.footer() }
    }

    fn report_row(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::word("rollup.report")];
        cells.extend(self.branches.iter().map(|part| part.report.map_or(Cell::Empty, |state| Cell::word(state.label()))));
        cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
        cells
    }

    /// One branch a line with the main figures.
    fn by_branch(&self) -> Sheet {
        let main: [Main; 9] = [
            ("pairs", "rollup.pairs", |f| f.pairs.into()),
            ("contacts", "rollup.contacts", |f| f.contacts.into()),
            ("contacted", "rollup.contacted", |f| f.contacted.into()),
            ("keeping", "rollup.keeping", |f| f.keeping.into()),
            ("late_days", "rollup.late-days", |f| f.late_days.into()),
            ("breaches", "rollup.breaches", |f| f.breaches.into()),
            ("overdue", "rollup.overdue", |f| f.overdue.into()),
            ("forms_due", "rollup.forms-due", |f| f.forms.due.into()),
            ("forms_missing", "rollup.forms-missing", |f| f.forms.missing.into()),
        ];
        let mut columns = vec![Column::left("branch", "column.branch")];
        columns.extend(main.iter().map(|(key, header, _)| Column::right(key, header)));
        let row = |name: Cell, figures: &Figures| {
            let mut cells = vec![name];
            cells.extend(main.iter().map(|(_, _, value)| Cell::Number(value(figures))));
            cells
        };
        let mut rows: Vec<Vec<Cell>> =
            self.branches.iter().map(|part| row(Cell::text(self.core.scheme.branch_name(part.branch)), &part.figures)).collect();
        rows.push(row(Cell::word("rollup.total"), &self.total));
        rows.push(row(Cell::word("rollup.previous"), &self.previous));
        Sheet { title: Some(self.title()), columns, rows, footer: self.footer() }
    }

    /// The figures of all its branches together by name, of one branch with the state of its report.
    pub(super) fn figures(&self) -> Vec<super::rollup_flat::Named> {
        let report = if let [one] = self.branches.as_slice() { one.report } else { None };
        super::rollup_flat::figures(self.core, self.month, &self.total, report)
    }

    fn title(&self) -> Message {
        Message::new("rollup.title").with("scheme", self.core.scheme.info.name.as_str()).with("month", self.month)
    }

    /// The readings in force and the clauses they rest on.
    fn footer(&self) -> Vec<Message> {
        let scheme = &self.core.scheme;
        let mut footer = vec![
            Message::new("rollup.as-of").with("day", self.as_of).with("due", forms::due_day(scheme, self.month)),
            Message::new("rollup.reading-forms").with("days", scheme.form.min_days).with("due", scheme.form.due_day),
            Message::new("rollup.reading-late").with("days", scheme.entry_days),
        ];
        footer.extend(scheme.cadences.iter().map(|cadence| super::readings::cadence(scheme, cadence)));
        footer.extend(super::readings::pauses(scheme, self.month.period()));
        footer.extend(super::readings::clauses(scheme, &["form", "report", "inspection", "visit", "contacts"]));
        footer
    }
}

impl Sheets for Rollup<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        vec![if self.branches.len() > MOST_COLUMNS { self.by_branch() } else { self.by_figure() }]
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![super::rollup_flat::sheet(
            self.core,
            self.month,
            self.branches.iter().map(|part| (self.core.scheme.branch_key(part.branch), &part.figures, part.report)),
        )]
    }

    fn charts(&self) -> Vec<Chart> {
        super::rollup_charts::of_month(self)
    }

    fn lead(&self) -> Vec<Message> {
        masthead(&self.core.scheme)
    }

    fn tiles(&self) -> Vec<Tile> {
        super::rollup_charts::tiles(self)
    }
}

/// Several months, `bangfu/rollups/1`.
#[derive(Debug)]
pub struct Rollups<'a> {
    /// The months in order.
    pub months: Vec<Rollup<'a>>,
}

impl Serialize for Rollups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("format", "bangfu/rollups/1")?;
        map.serialize_entry("months", &self.months)?;
        map.end()
    }
}

impl Sheets for Rollups<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        self.months.iter().flat_map(Sheets::sheets).collect()
    }

    /// All months in one table: each record names its month.
    fn flat(&self) -> Vec<Sheet> {
        let mut sheets = self.months.iter().flat_map(Sheets::flat);
        let Some(mut first) = sheets.next() else { return Vec::new() };
        sheets.for_each(|sheet| first.rows.extend(sheet.rows));
        vec![first]
    }

    fn charts(&self) -> Vec<Chart> {
        super::rollup_charts::of_months(self)
    }

    fn heading(&self) -> Option<Message> {
        let (first, last) = (self.months.first()?, self.months.last()?);
        let scheme = first.core.scheme.info.name.as_str();
        Some(Message::new("rollup.title-months").with("scheme", scheme).with("first", first.month).with("last", last.month))
    }

    fn lead(&self) -> Vec<Message> {
        self.months.first().map(Sheets::lead).unwrap_or_default()
    }
}
