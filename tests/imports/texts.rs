//! Rosters in text files: encodings, delimiters, quotes.

use super::{Given, answer, effects, told};
use crate::example::Example;

const TEXT: &str = "外国语学院名单\n学号,姓名,政治面貌\n2012218801,㛃𠮷,共青团员\n2012218802,阿依古丽·买买提,群众\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn every_encoding_and_delimiter_says_the_same_and_is_named() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let gb = encoding_rs::GB18030.encode(TEXT).0.into_owned();
    for (name, bytes, encoding) in [
        ("utf8.csv", TEXT.as_bytes().to_vec(), "utf-8"),
        ("bom.csv", format!("\u{feff}{TEXT}").into_bytes(), "utf-8"),
        ("gb.csv", gb, "gb18030"),
        ("le.txt", utf16(&TEXT.replace(',', "\t"), u16::to_le_bytes), "utf-16le"),
        ("be.txt", utf16(&TEXT.replace(',', ";"), u16::to_be_bytes), "utf-16be"),
        ("mac.csv", TEXT.replace('\n', "\r").into_bytes(), "utf-8"),
    ] {
        let file = given.file(name, bytes);
        let answer = answer(&example, &["roster", &file]);
        assert_eq!(answer["encoding"], encoding, "{name}");
        assert_eq!(answer["rows"][0]["cells"]["name"], "㛃𠮷", "{name}");
        assert_eq!(answer["rows"][1]["cells"]["name"], "阿依古丽·买买提", "{name}");
        assert_eq!((&answer["header"], &answer["rows"][1]["line"]), (&2.into(), &4.into()), "{name}");
        let said = example.run(&["import", "roster", &file]).stdout;
        assert!(said.contains(&format!("Read as text in {encoding}")), "{said}");
        let told = example.run(&["--format", "csv", "import", "roster", &file]).stderr;
        assert!(told.contains(&format!("Read as text in {encoding}")), "{told}");
    }
}

#[test]
fn where_two_encodings_fit_it_asks() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file("a.csv", encoding_rs::GB18030.encode("id,name,stage\n2012218801,卢强,league\n").0);
    let asked = example.refuses(&["import", "roster", &file]);
    assert!(asked.contains("卢强") && asked.contains("--encoding gb18030"), "{asked}");
    assert_eq!(answer(&example, &["roster", &file, "--encoding", "gb18030"])["rows"][0]["cells"]["name"], "卢强");
    assert!(example.refuses(&["import", "roster", &given.file("b.csv", b"\xFF\xFF\xFF"), "--encoding", "utf-8"]).contains("utf-8"));
}

#[test]
fn an_open_quote_swallows_no_row() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let open = given.file("a.csv", "学号,姓名,发展阶段\n2012218801,\"甲一,群众\n2012218802,乙二,群众\n");
    assert!(example.refuses(&["import", "roster", &open]).contains("line 2"));
    let inside = given.file("b.csv", "学号,姓名,发展阶段\n2012218801,\"甲一,群众\n2012218802,\"乙二\",群众\n");
    assert!(example.refuses(&["import", "roster", &inside]).contains("in line 3"));
    let broken = given.file("c.csv", "学号,姓名,发展阶段\n2012218801,\"甲\n一\",群众\n");
    assert_eq!(effects(&answer(&example, &["roster", &broken])), told(&[("refused", "2:12", "line-break")]));
}

#[test]
fn damaged_cells_are_named_by_line_and_column() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file(
        "a.csv",
        "序号,学号,姓名,发展阶段,入党时间\n1,2.0122E+09,甲一,群众,\n2,2012218802,乙二,老板,\n3,2012218803,丙三,群众,2012-02-30\n4,2012218804,\"丁,四\",群众,41219\n\
         5,821218805,戊五,群众,\n6,2012218806.0,己六,群众,\n7,,庚七,群众,\n8,2012218808,,群众,\n9,2012218809,壬九,,\n",
    );
    let expected = [
        ("refused", "2:3", "scientific"),
        ("refused", "3:17", "no-stage"),
        ("refused", "4:20", "no-such-day"),
        ("refused", "5:23", "day-serial"),
        ("refused", "6:3", "short-id"),
        ("refused", "7:3", "scientific"),
        ("refused", "8:3", "missing"),
        ("refused", "9:14", "missing"),
        ("refused", "10:17", "stage-missing"),
    ];
    assert_eq!(effects(&answer(&example, &["roster", &file])), told(&expected));
}

#[test]
fn messages_in_chinese_show_no_keys() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let file = given.file("a.csv", "学号,姓名,发展阶段,班级\n2009210101,顾南斗,群众,\n2009210102,侯摽梅,,新班\n2012218809,壬九,,\n");
    let said = example.run(&["--lang", "zh", "import", "roster", &file]).stdout;
    assert!(said.contains("班级：英语0901 → 新班") && said.contains("（正式党员）"), "{said}");
    for key in ["class", "full", "new", "conflict", "refused"] {
        assert!(!said.contains(key), "{key}: {said}");
    }
}
