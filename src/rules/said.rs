//! What a visited student says of the contacts, set against the log (rules.md R9, R11): how many in the month of the visit up to its day, and
//! the day of the last, both with the helper of that day. Silence is never agreement: what was not said stays unsaid. A contradiction is a sign for people to judge. Not here:
//! asking, and showing signs.

use super::draw::pairs_on;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx, Visit};

/// What the student said and what the log says, of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement<T> {
    /// The student said nothing of it.
    Silent,
    /// Both say the same.
    Agrees(T),
    /// They say different things.
    Contradicts {
        /// What the student said.
        said: T,
        /// What the log says; nothing where it has no contact.
        logged: Option<T>,
    },
}

impl<T: PartialEq + Copy> Statement<T> {
    fn of(said: Option<T>, logged: Option<T>) -> Self {
        match said {
            None => Self::Silent,
            Some(said) if Some(said) == logged => Self::Agrees(said),
            Some(said) => Self::Contradicts { said, logged },
        }
    }

    /// Whether it is a sign.
    #[must_use]
    pub fn contradicts(&self) -> bool {
        matches!(self, Self::Contradicts { .. })
    }
}

/// What a visit says of a pair's contacts, against the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The pair that was active on the visit's day.
    pub pair: PairIx,
    /// The branch in whose log the pair's contacts are.
    pub branch: BranchIx,
    /// How many contacts of the pair in the visit's month, up to its day.
    pub contacts: Statement<u32>,
    /// The day of the last contact.
    pub last: Statement<Day>,
}

/// The pair that a visit is about: the one active on its day, of several the first by id; nothing where there is none.
#[must_use]
pub fn pair_of(core: &Core, visit: &Visit) -> Option<PairIx> {
    pairs_on(core, visit.person, visit.date).min_by_key(|pair| core.pairs.id(*pair))
}

/// Sets what a visit says against the log of the pair's branch: contacts up to the day of the visit, acts that do not count left out.
/// Nothing where the student was in no pair on the day.
#[must_use]
pub fn compared(core: &Core, visit: &Visit, log: &ContactLog) -> Option<Comparison> {
    let pair = pair_of(core, visit)?;
    let branch = core.pairs.get(pair)?.branch;
    let known = log.of(pair).iter().filter(|contact| contact.date <= visit.date && core.scheme.act_counts(contact.act));
    let month = visit.date.month();
    let (count, last) =
        known.fold((0, None), |(count, last), contact| (count + u32::from(contact.date.month() == month), last.max(Some(contact.date))));
    Some(Comparison { pair, branch, contacts: Statement::of(visit.said_contacts, Some(count)), last: Statement::of(visit.said_last, last) })
}

#[cfg(test)]
mod tests {
    use super::{Statement, compared, pair_of};
    use crate::model::day::Day;
    use crate::model::word::Stage;
    use crate::rules::fixture::{Fixture, day};

    fn said(contacts: Option<u32>, last: Option<&str>, on: &str) -> (Statement<u32>, Statement<Day>) {
        let mut fixture = Fixture::empty();
        fixture.person("h", Stage::Full, "b1").person("s", Stage::League, "").pair("b1-1", "h", "s", "2012-11-06", None);
        fixture.contacts("b1-1", &["2012-11-08", "2012-11-20", "2012-12-05"]).contact("b1-1", "2012-12-06", 1, 10);
        fixture.visit(on, "s", None);
        let data = fixture.dataset();
        let mut visit = data.core.committee.visits.rows[0];
        (visit.said_contacts, visit.said_last) = (contacts, last.map(day));
        let compared = compared(&data.core, &visit, &data.branches[0].contacts).unwrap();
        (compared.contacts, compared.last)
    }

    #[test]
    fn silence_is_never_agreement() {
        assert_eq!(said(None, None, "2012-12-20"), (Statement::Silent, Statement::Silent));
        assert!(!Statement::<u32>::Silent.contradicts() && Statement::<u32>::Silent != Statement::Agrees(0));
    }

    #[test]
    fn only_contacts_up_to_the_visit_count_and_no_attempt() {
        assert_eq!(said(Some(1), Some("2012-12-05"), "2012-12-20"), (Statement::Agrees(1), Statement::Agrees(day("2012-12-05"))));
        assert_eq!(said(Some(2), Some("2012-11-20"), "2012-11-20"), (Statement::Agrees(2), Statement::Agrees(day("2012-11-20"))));
        let (contacts, last) = said(Some(2), Some("2012-12-06"), "2012-12-20");
        assert_eq!(contacts, Statement::Contradicts { said: 2, logged: Some(1) });
        assert_eq!(last, Statement::Contradicts { said: day("2012-12-06"), logged: Some(day("2012-12-05")) });
    }

    #[test]
    fn only_the_month_of_the_visit_counts_and_the_last_may_lie_before_it() {
        let on = |day: &str| said(Some(0), Some("2012-11-20"), day);
        let last = Statement::Agrees(day("2012-11-20"));
        assert_eq!(on("2012-11-30"), (Statement::Contradicts { said: 0, logged: Some(2) }, last));
        assert_eq!(on("2012-12-01"), (Statement::Agrees(0), last));
        assert_eq!(said(Some(1), None, "2012-12-31").0, Statement::Agrees(1));
        assert_eq!(said(Some(1), None, "2013-01-01").0, Statement::Contradicts { said: 1, logged: Some(0) });
    }

    #[test]
    fn a_log_without_a_contact_contradicts_a_day_but_not_none() {
        assert_eq!(said(Some(0), Some("2012-11-07"), "2012-11-07").0, Statement::Agrees(0));
        assert_eq!(said(Some(0), Some("2012-11-07"), "2012-11-07").1, Statement::Contradicts { said: day("2012-11-07"), logged: None });
    }

    #[test]
    fn a_visit_outside_every_pair_is_about_none() {
        let mut fixture = Fixture::empty();
        fixture.person("h", Stage::Full, "b1").person("s", Stage::League, "").pair("b1-1", "h", "s", "2012-11-06", Some("2012-12-01"));
        fixture.visit("2012-12-02", "s", None);
        let data = fixture.dataset();
        assert_eq!(pair_of(&data.core, &data.core.committee.visits.rows[0]), None);
    }
}
