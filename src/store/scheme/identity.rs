//! `[scheme]`, `[[branch]]`, `[[leader]]`, `[[phase]]`, `[[pause]]`, `[[holiday]]`, `[[workday]]`: who runs the activity, and when.

use super::claims::Claims;
use super::folder_names::folder_name;
use super::walker::Section;
use crate::i18n::Message;
use crate::model::day::{Day, Period};
use crate::model::scheme::{Branch, Leader, Pause, Phase, SchemeInfo};

const SCHEME: &[&str] = &["name", "document", "organization", "issued", "start", "end"];

/// `[scheme]`.
pub(super) fn info(root: Section<'_>) -> SchemeInfo {
    let blank = SchemeInfo::default();
    let Some(section) = root.child("scheme", "[scheme]", SCHEME) else {
        if root.get("scheme").is_none() {
            root.missing("[scheme]");
        }
        return blank;
    };
    let text = |key| section.get(key).and_then(|setting| setting.string()).unwrap_or_default().to_owned();
    SchemeInfo {
        name: section.must("name").and_then(|setting| setting.line()).unwrap_or_default().to_owned(),
        document: text("document"),
        organization: text("organization"),
        issued: section.get("issued").and_then(|setting| setting.day()),
        period: period(section).unwrap_or(blank.period),
    }
}

/// `start` and `end` of a section; nothing, after a finding, if one is missing or wrong or the end comes first.
fn period(section: Section<'_>) -> Option<Period> {
    let first = section.must("start").and_then(|setting| setting.day());
    let end = section.must("end")?;
    let (first, last) = (first?, end.day()?);
    if last < first {
        end.bad(Message::new("setting.end-before-start").with("first", first));
        return None;
    }
    Some(Period::new(first, last))
}

/// `[[branch]]`: at least one, each a folder of its own on every operating system.
pub(super) fn branches(root: Section<'_>) -> Vec<Branch> {
    let sections = root.children("branch", "[[branch]]", &["key", "name"]);
    if sections.is_empty() && root.get("branch").is_none_or(|setting| setting.value.is_array()) {
        root.missing("[[branch]]");
    }
    let mut claims = Claims::default();
    sections.into_iter().filter_map(|section| branch(section, &mut claims)).collect()
}

fn branch<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<Branch> {
    let setting = section.must("key");
    let name = section.must("name").and_then(|setting| setting.line());
    let setting = setting?;
    let key = setting.id()?;
    let folder = folder_name(setting, key)?;
    claims.claim(section, setting, folder).then(|| Branch { key: key.to_owned(), name: name.unwrap_or(key).to_owned() })
}

/// `[[leader]]`.
pub(super) fn leaders(root: Section<'_>) -> Vec<Leader> {
    let sections = root.children("leader", "[[leader]]", &["role", "name"]);
    let line = |section: Section<'_>, key| section.must(key).and_then(|setting| setting.line()).unwrap_or_default().to_owned();
    sections.into_iter().map(|section| Leader { role: line(section, "role"), name: line(section, "name") }).collect()
}

/// `[[phase]]`; one with bad days is kept with the scheme's own, so that what names it is not called wrong as well.
pub(super) fn phases(root: Section<'_>, whole: Period) -> Vec<Phase> {
    let mut claims = Claims::default();
    let sections = root.children("phase", "[[phase]]", &["key", "name", "start", "end"]);
    let read = |section: Section<'_>| {
        let period = period(section).unwrap_or(whole);
        let name = section.must("name").and_then(|setting| setting.line());
        (period, name.map(str::to_owned))
    };
    sections
        .into_iter()
        .filter_map(|section| {
            let key = claims.key(section);
            let (period, name) = read(section);
            let key = key?.to_owned();
            Some(Phase { name: name.unwrap_or_else(|| key.clone()), key, period })
        })
        .collect()
}

/// `[[pause]]` or `[[holiday]]`.
pub(super) fn pauses(root: Section<'_>, key: &'static str, title: &'static str) -> Vec<Pause> {
    root.children(key, title, &["name", "start", "end", "note"]).into_iter().filter_map(pause).collect()
}

fn pause(section: Section<'_>) -> Option<Pause> {
    let name = section.must("name").and_then(|setting| setting.line()).unwrap_or_default().to_owned();
    let note = section.get("note").and_then(|setting| setting.string()).map(str::to_owned);
    period(section).map(|period| Pause { name, period, note })
}

/// `[[workday]]`.
pub(super) fn workdays(root: Section<'_>) -> Vec<Day> {
    let sections = root.children("workday", "[[workday]]", &["date"]);
    sections.into_iter().filter_map(|section| section.must("date")?.day()).collect()
}
