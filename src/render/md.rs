//! Sheets as Markdown tables. Text of records is escaped, so that it stays text.

use std::io::{self, Write};

use super::text_of;
use super::visible::visible;
use crate::i18n::Lang;
use crate::reports::sheet::{Align, LongSheet};

/// Writes the tables with their titles as headings and their footers as notes.
///
/// # Errors
/// What the system says.
pub fn write(sheets: &[LongSheet<'_>], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for (index, sheet) in sheets.iter().enumerate() {
        let frame = &sheet.frame;
        if index > 0 {
            out.write_all(b"\n")?;
        }
        if let Some(title) = &frame.title {
            write!(out, "## {}\n\n", escaped(&title.text(lang)))?;
        }
        if !frame.columns.is_empty() && sheet.count > 0 {
            table(sheet, lang, out)?;
        }
        if !frame.footer.is_empty() {
            out.write_all(b"\n")?;
        }
        for line in &frame.footer {
            writeln!(out, "- {}", escaped(&line.text(lang)))?;
        }
    }
    Ok(())
}

fn table(sheet: &LongSheet<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let columns = &sheet.frame.columns;
    let mut line = |cells: Vec<String>| writeln!(out, "| {} |", cells.join(" | "));
    line(columns.iter().map(|column| escaped(&column.header.text(lang))).collect())?;
    let rule = |align| if align == Align::Right { "---:".to_owned() } else { "---".to_owned() };
    line(columns.iter().map(|column| rule(column.align)).collect())?;
    sheet.rows().try_for_each(|row| line(row.iter().map(|cell| escaped(&text_of(cell, lang))).collect()))
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).trim_matches(' ').chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' | '^' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>"),
            plain => out.push(plain),
        }
    }
    out
}
