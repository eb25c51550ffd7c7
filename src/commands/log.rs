//! `log`: records a contact, the command that people use most. With no words on a terminal it asks (`dialogue`).

mod dialogue;

use crate::app::App;
use crate::commands::plain::Plain;
use crate::commands::writing::Session;
use crate::commands::{records, spoken, values};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::records::PairIx;
use crate::model::table::CONTACTS;
use crate::reports::answer::{Answer, Touched};
use crate::rules::cadence::{BranchContacts, CadenceFrame};
use crate::store::edit::Cells;
use crate::store::needs::Tables;
use crate::ui::Exit;

/// Record a contact
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: Option<String>,
    /// What was talked about or done
    #[arg(value_name = "CONTENT")]
    content: Vec<String>,
    /// The day: 2012-11-08, 11-08, 昨天, 上周五, yesterday (today)
    #[arg(long, alias = "on", value_name = "DAY")]
    date: Option<String>,
    /// Fields of help, by key or name, joined by commas (those of the pair)
    #[arg(long, value_name = "TOPICS")]
    topics: Option<String>,
    /// Way to meet, by key or name
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// Kind of contact, by key or name (the scheme's first)
    #[arg(long, value_name = "ACT")]
    act: Option<String>,
    /// Minutes
    #[arg(long, value_name = "MINUTES", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u16).range(..=65_534)))]
    minutes: Option<u16>,
    /// Place
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// A problem that came up
    #[arg(long, value_name = "TEXT")]
    problem: Option<String>,
    /// What comes next
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// Who records it (the helper)
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Records the contact and answers with the next due day.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    // Nobody waits for the lock while a person thinks.
    let asked = match &arguments.pair {
        Some(_) => arguments.clone(),
        None if app.can_ask() => dialogue::ask(app)?,
        None => return Err(Failure::usage(Message::new("log.nothing-said"))),
    };
    refuse_day_in_text(app, &asked)?;
    let session = Session::begin(app)?;
    let date = asked.date.as_deref().map_or(Ok(app.today), |text| spoken::day(text, app.today))?;
    let pair = spoken::pair(&session.core, asked.pair.as_deref().unwrap_or(""), date)?;
    refuse_other_days(app, &session, pair, date)?;
    let content = asked.content.join(" ");
    if spoken::is_placeholder(&content) {
        return Err(Failure::usage(Message::new("log.no-content")));
    }
    let cells = cells(app, &session, pair, date, &asked, content)?;
    let branch = session.core.pairs.get(pair).map(|row| row.branch);
    let stray = asked.topics.as_ref().and_then(|_| stray_topic(&session, &asked.content));
    let notes = [stray, may_be_day(app, &asked), other_person(&session, pair, &asked.content)].into_iter().flatten().collect::<Vec<_>>();
    records::carry_out(app, &session, records::adding(&CONTACTS, branch, cells), |answer| {
        notes.into_iter().fold(worded(app, &session, pair, answer), Answer::note)
    })
}

/// Refuses a day in front of the text, in its place or, if it is a day past and nothing else, behind it, where no day is given: the contact
/// would be filed under today. `1.5` is none: it may be hours, and is only noted.
fn refuse_day_in_text(app: &App, asked: &Arguments) -> Result<()> {
    if asked.date.is_some() {
        return Ok(());
    }
    let day = |text: &str| if text.contains('.') { None } else { spoken::day(text, app.today).ok() };
    let bare = |word: &String| word.trim_matches(|c: char| c.is_whitespace() || "，,：:、；;。".contains(c)).to_owned();
    let words: Vec<String> = asked.content.iter().map(bare).collect();
    let one_or_two = |two: Option<&[String]>| two.map_or_else(String::new, |two| two.join(" "));
    let refused = |key, day: &str| Err(Failure::usage(Message::new(key).with("value", day).with("word", quoted(day))));
    let first = [words.first().cloned().unwrap_or_default(), one_or_two(words.get(..2))];
    if let Some(found) = first.iter().find(|text| day(text).is_some()) {
        return refused("log.day-in-text", found);
    }
    let last = [one_or_two(words.len().checked_sub(2).and_then(|two| words.get(two..))), words.last().cloned().unwrap_or_default()];
    let is_past = |text: &str| spoken::is_nothing_but_day(text) && day(text).is_some_and(|day| day < app.today);
    match last.iter().find(|text| is_past(text)) {
        Some(found) => refused("log.day-at-end", found),
        None => Ok(()),
    }
}

/// A text as one word of a command line.
fn quoted(text: &str) -> String {
    if text.contains(' ') { format!("\"{text}\"") } else { text.to_owned() }
}

/// What may be a day at the beginning of the text, where none is given: `11.7`, which may also be a number, or a day that the text goes on
/// from (`昨天谈了选课`).
fn may_be_day(app: &App, asked: &Arguments) -> Option<Message> {
    let first = asked.content.first().filter(|_| asked.date.is_none())?;
    let with_point = first.contains('.').then(|| spoken::day(first, app.today).ok()).flatten().map(|day| (first.as_str(), day));
    let (word, day) = with_point.or_else(|| spoken::day_at_start(first, app.today)).filter(|(_, day)| *day < app.today)?;
    Some(Message::new("log.day-or-number").with("value", word).with("day", day).with("today", app.today))
}

/// Somebody of the roster in front of the text who is not of the pair: most likely another pair is meant.
fn other_person(session: &Session<'_>, pair: PairIx, content: &[String]) -> Option<Message> {
    let (first, rest) = content.split_first()?;
    let persons = if rest.is_empty() { Vec::new() } else { spoken::persons(&session.core, first) };
    let row = session.core.pairs.get(pair)?;
    let is_other = !persons.is_empty() && !persons.contains(&row.helper) && !persons.contains(&row.helped);
    is_other.then(|| spoken::with_names(Message::new("log.other-person"), &session.core, pair).with("value", first.as_str()))
}

/// A field of help in front of the text, beside fields that are given: most likely one more of these.
fn stray_topic(session: &Session<'_>, content: &[String]) -> Option<Message> {
    let first = content.split_first().filter(|(_, rest)| !rest.is_empty())?.0;
    let is_topic = session.core.scheme.topics.terms.iter().any(|topic| topic.key == *first || topic.name == *first);
    is_topic.then(|| Message::new("log.topic-in-text").with("value", first.as_str()))
}

/// A contact is neither in the future nor outside its pair.
fn refuse_other_days(app: &App, session: &Session<'_>, pair: PairIx, date: Day) -> Result<()> {
    if date > app.today {
        return Err(Failure::usage(Message::new("log.future").with("day", date).with("today", app.today)));
    }
    let active = session.core.pairs.get(pair).map(|row| session.core.active(row));
    match active.filter(|active| !active.contains(date)) {
        None => Ok(()),
        Some(active) => {
            let message = Message::new("log.outside").with("day", date).with("pair", session.core.pairs.id(pair));
            Err(Failure::usage(message.with("first", active.first).with("last", active.last)))
        }
    }
}

fn cells(app: &App, session: &Session<'_>, pair: PairIx, date: Day, asked: &Arguments, content: String) -> Result<Cells> {
    let scheme = &session.core.scheme;
    let row = session.core.pairs.get(pair);
    let topics = match &asked.topics {
        Some(words) => spoken::topics(&session.core, words)?,
        None => values::keys(&scheme.topics, row.map_or(0, |row| row.topics)).join(";"),
    };
    let act = match &asked.act {
        Some(word) => spoken::term(&scheme.acts, word, "log.no-act")?,
        None => scheme.acts.terms.first().map_or(String::new(), |act| act.key.clone()),
    };
    let mode = asked.mode.as_deref().map_or(Ok(String::new()), |word| spoken::term(&scheme.modes, word, "log.no-mode"))?;
    let helper = row.map_or("", |row| session.core.people.id(row.helper));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Ok(vec![
        ("pair", session.core.pairs.id(pair).to_owned()),
        ("date", date.to_string()),
        ("act", act),
        ("mode", mode),
        ("topics", topics),
        ("minutes", asked.minutes.map_or(String::new(), |minutes| minutes.to_string())),
        ("place", text(&asked.place)),
        ("content", content),
        ("problem", text(&asked.problem)),
        ("next", text(&asked.next)),
        ("entered", app.today.to_string()),
        ("by", asked.by.clone().unwrap_or_else(|| helper.to_owned())),
    ])
}

/// What was recorded, and by when the next contact is due under each cadence.
fn worded(app: &App, session: &Session<'_>, pair: PairIx, answer: Answer) -> Answer {
    let contact = answer.records.first().map_or_else(String::new, Touched::name);
    let answer = again_on_day(session, pair, &answer).into_iter().fold(answer, Answer::note);
    let said = |key| spoken::with_names(Message::new(key), &session.core, pair).with("contact", contact);
    match next_due(app, session, pair) {
        Some(due) => answer.saying(said("log.recorded-next").with("day", due)).fact("next_due", due),
        None => {
            let is_over = session.core.pairs.get(pair).is_some_and(|row| session.core.active(row).last < app.today);
            let key = if is_over { "log.recorded-over" } else { "log.recorded" };
            answer.saying(said(key))
        }
    }
}

/// A contact on a day that has one already: two people may have entered the same talk.
fn again_on_day(session: &Session<'_>, pair: PairIx, answer: &Answer) -> Option<Message> {
    let [_, day, n] = answer.records.first()?.key.as_slice() else { return None };
    let is_again = n.parse::<u32>().is_ok_and(|n| n > 1);
    let message = Message::new("log.again-on-day").with("pair", session.core.pairs.id(pair)).with("day", day.as_str());
    is_again.then(|| message.with("count", n.as_str()).with("n", n.as_str()))
}

fn next_due(app: &App, session: &Session<'_>, pair: PairIx) -> Option<Day> {
    let core = &session.core;
    let branch = core.pairs.get(pair)?.branch;
    let records = session.branch_tables(branch, Tables::CONTACTS);
    let frames = CadenceFrame::all(core, app.today);
    let contacts = BranchContacts::new(core, branch, &records.contacts, &frames);
    frames.iter().filter_map(|frame| frame.row_of(core, pair, &contacts)).filter_map(|row| row.next_due).min()
}
