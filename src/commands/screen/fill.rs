//! Details put into a sealed record: each is checked, and what is wrong is said without repeating it.

use crate::app::App;
use crate::commands::spoken;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::import::details::Details;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::sealed::{CATEGORY, CONCERN, NOTE, OUTCOME, OWNER, SealedRecord, fields};
use crate::model::secret::Secret;
use crate::model::text::is_forbidden;
use crate::model::word::{SealedKind, Word};

/// The kind that details are of: the one that they name, else that of their fields.
pub fn kind(details: &Details) -> Result<SealedKind> {
    let detail = |name: &str| details.iter().find(|(known, _)| *known == name).map(|(_, text)| text.reveal());
    let addable = [SealedKind::Screening, SealedKind::Profile, SealedKind::Note];
    if let Some(word) = detail("kind") {
        let known = addable.map(SealedKind::key).join(" ");
        let kind = SealedKind::parse(word).filter(|kind| addable.contains(kind));
        return kind.ok_or_else(|| Failure::usage(Message::new("screen.no-kind").with("known", known)));
    }
    let has = |kind: SealedKind| details.iter().any(|(name, _)| fields(kind).contains(name) && !fields(SealedKind::Note).contains(name));
    Ok(addable.into_iter().find(|kind| has(*kind)).unwrap_or(SealedKind::Note))
}

/// Puts details into a record; those with an empty text take the field away.
pub fn fill(app: &App, core: &Core, record: &mut SealedRecord, details: Details) -> Result<()> {
    for (name, text) in details {
        sound(name, &text)?;
        match name {
            "kind" => {}
            "date" => record.date = past_day(app, name, text.reveal())?,
            "by" => record.by = Secret::from(spoken::actor(core, text.reveal())),
            _ if !fields(record.kind).contains(&name) => {
                return Err(Failure::usage(Message::new("screen.not-of-kind").with("name", name).word("kind", record.kind.label())));
            }
            CATEGORY => record.set(name, categories(core, text.reveal())?),
            "severity" => record.set(name, severity(text)?),
            "consent" | "closed" if !text.is_empty() => {
                record.set(name, Secret::from(past_day(app, name, text.reveal())?.to_string()));
            }
            OWNER => record.set(name, Secret::from(spoken::actor(core, text.reveal().trim()))),
            _ => record.set(name, text),
        }
    }
    complete(record)
}

/// No control characters but line breaks and tabs, which a terminal would obey.
fn sound(name: &str, text: &Secret) -> Result<()> {
    let bad = text.reveal().chars().any(|c| is_forbidden(c) && c != '\n');
    if bad { Err(Failure::usage(Message::new("screen.control").with("name", name))) } else { Ok(()) }
}

fn past_day(app: &App, name: &str, text: &str) -> Result<Day> {
    let day = spoken::day(text, app.today).map_err(|_| Failure::usage(Message::new("screen.no-day").with("name", name)))?;
    if day > app.today { Err(Failure::usage(Message::new("screen.coming-day").with("name", name))) } else { Ok(day) }
}

/// Categories by key, each once, in the scheme's order.
fn categories(core: &Core, text: &str) -> Result<Secret> {
    let needs = &core.scheme.needs;
    let mut found = Vec::new();
    for (place, word) in spoken::parts(text).enumerate() {
        let unknown = || {
            let known = needs.keys().collect::<Vec<_>>().join(" ");
            Failure::usage(Message::new("screen.no-category").with("place", place + 1).with("known", known))
        };
        found.push(needs.index_of_word(word).ok_or_else(unknown)?);
    }
    found.sort_unstable();
    found.dedup();
    let keys: Vec<&str> = found.into_iter().filter_map(|index| needs.get(index)).map(|need| need.key.as_str()).collect();
    Ok(Secret::from(keys.join(";")))
}

fn severity(text: Secret) -> Result<Secret> {
    if matches!(text.reveal(), "" | "1" | "2" | "3") { Ok(text) } else { Err(Failure::usage(Message::new("screen.no-severity"))) }
}

/// Whether a record has what its kind cannot do without.
fn complete(record: &SealedRecord) -> Result<()> {
    let has = |names: &[&str]| names.iter().any(|name| !record.field(name).is_empty());
    let missing = match record.kind {
        SealedKind::Screening if !has(&[CATEGORY]) => "screen.category-missing",
        SealedKind::Profile if !has(&["family", "character", "ethnicity", "home", "interests", "skills"]) => "screen.profile-missing",
        SealedKind::Note if !has(&[NOTE]) => "screen.note-missing",
        SealedKind::Referral if !has(&[CONCERN]) => "screen.concern-missing",
        SealedKind::Referral if !has(&[OWNER]) => "screen.owner-missing",
        SealedKind::Referral if record.closed().is_some() != has(&[OUTCOME]) => "screen.outcome-missing",
        SealedKind::Referral if record.closed().is_some_and(|closed| closed < record.date) => "screen.closed-before",
        _ => return Ok(()),
    };
    Err(Failure::usage(Message::new(missing)))
}
