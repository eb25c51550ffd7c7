//! `award approve`: the committee's decision on a computed list, with the figures, the settings and a digest of each record it rests on.

use super::basis::{Basis, Contacts, failure};
use super::decided::Known;
use crate::app::App;
use crate::commands::plain::Plain;
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::decision::{Computed, Decided, Decision};
use crate::model::records::PersonIx;
use crate::model::text::on_one_line;
use crate::rules::award::decision::{Contradiction, Wish, Wishes, decide};
use crate::rules::award::settings::settings;
use crate::rules::award::used::{used, whole};
use crate::rules::award::{Ranking, compute};
use crate::ui::Exit;

/// Decide on the candidate list of an award
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// The meeting that decided
    #[arg(long, value_name = "TEXT")]
    meeting: String,
    /// The day of the decision (today)
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// The day as of which the list is computed (the day of the decision)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Votes for
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    votes_for: Option<u32>,
    /// Votes against
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    votes_against: Option<u32>,
    /// Abstained
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    abstained: Option<u32>,
    /// Number of the document
    #[arg(long, value_name = "TEXT")]
    document: Option<String>,
    /// Take somebody who is tied or not on the list, and why; several persons joined by commas
    #[arg(long, value_name = "PERSON=REASON")]
    take: Vec<String>,
    /// Pass over somebody who is on the list or tied, and why
    #[arg(long, value_name = "PERSON=REASON")]
    pass_over: Vec<String>,
}

/// Writes the decision down.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let date = spoken::past_day(arguments.date.as_deref(), app.today)?;
    let as_of = arguments.as_of.as_deref().map_or(Ok(date), |text| spoken::day(text, app.today))?;
    if as_of > date {
        return Err(Failure::usage(Message::new("decision.before-as-of").with("date", date).with("as_of", as_of)));
    }
    let votes = sound_votes([arguments.votes_for, arguments.votes_against, arguments.abstained])?;
    let session = Session::for_report(app)?;
    let core = Basis::core(app, session.root())?;
    let award = super::award(&core, &arguments.award)?;
    let known = Known::of(&core, award)?;
    undecided(&known)?;
    let meeting = on_one_line(&arguments.meeting);
    if meeting.is_empty() {
        return Err(Failure::usage(known.named("decision.no-meeting")));
    }
    let wishes = Wishes { take: wishes(&core, &arguments.take)?, pass: wishes(&core, &arguments.pass_over)? };
    let basis = Basis::read(app, session.root(), core, as_of, Contacts::Keep)?;
    let known = Known::of(&basis.core, award)?;
    let index = basis.index();
    let ranking = compute(&index, award).map_err(|fault| failure(&fault))?;
    let persons = decide(&ranking, &wishes).map_err(|wrong| contradictory(&known, &wrong))?;
    let records = used(&index, &ranking).map_err(|fault| failure(&fault))?;
    let decision = Decision {
        as_of,
        date,
        meeting,
        votes,
        document: arguments.document.clone(),
        pool: ranking.pool(),
        seats: ranking.seats(),
        criteria: ranking.criteria.iter().map(|criterion| criterion.key.word().to_owned()).collect(),
        persons,
        readings: settings(&basis.core.scheme, known.rule),
        digest: whole(&records),
        records,
        notice: None,
        fixed: None,
    };
    let done = known.keep(app, &session, &decision)?;
    warn(app, &known, &ranking, &decision);
    Ok(done)
}

/// An award that is decided already is decided anew only when it was reopened.
fn undecided(known: &Known<'_>) -> Result<()> {
    match known.decision {
        Some(decision) => Err(Failure::usage(known.named("decision.already").with("day", decision.date)).hint(known.reopen_hint())),
        None => Ok(()),
    }
}

/// Votes for, against and abstained, where they carry a decision.
pub(super) fn sound_votes(votes: [Option<u32>; 3]) -> Result<[Option<u32>; 3]> {
    match votes {
        [Some(given), against, _] if given <= against.unwrap_or(0) => {
            Err(Failure::usage(Message::new("decision.no-majority").with("for", given).with("against", against.unwrap_or(0))))
        }
        [None, Some(_), _] | [None, _, Some(_)] => Err(Failure::usage(Message::new("decision.votes-without-for"))),
        votes => Ok(votes),
    }
}

/// `PERSON=REASON`, several persons joined by commas.
fn wishes(core: &Core, words: &[String]) -> Result<Vec<Wish>> {
    let mut found = Vec::new();
    for word in words {
        let bad = || Failure::usage(Message::new("decision.bad-wish").with("value", word.as_str()));
        let (persons, reason) = word.split_once(['=', '＝']).ok_or_else(bad)?;
        for person in spoken::parts(persons) {
            found.push(Wish { person: spoken::person(core, person)?, reason: on_one_line(reason) });
        }
    }
    Ok(found)
}

fn person(core: &Core, person: PersonIx) -> Message {
    Message::new("decision.person").with("name", core.people.name(person)).with("person", core.people.id(person))
}

fn contradictory(known: &Known<'_>, wrong: &[Contradiction]) -> Failure {
    let mut said = wrong.iter().map(|wrong| contradiction(known, wrong));
    let first = said.next().unwrap_or(Message::new("award.unknown"));
    said.fold(Failure::usage(first), Failure::hint)
}

fn contradiction(known: &Known<'_>, wrong: &Contradiction) -> Message {
    let of = |key, who: &PersonIx| Message::new(key).with("person", person(known.core, *who));
    match wrong {
        Contradiction::Twice(who) => of("decision.twice", who),
        Contradiction::NoReason(who) => of("decision.no-reason", who),
        Contradiction::NotInPool(who) => of("decision.not-in-pool", who).with("award", known.rule.name.as_str()),
        Contradiction::OnTheList(who) => of("decision.on-the-list", who),
        Contradiction::NotOnTheList(who) => of("decision.not-on-the-list", who),
        Contradiction::Unsettled(who) => {
            let persons = Message::joined("reading.and", who.iter().map(|who| person(known.core, *who)));
            Message::new("decision.unsettled").with("persons", persons.unwrap_or(Message::new("award.unknown")))
        }
    }
}

/// What is odd about a decision, though people may decide it: more taken than there are seats, and a barred person taken.
fn warn(app: &App, known: &Known<'_>, ranking: &Ranking, decision: &Decision) {
    let taken: Vec<PersonIx> = decision.taken().collect();
    if taken.len() > decision.seats as usize {
        app.note(&Message::new("decision.more-than-seats").with("taken", taken.len()).with("seats", decision.seats));
    }
    for unit in ranking.units.iter().filter(|_| ranking.units.len() > 1) {
        let of_unit = ranking.candidates.iter().filter(|candidate| candidate.unit == unit.unit && taken.contains(&candidate.person));
        let count = of_unit.count();
        if count > unit.seats.seats as usize {
            let note = Message::new("decision.more-than-seats").with("taken", count).with("seats", unit.seats.seats);
            app.note(&note.with("unit", super::unit_name(known.core, &unit.unit)));
        }
    }
    for judged in decision.persons.iter().filter(|judged| judged.computed == Computed::Barred && judged.decided == Decided::Taken) {
        let code = judged.code.as_deref().unwrap_or_default();
        app.note(&Message::new("decision.barred-taken").with("person", person(known.core, judged.person)).with("code", code));
    }
}
