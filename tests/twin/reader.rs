//! Reads the CSV files of a data directory into plain records. It is kind: any column order,
//! Chinese headers and words, BOM and CRLF; it judges nothing and stops at what it cannot read.

use crate::calendar::{Day, Month, day};
use crate::fraction::{Fraction, fraction};
use crate::records::{Contact, Directory, Form, Goal, Inspection, Nomination, Outcome, Pair, Person, Report, Visit};
use crate::settings;
use std::collections::HashMap;
use std::path::Path;

/// The Chinese header of each column that is read, by file.
pub const HEADERS: &[(&str, &[(&str, &str)])] = &[
    (
        "people.csv",
        &[
            ("id", "学号"),
            ("name", "姓名"),
            ("gender", "性别"),
            ("major", "专业"),
            ("grade", "年级"),
            ("class", "班级"),
            ("branch", "党支部"),
            ("stage", "发展阶段"),
        ],
    ),
    (
        "pairs.csv",
        &[
            ("id", "结对编号"),
            ("helper", "帮扶人"),
            ("helped", "帮扶对象"),
            ("basis", "结对方式"),
            ("topics", "帮扶内容"),
            ("start", "开始日期"),
            ("end", "结束日期"),
            ("end_reason", "结束原因"),
        ],
    ),
    (
        "contacts.csv",
        &[
            ("pair", "结对编号"),
            ("date", "日期"),
            ("n", "序号"),
            ("act", "形式"),
            ("mode", "方式"),
            ("topics", "帮扶内容"),
            ("minutes", "时长"),
            ("content", "主要内容"),
            ("entered", "录入日期"),
        ],
    ),
    (
        "forms.csv",
        &[
            ("pair", "结对编号"),
            ("month", "月份"),
            ("n", "次数"),
            ("received", "上交日期"),
            ("review", "审核结果"),
            ("reviewed", "审核日期"),
        ],
    ),
    ("goals.csv", &[("pair", "结对编号"), ("id", "目标编号"), ("topic", "帮扶内容"), ("goal", "目标"), ("met", "达成日期")]),
    (
        "nominations.csv",
        &[
            ("award", "奖项"),
            ("person", "学号"),
            ("by", "提名人"),
            ("date", "提名日期"),
            ("reason", "理由"),
            ("review", "审核结果"),
            ("review_score", "评分"),
            ("review_by", "审核人"),
            ("review_date", "审核日期"),
        ],
    ),
    ("reports.csv", &[("month", "月份"), ("sent", "报送日期"), ("by", "报送人")]),
    (
        "inspections.csv",
        &[("date", "日期"), ("branch", "党支部"), ("person", "学号"), ("by", "督查人"), ("rating", "评分"), ("serious", "严重")],
    ),
    ("visits.csv", &[("date", "日期"), ("person", "学号"), ("by", "访问人"), ("score", "评分")]),
    (
        "outcomes.csv",
        &[
            ("date", "日期"),
            ("person", "学号"),
            ("kind", "类别"),
            ("what", "内容"),
            ("level", "级别"),
            ("value", "数值"),
            ("points", "分值"),
        ],
    ),
];

/// The Chinese of each word that is built into the format.
pub const WORDS: &[(&str, &str)] = &[
    ("masses", "群众"),
    ("league", "共青团员"),
    ("applicant", "入党申请人"),
    ("activist", "入党积极分子"),
    ("candidate", "发展对象"),
    ("probationary", "预备党员"),
    ("full", "正式党员"),
    ("voluntary", "自愿"),
    ("assigned", "组织分配"),
    ("passed", "合格"),
    ("returned", "退回"),
    ("honour", "获奖"),
    ("discipline", "违纪"),
    ("stage", "发展"),
    ("grade", "成绩"),
    ("other", "其他"),
    ("yes", "是"),
    ("no", "否"),
];

/// One line of a file: its cells by column.
struct Row(HashMap<String, String>);

impl Row {
    fn text(&self, column: &str) -> String {
        self.0.get(column).cloned().unwrap_or_default()
    }

    fn filled(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// A word of the format, in English.
    fn word(&self, column: &str) -> String {
        let text = self.text(column);
        let known = WORDS.iter().find(|(_, chinese)| *chinese == text);
        known.map_or(text, |(english, _)| (*english).to_owned())
    }

    fn filled_word(&self, column: &str) -> Option<String> {
        Some(self.word(column)).filter(|text| !text.is_empty())
    }

    fn day(&self, column: &str) -> Day {
        day(&self.text(column))
    }

    fn filled_day(&self, column: &str) -> Option<Day> {
        self.filled(column).map(|text| day(&text))
    }

    fn number(&self, column: &str) -> Option<i64> {
        self.filled(column).map(|text| text.parse().unwrap())
    }

    fn fraction(&self, column: &str) -> Option<Fraction> {
        self.filled(column).map(|text| fraction(&text))
    }

    fn list(&self, column: &str) -> Vec<String> {
        let text = self.text(column);
        text.split(';').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The lines of a file; none if it does not exist.
fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let Ok(bytes) = std::fs::read(folder.join(file)) else {
        return Vec::new();
    };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let (_, known) = HEADERS.iter().find(|(name, _)| *name == file).unwrap();
    let mut reader = csv::Reader::from_reader(bytes);
    let mut columns = Vec::new();
    for header in reader.headers().unwrap() {
        let english = known.iter().find(|(_, chinese)| *chinese == header);
        columns.push(english.map_or(header, |(name, _)| name).to_owned());
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        let cells = columns.iter().cloned().zip(record.iter().map(str::to_owned));
        found.push(Row(cells.collect()));
    }
    found
}

/// Reads a whole data directory.
pub fn read(folder: &Path) -> Directory {
    let scheme = settings::read(&std::fs::read_to_string(folder.join("bangfu.toml")).unwrap());
    let committee = folder.join("committee");
    let mut directory = Directory {
        people: rows(folder, "people.csv").iter().map(person).collect(),
        inspections: rows(&committee, "inspections.csv").iter().map(inspection).collect(),
        visits: rows(&committee, "visits.csv").iter().map(visit).collect(),
        outcomes: rows(&committee, "outcomes.csv").iter().map(outcome).collect(),
        pairs: Vec::new(),
        contacts: Vec::new(),
        forms: Vec::new(),
        goals: Vec::new(),
        nominations: Vec::new(),
        reports: Vec::new(),
        scheme,
    };
    for branch in directory.scheme.branches.clone() {
        read_branch(&mut directory, &folder.join("branches").join(&branch), &branch);
    }
    directory
}

fn read_branch(directory: &mut Directory, folder: &Path, branch: &str) {
    directory.pairs.extend(rows(folder, "pairs.csv").iter().map(|row| pair(row, branch)));
    directory.contacts.extend(rows(folder, "contacts.csv").iter().map(contact));
    directory.goals.extend(rows(folder, "goals.csv").iter().map(goal));
    directory.nominations.extend(rows(folder, "nominations.csv").iter().map(nomination));
    directory.reports.extend(rows(folder, "reports.csv").iter().map(|row| Report {
        branch: branch.to_owned(),
        month: Month::parse(&row.text("month")),
        sent: row.filled_day("sent"),
    }));
    for row in rows(folder, "forms.csv") {
        let form = form(&row, &directory.forms);
        directory.forms.push(form);
    }
}

fn person(row: &Row) -> Person {
    Person {
        id: row.text("id"),
        name: row.text("name"),
        branch: row.filled("branch"),
        class: row.text("class"),
        major: row.text("major"),
        grade: row.text("grade"),
        stage: row.word("stage"),
    }
}

fn pair(row: &Row, branch: &str) -> Pair {
    Pair {
        branch: branch.to_owned(),
        id: row.text("id"),
        helper: row.text("helper"),
        helped: row.text("helped"),
        start: row.day("start"),
        end: row.filled_day("end"),
    }
}

fn contact(row: &Row) -> Contact {
    Contact {
        pair: row.text("pair"),
        date: row.day("date"),
        act: row.text("act"),
        mode: row.filled("mode"),
        topics: row.list("topics"),
        minutes: row.number("minutes").unwrap_or(0),
        entered: row.filled_day("entered"),
    }
}

/// A form; where the file leaves its number out it is the next one of that pair and month.
fn form(row: &Row, before: &[Form]) -> Form {
    let pair = row.text("pair");
    let month = Month::parse(&row.text("month"));
    let earlier = before.iter().filter(|form| form.pair == pair && form.month == month).count();
    Form {
        n: row.number("n").unwrap_or_else(|| i64::try_from(earlier).unwrap() + 1),
        received: row.day("received"),
        review: row.filled_word("review"),
        reviewed: row.filled_day("reviewed"),
        pair,
        month,
    }
}

fn goal(row: &Row) -> Goal {
    Goal { pair: row.text("pair"), met: row.filled_day("met") }
}

fn nomination(row: &Row) -> Nomination {
    Nomination {
        award: row.text("award"),
        person: row.text("person"),
        by: row.text("by"),
        date: row.day("date"),
        review: row.filled_word("review"),
        review_score: row.fraction("review_score"),
        review_date: row.filled_day("review_date"),
    }
}

fn inspection(row: &Row) -> Inspection {
    Inspection { date: row.day("date"), branch: row.text("branch"), person: row.filled("person"), rating: row.fraction("rating") }
}

fn visit(row: &Row) -> Visit {
    Visit { date: row.day("date"), person: row.text("person"), score: row.fraction("score") }
}

fn outcome(row: &Row) -> Outcome {
    let kind = row.word("kind");
    Outcome {
        date: row.day("date"),
        person: row.text("person"),
        what: if kind == "stage" { row.word("what") } else { row.text("what") },
        kind,
        level: row.filled("level"),
        value: row.fraction("value"),
        points: row.fraction("points"),
    }
}
