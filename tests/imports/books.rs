//! Workbooks of a few parts, made in a test: sheets with their rows as markup, shown or hidden, with merged cells.

use std::io::{Cursor, Write};

/// A sheet of a workbook.
pub struct Sheet<'s> {
    pub name: &'s str,
    pub is_hidden: bool,
    /// Rows, each a cell after the other as `cell` or `text` makes them.
    pub rows: Vec<Vec<String>>,
    /// Merged cells, as `B3:C4`.
    pub merged: &'s [&'s str],
}

/// A sheet of texts.
pub fn sheet<'s>(name: &'s str, rows: &[&[&str]]) -> Sheet<'s> {
    let rows = rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect();
    Sheet { name, is_hidden: false, rows, merged: &[] }
}

/// A cell of this type with this value; empty where there is neither.
pub fn cell(kind: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" t=\"{kind}\"><v>{value}</v></c>") }
}

/// A cell with a text.
pub fn text(value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" t=\"inlineStr\"><is><t>{value}</t></is></c>") }
}

/// The bytes of a workbook.
pub fn workbook(sheets: &[Sheet<'_>]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let numbered = || (1..).zip(sheets);
    let listed: String = numbered()
        .map(|(number, sheet)| {
            let state = if sheet.is_hidden { " state=\"hidden\"" } else { "" };
            format!("<sheet name=\"{}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>", sheet.name)
        })
        .collect();
    let relation =
        |number: usize| format!("<Relationship Id=\"r{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>");
    let relations: String = numbered().map(|(number, _)| relation(number)).collect();
    let root = format!("<Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    let mut parts = vec![
        ("_rels/.rels".to_owned(), format!("<Relationships xmlns=\"{PACKAGE}\">{root}</Relationships>")),
        ("xl/workbook.xml".to_owned(), format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>")),
    ];
    parts.extend(numbered().map(|(number, sheet)| (format!("xl/worksheets/sheet{number}.xml"), worksheet(sheet, MAIN))));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in parts {
        writer.start_file(name, stored).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn worksheet(sheet: &Sheet<'_>, namespace: &str) -> String {
    let cells = |number: usize, row: &[String]| -> String {
        let named = ('A'..='Z').zip(row).filter(|(_, cell)| !cell.is_empty());
        named.map(|(letter, cell)| format!("<c r=\"{letter}{number}\"{cell}")).collect()
    };
    let rows: String = (1..).zip(&sheet.rows).map(|(number, row)| format!("<row r=\"{number}\">{}</row>", cells(number, row))).collect();
    let merged: String = sheet.merged.iter().map(|merged| format!("<mergeCell ref=\"{merged}\"/>")).collect();
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    let last = sheet.rows.len().max(1);
    format!("<worksheet xmlns=\"{namespace}\"><dimension ref=\"A1:Z{last}\"/><sheetData>{rows}</sheetData>{merged}</worksheet>")
}
