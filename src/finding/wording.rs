//! The arguments that each code's texts may name: the agreement between the readers, which give them, and the catalogues. The ones
//! after the bar may be empty or missing; the texts then read well without them.

use std::collections::BTreeSet;

use super::{Code, Finding};
use crate::i18n::{Lang, lookup};
use crate::source::Place;

const ARGUMENTS: &[(Code, &[&str], &[&str])] = &[
    (Code::MissingFile, &["file"], &[]),
    (Code::UnreadableFile, &["reason"], &["file"]),
    (Code::SymlinkOutside, &["file"], &[]),
    (Code::UnknownFile, &["file"], &["meant"]),
    (Code::MisnamedFile, &["value", "nearest"], &[]),
    (Code::UnknownBranchFolder, &["branch"], &["nearest"]),
    (Code::BadEncoding, &[], &["guess", "damaged", "import"]),
    (Code::NulByte, &[], &["value", "key"]),
    (Code::ControlCharacter, &["value"], &["key"]),
    (Code::LostCharacters, &[], &[]),
    (Code::ConflictMarker, &["value"], &[]),
    (Code::RaggedRow, &["have", "want"], &[]),
    (Code::EmptyLine, &[], &[]),
    (Code::StrayQuote, &[], &[]),
    (Code::LineBreakInCell, &[], &[]),
    (Code::NoHeader, &[], &[]),
    (Code::MissingColumn, &["column"], &[]),
    (Code::MisnamedColumn, &["value", "nearest"], &[]),
    (Code::DoubledColumn, &["column"], &[]),
    (Code::UnknownColumn, &["value"], &["nearest", "absent"]),
    (Code::WrongDelimiter, &["value"], &["import"]),
    (Code::SeparatorLine, &["value"], &[]),
    (Code::MissingValue, &["column"], &[]),
    (Code::BadId, &["value"], &["key"]),
    (Code::ScientificId, &["value"], &[]),
    (Code::BadDate, &["value"], &["guess", "key"]),
    (Code::ImpossibleDate, &["value"], &["guess", "key"]),
    (Code::DateOutOfRange, &["value"], &["guess", "key"]),
    (Code::BadMonth, &["value"], &[]),
    (Code::BadNumber, &["value"], &[]),
    (Code::NumberOutOfRange, &["value", "low", "high"], &[]),
    (Code::BadScore, &["value"], &[]),
    (Code::BadDecimal, &["value"], &["key"]),
    (Code::UnknownWord, &["value"], &["nearest", "known", "key"]),
    (Code::DoubledWord, &["value"], &["key"]),
    (Code::OverLongField, &["column", "have", "limit"], &["key", "value"]),
    (Code::BadText, &["value"], &[]),
    (Code::DuplicateKey, &["value", "other"], &[]),
    (Code::NobodyInRoster, &[], &[]),
    (Code::NoPairs, &["branch"], &[]),
    (Code::UnknownPerson, &["value"], &["nearest", "shortened"]),
    (Code::UnknownPair, &["value"], &["nearest", "known"]),
    (Code::UnknownBranch, &["value"], &["nearest", "known"]),
    (Code::UnknownAward, &["value"], &["nearest", "known"]),
    (Code::UnknownLevel, &["value"], &["nearest", "known"]),
    (Code::UnknownDraw, &["value"], &[]),
    (Code::MisfiledRecord, &["pair", "branch", "other"], &[]),
    (Code::BadSequence, &["value", "want"], &[]),
    (Code::EndBeforeStart, &["first", "last"], &[]),
    (Code::SamePerson, &["person"], &[]),
    (Code::OutsidePair, &["day", "first", "last", "pair"], &[]),
    (Code::WrongStage, &["person", "stage", "day"], &["want"]),
    (Code::CapacityExceeded, &["person", "count", "limit", "day"], &["pair", "other"]),
    (Code::WrongBranch, &["person", "branch"], &["have"]),
    (Code::TooManyChoices, &["person", "count", "limit"], &[]),
    (Code::ChoiceAfterClosing, &["day", "last"], &[]),
    (Code::ApartTwice, &["person", "value", "other"], &[]),
    (Code::FormMonthInactive, &["month", "first", "last"], &[]),
    (Code::ReceivedBeforeMonth, &["day", "month"], &[]),
    (Code::ReviewedBeforeReceived, &["day", "other"], &[]),
    (Code::ReviewedWithoutReview, &[], &[]),
    (Code::EnteredBeforeContact, &["day", "other"], &[]),
    (Code::ReviewBeforeNomination, &["day", "other"], &[]),
    (Code::StageTwiceOnDay, &["person", "day", "other"], &[]),
    (Code::DisciplineWithPoints, &["value"], &[]),
    (Code::HonourAgainstPoints, &["value"], &[]),
    (Code::DamagedBox, &["box"], &[]),
    (Code::ForeignBox, &["box"], &[]),
    (Code::ErasedBox, &["box"], &[]),
    (Code::OutsideHelpingPhase, &["first", "last"], &[]),
    (Code::NotPairedOnDay, &["person", "day"], &[]),
    (Code::LeftWhilePaired, &["person", "day", "pair"], &[]),
    (Code::LeftBeforePair, &["person", "day", "pair"], &[]),
    (Code::PairedThoughApart, &["pair", "other"], &[]),
    (Code::ChosenOnBothSides, &["person", "other"], &[]),
    (Code::DayInFuture, &["day", "today"], &[]),
    (Code::SameContactTwice, &["value", "other"], &[]),
    (Code::MoreThanADay, &["value"], &[]),
    (Code::UnusedOutcome, &["value", "nearest"], &[]),
    (Code::SaidAfterVisit, &["day", "other"], &[]),
    (Code::MoreVoters, &["value", "other"], &[]),
    (Code::ExtensionAgain, &["person", "day", "other"], &[]),
    (Code::ExtensionRange, &["person", "ends", "first", "last"], &[]),
    (Code::BadToml, &["reason"], &[]),
    (Code::BadFormat, &["known"], &["value", "key"]),
    (Code::UnknownKey, &["value"], &["section", "nearest", "known"]),
    (Code::MissingKey, &["key"], &["section"]),
    (Code::WrongType, &["key", "value", "have", "want"], &["guess"]),
    (Code::BadSetting, &["key", "value", "reason"], &["section"]),
    (Code::DuplicateEntry, &["value", "other"], &["key", "section"]),
    (Code::UnknownReference, &["key", "value"], &["nearest", "known"]),
];

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// A text without its optional parts.
fn certain(text: &str) -> String {
    let mut parts = text.split('⟦');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('⟧').expect("an optional part is closed").1)
}

#[test]
fn every_code_agrees_on_its_arguments() {
    assert_eq!(ARGUMENTS.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), Code::ALL);
    for lang in Lang::ALL {
        for (code, always, sometimes) in ARGUMENTS {
            let always: BTreeSet<&str> = always.iter().copied().collect();
            let all: BTreeSet<&str> = always.iter().chain(sometimes.iter()).copied().collect();
            for key in [code.message_key(), code.help_key()] {
                let text = lookup(lang, key);
                assert!(places(&certain(&text)).is_subset(&always), "{lang:?} {key}: {text}");
                assert!(places(&text).is_subset(&all), "{lang:?} {key}: {text}");
            }
            assert!(!lookup(lang, code.explain_key()).contains(['{', '⟦']), "{lang:?} {code:?}");
        }
    }
}

#[test]
fn every_sentence_reads_well_with_and_without_what_may_be_missing() {
    for lang in Lang::ALL {
        for (code, always, sometimes) in ARGUMENTS {
            let bare = always.iter().fold(Finding::new(*code, Place::whole("x")), |finding, name| finding.with(name, "值"));
            let full = sometimes.iter().fold(bare.clone(), |finding, name| finding.with(name, "值"));
            let empty = sometimes.iter().fold(bare.clone(), |finding, name| finding.with(name, ""));
            for finding in [bare, full, empty] {
                for text in [finding.message(lang), finding.help(lang)] {
                    assert!(text.ends_with(['。', '.']) && text.chars().count() > 4, "{lang:?} {code:?}: {text}");
                    assert!(!text.contains(['{', '}', '⟦', '⟧']), "{lang:?} {code:?}: {text}");
                    assert!(!text.contains("  ") && !text.contains("“”") && !text.contains("()"), "{lang:?} {code:?}: {text}");
                }
            }
        }
    }
}
