//! Workbooks read back: the same records, with days as days, numbers as numbers and everything else as text, whatever stands in them.

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx};

use super::cells::MOST_CHARACTERS;
use super::names::units;
use crate::failure::Result;
use crate::i18n::{Lang, Message};
use crate::model::day::Day;
use crate::reports::chart::{Chart, ChartKind, Series};
use crate::reports::sheet::{Cell, Column, LongSheet, Sheet};

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let columns =
        vec![Column::left("person", "column.person"), Column::right("score", "column.score"), Column::left("date", "column.date")];
    Sheet {
        title: Some(Message::new("rollup.branch").with("name", "标题")),
        columns,
        rows,
        footer: vec![Message::new("list.count").with("count", 1_u32)],
    }
}

fn render(sheets: &[Sheet], charts: &[Chart], lang: Lang) -> Result<Vec<u8>> {
    super::render(&sheets.iter().map(LongSheet::from).collect::<Vec<_>>(), charts, lang)
}

fn read(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn rows(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book = read(bytes);
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &str) -> Cell {
    Cell::Text(cell.to_owned())
}

/// What a text becomes in a workbook.
fn kept(content: &str) -> Data {
    let bytes = render(&[sheet(vec![vec![text(content), Cell::Empty, Cell::Empty]])], &[], Lang::Zh).unwrap();
    rows(&bytes)[2][0].clone()
}

#[test]
fn cells_keep_their_kind() {
    let day = Day::parse(b"2012-02-29").unwrap();
    let row = vec![text("007"), Cell::Digits("87.50".to_owned()), Cell::Day(day)];
    let bytes = render(&[sheet(vec![row])], &[], Lang::Zh).unwrap();
    let rows = rows(&bytes);
    assert_eq!((rows[0][0].clone(), rows[1][1].clone()), (Data::String("标题".into()), Data::String("评分".into())));
    assert_eq!((rows[2][0].clone(), rows[2][1].clone()), (Data::String("007".into()), Data::Float(87.5)));
    assert_eq!(rows[2][2].as_date().unwrap().to_string(), "2012-02-29");
}

#[test]
fn digits_that_a_spreadsheet_would_not_keep_stay_text() {
    let kept = |digits: &str| {
        let bytes = render(&[sheet(vec![vec![text("x"), Cell::Digits(digits.to_owned()), Cell::Empty]])], &[], Lang::En).unwrap();
        rows(&bytes)[2][1].clone()
    };
    let is_text = ["<3", "1e5", "", "12345678901234567", "1.2.3", "+1.5", "007", "0.12345678", "NaN", "-"];
    for digits in is_text {
        assert!(matches!(kept(digits), Data::String(_) | Data::Empty), "{digits}: {:?}", kept(digits));
    }
    assert_eq!([kept("+3"), kept("-3"), kept("0.9333")], [Data::Float(3.0), Data::Float(-3.0), Data::Float(0.9333)]);
}

#[test]
fn a_big_count_is_not_rounded() {
    let row = |number| vec![vec![text("x"), Cell::Number(number), Cell::Empty]];
    let bytes = render(&[sheet(row(9_007_199_254_740_993))], &[], Lang::En).unwrap();
    assert_eq!(rows(&bytes)[2][1], Data::String("9007199254740993".into()));
    let bytes = render(&[sheet(row(-48))], &[], Lang::En).unwrap();
    assert_eq!(rows(&bytes)[2][1], Data::Float(-48.0));
}

#[test]
fn texts_are_never_formulas_and_lose_nothing() {
    let hostile = [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "{=1}",
        "=HYPERLINK(\"http://x.invalid\")",
        "http://x.invalid",
        "file:///etc",
        "mailto:x",
        "<script>alert(1)</script>",
        "a&b<c>\"d'",
        "_x0041_",
        "_x000D_",
        " 两端有空格 ",
        "𠮷㛃",
        "阿依努尔·星原",
        "]]>",
        "2012-11-08",
        "1e5",
        "TRUE",
    ];
    for content in hostile {
        assert_eq!(kept(content), Data::String(content.into()));
    }
    let bytes = render(&[sheet(vec![vec![text("=1+1"), text("=A1"), text("@x")]])], &[], Lang::Zh).unwrap();
    let mut book = read(&bytes);
    let name = book.sheet_names()[0].clone();
    assert!(book.worksheet_formula(&name).unwrap().is_empty());
}

#[test]
fn what_cannot_be_seen_is_written_out_and_line_breaks_stay() {
    assert_eq!(kept("a\u{202e}b\u{1}\u{7f}\u{85}"), Data::String("a\\u{202e}b\\u{1}\\u{7f}\\u{85}".into()));
    assert_eq!(kept("\u{fffe}\u{ffff}\u{feff}"), Data::String("\\u{fffe}\\u{ffff}\\u{feff}".into()));
    assert_eq!(kept("第一行↵第二行"), Data::String("第一行\n第二行".into()));
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    for content in ["帮".repeat(65_536 / 3), "𠮷".repeat(16_384), "x".repeat(65_536)] {
        let Data::String(kept) = kept(&content) else { panic!("no text") };
        let length = units(&content);
        match length > MOST_CHARACTERS {
            true => assert!(units(&kept) <= MOST_CHARACTERS && kept.contains(&length.to_string()) && kept.contains("已截断"), "{length}"),
            false => assert_eq!(kept, content),
        }
    }
}

#[test]
fn the_same_sheets_give_the_same_bytes() {
    let chart = Chart {
        title: Message::new("chart.forms").with("month", "2012-12"),
        kind: ChartKind::Lines,
        categories: vec![text("=甲"), text("乙")],
        series: vec![Series { name: Message::new("chart.late"), values: vec![Some(3), None] }],
    };
    let made = || {
        render(&[sheet(vec![vec![text("甲"), Cell::Number(1), Cell::Empty]]), sheet(Vec::new())], std::slice::from_ref(&chart), Lang::Zh)
            .unwrap()
    };
    let bytes = made();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(bytes == made(), "the bytes tell when they were made");
    let names = read(&bytes).sheet_names();
    assert_eq!(names, ["标题", "标题 (2)", "图表"]);
    let figures = read(&bytes).worksheet_range("图表").unwrap();
    assert_eq!((figures.get((2, 0)), figures.get((2, 1))), (Some(&Data::String("=甲".into())), Some(&Data::Float(3.0))));
}

#[test]
fn a_report_without_a_table_is_a_page_of_sentences() {
    let sheet = Sheet { title: None, footer: vec![Message::new("chart.late")], ..Sheet::default() };
    let bytes = render(&[sheet], &[], Lang::En).unwrap();
    assert_eq!(rows(&bytes).concat(), [Data::String("late".into())]);
    assert_eq!(read(&render(&[], &[], Lang::En).unwrap()).sheet_names().len(), 1);
}

#[test]
fn more_columns_than_a_worksheet_holds_are_refused() {
    let columns = vec![Column::left("person", "column.person"); 16_385];
    let wide = Sheet { columns, ..Sheet::default() };
    assert_eq!(render(&[wide], &[], Lang::En).unwrap_err().message.key, "failure.too-large-for-xlsx");
}

#[test]
fn a_long_table_reads_as_a_short_one_and_has_the_same_bytes_on_every_run() {
    let day = Day::parse(b"2012-02-29").unwrap();
    let row = move |number: usize| {
        vec![
            text(&format!("<甲>&{number}\u{1}")),
            Cell::Digits(format!("{number}.5")),
            if number.is_multiple_of(2) { Cell::Day(day) } else { Cell::Empty },
        ]
    };
    let long = |count| super::render(&[LongSheet::made(sheet(Vec::new()), count, row)], &[], Lang::Zh).unwrap();
    let count = super::IN_MEMORY + 3;
    let bytes = long(count);
    assert!(bytes == long(count), "the bytes differ from run to run");
    let kept = render(&[LongSheet::made(sheet(Vec::new()), count, row).kept()], &[], Lang::Zh).unwrap();
    assert_eq!(rows(&bytes), rows(&kept));
    assert_eq!(rows(&bytes).len(), count + 4);
}
