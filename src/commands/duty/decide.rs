//! `duty decide`: records what was decided on a member. A stage is never changed by it; that is for `outcome add`.

use crate::app::App;
use crate::commands::found::filled;
use crate::commands::plain::Plain;
use crate::commands::records::{adding, carry_out};
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::PersonIx;
use crate::model::table::DUTY;
use crate::model::word::{CriticismScope, Measure, Word};
use crate::reports::answer::Answer;
use crate::reports::duty::refusal_in_words;
use crate::rules::duty::{Refusal, extension, measure_for};
use crate::store::edit::Cells;
use crate::ui::Exit;

/// Record what was decided on a member
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The member: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// criticism (通报批评), extension (延长预备期) or none (不处理)
    #[arg(long, value_name = "MEASURE")]
    measure: String,
    /// The day of the decision (today)
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Why, in words of the decision
    #[arg(long, value_name = "TEXT")]
    grounds: String,
    /// The day of the branch's meeting
    #[arg(long, value_name = "DAY")]
    meeting: Option<String>,
    /// Votes for it
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    votes_for: Option<u32>,
    /// Votes against it
    #[arg(long, visible_alias = "against", value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    votes_against: Option<u32>,
    /// Abstentions
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    abstained: Option<u32>,
    /// The day of the approval above
    #[arg(long, value_name = "DAY")]
    approved: Option<String>,
    /// The number of the document
    #[arg(long, value_name = "TEXT")]
    document: Option<String>,
    /// The day on which an extended probation ends
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// How far a criticism is made known: branch (支部), department (系) or college (学院)
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,
}

/// Records the decision.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let measure: Measure = spoken::word(&arguments.measure)?;
    let date = spoken::past_day(arguments.date.as_deref(), app.today)?;
    let scope = arguments.scope.as_deref().map(spoken::word::<CriticismScope>).transpose()?;
    let past = |day: &Option<String>| day.as_deref().map(|day| spoken::past_day(Some(day), app.today)).transpose();
    let (meeting, approved) = (past(&arguments.meeting)?, past(&arguments.approved)?);
    let until = arguments.until.as_deref().map(|day| spoken::coming_day(day, app.today)).transpose()?;
    let session = Session::begin(app)?;
    session.refuse_settings()?;
    let core = &session.core;
    let person = spoken::person(core, &arguments.person)?;
    refuse_twice(core, person, date)?;
    Decided { person, date, measure, scope, until, meeting, approved }.refuse_wrong(core)?;
    let number = |votes: Option<u32>| votes.map(|votes| votes.to_string());
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let cells = filled(vec![
        ("date", Some(date.to_string())),
        ("person", Some(core.people.id(person).to_owned())),
        ("measure", Some(measure.key().to_owned())),
        ("until", day(until)),
        ("meeting", day(meeting)),
        ("votes_for", number(arguments.votes_for)),
        ("votes_against", number(arguments.votes_against)),
        ("abstained", number(arguments.abstained)),
        ("approved", day(approved)),
        ("document", arguments.document.clone()),
        ("scope", scope.map(|scope| scope.key().to_owned())),
        ("grounds", Some(arguments.grounds.clone())),
    ]);
    let said = Message::new("duty.recorded").with("name", core.people.name(person)).with("person", core.people.id(person));
    let said = said.with("day", date).word("measure", measure.label());
    let notes = notes(core, person, date, measure, arguments);
    carry_out(app, &session, adding(&DUTY, None, cells), |answer| notes.into_iter().fold(answer.saying(said), Answer::note))
}

/// What a decision says, as far as it can be wrong in itself.
struct Decided {
    person: PersonIx,
    date: Day,
    measure: Measure,
    scope: Option<CriticismScope>,
    until: Option<Day>,
    meeting: Option<Day>,
    approved: Option<Day>,
}

impl Decided {
    /// A decision by its cells; none where one of them does not say what its column holds, which the validator tells.
    fn read<'c>(core: &Core, cell: impl Fn(&'static str) -> &'c str) -> Option<Self> {
        let day = |column| match cell(column) {
            "" => Some(None),
            text => Day::parse(text.as_bytes()).ok().map(Some),
        };
        let scope = match cell("scope") {
            "" => None,
            word => Some(CriticismScope::parse(word)?),
        };
        Some(Self {
            person: core.people.find(cell("person"))?,
            date: day("date")??,
            measure: Measure::parse(cell("measure"))?,
            scope,
            until: day("until")?,
            meeting: day("meeting")?,
            approved: day("approved")?,
        })
    }

    fn refuse_wrong(&self, core: &Core) -> Result<()> {
        refuse_misplaced(self.measure, self.scope, self.until)?;
        refuse_order(self.meeting, self.date, self.approved)?;
        match self.measure {
            Measure::Extension => refuse_extension(core, self.person, self.date, self.until, self.meeting),
            Measure::Criticism | Measure::None => Ok(()),
        }
    }
}

/// The columns of which it hangs whether a decision is wrong in itself.
const JUDGED: [&str; 7] = ["date", "person", "measure", "until", "meeting", "approved", "scope"];

/// Refuses what a decision would say with some cells written anew. The decision itself is taken out of what is known, since it would be
/// an extension before itself.
pub(super) fn refuse_amended(core: &mut Core, key: &[String], cells: &Cells) -> Result<()> {
    if !cells.iter().any(|(column, _)| JUDGED.contains(column)) {
        return Ok(());
    }
    let duty = &core.committee.duty;
    let Some(row) = (0..duty.rows.len()).find(|row| [duty.text(*row, "date"), duty.text(*row, "person")] == key) else { return Ok(()) };
    let new = |column: &'static str| cells.iter().find(|(name, _)| *name == column).map(|(_, text)| text.as_str());
    let Some(decided) = Decided::read(core, |column| new(column).unwrap_or_else(|| duty.text(row, column))) else { return Ok(()) };
    if let Some(known) = core.committee.duty.rows.get_mut(row) {
        known.person = PersonIx::UNKNOWN;
    }
    decided.refuse_wrong(core).map_err(|failure| {
        let hints = failure.hints.into_iter().map(in_amending).collect();
        Failure { message: in_amending(failure.message), hints, ..failure }
    })
}

/// What `decide` says of its options, as `amend` says it of fields.
fn in_amending(message: Message) -> Message {
    let key = match message.key {
        "duty.until-only-extension" => "duty.amend-until-only-extension",
        "duty.scope-only-criticism" => "duty.amend-scope-only-criticism",
        "duty.until-missing" => "duty.amend-until-missing",
        "duty.meeting-missing" => "duty.amend-meeting-missing",
        "duty.no-extension-hint" => "duty.amend-no-extension-hint",
        key => key,
    };
    Message { key, ..message }
}

fn refuse_twice(core: &Core, person: PersonIx, date: Day) -> Result<()> {
    let known = core.committee.duty.rows.iter().any(|row| row.person == person && row.date == date);
    let named = |key| Message::new(key).with("person", core.people.id(person)).with("day", date);
    if known { Err(Failure::usage(named("duty.recorded-already")).hint(named("duty.amend-hint"))) } else { Ok(()) }
}

/// A new end belongs to an extension, a scope to a criticism.
fn refuse_misplaced(measure: Measure, scope: Option<CriticismScope>, until: Option<Day>) -> Result<()> {
    match measure {
        Measure::Criticism | Measure::None if until.is_some() => Err(Failure::usage(Message::new("duty.until-only-extension"))),
        Measure::Extension | Measure::None if scope.is_some() => Err(Failure::usage(Message::new("duty.scope-only-criticism"))),
        _ => Ok(()),
    }
}

/// The branch meets before the decision, and the approval comes after the meeting.
fn refuse_order(meeting: Option<Day>, date: Day, approved: Option<Day>) -> Result<()> {
    if let Some(meeting) = meeting.filter(|meeting| *meeting > date) {
        return Err(Failure::usage(Message::new("duty.meeting-after").with("meeting", meeting).with("day", date)));
    }
    match (meeting, approved) {
        (Some(meeting), Some(approved)) if approved < meeting => {
            Err(Failure::usage(Message::new("duty.approved-before").with("meeting", meeting).with("approved", approved)))
        }
        _ => Ok(()),
    }
}

/// An extension: once only, of a probationary member, by the branch's meeting, for 6 to 12 months from the day probation ends.
fn refuse_extension(core: &Core, person: PersonIx, date: Day, until: Option<Day>, meeting: Option<Day>) -> Result<()> {
    let possible = extension(core, person, date, date);
    // Once only, also where the other decision is dated later.
    let again = extension(core, person, date, Day::MAX).refusal.filter(|refusal| matches!(refusal, Refusal::AlreadyExtended(_)));
    if let Some(refusal) = again.or(possible.refusal) {
        let named = Message::new("duty.no-extension").with("name", core.people.name(person)).with("person", core.people.id(person));
        return Err(Failure::usage(named.with("why", refusal_in_words(core, &refusal, date))).hint(Message::new("duty.no-extension-hint")));
    }
    let Some(admission) = possible.admission else { return Err(Failure::usage(Message::new("duty.extension.unknown"))) };
    let range = admission.new_ends();
    let told = |key| {
        let message = Message::new(key).with("ends", admission.ends()).with("earliest", range.first);
        Failure::usage(message.with("latest", range.last).with("until", until.map_or(String::new(), |until| until.to_string())))
    };
    match until {
        None => Err(told("duty.until-missing")),
        Some(until) if !range.contains(until) => Err(told("duty.until-out-of-range")),
        Some(_) if meeting.is_none() => Err(Failure::usage(Message::new("duty.meeting-missing"))),
        Some(_) => Ok(()),
    }
}

/// What is odd about a decision that is recorded all the same: people decide.
fn notes(core: &Core, person: PersonIx, date: Day, measure: Measure, arguments: &Arguments) -> Vec<Message> {
    let mut notes = Vec::new();
    let provided = core.stage_on(person, date).and_then(measure_for);
    if measure != Measure::None && provided != Some(measure) {
        let provided = provided.map_or("duty.nothing", Word::label);
        notes.push(Message::new("duty.other-measure").word("measure", measure.label()).word("provided", provided));
    }
    let others = arguments.votes_against.unwrap_or(0).saturating_add(arguments.abstained.unwrap_or(0));
    if let Some(votes) = arguments.votes_for.filter(|votes| *votes <= others) {
        notes.push(Message::new("duty.no-majority").with("for", votes).with("others", others));
    }
    if measure == Measure::Criticism && arguments.scope.is_none() {
        notes.push(Message::new("duty.no-scope"));
    }
    notes
}
