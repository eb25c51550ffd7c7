//! The records of a scheme as typed rows: people, pairs, and what happened. Texts stay in the table that a row came from
//! (`Records::text`). The contact log, the one table that grows, has a form of its own in `contact_log`.

use super::day::{Day, Month};
use super::decimal::Decimal;
use super::word::{Basis, CaseScope, CriticismScope, Measure, MeetingKind, OutcomeKind, Review, Side, Stage};

/// Index of a person in the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIx(pub u32);

impl PersonIx {
    /// A person that the roster does not know (the reference is a finding).
    pub const UNKNOWN: Self = Self(u32::MAX);

    /// Whether the roster knows the person.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Self::UNKNOWN
    }
}

/// Index of a pair among all pairs of the scheme: by branch in the scheme's order, then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PairIx(pub u32);

impl PairIx {
    /// A pair that does not exist (the reference is a finding).
    pub const UNKNOWN: Self = Self(u32::MAX);
}

/// Index of a branch in the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchIx(pub u16);

impl BranchIx {
    /// No branch, or one that the scheme does not know.
    pub const NONE: Self = Self(u16::MAX);
}

/// A set of words of a vocabulary, as bits by index.
pub type WordSet = u64;

/// A person of the roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Line in people.csv.
    pub line: u32,
    /// The roster's stage.
    pub stage: Stage,
    /// The branch on the roster.
    pub branch: BranchIx,
    /// 入党时间.
    pub stage_since: Option<Day>,
    /// The day the person left.
    pub left: Option<Day>,
}

/// A pair (rules.md R3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Line in the branch's pairs.csv.
    pub line: u32,
    /// The branch in whose folder it lies.
    pub branch: BranchIx,
    /// How it came about.
    pub basis: Basis,
    /// The helper.
    pub helper: PersonIx,
    /// The helped student.
    pub helped: PersonIx,
    /// Fields of help.
    pub topics: WordSet,
    /// First active day.
    pub start: Day,
    /// Last active day, where one is written.
    pub end: Option<Day>,
}

/// A monthly form handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Line in the branch's forms.csv.
    pub line: u32,
    /// Which handing-in, from 1.
    pub n: u32,
    /// The pair.
    pub pair: PairIx,
    /// The month it is for.
    pub month: Month,
    /// Day received.
    pub received: Day,
    /// The branch's review.
    pub review: Option<Review>,
    /// Day of the review; blank with a review: the day received counts.
    pub reviewed: Option<Day>,
    /// Score.
    pub score: Option<Decimal>,
}

/// A goal of a help plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Line in the branch's goals.csv.
    pub line: u32,
    /// The pair.
    pub pair: PairIx,
    /// Index of the topic.
    pub topic: u8,
    /// Day by which it should be met.
    pub due: Option<Day>,
    /// Day on which it was met.
    pub met: Option<Day>,
}

/// A nomination for an award with the branch's review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nomination {
    /// Line in the branch's nominations.csv.
    pub line: u32,
    /// Index of the award in the scheme.
    pub award: u16,
    /// Who is nominated.
    pub person: PersonIx,
    /// Who nominated; unknown where it is no person of the roster but a branch.
    pub by: PersonIx,
    /// Day of the nomination.
    pub date: Day,
    /// The branch's review.
    pub review: Option<Review>,
    /// Score of the review.
    pub review_score: Option<Decimal>,
    /// Day of the review; blank: the nomination's own day counts.
    pub review_date: Option<Day>,
}

/// A branch's report for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Line in the branch's reports.csv.
    pub line: u32,
    /// The month.
    pub month: Month,
    /// Day it was sent.
    pub sent: Option<Day>,
}

/// A voluntary choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Line in the branch's choices.csv.
    pub line: u32,
    /// The helper.
    pub helper: PersonIx,
    /// The helped student.
    pub helped: PersonIx,
    /// Who chose.
    pub by: Side,
    /// Day.
    pub date: Day,
}

impl Choice {
    /// The person on one side of it.
    #[must_use]
    pub fn on_side(&self, side: Side) -> PersonIx {
        match side {
            Side::Helper => self.helper,
            Side::Helped => self.helped,
        }
    }
}

/// An inspection of a branch or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Line in inspections.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
    /// Branch.
    pub branch: BranchIx,
    /// The person, where it is about one.
    pub person: Option<PersonIx>,
    /// Rating.
    pub rating: Option<Decimal>,
    /// Whether the finding is serious.
    pub serious: Seriousness,
}

/// `serious` of an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seriousness {
    /// Yes.
    Serious,
    /// No or blank.
    Ordinary,
}

/// A random visit to a helped student.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Line in visits.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
    /// The student.
    pub person: PersonIx,
    /// Score.
    pub score: Option<Decimal>,
    /// How many contacts with the helper of that day the student remembers in the month of the visit.
    pub said_contacts: Option<u32>,
    /// The last contact that the student remembers.
    pub said_last: Option<Day>,
}

/// A draw of visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Line in draws.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
}

/// A meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Line in meetings.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
    /// Kind.
    pub kind: MeetingKind,
    /// Persons present.
    pub present: Option<u32>,
}

/// An outcome of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Line in outcomes.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
    /// The person.
    pub person: PersonIx,
    /// Kind.
    pub kind: OutcomeKind,
    /// For a stage outcome: the new stage.
    pub stage: Option<Stage>,
    /// Index of the level in the honours' or the disciplines' table.
    pub level: Option<u16>,
    /// For a grade: its value.
    pub value: Option<Decimal>,
    /// Points of its own.
    pub points: Option<Decimal>,
}

/// Two persons who must not be paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Line in apart.csv.
    pub line: u32,
    /// One.
    pub a: PersonIx,
    /// The other.
    pub b: PersonIx,
    /// From this day on.
    pub since: Option<Day>,
    /// Until this day.
    pub until: Option<Day>,
}

/// A decision on a duty proposal (rules.md R8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyDecision {
    /// Line in duty.csv.
    pub line: u32,
    /// Day.
    pub date: Day,
    /// The member.
    pub person: PersonIx,
    /// Measure.
    pub measure: Measure,
    /// End of an extension.
    pub until: Option<Day>,
    /// Day of the meeting.
    pub meeting: Option<Day>,
    /// Day of approval.
    pub approved: Option<Day>,
    /// Scope of a criticism.
    pub scope: Option<CriticismScope>,
}

/// A good case for publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Line in cases.csv.
    pub line: u32,
    /// The pair.
    pub pair: PairIx,
    /// Day of consent.
    pub consent: Day,
    /// How far it may go.
    pub scope: CaseScope,
}

/// A mark of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessmentMark {
    /// Line in assessments.csv.
    pub line: u32,
    /// Index of the assessment in the scheme.
    pub assessment: u16,
    /// Index of the part in the assessment.
    pub part: u16,
    /// The person.
    pub person: PersonIx,
    /// The mark.
    pub mark: Decimal,
    /// Who voted.
    pub voters: Option<u32>,
    /// Who might have voted.
    pub electorate: Option<u32>,
}
