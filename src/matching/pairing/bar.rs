//! The hard rules that keep two persons apart, each by name, so that reasons can say which and count how often. Not here: whether
//! one applies (`candidates` for a person, `programme` for two).

/// Why a pair cannot be made. In the order in which one is told where several apply: what can never change first, what a free place
/// would change last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bar {
    /// Nobody helps himself.
    SamePerson,
    /// The helper has left.
    HelperLeft,
    /// The student has left.
    HelpedLeft,
    /// The helper drops out.
    HelperOut,
    /// Whoever asks leaves the person out of new pairs.
    LeftOut,
    /// The helper's stage on the first day is none that may help (rules.md R2).
    HelperStage,
    /// The student's stage on the first day is none that is helped (rules.md R2).
    HelpedStage,
    /// The helper is in no branch on the roster.
    NoBranch,
    /// The helper misses `helper_min`.
    HelperMin,
    /// committee/apart.csv.
    Apart,
    /// Of two colleges.
    College,
    /// `sex`.
    Sex,
    /// `scope`.
    Branch,
    /// `grade_distance`.
    GradeDistance,
    /// Not in the file of costs.
    NoCost,
    /// The helper has as many pairs as are allowed.
    HelperTaken,
    /// The student has as many pairs as are allowed.
    HelpedTaken,
}

impl Bar {
    /// Its stable key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::SamePerson => "same-person",
            Self::HelperLeft => "helper-left",
            Self::HelpedLeft => "helped-left",
            Self::HelperOut => "helper-out",
            Self::LeftOut => "left-out",
            Self::HelperStage => "helper-stage",
            Self::HelpedStage => "helped-stage",
            Self::NoBranch => "no-branch",
            Self::HelperMin => "helper-min",
            Self::Apart => "apart",
            Self::College => "college",
            Self::Sex => "sex",
            Self::Branch => "scope",
            Self::GradeDistance => "grade-distance",
            Self::NoCost => "no-cost",
            Self::HelperTaken => "helper-taken",
            Self::HelpedTaken => "helped-taken",
        }
    }
}
