//! `ties` of an award: a word, or the criteria that break a tie (rules.md R7).

use super::criteria::needs_full_marks;
use super::walker::{Section, Setting};
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::award_rule::{Criterion, CriterionKey, Ties};

const WORDS: [(&str, Ties); 2] = [("leave-out", Ties::LeaveOut), ("take-all", Ties::TakeAll)];

/// `ties`, by default `leave-out`.
pub(super) fn ties(section: Section<'_>, criteria: &[Criterion]) -> Ties {
    let Some(setting) = section.get("ties") else { return Ties::LeaveOut };
    if setting.value.is_array() {
        return breakers(setting, criteria);
    }
    let Some(text) = setting.string() else { return Ties::LeaveOut };
    let found = WORDS.into_iter().find(|(word, _)| *word == text).map(|(_, ties)| ties);
    if found.is_none() {
        setting.unknown_word(Code::UnknownWord, WORDS.iter().map(|(word, _)| *word));
    }
    found.unwrap_or(Ties::LeaveOut)
}

fn breakers(setting: Setting<'_>, criteria: &[Criterion]) -> Ties {
    if setting.value.as_array().is_some_and(|list| list.is_empty()) {
        setting.bad(Message::new("setting.empty-list"));
    }
    Ties::Criteria(setting.set(|item| breaker(item, criteria)))
}

/// A criterion that breaks a tie but needs settings of its own must be one of the award's, which gives them.
fn breaker(item: Setting<'_>, criteria: &[Criterion]) -> Option<CriterionKey> {
    let key = item.word(&CriterionKey::WORDS)?;
    if needs_full_marks(key) && !criteria.iter().any(|criterion| criterion.key == key) {
        item.unknown_word(Code::UnknownReference, criteria.iter().map(|criterion| criterion.key.word()));
    }
    Some(key)
}
