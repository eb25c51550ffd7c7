//! `award compute`: the candidate list of an award as of a day (rules.md R7), a proposal and never final. The JSON is in `json`, the
//! tables in `table`, the readings that a list rests on in `readings`, the words for records and gates in `words`, the derivation of
//! one person in `explain`, the awards of the scheme in `list`. Not here: the rule.

mod decision;
mod explain;
mod json;
mod list;
mod notice;
mod readings;
mod table;
#[cfg(test)]
mod tests;
mod verification;
mod words;

pub use decision::DecisionReport;
pub use explain::explain;
pub use list::Awards;
pub use notice::{NoticeReport, notice_places};
pub use verification::VerificationReport;

use words::Words;

use crate::i18n::Lang;
use crate::model::award_rule::{AwardRule, Level};
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::rules::award::pool::Unit;
use crate::rules::award::{Fault, Ranking, RecordIndex, compute};

/// The answer `bangfu/award/1`.
#[derive(Clone, Debug)]
pub struct AwardReport<'a> {
    index: &'a RecordIndex<'a>,
    rule: &'a AwardRule,
    /// The list.
    pub ranking: Ranking,
    /// The language of the reasons in the JSON.
    lang: Lang,
}

impl<'a> AwardReport<'a> {
    /// Computes an award, by its index in the scheme, from records as of a day. Errors: settings that contradict each other or lack a
    /// part, or no such award.
    pub fn new(index: &'a RecordIndex<'a>, award: usize, lang: Lang) -> Result<Self, Fault> {
        let rule = index.core.scheme.awards.get(award).ok_or_else(|| Fault::UnknownAward(award.to_string()))?;
        Ok(Self { index, rule, ranking: compute(index, award)?, lang })
    }

    fn core(&self) -> &'a Core {
        self.index.core
    }

    fn words(&self) -> Words<'a> {
        Words { index: self.index, rule: self.rule }
    }

    /// Whether seats are reckoned by unit.
    fn has_units(&self) -> bool {
        self.rule.level != Level::College
    }

    /// The key by which a unit is known; nothing for those for whom the records name none.
    fn unit_key<'s>(&'s self, unit: &'s Unit) -> Option<&'s str> {
        match unit {
            Unit::College => Some(Level::College.word()),
            Unit::Branch(branch) => branch_key(self.core(), Some(*branch)),
            Unit::Named(name) => Some(name),
            Unit::Unnamed => None,
        }
    }
}

/// The key of a branch.
fn branch_key(core: &Core, branch: Option<BranchIx>) -> Option<&str> {
    core.scheme.branch_at(branch?).map(|branch| branch.key.as_str())
}
