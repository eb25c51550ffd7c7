//! A page as HTML that needs nothing else: no script, no font and no picture from outside; it works from a file, in light and dark, on
//! a phone, by keyboard and on paper. Texts are escaped by the template. Not here: figures, which come with the page.

mod calendar;
mod chart;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use minijinja::value::Serde;
use minijinja::{HtmlEscape, context};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::template::{Template, cannot, language};
use super::text_of;
use super::visible::visible;
use crate::failure::Result;
use crate::i18n::{Lang, Message, say};
use crate::reports::page::{Page, Part, Section, Tile};
use crate::reports::sheet::{Align, Cell, Column, LongSheet, Sheet};

const TEMPLATE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");

/// The pages, each with its file's name; they link to each other where there are several.
///
/// # Errors
/// None that a page can cause.
pub fn render(pages: &[Page], lang: Lang) -> Result<Vec<(String, Vec<u8>)>> {
    let template = Template::new(TEMPLATE)?;
    let page = |page: &Page| {
        let links: Vec<Link> = if pages.len() > 1 { pages.iter().map(|other| link(other, page, lang)).collect() } else { Vec::new() };
        let sections: Vec<ShownSection> = page.sections.iter().map(|section| shown_section(section, lang)).collect();
        let words = context! {
            lang => language(lang),
            style => STYLE,
            title => text(&page.title, lang),
            lead => page.lead.iter().map(|line| text(line, lang)).collect::<Vec<_>>(),
            links => Serde(links),
            sections => Serde(sections),
            skip => say(lang, "page.skip"),
            pages => say(lang, "page.pages"),
            figures => say(lang, "page.figures"),
            made => say(lang, "page.made"),
        };
        Ok((format!("{}.html", page.file), template.fill(words)?))
    };
    pages.iter().map(page).collect()
}

/// A page with one table that is written row by row.
pub struct LongPage<'s> {
    /// What stands before and behind the rows.
    around: (String, String),
    sheet: LongSheet<'s>,
    lang: Lang,
}

/// What the template makes of a row without cells, which stands where the rows go: no text of records can, since they are escaped.
const EMPTY_ROW: &str = "\n<tr></tr>";

impl<'s> LongPage<'s> {
    /// The page of a table.
    ///
    /// # Errors
    /// None that a page can cause.
    pub fn of(sheet: LongSheet<'s>, lang: Lang) -> Result<Self> {
        let frame = Sheet { rows: vec![Vec::new()], ..sheet.frame.clone().into_owned() };
        let mut pages = render(&[Page::of_sheets(vec![frame])], lang)?;
        let page = pages.pop().map_or_else(Vec::new, |(_, bytes)| bytes);
        let page = String::from_utf8(page).map_err(cannot)?;
        let (before, after) = page.split_once(EMPTY_ROW).ok_or_else(|| cannot("no place for the rows"))?;
        Ok(Self { around: (before.to_owned(), after.to_owned()), sheet, lang })
    }

    /// Writes it.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.around.0.as_bytes())?;
        for row in self.sheet.rows() {
            out.write_all(b"\n<tr>")?;
            for (cell_, column) in row.iter().zip(&self.sheet.frame.columns) {
                let text = cell(cell_, self.lang);
                match class(&text, column.align) {
                    "" => write!(out, "<td>{}</td>", HtmlEscape(&text))?,
                    class => write!(out, "<td class=\"{class}\">{}</td>", HtmlEscape(&text))?,
                }
            }
            out.write_all(b"</tr>")?;
        }
        out.write_all(self.around.1.as_bytes())
    }
}

/// A way to another page.
#[derive(Serialize)]
struct Link {
    href: String,
    name: String,
    here: bool,
}

#[derive(Serialize)]
struct ShownSection {
    title: Option<String>,
    parts: Vec<ShownPart>,
}

/// A part as the template takes it: `kind` says which of the rest is filled.
#[derive(Default, Serialize)]
struct ShownPart {
    kind: &'static str,
    tiles: Vec<ShownTile>,
    table: Option<ShownTable>,
    chart: Option<chart::Drawing>,
    calendar: Option<calendar::Drawing>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ShownTile {
    label: String,
    value: String,
    change: String,
}

#[derive(Serialize)]
struct ShownTable {
    label: String,
    head: Vec<ShownCell>,
    rows: Vec<Vec<ShownCell>>,
}

#[derive(Serialize)]
struct ShownCell {
    text: String,
    class: &'static str,
}

/// A text of so many columns is short, and stays in one piece: days, ids, numbers, names.
const SHORT: usize = 12;

/// How a cell is set: `r` to the right, `s` in one piece.
fn class(text: &str, align: Align) -> &'static str {
    let is_short = !text.contains('\n') && text.width() <= SHORT;
    match (align, is_short) {
        (Align::Right, true) => "r s",
        (Align::Right, false) => "r",
        (Align::Left, true) => "s",
        (Align::Left, false) => "",
    }
}

fn link(other: &Page, page: &Page, lang: Lang) -> Link {
    Link { href: format!("{}.html", other.file), name: text(&other.name, lang), here: other.file == page.file }
}

fn shown_section(section: &Section, lang: Lang) -> ShownSection {
    let title = section.title.as_ref().map(|title| text(title, lang));
    let label = title.clone().unwrap_or_else(|| say(lang, "page.table"));
    ShownSection { title, parts: section.parts.iter().map(|part| shown_part(part, &label, lang)).collect() }
}

fn shown_part(part: &Part, label: &str, lang: Lang) -> ShownPart {
    match part {
        Part::Tiles(tiles) => {
            ShownPart { kind: "tiles", tiles: tiles.iter().map(|tile| shown_tile(tile, lang)).collect(), ..ShownPart::default() }
        }
        Part::Table(sheet) => ShownPart {
            kind: "table",
            table: (!sheet.columns.is_empty() && !sheet.rows.is_empty()).then(|| table(sheet, label, lang)),
            notes: sheet.footer.iter().map(|line| text(line, lang)).collect(),
            ..ShownPart::default()
        },
        Part::Chart(chart) => ShownPart { kind: "chart", chart: Some(chart::draw(chart, lang)), ..ShownPart::default() },
        Part::Calendar(calendar) => ShownPart { kind: "calendar", calendar: Some(calendar::draw(calendar, lang)), ..ShownPart::default() },
        Part::Notes(notes) => {
            ShownPart { kind: "notes", notes: notes.iter().map(|line| text(line, lang)).collect(), ..ShownPart::default() }
        }
    }
}

fn shown_tile(tile: &Tile, lang: Lang) -> ShownTile {
    ShownTile { label: text(&tile.label, lang), value: cell(&tile.value, lang), change: cell(&tile.change, lang) }
}

fn table(sheet: &Sheet, label: &str, lang: Lang) -> ShownTable {
    let right = |align| if align == Align::Right { "r" } else { "" };
    let head = sheet.columns.iter().map(|column| ShownCell { text: text(&column.header, lang), class: right(column.align) });
    let shown = |(cell_, column): (&Cell, &Column)| {
        let text = cell(cell_, lang);
        ShownCell { class: class(&text, column.align), text }
    };
    let row = |row: &Vec<Cell>| row.iter().zip(&sheet.columns).map(shown).collect();
    let label = sheet.title.as_ref().map_or_else(|| label.to_owned(), |title| text(title, lang));
    ShownTable { label, head: head.collect(), rows: sheet.rows.iter().map(row).collect() }
}

fn text(message: &Message, lang: Lang) -> String {
    shown(&message.text(lang))
}

fn cell(cell: &Cell, lang: Lang) -> String {
    shown(&text_of(cell, lang))
}

/// A text with what cannot be seen made visible; what HTML has no place for too.
fn shown(text: &str) -> String {
    visible(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}
