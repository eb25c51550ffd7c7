//! Pages: what stands in records stays text, and the same page gives the same bytes.

use super::{LongPage, render};
use crate::i18n::{Lang, Message};
use crate::model::day::Day;
use crate::reports::chart::{Chart, ChartKind, Series};
use crate::reports::page::{Calendar, DayKind, Mark, Page, Part, Section, Tile};
use crate::reports::sheet::{Cell, Column, LongSheet, Sheet};

const HOSTILE: &str = "<script>alert(1)</script>\" onload='x' & {{ title }} </style>\u{202e}\u{1}\u{fffe}";

fn page() -> Page {
    let named = || Message::new("rollup.branch").with("name", HOSTILE);
    let hostile = || Cell::Text(HOSTILE.to_owned());
    let sheet = Sheet {
        title: Some(named()),
        columns: vec![Column { header: named(), ..Column::left("person", "column.person") }],
        rows: vec![vec![hostile()], vec![Cell::Text("帮".repeat(21_845))], vec![Cell::Text("甲↵乙".to_owned())]],
        footer: vec![named()],
    };
    let series = |values| Series { name: named(), values };
    let chart = |kind| Chart {
        title: named(),
        kind,
        categories: vec![hostile(), hostile()],
        series: vec![series(vec![Some(3), None]), series(vec![Some(0), Some(7)])],
    };
    let marks = [(DayKind::Late, 0), (DayKind::Late, 2), (DayKind::Counted, 1), (DayKind::Paused, 0), (DayKind::Outside, 0)];
    let days = marks.iter().map(|(kind, contacts)| Mark { contacts: *contacts, kind: *kind }).collect();
    let calendar = Calendar { title: named(), note: named(), monday: Day::parse(b"2012-11-05").unwrap(), days };
    let tile = Tile { label: named(), value: hostile(), change: hostile() };
    let parts = vec![
        Part::Tiles(vec![tile]),
        Part::Table(sheet),
        Part::Chart(chart(ChartKind::Bars)),
        Part::Chart(chart(ChartKind::Lines)),
        Part::Calendar(calendar),
        Part::Notes(vec![named()]),
    ];
    let sections = vec![Section { title: Some(named()), parts }];
    Page { file: "index".to_owned(), name: named(), title: named(), lead: vec![named()], sections }
}

fn html(lang: Lang) -> String {
    let other = Page { file: "other".to_owned(), ..page() };
    let pages = render(&[page(), other], lang).unwrap();
    assert_eq!(pages.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["index.html", "other.html"]);
    String::from_utf8(pages[0].1.clone()).unwrap()
}

#[test]
fn what_stands_in_records_stays_text() {
    for lang in Lang::ALL {
        let html = html(lang);
        assert_eq!(html, self::html(lang));
        assert!(!html.contains("<script") && !html.contains("onload='") && !html.contains('\u{202e}') && !html.contains('\u{1}'));
        assert_eq!(html.matches("</style>").count(), 1);
        assert!(html.matches("&lt;script&gt;").count() > 20 && html.contains("\\u{202e}\\u{1}\\u{fffe}") && html.contains("{{ title }}"));
        assert!(html.contains(&"帮".repeat(21_845)) && html.contains("<td>甲\n乙</td>"));
    }
}

#[test]
fn days_and_figures_are_drawn() {
    let html = html(Lang::En);
    assert_eq!(html.matches("class=\"late\"").count(), 1);
    assert_eq!(html.matches("class=\"late done\"").count(), 1);
    assert!(html.contains("<title>2012-11-06: late, contacts 2</title>") && html.contains("<text class=\"count\""));
    assert_eq!(html.matches("<circle").count(), 3);
    assert_eq!(html.matches("<polyline").count(), 2);
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
}

#[test]
fn a_page_that_is_written_row_by_row_is_the_same_page() {
    let cell = |number: usize| Cell::Text(format!("{HOSTILE}{number}'/↵"));
    let columns = || vec![Column::left("person", "column.person"), Column::right("points", "column.points")];
    let footer = || vec![Message::new("list.count").with("count", 3)];
    let title = Message::new("rollup.branch").with("name", HOSTILE);
    let frame = || Sheet { title: Some(title.clone()), columns: columns(), rows: Vec::new(), footer: footer() };
    let row = move |number: usize| vec![cell(number), Cell::number(number)];
    let whole = Sheet { rows: (0..3).map(&row).collect(), ..frame() };
    let expected = render(&[Page::of_sheets(vec![whole])], Lang::Zh).unwrap().pop().unwrap().1;
    let mut written = Vec::new();
    LongPage::of(LongSheet::made(frame(), 3, row), Lang::Zh).unwrap().write(&mut written).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(expected).unwrap());
}
