//! R5, the monthly forms and the branches' reports: what state each is in as of a day.

use crate::calendar::{Day, Month};
use crate::records::{Directory, Form, Pair};

/// The state of something owed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Came by the due day.
    OnTime,
    /// Came after the due day.
    Late,
    /// Did not come and the due day is past.
    Missing,
    /// Did not come, the due day is not past.
    Pending,
}

impl State {
    /// Its word in answers.
    pub fn word(self) -> &'static str {
        match self {
            State::OnTime => "on_time",
            State::Late => "late",
            State::Missing => "missing",
            State::Pending => "pending",
        }
    }

    fn of(came: Option<Day>, due: Day, as_of: Day) -> State {
        match came {
            Some(day) if day <= due => State::OnTime,
            Some(_) => State::Late,
            None if as_of > due => State::Missing,
            None => State::Pending,
        }
    }
}

/// What became of a form that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fate {
    /// Its state.
    pub state: State,
    /// `passed` or `returned`, if its latest handing-in was reviewed by then.
    pub review: Option<String>,
}

/// The day on which a month's forms are due.
pub fn form_due_day(directory: &Directory, month: Month) -> Day {
    month.next().day(directory.scheme.form_due_day)
}

/// What became of the pair's form of a month; none if no form is due.
pub fn fate(directory: &Directory, pair: &Pair, month: Month, as_of: Day) -> Option<Fate> {
    let active = |day: &Day| directory.active(pair, *day) && !directory.paused(*day);
    let days = month.days().into_iter().filter(active).count();
    if i64::try_from(days).unwrap() < directory.scheme.form_min_days {
        return None;
    }
    let deciding = directory
        .forms
        .iter()
        .filter(|form| form.pair == pair.id && form.month == month && form.received <= as_of)
        .max_by_key(|form| form.n);
    let review = deciding.and_then(|form| review(form, as_of));
    let returned = review.as_deref() == Some("returned");
    let came = deciding.filter(|_| !returned).map(|form| form.received);
    Some(Fate { state: State::of(came, form_due_day(directory, month), as_of), review })
}

/// The review of a handing-in as known on a day; one without a day counts from the handing-in.
fn review(form: &Form, as_of: Day) -> Option<String> {
    form.review.clone().filter(|_| form.reviewed.unwrap_or(form.received) <= as_of)
}

/// The state of a branch's report for a month in which it has a due form.
pub fn report(directory: &Directory, branch: &str, month: Month, as_of: Day) -> State {
    let sent = directory
        .reports
        .iter()
        .filter(|report| report.branch == branch && report.month == month)
        .find_map(|report| report.sent.filter(|day| *day <= as_of));
    State::of(sent, month.next().day(directory.scheme.report_due_day), as_of)
}
