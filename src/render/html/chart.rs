//! A chart as shapes with whole coordinates, for the template to write as SVG. Only laying out: the figures are the chart's.

use serde::Serialize;

use super::{cell, text};
use crate::i18n::Lang;
use crate::reports::chart::{Chart, ChartKind};

/// The plot's place in the picture.
const LEFT: i64 = 44;
const TOP: i64 = 12;
const HEIGHT: i64 = 200;
/// Under the plot, for the names of the categories.
const UNDER: i64 = 28;
/// The least width of the plot, and of a category.
const WIDTH: i64 = 600;
const CATEGORY: i64 = 56;
/// At most so many lines across.
const LINES: i64 = 5;
/// So many looks of series are told apart.
const LOOKS: usize = 6;

/// A chart as the template takes it.
#[derive(Serialize)]
pub struct Drawing {
    title: String,
    width: i64,
    height: i64,
    lines: Vec<Line>,
    names: Vec<Name>,
    bars: Vec<Bar>,
    paths: Vec<Path>,
    points: Vec<Point>,
    legend: Vec<Entry>,
    rows: Vec<Row>,
}

/// A line across the plot with its number.
#[derive(Serialize)]
struct Line {
    y: i64,
    to: i64,
    label: i64,
}

#[derive(Serialize)]
struct Name {
    x: i64,
    y: i64,
    text: String,
}

#[derive(Serialize)]
struct Bar {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    look: usize,
    label: String,
}

#[derive(Serialize)]
struct Path {
    points: String,
    look: usize,
}

#[derive(Serialize)]
struct Point {
    x: i64,
    y: i64,
    look: usize,
    label: String,
}

#[derive(Serialize)]
struct Entry {
    look: usize,
    name: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    values: Vec<String>,
}

/// Lays a chart out.
pub fn draw(chart: &Chart, lang: Lang) -> Drawing {
    let categories: Vec<String> = chart.categories.iter().map(|category| cell(category, lang)).collect();
    let count = i64::try_from(categories.len()).unwrap_or(i64::MAX).clamp(1, 10_000);
    let slot = (WIDTH / count).max(CATEGORY);
    let step = step(chart.greatest());
    let top = step * ((chart.greatest() + step - 1) / step).max(1);
    let plot = Plot { slot, top, right: LEFT + slot * count };
    let mut drawing = Drawing {
        title: text(&chart.title, lang),
        width: plot.right + 8,
        height: TOP + HEIGHT + UNDER,
        lines: (0..=top / step).map(|n| Line { y: plot.y(n * step), to: plot.right, label: n * step }).collect(),
        names: (0..).zip(&categories).map(|(n, name)| Name { x: plot.middle(n), y: TOP + HEIGHT + 18, text: name.clone() }).collect(),
        bars: Vec::new(),
        paths: Vec::new(),
        points: Vec::new(),
        legend: chart.series.iter().enumerate().map(|(n, series)| Entry { look: n % LOOKS, name: text(&series.name, lang) }).collect(),
        rows: rows(chart, &categories),
    };
    match chart.kind {
        ChartKind::Bars => bars(chart, &categories, &plot, lang, &mut drawing),
        ChartKind::Lines => lines(chart, &categories, &plot, lang, &mut drawing),
    }
    drawing
}

/// Where things lie.
struct Plot {
    slot: i64,
    top: i64,
    right: i64,
}

impl Plot {
    fn y(&self, value: i64) -> i64 {
        TOP + HEIGHT - HEIGHT * value.clamp(0, self.top) / self.top
    }

    fn middle(&self, category: i64) -> i64 {
        LEFT + self.slot * category + self.slot / 2
    }
}

/// The distance of the lines across: 1, 2 or 5 times a power of ten.
fn step(greatest: i64) -> i64 {
    let mut step = 1;
    for factor in [2, 5, 10].iter().cycle() {
        if greatest / step < LINES {
            break;
        }
        let power = [1_000_000_000_000, 1_000_000_000, 1_000_000, 1000, 100, 10, 1].into_iter().find(|power| step >= *power).unwrap_or(1);
        step = (step / power).max(1) * power;
        step = if *factor == 5 { step / 2 * 5 } else { step * 2 };
    }
    step
}

fn label(category: &str, series: &str, value: i64) -> String {
    format!("{category} · {series}: {value}")
}

fn bars(chart: &Chart, categories: &[String], plot: &Plot, lang: Lang, out: &mut Drawing) {
    let count = i64::try_from(chart.series.len()).unwrap_or(1).max(1);
    let width = (plot.slot * 3 / 4 / count).clamp(2, 48);
    for ((n, series), look) in (0_i64..).zip(&chart.series).zip((0..LOOKS).cycle()) {
        let name = text(&series.name, lang);
        for ((category, value), title) in (0_i64..).zip(&series.values).zip(categories) {
            let Some(value) = *value else { continue };
            let x = plot.middle(category) - width * count / 2 + width * n;
            let y = plot.y(value);
            out.bars.push(Bar { x, y, width: width - 1, height: TOP + HEIGHT - y, look, label: label(title, &name, value) });
        }
    }
}

fn lines(chart: &Chart, categories: &[String], plot: &Plot, lang: Lang, out: &mut Drawing) {
    for (series, look) in chart.series.iter().zip((0..LOOKS).cycle()) {
        let name = text(&series.name, lang);
        let mut run: Vec<String> = Vec::new();
        for ((category, value), title) in (0_i64..).zip(&series.values).zip(categories) {
            let Some(value) = *value else {
                out.paths.push(Path { points: std::mem::take(&mut run).join(" "), look });
                continue;
            };
            let (x, y) = (plot.middle(category), plot.y(value));
            run.push(format!("{x},{y}"));
            out.points.push(Point { x, y, look, label: label(title, &name, value) });
        }
        out.paths.push(Path { points: run.join(" "), look });
    }
    out.paths.retain(|path| !path.points.is_empty());
}

fn rows(chart: &Chart, categories: &[String]) -> Vec<Row> {
    let value = |index: usize, series: &crate::reports::chart::Series| {
        series.values.get(index).copied().flatten().map_or(String::new(), |value| value.to_string())
    };
    let row = |(index, name): (usize, &String)| Row {
        name: name.clone(),
        values: chart.series.iter().map(|series| value(index, series)).collect(),
    };
    categories.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn lines_across_are_round_and_few() {
        assert_eq!([0, 4, 5, 9, 10, 24, 25, 49, 50, 120, 6115].map(step), [1, 1, 2, 2, 5, 5, 10, 10, 20, 50, 2000]);
        for greatest in 0..3000 {
            assert!(greatest / step(greatest) < 5, "{greatest}");
        }
    }
}
