//! `[[cadence]]`: the duties to have contact (rules.md R4), and the acts and phases that they name.

use super::claims::Claims;
use super::walker::{Section, Setting};
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::scheme::{Cadence, HELPING, PauseReading, Per, Phase, Vocabulary, Window};

const CADENCE: &[&str] = &[
    "key",
    "name",
    "acts",
    "phase",
    "at_least",
    "every",
    "window",
    "pauses",
    "minutes",
    "total_minutes",
    "weekdays",
    "per",
    "min_days",
    "remind_days",
];
/// More days than a scheme has.
const MOST_DAYS: i64 = 36_500;
/// More contacts or minutes than there are.
const MOST: i64 = 1_000_000;

/// `[[cadence]]`.
pub(super) fn cadences(root: Section<'_>, acts: &Vocabulary, phases: &[Phase]) -> Vec<Cadence> {
    let mut claims = Claims::default();
    let sections = root.children("cadence", "[[cadence]]", CADENCE);
    sections.into_iter().filter_map(|section| cadence(section, claims.key(section), acts, phases)).collect()
}

fn cadence(section: Section<'_>, key: Option<&str>, acts: &Vocabulary, phases: &[Phase]) -> Option<Cadence> {
    let days = |name, first| section.get(name).and_then(|setting| setting.small::<i32>(first..=MOST_DAYS));
    let count = |name, first| section.get(name).and_then(|setting| setting.small::<u32>(first..=MOST));
    let window = section.get("window").and_then(|setting| setting.word(&Window::WORDS)).unwrap_or(Window::Rolling);
    let name = section.must("name").and_then(|setting| setting.line());
    let cadence = Cadence {
        key: key.unwrap_or_default().to_owned(),
        name: name.or(key).unwrap_or_default().to_owned(),
        clause: section.clause(),
        acts: section.get("acts").map(|setting| setting.set(|item| act(item, acts))).unwrap_or_default(),
        phase: phase(section, phases),
        at_least: count("at_least", 1).unwrap_or(1),
        every: every(section, window),
        window,
        pauses: section.get("pauses").and_then(|setting| setting.word(&PauseReading::WORDS)).unwrap_or(PauseReading::Stop),
        minutes: count("minutes", 0).unwrap_or(0),
        total_minutes: total_minutes(section, window),
        weekdays: section.get("weekdays").map(|setting| setting.set(|item| item.small(1..=7))).unwrap_or_default(),
        per: section.get("per").and_then(|setting| setting.word(&Per::WORDS)).unwrap_or(Per::Pair),
        min_days: days("min_days", 0).unwrap_or(0),
        remind_days: days("remind_days", 0).unwrap_or(3),
    };
    key.is_some().then_some(cadence)
}

/// The index of an act named by its key.
fn act(item: Setting<'_>, acts: &Vocabulary) -> Option<u8> {
    let key = item.string()?;
    let index = acts.index(key);
    if index.is_none() {
        item.unknown_word(Code::UnknownReference, acts.keys());
    }
    index
}

/// The phase that days count in: the helping phase where none is named. It must exist.
fn phase(section: Section<'_>, phases: &[Phase]) -> String {
    let setting = section.get("phase");
    let written = setting.and_then(|setting| setting.string()).filter(|key| !key.is_empty());
    let key = written.unwrap_or(HELPING);
    if !phases.iter().any(|phase| phase.key == key) {
        let keys = phases.iter().map(|phase| phase.key.as_str());
        match setting.filter(|_| written.is_some()) {
            Some(setting) => setting.unknown_word(Code::UnknownReference, keys),
            None => no_helping_phase(section, keys),
        }
    }
    key.to_owned()
}

fn no_helping_phase<'k>(section: Section<'_>, keys: impl Iterator<Item = &'k str> + Clone) {
    let finding = section.document.finding(Code::UnknownReference, section.at).with("key", "phase").with("value", HELPING);
    let near = crate::model::word_distance::nearest(HELPING, keys.clone());
    section.document.keep(finding.with("nearest", near).with("known", super::walker::listed(keys)));
}

/// `every` is needed by windows that are counted in days, and used by no other.
fn every(section: Section<'_>, window: Window) -> i32 {
    let needed = matches!(window, Window::Rolling | Window::Fixed);
    let setting = if needed { section.must("every") } else { section.get("every") };
    setting.and_then(|setting| setting.small(1..=MOST_DAYS)).unwrap_or(i32::from(needed))
}

/// `total_minutes` needs a window in which minutes can be added up.
fn total_minutes(section: Section<'_>, window: Window) -> Option<u32> {
    let setting = section.get("total_minutes")?;
    let minutes = setting.small(1..=MOST)?;
    if window == Window::Rolling {
        setting.bad(Message::new("setting.minutes-of-rolling"));
    }
    Some(minutes)
}
