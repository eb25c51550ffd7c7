//! Persons who must not be paired (apart.csv): each two of them in one record for a day, and a time that is none.

use std::collections::BTreeMap;

use crate::finding::{Code, Finding};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{Apart, PersonIx};
use crate::source::Place;

pub(super) fn check(core: &Core, findings: &mut Vec<Finding>) {
    let apart = &core.committee.apart;
    let mut earlier: BTreeMap<(PersonIx, PersonIx), Vec<&Apart>> = BTreeMap::new();
    let mut by_line: Vec<&Apart> = apart.rows.iter().collect();
    by_line.sort_by_key(|row| row.line);
    for row in by_line {
        let in_cell = |code, column| Finding::in_cell(code, Place::new(&apart.file, row.line, 0), column);
        if row.a == row.b {
            findings.push(in_cell(Code::SamePerson, "b").with("person", core.people.id(row.b)));
        }
        if let (Some(first), Some(last)) = (row.since, row.until)
            && last < first
        {
            findings.push(in_cell(Code::EndBeforeStart, "until").with("first", first).with("last", last));
        }
        let of_both = earlier.entry((row.a.min(row.b), row.a.max(row.b))).or_default();
        // The same two in the same order are a doubled key, which the reader tells.
        if let Some(other) = of_both.iter().find(|other| other.a != row.a && time(other).overlaps(time(row))) {
            let finding = in_cell(Code::ApartTwice, "b").with("person", core.people.id(row.a)).with("value", core.people.id(row.b));
            findings.push(finding.with("other", Place::new(&apart.file, other.line, 0).to_string()));
        }
        of_both.push(row);
    }
}

/// The days on which a record keeps two persons apart; without a first or last day for ever.
fn time(row: &Apart) -> Period {
    Period::new(row.since.unwrap_or(Day::MIN), row.until.unwrap_or(Day::MAX))
}
