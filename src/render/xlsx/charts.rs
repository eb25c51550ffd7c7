//! The worksheet of charts: each chart with its figures beside it, so that the chart is the program's own and can be changed by hand.

use rust_xlsxwriter::{Chart as Drawn, ChartType, Worksheet, XlsxError};

use super::super::visible::visible;
use super::cells::Styles;
use crate::i18n::Lang;
use crate::reports::chart::{Chart, ChartKind};
use crate::reports::sheet::{Align, Cell};

/// The colours of the series, told apart also in grey.
const COLOURS: [&str; 6] = ["#9E1B1B", "#2F6B9A", "#D9902F", "#4E8A52", "#7A5AA6", "#7F7F7F"];
/// How many rows a chart takes up.
const ROWS: u32 = 20;
/// Width and height of a chart in pixels.
const SIZE: (u32, u32) = (640, 360);

/// Writes the charts one under the other, the figures at the left.
pub fn write(out: &mut Worksheet, charts: &[Chart], styles: &Styles, name: &str, lang: Lang) -> Result<(), XlsxError> {
    let widest = charts.iter().map(|chart| chart.series.len()).max().unwrap_or(0);
    let beside = u16::try_from(widest).unwrap_or(u16::MAX - 2) + 2;
    out.set_column_width(0, 18)?;
    out.set_column_range_width(1, beside - 1, 12)?;
    out.set_paper_size(super::A4).set_print_fit_to_pages(1, 1);
    let mut row = 0;
    for chart in charts {
        let last = figures(out, chart, row, styles, lang)?;
        out.insert_chart(row, beside, &drawn(chart, row, last, name, lang))?;
        row = (last + 3).max(row + ROWS);
    }
    Ok(())
}

/// A chart's figures from a row on: a heading, a header, a row for each category; gives the last row.
fn figures(out: &mut Worksheet, chart: &Chart, top: u32, styles: &Styles, lang: Lang) -> Result<u32, XlsxError> {
    out.write_string_with_format(top, 0, visible(&chart.title.text(lang)), &styles.title)?;
    out.write_blank(top + 1, 0, styles.header(Align::Left))?;
    for (column, series) in (1_u16..).zip(&chart.series) {
        out.write_string_with_format(top + 1, column, visible(&series.name.text(lang)), styles.header(Align::Right))?;
    }
    let mut row = top + 1;
    for (index, category) in chart.categories.iter().enumerate() {
        row += 1;
        styles.write(out, (row, 0), category, Align::Left, lang)?;
        for (column, series) in (1_u16..).zip(&chart.series) {
            let cell = series.values.get(index).copied().flatten().map_or(Cell::Empty, Cell::Number);
            styles.write(out, (row, column), &cell, Align::Right, lang)?;
        }
    }
    Ok(row)
}

fn drawn(chart: &Chart, top: u32, last: u32, name: &str, lang: Lang) -> Drawn {
    let mut out = Drawn::new(match chart.kind {
        ChartKind::Bars => ChartType::Column,
        ChartKind::Lines => ChartType::Line,
    });
    out.title().set_name(visible(&chart.title.text(lang)).as_str());
    for ((column, _), colour) in (1_u16..).zip(&chart.series).zip(COLOURS.iter().cycle()) {
        let series = out.add_series();
        series.set_name((name, top + 1, column)).set_categories((name, top + 2, 0, last, 0)).set_values((
            name,
            top + 2,
            column,
            last,
            column,
        ));
        match chart.kind {
            ChartKind::Bars => series
                .set_format(rust_xlsxwriter::ChartFormat::new().set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(*colour))),
            ChartKind::Lines => series.set_format(
                rust_xlsxwriter::ChartFormat::new().set_line(rust_xlsxwriter::ChartLine::new().set_color(*colour).set_width(2.25)),
            ),
        };
    }
    out.y_axis().set_min(0);
    let (width, height) = SIZE;
    out.set_width(width).set_height(height);
    if chart.series.len() > 1 {
        out.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    } else {
        out.legend().set_hidden();
    }
    out
}
