//! When an extended probation may end (rules.md R8): it runs from the day probation ends, the day before the anniversary of admission,
//! at least 6 and at most 12 months, once only. Days are clamped to the month's end.

use super::decisions;
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::PersonIx;
use crate::model::word::{Measure, Stage};

/// Months of probation.
const PROBATION: i32 = 12;
/// The fewest and the most months of an extension.
const SHORTEST: i32 = 6;
const LONGEST: i32 = 12;

/// The day of admission as a probationary member, and the record that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// `stage_since` on the roster.
    Roster(Day),
    /// The stage outcome of that day.
    Outcome(Day),
}

impl Admission {
    /// The day.
    #[must_use]
    pub fn day(self) -> Day {
        match self {
            Self::Roster(day) | Self::Outcome(day) => day,
        }
    }

    /// The day on which probation ends: the day before the anniversary.
    #[must_use]
    pub fn ends(self) -> Day {
        self.day().plus_months(PROBATION).previous()
    }

    /// The earliest and the latest day on which an extended probation may end.
    #[must_use]
    pub fn new_ends(self) -> Period {
        Period::new(self.ends().plus_months(SHORTEST), self.ends().plus_months(LONGEST))
    }
}

/// Why an extension is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Probation was extended already: the decision's row.
    AlreadyExtended(usize),
    /// The day of admission is not recorded.
    AdmissionUnknown,
    /// The person is no probationary member on the day; the stage then.
    NotProbationary(Option<Stage>),
}

/// What an extension could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The day of admission, where it is known.
    pub admission: Option<Admission>,
    /// Why there can be none.
    pub refusal: Option<Refusal>,
}

/// What an extension of the probation in which a person was on a day could be, as of another.
#[must_use]
pub fn extension(core: &Core, person: PersonIx, on: Day, as_of: Day) -> Extension {
    let admission = admission(core, person, on);
    let since = admission.map_or(Day::MIN, Admission::day);
    let earlier = decisions(core, person, as_of).find(|(_, row)| row.measure == Measure::Extension && row.date >= since);
    let now = core.stage_on(person, as_of);
    let refusal = match (earlier, now, admission) {
        (Some((row, _)), _, _) => Some(Refusal::AlreadyExtended(row)),
        (None, stage, _) if stage != Some(Stage::Probationary) => Some(Refusal::NotProbationary(stage)),
        (None, _, None) => Some(Refusal::AdmissionUnknown),
        _ => None,
    };
    Extension { admission, refusal }
}

/// The day of admission to the probation in which a person was on a day: the latest stage outcome up to it, else the roster's day.
fn admission(core: &Core, person: PersonIx, on: Day) -> Option<Admission> {
    let latest = core.stages_of(person).iter().take_while(|(_, date, _)| *date <= on).last();
    match latest {
        Some((_, date, Stage::Probationary)) => Some(Admission::Outcome(*date)),
        Some(_) => None,
        None => {
            let row = core.people.get(person).filter(|row| row.stage == Stage::Probationary)?;
            row.stage_since.map(Admission::Roster)
        }
    }
}
