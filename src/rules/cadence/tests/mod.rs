//! The rule against the scheme's worked case, each status by hand, and any case against the plain day-by-day reading in `naive`.

mod cases;
mod naive;
mod properties;
mod shared;

use crate::model::calendar::Calendar;
use crate::model::contact_log::Contact;
use crate::model::day::{Day, Period};
use crate::model::records::PairIx;
use crate::model::scheme::Cadence;
use crate::rules::cadence::{CadenceFrame, CadenceRow};
use crate::rules::fixture::{TALK, acts, day};

/// A case as a person would write it down.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub cadence: Cadence,
    pub pauses: Vec<Period>,
    pub phase: Period,
    pub active: Period,
    pub as_of: Day,
    pub contacts: Vec<Contact>,
}

impl Case {
    pub fn row(&self) -> Option<CadenceRow> {
        self.frame().row(PairIx(7), self.active, &self.contacts)
    }

    pub fn frame(&self) -> CadenceFrame<'_> {
        let calendar = Calendar::with_pauses(self.pauses.iter().copied());
        CadenceFrame::of(&self.cadence, 3, &acts(), &calendar, self.phase, self.as_of)
    }
}

pub(super) fn days(text: &str) -> Period {
    let (first, last) = text.split_once("..").unwrap();
    Period::new(day(first), day(last))
}

/// Contacts that count, of 30 minutes, on these days.
pub(super) fn talks(dates: &[&str]) -> Vec<Contact> {
    dates.iter().map(|date| contact(day(date), TALK, 30)).collect()
}

pub(super) fn contact(date: Day, act: u8, minutes: u16) -> Contact {
    Contact { pair: PairIx(7), date, minutes, n: 1, act }
}
