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
fn a_text_of_another_encoding_is_told_and_can_be_named() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let french = "id,name,stage\n2012218801,François Noël,league\n";
    let latin = given.file("a.csv", encoding_rs::WINDOWS_1252.encode(french).0);
    let asked = example.refuses(&["import", "roster", &latin]);
    assert!(asked.contains("François Noël") && asked.contains("--encoding windows-1252"), "{asked}");
    let read = answer(&example, &["roster", &latin, "--encoding", "windows-1252"]);
    assert_eq!((&read["encoding"], &read["rows"][0]["cells"]["name"]), (&"windows-1252".into(), &"François Noël".into()));
    let joined = given.file("b.csv", [TEXT.as_bytes(), &encoding_rs::GB18030.encode("2012218803,丙三,群众\n").0].concat());
    assert!(example.refuses(&["import", "roster", &joined]).contains("UTF-8 up to line 5"));
    let unmarked = given.file("c.csv", &utf16(TEXT, u16::to_le_bytes)[2..]);
    assert!(example.refuses(&["import", "roster", &unmarked]).contains("--encoding utf-16le"));
    assert_eq!(answer(&example, &["roster", &unmarked, "--encoding", "utf-16le"])["totals"]["new"], 2);
    let other = given.file("d.csv", encoding_rs::GB18030.encode("编号,名字\n1,甲\n").0);
    assert!(example.refuses(&["import", "roster", &other]).contains("“编号,名字”, read as gb18030"));
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
fn very_many_columns_that_are_passed_over_are_counted() {
    let example = Example::on("2013-03-20");
    let given = Given::new();
    let heads: Vec<String> = (1..=30).map(|number| format!("列{number}")).collect();
    let file = given.file("a.csv", format!("学号,姓名,{}\n2010210509,贺采蘩\n", heads.join(",")));
    let said = example.run(&["import", "roster", &file]).stdout;
    assert!(said.contains("列20 and 10 more") && !said.contains("列21"), "{said}");
    assert_eq!(answer(&example, &["roster", &file])["passed_over"].as_array().unwrap().len(), 30);
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
