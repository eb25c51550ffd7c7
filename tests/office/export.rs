//! Answers for the office's programs: workbooks and csv for Excel, through the program itself.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::example::Example;

/// The worksheets of a workbook, each with its name and its rows.
fn workbook(example: &Example, words: &[&str]) -> Vec<(String, Vec<Vec<Data>>)> {
    let bytes = example.bytes(&[&["--format", "xlsx"], words].concat());
    assert!(bytes == example.bytes(&[&["--format", "xlsx"], words].concat()), "two runs, two files: {words:?}");
    sheets(bytes)
}

#[test]
fn every_report_comes_as_a_workbook() {
    let example = Example::on("2013-06-20");
    let reports: [&[&str]; 14] = [
        &["status"],
        &["check", "--all"],
        &["check", "--pair", "ug1-001"],
        &["due"],
        &["rollup", "2012-12"],
        &["rollup", "2013-05", "--since", "2012-11"],
        &["form", "list", "2012-12"],
        &["report", "list"],
        &["award", "list"],
        &["award", "compute", "star", "--as-of", "2013-06-14"],
        &["award", "compute", "star", "--as-of", "2013-06-14", "--explain", "2010210106"],
        &["person", "list"],
        &["pair", "list"],
        &["contacts", "list"],
    ];
    for words in reports {
        let sheets = if words[0] == "check" { unsound(&example, words) } else { workbook(&example, words) };
        assert!(!sheets.is_empty() && sheets.iter().all(|(_, rows)| !rows.is_empty()), "{words:?}");
    }
}

/// A workbook of a command whose answer is "no".
fn unsound(example: &Example, words: &[&str]) -> Vec<(String, Vec<Vec<Data>>)> {
    let (code, bytes) = example.raw(&[&["--format", "xlsx"], words].concat());
    assert_eq!(code, 1, "{words:?}");
    sheets(bytes)
}

fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    names.iter().map(|name| (name.clone(), book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect())).collect()
}

#[test]
fn the_contacts_of_a_workbook_are_the_contacts_of_the_records() {
    let example = Example::on("2013-06-20");
    let listed = example.json(&["contacts", "list"]);
    let records = listed["records"].as_array().unwrap();
    let sheets = workbook(&example, &["contacts", "list"]);
    let rows = &sheets[0].1;
    let column = |header: &str| rows[1].iter().position(|cell| *cell == Data::String(header.to_owned())).unwrap();
    let (content, minutes, entered, date) = (column("content"), column("minutes"), column("entered"), column("date"));
    let day_of = |cell: &Data| calamine::DataType::as_date(cell).map(|day| day.to_string());
    for (record, row) in records.iter().zip(&rows[2..]) {
        assert_eq!(record["record"].as_str().unwrap(), row[0].to_string());
        assert_eq!(record["content"].as_str().unwrap(), row[content].to_string());
        assert_eq!(record["minutes"].as_str().map(|digits| Data::Float(digits.parse().unwrap())).unwrap_or(Data::Empty), row[minutes]);
        assert_eq!(record["entered"].as_str().map(str::to_owned), day_of(&row[entered]));
        assert_eq!(record["date"].as_str().map(str::to_owned), day_of(&row[date]));
    }
    assert!(records.len() > 900 && rows.len() > records.len() + 2, "{} rows", rows.len());
}

#[test]
fn a_months_workbook_has_its_figures_and_charts() {
    let example = Example::on("2013-06-20");
    let rollup = example.json(&["rollup", "2012-12"]);
    let sheets = workbook(&example, &["rollup", "2012-12"]);
    let row = |name: &str| sheets[0].1.iter().find(|row| row[0] == Data::String(name.to_owned())).unwrap().clone();
    let branch = |index: usize, key: &str| Data::Float(rollup["branches"][index][key].as_f64().unwrap());
    for (name, key) in [("pairs", "pairs"), ("contacts", "contacts"), ("late days", "late_days")] {
        assert_eq!(row(name)[1..4], [branch(0, key), branch(1, key), branch(2, key)], "{name}");
        assert_eq!(row(name)[4], Data::Float(rollup["total"][key].as_f64().unwrap()));
    }
    assert_eq!(sheets.last().unwrap().0, "Charts");
    let figures: Vec<&Vec<Data>> = sheets.last().unwrap().1.iter().filter(|row| row[0].to_string().contains("支部")).collect();
    assert_eq!(figures[0][1..4], [branch(0, "pairs"), branch(0, "contacted"), branch(0, "keeping")]);
}

#[test]
fn a_sentence_is_no_workbook_and_nothing_is_written() {
    let example = Example::on("2013-06-20");
    for words in [&["pair", "end", "ug1-002", "--on", "2013-06-01", "--reason", "x"][..], &["schema", "check"], &["fmt"]] {
        for format in ["xlsx", "html", "docx"] {
            let told = example.refuses(&[&["--format", format], words].concat());
            assert!(told.contains("table, json"), "{words:?}: {told}");
        }
    }
    let told = example.refuses(&["--format", "docx", "due"]);
    assert!(told.contains("xlsx") && told.contains("csv"), "{told}");
}

#[test]
fn csv_for_excel_has_its_mark_and_no_formulas() {
    let example = Example::on("2013-06-20");
    example.replace("people.csv", "\n2009210101,", "\n2009210100,=1+1,女,英语,,,ug1,full,,,,,,\n2009210101,");
    let plain = example.fine(&["--format", "csv", "person", "list"]);
    let excel = example.fine(&["--format", "csv", "--excel", "person", "list"]);
    let body = excel.strip_prefix('\u{feff}').unwrap();
    assert_eq!(body.replace("\r\n", "\n"), plain);
    assert_eq!(body.matches('\n').count(), body.matches("\r\n").count());
    assert!(body.contains("2009210100,'=1+1,"), "{body}");
    let rollup = example.fine(&["--excel", "rollup", "2012-12"]);
    assert!(rollup.starts_with('\u{feff}') && rollup.contains(",22,"), "{rollup}");
    assert!(example.refuses(&["--format", "json", "--excel", "due"]).contains("csv"));
}

#[test]
fn a_workbook_goes_into_a_file() {
    let example = Example::on("2013-06-20");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("汇总.xlsx");
    example.fine(&["--format", "xlsx", "-o", file.to_str().unwrap(), "rollup", "2012-12", "--no-footer"]);
    assert!(std::fs::read(&file).unwrap() == example.bytes(&["--format", "xlsx", "rollup", "2012-12"]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(Path::new(&file).is_file());
}
