//! Signs (rules.md R11): what in the records people should look at, with its places, never scored. Late entries, the same text for
//! different days or pairs, too many contacts of a helper in a day, what changed in a closed month, what a visited student says
//! otherwise, and with git what was first committed long after its day. Not here: the words; reading git.

mod commits;
mod signs;
#[cfg(test)]
mod tests;

pub use commits::{Committed, DATED};
pub use signs::{Evidence, Said, signs};

use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month};
use crate::model::records::{BranchIx, PairIx, PersonIx};

/// What a sign is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A contact entered more than `contacts.entry_days` after its day.
    LateEntry {
        /// Its day.
        date: Day,
        /// The day of entry.
        entered: Day,
        /// Days between them.
        days: i32,
    },
    /// The same text for different days or pairs.
    SameText {
        /// The text.
        text: String,
    },
    /// More contacts of a helper on a day than `audit.max_per_day`.
    CrowdedDay {
        /// The helper.
        helper: PersonIx,
        /// The day.
        day: Day,
        /// How many.
        count: usize,
    },
    /// A pair's contacts of a closed month are not as they were.
    ClosedContacts {
        /// The month.
        month: Month,
        /// The day on which it was closed.
        closed: Day,
        /// The pair's id.
        pair: String,
        /// Contacts then.
        then: usize,
        /// Contacts now.
        now: usize,
    },
    /// Other records of a closed month are not as they were.
    ClosedFile {
        /// The month.
        month: Month,
        /// The day on which it was closed.
        closed: Day,
        /// The file.
        file: String,
        /// Records then.
        then: usize,
        /// Records now.
        now: usize,
    },
    /// The settings that a closed month's figures rest on have changed.
    ClosedSettings {
        /// The month.
        month: Month,
        /// The day on which it was closed.
        closed: Day,
    },
    /// A visited student remembers another number of contacts.
    SaidCount {
        /// The student.
        person: PersonIx,
        /// The day of the visit.
        day: Day,
        /// The number remembered.
        said: u32,
        /// The number recorded.
        logged: u32,
    },
    /// A visited student remembers another last contact.
    SaidLast {
        /// The student.
        person: PersonIx,
        /// The day of the visit.
        day: Day,
        /// The day remembered.
        said: Day,
        /// The last one recorded.
        logged: Option<Day>,
    },
    /// Records first committed more than `contacts.entry_days` after their day, by commit and file.
    LateCommit {
        /// The commit.
        commit: String,
        /// Its day.
        day: Day,
    },
}

impl What {
    /// The stable word; the order is that of the list.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::LateEntry { .. } => "late-entry",
            Self::SameText { .. } => "same-text",
            Self::CrowdedDay { .. } => "crowded-day",
            Self::ClosedContacts { .. } | Self::ClosedFile { .. } | Self::ClosedSettings { .. } => "closed-month",
            Self::SaidCount { .. } | Self::SaidLast { .. } => "said-otherwise",
            Self::LateCommit { .. } => "late-commit",
        }
    }
}

/// The words of all signs, in the order of the list.
pub const CODES: [&str; 6] = ["late-entry", "same-text", "crowded-day", "closed-month", "said-otherwise", "late-commit"];

/// A record that a sign is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Its file.
    pub file: String,
    /// Its line; 0 for the file as a whole.
    pub line: u32,
    /// Its name in commands; empty for a file.
    pub record: String,
}

/// A sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// What it is.
    pub what: What,
    /// The branch that it is about, where it is about one.
    pub branch: Option<BranchIx>,
    /// The records.
    pub spots: Vec<Spot>,
}

/// A contact as the signs see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The branch.
    pub branch: BranchIx,
    /// The pair.
    pub pair: PairIx,
    /// The day.
    pub date: Day,
    /// Which of the day.
    pub n: u8,
    /// Its line.
    pub line: u32,
    /// The day of entry.
    pub entered: Option<Day>,
    /// Its text.
    pub text: String,
}

/// A branch's contacts up to a day, kinds that do not count left out; the log has details and texts.
#[must_use]
pub fn seen(core: &Core, branch: BranchIx, log: &ContactLog, as_of: Day) -> Vec<Seen> {
    let known = log.contacts.iter().enumerate().filter(|(_, contact)| contact.date <= as_of && core.scheme.act_counts(contact.act));
    let one = |(index, contact): (usize, &crate::model::contact_log::Contact)| Seen {
        branch,
        pair: contact.pair,
        date: contact.date,
        n: contact.n,
        line: log.lines.get(index).copied().unwrap_or(0),
        entered: log.details.get(index).and_then(|detail| detail.entered),
        text: log.text(index, "content").trim().to_owned(),
    };
    known.map(one).collect()
}
