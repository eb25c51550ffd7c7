//! What a visited student says of the contacts, set against the log (rules.md R9, R11): how many in the month of the visit up to its day, and
//! the day of the last, with whichever helper: where the helper changed within the month, the student remembers both. Silence is never
//! agreement: what was not said stays unsaid. A contradiction is a sign for people to judge. Not here: asking, and showing signs.

use std::collections::BTreeSet;

use super::draw::pairs_on;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, Pair, PairIx, Visit};
use crate::model::word::Side;

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

/// What a visit says of the student's contacts, against the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The branch of the pair that the visit is about.
    pub branch: BranchIx,
    /// How many contacts in the visit's month, up to its day.
    pub contacts: Statement<u32>,
    /// The day of the last contact.
    pub last: Statement<Day>,
}

/// What the log of a branch, or of several, says of a visited student's contacts up to the day of the visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    contacts: u32,
    last: Option<Day>,
}

impl Logged {
    /// What the log of one branch says; acts that do not count are left out.
    #[must_use]
    pub fn of(core: &Core, visit: &Visit, log: &ContactLog) -> Self {
        let month = visit.date.month();
        let own = helped_pairs(core, visit).flat_map(|(pair, _)| log.of(pair));
        let known = own.filter(|contact| contact.date <= visit.date && core.scheme.act_counts(contact.act));
        known.fold(Self::default(), |all, contact| {
            all.and(Self { contacts: u32::from(contact.date.month() == month), last: Some(contact.date) })
        })
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { contacts: self.contacts + other.contacts, last: self.last.max(other.last) }
    }
}

/// The pairs in which a visited student has been helped up to the day.
fn helped_pairs<'c>(core: &'c Core, visit: &Visit) -> impl Iterator<Item = (PairIx, &'c Pair)> + use<'c> {
    let day = visit.date;
    let helped = core.pairs_of(visit.person).iter().filter(|(_, side, _)| *side == Side::Helped);
    helped.filter_map(|(_, _, pair)| Some((*pair, core.pairs.get(*pair)?))).filter(move |(_, pair)| pair.start <= day)
}

/// The pair that a visit is about: the one active on its day, of several the first by id; nothing where there is none.
#[must_use]
pub fn pair_of(core: &Core, visit: &Visit) -> Option<PairIx> {
    pairs_on(core, visit.person, visit.date).min_by_key(|pair| core.pairs.id(*pair))
}

/// The branches in whose logs a visited student's contacts are.
#[must_use]
pub fn branches_of(core: &Core, visit: &Visit) -> BTreeSet<BranchIx> {
    helped_pairs(core, visit).map(|(_, pair)| pair.branch).collect()
}

/// Sets what a visit says against what is logged. Nothing where nobody helped the student up to the day.
#[must_use]
pub fn compared(core: &Core, visit: &Visit, logged: Logged) -> Option<Comparison> {
    let latest = || helped_pairs(core, visit).max_by_key(|(pair, row)| (row.start, *pair)).map(|(pair, _)| pair);
    let branch = core.pairs.get(pair_of(core, visit).or_else(latest)?)?.branch;
    let contacts = Statement::of(visit.said_contacts, Some(logged.contacts));
    Some(Comparison { branch, contacts, last: Statement::of(visit.said_last, logged.last) })
}

#[cfg(test)]
mod tests {
    use super::{Logged, Statement, branches_of, compared, pair_of};
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
        let compared = compared(&data.core, &visit, Logged::of(&data.core, &visit, &data.branches[0].contacts)).unwrap();
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

    /// Two helpers of two branches in one month: the student of the second remembers the first too.
    #[test]
    fn a_change_of_helper_within_the_month_counts_both() {
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b2").person("s", Stage::League, "").person(
            "o",
            Stage::League,
            "",
        );
        fixture.pair("b1-1", "h1", "s", "2012-11-06", Some("2012-12-10")).pair("b1-2", "h1", "o", "2012-12-11", None);
        fixture.pair("b2-1", "h2", "s", "2012-12-11", None);
        fixture.contacts("b1-1", &["2012-11-20", "2012-12-04", "2012-12-08"]).contacts("b1-2", &["2012-12-12"]);
        fixture.contacts("b2-1", &["2012-12-18", "2012-12-30"]).visit("2012-12-20", "s", None).visit("2012-12-15", "s", None);
        let data = fixture.dataset();
        let said = |row: usize, contacts: u32, last: &str| {
            let mut visit = data.core.committee.visits.rows[row];
            (visit.said_contacts, visit.said_last) = (Some(contacts), Some(day(last)));
            let logged =
                data.branches.iter().map(|branch| Logged::of(&data.core, &visit, &branch.contacts)).fold(Logged::default(), Logged::and);
            let compared = compared(&data.core, &visit, logged).unwrap();
            (compared.branch.0, compared.contacts, compared.last)
        };
        let (first, second) = if data.core.committee.visits.rows[0].date == day("2012-12-15") { (0, 1) } else { (1, 0) };
        assert_eq!(said(second, 3, "2012-12-18"), (1, Statement::Agrees(3), Statement::Agrees(day("2012-12-18"))));
        assert_eq!(said(second, 1, "2012-12-18").1, Statement::Contradicts { said: 1, logged: Some(3) });
        // Before the new helper's first contact the last is the old one's.
        assert_eq!(said(first, 2, "2012-12-08"), (1, Statement::Agrees(2), Statement::Agrees(day("2012-12-08"))));
        assert_eq!(branches_of(&data.core, &data.core.committee.visits.rows[0]).len(), 2);
    }

    #[test]
    fn a_visit_outside_every_pair_is_about_none() {
        let mut fixture = Fixture::empty();
        fixture.person("h", Stage::Full, "b1").person("s", Stage::League, "").pair("b1-1", "h", "s", "2012-11-06", Some("2012-12-01"));
        fixture.visit("2012-12-02", "s", None);
        let data = fixture.dataset();
        let mut visit = data.core.committee.visits.rows[0];
        assert_eq!(pair_of(&data.core, &visit), None);
        // What the student remembers of the pair that ended may contradict the log all the same.
        visit.said_contacts = Some(1);
        assert!(compared(&data.core, &visit, Logged::default()).unwrap().contacts.contradicts());
        visit.date = day("2012-11-05");
        assert_eq!(compared(&data.core, &visit, Logged::default()), None);
    }
}
