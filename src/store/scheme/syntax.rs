//! What is wrong with a file as TOML: the parser's English reasons become our messages, one for each line. Git's conflict markers and
//! control characters are named as what they are. Not here: what the settings mean.

use toml::de::Error;

use super::walker::Document;
use crate::finding::{Code, Finding};
use crate::i18n::{Message, Value};

/// How far the faults of a file reach.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Reach {
    /// The file is TOML, or single values in it are not: the rest can be read.
    Values,
    /// Its structure is broken: what else it says cannot be known.
    Structure,
}

/// Reasons of the parser by the beginning of its words, our message, and how far such a fault reaches.
const REASONS: [(&str, &str, Reach); 41] = [
    ("string values must be quoted", "toml.unquoted", Reach::Values),
    ("duplicate key", "toml.duplicate-key", Reach::Values),
    ("invalid boolean", "toml.boolean", Reach::Values),
    ("invalid date", "toml.date", Reach::Values),
    ("invalid time", "toml.date", Reach::Values),
    ("invalid offset", "toml.date", Reach::Values),
    ("invalid float", "toml.number", Reach::Values),
    ("invalid mantissa", "toml.number", Reach::Values),
    ("invalid fraction", "toml.number", Reach::Values),
    ("invalid exponent", "toml.number", Reach::Values),
    ("invalid integer", "toml.number", Reach::Values),
    ("unexpected leading zero", "toml.number", Reach::Values),
    ("unexpected sign", "toml.number", Reach::Values),
    ("redundant", "toml.number", Reach::Values),
    ("radix must be", "toml.number", Reach::Values),
    ("integers with a radix", "toml.number", Reach::Values),
    ("`_` may only go", "toml.number", Reach::Values),
    ("missing escaped value", "toml.escape", Reach::Values),
    ("too few unicode", "toml.escape", Reach::Values),
    ("invalid escape", "toml.escape", Reach::Values),
    ("invalid unicode", "toml.escape", Reach::Values),
    ("invalid value", "toml.unquoted", Reach::Values),
    ("invalid comment", "toml.comment", Reach::Values),
    ("extra comma", "toml.extra-comma", Reach::Values),
    ("missing comma", "toml.missing-comma", Reach::Structure),
    ("invalid basic string", "toml.open-string", Reach::Structure),
    ("invalid literal string", "toml.open-string", Reach::Structure),
    ("invalid multi-line", "toml.open-string", Reach::Structure),
    ("invalid unquoted key", "toml.key", Reach::Structure),
    ("unquoted keys cannot be empty", "toml.empty-key", Reach::Structure),
    ("missing opening quote", "toml.unquoted", Reach::Structure),
    ("key with no value", "toml.no-equals", Reach::Structure),
    ("missing assignment", "toml.no-equals", Reach::Structure),
    ("missing value", "toml.no-value", Reach::Structure),
    ("extra", "toml.extra", Reach::Structure),
    ("unexpected", "toml.extra", Reach::Structure),
    ("unclosed table", "toml.open-header", Reach::Structure),
    ("unclosed array table", "toml.open-header", Reach::Structure),
    ("unclosed array", "toml.open-list", Reach::Structure),
    ("unclosed inline table", "toml.open-inline", Reach::Structure),
    ("carriage return", "toml.carriage-return", Reach::Structure),
];

/// The findings of a file whose structure is broken; nothing if all faults lie in single values.
pub(in crate::store) fn structural(document: &Document<'_>, errors: &[Error]) -> Option<Vec<Finding>> {
    let markers = conflict_markers(document);
    if !errors.is_empty() && !markers.is_empty() {
        return Some(markers);
    }
    let broken = errors.iter().any(|error| reason(document, error).1 == Reach::Structure);
    broken.then(|| one_a_line(document, errors.iter()))
}

/// The findings of faults in single values that nothing else was said about.
pub(in crate::store) fn leftover(document: &Document<'_>, errors: &[Error]) -> Vec<Finding> {
    let blamed = document.blamed();
    let is_blamed = |at: usize| {
        let before = blamed.partition_point(|range| range.start <= at);
        before.checked_sub(1).and_then(|index| blamed.get(index)).is_some_and(|range| at <= range.end)
    };
    one_a_line(document, errors.iter().filter(|error| !is_blamed(start(error))))
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

fn one_a_line<'e>(document: &Document<'_>, errors: impl Iterator<Item = &'e Error>) -> Vec<Finding> {
    let mut errors: Vec<&Error> = errors.collect();
    errors.sort_by_key(|error| start(error));
    let mut findings: Vec<Finding> = errors.into_iter().map(|error| finding(document, error)).collect();
    findings.dedup_by_key(|finding| finding.place.line);
    findings
}

fn finding(document: &Document<'_>, error: &Error) -> Finding {
    let at = start(error);
    match control_at(document, at) {
        Some('\0') => document.finding(Code::NulByte, at),
        Some(control) => document.finding(Code::ControlCharacter, at).with("value", format!("U+{:04X}", u32::from(control))),
        None => document.finding(Code::BadToml, at).with("reason", reason(document, error).0),
    }
}

/// A control character at the place of the fault, other than the end of a line.
fn control_at(document: &Document<'_>, at: usize) -> Option<char> {
    let character = document.text().get(at..).and_then(|rest| rest.chars().next())?;
    (character.is_control() && !matches!(character, '\n' | '\r' | '\t')).then_some(character)
}

fn reason(document: &Document<'_>, error: &Error) -> (Value, Reach) {
    let words = error.message();
    if control_at(document, start(error)).is_some() {
        return (Value::from(words), Reach::Values);
    }
    let known = REASONS.iter().find(|(beginning, ..)| words.starts_with(beginning));
    match known {
        Some(("string values must be quoted", _, reach)) if error.span().is_some_and(|span| span.is_empty()) => {
            (Value::from(Message::new("toml.no-value")), *reach)
        }
        Some((_, key, reach)) => (Value::from(Message::new(key).with("value", found(document, error))), *reach),
        None => (Value::from(words), Reach::Structure),
    }
}

/// What stands at the fault.
fn found<'d>(document: &Document<'d>, error: &Error) -> &'d str {
    error.span().and_then(|span| document.text().get(span)).unwrap_or("")
}

/// Lines that git left in a merge that nobody finished.
fn conflict_markers(document: &Document<'_>) -> Vec<Finding> {
    let markers = ["<<<<<<< ", "||||||| ", ">>>>>>> "];
    let mut findings = Vec::new();
    let mut at = 0;
    for line in document.text().split_inclusive('\n') {
        let bare = line.trim_end();
        if markers.iter().any(|marker| line.starts_with(marker)) || bare == "=======" {
            findings.push(document.finding(Code::ConflictMarker, at).with("value", bare.chars().take(60).collect::<String>()));
        }
        at += line.len();
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::REASONS;

    #[test]
    fn no_reason_hides_behind_a_shorter_one() {
        for (index, (words, ..)) in REASONS.iter().enumerate() {
            assert!(!REASONS.iter().take(index).any(|(earlier, ..)| words.starts_with(earlier)), "{words}");
        }
    }
}
