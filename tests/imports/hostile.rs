//! Files that are not what their name says, damaged, or made to do harm.

use super::{Given, made};
use crate::example::Example;

#[test]
fn bytes_say_what_a_file_is_whatever_its_name() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let html = given.file("名册.xls", "<html><table><tr><td>学号</td></tr></table></html>");
    assert!(example.refuses(&["import", "roster", &html]).contains("HTML table"));
    assert!(example.refuses(&["--lang", "zh", "import", "roster", &html]).contains("另存为 xlsx"));
    let renamed = given.file("名册.csv", std::fs::read(made("roster.xlsx")).unwrap());
    assert!(example.run(&["import", "roster", &renamed]).stdout.contains("Read as xlsx"));
    let renamed = given.file("名册.et", wps(std::fs::read(made("roster-lo.xls")).unwrap()));
    assert!(example.run(&["import", "roster", &renamed]).stdout.contains("Read as xls,"));
    for name in ["password.xlsx", "password.xls"] {
        assert!(example.refuses(&["import", "roster", &made(name)]).contains("password"), "{name}");
    }
    let picture = given.file("名册.xlsx", b"\x89PNG\r\n\x1a\n\0");
    assert!(example.refuses(&["--lang", "zh", "import", "roster", &picture]).contains("是图片"));
    assert!(example.refuses(&["import", "roster", &given.file("a.xlsx", b"")]).contains("is empty"));
}

/// The workbook as WPS keeps its own: the root of the container bears the class of WPS instead of Excel's.
fn wps(mut workbook: Vec<u8>) -> Vec<u8> {
    let root: Vec<u8> = "Root Entry".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = workbook.windows(root.len()).position(|bytes| bytes == root).unwrap() + 80;
    // {45540001-5750-5300-4B49-4E47534F4654}, in which "ET", "WPS" and "KINGSOFT" can be read.
    workbook[at..at + 16].copy_from_slice(b"\x01\0TEPW\0SKINGSOFT");
    workbook
}

#[test]
fn a_damaged_workbook_is_told() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    for name in ["roster.xlsx", "roster-lo.xls", "roster-lo.ods"] {
        let bytes = std::fs::read(made(name)).unwrap();
        for part in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 40] {
            let run = example.run(&["import", "roster", &given.file(name, &bytes[..part])]);
            let told = run.code == 2 && (run.stderr.contains("damaged") || run.stderr.contains("is no workbook"));
            assert!(told || run.code < 2, "{name} {part}: {run:?}");
            assert!(!run.stderr.contains("panicked"), "{run:?}");
        }
        let mut broken = bytes.clone();
        for at in (bytes.len() / 4..bytes.len() / 2).step_by(7) {
            broken[at] ^= 0x55;
        }
        let run = example.run(&["import", "roster", &given.file(name, &broken)]);
        assert!((1..=2).contains(&run.code) && !run.stderr.contains("panicked"), "{name}: {run:?}");
    }
}

/// A zip archive of parts, stored without compression except those that are long.
fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if bytes.len() < 1000 { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
        std::io::Write::write_all(&mut writer, bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook that LibreOffice wrote, with one of them replaced.
fn with_part(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut original = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(made("roster-lo.xlsx")).unwrap())).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..original.len() {
        let mut part = original.by_index(index).unwrap();
        let mut own = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut own).unwrap();
        parts.push((part.name().unwrap().into_owned(), own));
    }
    assert!(parts.iter().any(|(own, _)| own == name), "{name}");
    let parts: Vec<(&str, Vec<u8>)> =
        parts.iter().map(|(own, old)| (own.as_str(), if own == name { bytes.clone() } else { old.clone() })).collect();
    archive(&parts)
}

#[test]
fn a_bomb_is_told_and_takes_no_memory() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let zeros = |mib: usize| vec![b' '; mib << 20];
    let bomb = given.file("a.xlsx", with_part("xl/sharedStrings.xml", zeros(257)));
    assert!(example.refuses(&["import", "roster", &bomb]).contains("unpacks to more"));
    let strings = b"<sst xmlns=\"x\" uniqueCount=\"4000000000000\"><si><t>a</t></si></sst>".to_vec();
    assert!(example.refuses(&["import", "roster", &given.file("b.xlsx", with_part("xl/sharedStrings.xml", strings))]).contains("damaged"));
    let manifest = ("META-INF/manifest.xml", b"<manifest:manifest/>".to_vec());
    let mime = ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec());
    let cell =
        "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
    let row = format!("<table:table-row table:number-rows-repeated=\"1048576\">{cell}</table:table-row>");
    let content = (
        "content.xml",
        format!("<office:document-content><table:table table:name=\"a\">{row}</table:table></office:document-content>").into_bytes(),
    );
    assert!(example.refuses(&["import", "roster", &given.file("c.ods", archive(&[mime, manifest, content]))]).contains("unpacks to more"));
}

#[test]
fn empty_rows_by_the_million_are_passed_over() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let mut sheet = String::from("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
    let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    sheet.push_str(&format!("<row r=\"1\">{}{}{}</row>", text("A1", "学号"), text("B1", "姓名"), text("C1", "发展阶段")));
    // Written without the machinery of formats, which takes longer than reading does.
    (2..1_000_000_u32).for_each(|row| ["<row r=\"", &row.to_string(), "\"/>"].into_iter().for_each(|part| sheet.push_str(part)));
    sheet.push_str(&format!(
        "<row r=\"1000000\">{}{}{}</row>",
        text("A1000000", "2012218801"),
        text("B1000000", "甲一"),
        text("C1000000", "群众")
    ));
    sheet.push_str("</sheetData></worksheet>");
    let file = given.file("a.xlsx", with_part("xl/worksheets/sheet1.xml", sheet.into_bytes()));
    let answer = super::answer(&example, &["roster", &file]);
    assert_eq!((&answer["totals"]["rows"], &answer["rows"][0]["place"]), (&1.into(), &"名册!1000000".into()));
}
