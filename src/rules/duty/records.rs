//! What a branch's records say of its pairs' duties: keeping rates, breaches with the contacts around them, missing forms. Worked out
//! branch by branch; the contacts are let go of afterwards. Not here: whether it is enough for a proposal.

use crate::model::contact_log::{Contact, ContactLog};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month, Period};
use crate::model::records::{BranchIx, PairIx};
use crate::rules::award::KeepingRate;
use crate::rules::cadence::{BranchContacts, Breach, CadenceFrame, CadenceRow, with_lines};
use crate::rules::forms::{Delivery, Forms};

/// What the records say of one pair.
#[derive(Clone, Debug)]
pub struct PairDuty {
    /// The pair.
    pub pair: PairIx,
    /// Its keeping rate by each cadence.
    pub rates: Vec<KeepingRate>,
    /// Its breaches.
    pub breaches: Vec<DutyBreach>,
    /// Its missing forms.
    pub missing: Vec<MissingForm>,
}

/// A contact and its line in the branch's contacts.csv.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactSpot {
    /// The contact.
    pub contact: Contact,
    /// Its line.
    pub line: u32,
}

/// A breach with the contacts at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyBreach {
    /// The pair.
    pub pair: PairIx,
    /// Index of the cadence in the scheme.
    pub cadence: u16,
    /// The breach.
    pub breach: Breach,
    /// First and last late day.
    pub late: Period,
    /// Counted days that are late.
    pub days: i32,
    /// The contact from which the clock ran, where there was one.
    pub from: Option<ContactSpot>,
    /// The contact that ended it, where there was one.
    pub to: Option<ContactSpot>,
}

/// A form that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingForm {
    /// The pair.
    pub pair: PairIx,
    /// The month.
    pub month: Month,
    /// The day by which it was due.
    pub due: Day,
    /// Where it was handed in and sent back: the line of that row.
    pub returned: Option<u32>,
}

/// Reads a branch's records as of the frames' day.
#[must_use]
pub fn of_branch(core: &Core, branch: BranchIx, records: &BranchRecords, frames: &[CadenceFrame<'_>], as_of: Day) -> Vec<PairDuty> {
    let contacts = BranchContacts::new(core, branch, &records.contacts, frames);
    let forms = Forms::new(core, &records.forms);
    let pairs = core.pairs.of_branch(branch).filter(|(_, row)| row.start <= as_of);
    pairs
        .map(|(pair, _)| {
            let rows: Vec<(&CadenceFrame<'_>, CadenceRow)> =
                frames.iter().filter_map(|frame| frame.row_of(core, pair, &contacts).map(|row| (frame, row))).collect();
            PairDuty {
                pair,
                rates: rows.iter().map(|(_, row)| KeepingRate::of(row)).collect(),
                breaches: rows.iter().flat_map(|(frame, row)| breaches(core, frame, row, &records.contacts)).collect(),
                missing: missing(&forms, pair, as_of).collect(),
            }
        })
        .collect()
}

fn missing(forms: &Forms<'_>, pair: PairIx, as_of: Day) -> impl Iterator<Item = MissingForm> {
    let missing = forms.of_pair(pair, as_of).filter(|form| form.state == Delivery::Missing);
    missing.map(|form| {
        let returned = form.row.and_then(|row| forms.record(row)).map(|row| row.line);
        MissingForm { pair: form.pair, month: form.month, due: form.due, returned }
    })
}

fn breaches(core: &Core, frame: &CadenceFrame<'_>, row: &CadenceRow, log: &ContactLog) -> Vec<DutyBreach> {
    if row.breaches.is_empty() {
        return Vec::new();
    }
    let placed = with_lines(core, log, frame.cadence.per, row.pair);
    let time = core.pairs.get(row.pair).and_then(|pair| frame.time(core.active(pair)));
    let judged = time.map_or(Period::new(Day::MAX, Day::MIN), |time| Period::new(time.first, time.judged));
    let counts = |contact: &Contact, day: Day| contact.date == day && judged.contains(day) && frame.counts(contact);
    let spot = |(contact, line): &(Contact, u32)| ContactSpot { contact: *contact, line: *line };
    let of = |breach: &Breach| {
        let late = frame.late(breach);
        let is_gap = matches!(breach, Breach::Gap { .. });
        DutyBreach {
            pair: row.pair,
            cadence: row.cadence,
            breach: *breach,
            late,
            days: frame.calendar.counted_in(late),
            from: placed.iter().rev().find(|(contact, _)| is_gap && counts(contact, breach.from())).map(spot),
            to: placed.iter().find(|(contact, _)| is_gap && counts(contact, breach.to())).map(spot),
        }
    };
    row.breaches.iter().map(of).collect()
}
