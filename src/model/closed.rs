//! Closed months (committee/closed.toml): what a month's records and the settings were when it was closed, as digests. Not here: how
//! a digest is taken (`rules::closing`), how the file is written (`store::closed`).

use super::day::{Day, Month};

/// The records of one file or one pair: how many there are, and their digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The file's path, or the pair's id.
    pub name: String,
    /// How many records.
    pub count: usize,
    /// Their digest, shortened.
    pub digest: String,
}

/// A closed month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    /// The month.
    pub month: Month,
    /// The day on which it was closed.
    pub closed: Day,
    /// The day as of which its figures were reckoned.
    pub as_of: Day,
    /// Who closed it.
    pub by: Option<String>,
    /// The version of the program.
    pub version: String,
    /// Digest of the settings that the figures rest on.
    pub settings: String,
    /// Digest of the month's records.
    pub records: String,
    /// Digest of the figures.
    pub figures: String,
    /// The month's records by file.
    pub files: Vec<Part>,
    /// The month's contacts by pair.
    pub contacts: Vec<Part>,
}

/// A month that was opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The month.
    pub month: Month,
    /// The day on which it had been closed.
    pub closed: Day,
    /// The day on which it was opened again.
    pub reopened: Day,
    /// Why.
    pub reason: String,
    /// Who opened it.
    pub by: Option<String>,
    /// Digest that its records had.
    pub records: String,
}

/// committee/closed.toml.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedMonths {
    /// The closed months, in order.
    pub months: Vec<ClosedMonth>,
    /// Those that were opened again, in order of time.
    pub reopened: Vec<Reopened>,
}

impl ClosedMonths {
    /// A closed month.
    #[must_use]
    pub fn get(&self, month: Month) -> Option<&ClosedMonth> {
        self.months.iter().find(|closed| closed.month == month)
    }
}
