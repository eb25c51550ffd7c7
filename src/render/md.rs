//! Sheets as Markdown tables. Text of records is escaped, so that it stays text.

use super::text_of;
use super::visible::visible;
use crate::i18n::Lang;
use crate::reports::sheet::{Align, Sheet};

/// The tables with their titles as headings and their footers as notes.
pub fn render(sheets: &[Sheet], lang: Lang) -> String {
    let mut out = String::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if let Some(title) = &sheet.title {
            out.push_str(&format!("## {}\n\n", escaped(&title.text(lang))));
        }
        if !sheet.columns.is_empty() && !sheet.rows.is_empty() {
            table(sheet, lang, &mut out);
        }
        if !sheet.footer.is_empty() {
            out.push('\n');
        }
        sheet.footer.iter().for_each(|line| out.push_str(&format!("- {}\n", escaped(&line.text(lang)))));
    }
    out
}

fn table(sheet: &Sheet, lang: Lang, out: &mut String) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(sheet.columns.iter().map(|column| escaped(&column.header.text(lang))).collect()));
    let rule = |align| if align == Align::Right { "---:".to_owned() } else { "---".to_owned() };
    out.push_str(&line(sheet.columns.iter().map(|column| rule(column.align)).collect()));
    for row in &sheet.rows {
        out.push_str(&line(row.iter().map(|cell| escaped(&text_of(cell, lang))).collect()));
    }
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
