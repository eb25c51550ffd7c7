//! `[[topic]]`, `[[mode]]`, `[[act]]`, `[[need]]`: the words that a scheme defines.

use super::claims::Claims;
use super::walker::Section;
use crate::i18n::Message;
use crate::model::scheme::{Term, Vocabulary};

/// A list of words; only kinds of contact say whether they count.
pub(super) fn vocabulary(root: Section<'_>, key: &'static str, title: &'static str, known: &[&'static str]) -> Vocabulary {
    let sections = root.children(key, title, known);
    if let Some(setting) = root.get(key).filter(|_| sections.len() > Vocabulary::MOST) {
        let reason = Message::new("setting.too-many").with("count", sections.len()).with("limit", Vocabulary::MOST);
        setting.bad(reason);
    }
    let mut claims = Claims::default();
    Vocabulary { terms: sections.into_iter().filter_map(|section| term(section, &mut claims)).take(Vocabulary::MOST).collect() }
}

fn term<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Option<Term> {
    let key = claims.key(section);
    let name = claims.name(section, key.unwrap_or_default());
    let counts = section.get("counts").and_then(|setting| setting.flag()).unwrap_or(true);
    key.map(|key| Term { key: key.to_owned(), name: name.to_owned(), counts })
}
