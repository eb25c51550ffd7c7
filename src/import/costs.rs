//! An office's own costs of pairs: a CSV `helper,helped,cost` in UTF-8. Each fault is told with its line. Not here: whether the
//! persons exist.

use crate::i18n::Message;
use crate::model::id::is_digits;

/// The columns, each with its Chinese header.
const COLUMNS: [[&str; 2]; 3] = [["helper", "帮扶人"], ["helped", "帮扶对象"], ["cost", "代价"]];

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// The helper's id.
    pub helper: String,
    /// The student's id.
    pub helped: String,
    /// The cost.
    pub cost: i128,
}

/// Reads costs. Errors: it is no UTF-8 text or no CSV, a column is missing, or costs are no whole numbers or too large; all of them.
pub fn read(bytes: &[u8]) -> Result<Vec<CostRow>, Vec<Message>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // The csv reader counts a line too few behind CRLF.
    let text = std::str::from_utf8(bytes).map_err(|_| vec![Message::new("costs.no-utf8")])?.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut columns = None;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => return Err(vec![Message::new("costs.no-csv").with("reason", error.to_string())]),
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        match columns {
            None => columns = Some(header(&cells)?),
            Some(places) => match row(line, &cells, places) {
                Ok(row) => rows.push(row),
                Err(fault) => faults.push(fault),
            },
        }
    }
    if columns.is_none() {
        return Err(vec![Message::new("costs.no-header")]);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn header(cells: &[&str]) -> Result<[usize; 3], Vec<Message>> {
    let place = |names: [&str; 2]| cells.iter().position(|cell| names.contains(cell));
    let [helper, helped, cost] = COLUMNS.map(place);
    match (helper, helped, cost) {
        (Some(helper), Some(helped), Some(cost)) => Ok([helper, helped, cost]),
        _ => Err(vec![Message::new("costs.no-header")]),
    }
}

fn row(line: u64, cells: &[&str], places: [usize; 3]) -> Result<CostRow, Message> {
    let said = |key: &'static str| Message::new(key).with("line", line as i64);
    let [helper, helped, cost] = places.map(|place| cells.get(place).copied().unwrap_or(""));
    if helper.is_empty() || helped.is_empty() || cost.is_empty() {
        return Err(said("costs.cell-missing"));
    }
    if !is_digits(cost.strip_prefix('-').unwrap_or(cost)) {
        return Err(said("costs.no-whole-number").with("value", cost));
    }
    let number = cost.parse().map_err(|_| said("costs.too-large").with("value", cost))?;
    Ok(CostRow { line, helper: helper.to_owned(), helped: helped.to_owned(), cost: number })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn faults(text: &str) -> Vec<String> {
        read(text.as_bytes()).unwrap_err().iter().map(|fault| fault.text(crate::i18n::Lang::En)).collect()
    }

    #[test]
    fn costs_are_whole_numbers_of_any_sign_with_headers_in_both_languages() {
        let rows = read("\u{feff}代价,帮扶人,帮扶对象\r\n-3,h1,s1\r\n170000000000000000000,h2,s1\r\n".as_bytes()).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.line, row.helper.as_str(), row.cost)).collect();
        assert_eq!(told, [(2, "h1", -3), (3, "h2", 170_000_000_000_000_000_000)]);
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let told = faults("helper,helped,cost\nh1,s1,1.5\nh1,s1,2\nh1,,2\nh1,s2,9999999999999999999999999999999999999999\nh1,s2,1e3\n");
        assert_eq!(told.len(), 4, "{told:?}");
        for (line, fault) in [2, 4, 5, 6].iter().zip(&told) {
            assert!(fault.contains(&format!("line {line}")), "{fault}");
        }
        assert_eq!(faults("").len() + faults("helper,cost\nh1,2\n").len(), 2);
    }
}
