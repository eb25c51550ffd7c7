//! `award correct`: puts right what stands beside a decision: its day, meeting, votes, document, and the note of its end. Who was taken
//! is not among it: that is decided anew (`award reopen`).

use super::approve::sound_votes;
use super::basis::Basis;
use super::decided::Known;
use crate::app::App;
use crate::commands::records::{Fields, assigned};
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::decision::Decision;
use crate::model::text::on_one_line;
use crate::model::word::key_and_name;
use crate::ui::Exit;

/// What can be corrected.
const FIELDS: [(&str, &str); 7] = [
    ("date", "日期"),
    ("meeting", "会议"),
    ("votes_for", "赞成"),
    ("votes_against", "反对"),
    ("abstained", "弃权"),
    ("document", "文号"),
    ("note", "备注"),
];

/// Correct what stands beside a decision
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// What to correct, for instance document=2013-7
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Corrects it and shows the decision.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let find = |name: &str| FIELDS.into_iter().find(|(field, zh)| *field == name || *zh == name).map(|(field, _)| field);
    let names = FIELDS.into_iter().flat_map(|(field, zh)| [field, zh]).collect();
    let fields = assigned(&Fields { told: FIELDS.to_vec(), names, given: Vec::new(), find: &find }, &arguments.fields)?;
    let session = Session::for_report(app)?;
    let core = Basis::core(app, session.root())?;
    let known = Known::of(&core, super::award(&core, &arguments.award)?)?;
    let mut decision = known.decided()?.clone();
    for (field, value) in fields {
        set(app, &known, &mut decision, field, value.trim())?;
    }
    sound(&known, &decision)?;
    known.keep(app, &session, &decision)
}

fn set(app: &App, known: &Known<'_>, decision: &mut Decision, field: &str, value: &str) -> Result<()> {
    let text = || Some(on_one_line(value)).filter(|text| !text.is_empty());
    let number = || match value {
        "" => Ok(None),
        digits => digits
            .parse()
            .map(Some)
            .map_err(|_| Failure::usage(Message::new("decision.no-number").with("field", shown(field)).with("value", digits))),
    };
    let [votes_for, against, abstained] = &mut decision.votes;
    match field {
        "date" => decision.date = spoken::past_day(Some(value), app.today)?,
        "meeting" => decision.meeting = text().ok_or_else(|| Failure::usage(known.named("decision.no-meeting")))?,
        "votes_for" => *votes_for = number()?,
        "votes_against" => *against = number()?,
        "abstained" => *abstained = number()?,
        "document" => decision.document = text(),
        _ => match &mut decision.fixed {
            Some(fixed) => fixed.note = text(),
            None => return Err(Failure::usage(known.named("decision.note-of-final"))),
        },
    }
    Ok(())
}

/// A field with its Chinese name.
fn shown(field: &str) -> String {
    let zh = FIELDS.iter().find(|(known, _)| *known == field).map_or("", |(_, zh)| *zh);
    key_and_name(field, zh)
}

/// The days keep their order, and the votes still carry.
fn sound(known: &Known<'_>, decision: &Decision) -> Result<()> {
    if decision.as_of > decision.date {
        return Err(Failure::usage(Message::new("decision.before-as-of").with("date", decision.date).with("as_of", decision.as_of)));
    }
    if let Some(notice) = decision.notice.as_ref().filter(|notice| notice.from < decision.date) {
        return Err(Failure::usage(known.named("decision.notice-before").with("from", notice.from).with("day", decision.date)));
    }
    sound_votes(decision.votes).map(drop)
}
