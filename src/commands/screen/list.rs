//! `screen list`, `screen show`, `screen stats`. List and show go to the screen of whoever holds a key and into no file; the counts of
//! `stats` give nobody away and may be kept.

use super::find;
use crate::app::App;
use crate::commands::sealing::{SealedSession, identities, needed};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::sealed::OpenBox;
use crate::model::word::SealedKind;
use crate::reports::screen::list::{Detail, ScreenList};
use crate::reports::screen::stats::ScreenStats;
use crate::reports::sheet::{Cell, Column, Format, Sheet};
use crate::store::directory::Access;
use crate::store::sealed::boxes::Opening;
use crate::ui::Exit;

#[derive(Debug, clap::Args)]
pub struct List {
    /// Only records of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only records of this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only referrals that are open
    #[arg(long)]
    referrals: bool,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Show {
    /// The person, or a box
    #[arg(value_name = "PERSON")]
    which: String,
}

#[derive(Debug, clap::Args)]
pub struct Stats {
    /// The day as of which to count (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Lists what the key opens; without a key the boxes, closed.
pub fn list(app: &App, arguments: &List) -> Result<Exit> {
    for_the_screen(app)?;
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let kind = arguments.kind.as_deref().map(spoken::word::<SealedKind>).transpose()?;
    let identities = identities(app)?;
    let session = SealedSession::begin(app, Access::Read)?;
    let Some(identities) = identities else { return closed(app, &session) };
    let person = spoken::asked_id(&session.core, arguments.person.as_deref())?;
    let Opening { boxes, erased, .. } = session.opening(&identities);
    let is_wanted = |open: &&OpenBox| {
        let record = &open.record;
        record.date <= as_of
            && kind.is_none_or(|kind| kind == record.kind)
            && person.is_none_or(|person| person == record.person.reveal())
            && (!arguments.referrals || record.is_open_referral(as_of))
    };
    let mut wanted: Vec<&OpenBox> = boxes.iter().filter(is_wanted).collect();
    wanted.sort_by(|a, b| order(a).cmp(&order(b)));
    show_list(app, &session, wanted, Detail::Brief, session.boxes.len() - boxes.len() - erased.len())
}

/// By person, day and box: the order of the file is by box, which says nothing.
fn order(open: &OpenBox) -> (&str, Day, &str) {
    (open.record.person.reveal(), open.record.date, &open.id)
}

fn show_list(app: &App, session: &SealedSession<'_>, boxes: Vec<&OpenBox>, detail: Detail, closed: usize) -> Result<Exit> {
    app.show(&ScreenList { core: &session.core, boxes, detail, closed })?;
    Ok(Exit::Fine)
}

/// Without a key: how many boxes there are, and their ids.
fn closed(app: &App, session: &SealedSession<'_>) -> Result<Exit> {
    if app.format == Format::Json {
        return show_list(app, session, Vec::new(), Detail::Brief, session.boxes.len());
    }
    let columns = vec![Column::left("box", "column.box")];
    let rows = session.boxes.iter().map(|closed| vec![Cell::text(&closed.id)]).collect();
    let footer = vec![Message::new("screen.all-closed").with("count", session.boxes.len())];
    app.show_sheets(vec![Sheet { title: Some(Message::new("screen.title")), columns, rows, footer }])?;
    Ok(Exit::Fine)
}

/// Shows everything that is sealed about a person, or one box.
pub fn show(app: &App, arguments: &Show) -> Result<Exit> {
    for_the_screen(app)?;
    let identities = needed(app)?;
    let session = SealedSession::begin(app, Access::Read)?;
    let Opening { boxes, erased, .. } = session.opening(&identities);
    let person = spoken::person(&session.core, &arguments.which).ok().map(|person| session.core.people.id(person));
    let mut own: Vec<&OpenBox> = boxes.iter().filter(|open| person == Some(open.record.person.reveal())).collect();
    if own.is_empty() {
        // Two of one id are what a merge of two corrections leaves.
        let found = find(&session.core, &boxes, &arguments.which)?;
        own.extend(boxes.iter().filter(|open| open.id == found.id));
    }
    own.sort_by(|a, b| order(a).cmp(&order(b)));
    show_list(app, &session, own, Detail::Full, session.boxes.len() - boxes.len() - erased.len())
}

/// Counts persons by category and branch.
pub fn stats(app: &App, arguments: &Stats) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let identities = needed(app)?;
    let session = SealedSession::begin(app, Access::Read)?;
    app.show(&ScreenStats::new(&session.core, &session.open(&identities), as_of))?;
    Ok(Exit::Fine)
}

/// What is sealed is shown, not kept: no file, and no format that is one.
fn for_the_screen(app: &App) -> Result<()> {
    let is_file = app.output.is_some() || matches!(app.format, Format::Html | Format::Xlsx | Format::Docx);
    if is_file { Err(Failure::usage(Message::new("screen.no-file")).hint(Message::new("screen.no-file-hint"))) } else { Ok(()) }
}
