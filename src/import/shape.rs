//! The four kinds of table that are imported: which columns each takes and under which headers offices write them. Not here: where the
//! header stands (`header`), what the cells mean (`roster`, `contacts`, `outcomes`, `choices`).

use unicode_normalization::UnicodeNormalization;

use crate::i18n::{Lang, key_of, say};
use crate::model::character::{is_blank, is_unseen};
use crate::model::table::{CHOICES, CONTACTS, Column, OUTCOMES, PEOPLE, Table};

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Persons.
    Roster,
    /// Contacts.
    Contacts,
    /// Outcomes of persons.
    Outcomes,
    /// Voluntary choices.
    Choices,
}

/// A column with other headers of it; columns of the table itself are known by their own two headers besides.
type Aliases = (&'static str, &'static [&'static str]);

const ROSTER: &[Aliases] = &[
    ("id", &["学籍号", "学生编号", "学生学号", "XH", "student id", "student no"]),
    ("name", &["学生姓名", "XM"]),
    ("gender", &["XB", "sex"]),
    ("major", &["ZYH", "所学专业", "专业名称", "ZYMC"]),
    ("grade", &["所在年级", "NJ"]),
    ("class", &["行政班", "行政班级", "所在班级", "班级名称", "BJ"]),
    ("branch", &["所在支部", "所在党支部", "所属支部", "所属党支部", "党组织", "所在党组织", "支部", "支部名称"]),
    ("stage", &["培养阶段", "所处阶段"]),
    ("status", &["政治面貌", "政治面目", "面貌", "ZZMM"]),
    ("stage_since", &["入党日期", "接收预备党员时间", "发展时间"]),
    ("counsellor", &["班主任", "辅导员姓名"]),
    ("college", &["院系", "所在学院", "学院名称"]),
    ("dormitory", &["寝室", "宿舍号"]),
    ("left", &["离校时间"]),
    ("note", &["说明"]),
];

const PAIR: [Aliases; 6] = [
    ("helper", &["帮扶人", "帮扶者", "帮扶党员", "帮扶学生党员"]),
    ("helper_id", &["帮扶人学号", "帮扶人编号", "党员学号", "帮扶党员学号"]),
    ("helper_name", &["帮扶人姓名", "党员姓名", "帮扶党员姓名"]),
    ("helped", &["帮扶对象", "被帮扶人", "被帮扶学生", "受帮扶学生"]),
    ("helped_id", &["帮扶对象学号", "被帮扶人学号", "被帮扶学生学号"]),
    ("helped_name", &["帮扶对象姓名", "被帮扶人姓名", "被帮扶学生姓名"]),
];

const CONTACT: &[Aliases] = &[
    ("pair", &["结对号", "结对"]),
    PAIR[0],
    PAIR[1],
    PAIR[2],
    PAIR[3],
    PAIR[4],
    PAIR[5],
    ("date", &["时间", "交流时间", "交流日期", "帮扶时间", "帮扶日期", "谈话时间", "谈话日期", "联系时间", "联系日期"]),
    ("act", &["帮扶形式", "活动形式"]),
    ("mode", &["交流方式", "帮扶方式", "谈话方式", "联系方式"]),
    ("topics", &["主题", "帮扶主题", "帮扶类别", "帮扶方面"]),
    ("minutes", &["时长分钟", "分钟", "分钟数", "交流时长"]),
    ("place", &["交流地点", "谈话地点", "帮扶地点"]),
    ("content", &["内容", "交流内容", "谈话内容", "具体内容", "内容摘要"]),
    ("problem", &["问题", "存在的问题"]),
    ("next", &["下一步打算", "下一步计划", "下步打算"]),
    ("entered", &["录入时间", "登记日期", "填表日期"]),
    ("by", &["填表人", "登记人"]),
];

const OUTCOME: &[Aliases] = &[
    ("date", &["时间", "获奖时间", "获奖日期", "发生日期", "发文日期"]),
    ("person", &["学籍号", "学生学号", "XH", "id"]),
    ("name", &["姓名", "学生姓名", "XM"]),
    ("kind", &["类型", "结果类别"]),
    ("what", &["奖项", "奖项名称", "荣誉名称", "获奖名称", "项目"]),
    ("level", &["等级", "获奖级别"]),
    ("value", &["成绩", "分数"]),
    ("points", &["加分", "得分"]),
    ("note", &["说明"]),
];

const CHOICE: &[Aliases] = &[
    PAIR[0],
    PAIR[1],
    PAIR[2],
    PAIR[3],
    PAIR[4],
    PAIR[5],
    ("by", &["选择人", "提出方"]),
    ("date", &["时间", "选择日期", "选择时间", "意向日期"]),
];

/// Columns of a refused-rows file that are no data.
pub const REASON: [&str; 2] = ["拒绝原因", "reason"];
/// Columns of a refused-rows file that say where a row came from.
pub const FROM: [&str; 2] = ["原单元格", "cell"];

/// Whether a column was put there by an earlier import, and is no data.
#[must_use]
pub fn is_our_own(head: &str) -> bool {
    REASON.contains(&head) || FROM.contains(&head)
}

/// Whether a text is what a list of our own says of its length.
#[must_use]
pub fn is_our_own_count(text: &str) -> bool {
    let is_count = |lang| {
        let said = say(lang, "list.count");
        let around = said.split_once("{count}");
        let count = around.and_then(|(before, after)| text.strip_prefix(before)?.strip_suffix(after));
        count.is_some_and(|count| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()))
    };
    Lang::ALL.into_iter().any(is_count)
}

/// Whether a header is that of the names of records in lists of our own.
#[must_use]
pub fn is_head_of_records(head: &str) -> bool {
    is_shown("column.record", &plain(head))
}

/// Whether a header is one of a column's own two.
#[must_use]
pub fn is_head_of(head: &str, column: &Column) -> bool {
    is_own(column, &plain(head))
}

/// The same of a header without what varies.
fn is_own(column: &Column, plain_head: &str) -> bool {
    [column.name, column.zh].into_iter().any(|own| plain(own) == plain_head)
}

/// Whether lists for people have a header in any language.
fn is_shown(key: &str, plain_head: &str) -> bool {
    Lang::ALL.into_iter().any(|lang| plain(&say(lang, key)) == plain_head)
}

/// Marks before a cell of a refused-rows file that a spreadsheet has damaged, so that it is not taken as it is.
pub const TO_MEND: [&str; 2] = ["【待改】", "[mend]"];

/// How a header names its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the column's own header.
    Own,
    /// By another one.
    Alias,
}

impl Shape {
    /// The word on the command line and in answers.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Contacts => "contacts",
            Self::Outcomes => "outcomes",
            Self::Choices => "choices",
        }
    }

    /// The table that it fills.
    #[must_use]
    pub fn table(self) -> &'static Table {
        match self {
            Self::Roster => &PEOPLE,
            Self::Contacts => &CONTACTS,
            Self::Outcomes => &OUTCOMES,
            Self::Choices => &CHOICES,
        }
    }

    fn aliases(self) -> &'static [Aliases] {
        match self {
            Self::Roster => ROSTER,
            Self::Contacts => CONTACT,
            Self::Outcomes => OUTCOME,
            Self::Choices => CHOICE,
        }
    }

    /// The columns of which at least one of each group must be there, with the catalogue key of what they are.
    #[must_use]
    pub fn required(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Roster => &[&["id"], &["name"]],
            Self::Contacts => {
                &[&["pair", "helper", "helper_id", "helper_name", "helped", "helped_id", "helped_name"], &["date"], &["content"]]
            }
            Self::Outcomes => &[&["person", "name"], &["date"], &["kind"], &["what"]],
            Self::Choices => &[&["helper", "helper_id", "helper_name"], &["helped", "helped_id", "helped_name"], &["by"], &["date"]],
        }
    }

    /// Whether a column holds ids, all of one make.
    #[must_use]
    pub fn is_id(column: &str) -> bool {
        matches!(column, "id" | "person" | "helper" | "helper_id" | "helped" | "helped_id" | "pair")
    }

    /// Whether rows may share a column's cell: one that is merged over them says the same of each. Ids, names and what was talked of are
    /// each row's own.
    #[must_use]
    pub fn is_shared(column: &str) -> bool {
        const OF_PERSONS: [&str; 8] = ["branch", "class", "major", "grade", "college", "counsellor", "stage", "status"];
        const OF_ACTS: [&str; 9] = ["helper_name", "helped_name", "date", "mode", "place", "topics", "kind", "what", "level"];
        OF_PERSONS.contains(&column) || OF_ACTS.contains(&column)
    }

    /// The column that a header means: by its whole text, else by what stands before or in brackets.
    #[must_use]
    pub fn column(self, head: &str) -> Option<(&'static str, Naming)> {
        let plain = plain(head);
        let (before, inside) = plain.split_once('(').map_or((plain.as_str(), ""), |(before, rest)| (before, rest.trim_end_matches(')')));
        [plain.as_str(), before, inside].into_iter().filter(|part| !part.is_empty()).find_map(|part| self.named(part))
    }

    fn named(self, plain_head: &str) -> Option<(&'static str, Naming)> {
        let is = |other: &&str| plain(other) == plain_head;
        // `n` counts a pair's contacts of a day; a list numbers its lines in a column of that name.
        let own = self.table().columns.iter().find(|column| column.name != "n" && is_own(column, plain_head));
        let own = own.map(|column| (column.name, Naming::Own));
        let alias = || self.aliases().iter().find(|(_, heads)| heads.iter().any(is)).map(|(column, _)| (*column, Naming::Alias));
        own.or_else(alias).or_else(|| self.shown(plain_head))
    }

    /// The column under whose header lists for people have it, in any language.
    fn shown(self, plain_head: &str) -> Option<(&'static str, Naming)> {
        let table = self.table();
        let of_table = table.file.trim_end_matches(".csv");
        let key = |column: &str| key_of("column.", &format!("{of_table}.{column}")).or_else(|| key_of("column.", column));
        let is = |column: &Column| key(column.name).is_some_and(|key| is_shown(key, plain_head));
        table.columns.iter().find(|column| column.name != "n" && is(column)).map(|column| (column.name, Naming::Own))
    }
}

/// A header without what varies: width of letters, white space, case, marks behind it.
fn plain(head: &str) -> String {
    let plain: String = head.nfkc().filter(|c| !is_blank(*c) && !is_unseen(*c) && !matches!(c, '_' | '*' | ':')).collect();
    plain.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Naming, Shape};

    #[test]
    fn headers_are_known_however_offices_write_them() {
        let roster = |head: &str| Shape::Roster.column(head).map(|(column, _)| column);
        for (head, column) in [
            ("学号", "id"),
            ("学籍号", "id"),
            ("ＸＨ", "id"),
            ("xm", "name"),
            ("姓 　名：", "name"),
            ("学号（student no.）", "id"),
            ("XB(性别)", "gender"),
            ("*政治面貌", "status"),
            ("发展阶段", "stage"),
            ("stage_since", "stage_since"),
            ("入党\n时间", "stage_since"),
        ] {
            assert_eq!(roster(head), Some(column), "{head}");
        }
        assert_eq!((roster("序号"), roster("联系方式"), roster("")), (None, None, None));
        assert_eq!(Shape::Contacts.column("时长(分钟)"), Some(("minutes", Naming::Own)));
        assert_eq!(Shape::Contacts.column("序号"), None);
        assert_eq!(Shape::Contacts.column("帮扶对象"), Some(("helped", Naming::Alias)));
        assert_eq!(Shape::Choices.column("帮扶人"), Some(("helper", Naming::Own)));
    }

    #[test]
    fn no_header_means_two_columns_of_a_table() {
        for shape in [Shape::Roster, Shape::Contacts, Shape::Outcomes, Shape::Choices] {
            let heads: Vec<&str> = shape.aliases().iter().flat_map(|(_, heads)| heads.iter().copied()).collect();
            let mut sorted = heads.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(heads.len(), sorted.len(), "{shape:?}");
            for (column, heads) in shape.aliases() {
                for head in *heads {
                    let (found, _) = shape.column(head).unwrap();
                    assert_eq!(found, *column, "{head}");
                }
            }
        }
    }
}
