//! A roster as offices keep it: title lines above the header, Chinese or English headers with their aliases, comma, semicolon or tab.
//! UTF-8 alone for now; numbers that a spreadsheet damaged are refused, not repaired.

use std::collections::BTreeMap;

use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::id;
use crate::model::table::PEOPLE;
use crate::model::word::{Stage, Word};

/// Other headers of the roster's columns, as offices write them.
const ALIASES: [(&str, &[&str]); 13] = [
    ("id", &["学籍号", "学生编号", "XH"]),
    ("name", &["学生姓名", "XM"]),
    ("gender", &["XB"]),
    ("major", &["ZYH", "所学专业", "专业名称"]),
    ("grade", &["所在年级", "NJ"]),
    ("class", &["行政班", "所在班级", "BJ"]),
    ("branch", &["所在支部", "所在党支部", "支部"]),
    ("stage", &["政治面貌", "政治面目", "面貌", "ZZMM"]),
    ("stage_since", &["入党日期", "接收预备党员时间"]),
    ("counsellor", &["班主任", "辅导员姓名"]),
    ("college", &["院系", "所在学院"]),
    ("dormitory", &["寝室", "宿舍号"]),
    ("note", &["说明"]),
];

/// Political status as GB/T 4762 names it, and the stage that it is.
const STATUS: [(&str, Stage); 6] = [
    ("中共党员", Stage::Full),
    ("党员", Stage::Full),
    ("中共预备党员", Stage::Probationary),
    ("团员", Stage::League),
    ("中国共产主义青年团团员", Stage::League),
    ("积极分子", Stage::Activist),
];

/// The header stands in one of the first lines.
const HEADER_WITHIN: usize = 15;

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Line of the file, from 1.
    pub line: u64,
    /// The cells by column of people.csv; those that are empty left out.
    pub cells: Cells,
    /// Why it is refused, where it is.
    pub refused: Option<Message>,
}

impl Entry {
    /// A cell; empty where the file has none.
    #[must_use]
    pub fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text.as_str())
    }
}

/// Reads a roster. Errors: it is no UTF-8 text, or has no header with an id and a name.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, Message> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Message::new("import.a-workbook"));
    }
    // The csv reader counts a line too few behind CRLF.
    let text = std::str::from_utf8(bytes).map_err(|_| Message::new("import.no-utf8"))?.replace("\r\n", "\n");
    let rows = rows(&text)?;
    let (at, columns) = header(&rows).ok_or_else(|| Message::new("import.no-header"))?;
    let body = rows.iter().skip(at + 1).filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let mut entries: Vec<Entry> = body.map(|(line, cells)| entry(*line, cells, &columns)).collect();
    refuse_short_ids(&mut entries);
    refuse_doubled(&mut entries);
    Ok(entries)
}

/// A line's number and its cells.
type Line = (u64, Vec<String>);
/// Cells by column of people.csv.
type Cells = Vec<(&'static str, String)>;

fn rows(text: &str) -> Result<Vec<Line>, Message> {
    let head: String = text.lines().take(HEADER_WITHIN).collect();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|mark| head.bytes().filter(|byte| byte == mark).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Message::new("import.no-csv").with("reason", error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().map(|cell| cell.trim().to_owned()).collect()));
    }
    Ok(rows)
}

fn column_of(head: &str) -> Option<&'static str> {
    let plain = head.split(['(', '（']).next().unwrap_or(head).trim();
    let own = PEOPLE.column(plain).and_then(|column| PEOPLE.columns.get(column)).map(|column| column.name);
    own.or_else(|| ALIASES.iter().find(|(_, other)| other.contains(&plain)).map(|(column, _)| *column))
}

/// The header's place among the rows, and the column of each cell.
fn header(rows: &[Line]) -> Option<(usize, Vec<Option<&'static str>>)> {
    let columns = |(_, cells): &Line| cells.iter().map(|cell| column_of(cell)).collect::<Vec<_>>();
    let found = rows.iter().take(HEADER_WITHIN).map(columns).enumerate();
    found.into_iter().find(|(_, columns)| columns.contains(&Some("id")) && columns.contains(&Some("name")))
}

fn entry(line: u64, cells: &[String], columns: &[Option<&'static str>]) -> Entry {
    let named = columns.iter().zip(cells).filter_map(|(column, text)| Some(((*column)?, text.clone())));
    let mut entry = Entry { line, cells: named.filter(|(_, text)| !text.is_empty()).collect(), refused: None };
    entry.refused = fault(&mut entry);
    entry
}

/// What makes a row unfit; a stage is turned into its key on the way.
fn fault(entry: &mut Entry) -> Option<Message> {
    let own = entry.cell("id").to_owned();
    if own.is_empty() || entry.cell("name").is_empty() {
        return Some(Message::new("import.no-id-or-name"));
    }
    if id::is_scientific(&own) || id::is_number_like(&own) {
        return Some(Message::new("import.scientific").with("value", own));
    }
    if !id::is_id(&own) {
        return Some(Message::new("import.bad-id").with("value", own));
    }
    let bad_day =
        |(column, text): &&(&'static str, String)| matches!(*column, "stage_since" | "left") && Day::parse(text.as_bytes()).is_err();
    if let Some((column, text)) = entry.cells.iter().find(bad_day) {
        return Some(Message::new("import.bad-day").with("column", *column).with("value", text.as_str()));
    }
    let (_, written) = entry.cells.iter_mut().find(|(column, _)| *column == "stage")?;
    let status = STATUS.iter().find(|(word, _)| word == written).map(|(_, stage)| *stage);
    match Stage::parse(written).or(status) {
        Some(stage) => {
            stage.key().clone_into(written);
            None
        }
        None => Some(Message::new("import.no-stage").with("value", written.as_str())),
    }
}

/// All-digit ids shorter than the length that most have may have lost a leading zero.
fn refuse_short_ids(entries: &mut [Entry]) {
    let numeric = |entry: &Entry| !entry.cell("id").is_empty() && entry.cell("id").bytes().all(|byte| byte.is_ascii_digit());
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    entries.iter().filter(|entry| numeric(entry)).for_each(|entry| *lengths.entry(entry.cell("id").len()).or_default() += 1);
    let Some((usual, count)) = lengths.iter().max_by_key(|(_, count)| **count).map(|(length, count)| (*length, *count)) else { return };
    if count * 2 <= entries.len() || count < 3 {
        return;
    }
    for entry in entries.iter_mut().filter(|entry| numeric(entry) && entry.cell("id").len() < usual && entry.refused.is_none()) {
        entry.refused = Some(Message::new("import.short-id").with("value", entry.cell("id")).with("usual", usual));
    }
}

/// One id with different data twice in the file is a conflict; the same row again says nothing new.
fn refuse_doubled(entries: &mut Vec<Entry>) {
    let mut first: BTreeMap<String, (u64, Cells)> = BTreeMap::new();
    entries.retain_mut(|entry| {
        let own = entry.cell("id").to_owned();
        match first.get(&own) {
            Some((_, cells)) if *cells == entry.cells => false,
            Some((line, _)) if entry.refused.is_none() => {
                entry.refused = Some(Message::new("import.doubled").with("value", own).with("line", i64::try_from(*line).unwrap_or(0)));
                true
            }
            Some(_) => true,
            None => {
                first.insert(own, (entry.line, entry.cells.clone()));
                true
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::read;

    fn refused(text: &str) -> Vec<&'static str> {
        read(text.as_bytes()).unwrap().iter().map(|entry| entry.refused.as_ref().map_or("", |message| message.key)).collect()
    }

    #[test]
    fn titles_aliases_and_delimiters_are_understood() {
        let text = "\u{feff}外国语学院名册,,\r\n制表日期：2012-10-20,,\r\n学籍号;学生姓名;政治面貌;行政班\r\n2010210101;韩冬青;中共预备党员;英语1001\r\n";
        let entries = read(text.as_bytes()).unwrap();
        let [one] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(
            (one.cell("id"), one.cell("name"), one.cell("stage"), one.cell("class")),
            ("2010210101", "韩冬青", "probationary", "英语1001")
        );
        assert_eq!((one.line, one.refused.is_none()), (4, true));
    }

    #[test]
    fn damaged_rows_are_refused_not_repaired() {
        let head = "id,name,stage\n";
        assert_eq!(
            refused(&format!("{head}2.0121E+09,甲,full\n,乙,full\na b,丙,full\n7,丁,boss\n")),
            ["import.scientific", "import.no-id-or-name", "import.bad-id", "import.no-stage"]
        );
        assert_eq!(
            refused(&format!("{head}0821210701,甲,full\n0821210702,乙,full\n0821210703,丙,full\n821210704,丁,full\n")),
            ["", "", "", "import.short-id"]
        );
        assert_eq!(refused(&format!("{head}1,甲,full\n1,甲,full\n1,乙,full\n")), ["", "import.doubled"]);
    }

    #[test]
    fn other_files_are_named() {
        assert_eq!(read(b"PK\x03\x04").unwrap_err().key, "import.a-workbook");
        assert_eq!(read(b"\xD1\xA7\xBA\xC5,\xD0\xD5\xC3\xFB\n").unwrap_err().key, "import.no-utf8");
        assert_eq!(read("甲,乙\n1,2\n".as_bytes()).unwrap_err().key, "import.no-header");
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let text = [b"id,name\n".as_slice(), &bytes].concat();
            prop_assert!(read(&text).is_ok() || read(&text).is_err());
        }
    }
}
