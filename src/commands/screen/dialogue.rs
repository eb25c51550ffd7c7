//! The dialogues of `screen`: which kind, which categories, how severe, a note. Only on a terminal; the data directory is let go before
//! the first question.

use inquire::Text;

use crate::app::App;
use crate::commands::asking::{self, stopped};
use crate::commands::sealing::SealedSession;
use crate::commands::spoken;
use crate::failure::Result;
use crate::i18n::say;
use crate::import::details::Details;
use crate::model::scheme::Vocabulary;
use crate::model::secret::Secret;
use crate::model::word::{SealedKind, Word};
use crate::store::directory::Access;

/// Asks for a screening, a profile or a note about a person, who is looked up first.
pub fn add(app: &App, person: &str) -> Result<Details> {
    let needs = {
        let session = SealedSession::begin(app, Access::Read)?;
        spoken::person(&session.core, person)?;
        session.core.scheme.needs.clone()
    };
    let kinds = [SealedKind::Screening, SealedKind::Profile, SealedKind::Note];
    let labels: Vec<String> = kinds.iter().map(|kind| say(app.lang, kind.label())).collect();
    let kind = kinds.get(asking::one_of(app, "screen.ask-kind", labels)?).copied().unwrap_or(SealedKind::Note);
    let mut details = vec![("kind", Secret::from(kind.key()))];
    match kind {
        SealedKind::Screening => {
            details.push(("category", categories(app, &needs)?));
            details.push(("severity", severity(app)?));
        }
        SealedKind::Profile => texts(app, &mut details, &["family", "character", "ethnicity", "home", "interests", "skills"])?,
        _ => {}
    }
    texts(app, &mut details, &["note"])?;
    date(app, &mut details)?;
    texts(app, &mut details, &["by", "consent", "scope"])?;
    Ok(details)
}

fn categories(app: &App, needs: &Vocabulary) -> Result<Secret> {
    let names: Vec<&str> = needs.terms.iter().map(|need| need.name.as_str()).collect();
    let chosen = asking::some_of(app, "screen.ask-category", names, &[])?;
    let keys: Vec<&str> = chosen.into_iter().filter_map(|index| needs.terms.get(index)).map(|need| need.key.as_str()).collect();
    Ok(Secret::from(keys.join(";")))
}

fn severity(app: &App) -> Result<Secret> {
    let labels = ["screen.severity-1", "screen.severity-2", "screen.severity-3"].map(|key| say(app.lang, key)).to_vec();
    Ok(Secret::from((asking::one_of(app, "screen.ask-severity", labels)? + 1).to_string()))
}

/// Asks for what is to change: field by field, until there is no more.
pub fn amend(app: &App) -> Result<Details> {
    const FIELDS: [&str; 16] = [
        "category",
        "severity",
        "note",
        "date",
        "by",
        "consent",
        "scope",
        "family",
        "character",
        "ethnicity",
        "home",
        "interests",
        "skills",
        "concern",
        "owner",
        "outcome",
    ];
    let mut details = Details::new();
    loop {
        let labels: Vec<String> = FIELDS.iter().map(|name| label(app, name)).collect();
        let field = FIELDS.get(asking::one_of(app, "screen.ask-field", labels)?).copied().unwrap_or("note");
        details.retain(|(name, _)| *name != field);
        // Left empty, the field is taken away.
        details.push((field, Secret::from(Text::new(&label(app, field)).prompt().map_err(stopped)?)));
        if !asking::agrees(app, &say(app.lang, "screen.ask-more"), false)? {
            return Ok(details);
        }
    }
}

/// Asks for a concern.
pub fn refer(app: &App) -> Result<Details> {
    let mut details = Details::new();
    texts(app, &mut details, &["concern", "note"])?;
    date(app, &mut details)?;
    texts(app, &mut details, &["by"])?;
    Ok(details)
}

/// Asks for an outcome.
pub fn close(app: &App) -> Result<Details> {
    let mut details = Details::new();
    texts(app, &mut details, &["outcome"])?;
    date(app, &mut details)?;
    Ok(details)
}

fn date(app: &App, details: &mut Details) -> Result<()> {
    let asked = Text::new(&label(app, "date")).with_default(&app.today.to_string()).prompt().map_err(stopped)?;
    details.push(("date", Secret::from(asked)));
    Ok(())
}

/// Asks for texts; what is left empty is left out.
fn texts(app: &App, details: &mut Details, names: &[&'static str]) -> Result<()> {
    for name in names {
        let asked = Text::new(&label(app, name)).prompt().map_err(stopped)?;
        if !asked.trim().is_empty() {
            details.push((name, Secret::from(asked)));
        }
    }
    Ok(())
}

/// The name of a field for people.
pub fn label(app: &App, name: &str) -> String {
    crate::i18n::key_of("sealedfield.", name).map_or_else(|| name.to_owned(), |key| say(app.lang, key))
}
