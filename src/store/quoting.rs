//! How cells are written to the data directory's CSV files: quotes only where RFC 4180 needs them, so that equal records are equal
//! bytes. Not here: which cells.

use memchr::memchr3;

/// Appends a cell.
pub fn push_cell(out: &mut Vec<u8>, cell: &str) {
    if memchr3(b',', b'"', b'\n', cell.as_bytes()).is_none() && !cell.contains('\r') {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

/// The cells of a record as a line without its end.
#[must_use]
pub fn line_of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        push_cell(&mut out, cell);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::line_of;

    proptest! {
        /// The csv crate reads back what is written, and would have written the same.
        #[test]
        fn agrees_with_the_csv_crate(cells in proptest::collection::vec("[a,\"中↵ \t\r]{0,6}", 2..6)) {
            let line = line_of(cells.iter().map(String::as_str));
            let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let theirs = writer.into_inner().unwrap();
            prop_assert_eq!(theirs.strip_suffix(b"\n").unwrap(), line.as_slice());
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(theirs.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), cells);
        }
    }
}
