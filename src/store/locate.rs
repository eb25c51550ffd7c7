//! Works out the columns of findings that only name a cell, and fetches the source lines of findings. Each file is read once, however
//! many findings it has, and no further than its last one.

use std::borrow::Cow;
use std::sync::Arc;

use super::csv::{Fields, without_mark};
use super::header::{Header, column_of};
use super::lines::Lines;
use super::open::Root;
use crate::finding::{Finding, Findings};
use crate::model::table::{self, Table};

/// Fills in the columns of findings that name a cell.
pub fn locate(root: &Root, findings: &mut [Finding]) {
    for run in findings.chunk_by_mut(of_one_file) {
        let Some(file) = run.first().map(|first| Arc::clone(&first.place.file)).filter(|_| run.iter().any(is_to_locate)) else { continue };
        if let Some(bytes) = root.read(&file, &mut Findings::default()) {
            locate_in(without_mark(&bytes), &file, run);
        }
    }
}

/// Fills in the columns of findings that name a cell, and gives each finding with its source line, if there is one to be shown.
///
/// # Errors
/// Where the work fails, which ends it.
pub fn locate_with_lines<E>(
    root: &Root,
    findings: &mut [Finding],
    mut work: impl FnMut(&Finding, Option<&str>) -> Result<(), E>,
) -> Result<(), E> {
    let mut bytes = Vec::new();
    for run in findings.chunk_by_mut(of_one_file) {
        let Some(file) = run.first().map(|first| Arc::clone(&first.place.file)) else { continue };
        let there = run.iter().any(|finding| finding.place.line > 0) && root.read_into(&file, &mut bytes, &mut Findings::default());
        let text = if there { without_mark(&bytes) } else { &[] };
        if there && run.iter().any(is_to_locate) {
            locate_in(text, &file, run);
        }
        // A line of sealed records tells a reader nothing, and what stands there by mistake is not to be repeated.
        let mut lines = (there && file.as_ref() != table::SEALED.file).then(|| Lines::of(text));
        for finding in run {
            let line = lines.as_mut().and_then(|lines| lines.to(finding.place.line));
            work(finding, line.map(lossy).as_deref())?;
        }
    }
    Ok(())
}

fn lossy(line: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed)
}

fn of_one_file(a: &Finding, b: &Finding) -> bool {
    a.place.file == b.place.file
}

fn is_to_locate(finding: &Finding) -> bool {
    finding.cell.is_some() && finding.place.column == 0
}

fn locate_in(bytes: &[u8], file: &Arc<str>, findings: &mut [Finding]) {
    let Some(table) = table_of(file) else { return };
    let mut lines = Lines::of(bytes);
    let header = lines.to(1).and_then(|head| Header::read(table, file, head, &mut Findings::default()));
    let Some(header) = header else { return };
    let mut fields = Fields::default();
    for finding in findings.iter_mut().filter(|finding| finding.place.line > 1 && is_to_locate(finding)) {
        let column = finding.cell.and_then(|cell| table.column(cell)).and_then(|column| header.position(column));
        if let Some((position, line)) = column.zip(lines.to(finding.place.line)) {
            let split = fields.split(line, usize::MAX).is_ok();
            let raw = fields.list.get(position).filter(|_| split).map(|field| field.raw as usize);
            finding.place.column = raw.map_or(1, |raw| column_of(line, raw));
        }
    }
}

/// The table that a path belongs to, by its file name.
fn table_of(file: &str) -> Option<&'static Table> {
    let name = file.rsplit('/').next().unwrap_or(file);
    table::ALL.into_iter().find(|table| table.file == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::sync::Arc;

    use super::{locate, locate_with_lines};
    use crate::finding::{Code, Finding};
    use crate::model::table::{PAIRS, SEALED};
    use crate::source::Place;
    use crate::store::open::Root;

    const FILE: &str = "branches/a/pairs.csv";

    fn root(files: &[(&str, &[u8])]) -> Root {
        let files: BTreeMap<String, Vec<u8>> = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
        Root::new(Path::new("/nowhere")).with(files)
    }

    fn in_cell(file: &str, line: u32, cell: &'static str) -> Finding {
        Finding::in_cell(Code::BadDate, Place::new(&Arc::from(file), line, 0), cell)
    }

    #[test]
    fn cells_are_found_and_lines_are_given_file_by_file() {
        let header: Vec<&str> = PAIRS.columns.iter().map(|column| column.name).collect();
        let pairs = format!("\u{feff}{}\r\n甲,乙,丙,d,e,f,g,h\r\n\"x,\"\"y\",b,c,d,e,f,\n,a\"b\n", header.join(","));
        let sealed = SEALED.file;
        let root = root(&[(FILE, pairs.as_bytes()), ("odd.csv", b"\xFFa\nb"), (sealed, b"id\nx")]);
        let whole = |file: &str, line| Finding::new(Code::BadText, Place::new(&Arc::from(file), line, 0));
        let mut findings = vec![
            in_cell(FILE, 1, "id"),
            in_cell(FILE, 2, "helped"),
            whole(FILE, 2),
            in_cell(FILE, 3, "helper"),
            in_cell(FILE, 4, "helper"),
            in_cell(FILE, 9, "helper"),
            whole("none.csv", 3),
            whole("odd.csv", 1),
            whole("odd.csv", 2),
            whole("odd.csv", 0),
            whole(sealed, 2),
            whole("odd.csv", 2),
        ];
        let mut located = findings.clone();
        locate(&root, &mut located);
        let mut shown = Vec::new();
        let told = locate_with_lines(&root, &mut findings, |finding, line| {
            shown.push((finding.clone(), line.map(str::to_owned)));
            if shown.len() < 12 { Ok(()) } else { Err("enough") }
        });
        let (told_of, shown): (Vec<Finding>, Vec<Option<String>>) = shown.into_iter().unzip();
        assert_eq!((told, &told_of), (Err("enough"), &findings));
        assert_eq!(located, findings);
        let columns: Vec<u32> = findings.iter().map(|finding| finding.place.column).collect();
        assert_eq!(columns, [0, 5, 0, 9, 1, 0, 0, 0, 0, 0, 0, 0]);
        let shown: Vec<Option<&str>> = shown.iter().map(Option::as_deref).collect();
        let (head, pair) = (header.join(","), "甲,乙,丙,d,e,f,g,h");
        let expected = [Some(head.as_str()), Some(pair), Some(pair), Some("\"x,\"\"y\",b,c,d,e,f,"), Some(",a\"b"), None];
        assert_eq!(shown[..6], expected);
        assert_eq!(shown[6..], [None, Some("\u{fffd}a"), Some("b"), None, None, Some("b")]);
    }
}
