//! The tables of the data directory: file, columns, key and headers, as data.md lists them. One list serves the reader, the writer,
//! `fmt`, `import` and the documentation. Not here: how bytes become cells.

/// Where a table's file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// At the top of the data directory.
    Top,
    /// Once in every branch's folder.
    Branch,
    /// In the committee's folder.
    Committee,
}

/// Whether a column may be missing and a cell empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Part of the key: column and value must be there.
    Key,
    /// Part of the key, but column and value may be left out when reading (`n`).
    KeyOptional,
    /// Part of the key: the column must be there, the value may be empty (`person` of an inspection).
    KeyEmpty,
    /// Column and value must be there.
    Required,
    /// May be missing or empty.
    Optional,
}

impl Need {
    /// Whether the column is part of the key.
    #[must_use]
    pub fn is_key(self) -> bool {
        matches!(self, Self::Key | Self::KeyOptional | Self::KeyEmpty)
    }

    /// Whether the header must have the column.
    #[must_use]
    pub fn column_required(self) -> bool {
        matches!(self, Self::Key | Self::Required)
    }
}

/// A column: its header, its Chinese header, and whether it is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Header as written.
    pub name: &'static str,
    /// Chinese header, read as well.
    pub zh: &'static str,
    /// Whether it is needed.
    pub need: Need,
    /// How keys of it are ordered.
    pub order: Order,
}

/// What kind of values a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Days.
    Days,
    /// Numbers: whole ones, scores, decimals.
    Numbers,
    /// Anything else: ids, words, lists, months, texts.
    Texts,
}

impl Column {
    /// What kind of values it holds in a table.
    #[must_use]
    pub fn holds(&self, table: &Table) -> Holds {
        match (table.file, self.name) {
            // What is written of a meeting, not how long it took.
            ("meetings.csv", "minutes") => Holds::Texts,
            (_, "date" | "start" | "end" | "stage_since" | "left" | "entered" | "received" | "reviewed" | "due" | "met") => Holds::Days,
            (_, "review_date" | "sent" | "since" | "until" | "said_last" | "approved" | "meeting" | "consent") => Holds::Days,
            (_, "n" | "minutes" | "score" | "review_score" | "rating" | "present" | "said_contacts" | "value" | "points") => Holds::Numbers,
            (_, "mark" | "voters" | "electorate" | "votes_for" | "votes_against" | "abstained") => Holds::Numbers,
            _ => Holds::Texts,
        }
    }

    /// Whether its cells tell who did something or looks after somebody, by id or by name, on the roster or not.
    /// Keys are not among them: they are words or persons of the roster.
    #[must_use]
    pub fn names_somebody(&self) -> bool {
        !self.need.is_key() && matches!(self.name, "by" | "review_by" | "chair" | "counsellor")
    }
}

/// How a key column is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By code point.
    Text,
    /// As a whole number; empty counts as 1.
    Number,
}

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// File name.
    pub file: &'static str,
    /// Folder.
    pub home: Home,
    /// Columns in canonical order.
    pub columns: &'static [Column],
}

impl Table {
    /// The index of a column by header or Chinese header.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == header || column.zh == header)
    }

    /// The name of the column at an index; of none an empty one.
    #[must_use]
    pub fn column_name(&self, index: usize) -> &'static str {
        self.columns.get(index).map_or("", |column| column.name)
    }

    /// The indexes of the key's columns.
    pub fn key(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().enumerate().filter(|(_, column)| column.need.is_key()).map(|(index, _)| index)
    }

    /// The key's columns.
    pub fn key_columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.need.is_key())
    }

    /// What `bangfu import` calls a table that it takes in, by the path of a file; none for other files.
    #[must_use]
    pub fn imported_as(path: &str) -> Option<&'static str> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let taken_in = [(&PEOPLE, "roster"), (&CONTACTS, "contacts"), (&OUTCOMES, "outcomes"), (&CHOICES, "choices")];
        taken_in.iter().find(|(table, _)| table.file == name).map(|(_, word)| *word)
    }

    /// The path of the table's file; `branch` is the folder of a branch's table.
    #[must_use]
    pub fn path(&self, branch: &str) -> String {
        match self.home {
            Home::Top => self.file.to_owned(),
            Home::Branch => format!("branches/{branch}/{}", self.file),
            Home::Committee => format!("committee/{}", self.file),
        }
    }
}

macro_rules! need {
    (k) => {
        (Need::Key, Order::Text)
    };
    (n) => {
        (Need::KeyOptional, Order::Number)
    };
    (e) => {
        (Need::KeyEmpty, Order::Text)
    };
    (r) => {
        (Need::Required, Order::Text)
    };
    (o) => {
        (Need::Optional, Order::Text)
    };
}

/// Columns are written `need name 中文`: k key, n numbered key, e key that may be empty, r required, o optional.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $columns:ident, $file:literal, $home:ident, [$($need:ident $column:literal $zh:literal),* $(,)?]) => {
        const $columns: &[Column] = &[$(Column { name: $column, zh: $zh, need: need!($need).0, order: need!($need).1 }),*];
        $(#[$doc])*
        pub const $name: Table = Table { file: $file, home: Home::$home, columns: $columns };
    };
}

table! {
    /// The roster.
    PEOPLE, PEOPLE_COLUMNS, "people.csv", Top, [
        k "id" "学号", r "name" "姓名", o "gender" "性别", o "major" "专业", o "grade" "年级", o "class" "班级", o "branch" "党支部",
        r "stage" "发展阶段", o "stage_since" "入党时间", o "counsellor" "辅导员", o "college" "学院", o "dormitory" "宿舍",
        o "left" "离校日期", o "note" "备注",
    ]
}
table! {
    /// Pairs of a branch.
    PAIRS, PAIRS_COLUMNS, "pairs.csv", Branch, [
        k "id" "结对编号", r "helper" "帮扶人", r "helped" "帮扶对象", r "basis" "结对方式", r "topics" "帮扶内容", r "start" "开始日期",
        o "end" "结束日期", o "end_reason" "结束原因",
    ]
}
table! {
    /// Voluntary choices before pairing.
    CHOICES, CHOICES_COLUMNS, "choices.csv", Branch, [k "helper" "帮扶人", k "helped" "帮扶对象", k "by" "选择方", r "date" "日期"]
}
table! {
    /// The contact log.
    CONTACTS, CONTACTS_COLUMNS, "contacts.csv", Branch, [
        k "pair" "结对编号", k "date" "日期", n "n" "序号", r "act" "形式", o "mode" "方式", r "topics" "帮扶内容", o "minutes" "时长",
        o "place" "地点", r "content" "主要内容", o "problem" "存在问题", o "next" "下一步", o "entered" "录入日期", o "by" "记录人",
    ]
}
table! {
    /// Monthly record forms.
    FORMS, FORMS_COLUMNS, "forms.csv", Branch, [
        k "pair" "结对编号", k "month" "月份", n "n" "次数", r "received" "上交日期", o "review" "审核结果", o "reviewed" "审核日期",
        o "by" "审核人", o "score" "评分", o "comment" "意见",
    ]
}
table! {
    /// Help plans.
    GOALS, GOALS_COLUMNS, "goals.csv", Branch, [
        k "pair" "结对编号", k "id" "目标编号", r "topic" "帮扶内容", r "goal" "目标", o "measure" "指标", o "due" "期限", o "met" "达成日期",
        o "note" "备注",
    ]
}
table! {
    /// Award nominations and the branch's review.
    NOMINATIONS, NOMINATIONS_COLUMNS, "nominations.csv", Branch, [
        k "award" "奖项", k "person" "学号", k "by" "提名人", r "date" "提名日期", r "reason" "理由", o "review" "审核结果",
        o "review_score" "评分", o "review_by" "审核人", o "review_date" "审核日期", o "opinion" "意见",
    ]
}
table! {
    /// The branch's monthly reports to the committee.
    REPORTS, REPORTS_COLUMNS, "reports.csv", Branch, [
        k "month" "月份", o "sent" "报送日期", o "by" "报送人", o "assessment" "检查评估", o "problems" "存在问题", o "plan" "下月打算",
    ]
}
table! {
    /// Inspections.
    INSPECTIONS, INSPECTIONS_COLUMNS, "inspections.csv", Committee, [
        k "date" "日期", k "branch" "党支部", e "person" "学号", r "by" "督查人", o "rating" "评分", o "finding" "发现问题", o "serious" "严重",
    ]
}
table! {
    /// Draws of random visits.
    DRAWS, DRAWS_COLUMNS, "draws.csv", Committee, [
        k "id" "抽取编号", r "date" "日期", r "seed" "种子", r "population" "总体", r "persons" "名单", o "replaces" "替换", o "reason" "理由",
    ]
}
table! {
    /// Random visits.
    VISITS, VISITS_COLUMNS, "visits.csv", Committee, [
        k "date" "日期", k "person" "学号", r "by" "访问人", o "draw" "抽取编号", o "score" "评分", o "said_contacts" "自述次数",
        o "said_last" "自述最近日期", o "note" "备注",
    ]
}
table! {
    /// Meetings.
    MEETINGS, MEETINGS_COLUMNS, "meetings.csv", Committee, [
        k "date" "日期", k "kind" "会议类型", o "chair" "主持人", r "branches" "党支部", o "present" "人数", o "minutes" "纪要",
    ]
}
table! {
    /// Outcomes of persons.
    OUTCOMES, OUTCOMES_COLUMNS, "outcomes.csv", Committee, [
        k "date" "日期", k "person" "学号", k "kind" "类别", k "what" "内容", o "level" "级别", o "value" "数值", o "points" "分值", o "note" "备注",
    ]
}
table! {
    /// Persons who must not be paired.
    APART, APART_COLUMNS, "apart.csv", Committee, [k "a" "甲", k "b" "乙", o "since" "起", o "until" "止"]
}
table! {
    /// Decisions on duty proposals.
    DUTY, DUTY_COLUMNS, "duty.csv", Committee, [
        k "date" "日期", k "person" "学号", r "measure" "处理", o "until" "延长至", o "meeting" "会议日期", o "votes_for" "赞成",
        o "votes_against" "反对", o "abstained" "弃权", o "approved" "批准日期", o "document" "文号", o "scope" "范围", r "grounds" "事由",
    ]
}
table! {
    /// Good cases for publication.
    CASES, CASES_COLUMNS, "cases.csv", Committee, [
        k "id" "案例编号", r "pair" "结对编号", r "consent" "同意日期", r "scope" "范围", r "text" "事迹",
    ]
}
table! {
    /// Marks of assessments.
    ASSESSMENTS, ASSESSMENTS_COLUMNS, "assessments.csv", Committee, [
        k "assessment" "考核", k "person" "学号", k "part" "项目", r "mark" "评分", o "voters" "投票人数", o "electorate" "应到人数",
    ]
}
table! {
    /// Encrypted records.
    SEALED, SEALED_COLUMNS, "sealed.csv", Top, [k "box" "盒号", r "data" "密文"]
}

/// Every table of format 1.
pub const ALL: [&Table; 18] = [
    &PEOPLE,
    &SEALED,
    &PAIRS,
    &CHOICES,
    &CONTACTS,
    &FORMS,
    &GOALS,
    &NOMINATIONS,
    &REPORTS,
    &INSPECTIONS,
    &DRAWS,
    &VISITS,
    &MEETINGS,
    &OUTCOMES,
    &APART,
    &DUTY,
    &CASES,
    &ASSESSMENTS,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ALL;

    #[test]
    fn headers_are_unambiguous_within_a_table() {
        for table in ALL {
            let names: BTreeSet<_> = table.columns.iter().flat_map(|column| [column.name, column.zh]).collect();
            assert_eq!(names.len(), table.columns.len() * 2, "{}", table.file);
        }
    }
}
