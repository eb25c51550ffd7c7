//! `form receive`: a hand-in is a row of its own, numbered by the file.

use super::{HandIns, Which};
use crate::app::App;
use crate::commands::records::{adding, carry_out};
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::records::Form;
use crate::model::table::FORMS;
use crate::model::word::{Review, Word};
use crate::rules::forms::{Delivery, due_day, is_due};
use crate::ui::Exit;

/// A pair hands in its form for a month
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The month that the form is for, YYYY-MM
    #[arg(value_name = "MONTH")]
    month: String,
    /// The day on which it was received (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

/// Records the hand-in and answers whether it is in time.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let received = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let which = Which { pair: arguments.pair.clone(), month: arguments.month.clone() };
    let form = HandIns::of(&session, &which)?;
    let month = form.month;
    let last = form.all().max_by_key(|(_, form)| form.n).map(|(_, form)| *form);
    // A hand-in that is entered late stands among the others by its day.
    let n = form.all().filter(|(_, form)| form.received <= received).map(|(_, form)| form.n).max().unwrap_or(0) + 1;
    let cells = vec![("pair", form.id.clone()), ("month", month.to_string()), ("received", received.to_string())];
    let due = due_day(&session.core.scheme, month);
    let said = spoken::with_names(Message::new("form.received"), &session.core, form.pair).with("month", month);
    let said = said.with("n", n).with("day", received).with("due", due);
    let state = Delivery::of(Some(received), due, received);
    let said = said.word("state", state.label());
    carry_out(app, &session, adding(&FORMS, Some(form.branch), cells), |answer| answer.saying(said).fact("state", state.word()))?;
    let deciding = last.map(|last| (last.received > received, last));
    let note = deciding.and_then(|(is_later, last)| if is_later { Some(decides_still(&last)) } else { surprising(&last) });
    note.iter().for_each(|note| app.note(note));
    if received <= month.last_day() {
        app.note(&Message::new("form.month-not-over").with("month", month).with("day", received));
    }
    if session.core.pairs.get(form.pair).is_some_and(|pair| !is_due(&session.core, pair, month)) {
        app.note(&Message::new("form.not-due").with("pair", form.id.as_str()).with("month", month));
    }
    Ok(Exit::Fine)
}

/// A hand-in of a later day goes on deciding.
fn decides_still(last: &Form) -> Message {
    Message::new("form.earlier").with("day", last.received)
}

/// A form is handed in again after it was sent back; else the new hand-in takes the place of one that counted.
fn surprising(last: &Form) -> Option<Message> {
    let review = match last.review {
        Some(Review::Returned) => return None,
        Some(passed) => passed.label(),
        None => "form.unreviewed",
    };
    Some(Message::new("form.again").with("n", last.n).with("day", last.received).word("review", review))
}
