//! A paper as a page of HTML that needs nothing else: to look at, and to print from a browser. Not here: what a paper says, and the
//! Word document.

use minijinja::context;
use serde::Serialize;

use super::template::{Template, language};
use super::text_of;
use super::visible::visible;
use crate::failure::Result;
use crate::i18n::Lang;
use crate::reports::paper::{Block, Boxed, Grid, Kind, Paper, Row, Style};
use crate::reports::sheet::Cell;

const TEMPLATE: &str = include_str!("page/paper.html");

/// The page. Errors: none that a paper can cause.
pub(super) fn render(paper: &Paper, lang: Lang) -> Result<Vec<u8>> {
    let pages: Vec<Vec<Shown>> = paper.pages.iter().map(|page| page.iter().map(|block| shown(block, lang)).collect()).collect();
    Template::new(TEMPLATE)?.fill(context! {
        lang => language(lang),
        title => visible(&paper.title.text(lang)),
        official => paper.style == Style::Official,
        certificate => paper.style == Style::Certificate,
        pages => minijinja::value::Serde(pages),
    })
}

/// A block as the template takes it.
#[derive(Default, Serialize)]
struct Shown {
    kind: &'static str,
    text: String,
    widths: Vec<String>,
    head: Vec<ShownRow>,
    rows: Vec<ShownRow>,
}

#[derive(Serialize)]
struct ShownRow {
    height: Option<u32>,
    boxes: Vec<ShownBox>,
}

#[derive(Serialize)]
struct ShownBox {
    kind: &'static str,
    span: usize,
    text: String,
}

fn shown(block: &Block, lang: Lang) -> Shown {
    let of = |kind, cell: &Cell| Shown { kind, text: text(cell, lang), ..Shown::default() };
    match block {
        Block::Title(cell) => of("title", cell),
        Block::Subtitle(cell) => of("subtitle", cell),
        Block::Heading(cell) => of("heading", cell),
        Block::Text(cell) => of("text", cell),
        Block::Address(cell) => of("address", cell),
        Block::Closing(cell) => of("closing", cell),
        Block::Note(cell) => of("note", cell),
        Block::Gap => of("gap", &Cell::Empty),
        Block::Grid(grid) => table(grid, lang),
    }
}

fn table(grid: &Grid, lang: Lang) -> Shown {
    let sum: u32 = grid.widths.iter().sum::<u32>().max(1);
    let percent = |width: &u32| {
        let hundredths = width * 10_000 / sum;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    let mut rows: Vec<ShownRow> = grid.rows.iter().map(|row| shown_row(row, lang)).collect();
    let rest = rows.split_off(grid.head.min(rows.len()));
    Shown { kind: "grid", widths: grid.widths.iter().map(percent).collect(), head: rows, rows: rest, ..Shown::default() }
}

fn shown_row(row: &Row, lang: Lang) -> ShownRow {
    ShownRow { height: row.height, boxes: row.boxes.iter().map(|boxed| shown_box(boxed, lang)).collect() }
}

fn shown_box(boxed: &Boxed, lang: Lang) -> ShownBox {
    let kind = match boxed.kind {
        Kind::Label => "label",
        Kind::Short => "short",
        Kind::Running => "running",
        Kind::Signature => "signature",
    };
    ShownBox { kind, span: boxed.span, text: text(&boxed.cell, lang) }
}

fn text(cell: &Cell, lang: Lang) -> String {
    visible(&text_of(cell, lang))
}
