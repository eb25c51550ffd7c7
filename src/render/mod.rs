//! A report or sheet as bytes of a format: table, csv, json, md, html, xlsx. A renderer never computes. The text of records is hostile: each
//! format escapes it.

mod column_widths;
mod csv;
mod docx;
mod html;
pub mod json;
mod md;
mod paper_page;
pub mod problems;
mod snippet;
mod table;
mod template;
pub mod visible;
pub mod word;
mod wrap;
mod xlsx;

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::model::text;
use crate::reports::page::Page;
use crate::reports::paper::Paper;
use crate::reports::sheet::{Cell, Format, LongSheet, Reader, Sheet, Sheets};

/// A report in a format.
pub fn report<R: Serialize + Sheets>(report: &R, format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Json | Format::Csv | Format::ExcelCsv | Format::Table | Format::Md => {
            in_memory(|out| write(report, format, lang, width, out))
        }
        Format::Xlsx => match report.long(Reader::Spreadsheet) {
            Some(long) => xlsx::render(&[long], &report.charts(), lang),
            None => xlsx::render(&long_sheets(&report.sheets()), &report.charts(), lang),
        },
        Format::Html => match long_page(report, lang)? {
            Some(long) => in_memory(|out| long.write(out)),
            None => page(Page::of(report), lang),
        },
        Format::Docx => Err(not_here("table, csv, md, json, html, xlsx")),
    }
}

/// Whether a format is written while it is made, so that a long answer never lies in memory as a whole. A page of a long table is
/// besides (`long_page`).
#[must_use]
pub fn is_written_as_made(format: Format) -> bool {
    matches!(format, Format::Json | Format::Csv | Format::ExcelCsv | Format::Table | Format::Md)
}

/// Writes a report in such a format.
///
/// # Errors
/// What the system says.
pub fn write<R: Serialize + Sheets>(report: &R, format: Format, lang: Lang, width: u16, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        return json::write(report, out);
    }
    let is_for_people = matches!(format, Format::Table | Format::Md);
    let reader = if is_for_people { Reader::Person } else { Reader::Program };
    match report.long(reader) {
        Some(long) => write_sheets(&[long], format, lang, width, out),
        None if is_for_people => write_sheets(&long_sheets(&report.sheets()), format, lang, width, out),
        None => write_sheets(&long_sheets(&report.flat()), format, lang, width, out),
    }
}

/// Writes tables in a format that is written while it is made; JSON is none of tables.
///
/// # Errors
/// What the system says.
pub fn write_sheets(sheets: &[LongSheet<'_>], format: Format, lang: Lang, width: u16, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(sheets, lang, width, out),
        Format::Md => md::write(sheets, lang, out),
        Format::ExcelCsv => csv::write(sheets, csv::Dialect::Excel, lang, out),
        _ => csv::write(sheets, csv::Dialect::Plain, lang, out),
    }
}

/// The page of a report with one long table, to be written row by row; none of another report.
///
/// # Errors
/// None that a page can cause.
pub fn long_page<R: Sheets>(report: &R, lang: Lang) -> Result<Option<html::LongPage<'_>>> {
    report.long(Reader::Person).filter(|long| long.is_made() && long.count > 0).map(|long| html::LongPage::of(long, lang)).transpose()
}

/// Sheets in a format.
pub fn sheets(sheets: &[Sheet], format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Table | Format::Md | Format::Csv | Format::ExcelCsv => {
            in_memory(|out| write_sheets(&long_sheets(sheets), format, lang, width, out))
        }
        Format::Xlsx => xlsx::render(&long_sheets(sheets), &[], lang),
        Format::Html => page(Page::of_sheets(sheets.to_vec()), lang),
        Format::Json | Format::Docx => Err(not_here("table, csv, md, html, xlsx")),
    }
}

fn long_sheets(sheets: &[Sheet]) -> Vec<LongSheet<'_>> {
    sheets.iter().map(LongSheet::from).collect()
}

/// What is written, as bytes.
fn in_memory(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| Failure::io(Message::new("failure.cannot-render"), &error))?;
    Ok(bytes)
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
    match paper_extension(format)? {
        "html" => paper_page::render(paper, lang),
        _ => docx::render(paper, lang),
    }
}

/// The extension of a paper's file in a format. Errors: a paper does not come in it.
pub fn paper_extension(format: Format) -> Result<&'static str> {
    match format {
        Format::Docx | Format::Table => Ok("docx"),
        Format::Html => Ok("html"),
        _ => Err(Failure::usage(Message::new("failure.paper-formats"))),
    }
}

/// A format that an answer does not have, and those that it has.
#[must_use]
pub fn not_here(formats: &'static str) -> Failure {
    Failure::usage(Message::new("failure.format-not-here").with("formats", formats))
}

/// The text of a cell, without escapes.
fn text_of(cell: &Cell, lang: Lang) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => text::shown(text),
        Cell::Digits(digits) => Cow::Borrowed(digits),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Say(message) => Cow::Owned(message.text(lang)),
    }
}
