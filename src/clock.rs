//! The only `now()` of the program. Everything else gets the day as an argument (`--today`).

use std::time::Instant;

use chrono::NaiveDate;

/// The machine's local date.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// A point of the running clock: for waiting and for deciding when progress is worth showing, never part of an answer.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub fn instant() -> Instant {
    Instant::now()
}
