//! A document is filled wherever its places were cut, whatever stands in them, and nothing else of it changes.

use std::collections::BTreeMap;

use super::super::markup::tokens;
use super::{Filler, Known};
use crate::i18n::Lang;
use crate::reports::places::{Filling, List, Place};
use crate::reports::sheet::Cell;

fn filling(helper: &str, contacts: &[[&str; 2]]) -> Filling {
    let rows = contacts.iter().map(|cells| cells.map(Cell::text));
    Filling {
        name: "a-1".to_owned(),
        places: vec![Place::of("place.helper", Cell::text(helper)), Place::of("place.end-reason", Cell::Empty)],
        lists: vec![
            List::of("place.contact", ["place.date", "place.content"], rows),
            List::of("place.goal", ["place.goal-text"], std::iter::once([Cell::text("四级")])),
        ],
    }
}

/// A part filled, and the faults found.
fn filled(text: &str, filling: &Filling) -> (String, Vec<&'static str>) {
    let mut filler = Filler { known: Known::of(filling), lang: Lang::Zh, found: 0, faults: Vec::new(), has_content: BTreeMap::new() };
    let part = filler.part(&tokens(text).unwrap());
    (part, filler.faults.iter().map(|fault| fault.key).collect())
}

fn paragraph(runs: &[&str]) -> String {
    let runs: String = runs.iter().map(|run| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>")).collect();
    format!("<w:p w:rsid=\"1\">{runs}</w:p>")
}

/// The texts without their markup.
fn seen(part: &str) -> String {
    tokens(part).unwrap().iter().filter(|token| matches!(token, super::Token::Text(_))).map(|token| token.raw()).collect()
}

#[test]
fn a_place_is_found_however_its_runs_are_cut() {
    for runs in [
        &["帮扶人：{{帮扶人}}。"][..],
        &["帮扶人：{", "{帮", "扶人}", "}。"],
        &["帮扶人：", "{{", " helper ", "}}", "。"],
        &["帮扶人：｛｛帮扶人｝｝。"],
    ] {
        let (part, faults) = filled(&paragraph(runs), &filling("顾南斗", &[]));
        assert_eq!((seen(&part), faults), ("帮扶人：顾南斗。".to_owned(), Vec::new()), "{runs:?}");
        assert_eq!(part.matches("<w:b/>").count(), runs.len(), "no run is lost");
    }
}

#[test]
fn what_has_no_place_stays_byte_for_byte() {
    let text = "<?xml version=\"1.0\"?>\n<w:p><w:r><w:t>a &amp; b &#x4e2d; { x } </w:t></w:r></w:p><w:p/><w:t/>";
    assert_eq!(filled(text, &filling("甲", &[])), (text.to_owned(), Vec::new()));
}

#[test]
fn hostile_content_is_text_and_no_place() {
    let (part, faults) = filled(&paragraph(&["{{帮扶人}}"]), &filling("<w:p>&{{帮扶人}}\u{202e}\u{ffff}↵二", &[]));
    assert_eq!(faults, Vec::<&str>::new());
    let known = "&lt;w:p&gt;&amp;{{帮扶人}}\\u{202e}\\u{ffff}</w:t><w:br/><w:t xml:space=\"preserve\">二</w:t>";
    assert!(part.contains(known), "{part}");
}

#[test]
fn a_row_is_repeated_for_each_thing_and_stays_once_where_there_is_none() {
    let row = |text: &str| format!("<w:tr><w:tc><w:bookmarkStart w:id=\"1\"/>{}</w:tc></w:tr>", paragraph(&[text]));
    let table = |rows: &str| format!("<w:tbl>{rows}</w:tbl>");
    let text = table(&format!("{}{}", row("日期"), row("{{交流.日期}} {{contact.content}} {{帮扶人}};")));
    let (part, faults) = filled(&text, &filling("甲", &[["11-08", "一"], ["11-20", "二"]]));
    assert_eq!((seen(&part), faults), ("日期11-08 一 甲;11-20 二 甲;".to_owned(), Vec::new()));
    assert_eq!(part.matches("bookmarkStart").count(), 2, "a name is not doubled");
    assert_eq!(seen(&filled(&text, &filling("甲", &[])).0), "日期  甲;");
    // A table in a cell has rows of its own.
    let nested = table(&format!("<w:tr><w:tc>{}</w:tc></w:tr>", table(&row("{{目标.目标}}{{交流.日期}}"))));
    assert_eq!(filled(&nested, &filling("甲", &[])).1, ["template.not-in-row"]);
    let nested = table(&format!("<w:tr><w:tc>{}</w:tc></w:tr>", table(&row("{{交流.日期}},"))));
    let (part, _) = filled(&nested, &filling("甲", &[["1", ""], ["2", ""]]));
    assert_eq!((seen(&part), part.matches("<w:tbl>").count()), ("1,2,".to_owned(), 2));
}

#[test]
fn a_text_box_is_a_paragraph_of_its_own() {
    let text =
        format!("<w:p><w:r><w:t>{{{{帮</w:t><w:txbxContent>{}</w:txbxContent><w:t>扶人}}}}</w:t></w:r></w:p>", paragraph(&["{{helper}}"]));
    assert_eq!(seen(&filled(&text, &filling("甲", &[])).0), "甲甲");
}

#[test]
fn what_is_wrong_is_named() {
    let faults = |text: &str| filled(&paragraph(&[text]), &filling("甲", &[])).1;
    assert_eq!(faults("{{帮扶}}"), ["template.unknown"]);
    assert_eq!(faults("{{帮扶人"), ["template.open"]);
    assert_eq!(faults("{{帮扶人 {{helper}}"), ["template.open"]);
    assert_eq!(faults("{{}}"), ["template.unknown"]);
    assert_eq!(faults("{{交流.日期}}"), ["template.not-in-row"]);
    let broken = "<w:p><w:r><w:t>{{帮</w:t><w:br/><w:t>扶人}}</w:t></w:r></w:p>";
    assert_eq!(filled(broken, &filling("甲", &[])).1, ["template.open"]);
}
