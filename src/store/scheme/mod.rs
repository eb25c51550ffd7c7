//! `bangfu.toml` becomes the scheme: every problem is a finding with its line and column, and reading goes on. One file for each
//! group of sections; `walker` and `typed` know TOML, the others know the settings of data.md. Not here: editing the file.

mod assessments;
mod awards;
#[cfg(test)]
mod broken;
mod cadences;
pub(super) mod claims;
mod criteria;
mod exclusions;
mod folder_names;
#[cfg(test)]
mod hostile;
mod identity;
mod limits;
mod pairing;
mod quota;
pub(super) mod syntax;
#[cfg(test)]
mod tests;
mod ties;
mod typed;
mod vocabulary;
pub(super) mod walker;

use std::sync::Arc;

use toml::de::{DeTable, DeValue};
use walker::{CLAUSE, Document, Section};

use super::load::SCHEME_FILE;
use super::open::Root;
use crate::finding::{Code, Finding, Findings};
use crate::model::scheme::Scheme;

/// The version of the data directory that this program reads and writes.
pub const FORMAT: i64 = 1;

/// Every section, in the order of data.md.
const SECTIONS: [&str; 27] = [
    "format",
    "scheme",
    "branch",
    "leader",
    "phase",
    "pause",
    "holiday",
    "workday",
    "topic",
    "mode",
    "act",
    "need",
    "cadence",
    "pairing",
    "contacts",
    "form",
    "report",
    "inspection",
    "meeting",
    "visit",
    "award",
    "outcome_points",
    "assessment",
    "duty",
    "privacy",
    "recipient",
    "audit",
];

/// Sections that figures, proposals and papers rest on: with a fault in them all that people record still means the same.
const OF_FIGURES: [&str; 12] = [
    "award",
    "assessment",
    "duty",
    "audit",
    "recipient",
    "privacy",
    "report",
    "inspection",
    "meeting",
    "visit",
    "leader",
    "outcome_points",
];

/// Whether records would be understood in another way for one of these faults of the settings: pairs, branches, days and words rest on
/// them. A file that could not be read at all is one.
#[must_use]
pub fn records_rest_on(root: &Root, faults: &[Finding]) -> bool {
    if faults.is_empty() {
        return false;
    }
    let bytes = root.read(&Arc::from(SCHEME_FILE), &mut Findings::default()).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    // In a text of several lines a heading may be none.
    let may_mislead = ["\"\"\"", "\'\'\'"].into_iter().any(|quotes| text.contains(quotes));
    let is_of_figures = |fault: &Finding| {
        let whole = matches!(fault.code, Code::BadToml | Code::BadFormat | Code::BadEncoding | Code::SymlinkOutside | Code::MissingFile);
        !whole && section_of_line(&text, fault.place.line).is_some_and(|section| OF_FIGURES.contains(&section))
    };
    may_mislead || !faults.iter().all(is_of_figures)
}

/// The top of the section that a line, from 1, belongs to, by the last heading at or before it.
fn section_of_line(text: &str, line: u32) -> Option<&str> {
    let heading = text.lines().take(line as usize).filter_map(|line| line.trim_start().strip_prefix('[')).last()?;
    heading.trim_start_matches('[').split(['.', ']']).next().map(str::trim)
}

/// Reads `bangfu.toml`. A file whose structure cannot be read, or of another format, gives `Scheme::default()`, which knows nothing
/// but the defaults; what was wrong is among the findings, and they then hold an error.
pub fn read_scheme(file: &Arc<str>, text: &str, findings: &mut impl Extend<Finding>) -> Scheme {
    let document = Document::new(file, text);
    let (root, errors) = DeTable::parse_recoverable(text);
    if let Some(broken) = syntax::structural(&document, &errors) {
        findings.extend(broken);
        return Scheme::default();
    }
    let scheme = sections(&document, root.get_ref());
    findings.extend(syntax::leftover(&document, &errors));
    findings.extend(document.into_findings());
    scheme
}

fn sections<'d>(document: &'d Document<'d>, table: &'d DeTable<'d>) -> Scheme {
    if !format_is_known(document, table) {
        return Scheme::default();
    }
    let root = Section::open(document, table, "", 0, &SECTIONS);
    let info = identity::info(root);
    let phases = identity::phases(root, info.period);
    let acts = vocabulary::vocabulary(root, "act", "[[act]]", &["key", "name", "counts"]);
    let words = |key, title| vocabulary::vocabulary(root, key, title, &["key", "name"]);
    let mut scheme = Scheme {
        branches: identity::branches(root),
        leaders: identity::leaders(root),
        pauses: identity::pauses(root, "pause", "[[pause]]"),
        holidays: identity::pauses(root, "holiday", "[[holiday]]"),
        workdays: identity::workdays(root),
        topics: words("topic", "[[topic]]"),
        modes: words("mode", "[[mode]]"),
        needs: words("need", "[[need]]"),
        cadences: cadences::cadences(root, &acts, &phases),
        pairing: pairing::pairing(root),
        awards: awards::awards(root),
        assessments: assessments::assessments(root),
        duty: limits::duty(root),
        privacy: limits::privacy(root),
        clauses: clauses(root),
        info,
        phases,
        acts,
        ..Scheme::default()
    };
    limits::limits(root, &mut scheme);
    limits::outcome_points(root, &mut scheme);
    scheme
}

/// Whether the rest may be read: a missing `format` is said and reading goes on, a file of another format means other things.
fn format_is_known<'d>(document: &'d Document<'d>, table: &'d DeTable<'d>) -> bool {
    let root = Section { document, table, name: "", at: 0 };
    let setting = root.get("format");
    let found = setting.and_then(|setting| setting.value.as_integer()).and_then(|number| number.as_str().parse::<i64>().ok());
    if found == Some(FORMAT) {
        return true;
    }
    let finding =
        setting.map_or_else(|| document.finding(Code::BadFormat, 0).with("value", ""), |setting| setting.finding(Code::BadFormat));
    document.keep(finding.with("known", FORMAT));
    found.is_none()
}

/// The clause of each section that gives one; of several sections of a kind the first.
fn clauses(root: Section<'_>) -> Vec<(&'static str, String)> {
    let of = |value: &DeValue<'_>| {
        value.as_table().and_then(|table| table.get(CLAUSE)).and_then(|value| value.get_ref().as_str().map(str::to_owned))
    };
    let clause = |name: &'static str| {
        let value = root.table.get(name)?.get_ref();
        let found = value.as_array().map_or_else(|| of(value), |list| list.iter().find_map(|item| of(item.get_ref())));
        found.map(|clause| (name, clause))
    };
    SECTIONS.into_iter().filter_map(clause).collect()
}
