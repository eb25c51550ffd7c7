//! `duty list`: what the scheme provides for members who did not do the duty, with the evidence down to the record's place (rules.md
//! R8); a proposal, which changes nothing. The JSON is in `json`, the tables in `table`, each ground and its records in words in
//! `evidence`, the list meant for publication in `notice`. Not here: the rule.

mod evidence;
mod json;
mod notice;
mod table;

pub use evidence::refusal_in_words;
pub use notice::Notice;

use crate::i18n::Lang;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PersonIx};
use crate::rules::duty::{PairDuty, Proposal, propose};

/// The answer `bangfu/duty/1`.
#[derive(Clone, Debug)]
pub struct DutyReport<'a> {
    core: &'a Core,
    as_of: Day,
    /// The proposals, by branch and id.
    pub proposals: Vec<Proposal>,
    /// The language of the sentences in the JSON.
    lang: Lang,
}

/// Whose proposals are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct DutyQuestion {
    /// Only members of this branch on the roster.
    pub branch: Option<BranchIx>,
    /// Only this member.
    pub person: Option<PersonIx>,
}

impl<'a> DutyReport<'a> {
    /// The proposals as of a day, from what the branches' records say.
    #[must_use]
    pub fn new(core: &'a Core, pairs: &[PairDuty], as_of: Day, asked: DutyQuestion, lang: Lang) -> Self {
        let mut proposals = propose(core, pairs, as_of);
        let branch = |person: PersonIx| core.people.get(person).map(|row| row.branch);
        proposals.retain(|one| asked.person.is_none_or(|person| person == one.person));
        proposals.retain(|one| asked.branch.is_none_or(|asked| branch(one.person) == Some(asked)));
        Self { core, as_of, proposals, lang }
    }

    fn branch(&self, person: PersonIx) -> Option<BranchIx> {
        self.core.people.get(person).map(|row| row.branch).filter(|branch| *branch != BranchIx::NONE)
    }
}
