//! Broken copies of `bangfu.toml`: for each a code, a place and what the message must name. In a replacement `§` marks the place.

use super::read_scheme;
use crate::finding::{Code, Finding};
use crate::i18n::Lang;
use std::sync::Arc;

/// A scheme with one of everything.
pub(super) const WHOLE: &str = r#"format = 1
[scheme]
name = "一帮一"
start = 2012-10-16
end = 2013-06-06
[[branch]]
key = "ug1"
name = "第一党支部"
[[branch]]
key = "ug2"
name = "第二党支部"
[[phase]]
key = "helping"
name = "帮扶"
start = 2012-11-06
end = 2013-06-06
[[pause]]
name = "寒假"
start = 2013-01-19
end = 2013-02-26
[[topic]]
key = "study"
name = "学习"
[[topic]]
key = "life"
name = "生活"
[[act]]
key = "talk"
name = "谈心"
[[cadence]]
key = "two-weeks"
name = "每两周"
acts = ["talk"]
every = 14
window = "rolling"
[pairing]
helper_stages = ["probationary", "full"]
helper_min = { measure = "gpa", value = "2.5" }
[form]
due_day = 5
[[award]]
key = "star"
name = "党员之星"
aliases = ["学生党员之星"]
for = "helper"
ratio = "10%"
ties = ["grades"]
[[award.criterion]]
key = "grades"
weight = 25
measure = "gpa"
full_marks = "1.0"
[[award.criterion]]
key = "forms"
weight = 75
[[award.gate]]
measure = "gpa"
of = "value"
op = ">="
value = "2.0"
[[award]]
key = "progress"
name = "进步奖"
for = "helped"
seats = 3
excludes = ["star"]
[[award.criterion]]
key = "goals"
weight = 1
[outcome_points.honour]
school = 10
[[assessment]]
key = "year"
name = "年度"
[[assessment.part]]
key = "peers"
weight = "0.5"
quorum = "2/3"
[[assessment.band]]
from = 60
name = "合格"
[duty]
min_keeping = "0.6"
[privacy.retention]
screening = 365
"#;

/// What is replaced, by what, the code, and a word that the message or its help must hold in Chinese.
type Case = (&'static str, &'static str, Code, &'static str);

const SHAPES: &[Case] = &[
    ("format = 1", "format = §\"1\"", Code::BadFormat, "format = 1"),
    ("format = 1", "format = §2", Code::BadFormat, "“2”"),
    ("[form]\ndue_day", "[form]\n§due_dya", Code::UnknownKey, "due_day"),
    ("[duty]", "[§dutty]\n[duty]", Code::UnknownKey, "duty"),
    ("weight = 25", "weight = 25\n§wieght = 3", Code::UnknownKey, "weight"),
    ("value = \"2.5\" }", "value = \"2.5\", §egde = 1 }", Code::UnknownKey, "edge"),
    ("[[branch]]\nkey = \"ug2\"\n", "§[[branch]]\n", Code::MissingKey, "key"),
    ("name = \"一帮一\"\n", "", Code::MissingKey, "[scheme]"),
    ("every = 14\n", "", Code::MissingKey, "every"),
    ("for = \"helped\"\n", "", Code::MissingKey, "for"),
    ("weight = 75\n", "", Code::MissingKey, "weight"),
    ("seats = 3\n", "", Code::MissingKey, "ratio"),
    ("measure = \"gpa\"\nfull_marks = \"1.0\"", "full_marks = \"1.0\"", Code::MissingKey, "measure"),
    ("full_marks = \"1.0\"\n", "", Code::MissingKey, "full_marks"),
    ("key = \"forms\"", "key = \"evaluation\"\nfull_marks = 5", Code::MissingKey, "what"),
    ("ratio = \"10%\"", "ratio = \"10%\"\npool = \"paired-on-cutoff\"", Code::MissingKey, "cutoff"),
    ("ratio = \"10%\"", "ratio = \"10%\"\ncutoff = 2013-05-01\npool = \"members\"", Code::MissingKey, "pool_stages"),
    ("[[award.criterion]]\nkey = \"goals\"\nweight = 1\n", "", Code::MissingKey, "criterion"),
    ("due_day = 5", "due_day = §\"5\"", Code::WrongType, "即 5"),
    ("due_day = 5", "due_day = §5.0", Code::WrongType, "整数"),
    ("min_keeping = \"0.6\"", "min_keeping = §0.6", Code::WrongType, "即 \"0.6\""),
    ("weight = 25", "weight = §2.5", Code::WrongType, "即 \"2.5\""),
    ("name = \"学习\"", "name = §7", Code::WrongType, "即 \"7\""),
    ("start = 2012-11-06", "start = §2012-11-06T08:00:00", Code::WrongType, "即 2012-11-06"),
    ("start = 2012-11-06", "start = §20121106", Code::WrongType, "即 2012-11-06"),
    ("acts = [\"talk\"]", "acts = §\"talk\"", Code::WrongType, "列表"),
    ("[[pause]]", "§[pause]", Code::WrongType, "即 [[pause]]"),
    ("name = \"谈心\"", "name = \"谈心\"\ncounts = §\"true\"", Code::WrongType, "即 true"),
    ("[duty]\nmin_keeping = \"0.6\"", "§[[duty]]\nmin_keeping = \"0.6\"", Code::WrongType, "即 [duty]"),
];

const VALUES: &[Case] = &[
    ("start = 2012-11-06", "start = §\"2012/11/6\"", Code::BadDate, "2012-11-06"),
    ("start = 2012-11-06", "start = §2012/11/6", Code::BadDate, "2012-11-06"),
    ("start = 2012-11-06", "start = §2012年11月6日", Code::BadDate, "2012-11-06"),
    ("start = 2012-11-06", "start = §\"41219\"", Code::BadDate, "2012-11-06"),
    ("start = 2012-11-06", "start = §2012-11-31", Code::ImpossibleDate, "2012-11-31"),
    ("start = 2012-11-06", "start = §\"2013-02-29\"", Code::ImpossibleDate, "2013-02-29"),
    ("start = 2012-11-06", "start = §1812-11-06", Code::DateOutOfRange, "1900"),
    ("end = 2013-02-26", "end = §2013-01-18", Code::BadSetting, "2013-01-19"),
    ("end = 2013-06-06\n[[branch]]", "end = §2012-06-06\n[[branch]]", Code::BadSetting, "2012-10-16"),
    ("every = 14", "every = §0", Code::BadSetting, "1 到"),
    ("every = 14", "every = §99999999999999999999", Code::BadSetting, "1 到"),
    ("every = 14", "every = 14\nweekdays = [1, §8]", Code::BadSetting, "1 到 7"),
    ("every = 14", "every = 14\nweekdays = [1, §1]", Code::DoubledWord, "1"),
    ("every = 14", "every = 14\ntotal_minutes = §60", Code::BadSetting, "rolling"),
    ("due_day = 5", "due_day = §32", Code::BadSetting, "31"),
    ("ratio = \"10%\"", "ratio = §\"110%\"", Code::BadSetting, "100%"),
    ("ratio = \"10%\"", "ratio = §10", Code::BadSetting, "100%"),
    ("ratio = \"10%\"", "ratio = §\"十分之一\"", Code::BadSetting, "10%"),
    ("ratio = \"10%\"", "ratio = §\"1/0\"", Code::BadSetting, "10%"),
    ("ratio = \"10%\"", "ratio = \"10%\"\nseats = §3", Code::BadSetting, "只能写一个"),
    ("seats = 3", "steps = §[]", Code::BadSetting, "空"),
    ("seats = 3", "steps = [{ from = 1, to = 9, seats = 1 }, { from = §11, seats = 2 }]", Code::BadSetting, "10 起"),
    ("seats = 3", "steps = [{ from = 1, to = 9, seats = 1 }, { from = §9, seats = 2 }]", Code::BadSetting, "歧义"),
    ("seats = 3", "steps = [{ from = 1, seats = 1 }, { from = §9, seats = 2 }]", Code::BadSetting, "to"),
    ("seats = 3", "steps = [{ from = 9, to = §1, seats = 1 }]", Code::BadSetting, "9"),
    ("weight = 25", "weight = §-25", Code::BadSetting, "负"),
    ("weight = 25", "weight = §\"二十五\"", Code::BadDecimal, "二十五"),
    ("weight = 1\n", "weight = §0\n", Code::BadSetting, "weight"),
    ("weight = \"0.5\"", "weight = §\"0.0\"", Code::BadSetting, "weight"),
    ("full_marks = \"1.0\"", "full_marks = §\"0\"", Code::BadSetting, "大于 0"),
    ("helper_stages = [\"probationary\", \"full\"]", "helper_stages = §[]", Code::BadSetting, "空"),
    ("name = \"学习\"", "name = §\"  \"", Code::BadSetting, "空"),
    ("name = \"学习\"", "name = §\"学\\n习\"", Code::BadSetting, "一行"),
    ("name = \"学习\"", "name = §\"学\\u0007习\"", Code::ControlCharacter, "U+0007"),
    ("name = \"学习\"", "name = §\"学\\u0000习\"", Code::NulByte, "NUL"),
    ("key = \"ug2\"", "key = §\"con\"", Code::BadSetting, "Windows"),
    ("key = \"ug2\"", "key = §\"ug2.\"", Code::BadSetting, "点"),
    ("key = \"ug2\"", "key = §\".ug2\"", Code::BadId, ".ug2"),
    ("key = \"ug2\"", "key = §\"../x\"", Code::BadId, "../x"),
    ("key = \"progress\"", "key = §\"a/b\"", Code::BadId, "a/b"),
    ("key = \"progress\"", "key = §\"NUL\"", Code::BadSetting, "Windows"),
    ("from = 60", "from = 60\nname = \"好\"\n[[assessment.band]]\nfrom = §\"60.0\"", Code::BadSetting, "同一分"),
    ("from = 60", "from = 60\nto = §\"59.5\"", Code::BadSetting, "60"),
    ("from = 60", "from = 60\nto = §99", Code::BadSetting, "100"),
    ("from = 60", "from = 60\nto = §89\nname = \"良\"\n[[assessment.band]]\nfrom = 90", Code::BadSetting, "89"),
    ("from = 60", "from = 60\nto = §90\nname = \"良\"\n[[assessment.band]]\nfrom = 90", Code::BadSetting, "90"),
    (
        "name = \"年度\"",
        "name = \"年度\"\nedges = \"upper\"\n[[assessment.band]]\nfrom = 50\nto = §61\nname = \"差\"",
        Code::BadSetting,
        "61",
    ),
    ("name = \"年度\"", "name = \"年度\"\nedges = §\"uper\"", Code::UnknownWord, "upper"),
];

const NAMES: &[Case] = &[
    ("window = \"rolling\"", "window = §\"roling\"", Code::UnknownWord, "rolling"),
    ("for = \"helped\"", "for = §\"helpers\"", Code::UnknownWord, "helper"),
    ("helper_stages = [\"probationary\", \"full\"]", "helper_stages = [\"full\", §\"probation\"]", Code::UnknownWord, "probationary"),
    ("ratio = \"10%\"", "ratio = \"10%\"\npool_stages = [§\"正式党圆\"]", Code::UnknownWord, "正式党员"),
    ("ties = [\"grades\"]", "ties = [§\"grade\"]", Code::UnknownWord, "grades"),
    ("ties = [\"grades\"]", "ties = §\"leave out\"", Code::UnknownWord, "leave-out"),
    ("ties = [\"grades\"]", "ties = [§\"developed\"]", Code::UnknownReference, "grades"),
    ("key = \"forms\"", "key = §\"form\"", Code::UnknownWord, "forms"),
    ("op = \">=\"", "op = §\"≥\"", Code::UnknownWord, ">="),
    ("acts = [\"talk\"]", "acts = [§\"tolk\"]", Code::UnknownReference, "talk"),
    ("acts = [\"talk\"]", "phase = §\"helpin\"", Code::UnknownReference, "helping"),
    ("[[phase]]\nkey = \"helping\"", "[[phase]]\nkey = \"help\"", Code::UnknownReference, "helping"),
    ("excludes = [\"star\"]", "excludes = [§\"sar\"]", Code::UnknownReference, "star"),
    ("excludes = [\"star\"]", "excludes = [\"star\", §\"党员之星\"]", Code::DoubledWord, "党员之星"),
    ("excludes = [\"star\"]", "excludes = §\"progress\"", Code::BadSetting, "一圈"),
    ("excludes = [\"star\"]", "pool = \"winners\"\nwinners_of = §\"stra\"", Code::UnknownReference, "star"),
    ("excludes = [\"star\"]", "pool = \"winners\"\nwinners_of = §\"党员之星\"", Code::BadSetting, "另一方"),
    ("excludes = [\"star\"]", "pool = \"winners\"\nwinners_of = §\"progress\"", Code::BadSetting, "一圈"),
    ("excludes = [\"star\"]", "pool = \"winners\"", Code::MissingKey, "winners_of"),
    (
        "for = \"helped\"\nseats = 3\nexcludes = [\"star\"]",
        "for = \"helper\"\nseats = 3\nwinners_of = §\"star\"",
        Code::BadSetting,
        "winners",
    ),
    ("key = \"ug2\"", "key = §\"UG1\"", Code::DuplicateEntry, "bangfu.toml:7:7"),
    ("key = \"life\"", "key = §\"study\"", Code::DuplicateEntry, "bangfu.toml:22:7"),
    ("name = \"生活\"", "name = §\"学习\"", Code::DuplicateEntry, "bangfu.toml:23:8"),
    ("name = \"生活\"", "name = §\"study\"", Code::DuplicateEntry, "bangfu.toml:22:7"),
    ("name = \"进步奖\"", "name = §\"学生党员之星\"", Code::DuplicateEntry, "bangfu.toml:44:12"),
    ("name = \"进步奖\"", "name = \"进步奖\"\naliases = [§\"star\"]", Code::DuplicateEntry, "bangfu.toml:42:7"),
    ("aliases = [\"学生党员之星\"]", "aliases = [\"星\", §\"星\"]", Code::DoubledWord, "星"),
    (
        "key = \"goals\"\nweight = 1",
        "key = \"goals\"\nweight = 1\n[[award.criterion]]\nkey = §\"goals\"\nweight = 2",
        Code::DuplicateEntry,
        "bangfu.toml:67:1",
    ),
];

const SYNTAX: &[Case] = &[
    ("name = \"一帮一\"", "name = §一帮一", Code::BadToml, "引号"),
    ("name = \"一帮一\"", "name = §“一帮一\"", Code::BadToml, "引号"),
    ("name = \"一帮一\"", "name = \"一帮一§", Code::BadToml, "收尾"),
    ("[[pause]]", "[[pause§", Code::BadToml, "方括号"),
    ("name = \"一帮一\"", "§名称 = \"一帮一\"", Code::BadToml, "引号"),
    ("due_day = 5", "due_day §5", Code::BadToml, "等号"),
    ("due_day = 5", "due_day = §", Code::BadToml, "缺少值"),
    ("due_day = 5", "due_day = 5\n§due_day = 6", Code::BadToml, "写了两次"),
    ("[form]", "[form]\n[§form]", Code::BadToml, "写了两次"),
    ("name = \"谈心\"", "name = \"谈心\"\ncounts = §True", Code::BadToml, "小写"),
    ("name = \"谈心\"", "name = \"谈\0心\"", Code::NulByte, "NUL"),
    ("name = \"谈心\"", "name = \"谈§\u{7}心\"", Code::ControlCharacter, "U+0007"),
    ("due_day = 5", "§<<<<<<< HEAD", Code::ConflictMarker, "HEAD"),
];

fn read(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    read_scheme(&Arc::from("bangfu.toml"), text, &mut findings);
    findings
}

/// The text without the mark, and the line and column of the mark.
fn marked(text: &str) -> (String, Option<(u32, u32)>) {
    let Some((before, _)) = text.split_once('§') else { return (text.to_owned(), None) };
    let (mut line, mut column) = (1, 1);
    for c in before.chars() {
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    (text.replace('§', ""), Some((line, column)))
}

fn judge(cases: &[Case], ends: &str) {
    let faults: Vec<String> = cases.iter().filter_map(|case| fault(*case, ends)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a broken copy is told instead of what it should be.
fn fault((what, by, code, names): Case, ends: &str) -> Option<String> {
    assert!(WHOLE.contains(what), "{what} is not there");
    let (text, place) = marked(&WHOLE.replacen(what, by, 1).replace('\n', ends));
    let findings = read(&text);
    let said = |finding: &Finding, lang| finding.message(lang) + &finding.help(lang);
    let shown: Vec<String> = findings.iter().map(|found| format!("{} {:?} {}", found.place, found.code, said(found, Lang::Zh))).collect();
    let right = |finding: &Finding| {
        let placed = place.is_none_or(|place| (finding.place.line, finding.place.column) == place);
        let whole = Lang::ALL.iter().all(|lang| !said(finding, *lang).contains(['{', '⟦']) || by.contains('{'));
        finding.code == code && placed && whole && said(finding, Lang::Zh).contains(names)
    };
    let one = matches!(findings.as_slice(), [finding] if right(finding));
    (!one).then(|| format!("{by:?} should be {code:?} {place:?} {names}, but is {shown:#?}"))
}

#[test]
fn the_whole_one_is_not_broken() {
    assert_eq!(read(WHOLE), []);
}

#[test]
fn keys_and_kinds() {
    judge(SHAPES, "\n");
}

#[test]
fn values() {
    judge(VALUES, "\n");
    judge(VALUES, "\r\n");
}

#[test]
fn names_and_references() {
    judge(NAMES, "\n");
}

#[test]
fn not_toml() {
    judge(SYNTAX, "\n");
    judge(SYNTAX, "\r\n");
}
