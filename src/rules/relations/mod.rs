//! What is wrong between records (data.md, "What is wrong between records"): one file per family of records. Each looks at records
//! that were read, and gives findings. Not here: what is wrong within a cell (the reader says that).

mod apart;
mod choices;
mod committee;
mod contacts;
mod duty;
mod forms;
mod pairs;
mod people;
mod plans;
mod stages;

use std::sync::Arc;

use crate::finding::{Code, Findings};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, Choice, Pair, PersonIx};
use crate::model::table::Table;
use crate::model::text_table::Records;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// Nothing: the settings themselves are wrong.
    Nothing,
    /// Errors alone: for commands that decide.
    Errors,
    /// Warnings too, among them days after this one.
    Warnings(Day),
}

impl Looking {
    fn today(self) -> Option<Day> {
        match self {
            Self::Nothing | Self::Errors => None,
            Self::Warnings(today) => Some(today),
        }
    }

    /// Whether warnings are looked for.
    #[must_use]
    pub fn warns(self) -> bool {
        self.today().is_some()
    }
}

/// What is wrong between the roster, the pairs and the committee's records.
pub fn check_core(core: &Core, looking: Looking, findings: &mut Findings) {
    if looking == Looking::Nothing {
        return;
    }
    people::check(core, looking, findings);
    pairs::check(core, looking, findings);
    committee::check(core, looking, findings);
    apart::check(core, looking, findings);
    if looking.warns() {
        duty::warn(core, findings);
    }
}

/// What is wrong in one branch's records.
pub fn check_branch(core: &Core, branch: BranchIx, records: &BranchRecords, looking: Looking, findings: &mut Findings) {
    if looking == Looking::Nothing {
        return;
    }
    contacts::check(core, branch, &records.contacts, looking, findings);
    forms::check(core, &records.forms, looking, findings);
    plans::check(core, records, looking, findings);
    choices::check(core, branch, &records.choices, looking, findings);
}

/// What is wrong between the choices of all branches, one file each.
pub fn check_choices(core: &Core, choices: &[Records<Choice>], looking: Looking, findings: &mut Findings) {
    if looking != Looking::Nothing {
        choices::check_all(core, choices, looking, findings);
    }
}

/// The time of a pair by which its records are judged. Of an end before the start, which is told of the pair, nothing follows for them.
fn judged_time(core: &Core, pair: &Pair) -> Period {
    if pair.end.is_some_and(|end| end < pair.start) { Period::new(Day::MIN, Day::MAX) } else { core.active(pair) }
}

/// Whether a person is known to be in no pair on a day: not where a pair, or who is in it, could not be read.
fn is_unpaired_on(core: &Core, person: PersonIx, day: Day) -> bool {
    let are_known = core.lost.pairs.is_none() && core.pairs_of(PersonIx::UNKNOWN).is_empty();
    are_known && !core.is_paired_on(person, day)
}

/// The file of a branch's table.
fn file_of(core: &Core, table: &Table, branch: BranchIx) -> Arc<str> {
    let key = core.scheme.branch_key(branch);
    Arc::from(table.path(key))
}

/// Warns of a day after today.
fn warn_of_future(day: Option<Day>, looking: Looking, file: &Arc<str>, line: u32, column: &'static str, findings: &mut Findings) {
    let (Some(day), Some(today)) = (day, looking.today()) else { return };
    if day > today {
        findings.tell(Code::DayInFuture, (file, line), column, |finding| finding.with("day", day).with("today", today));
    }
}
