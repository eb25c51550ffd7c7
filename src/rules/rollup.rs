//! The figures of a branch for a month as of a day (月度汇总, rules.md R6). Not here: the college's sums and the comparison with the
//! month before (`reports::rollup`).

use super::cadence::{BranchContacts, CadenceFrame};
use super::forms::{self, FormCounts, Forms};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month, Period};
use crate::model::decimal::Decimal;
use crate::model::records::{BranchIx, Outcome, Pair, PairIx, PersonIx, Visit};
use crate::model::word::{OutcomeKind, Stage};

/// The question: which month, as of which day.
pub struct MonthQuestion<'a> {
    /// The month M.
    pub month: Month,
    /// The day A.
    pub as_of: Day,
    /// The days of M up to t = min(A, last day of M).
    pub period: Period,
    frames: Vec<CadenceFrame<'a>>,
    /// Outcomes of these days by person.
    outcomes: Vec<(PersonIx, Day, &'a Outcome)>,
    /// Visits of these days by person.
    visits: Vec<(PersonIx, Day, &'a Visit)>,
}

/// The day as of which a month is asked for when nothing is said: the day after the due day of its forms, today if that is earlier.
#[must_use]
pub fn default_day(core: &Core, month: Month, today: Day) -> Day {
    forms::due_day(&core.scheme, month).next().min(today)
}

impl<'a> MonthQuestion<'a> {
    /// Prepares the question for all branches.
    #[must_use]
    pub fn new(core: &'a Core, month: Month, as_of: Day) -> Self {
        let period = Period::new(month.first_day(), month.last_day().min(as_of));
        let mut outcomes: Vec<_> = core.committee.outcomes.rows.iter().map(|row| (row.person, row.date, row)).collect();
        let mut visits: Vec<_> = core.committee.visits.rows.iter().map(|row| (row.person, row.date, row)).collect();
        outcomes.retain(|(_, day, _)| period.contains(*day));
        visits.retain(|(_, day, _)| period.contains(*day));
        outcomes.sort_by_key(|(person, day, _)| (*person, *day));
        visits.sort_by_key(|(person, day, _)| (*person, *day));
        Self { month, as_of, period, frames: CadenceFrame::all(core, period.last), outcomes, visits }
    }
}

/// A mean that is not yet divided: exact, and sums of it are sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mean {
    /// Sum in hundredths.
    pub hundredths: i64,
    /// Number of values.
    pub count: u32,
}

impl Mean {
    fn add(&mut self, score: Decimal) {
        self.hundredths += score.hundredths().unwrap_or(0);
        self.count += 1;
    }

    /// With two digits, rounded half up; nothing without data.
    #[must_use]
    pub fn digits(&self) -> Option<String> {
        let count = i64::from(self.count);
        (count > 0).then(|| {
            let rounded = (self.hundredths * 2 + count).div_euclid(count * 2);
            format!("{}.{:02}", rounded / 100, rounded % 100)
        })
    }
}

/// The figures of rules.md R6 for one branch, or summed for the college.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Pairs active on some day of the month.
    pub pairs: u32,
    /// Of these, started in the month.
    pub started: u32,
    /// Pairs with an end written that lies in the month.
    pub ended: u32,
    /// Contacts, acts that do not count left out.
    pub contacts: u32,
    /// Contacts by topic, in the scheme's order.
    pub by_topic: Vec<u32>,
    /// Contacts by mode, in the scheme's order.
    pub by_mode: Vec<u32>,
    /// Minutes of these contacts.
    pub minutes: u64,
    /// Contacts entered too late.
    pub late_entries: u32,
    /// Pairs with a contact that qualifies for a cadence.
    pub contacted: u32,
    /// Pairs that keep every cadence.
    pub keeping: u32,
    /// Late days.
    pub late_days: u32,
    /// Gaps, runs or windows with a late day.
    pub breaches: u32,
    /// Pairs with a cadence overdue.
    pub overdue: u32,
    /// Forms.
    pub forms: FormCounts,
    /// Goals met.
    pub goals_met: u32,
    /// Honours of the helped.
    pub honours: u32,
    /// Disciplinary acts of the helped.
    pub disciplines: u32,
    /// Helped who became probationary members.
    pub developed: u32,
    /// Visits to the helped.
    pub visits: u32,
    /// Their scores.
    pub visit_score: Mean,
    /// Ratings of the branch.
    pub inspection: Mean,
}

impl Figures {
    /// No figures yet, with a place for each topic and mode.
    #[must_use]
    pub fn none(core: &Core) -> Self {
        let (by_topic, by_mode) = (vec![0; core.scheme.topics.terms.len()], vec![0; core.scheme.modes.terms.len()]);
        Self { by_topic, by_mode, ..Self::default() }
    }

    /// Adds another branch's figures.
    pub fn add(&mut self, other: &Self) {
        let counts = [
            (&mut self.pairs, other.pairs),
            (&mut self.started, other.started),
            (&mut self.ended, other.ended),
            (&mut self.contacts, other.contacts),
            (&mut self.late_entries, other.late_entries),
            (&mut self.contacted, other.contacted),
            (&mut self.keeping, other.keeping),
            (&mut self.late_days, other.late_days),
            (&mut self.breaches, other.breaches),
            (&mut self.overdue, other.overdue),
            (&mut self.goals_met, other.goals_met),
            (&mut self.honours, other.honours),
            (&mut self.disciplines, other.disciplines),
            (&mut self.developed, other.developed),
            (&mut self.visits, other.visits),
            (&mut self.visit_score.count, other.visit_score.count),
            (&mut self.inspection.count, other.inspection.count),
        ];
        counts.into_iter().for_each(|(sum, count)| *sum += count);
        self.minutes += other.minutes;
        self.visit_score.hundredths += other.visit_score.hundredths;
        self.inspection.hundredths += other.inspection.hundredths;
        self.by_topic.iter_mut().zip(&other.by_topic).for_each(|(sum, count)| *sum += count);
        self.by_mode.iter_mut().zip(&other.by_mode).for_each(|(sum, count)| *sum += count);
        self.forms.merge(&other.forms);
    }
}

/// A branch's figures for the month.
#[must_use]
pub fn figures(core: &Core, branch: BranchIx, records: &BranchRecords, question: &MonthQuestion<'_>) -> Figures {
    let mut figures = Figures::none(core);
    let contacts = BranchContacts::new(core, branch, &records.contacts, &question.frames);
    let forms = Forms::new(core, &records.forms);
    for (index, pair) in core.pairs.of_branch(branch) {
        figures.ended += u32::from(pair.end.is_some_and(|end| question.period.contains(end)));
        if !core.active(pair).overlaps(question.period) {
            continue;
        }
        figures.pairs += 1;
        figures.started += u32::from(question.period.contains(pair.start));
        add_cadences(core, index, pair, &contacts, question, &mut figures);
        if let Some(standing) = forms.standing(index, question.month, question.as_of) {
            figures.forms.add(&standing);
        }
        add_person(core.active(pair), pair.helped, question, &mut figures);
    }
    add_contacts(core, records, question.period, &mut figures);
    let met = |goal: &&crate::model::records::Goal| goal.met.is_some_and(|met| question.period.contains(met));
    figures.goals_met = records.goals.rows.iter().filter(met).count() as u32;
    add_inspections(core, branch, question.period, &mut figures);
    figures
}

fn add_cadences(
    core: &Core,
    index: PairIx,
    pair: &Pair,
    contacts: &BranchContacts<'_>,
    question: &MonthQuestion<'_>,
    figures: &mut Figures,
) {
    let active = core.active(pair);
    let (mut contacted, mut keeps, mut overdue) = (false, true, false);
    for frame in &question.frames {
        let own = contacts.of(frame.cadence.per, index);
        contacted = contacted || frame.has_contact_in(active, own, question.period);
        let Some(row) = frame.row(index, active, own) else { continue };
        let late_days = frame.late_days_in(&row, question.period);
        figures.late_days += late_days.unsigned_abs();
        figures.breaches += frame.breaches_in(&row, question.period) as u32;
        keeps = keeps && late_days == 0;
        overdue = overdue || row.is_overdue();
    }
    figures.contacted += u32::from(contacted);
    figures.keeping += u32::from(keeps);
    figures.overdue += u32::from(overdue);
}

/// What happened to a helped student on days of an active pair in the month, edges included.
fn add_person(active: Period, person: PersonIx, question: &MonthQuestion<'_>, figures: &mut Figures) {
    for outcome in of_person(&question.outcomes, person, active) {
        match outcome.kind {
            OutcomeKind::Honour => figures.honours += 1,
            OutcomeKind::Discipline => figures.disciplines += 1,
            OutcomeKind::Stage if outcome.stage == Some(Stage::Probationary) => figures.developed += 1,
            OutcomeKind::Stage | OutcomeKind::Grade | OutcomeKind::Other => {}
        }
    }
    for visit in of_person(&question.visits, person, active) {
        figures.visits += 1;
        if let Some(score) = visit.score {
            figures.visit_score.add(score);
        }
    }
}

/// A person's part of rows sorted by person, on active days.
fn of_person<'a, T>(rows: &'a [(PersonIx, Day, &'a T)], person: PersonIx, active: Period) -> impl Iterator<Item = &'a T> {
    let start = rows.partition_point(|(who, _, _)| *who < person);
    let own = rows.get(start..).unwrap_or_default().iter().take_while(move |(who, _, _)| *who == person);
    own.filter(move |(_, day, _)| active.contains(*day)).map(|(_, _, row)| *row)
}

fn add_contacts(core: &Core, records: &BranchRecords, period: Period, figures: &mut Figures) {
    let log = &records.contacts;
    for (index, contact) in log.contacts.iter().enumerate().filter(|(_, contact)| period.contains(contact.date)) {
        if !core.scheme.act_counts(contact.act) {
            continue;
        }
        figures.contacts += 1;
        figures.minutes += u64::from(contact.minutes);
        let Some(detail) = log.details.get(index) else { continue };
        for (topic, count) in figures.by_topic.iter_mut().enumerate() {
            *count += u32::from(detail.topics >> topic & 1 == 1);
        }
        if let Some(count) = detail.mode.and_then(|mode| figures.by_mode.get_mut(usize::from(mode))) {
            *count += 1;
        }
        let late = detail.entered.is_some_and(|entered| entered.since(contact.date) > core.scheme.entry_days);
        figures.late_entries += u32::from(late);
    }
}

fn add_inspections(core: &Core, branch: BranchIx, period: Period, figures: &mut Figures) {
    let of_branch =
        core.committee.inspections.rows.iter().filter(|row| row.branch == branch && row.person.is_none() && period.contains(row.date));
    of_branch.filter_map(|row| row.rating).for_each(|rating| figures.inspection.add(rating));
}

#[cfg(test)]
mod tests {
    use super::Mean;

    #[test]
    fn a_mean_rounds_half_up_and_is_nothing_without_data() {
        assert_eq!(Mean::default().digits(), None);
        assert_eq!(Mean { hundredths: 17_545, count: 2 }.digits().as_deref(), Some("87.73"));
        assert_eq!(Mean { hundredths: 10_001, count: 2 }.digits().as_deref(), Some("50.01"));
        assert_eq!(Mean { hundredths: 20_000, count: 3 }.digits().as_deref(), Some("66.67"));
    }
}
