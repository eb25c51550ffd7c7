//! The one list of codes. A code is stable for ever; its texts are in the catalogues.

use crate::model::day::DayFault;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The records are wrong; commands that decide refuse.
    Error,
    /// Worth a look; nothing refuses.
    Warning,
}

impl Severity {
    /// The word in JSON and in messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident),* $(,)?) => {
        /// What is wrong, by a code that never changes (`bangfu explain CODE`).
        #[expect(missing_docs, reason = "each code is explained in the catalogues under explain.<code>")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as users see it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// Error or warning.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// Key of the sentence.
            #[must_use]
            pub fn message_key(self) -> &'static str {
                match self { $(Self::$variant => concat!("finding.", $code)),* }
            }

            /// Key of what to do.
            #[must_use]
            pub fn help_key(self) -> &'static str {
                match self { $(Self::$variant => concat!("help.", $code)),* }
            }

            /// Key of the rule.
            #[must_use]
            pub fn explain_key(self) -> &'static str {
                match self { $(Self::$variant => concat!("explain.", $code)),* }
            }
        }
    };
}

codes! {
    // Files.
    MissingFile "missing-file" Error,
    UnreadableFile "unreadable-file" Error,
    SymlinkOutside "symlink-outside" Error,
    UnknownFile "unknown-file" Warning,
    MisnamedFile "misnamed-file" Error,
    UnknownBranchFolder "unknown-branch-folder" Error,
    // Bytes and lines.
    BadEncoding "bad-encoding" Error,
    NulByte "nul-byte" Error,
    ControlCharacter "control-character" Error,
    LostCharacters "lost-characters" Warning,
    ConflictMarker "conflict-marker" Error,
    RaggedRow "ragged-row" Error,
    EmptyLine "empty-line" Error,
    StrayQuote "stray-quote" Error,
    LineBreakInCell "line-break-in-cell" Error,
    NoHeader "no-header" Error,
    MissingColumn "missing-column" Error,
    MisnamedColumn "misnamed-column" Error,
    DoubledColumn "doubled-column" Error,
    UnknownColumn "unknown-column" Warning,
    WrongDelimiter "wrong-delimiter" Error,
    SeparatorLine "separator-line" Error,
    // Cells.
    MissingValue "missing-value" Error,
    BadId "bad-id" Error,
    ScientificId "scientific-id" Error,
    BadDate "bad-date" Error,
    ImpossibleDate "impossible-date" Error,
    DateOutOfRange "date-out-of-range" Error,
    BadMonth "bad-month" Error,
    BadNumber "bad-number" Error,
    NumberOutOfRange "number-out-of-range" Error,
    BadScore "bad-score" Error,
    BadDecimal "bad-decimal" Error,
    UnknownWord "unknown-word" Error,
    DoubledWord "doubled-word" Error,
    OverLongField "over-long-field" Error,
    BadText "bad-text" Error,
    // Between records.
    DuplicateKey "duplicate-key" Error,
    NobodyInRoster "nobody-in-roster" Error,
    NoPairs "no-pairs" Error,
    UnknownPerson "unknown-person" Error,
    UnknownPair "unknown-pair" Error,
    UnknownBranch "unknown-branch" Error,
    UnknownAward "unknown-award" Error,
    UnknownLevel "unknown-level" Error,
    UnknownDraw "unknown-draw" Error,
    MisfiledRecord "misfiled-record" Error,
    BadSequence "bad-sequence" Error,
    EndBeforeStart "end-before-start" Error,
    SamePerson "same-person" Error,
    OutsidePair "outside-pair" Error,
    WrongStage "wrong-stage" Error,
    CapacityExceeded "capacity-exceeded" Error,
    WrongBranch "wrong-branch" Error,
    TooManyChoices "too-many-choices" Error,
    ChoiceAfterClosing "choice-after-closing" Error,
    ApartTwice "apart-twice" Error,
    FormMonthInactive "form-month-inactive" Error,
    ReceivedBeforeMonth "received-before-month" Error,
    ReviewedBeforeReceived "reviewed-before-received" Error,
    ReviewedWithoutReview "reviewed-without-review" Error,
    EnteredBeforeContact "entered-before-contact" Error,
    ReviewBeforeNomination "review-before-nomination" Error,
    StageTwiceOnDay "stage-twice-on-day" Error,
    DisciplineWithPoints "discipline-with-points" Error,
    HonourAgainstPoints "honour-against-points" Error,
    // Sealed records.
    DamagedBox "damaged-box" Error,
    ForeignBox "foreign-box" Warning,
    ErasedBox "erased-box" Warning,
    // Warnings between records.
    OutsideHelpingPhase "outside-helping-phase" Warning,
    NotPairedOnDay "not-paired-on-day" Warning,
    LeftWhilePaired "left-while-paired" Warning,
    LeftBeforePair "left-before-pair" Warning,
    PairedThoughApart "paired-though-apart" Warning,
    ChosenOnBothSides "chosen-on-both-sides" Warning,
    DayInFuture "day-in-future" Warning,
    SameContactTwice "same-contact-twice" Warning,
    MoreThanADay "more-than-a-day" Warning,
    UnusedOutcome "unused-outcome" Warning,
    SaidAfterVisit "said-after-visit" Warning,
    MoreVoters "more-voters" Warning,
    ExtensionAgain "extension-again" Warning,
    ExtensionRange "extension-range" Warning,
    // bangfu.toml.
    BadToml "bad-toml" Error,
    BadFormat "bad-format" Error,
    UnknownKey "unknown-key" Error,
    MissingKey "missing-key" Error,
    WrongType "wrong-type" Error,
    BadSetting "bad-setting" Error,
    DuplicateEntry "duplicate-entry" Error,
    UnknownReference "unknown-reference" Error,
}

impl From<DayFault> for Code {
    fn from(fault: DayFault) -> Self {
        match fault {
            DayFault::Shape => Self::BadDate,
            DayFault::Year => Self::DateOutOfRange,
            DayFault::NoSuchDay => Self::ImpossibleDate,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;
    use crate::i18n::{Lang, keys};

    #[test]
    fn every_code_has_a_sentence_a_help_and_an_explanation_in_both_languages() {
        for lang in Lang::ALL {
            let known: BTreeSet<&str> = keys(lang).collect();
            for code in Code::ALL {
                for key in [code.message_key(), code.help_key(), code.explain_key()] {
                    assert!(known.contains(key), "{lang:?} {key}");
                }
            }
        }
    }

    #[test]
    fn no_two_codes_share_a_word() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
