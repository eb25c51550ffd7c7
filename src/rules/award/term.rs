//! What a figure rests on: the records that went into a criterion or a gate, each by its place among the records, for the derivation.

use crate::model::decimal::Fraction;
use crate::model::records::{BranchIx, PersonIx};
use crate::rules::forms::FormStanding;

/// A record, or the lack of one, that went into a figure. Rows are indexes into the records.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A form that was due, and what it is worth.
    Form {
        /// The branch in whose folder the pair lies.
        branch: BranchIx,
        /// How it stands.
        standing: FormStanding,
        /// 0, the credit of a late one, or 1.
        credit: Fraction,
    },
    /// A keeping rate, by its index.
    Keeping(usize),
    /// A visit with a score.
    Visit(usize),
    /// An outcome and its points.
    Points {
        /// Row of the outcome.
        row: usize,
        /// Its points.
        points: Fraction,
    },
    /// Two grades of a person, and what their difference is worth.
    Progress {
        /// The person.
        person: PersonIx,
        /// Row of the base.
        base: usize,
        /// Row of the latest.
        latest: usize,
        /// The fraction.
        fraction: Fraction,
    },
    /// A person without two grades.
    NoProgress(PersonIx),
    /// The stage outcome with which a helped person became probationary.
    Developed(usize),
    /// An outcome that is looked at for its value or stage, not for points.
    Outcome(usize),
    /// An inspection of the branch.
    Inspection(usize),
    /// A goal.
    Goal {
        /// The branch in whose folder it lies.
        branch: BranchIx,
        /// Its row.
        row: usize,
        /// Whether it was met by the day.
        met: Met,
    },
    /// A nomination.
    Nomination(BranchIx, usize),
}

/// Whether a goal was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Met by the day.
    Met,
    /// Not met by the day.
    Open,
}
