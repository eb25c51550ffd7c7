//! A report or sheet as bytes of a format: table, csv, json, md, html, xlsx. A renderer never computes. The text of records is hostile: each
//! format escapes it.

mod column_widths;
mod csv;
mod docx;
mod html;
mod md;
mod paper_page;
pub mod problems;
mod snippet;
mod table;
mod template;
pub mod visible;
mod wrap;
mod xlsx;

use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::reports::page::Page;
use crate::reports::paper::Paper;
use crate::reports::sheet::{Cell, Format, Sheet, Sheets};

/// A report in a format.
pub fn report<R: Serialize + Sheets>(report: &R, format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Json => json(report),
        Format::Csv | Format::ExcelCsv => sheets(&report.flat(), format, lang, width),
        Format::Xlsx => xlsx::render(&report.sheets(), &report.charts(), lang),
        Format::Html => page(Page::of(report), lang),
        Format::Docx => Err(not_here("table, csv, md, json, html, xlsx")),
        _ => sheets(&report.sheets(), format, lang, width),
    }
}

/// Sheets in a format.
pub fn sheets(sheets: &[Sheet], format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Table => Ok(table::render(sheets, lang, width).into_bytes()),
        Format::Md => Ok(md::render(sheets, lang).into_bytes()),
        Format::Csv => csv::render(sheets, lang),
        Format::ExcelCsv => csv::render_for_excel(sheets, lang),
        Format::Xlsx => xlsx::render(sheets, &[], lang),
        Format::Html => page(Page::of_sheets(sheets.to_vec()), lang),
        Format::Json | Format::Docx => Err(not_here("table, csv, md, html, xlsx")),
    }
}

/// A page of its own.
fn page(page: Page, lang: Lang) -> Result<Vec<u8>> {
    let mut pages = html::render(&[page], lang)?;
    Ok(pages.pop().map_or_else(Vec::new, |(_, bytes)| bytes))
}

/// Pages that link to each other, each with its file's name.
///
/// # Errors
/// None that a page can cause.
pub fn pages(pages: &[Page], lang: Lang) -> Result<Vec<(String, Vec<u8>)>> {
    html::render(pages, lang)
}

/// A paper in a format: a Word document, or a page. Errors: another format.
pub fn paper(paper: &Paper, format: Format, lang: Lang) -> Result<Vec<u8>> {
    match format {
        Format::Docx | Format::Table => docx::render(paper, lang),
        Format::Html => paper_page::render(paper, lang),
        _ => Err(Failure::usage(Message::new("failure.paper-formats"))),
    }
}

/// The extension of a paper's file in a format.
#[must_use]
pub fn paper_extension(format: Format) -> &'static str {
    if format == Format::Html { "html" } else { "docx" }
}

/// A format that an answer does not have, and those that it has.
#[must_use]
pub fn not_here(formats: &'static str) -> Failure {
    Failure::usage(Message::new("failure.format-not-here").with("formats", formats))
}

/// A value as one line of JSON.
pub fn json<R: Serialize>(value: &R) -> Result<Vec<u8>> {
    let mut bytes =
        serde_json::to_vec(value).map_err(|error| Failure::io(Message::new("failure.cannot-render"), &std::io::Error::other(error)))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The text of a cell, without escapes.
fn text_of(cell: &Cell, lang: Lang) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.replace('↵', "\n"),
        Cell::Number(number) => number.to_string(),
        Cell::Digits(digits) => digits.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::Say(message) => message.text(lang),
    }
}
