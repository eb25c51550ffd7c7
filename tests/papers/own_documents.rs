//! A school's own Word files: filled wherever the word processor cut their places, nothing else of them lost, and refused by name where they
//! cannot be filled. `templates/record-form.docx` was written by LibreOffice from the `.fodt` beside it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};

use super::office::{Office, said};

const FORM: &str = "tests/papers/templates/record-form.docx";

/// A template of the office, as its path.
fn kept(office: &Office, name: &str, bytes: &[u8]) -> String {
    fs::write(office.path(name), bytes).unwrap();
    office.path(name).to_str().unwrap().to_owned()
}

/// The parts of the document that a command writes.
fn filled_parts(office: &Office, name: &str, line: &[&str]) -> BTreeMap<String, Vec<u8>> {
    parts(&office.file(name, line))
}

fn parts(docx: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut found = BTreeMap::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        found.insert(part.name().unwrap().into_owned(), bytes);
    }
    found
}

/// The texts of a part, a paragraph a line.
fn lines(part: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(part).unwrap();
    let paragraph = |paragraph: &str| {
        let runs = paragraph.split("<w:t").skip(1).filter(|run| run.starts_with([' ', '>']));
        runs.filter_map(|run| run.split_once('>')?.1.split_once("</w:t>")).map(|(text, _)| text).collect::<String>()
    };
    text.split("</w:p>").map(paragraph).filter(|line| !line.is_empty()).collect()
}

/// A document with a body, no place in its head and, where it is another one, the type of its main part.
fn docx(body: &str, kind: &str) -> Vec<u8> {
    let mut bytes = parts(&fs::read(FORM).unwrap());
    let whole = String::from_utf8(bytes["word/document.xml"].clone()).unwrap();
    let (head, rest) = whole.split_once("<w:body>").unwrap();
    let (_, end) = rest.split_once("<w:sectPr>").unwrap();
    bytes.insert("word/document.xml".to_owned(), format!("{head}<w:body>{body}<w:sectPr>{end}").into_bytes());
    let head = String::from_utf8(bytes["word/header1.xml"].clone()).unwrap();
    bytes.insert("word/header1.xml".to_owned(), head.replace(['{', '}'], "").into_bytes());
    let types = String::from_utf8(bytes["[Content_Types].xml"].clone()).unwrap();
    bytes.insert("[Content_Types].xml".to_owned(), types.replace("wordprocessingml.document.main+xml", kind).into_bytes());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in bytes {
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const PLAIN: &str = "wordprocessingml.document.main+xml";

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_form_of_ones_own_is_filled_and_nothing_of_it_is_lost() {
    let office = Office::new();
    let line = ["form", "print", "ug1-001", "2012-12", "--template", FORM];
    let filled = filled_parts(&office, "one.docx", &line);
    let body = lines(&filled["word/document.xml"]);
    for known in ["帮扶活动记录表（2012年12月）", "顾南斗", "2009210101", "夏昆吾", "12月5日", "12月30日", "本月交流 3 次，超期 1 天。"]
    {
        assert!(body.iter().any(|line| line == known), "{known} is not in {body:?}");
    }
    let contacts = body.iter().filter(|line| line.starts_with("12月")).count();
    assert_eq!(contacts, 3, "{body:?}");
    assert!(!body.iter().any(|line| line.contains("{{")), "{body:?}");
    let head = filled.iter().find(|(name, _)| name.starts_with("word/header")).unwrap();
    assert_eq!(lines(head.1), ["中共贵州大学外国语学院委员会　ug1-001"]);
    let before = parts(&fs::read(FORM).unwrap());
    assert!(before.keys().eq(filled.keys()) && before.keys().any(|name| name.ends_with(".png")));
    let changed: Vec<_> = before.iter().filter(|(name, bytes)| filled[*name] != **bytes).map(|(name, _)| name.as_str()).collect();
    assert_eq!(changed, ["word/document.xml", head.0.as_str()]);
    // The same bytes on every run, and what Word wrote about the file stays.
    filled_parts(&office, "two.docx", &line);
    assert!(fs::read(office.path("one.docx")).unwrap() == fs::read(office.path("two.docx")).unwrap());
}

#[test]
fn a_place_for_which_nothing_is_known_is_named() {
    let office = Office::new();
    let out = office.path("x.docx");
    let output = office.run(&["form", "print", "ug1-001", "2012-12", "--template", FORM, "-o", out.to_str().unwrap()]);
    let said = said(&output);
    assert!(said.contains("结束原因") && !said.contains("帮扶人"), "{said}");
}

#[test]
fn several_documents_go_into_a_folder() {
    let office = Office::new();
    let folder = office.path("forms");
    let line = ["form", "print", "2012-12", "--template", FORM];
    let output = office.run(&line);
    assert!(output.status.code() == Some(2) && output.stdout.is_empty() && said(&output).contains("-o"), "{}", said(&output));
    let into = [&line[..], &["-o", folder.to_str().unwrap()]].concat();
    assert!(office.run(&[&into[..], &["--dry-run"]].concat()).status.success());
    assert!(!folder.exists());
    assert!(office.run(&into).status.success());
    let all = office.run(&["rollup", "2012-12", "--format", "json"]);
    let due = serde_json::from_slice::<serde_json::Value>(&all.stdout).unwrap()["total"]["forms"]["due"].as_u64().unwrap();
    assert_eq!(fs::read_dir(&folder).unwrap().count() as u64, due);
    let one = parts(&fs::read(folder.join("ug1-001-2012-12.docx")).unwrap());
    assert!(lines(&one["word/document.xml"]).contains(&"顾南斗".to_owned()));
}

#[test]
fn every_paper_can_be_one_of_ones_own() {
    let office = Office::new();
    let row = |text: &str| format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(text));
    let file = kept(
        &office,
        "file.docx",
        &docx(&[row("{{访问.日期}} {{访问.评分}}"), row("{{目标.目标}}"), row("{{记录表.月份}}")].concat(), PLAIN),
    );
    let filled = filled_parts(&office, "archive.docx", &["archive", "ug1-001", "--template", &file]);
    let body = lines(&filled["word/document.xml"]);
    assert!(body.iter().any(|line| line.starts_with("2013年1月11日 ")) && body.contains(&"通过大学英语四级".to_owned()), "{body:?}");
    assert!(body.contains(&"2012年12月".to_owned()), "{body:?}");

    let report =
        kept(&office, "report.docx", &docx(&paragraph("{{党支部}} {{月份}} {{交流次数}} {{forms_due}} {{其中：学习}} {{评价}}"), PLAIN));
    let filled = filled_parts(&office, "rollup.docx", &["rollup", "2012-12", "--branch", "ug1", "--template", &report]);
    let body = lines(&filled["word/document.xml"]);
    assert!(body.iter().any(|line| line.starts_with("本科生第一党支部 2012年12月 64 21 32 ")), "{body:?}");
    let folder = office.path("reports");
    assert!(office.run(&["rollup", "2012-12", "--template", &report, "-o", folder.to_str().unwrap()]).status.success());
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["college-2012-12.docx", "pg-2012-12.docx", "ug1-2012-12.docx", "ug2-2012-12.docx"]);
}

#[test]
fn a_notice_and_certificates_can_be_of_ones_own_and_name_those_taken_alone() {
    let office = Office::new();
    office.fine("2013-06-20", &["award", "approve", "progress", "--meeting", "党委会"]);
    let row = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("{{名单.姓名}} {{person.class}}"));
    let notice = docx(&[paragraph("{{奖项}} {{人数}} {{公示开始}} {{until}}"), row].concat(), PLAIN);
    let line = ["award", "notice", "progress", "--template", &kept(&office, "own-notice.docx", &notice)];
    let body = lines(&filled_parts(&office, "notice.docx", &line)["word/document.xml"]);
    assert_eq!(body, ["最具进步奖 2 2013年6月20日 2013年6月26日", "江长庚 英语1102", "汪兔爰 翻译1101"]);

    office.fine("2013-07-10", &["award", "final", "progress"]);
    let own = kept(&office, "own-certificate.docx", &docx(&paragraph("{{姓名}} {{award}} {{日期}}"), PLAIN));
    let folder = office.path("certificates");
    office.fine("2013-07-10", &["award", "certificate", "progress", "--template", &own, "-o", folder.to_str().unwrap()]);
    let certificate = |id: &str| lines(&parts(&fs::read(folder.join(format!("{id}.docx"))).unwrap())["word/document.xml"]);
    assert_eq!(certificate("2011210206"), ["江长庚 最具进步奖 2013年7月10日"]);
    assert_eq!(certificate("2011210606"), ["汪兔爰 最具进步奖 2013年7月10日"]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}

#[test]
fn what_cannot_be_filled_is_refused_and_nothing_is_written() {
    let office = Office::new();
    let fresh = |name: &str, bytes: Vec<u8>| kept(&office, name, &bytes);
    let bomb = docx(&format!("<w:p>{}</w:p>", " ".repeat(33 << 20)), PLAIN);
    assert!(bomb.len() < 1 << 20);
    let entities = docx(&paragraph("{{帮扶人}}"), PLAIN);
    let cases = [
        (fresh("unknown.docx", docx(&paragraph("{{帮扶人学好}}"), PLAIN)), "帮扶人学号"),
        (fresh("open.docx", docx(&paragraph("{{帮扶人"), PLAIN)), "没有写完"),
        (fresh("row.docx", docx(&paragraph("{{交流.日期}}"), PLAIN)), "表格的一行"),
        (fresh("old.doc", b"\xD0\xCF\x11\xE0....".to_vec()), "旧式 .doc"),
        (fresh("text.docx", b"text".to_vec()), "不是 Word 文档"),
        (fresh("cut.docx", entities[..entities.len() / 2].to_vec()), "损坏"),
        (fresh("macro.docx", docx(&paragraph("{{帮扶人}}"), "macroEnabled.main+xml")), "带宏"),
        (fresh("bomb.docx", bomb), "解开后太大"),
        (fresh("none.docx", docx(&paragraph("没有"), PLAIN)), "--places"),
        (office.path("missing.docx").to_str().unwrap().to_owned(), "无法读取"),
    ];
    for (template, known) in cases {
        let out = office.path("out.docx");
        let line = ["form", "print", "ug1-001", "2012-12", "--template", &template, "-o", out.to_str().unwrap()];
        let output = office.run(&line);
        assert!(!output.status.success() && !out.exists(), "{template}");
        assert!(said(&output).contains(known), "{template}: {}", said(&output));
    }
}

#[test]
fn a_document_is_not_written_over_and_another_format_is_refused() {
    let office = Office::new();
    let own = kept(&office, "own.docx", &fs::read(FORM).unwrap());
    let line = ["form", "print", "ug1-001", "2012-12", "--template", &own];
    assert_eq!(office.run(&[&line[..], &["-o", &own]].concat()).status.code(), Some(2));
    assert!(fs::read(FORM).unwrap() == fs::read(&own).unwrap());
    for format in ["html", "xlsx", "json"] {
        assert_eq!(office.run(&[&line[..], &["--format", format]].concat()).status.code(), Some(2), "{format}");
    }
}

#[test]
fn the_places_of_notice_and_certificate_are_known_before_a_decision() {
    let office = Office::new();
    for (command, known) in [("notice", ["{{公示开始}}", "{{person.name}}"]), ("certificate", ["{{姓名}}", "{{class}}"])] {
        let listed = office.run(&["award", command, "star", "--places"]);
        let said = String::from_utf8_lossy(&listed.stdout);
        assert_eq!(listed.status.code(), Some(0), "{listed:?}");
        assert!(known.iter().all(|place| said.contains(place)), "{command}: {said}");
        assert!(!said.contains("2013年"), "nothing is decided: {said}");
    }
}

#[test]
fn a_person_s_own_record_and_the_files_of_the_pairs_may_each_be_of_ones_own() {
    let office = Office::new();
    let row = |text: &str| format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(text));
    let pairs = kept(&office, "pairs.docx", &docx(&paragraph("档案 {{帮扶人}}"), PLAIN));
    let body = [
        paragraph("{{姓名}} {{id}} {{党支部}} {{发展阶段}} {{截至日期}}"),
        row("{{帮扶.结对编号}} {{帮扶.帮扶对象}} {{help.start}}"),
        row("{{结果.内容}}"),
        row("{{督查.发现问题}}"),
        row("{{决定.文号}}"),
    ];
    let record = kept(&office, "record.docx", &docx(&body.concat(), PLAIN));
    let made = |folder: &str, own: &[&str]| {
        let folder = office.path(folder);
        let output = office.run(&[&["archive", "--person", "2009210101", "-o", folder.to_str().unwrap()], own].concat());
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("2 份"), "{}", said(&output));
        ["ug1-001", "2009210101"].map(|name| lines(&parts(&fs::read(folder.join(format!("{name}.docx"))).unwrap())["word/document.xml"]))
    };
    let [file, own] = made("both", &["--template", &pairs, "--record-template", &record]);
    assert_eq!(file, ["档案 顾南斗"]);
    assert_eq!(own[..2], ["顾南斗 2009210101 本科生第一党支部 正式党员 2013年6月20日", "ug1-001 夏昆吾 2012年11月6日"], "{own:?}");
    // Without a document of one's own each is as the program has it.
    let [file, own] = made("pairs-alone", &["--template", &pairs]);
    assert!(file.len() == 1 && own.contains(&"党员帮扶工作记录".to_owned()), "{own:?}");
    let [file, own] = made("record-alone", &["--record-template", &record]);
    assert!(file.contains(&"帮扶档案".to_owned()) && own[0].starts_with("顾南斗 2009210101"), "{file:?}");
}

#[test]
fn a_record_template_that_cannot_be_filled_leaves_nothing_behind() {
    let office = Office::new();
    let folder = office.path("files");
    let into = folder.to_str().unwrap();
    let pairs = kept(&office, "pairs.docx", &docx(&paragraph("{{帮扶人}}"), PLAIN));
    // A place of the pair's file is none of the person's record.
    for (line, known) in [
        (vec!["archive", "--person", "2009210101", "--record-template", &pairs, "-o", into], "帮扶人"),
        (vec!["archive", "--person", "2009210101", "--template", &pairs], "-o"),
        (vec!["archive", "ug1-001", "--record-template", &pairs, "-o", into], "--record-template"),
        (vec!["--format", "html", "archive", "--person", "2009210101", "--record-template", &pairs, "-o", into], "docx"),
    ] {
        let output = office.run(&line);
        assert!(output.status.code() == Some(2) && said(&output).contains(known), "{line:?}: {}", said(&output));
        assert!(!folder.exists(), "{line:?}");
    }
    let listed = office.run(&["archive", "--person", "2009210101", "--places"]);
    let table = String::from_utf8(listed.stdout).unwrap();
    assert!(table.contains("{{帮扶人学号}}") && table.contains("{{帮扶.结对编号}}") && table.contains("本人工作记录"), "{table}");
    let json: serde_json::Value =
        serde_json::from_slice(&office.run(&["--format", "json", "archive", "--person", "2009210101", "--places"]).stdout).unwrap();
    assert!(json["record"].as_array().unwrap().iter().any(|place| place["en"] == "help.pair"), "{json}");
    let json: serde_json::Value =
        serde_json::from_slice(&office.run(&["--format", "json", "archive", "ug1-001", "--places"]).stdout).unwrap();
    assert!(json.get("record").is_none());
}

#[test]
fn an_archive_is_only_told_of_in_a_dry_run() {
    let office = Office::new();
    let folder = office.path("files");
    let output = office.run(&["archive", "--person", "2009210101", "-o", folder.to_str().unwrap(), "--dry-run"]);
    assert!(output.status.success() && !folder.exists(), "{}", said(&output));
    assert!(said(&output).contains("ug1-001.docx") && said(&output).contains("2009210101.docx"), "{}", said(&output));
}
