//! A scheme's records together: what every rule and report asks. `Core` is what all questions need (scheme, roster, pairs,
//! committee); `BranchRecords` is one branch's share, so that large directories are worked on branch by branch.

use std::sync::{Arc, OnceLock};

use super::calendar::Calendar;
use super::contact_log::ContactLog;
use super::day::{Day, Period};
use super::decision::DecisionFile;
use super::id_index::IdIndex;
use super::id_order;
use super::lost_ids::LostIds;
use super::records::{
    Apart, AssessmentMark, BranchIx, Case, Choice, Draw, DutyDecision, Form, Goal, Inspection, Meeting, Nomination, Outcome, Pair, PairIx,
    PersonIx, Report, Visit,
};
use super::roster::Roster;
use super::scheme::Scheme;
use super::text_table::{Records, TextTable};
use super::word::{OutcomeKind, Side, Stage};

/// All pairs: by branch in the scheme's order, then by id.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// The pairs.
    pub rows: Vec<Pair>,
    /// Their texts, row for row.
    pub texts: TextTable,
    /// For each branch the index of its first pair; one more entry at the end.
    pub starts: Vec<u32>,
    /// All pairs by id, made when first asked for.
    by_id: OnceLock<IdIndex>,
}

impl Pairs {
    /// A pair.
    #[must_use]
    pub fn get(&self, pair: PairIx) -> Option<&Pair> {
        self.rows.get(pair.0 as usize)
    }

    /// A pair's id.
    #[must_use]
    pub fn id(&self, pair: PairIx) -> &str {
        self.texts.at(pair.0 as usize, 0)
    }

    /// The bytes of a pair's id.
    #[must_use]
    pub fn id_bytes(&self, pair: PairIx) -> &[u8] {
        self.texts.bytes_at(pair.0 as usize, 0)
    }

    /// A text of a pair; empty where it was not kept.
    #[must_use]
    pub fn text(&self, pair: PairIx, column: &str) -> &str {
        self.texts.get(pair.0 as usize, column)
    }

    /// The indexes of a branch's pairs.
    #[must_use]
    pub fn range(&self, branch: BranchIx) -> std::ops::Range<u32> {
        let at = |index: usize| self.starts.get(index).copied().unwrap_or(0);
        at(usize::from(branch.0))..at(usize::from(branch.0) + 1)
    }

    /// A branch's pairs with their indexes.
    pub fn of_branch(&self, branch: BranchIx) -> impl Iterator<Item = (PairIx, &Pair)> {
        self.range(branch).filter_map(|index| self.rows.get(index as usize).map(|pair| (PairIx(index), pair)))
    }

    /// All pairs with their indexes.
    pub fn iter(&self) -> impl Iterator<Item = (PairIx, &Pair)> {
        self.rows.iter().enumerate().map(|(index, pair)| (PairIx(index as u32), pair))
    }

    /// All pairs' ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(pair, _)| self.id(pair))
    }

    /// The pair with an id in a branch; a branch's pairs are in the order of their ids.
    #[must_use]
    pub fn find_in(&self, branch: BranchIx, id: &[u8]) -> Option<PairIx> {
        id_order::by_halves(self.range(branch), |pair| self.id_bytes(PairIx(pair)).cmp(id)).ok().map(PairIx)
    }

    /// The pair with an id in any branch.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PairIx> {
        self.find_bytes(id.as_bytes())
    }

    /// The id of the pair that may have been meant by a text that is no known id: nearly the same.
    #[must_use]
    pub fn meant(&self, text: &str) -> Option<String> {
        super::id::meant(text).find(|id| self.find(id).is_some())
    }

    /// The pair in any branch with an id given as bytes; the first one where several have it.
    #[must_use]
    pub fn find_bytes(&self, id: &[u8]) -> Option<PairIx> {
        let id_of = |pair| self.id_bytes(PairIx(pair));
        let all = || {
            let mut all = IdIndex::with_room_for(self.rows.len());
            for pair in 0..self.rows.len() as u32 {
                all.enter(pair, id_of);
            }
            all
        };
        self.by_id.get_or_init(all).find(id, id_of).map(PairIx)
    }
}

/// What the committee owns, besides the roster.
#[derive(Clone, Debug, Default)]
pub struct Committee {
    /// inspections.csv.
    pub inspections: Records<Inspection>,
    /// draws.csv.
    pub draws: Records<Draw>,
    /// visits.csv.
    pub visits: Records<Visit>,
    /// meetings.csv.
    pub meetings: Records<Meeting>,
    /// outcomes.csv.
    pub outcomes: Records<Outcome>,
    /// apart.csv.
    pub apart: Records<Apart>,
    /// duty.csv.
    pub duty: Records<DutyDecision>,
    /// cases.csv.
    pub cases: Records<Case>,
    /// assessments.csv.
    pub assessments: Records<AssessmentMark>,
    /// The decisions on awards, in the scheme's order; an award without a file has none.
    pub decisions: Vec<DecisionFile>,
}

/// What every question needs.
#[derive(Debug)]
pub struct Core {
    /// Settings.
    pub scheme: Scheme,
    /// The calendar with the scheme's pauses.
    pub calendar: Calendar,
    /// The roster.
    pub people: Roster,
    /// All pairs.
    pub pairs: Pairs,
    /// The committee's records.
    pub committee: Committee,
    /// Stage outcomes by person and day.
    pub stages: Vec<(PersonIx, Day, Stage)>,
    /// Ids in lines that could not be read.
    pub lost: Arc<LostIds>,
    /// Pairs by person, made when first asked for.
    by_person: OnceLock<Vec<(PersonIx, Side, PairIx)>>,
}

impl Core {
    /// Puts the parts together and prepares the stages.
    #[must_use]
    pub fn new(scheme: Scheme, people: Roster, pairs: Pairs, committee: Committee) -> Self {
        let calendar = scheme.calendar();
        let mut stages: Vec<_> = committee
            .outcomes
            .rows
            .iter()
            .filter(|outcome| outcome.kind == OutcomeKind::Stage)
            .filter_map(|outcome| outcome.stage.map(|stage| (outcome.person, outcome.date, stage)))
            .collect();
        stages.sort_unstable();
        Self { scheme, calendar, people, pairs, committee, stages, lost: Arc::default(), by_person: OnceLock::new() }
    }

    /// `stage_on(person, day)`: the stage of the latest stage outcome dated on or before the day, else the roster's (rules.md R2).
    #[must_use]
    pub fn stage_on(&self, person: PersonIx, day: Day) -> Option<Stage> {
        let at = self.stages.partition_point(|(who, date, _)| (*who, *date) <= (person, day));
        let latest = at.checked_sub(1).and_then(|index| self.stages.get(index)).filter(|(who, _, _)| *who == person);
        latest.map(|(_, _, stage)| *stage).or_else(|| self.people.get(person).map(|known| known.stage))
    }

    /// A person's stage outcomes, by day.
    #[must_use]
    pub fn stages_of(&self, person: PersonIx) -> &[(PersonIx, Day, Stage)] {
        let start = self.stages.partition_point(|(who, _, _)| *who < person);
        let rest = self.stages.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(who, _, _)| *who == person)).unwrap_or_default()
    }

    /// The days on which a pair is active: from its start to its end, or to the end of the helping phase (rules.md R3).
    #[must_use]
    pub fn active(&self, pair: &Pair) -> Period {
        Period::new(pair.start, pair.end.unwrap_or(self.scheme.helping().last))
    }

    /// A person's pairs on either side, by side and pair.
    #[must_use]
    pub fn pairs_of(&self, person: PersonIx) -> &[(PersonIx, Side, PairIx)] {
        let all = self.by_person.get_or_init(|| {
            let sides = |(index, pair): (PairIx, &Pair)| [(pair.helper, Side::Helper, index), (pair.helped, Side::Helped, index)];
            let mut all: Vec<_> = self.pairs.iter().flat_map(sides).collect();
            all.sort_unstable();
            all
        });
        let start = all.partition_point(|(who, _, _)| *who < person);
        let rest = all.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(who, _, _)| *who == person)).unwrap_or_default()
    }

    /// Whether a person is on either side of a pair that is active on a day.
    #[must_use]
    pub fn is_paired_on(&self, person: PersonIx, day: Day) -> bool {
        self.pairs_of(person).iter().filter_map(|(_, _, pair)| self.pairs.get(*pair)).any(|pair| self.active(pair).contains(day))
    }

    /// The branches in the scheme's order.
    pub fn branch_indexes(&self) -> impl Iterator<Item = BranchIx> + use<> {
        (0..self.scheme.branches.len()).map(|index| BranchIx(index as u16))
    }

    /// The person on one side of a pair.
    #[must_use]
    pub fn on_side(pair: &Pair, side: Side) -> PersonIx {
        match side {
            Side::Helper => pair.helper,
            Side::Helped => pair.helped,
        }
    }
}

/// One branch's records.
#[derive(Clone, Debug, Default)]
pub struct BranchRecords {
    /// contacts.csv.
    pub contacts: ContactLog,
    /// forms.csv, by pair, month and n.
    pub forms: Records<Form>,
    /// goals.csv.
    pub goals: Records<Goal>,
    /// nominations.csv.
    pub nominations: Records<Nomination>,
    /// reports.csv, by month.
    pub reports: Records<Report>,
    /// choices.csv.
    pub choices: Records<Choice>,
}

/// A whole data directory in memory.
#[derive(Debug)]
pub struct Dataset {
    /// What every question needs.
    pub core: Core,
    /// Each branch's records, in the scheme's order.
    pub branches: Vec<BranchRecords>,
}
