//! The season of a branch in figures as of a day: month by month (rules.md R6), and what the document aims at (三): duty kept, help given,
//! stages gained. Not here: the awards, and how it is shown.

use std::collections::BTreeSet;

use super::cadence::{BranchContacts, CadenceFrame};
use super::rollup::{Figures, MonthQuestion, figures};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month, Period};
use crate::model::decimal::{fraction, rounded};
use crate::model::records::{BranchIx, Pair, PersonIx};
use crate::model::word::OutcomeKind;

/// The question: the helping phase up to a day.
pub struct SeasonQuestion<'a> {
    /// The day A.
    pub as_of: Day,
    /// The helping phase up to A; empty before it begins.
    pub period: Period,
    /// A question for each month of it, all as of A.
    pub months: Vec<MonthQuestion<'a>>,
    frames: Vec<CadenceFrame<'a>>,
}

impl<'a> SeasonQuestion<'a> {
    /// Prepares the question for all branches.
    #[must_use]
    pub fn new(core: &'a Core, as_of: Day) -> Self {
        let helping = core.scheme.helping();
        let period = Period::new(helping.first, helping.last.min(as_of));
        let months = period.months().map(|month| MonthQuestion::new(core, month, as_of)).collect();
        Self { as_of, period, months, frames: CadenceFrame::all(core, as_of) }
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The part.
    pub part: i64,
    /// The whole.
    pub whole: i64,
}

impl Share {
    /// With four digits, rounded half up; nothing of nothing.
    #[must_use]
    pub fn digits(self) -> Option<String> {
        (self.whole > 0).then(|| rounded(&fraction(self.part, self.whole), 4))
    }
}

/// A branch's season.
#[derive(Clone, Debug, Default)]
pub struct BranchSeason {
    /// The figures of each month.
    pub months: Vec<(Month, Figures)>,
    /// Pairs that started by A.
    pub pairs: u32,
    /// Different helpers of these pairs.
    pub helpers: BTreeSet<PersonIx>,
    /// Different helped students of these pairs.
    pub helped: BTreeSet<PersonIx>,
    /// Days, or windows, on which the duty was kept, of those judged: all pairs and cadences.
    pub kept: Share,
    /// Pairs that never were late, of all.
    pub without_breach: u32,
    /// Goals set for these pairs.
    pub goals_set: u32,
    /// Changes of stage of helped students on days of a pair.
    pub stages_gained: u32,
}

impl BranchSeason {
    /// The figures of all months together; counts of pairs are not to be taken from it, since a pair is in several months.
    #[must_use]
    pub fn sum(&self, core: &Core) -> Figures {
        let mut sum = Figures::none(core);
        self.months.iter().for_each(|(_, figures)| sum.add(figures));
        sum
    }

    /// Adds another branch's season; months are those of the same question.
    pub fn add(&mut self, other: &Self) {
        if self.months.is_empty() {
            self.months.clone_from(&other.months);
        } else {
            self.months.iter_mut().zip(&other.months).for_each(|((_, own), (_, others))| own.add(others));
        }
        self.pairs += other.pairs;
        self.helpers.extend(&other.helpers);
        self.helped.extend(&other.helped);
        self.kept = Share { part: self.kept.part + other.kept.part, whole: self.kept.whole + other.kept.whole };
        self.without_breach += other.without_breach;
        self.goals_set += other.goals_set;
        self.stages_gained += other.stages_gained;
    }
}

/// Works a branch's season out.
#[must_use]
pub fn season(core: &Core, branch: BranchIx, records: &BranchRecords, question: &SeasonQuestion<'_>) -> BranchSeason {
    let months = question.months.iter().map(|asked| (asked.month, figures(core, branch, records, asked))).collect();
    let mut season = BranchSeason { months, ..BranchSeason::default() };
    let contacts = BranchContacts::new(core, branch, &records.contacts, &question.frames);
    for (index, pair) in core.pairs.of_branch(branch).filter(|(_, pair)| pair.start <= question.as_of) {
        season.pairs += 1;
        season.helpers.insert(pair.helper);
        season.helped.insert(pair.helped);
        season.stages_gained += stages_gained(core, pair, question.as_of);
        season.goals_set += records.goals.rows.iter().filter(|goal| goal.pair == index).count() as u32;
        let mut breaches = 0;
        for row in question.frames.iter().filter_map(|frame| frame.row_of(core, index, &contacts)) {
            season.kept.part += i64::from(row.judged - row.late_days);
            season.kept.whole += i64::from(row.judged);
            breaches += row.breaches.len();
        }
        season.without_breach += u32::from(breaches == 0);
    }
    season
}

/// Stage outcomes of the helped student on days of the pair.
fn stages_gained(core: &Core, pair: &Pair, as_of: Day) -> u32 {
    let days = core.active(pair).intersect(Period::new(pair.start, as_of));
    let gained =
        |row: &&crate::model::records::Outcome| row.person == pair.helped && row.kind == OutcomeKind::Stage && days.contains(row.date);
    core.committee.outcomes.rows.iter().filter(gained).count() as u32
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_is_exact_and_rounds_half_up() {
        assert_eq!(Share { part: 1, whole: 8 }.digits().as_deref(), Some("0.1250"));
        assert_eq!(Share { part: 12_345, whole: 100_000 }.digits().as_deref(), Some("0.1235"));
        assert_eq!(Share { part: 3, whole: 3 }.digits().as_deref(), Some("1.0000"));
        assert_eq!(Share::default().digits(), None);
    }
}
