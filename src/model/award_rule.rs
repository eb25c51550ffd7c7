//! The settings of an award (`[[award]]`, rules.md R7). Not here: who gets it.

use super::day::Day;
use super::decimal::{Decimal, Fraction};
use super::word::{Side, Stage, word_of};

/// `[[award]]`.
#[derive(Clone, Debug)]
pub struct AwardRule {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// Other names of the same award.
    pub aliases: Vec<String>,
    /// The document's clause.
    pub clause: Option<String>,
    /// Who it is for.
    pub side: Side,
    /// Of whom the quota is taken.
    pub pool: Pool,
    /// Stages of a `members` pool.
    pub pool_stages: Vec<Stage>,
    /// For a `winners` pool: the key of the award among whose winners this one is given.
    pub winners_of: Option<String>,
    /// The day on which pools that need one are taken.
    pub cutoff: Option<Day>,
    /// How many seats there are.
    pub quota: Quota,
    /// What happens to a part of a seat.
    pub rounding: Rounding,
    /// Seats given in any case.
    pub at_least: u32,
    /// The unit that seats are computed for.
    pub level: Level,
    /// What happens to a tie across the cut.
    pub ties: Ties,
    /// What a criterion without data is worth.
    pub missing: Missing,
    /// Keys of awards whose winners are barred from this one.
    pub excludes: Vec<String>,
    /// Whether a disciplinary outcome bars a person.
    pub bar_disciplined: bool,
    /// The lowest keeping rate.
    pub min_keeping: Option<Fraction>,
    /// Stages that a person must have; empty: all.
    pub stages: Vec<Stage>,
    /// Who must have nominated the person.
    pub needs_nomination: Option<Nominator>,
    /// Whether the latest nomination must have passed its review.
    pub needs_review: bool,
    /// Further gates on a measure.
    pub gates: Vec<Gate>,
    /// Weighted criteria.
    pub criteria: Vec<Criterion>,
}

impl AwardRule {
    /// The keys of the awards whose winners decide who can get this one: those that bar, and the one that it is chosen from.
    pub fn rests_on(&self) -> impl Iterator<Item = &String> {
        self.excludes.iter().chain(&self.winners_of)
    }
}

/// `pool` of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Everyone on that side with a pair that started, ended or not.
    Paired,
    /// Everyone with a pair active on the cut-off day.
    PairedOnCutoff,
    /// Roster persons of some stages on the cut-off day.
    Members,
    /// Those who get another award: a share is chosen from among them.
    Winners,
}

impl Pool {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 4] =
        [("paired", Self::Paired), ("paired-on-cutoff", Self::PairedOnCutoff), ("members", Self::Members), ("winners", Self::Winners)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `ratio`, `seats` or `steps` of an award.
#[derive(Clone, Debug)]
pub enum Quota {
    /// A share of the pool, and the share as written.
    Ratio(Fraction, String),
    /// A fixed number.
    Seats(u32),
    /// A number by the pool's size.
    Steps(Vec<Step>),
}

/// One step of `steps`: pools from … to … (both included; no end: without limit) get so many seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The smallest pool.
    pub from: u32,
    /// The largest pool.
    pub to: Option<u32>,
    /// Seats.
    pub seats: u32,
}

impl Step {
    /// Whether a pool of so many lies in it.
    #[must_use]
    pub fn holds(&self, pool: u32) -> bool {
        self.from <= pool && self.to.is_none_or(|to| pool <= to)
    }
}

/// `rounding` of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero.
    Down,
    /// Half up.
    Nearest,
    /// 进一法.
    Up,
}

impl Rounding {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 3] = [("down", Self::Down), ("nearest", Self::Nearest), ("up", Self::Up)];

    /// The word in `bangfu.toml` and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Nearest => "nearest",
            Self::Up => "up",
        }
    }
}

/// `level` of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// One unit: the college.
    College,
    /// Each branch by itself.
    Branch,
    /// Each class by itself.
    Class,
    /// Each major by itself.
    Major,
    /// Each grade by itself.
    Grade,
}

impl Level {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 5] =
        [("college", Self::College), ("branch", Self::Branch), ("class", Self::Class), ("major", Self::Major), ("grade", Self::Grade)];

    /// The word in `bangfu.toml` and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::College => "college",
            Self::Branch => "branch",
            Self::Class => "class",
            Self::Major => "major",
            Self::Grade => "grade",
        }
    }
}

/// `ties` of an award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ties {
    /// No one of a group tied across the cut is taken.
    LeaveOut,
    /// All of them are taken.
    TakeAll,
    /// Broken by these criteria, each higher first.
    Criteria(Vec<CriterionKey>),
}

/// `missing` of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Worth nothing.
    Zero,
    /// Its weight is left out for that person.
    Skip,
}

impl Missing {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("zero", Self::Zero), ("skip", Self::Skip)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `needs_nomination` of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nominator {
    /// A helper of one of the person's pairs.
    Helper,
    /// The branch.
    Branch,
}

impl Nominator {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("helper", Self::Helper), ("branch", Self::Branch)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `[[award.gate]]`.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The grade's key.
    pub measure: String,
    /// Whether the value or its change is compared.
    pub of: GateOf,
    /// How it is compared.
    pub op: Comparison,
    /// With what.
    pub value: Decimal,
}

/// `of` of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateOf {
    /// The latest value.
    Value,
    /// Latest less base.
    Change,
}

impl GateOf {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("value", Self::Value), ("change", Self::Change)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `op` of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`.
    AtLeast,
    /// `>`.
    Above,
    /// `<=`.
    AtMost,
    /// `<`.
    Below,
    /// `==`.
    Equal,
}

impl Comparison {
    /// The comparisons with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 5] =
        [(">=", Self::AtLeast), (">", Self::Above), ("<=", Self::AtMost), ("<", Self::Below), ("==", Self::Equal)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// Whether two values stand so.
    #[must_use]
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::AtLeast => left >= right,
            Self::Above => left > right,
            Self::AtMost => left <= right,
            Self::Below => left < right,
            Self::Equal => left == right,
        }
    }
}

/// `[[award.criterion]]`.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// What is measured.
    pub key: CriterionKey,
    /// Its weight.
    pub weight: Decimal,
    /// The value that gives the full fraction.
    pub full_marks: Option<Decimal>,
    /// What a form passed late is worth.
    pub late_credit: Fraction,
    /// The grade's key.
    pub measure: Option<String>,
    /// The name of the outcomes.
    pub what: Option<String>,
    /// Which way is better.
    pub better: Better,
}

/// `better` of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better (a rank).
    Lower,
}

impl Better {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("higher", Self::Higher), ("lower", Self::Lower)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// What the program can measure (rules.md R7, "Criteria the program knows").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriterionKey {
    /// Monthly forms.
    Forms,
    /// The contact duty.
    Cadence,
    /// Random visits.
    Visits,
    /// Honours and violations of the helped.
    HelpedOutcomes,
    /// Progress of the helped.
    HelpedProgress,
    /// Helped who became probationary members.
    Developed,
    /// The person's own honours and violations.
    OwnOutcomes,
    /// Monthly inspections of the branch.
    Inspection,
    /// Progress of a grade.
    Grades,
    /// Other outcomes by name.
    Evaluation,
    /// Goals met.
    Goals,
    /// The branch's review.
    Review,
}

impl CriterionKey {
    /// All of them with their words in `bangfu.toml` and JSON.
    pub const WORDS: [(&'static str, Self); 12] = [
        ("forms", Self::Forms),
        ("cadence", Self::Cadence),
        ("visits", Self::Visits),
        ("helped_outcomes", Self::HelpedOutcomes),
        ("helped_progress", Self::HelpedProgress),
        ("developed", Self::Developed),
        ("own_outcomes", Self::OwnOutcomes),
        ("inspection", Self::Inspection),
        ("grades", Self::Grades),
        ("evaluation", Self::Evaluation),
        ("goals", Self::Goals),
        ("review", Self::Review),
    ];

    /// The word in `bangfu.toml` and JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}
