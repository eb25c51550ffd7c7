//! `award certificate`: the certificates of those who got an award, once it is final.

use super::basis::Basis;
use super::decided::Known;
use crate::app::App;
use crate::commands::own_document::OwnDocument;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::records::PersonIx;
use crate::reports::paper::{certificate_filling, certificate_places, certificates};
use crate::reports::places::PlacesReport;
use crate::ui::Exit;

/// The certificates of a final decision, as a document
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// Only this person's
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    #[command(flatten)]
    own: OwnDocument,
}

/// Shows the certificates. A decision that is not final, or a person who did not get the award, has none.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = Basis::core(app, &opened.root)?;
    let known = Known::of(&core, super::award(&core, &arguments.award)?)?;
    if arguments.own.lists_places() && known.decision.is_none_or(|decision| decision.fixed.is_none()) {
        app.show(&PlacesReport::of(&certificate_places(&core, known.rule)))?;
        return Ok(Exit::Fine);
    }
    let decision = known.decided()?;
    let Some(fixed) = &decision.fixed else {
        return Err(Failure::usage(known.named("award.certificate.not-final"))
            .hint(Message::new("award.certificate.hint").with("key", known.key())));
    };
    let only = spoken::asked_person(&core, arguments.person.as_deref())?;
    let mut persons: Vec<PersonIx> = decision.taken().filter(|person| only.is_none_or(|only| only == *person)).collect();
    persons.sort_by(|a, b| core.people.id(*a).cmp(core.people.id(*b)));
    if persons.is_empty() {
        return Err(Failure::usage(known.named("award.certificate.nobody")));
    }
    if arguments.own.is_asked() {
        arguments.own.answer(app, &certificate_filling(&core, known.rule, &persons, fixed.date), app.lang)?;
        return Ok(Exit::Fine);
    }
    app.show_paper(&certificates(&core, known.rule, &persons, fixed.date))?;
    Ok(Exit::Fine)
}
