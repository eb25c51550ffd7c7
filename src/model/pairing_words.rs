//! The words of `[pairing]` beyond the policy: which pairs are allowed across branches, sexes and colleges, and what earns points for a fit.
//! Not here: what they decide (`matching::pairing`).

use super::word::word_of;

/// `scope` of `[pairing]`. Somebody without a branch on the roster is of no branch and may be paired with anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairingScope {
    /// Across branches as within them.
    All,
    /// As many pairs within a branch as can be without leaving anybody out for it.
    OwnFirst,
    /// Within a branch alone.
    Own,
}

impl PairingScope {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 3] = [("all", Self::All), ("own-first", Self::OwnFirst), ("own", Self::Own)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `sex` of `[pairing]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SexRule {
    /// The roster's sex does not matter.
    Any,
    /// Both of the same sex; somebody of whom the roster gives none is paired with nobody.
    Same,
}

impl SexRule {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("any", Self::Any), ("same", Self::Same)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// `college` of `[pairing]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollegeRule {
    /// Both of the same college; somebody of whom the roster gives none is of the scheme's.
    Same,
    /// The roster's college does not matter.
    Any,
}

impl CollegeRule {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 2] = [("same", Self::Same), ("any", Self::Any)];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// What earns points for a fit: the same entry on the roster, a helper of a higher grade, or something of both persons' sealed
/// profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FitAttribute {
    /// The same major.
    Major,
    /// The same grade.
    Grade,
    /// The same class.
    Class,
    /// The same branch.
    Branch,
    /// The same college.
    College,
    /// The same dormitory.
    Dormitory,
    /// The same sex.
    Gender,
    /// The same counsellor.
    Counsellor,
    /// A helper of an earlier year than the student.
    HigherGrade,
    /// 家庭环境 of the profile.
    Family,
    /// 性格 of the profile.
    Character,
    /// 民族 of the profile.
    Ethnicity,
    /// 家乡 of the profile.
    Home,
    /// 爱好 of the profile.
    Interests,
    /// 特长 of the helper's profile, for the categories of the student's screening.
    Skills,
}

impl FitAttribute {
    /// All of them with their words in `bangfu.toml`.
    pub const WORDS: [(&'static str, Self); 15] = [
        ("major", Self::Major),
        ("grade", Self::Grade),
        ("class", Self::Class),
        ("branch", Self::Branch),
        ("college", Self::College),
        ("dormitory", Self::Dormitory),
        ("gender", Self::Gender),
        ("counsellor", Self::Counsellor),
        ("higher-grade", Self::HigherGrade),
        ("family", Self::Family),
        ("character", Self::Character),
        ("ethnicity", Self::Ethnicity),
        ("home", Self::Home),
        ("interests", Self::Interests),
        ("skills", Self::Skills),
    ];

    /// The word in `bangfu.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }

    /// Whether it lies in the sealed profiles, so that nothing may be told of it.
    #[must_use]
    pub fn is_sealed(self) -> bool {
        matches!(self, Self::Family | Self::Character | Self::Ethnicity | Self::Home | Self::Interests | Self::Skills)
    }
}
