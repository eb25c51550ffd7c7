//! Persons who must not be paired (apart.csv): each two of them in one record for a day, a time that is none, and pairs that they are.

use std::collections::BTreeMap;

use super::{Looking, file_of};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{Apart, PersonIx};
use crate::model::table::PAIRS;
use crate::source::Place;

/// The records of each two persons, whichever of them is named first.
type OfBoth<'a> = BTreeMap<(PersonIx, PersonIx), Vec<&'a Apart>>;

pub(super) fn check(core: &Core, looking: Looking, findings: &mut Findings) {
    let apart = &core.committee.apart;
    let mut earlier = OfBoth::new();
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
        let of_both = earlier.entry(both(row.a, row.b)).or_default();
        // The same two in the same order are a doubled key, which the reader tells.
        if let Some(other) = of_both.iter().find(|other| other.a != row.a && time(other).overlaps(time(row))) {
            let finding = in_cell(Code::ApartTwice, "b").with("person", core.people.id(row.a)).with("value", core.people.id(row.b));
            findings.push(finding.with("other", Place::new(&apart.file, other.line, 0).to_string()));
        }
        of_both.push(row);
    }
    if looking.warns() && !earlier.is_empty() {
        warn_of_pairs(core, &earlier, findings);
    }
}

fn both(one: PersonIx, other: PersonIx) -> (PersonIx, PersonIx) {
    (one.min(other), one.max(other))
}

/// A pair of two who must not be paired on a day of it. Those who recorded the two know why, so that it is no error.
fn warn_of_pairs(core: &Core, apart: &OfBoth<'_>, findings: &mut Findings) {
    for (index, pair) in core.pairs.iter() {
        let active = core.active(pair);
        let rows = apart.get(&both(pair.helper, pair.helped)).into_iter().flatten();
        for row in rows.filter(|row| !active.is_empty() && time(row).overlaps(active)) {
            let place = Place::new(&file_of(core, &PAIRS, pair.branch), pair.line, 0);
            let other = Place::new(&core.committee.apart.file, row.line, 0).to_string();
            findings
                .push(Finding::in_cell(Code::PairedThoughApart, place, "helped").with("pair", core.pairs.id(index)).with("other", other));
        }
    }
}

/// The days on which a record keeps two persons apart; without a first or last day for ever.
fn time(row: &Apart) -> Period {
    Period::new(row.since.unwrap_or(Day::MIN), row.until.unwrap_or(Day::MAX))
}
