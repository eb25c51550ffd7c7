//! `[[assessment]]`: weighted parts, bands and what fails a person by itself.

use super::claims::Claims;
use super::walker::Section;
use crate::i18n::Message;
use crate::model::decimal::Decimal;
use crate::model::scheme::{Assessment, AssessmentPart};

/// `[[assessment]]`.
pub(super) fn assessments(root: Section<'_>) -> Vec<Assessment> {
    let mut claims = Claims::default();
    let sections = root.children("assessment", "[[assessment]]", &["key", "name", "part", "band", "fails"]);
    sections.into_iter().filter_map(|section| assessment(section, &mut claims)).collect()
}

fn assessment<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<Assessment> {
    let key = claims.key(section);
    let name = claims.name(section, key.unwrap_or_default());
    let assessment = Assessment {
        key: key.unwrap_or_default().to_owned(),
        name: name.to_owned(),
        parts: parts(section),
        bands: bands(section),
        fails: section
            .get("fails")
            .map(|setting| setting.set(|item| item.line()))
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect(),
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

/// `[[assessment.band]]`, highest first.
fn bands(section: Section<'_>) -> Vec<(Decimal, String)> {
    let sections = section.children("band", "[[assessment.band]]", &["from", "name"]);
    let mut bands: Vec<(Decimal, String)> = Vec::new();
    for band in sections {
        let from = band.must("from").and_then(|setting| Some((setting, setting.decimal()?)));
        let name = band.must("name").and_then(|setting| setting.line());
        let (Some((setting, from)), Some(name)) = (from, name) else { continue };
        if bands.iter().any(|(other, _)| *other == from) {
            setting.bad(Message::new("setting.band-twice"));
        }
        bands.push((from, name.to_owned()));
    }
    bands.sort_by(|(left, _), (right, _)| right.cmp(left));
    bands
}
