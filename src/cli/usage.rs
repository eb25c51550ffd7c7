//! What is said of a command line that cannot be understood, in the asking language: clap's kinds and their context put into sentences
//! of the catalogues. Not here: help, which is an answer.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::Failure;
use crate::i18n::{Lang, Message, say};

/// Wrong use, with how the command is written as a hint.
#[must_use]
pub fn failure(error: &Error, lang: Lang) -> Failure {
    let twice = error.kind() == ErrorKind::ArgumentConflict && error.get(ContextKind::InvalidArg) == error.get(ContextKind::PriorArg);
    // What stands there may be what was to be sealed.
    if error.kind() == ErrorKind::UnknownArgument && words_of(error, &[ContextKind::Usage]).contains("bangfu screen ") {
        return Failure::usage(Message::new("usage.sealed")).hint(Message::new("usage.sealed-hint"));
    }
    let mut message = Message::new(if twice { "usage.twice" } else { key(error.kind()) });
    for (name, kind) in ARGUMENTS {
        message = message.with(name, words_of(error, kind));
    }
    message = message.with("nearest", nearest(error));
    if error.kind() == ErrorKind::ValueValidation {
        let [low, high] = bounds(error).unwrap_or_default();
        message = message.with("low", low).with("high", high);
    }
    let failure = Failure::usage(message);
    let usage = words_of(error, &[ContextKind::Usage]);
    let line = usage.split_once(": ").map(|(_, line)| line.trim().replace("[OPTIONS]", &say(lang, "cli.any-options")));
    let failure = line.into_iter().fold(failure, |failure, line| failure.hint(Message::new("usage.line").with("line", line)));
    match error.kind() {
        ErrorKind::InvalidSubcommand | ErrorKind::MissingSubcommand => failure.hint(Message::new("usage.overview")),
        _ => failure,
    }
}

/// A command line that was parsed and that the command's own types do not take.
#[must_use]
pub fn misread(error: &Error) -> Failure {
    Failure::usage(Message::new("usage.other").with("reason", error.to_string()))
}

/// The arguments of the sentences and where clap keeps them.
const ARGUMENTS: [(&str, &[ContextKind]); 5] = [
    ("arg", &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]),
    ("value", &[ContextKind::InvalidValue]),
    ("other", &[ContextKind::PriorArg]),
    ("known", &[ContextKind::ValidValue, ContextKind::ValidSubcommand]),
    ("needed", &[ContextKind::ExpectedNumValues, ContextKind::MinValues]),
];

/// The nearest word that is known; clap lists the nearest last.
fn nearest(error: &Error) -> String {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::Strings(words)) => words.last().cloned().unwrap_or_default(),
        Some(ContextValue::String(word)) => word.clone(),
        _ => String::new(),
    }
}

/// The least and the greatest whole number that an option takes, where a number is told to lie outside: `-5 is not in 0..=3660`.
fn bounds(error: &Error) -> Option<[String; 2]> {
    let told = std::error::Error::source(error)?.to_string();
    let (_, range) = told.rsplit_once(" is not in ")?;
    let (low, high) = range.split_once("..")?;
    Some([low.to_owned(), high.trim_start_matches('=').to_owned()])
}

fn key(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue => "usage.invalid-value",
        ErrorKind::UnknownArgument => "usage.unknown-argument",
        ErrorKind::InvalidSubcommand => "usage.unknown-command",
        ErrorKind::NoEquals => "usage.no-equals",
        ErrorKind::ValueValidation => "usage.bad-value",
        ErrorKind::TooManyValues => "usage.too-many-values",
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => "usage.too-few-values",
        ErrorKind::ArgumentConflict => "usage.conflict",
        ErrorKind::MissingRequiredArgument => "usage.missing",
        ErrorKind::MissingSubcommand => "usage.missing-command",
        ErrorKind::InvalidUtf8 => "usage.invalid-utf8",
        _ => "usage.unclear",
    }
}

/// What clap says under the first of these kinds.
fn words_of(error: &Error, kinds: &[ContextKind]) -> String {
    match kinds.iter().find_map(|kind| error.get(*kind)) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
