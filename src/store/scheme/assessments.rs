//! `[[assessment]]`: weighted parts, bands and what fails a person by itself.

use std::cmp::Ordering;

use super::claims::Claims;
use super::walker::{Section, Setting};
use crate::i18n::Message;
use crate::model::assessment_rule::{Assessment, AssessmentPart, Band, BandEdges, Fail};
use crate::model::decimal::Decimal;

/// `[[assessment]]`.
pub(super) fn assessments(root: Section<'_>) -> Vec<Assessment> {
    let mut claims = Claims::default();
    let sections = root.children("assessment", "[[assessment]]", &["key", "name", "part", "band", "edges", "fails"]);
    sections.into_iter().filter_map(|section| assessment(section, &mut claims)).collect()
}

fn assessment<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<Assessment> {
    let key = claims.key(section);
    let name = claims.name(section, key.unwrap_or_default());
    let edges = section.get("edges").and_then(|setting| setting.word(&BandEdges::WORDS));
    let fails = section.get("fails").map(|setting| setting.set(|item| item.line())).unwrap_or_default();
    let assessment = Assessment {
        key: key.unwrap_or_default().to_owned(),
        name: name.to_owned(),
        clause: section.clause(),
        parts: parts(section),
        bands: bands(section, edges),
        edges,
        fails: fails.into_iter().map(Fail::of).collect(),
    };
    key.map(|_| assessment)
}

fn parts(section: Section<'_>) -> Vec<AssessmentPart> {
    let mut claims = Claims::default();
    let sections = section.children("part", "[[assessment.part]]", &["key", "weight", "quorum"]);
    if sections.is_empty() && section.get("part").is_none() {
        section.missing("[[assessment.part]]");
    }
    let read = |section| {
        let key = claims.key(section);
        let weight = section.must("weight").and_then(|setting| setting.weight());
        let quorum = section.get("quorum").and_then(|setting| setting.share());
        Some(AssessmentPart { key: key?.to_owned(), weight: weight?, quorum })
    };
    let parts: Vec<AssessmentPart> = sections.iter().copied().filter_map(read).collect();
    if !parts.is_empty() && parts.len() == sections.len() && !parts.iter().any(|part| part.weight.is_positive()) {
        weightless(&sections);
    }
    parts
}

/// Says that no weight in a list is above zero.
pub(super) fn weightless(list: &[Section<'_>]) {
    if let Some(weight) = list.first().and_then(|section| section.get("weight")) {
        weight.bad(Message::new("setting.no-weight"));
    }
}

/// `[[assessment.band]]`, highest first. Bands must meet; where one says how far it reaches and the next begins elsewhere, or both
/// name the same result, `edges` has to say which of them has it.
fn bands(section: Section<'_>, edges: Option<BandEdges>) -> Vec<Band> {
    let sections = section.children("band", "[[assessment.band]]", &["from", "to", "name"]);
    let mut bands: Vec<(Setting<'_>, Band)> = Vec::new();
    for band in sections {
        let from = band.must("from").and_then(|setting| Some((setting, setting.decimal()?)));
        let to = band.get("to").and_then(|setting| Some((setting, setting.decimal()?)));
        let name = band.must("name").and_then(|setting| setting.line());
        let (Some((setting, from)), Some(name)) = (from, name) else { continue };
        if bands.iter().any(|(_, other)| other.from == from) {
            setting.bad(Message::new("setting.band-twice"));
        }
        if let Some((setting, _)) = to.filter(|(_, to)| *to < from) {
            setting.bad(Message::new("setting.band-backwards").with("from", from.to_string()));
        }
        bands.push((to.map_or(setting, |(setting, _)| setting), Band { from, to: to.map(|(_, to)| to), name: name.to_owned() }));
    }
    bands.sort_by_key(|(_, band)| std::cmp::Reverse(band.from));
    meet(&bands, edges);
    bands.into_iter().map(|(_, band)| band).collect()
}

/// Says where bands leave a gap or overlap.
fn meet(bands: &[(Setting<'_>, Band)], edges: Option<BandEdges>) {
    let highest = Decimal::whole(100);
    let short = |top: &Band| top.to.is_some_and(|to| to < highest && to >= top.from);
    if let Some((setting, _)) = bands.first().filter(|(_, top)| short(top) && edges != Some(BandEdges::Lower)) {
        setting.bad(Message::new("setting.band-top"));
    }
    for pair in bands.windows(2) {
        let [(_, upper), (setting, lower)] = pair else { continue };
        let Some(to) = lower.to.filter(|to| *to >= lower.from && lower.from < upper.from) else { continue };
        let key = match to.cmp(&upper.from) {
            Ordering::Less if edges.is_none() => "setting.band-gap",
            Ordering::Equal if edges.is_none() => "setting.band-shared",
            Ordering::Greater => "setting.band-overlap",
            _ => continue,
        };
        let message = Message::new(key).with("lower", lower.name.as_str()).with("upper", upper.name.as_str());
        setting.bad(message.with("to", to.to_string()).with("from", upper.from.to_string()));
    }
}
