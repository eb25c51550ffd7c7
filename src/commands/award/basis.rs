//! What an award is computed from: the records as of a day, with everyone's keeping rates. Faulty records refuse (exit 4).

use crate::app::App;
use crate::commands::reading;
use crate::failure::{Failure, Kind, Result};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Day;
use crate::rules::award::{Fault, KeepingRate, RecordIndex, keeping_rates};
use crate::rules::cadence::CadenceFrame;
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::Needs;
use crate::store::open::Root;

/// Whether the contacts are kept once their rates are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contacts {
    /// They are, to be digested.
    Keep,
    /// They are let go of.
    LetGo,
}

/// The records behind a list.
pub(super) struct Basis {
    pub core: Core,
    branches: Vec<BranchRecords>,
    rates: Vec<KeepingRate>,
    as_of: Day,
}

impl Basis {
    /// What every question needs of an award.
    pub fn core(app: &App, root: &Root) -> Result<Core> {
        reading::sound_core(app, root, Needs::AWARD)
    }

    /// The records as of a day.
    pub fn read(app: &App, root: &Root, core: Core, as_of: Day, contacts: Contacts) -> Result<Self> {
        let frames = CadenceFrame::all(&core, as_of);
        let parts = each_branch(root, &core, Needs::AWARD, Looking::Errors, |branch, records| {
            let mut records = std::mem::take(records);
            let rates = keeping_rates(&core, branch, &records.contacts, &frames);
            if contacts == Contacts::LetGo {
                records.contacts = crate::model::contact_log::ContactLog::default();
            }
            (records, rates)
        });
        app.refuse_errors(root, &parts.findings)?;
        drop(frames);
        let (branches, rates): (Vec<_>, Vec<_>) = parts.value.into_iter().unzip();
        Ok(Self { core, branches, rates: rates.concat(), as_of })
    }

    /// The records by person and pair.
    pub fn index(&self) -> RecordIndex<'_> {
        RecordIndex::new(&self.core, &self.branches, &self.rates, self.as_of)
    }
}

/// Settings that do not make an award are bad records.
pub(super) fn failure(fault: &Fault) -> Failure {
    Failure::new(Kind::Refused, fault.message())
}
