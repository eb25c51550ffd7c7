//! The canonical form of a table's file: columns in the table's order with their names in English, unknown columns after them, words of
//! the program by key, numbers written, rows by key, one record a line, no byte order mark, LF. No fact changes; where something would
//! have to be guessed the file is left and the findings say why. Not here: records that lie in the wrong file.

use std::cmp::Ordering;
use std::sync::Arc;

use super::chunks::Input;
use super::csv::Fields;
use super::numbering::{Numbered, number_column, numbers, turn_column, written};
use super::quoting::line_of;
use super::record_lines::{RecordLines, record_lines};
use super::row::Row;
use super::sheet_lines::compare_cells;
use super::table_reader::{Buffers, Depth, read_rows};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::model::table::Table;
use crate::model::table_words::built_in;

/// The canonical form of a file's bytes.
///
/// # Errors
/// What is wrong with the file that cannot be repaired without guessing.
pub fn canonical(table: &'static Table, file: &Arc<str>, bytes: &[u8]) -> Result<Vec<u8>, Vec<Finding>> {
    let lines = record_lines(bytes);
    let unknown = unknown_columns(table, &lines.bytes);
    let mut rows = read(table, file, &lines, &unknown)?;
    fill_numbers(table, &mut rows);
    rows.sort_by(|a, b| compare(table, a, b));
    let head = table.columns.iter().map(|column| column.name).chain(unknown.iter().map(|(_, name)| name.as_str()));
    let mut out = line_of(head);
    out.push(b'\n');
    for row in &rows {
        out.extend_from_slice(&line_of(row.iter().map(String::as_str)));
        out.push(b'\n');
    }
    Ok(out)
}

/// The cells of each record: the table's columns in order, then the unknown ones.
fn read(
    table: &'static Table,
    file: &Arc<str>,
    lines: &RecordLines,
    unknown: &[(usize, String)],
) -> Result<Vec<Vec<String>>, Vec<Finding>> {
    let mut rows = Vec::new();
    let mut findings = Findings::default();
    let mut take = |row: &mut Row<'_>| {
        let mut cells: Vec<String> = (0..table.columns.len()).map(|column| row.text(column).to_owned()).collect();
        say_by_key(table, &mut cells);
        cells.extend(unknown.iter().map(|(at, _)| String::from_utf8_lossy(row.field(*at)).into_owned()));
        rows.push(cells);
    };
    let buffers = &mut Buffers::default();
    let done = read_rows(table, file, Input::new(&mut lines.bytes.as_slice()), Depth::Everything, buffers, &mut findings, &mut take);
    let (mut findings, _) = findings.listed();
    findings.retain(|finding| finding.severity() == Severity::Error && !leaves_form(finding.code));
    for finding in &mut findings {
        finding.place.line = lines.origin(finding.place.line);
    }
    if done.is_ok() && findings.is_empty() { Ok(rows) } else { Err(findings) }
}

/// Whether a file with such a fault can be put into its form all the same: it gets the header that it lacks, and a cell that a
/// spreadsheet made a number of stays as it is.
fn leaves_form(code: Code) -> bool {
    matches!(code, Code::NoHeader | Code::ScientificId)
}

/// Position and header of the columns that the table does not have.
fn unknown_columns(table: &Table, lines: &[u8]) -> Vec<(usize, String)> {
    let head = lines.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut fields = Fields::default();
    if head.is_empty() || fields.split(head, usize::MAX).is_err() {
        return Vec::new();
    }
    let name = |at| String::from_utf8_lossy(fields.bytes(head, at)).into_owned();
    (0..fields.list.len()).map(|at| (at, name(at))).filter(|(_, name)| table.column(name.trim()).is_none()).collect()
}

fn compare(table: &Table, a: &[String], b: &[String]) -> Ordering {
    let part = |index: usize| Some(compare_cells(a.get(index)?, b.get(index)?, table.columns.get(index)?.order));
    table.key().filter_map(part).fold(Ordering::Equal, Ordering::then)
}

/// Writes the numbers that are left out.
fn fill_numbers(table: &Table, rows: &mut [Vec<String>]) {
    let Some(number) = number_column(table) else { return };
    let key: Vec<usize> = table.key().filter(|column| *column != number).collect();
    let cell = |row: &'_ Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let groups: Vec<Vec<String>> = rows.iter().map(|row| key.iter().map(|column| cell(row, *column)).collect()).collect();
    let turns: Vec<String> = rows.iter().map(|row| turn_column(table).map_or_else(String::new, |column| cell(row, column))).collect();
    let numbered: Vec<_> = rows
        .iter()
        .zip(groups.iter().zip(&turns))
        .map(|(row, (group, turn))| Numbered { group: group.as_slice(), written: written(&cell(row, number)), turn })
        .collect();
    let found = numbers(&numbered);
    for (row, found) in rows.iter_mut().zip(found) {
        if let Some(cell) = row.get_mut(number).filter(|cell| cell.is_empty()) {
            *cell = found.to_string();
        }
    }
}

/// Replaces the Chinese form of a word built into the program by its key.
fn say_by_key(table: &Table, cells: &mut [String]) {
    let kind = table.column("kind").and_then(|column| cells.get(column)).cloned().unwrap_or_default();
    for (column, cell) in table.columns.iter().zip(cells) {
        if let Some(word) = built_in(table, column.name, cell, &kind) {
            word.key.clone_into(cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::canonical;
    use crate::model::table::{self, CONTACTS, FORMS, INSPECTIONS, OUTCOMES, PAIRS, PEOPLE, Table};

    fn form(table: &'static Table, text: &str) -> String {
        String::from_utf8(canonical(table, &Arc::from("x.csv"), text.as_bytes()).unwrap()).unwrap()
    }

    fn faults(table: &'static Table, bytes: &[u8]) -> Vec<String> {
        let findings = canonical(table, &Arc::from("x.csv"), bytes).unwrap_err();
        findings.iter().map(|finding| format!("{} {}", finding.place, finding.code.word())).collect()
    }

    const HEAD: &str = "id,helper,helped,basis,topics,start,end,end_reason";

    #[test]
    fn everything_kindly_read_gets_its_one_form() {
        let odd = "\u{feff} 帮扶人,结对编号,爱好,帮扶对象,结对方式,帮扶内容,开始日期\r\n\r\nh2,p-10,\"棋\",s2,自愿,study,2012-11-07\r\n\"h1\",p-09,\"第一\r\n第二\n\n第三\",s1,assigned,\"study\",2012-11-06";
        let want =
            format!("{HEAD},爱好\np-09,h1,s1,assigned,study,2012-11-06,,,第一↵第二↵↵第三\np-10,h2,s2,voluntary,study,2012-11-07,,,棋\n");
        assert_eq!(form(&PAIRS, odd), want);
        assert_eq!(form(&PAIRS, &want), want);
    }

    #[test]
    fn an_empty_file_gets_its_header() {
        for empty in ["", "\u{feff}", "\n", "\r\n\r\n"] {
            assert_eq!(form(&PAIRS, empty), format!("{HEAD}\n"));
        }
    }

    #[test]
    fn numbers_left_out_are_written() {
        let contacts = form(&CONTACTS, "pair,date,act,topics,content\na,2012-11-09,t,s,1\na,2012-11-08,t,s,2\na,2012-11-08,t,s,3\n");
        let rows: Vec<&str> = contacts.lines().skip(1).collect();
        assert_eq!(rows, ["a,2012-11-08,1,t,,s,,,2,,,,", "a,2012-11-08,2,t,,s,,,3,,,,", "a,2012-11-09,1,t,,s,,,1,,,,"]);
        let forms = form(&FORMS, "pair,month,received,n\na,2012-11,2012-12-09,\na,2012-11,2012-12-03,\nb,2012-11,2012-12-03,1\n");
        let rows: Vec<&str> = forms.lines().skip(1).collect();
        assert_eq!(rows, ["a,2012-11,1,2012-12-03,,,,,", "a,2012-11,2,2012-12-09,,,,,", "b,2012-11,1,2012-12-03,,,,,"]);
    }

    #[test]
    fn words_are_said_by_key_where_they_are_words() {
        let outcomes = "日期,学号,类别,内容\n2012-12-01,1,发展,正式党员\n2012-12-01,1,获奖,正式党员\n";
        let rows: Vec<String> = form(&OUTCOMES, outcomes).lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows, ["2012-12-01,1,honour,正式党员,,,,", "2012-12-01,1,stage,full,,,,"]);
        assert!(form(&INSPECTIONS, "date,branch,by,serious\n2012-12-01,b,x,是\n").ends_with(",yes\n"));
    }

    #[test]
    fn an_id_that_became_a_number_stays_and_hinders_nothing() {
        let contacts = form(&CONTACTS, "pair,date,act,topics,content,by\nb,2012-11-09,t,s,1,2.01E+09\n,,,,,\na,2012-11-09,t,s,2,\n");
        let rows: Vec<&str> = contacts.lines().skip(1).collect();
        assert_eq!(rows, ["a,2012-11-09,1,t,,s,,,2,,,,", "b,2012-11-09,1,t,,s,,,1,,,,2.01E+09"]);
    }

    #[test]
    fn what_would_have_to_be_guessed_is_left() {
        let pairs = |rest: &str| faults(&PAIRS, format!("{HEAD}\n{rest}").as_bytes());
        assert_eq!(pairs("p,h,s,b,t,d,,\n\np,h\n"), ["x.csv:4:4 ragged-row"]);
        assert_eq!(pairs("p,h,s,b,t,d,,\"a\nb\"\np,h,s,b,t,d,,a\"b\n"), ["x.csv:4:15 stray-quote"]);
        assert_eq!(pairs("p,h,s,b,t,d,,\"open\n"), ["x.csv:2:14 line-break-in-cell"]);
        assert_eq!(pairs("<<<<<<< HEAD\np,h,s,b,t,d,,\n=======\n>>>>>>> x\n").len(), 3);
        assert_eq!(pairs("p,h,s,b,t,d,,\"a\n=======\nb\"\n").iter().filter(|fault| fault.ends_with("conflict-marker")).count(), 1);
        assert_eq!(pairs("p,\u{1},s,b,t,d,,\n"), ["x.csv:2:3 control-character"]);
        assert_eq!(faults(&PEOPLE, b"id,name\n1,a\n"), ["x.csv:1:1 missing-column"]);
        assert_eq!(faults(&PEOPLE, b"id,name,stage,\xE5\xA7\x93\xE5\x90\x8D\n1,a,full,b\n"), ["x.csv:1:15 doubled-column"]);
        assert_eq!(faults(&PEOPLE, b"id,name,stage\n1,\xD6\xD0,full\n"), ["x.csv:2:3 bad-encoding"]);
    }

    proptest! {
        /// The canonical form of the canonical form is itself, and the csv crate reads the same cells from both.
        #[test]
        fn it_is_a_fixed_point(
            which in 0..table::ALL.len(),
            cells in proptest::collection::vec("[a1,\"中↵\n ]{0,4}", 0..60),
            marks in any::<(bool, bool, bool)>(),
        ) {
            let table = table::ALL[which];
            let (reversed, crlf, chinese) = marks;
            let mut columns: Vec<&str> = table.columns.iter().map(|column| if chinese { column.zh } else { column.name }).collect();
            if reversed {
                columns.reverse();
            }
            columns.push("colour");
            let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
            writer.write_record(&columns).unwrap();
            cells.chunks_exact(columns.len()).for_each(|row| writer.write_record(row).unwrap());
            let odd = writer.into_inner().unwrap();
            let file = Arc::from("x.csv");
            let once = canonical(table, &file, &odd).unwrap();
            prop_assert_eq!(canonical(table, &file, &once).unwrap(), once.clone());
            let read = |bytes: &[u8]| {
                let mut reader = csv::Reader::from_reader(bytes);
                let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
                let name = |at: usize| table.column(&head[at]).map_or(head[at].clone(), |column| table.columns[column].name.to_owned());
                let row = |row: csv::StringRecord| {
                    let cells = row.iter().enumerate().map(|(at, cell)| (name(at), cell.replace('\n', "↵")));
                    cells.filter(|(name, _)| name != "n").collect::<std::collections::BTreeMap<_, _>>()
                };
                let mut rows: Vec<_> = reader.records().map(|record| row(record.unwrap())).collect();
                // A row with nothing in it is no record.
                rows.retain(|row| row.values().any(|cell| cell.chars().any(|c| c != ' ')));
                rows.sort();
                rows
            };
            prop_assert_eq!(read(&once), read(&odd));
        }

        /// Any bytes: a form that is its own form, or findings; never a panic.
        #[test]
        fn any_bytes_have_a_form_or_findings(rest: Vec<u8>) {
            let bytes = [b"id,helper,helped,basis,topics,start\n".as_slice(), &rest].concat();
            let file = Arc::from("x.csv");
            match canonical(&PAIRS, &file, &bytes) {
                Ok(once) => prop_assert_eq!(canonical(&PAIRS, &file, &once).unwrap(), once),
                Err(findings) => prop_assert!(!findings.is_empty()),
            }
        }
    }
}
