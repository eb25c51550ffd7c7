//! The pictures of a rollup: of one month the branches side by side, of several months their course.

use super::chart::{Chart, ChartKind, Series};
use super::page::Tile;
use super::rollup::{Rollup, Rollups};
use super::sheet::Cell;
use crate::i18n::Message;
use crate::rules::rollup::Figures;

/// The figures that a month is first asked for.
const MAIN: [Figure; 6] = [
    ("rollup.pairs", |f| i64::from(f.pairs)),
    ("rollup.contacts", |f| i64::from(f.contacts)),
    ("rollup.keeping", |f| i64::from(f.keeping)),
    ("rollup.late-days", |f| i64::from(f.late_days)),
    ("rollup.overdue", |f| i64::from(f.overdue)),
    ("chart.forms-missing", |f| i64::from(f.forms.missing)),
];

/// With more branches than this, lines show the college alone.
const MOST_LINES: usize = 6;

/// A figure that is drawn: its name and its number.
type Figure = (&'static str, fn(&Figures) -> i64);

/// Pairs and how they keep the duty.
const KEEPING: [Figure; 3] = [
    ("rollup.pairs", |f| i64::from(f.pairs)),
    ("rollup.contacted", |f| i64::from(f.contacted)),
    ("rollup.keeping", |f| i64::from(f.keeping)),
];

/// Forms by their state.
const FORMS: [Figure; 4] = [
    ("chart.on-time", |f| i64::from(f.forms.on_time)),
    ("chart.late", |f| i64::from(f.forms.late)),
    ("chart.missing", |f| i64::from(f.forms.missing)),
    ("chart.pending", |f| i64::from(f.forms.pending)),
];

/// What is followed from month to month.
const COURSE: [Figure; 4] = [
    ("rollup.contacts", |f| i64::from(f.contacts)),
    ("rollup.keeping", |f| i64::from(f.keeping)),
    ("rollup.late-days", |f| i64::from(f.late_days)),
    ("rollup.forms-due", |f| i64::from(f.forms.due)),
];

/// A month's main figures, with their change since the month before.
pub fn tiles(rollup: &Rollup<'_>) -> Vec<Tile> {
    let tile = |(name, number): &Figure| {
        let (now, before) = (number(&rollup.total), number(&rollup.previous));
        Tile { label: Message::new(name), value: Cell::Number(now), change: super::rollup::change(now, before) }
    };
    MAIN.iter().map(tile).collect()
}

/// A month's charts.
pub fn of_month(rollup: &Rollup<'_>) -> Vec<Chart> {
    let mut charts = vec![by_branch(rollup, "chart.by-branch", &KEEPING), by_branch(rollup, "chart.forms", &FORMS)];
    charts.extend((!rollup.core.scheme.topics.terms.is_empty()).then(|| topics(rollup)));
    charts
}

fn by_branch(rollup: &Rollup<'_>, title: &'static str, figures: &[Figure]) -> Chart {
    let name = |part: &super::rollup::BranchPart| Cell::text(rollup.core.scheme.branch_name(part.branch));
    let series = |(name, number): &Figure| Series {
        name: Message::new(name),
        values: rollup.branches.iter().map(|part| Some(number(&part.figures))).collect(),
    };
    Chart {
        title: titled(title, rollup),
        kind: ChartKind::Bars,
        categories: rollup.branches.iter().map(name).collect(),
        series: figures.iter().map(series).collect(),
    }
}

fn topics(rollup: &Rollup<'_>) -> Chart {
    let counts = |name, figures: &Figures| Series {
        name: Message::new(name),
        values: figures.by_topic.iter().map(|count| Some(i64::from(*count))).collect(),
    };
    Chart {
        title: titled("chart.topics", rollup),
        kind: ChartKind::Bars,
        categories: rollup.core.scheme.topics.terms.iter().map(|term| Cell::text(&term.name)).collect(),
        series: vec![counts("chart.this-month", &rollup.total), counts("rollup.previous", &rollup.previous)],
    }
}

fn titled(key: &'static str, rollup: &Rollup<'_>) -> Message {
    Message::new(key).with("month", rollup.month)
}

/// The course of several months: a line for each branch, or for the college alone where there are many.
pub fn of_months(rollups: &Rollups<'_>) -> Vec<Chart> {
    COURSE.iter().filter_map(|figure| course(&rollups.months, *figure)).collect()
}

fn course(months: &[Rollup<'_>], (name, number): Figure) -> Option<Chart> {
    let first = months.first()?;
    let of_branch = |index: usize| Series {
        name: Message::new("rollup.branch")
            .with("name", first.branches.get(index).map_or("", |part| first.core.scheme.branch_name(part.branch))),
        values: months.iter().map(|month| month.branches.get(index).map(|part| number(&part.figures))).collect(),
    };
    let college = || Series { name: Message::new("rollup.total"), values: months.iter().map(|month| Some(number(&month.total))).collect() };
    let series = match first.branches.len() {
        2..=MOST_LINES => (0..first.branches.len()).map(of_branch).collect(),
        _ => vec![college()],
    };
    let categories = months.iter().map(|month| Cell::Text(month.month.to_string())).collect();
    let title = Message::new("chart.course").word("figure", name);
    Some(Chart { title, kind: ChartKind::Lines, categories, series })
}
