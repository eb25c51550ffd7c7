//! A committee's decision on an award (`committee/decisions/<award>.toml`, rules.md R7): what was computed, what people decided, what
//! it rests on, and how far it has come. Not here: deciding, and the file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::day::Day;
use super::records::PersonIx;
use super::word::word_of;

/// The file of an award.
#[derive(Clone, Debug)]
pub struct DecisionFile {
    /// Index of the award in the scheme.
    pub award: usize,
    /// The file, relative to the data directory.
    pub file: Arc<str>,
    /// The decision in force; none where it was reopened.
    pub decision: Option<Decision>,
    /// Decisions that were reopened, the first first.
    pub reopened: Vec<Reopened>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The day as of which the list was computed.
    pub as_of: Day,
    /// The day of the decision.
    pub date: Day,
    /// The meeting that decided.
    pub meeting: String,
    /// Votes for, against, abstained, where they were counted.
    pub votes: [Option<u32>; 3],
    /// Number of the document.
    pub document: Option<String>,
    /// Persons in the pool.
    pub pool: u32,
    /// Seats.
    pub seats: u32,
    /// The criteria, in the order of each person's fractions.
    pub criteria: Vec<String>,
    /// Everyone of the pool: candidates by score, then the barred by id.
    pub persons: Vec<Judged>,
    /// The settings that the list rests on.
    pub readings: BTreeMap<String, String>,
    /// The digests of the records that the list rests on, by file and name.
    pub records: Digests,
    /// The digest of these digests.
    pub digest: String,
    /// The notice, once there is one.
    pub notice: Option<Notice>,
    /// The day from which it is final, and what was said.
    pub fixed: Option<Fixed>,
}

/// Digests of records, by file and then by name.
pub type Digests = BTreeMap<String, BTreeMap<String, String>>;

/// A person of the pool: what was computed, and what people decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Who.
    pub person: PersonIx,
    /// The rank; none for the barred.
    pub rank: Option<u32>,
    /// The score as shown; none for the barred.
    pub score: Option<String>,
    /// A fraction as shown for each criterion, empty where it is missing.
    pub fractions: Vec<String>,
    /// What the computation says.
    pub computed: Computed,
    /// The gate that bars, where one does.
    pub code: Option<String>,
    /// What people decided.
    pub decided: Decided,
    /// Why, where it is not what was computed.
    pub reason: Option<String>,
}

/// What the computation says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computed {
    /// On the list.
    Taken,
    /// In a group tied across the cut, for people to settle.
    Tied,
    /// Below the cut.
    Below,
    /// Barred by a gate.
    Barred,
}

impl Computed {
    /// All of them with their words in the file and in JSON.
    pub const WORDS: [(&'static str, Self); 4] =
        [("taken", Self::Taken), ("tied", Self::Tied), ("below", Self::Below), ("barred", Self::Barred)];

    /// The word in the file and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// The catalogue key under which it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Taken => "decision.computed.taken",
            Self::Tied => "decision.computed.tied",
            Self::Below => "decision.computed.below",
            Self::Barred => "decision.computed.barred",
        }
    }
}

/// What people decided of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Gets the award.
    Taken,
    /// Does not, though on the list or tied.
    PassedOver,
    /// Does not, as computed.
    NotTaken,
}

impl Decided {
    /// All of them with their words in the file and in JSON.
    pub const WORDS: [(&'static str, Self); 3] = [("taken", Self::Taken), ("passed-over", Self::PassedOver), ("not-taken", Self::NotTaken)];

    /// The word in the file and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// The catalogue key under which it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Taken => "decision.decided.taken",
            Self::PassedOver => "decision.decided.passed-over",
            Self::NotTaken => "decision.decided.not-taken",
        }
    }
}

/// A public notice (公示).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// How many days it counts.
    pub days: u32,
    /// Which days count.
    pub counted: Counting,
    /// Whether the first day counts.
    pub first: FirstDay,
    /// Where objections go.
    pub contact: Option<String>,
}

/// Which days of a notice count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// All.
    Calendar,
    /// Monday to Friday without `[[holiday]]`, and `[[workday]]`.
    Working,
}

impl Counting {
    /// All of them with their words in the file, on the command line and in JSON.
    pub const WORDS: [(&'static str, Self); 2] = [("calendar", Self::Calendar), ("working", Self::Working)];

    /// The word in the file and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// Whether the first day of a notice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstDay {
    /// It is day 1.
    Counted,
    /// The day after is day 1.
    NotCounted,
}

impl FirstDay {
    /// All of them with their words in the file, on the command line and in JSON.
    pub const WORDS: [(&'static str, Self); 2] = [("counted", Self::Counted), ("not-counted", Self::NotCounted)];

    /// The word in the file and in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// That a decision became final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The day.
    pub date: Day,
    /// What was said, for instance of objections.
    pub note: Option<String>,
}

/// A decision that was reopened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    /// The day on which it was.
    pub date: Day,
    /// Why.
    pub reason: String,
    /// The day of the decision.
    pub decided: Day,
    /// Who had been taken.
    pub taken: Vec<PersonIx>,
}

impl Decision {
    /// Who gets the award.
    pub fn taken(&self) -> impl Iterator<Item = PersonIx> {
        self.persons.iter().filter(|judged| judged.decided == Decided::Taken).map(|judged| judged.person)
    }

    /// How far it has come.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (&self.fixed, &self.notice) {
            (Some(_), _) => Standing::Final,
            (None, Some(_)) => Standing::Noticed,
            (None, None) => Standing::Approved,
        }
    }
}

/// How far a decision has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Decided.
    Approved,
    /// A notice is out.
    Noticed,
    /// Final.
    Final,
}

impl Standing {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Noticed => "noticed",
            Self::Final => "final",
        }
    }

    /// The catalogue key under which it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Approved => "decision.standing.approved",
            Self::Noticed => "decision.standing.noticed",
            Self::Final => "decision.standing.final",
        }
    }
}

/// The path of an award's decision file.
#[must_use]
pub fn path(award: &str) -> String {
    format!("committee/decisions/{award}.toml")
}
