//! How the reader walks the tree of a TOML document: sections, settings, their places and the findings gathered on the way.
//! Not here: what a setting must look like (`typed`) and which settings there are.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::finding::{Code, Finding};
use crate::i18n::Value;
use crate::model::word_distance::nearest;
use crate::source::Place;

/// A setting that every section may carry: the document's place (data.md).
pub(in crate::store) const CLAUSE: &str = "clause";
/// The most candidates that a message lists.
const MOST_LISTED: usize = 32;

/// The document that is read, with what was found wrong so far.
pub(in crate::store) struct Document<'d> {
    file: &'d Arc<str>,
    text: &'d str,
    line_starts: OnceCell<Vec<usize>>,
    findings: RefCell<Vec<Finding>>,
    blamed: RefCell<Vec<Range<usize>>>,
}

impl<'d> Document<'d> {
    /// A document without findings.
    pub fn new(file: &'d Arc<str>, text: &'d str) -> Self {
        Self { file, text, line_starts: OnceCell::new(), findings: RefCell::default(), blamed: RefCell::default() }
    }

    /// The text of the file.
    pub fn text(&self) -> &'d str {
        self.text
    }

    /// The line and the column in characters of a byte offset; a byte-order mark takes no column.
    pub fn place(&self, offset: usize) -> Place {
        let starts = self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|at| at + 1)).collect()
        });
        let line = starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| starts.get(index)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Place::new(self.file, small(line), small(column))
    }

    /// A finding at a byte offset, not yet kept.
    pub fn finding(&self, code: Code, offset: usize) -> Finding {
        Finding::new(code, self.place(offset))
    }

    /// Keeps a finding.
    pub fn keep(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }

    /// Keeps a finding about the value in a range, so that a fault of TOML's grammar there is not told a second time.
    pub fn blame(&self, finding: Finding, range: Range<usize>) {
        self.blamed.borrow_mut().push(range);
        self.keep(finding);
    }

    /// The values that were found wrong, in the order of the file.
    pub fn blamed(&self) -> Vec<Range<usize>> {
        let mut blamed = self.blamed.borrow().clone();
        blamed.sort_unstable_by_key(|range| range.start);
        blamed
    }

    /// All findings kept.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}

/// A table of the document with the name under which messages speak of it.
#[derive(Clone, Copy)]
pub(in crate::store) struct Section<'d> {
    /// The document.
    pub document: &'d Document<'d>,
    /// Its settings.
    pub table: &'d DeTable<'d>,
    /// `[form]`, `[[award.criterion]]`; empty for the top of the file.
    pub name: &'static str,
    /// Where it begins.
    pub at: usize,
}

impl<'d> Section<'d> {
    /// A section; settings that it does not know are findings.
    pub fn open(document: &'d Document<'d>, table: &'d DeTable<'d>, name: &'static str, at: usize, known: &[&'static str]) -> Self {
        let section = Self { document, table, name, at };
        for (key, value) in table {
            let word: &str = key.get_ref();
            if word == CLAUSE && !name.is_empty() {
                section.clause_setting(value);
            } else if !known.contains(&word) {
                section.unknown_key(word, key.span().start, known);
            }
        }
        section
    }

    fn clause_setting(self, value: &'d toml::Spanned<DeValue<'d>>) {
        Setting::of(self, CLAUSE, value).string();
    }

    fn unknown_key(self, word: &str, at: usize, known: &[&'static str]) {
        let clause = (!self.name.is_empty()).then_some(CLAUSE);
        let known = known.iter().copied().chain(clause);
        let finding = self.document.finding(Code::UnknownKey, at).with("value", word).with("section", self.name);
        let finding = finding.with("nearest", nearest(word, known.clone()));
        self.document.keep(finding.with("known", listed(known)));
    }

    /// Says that the key of a setting is not known, in a section whose keys are free but for those that are nearly a known one.
    pub fn misspelt(self, setting: Setting<'d>, known: &[&'static str]) {
        let before = self.document.text().get(..setting.start).unwrap_or_default();
        self.unknown_key(setting.key, before.rfind(setting.key).unwrap_or(setting.start), known);
    }

    /// A setting, if it is given.
    pub fn get(self, key: &'static str) -> Option<Setting<'d>> {
        self.table.get(key).map(|value| Setting::of(self, key, value))
    }

    /// A setting that must be given.
    pub fn must(self, key: &'static str) -> Option<Setting<'d>> {
        let found = self.get(key);
        if found.is_none() {
            self.missing(key);
        }
        found
    }

    /// Says that a setting is missing.
    pub fn missing(self, key: &str) {
        self.document.keep(self.document.finding(Code::MissingKey, self.at).with("key", key).with("section", self.name));
    }

    /// A section inside this one, `[name]` or `key = { … }`.
    pub fn child(self, key: &'static str, name: &'static str, known: &[&'static str]) -> Option<Self> {
        let (table, at) = self.get(key)?.table(name)?;
        Some(Self::open(self.document, table, name, at, known))
    }

    /// A section whose settings have free names, such as the levels of `[outcome_points.honour]`.
    pub fn open_child(self, key: &'static str, name: &'static str) -> Option<Self> {
        let (table, at) = self.get(key)?.table(name)?;
        Some(Self { document: self.document, table, name, at })
    }

    /// The sections of a list, `[[name]]`.
    pub fn children(self, key: &'static str, name: &'static str, known: &[&'static str]) -> Vec<Self> {
        let list = self.get(key).map(|setting| setting.sections(name)).unwrap_or_default();
        let tables = list.into_iter().filter_map(|item| item.table(name));
        tables.map(|(table, at)| Self::open(self.document, table, name, at, known)).collect()
    }

    /// All settings in the order of the file.
    pub fn entries(self) -> Vec<Setting<'d>> {
        let mut entries: Vec<Setting<'d>> = self.table.iter().map(|(key, value)| Setting::of(self, key.get_ref(), value)).collect();
        entries.sort_by_key(|entry| entry.start);
        entries
    }

    /// The document's clause that the section rests on.
    pub fn clause(self) -> Option<String> {
        self.table.get(CLAUSE).and_then(|value| value.get_ref().as_str()).map(str::to_owned)
    }
}

/// One setting: its key, its value and where the value stands.
#[derive(Clone, Copy)]
pub(in crate::store) struct Setting<'d> {
    /// The section that it stands in.
    pub section: Section<'d>,
    /// Its key.
    pub key: &'d str,
    /// Its value.
    pub value: &'d DeValue<'d>,
    /// Where the value begins.
    pub start: usize,
    /// Where the value ends.
    pub end: usize,
}

impl<'d> Setting<'d> {
    /// The setting of a key and a value.
    pub fn of(section: Section<'d>, key: &'d str, value: &'d toml::Spanned<DeValue<'d>>) -> Self {
        let span = value.span();
        Self { section, key, value: value.get_ref(), start: span.start, end: span.end }
    }

    /// The value as it stands in the file.
    pub fn raw(self) -> &'d str {
        self.section.document.text().get(self.start..self.end).unwrap_or("")
    }

    /// The value as a message shows it: a text without its quotes, at most the first 60 characters of the first line.
    pub fn shown(self) -> String {
        let whole = self.value.as_str().unwrap_or_else(|| self.raw());
        let line = whole.lines().next().unwrap_or("");
        let mut short: String = line.chars().take(60).collect();
        if short.len() < whole.len() {
            short.push('…');
        }
        short
    }

    /// A finding about the value, not yet kept.
    pub fn finding(self, code: Code) -> Finding {
        self.section.document.finding(code, self.start).with("key", self.key).with("value", self.shown())
    }

    /// Keeps a finding about the value. Where TOML read no value at all, its own finding says so.
    pub fn blame(self, finding: Finding) {
        if !self.raw().is_empty() {
            self.section.document.blame(finding, self.start..self.end);
        }
    }

    /// Says that a word is not known.
    pub fn unknown_word<'k>(self, code: Code, known: impl Iterator<Item = &'k str> + Clone) {
        let near = nearest(&self.shown(), known.clone());
        self.blame(self.finding(code).with("nearest", near).with("known", listed(known)));
    }
}

/// Some words for a message: no more than fit on a screen, then an ellipsis.
pub(in crate::store) fn listed<'k>(words: impl Iterator<Item = &'k str>) -> Value {
    let mut words: Vec<&str> = words.take(MOST_LISTED + 1).collect();
    if let Some(last) = words.get_mut(MOST_LISTED) {
        *last = "…";
    }
    Value::from(words.join(" / "))
}
