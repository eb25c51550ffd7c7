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
pub mod word;
mod wrap;
mod xlsx;

use std::io::{self, Write};

use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::reports::page::Page;
use crate::reports::paper::Paper;
use crate::reports::sheet::{Cell, Format, LongSheet, Reader, Sheet, Sheets};

/// A report in a format.
pub fn report<R: Serialize + Sheets>(report: &R, format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Json | Format::Csv | Format::ExcelCsv => in_memory(|out| write(report, format, lang, out)),
        Format::Xlsx => match report.long(Reader::Person) {
            Some(long) => xlsx::render(&[long], &report.charts(), lang),
            None => xlsx::render(&long_sheets(&report.sheets()), &report.charts(), lang),
        },
        Format::Html => page(Page::of(report), lang),
        Format::Docx => Err(not_here("table, csv, md, json, html, xlsx")),
        Format::Table | Format::Md => sheets(&report.sheets(), format, lang, width),
    }
}

/// Whether a format is written while it is made, so that a long answer never lies in memory as a whole.
#[must_use]
pub fn is_written_as_made(format: Format) -> bool {
    matches!(format, Format::Json | Format::Csv | Format::ExcelCsv)
}

/// Writes a report in such a format.
///
/// # Errors
/// What the system says.
pub fn write<R: Serialize + Sheets>(report: &R, format: Format, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        serde_json::to_writer(&mut *out, report)?;
        return out.write_all(b"\n");
    }
    let dialect = if format == Format::ExcelCsv { csv::Dialect::Excel } else { csv::Dialect::Plain };
    match report.long(Reader::Program) {
        Some(long) => csv::write(&[long], dialect, lang, out),
        None => csv::write(&long_sheets(&report.flat()), dialect, lang, out),
    }
}

/// Sheets in a format.
pub fn sheets(sheets: &[Sheet], format: Format, lang: Lang, width: u16) -> Result<Vec<u8>> {
    match format {
        Format::Table => Ok(table::render(sheets, lang, width).into_bytes()),
        Format::Md => Ok(md::render(sheets, lang).into_bytes()),
        Format::Csv => in_memory(|out| csv::write(&long_sheets(sheets), csv::Dialect::Plain, lang, out)),
        Format::ExcelCsv => in_memory(|out| csv::write(&long_sheets(sheets), csv::Dialect::Excel, lang, out)),
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
