//! One row of a data file and its cells as typed values. A cell that is not what its column wants becomes a finding with its place,
//! and the row goes on. Not here: what rows mean together.

use std::sync::Arc;

use super::csv::Fields;
use super::header::{Header, column_of};
use super::plain_line::may_have_number;
use crate::finding::{Code, Finding, Findings, Known};
use crate::model::day::{Day, DayFault, Month};
use crate::model::decimal::Decimal;
use crate::model::id;
use crate::model::records::{PersonIx, WordSet};
use crate::model::roster::Roster;
use crate::model::scheme::Vocabulary;
use crate::model::table::Table;
use crate::model::word::Word;
use crate::source::Place;

/// A cell holds what its column does not want; the finding is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

/// The first word of a list that cannot stand there.
pub(super) enum WordFault<'a> {
    /// It was there before.
    Doubled(&'a [u8]),
    /// The vocabulary does not have it.
    Unknown(&'a [u8]),
}

/// How a list would be written whose words are known, by key or name, but divided by other marks or by one too many.
fn as_keys(list: &str, vocabulary: &Vocabulary) -> Option<String> {
    let words = list.split([';', ',', '；', '，', '、', '/', '+', ' ']).filter(|word| !word.is_empty());
    let indexes: Vec<u8> = words.map(|word| vocabulary.index_of_word(word)).collect::<Option<_>>()?;
    let keys: Vec<&str> = indexes.iter().filter_map(|index| vocabulary.get(*index)).map(|term| term.key.as_str()).collect();
    (!keys.is_empty()).then(|| keys.join(";"))
}

/// A list of a vocabulary's words joined by `;` as a set.
pub(super) fn word_set<'a>(list: &'a [u8], vocabulary: &Vocabulary) -> Result<WordSet, WordFault<'a>> {
    list.split(|byte| *byte == b';').try_fold(0, |set, part| match vocabulary.terms.iter().position(|term| term.key.as_bytes() == part) {
        Some(at) if set & (1 << at) == 0 => Ok(set | 1 << at),
        Some(_) => Err(WordFault::Doubled(part)),
        None => Err(WordFault::Unknown(part)),
    })
}

/// The words that columns of a file know, each column's put together at its first unknown word.
#[derive(Default)]
pub(super) struct KnownWords(Vec<(usize, Arc<Known>)>);

impl KnownWords {
    fn of(&mut self, column: usize, words: impl FnOnce() -> Known) -> Arc<Known> {
        if let Some((_, known)) = self.0.iter().find(|(at, _)| *at == column) {
            return Arc::clone(known);
        }
        let known = Arc::new(words());
        self.0.push((column, Arc::clone(&known)));
        known
    }
}

/// A row being read.
pub struct Row<'r> {
    /// Line, from 1.
    pub line: u32,
    pub(super) table: &'static Table,
    pub(super) file: &'r Arc<str>,
    pub(super) header: &'r Header,
    pub(super) raw: &'r [u8],
    pub(super) fields: &'r Fields,
    pub(super) known: &'r mut KnownWords,
    pub(super) findings: &'r mut Findings,
}

impl Row<'_> {
    /// The bytes of a cell; empty where the file lacks the column.
    #[must_use]
    pub fn bytes(&self, column: usize) -> &[u8] {
        self.header.position(column).map_or(&[], |position| self.fields.bytes(self.raw, position))
    }

    /// The bytes of a cell by its place in the line.
    pub(super) fn field(&self, position: usize) -> &[u8] {
        self.fields.bytes(self.raw, position)
    }

    /// The text of a cell.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        std::str::from_utf8(self.bytes(column)).unwrap_or("")
    }

    /// The place of a cell; of the line where the file lacks the column.
    #[must_use]
    pub fn place(&self, column: usize) -> Place {
        let raw = self.header.position(column).and_then(|position| self.fields.list.get(position)).map(|field| field.raw as usize);
        Place::new(self.file, self.line, raw.map_or(1, |raw| column_of(self.raw, raw)))
    }

    /// A finding in a cell, the only one of its code there; its arguments are put together only where it may be listed.
    pub fn fault(&mut self, code: Code, column: usize, args: impl FnOnce(&Self, Finding) -> Finding) {
        if !self.findings.counts(code, self.file, self.line) {
            let finding = args(self, Finding::new(code, self.place(column)));
            self.findings.push(finding);
        }
    }

    fn shown(&self, column: usize) -> String {
        let text = String::from_utf8_lossy(self.bytes(column));
        if text.len() <= 80 {
            return text.into_owned();
        }
        let mut short: String = text.chars().take(80).collect();
        if short.len() < text.len() {
            short.push('…');
        }
        short
    }

    fn fault_with_value(&mut self, code: Code, column: usize) {
        self.fault(code, column, |row, finding| finding.with("value", row.shown(column)));
    }

    /// Reports an empty cell that must have a value; whether it has one.
    pub fn required(&mut self, column: usize) -> bool {
        if !self.bytes(column).is_empty() {
            return true;
        }
        let name = self.table.column_name(column);
        self.fault(Code::MissingValue, column, |_, finding| finding.with("column", name));
        false
    }

    /// A day that must be there.
    pub fn day(&mut self, column: usize) -> Option<Day> {
        if self.required(column) { self.optional_day(column).ok().flatten() } else { None }
    }

    /// A day that may be empty. `Err` where there is a value that is no day.
    pub fn optional_day(&mut self, column: usize) -> Result<Option<Day>, Reported> {
        let bytes = self.bytes(column);
        if bytes.is_empty() {
            return Ok(None);
        }
        match Day::parse(bytes) {
            Ok(day) => Ok(Some(day)),
            Err(fault) => {
                self.day_fault(column, fault);
                Err(Reported)
            }
        }
    }

    fn day_fault(&mut self, column: usize, fault: DayFault) {
        self.fault(fault.into(), column, |row, finding| {
            let finding = finding.with("value", row.shown(column));
            let guess = super::day_guess::guess(row.text(column));
            guess.into_iter().fold(finding, |finding, guess| finding.with("guess", guess))
        });
    }

    /// A month that must be there.
    pub fn month(&mut self, column: usize) -> Option<Month> {
        if !self.required(column) {
            return None;
        }
        let month = Month::parse(self.bytes(column));
        if month.is_none() {
            self.fault_with_value(Code::BadMonth, column);
        }
        month
    }

    /// An id that must be there; whether it is one.
    pub fn id(&mut self, column: usize) -> bool {
        if !self.required(column) {
            return false;
        }
        if id::is_usual_id(self.bytes(column)) {
            return true;
        }
        let text = self.text(column);
        let code = match (id::is_scientific(text), id::is_id(text)) {
            (true, _) => Code::ScientificId,
            (false, false) => Code::BadId,
            (false, true) => return true,
        };
        self.fault_with_value(code, column);
        false
    }

    /// Who did something, by id or by name: several are divided by `;`, or as people do. Only a number that a spreadsheet made of an id
    /// is reported.
    pub fn somebody(&mut self, column: usize) {
        let divides = |c: char| c.is_whitespace() || ";；、，,/".contains(c);
        let has_number = |names: &str| names.split(divides).any(id::is_scientific);
        if may_have_number(self.bytes(column)) && has_number(self.text(column)) {
            self.fault_with_value(Code::ScientificId, column);
        }
    }

    /// A whole number within bounds, or empty.
    pub fn integer(&mut self, column: usize, low: u32, high: u32) -> Result<Option<u32>, Reported> {
        let bytes = self.bytes(column);
        if bytes.is_empty() {
            return Ok(None);
        }
        if !bytes.iter().all(u8::is_ascii_digit) {
            self.fault_with_value(Code::BadNumber, column);
            return Err(Reported);
        }
        let number = bytes.iter().try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::from(digit - b'0')));
        match number.filter(|number| (low..=high).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let within = |finding: Finding| finding.with("low", low).with("high", high);
                self.fault(Code::NumberOutOfRange, column, |row, finding| within(finding.with("value", row.shown(column))));
                Err(Reported)
            }
        }
    }

    /// A decimal number, or empty.
    pub fn decimal(&mut self, column: usize) -> Result<Option<Decimal>, Reported> {
        let text = self.text(column);
        if self.bytes(column).is_empty() {
            return Ok(None);
        }
        let value = Decimal::parse(text);
        if value.is_none() {
            self.fault_with_value(Code::BadDecimal, column);
        }
        value.map(Some).ok_or(Reported)
    }

    /// A score, 0–100 with up to 2 decimals, or empty.
    pub fn score(&mut self, column: usize) -> Result<Option<Decimal>, Reported> {
        if self.bytes(column).is_empty() {
            return Ok(None);
        }
        let value = Decimal::parse(self.text(column));
        let sound = value.filter(|value| value.places() <= 2 && *value >= Decimal::whole(0) && *value <= Decimal::whole(100));
        if sound.is_none() {
            self.fault_with_value(Code::BadScore, column);
        }
        sound.map(Some).ok_or(Reported)
    }

    /// A word built into the program, or empty.
    pub fn optional_word<W: Word>(&mut self, column: usize) -> Result<Option<W>, Reported> {
        let bytes = self.bytes(column);
        if bytes.is_empty() {
            return Ok(None);
        }
        if let Some(word) = W::ALL.iter().find(|word| word.key().as_bytes() == bytes) {
            return Ok(Some(*word));
        }
        if let Some(word) = W::parse(self.text(column)) {
            return Ok(Some(word));
        }
        self.unknown_among(Code::UnknownWord, column, Known::words::<W>);
        Err(Reported)
    }

    /// A word built into the program that must be there.
    pub fn word<W: Word>(&mut self, column: usize) -> Option<W> {
        if self.required(column) { self.optional_word(column).ok().flatten() } else { None }
    }

    /// Reports a value that is none of a column's known ones; what is near to it is worked out by those who show it.
    pub fn unknown_among(&mut self, code: Code, column: usize, words: impl FnOnce() -> Known) {
        if self.findings.counts(code, self.file, self.line) {
            return;
        }
        let known = self.known.of(column, words);
        let value = self.shown(column);
        let finding = Finding::new(code, self.place(column));
        let finding = if value.len() == self.bytes(column).len() {
            finding.with("value", value).among(known)
        } else {
            let near = known.nearest(self.text(column));
            finding.with("value", value).with("nearest", near).with("known", known.listed())
        };
        self.findings.push(finding);
    }

    /// Reports a value that is none of the known ones.
    pub fn unknown_word(&mut self, code: Code, column: usize, near: String, known: String) {
        self.fault(code, column, |row, finding| {
            let said = [("nearest", near), ("known", known)].into_iter().filter(|(_, text)| !text.is_empty());
            said.fold(finding.with("value", row.shown(column)), |finding, (name, text)| finding.with(name, text))
        });
    }

    /// The index of a vocabulary's word, or empty.
    pub fn optional_term(&mut self, column: usize, vocabulary: &Vocabulary) -> Result<Option<u8>, Reported> {
        let bytes = self.bytes(column);
        if bytes.is_empty() {
            return Ok(None);
        }
        match vocabulary.terms.iter().position(|term| term.key.as_bytes() == bytes) {
            Some(index) => Ok(Some(index as u8)),
            None => {
                self.unknown_among(Code::UnknownWord, column, || Known::terms(vocabulary));
                Err(Reported)
            }
        }
    }

    /// The index of a vocabulary's word that must be there.
    pub fn term(&mut self, column: usize, vocabulary: &Vocabulary) -> Option<u8> {
        if self.required(column) { self.optional_term(column, vocabulary).ok().flatten() } else { None }
    }

    /// A list of a vocabulary's words joined by `;`, at least one.
    pub fn terms(&mut self, column: usize, vocabulary: &Vocabulary) -> Option<WordSet> {
        if !self.required(column) {
            return None;
        }
        let code = match word_set(self.bytes(column), vocabulary) {
            Ok(set) => return Some(set),
            Err(WordFault::Doubled(_)) => Code::DoubledWord,
            Err(WordFault::Unknown(_)) => Code::UnknownWord,
        };
        if !self.findings.counts(code, self.file, self.line) {
            let finding = Finding::new(code, self.place(column)).with("value", self.faulty_word(column, vocabulary));
            let known = || Known::terms(vocabulary);
            self.findings.push(match code {
                Code::DoubledWord => finding,
                _ => match as_keys(self.text(column), vocabulary) {
                    Some(keys) => finding.with("nearest", keys).with("known", vocabulary.listed()),
                    None => finding.among(self.known.of(column, known)),
                },
            });
        }
        None
    }

    /// The first word of a list that cannot stand there.
    fn faulty_word(&self, column: usize, vocabulary: &Vocabulary) -> String {
        match word_set(self.bytes(column), vocabulary) {
            Err(WordFault::Doubled(part) | WordFault::Unknown(part)) => String::from_utf8_lossy(part).into_owned(),
            Ok(_) => String::new(),
        }
    }

    /// Reports an id that nothing has, or that a spreadsheet made a number of; `code` says what it should have named.
    pub fn unknown_id(&mut self, code: Code, column: usize, meant: impl FnOnce(&str) -> Option<String>) {
        if id::is_scientific(self.text(column)) {
            self.fault_with_value(Code::ScientificId, column);
        } else {
            self.unknown_reference(code, column, meant);
        }
    }

    /// Reports an id that nothing has; `code` says what it should have named, `meant` which one may have been meant.
    pub fn unknown_reference(&mut self, code: Code, column: usize, meant: impl FnOnce(&str) -> Option<String>) {
        let bytes = self.header.position(column).map_or(&[][..], |position| self.fields.bytes(self.raw, position));
        let name = std::str::from_utf8(bytes).unwrap_or("");
        if !self.findings.counts_reference(code, name, (self.file, self.line)) {
            let finding = Finding::new(code, self.place(column)).with("value", self.shown(column));
            let meant = if self.findings.holds_back() { None } else { meant(name) };
            let finding = meant.into_iter().fold(finding, |finding, meant| finding.with("nearest", meant));
            self.findings.push(finding);
        }
    }

    /// Whether nothing is to be told of what a cell names, since it stood in a line that could not be read.
    pub(super) fn names_lost(&self, code: Code, column: usize) -> bool {
        self.findings.is_lost(code, self.text(column))
    }

    /// A person of the roster who must be named.
    pub fn person(&mut self, column: usize, roster: &Roster) -> Option<PersonIx> {
        let mut near = PersonIx::UNKNOWN;
        self.person_near(column, roster, &mut near)
    }

    /// The same, who may stand near somebody in the roster; `near` becomes where this one stands, or would.
    pub fn person_near(&mut self, column: usize, roster: &Roster, near: &mut PersonIx) -> Option<PersonIx> {
        if !self.required(column) {
            return None;
        }
        let found = roster.find_next(self.bytes(column), near);
        if found.is_none() {
            self.unknown_id(Code::UnknownPerson, column, |text| roster.meant(text));
        }
        found
    }
}
