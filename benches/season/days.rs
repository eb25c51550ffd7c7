//! The season's calendar: days as numbers, their text, and which of them count for the two-week rule.

use anyhow::Context as _;
use chrono::{Datelike as _, Days, NaiveDate};

/// Days are counted from this one, number 0.
const FIRST: (i32, u32, u32) = (2012, 10, 1);
/// Days known, up to 2013-07-31.
const KNOWN: usize = 304;
const HELPING: [(i32, u32, u32); 2] = [(2012, 11, 6), (2013, 6, 6)];
const PAUSE: [(i32, u32, u32); 2] = [(2013, 1, 19), (2013, 2, 26)];

/// A month of the season in which forms may be due.
pub struct Month {
    /// `2012-11`
    pub name: String,
    /// Its first day.
    pub first: usize,
    /// Its last day.
    pub last: usize,
    /// The day by which its form must have been received: the 5th of the next month.
    pub due: usize,
}

/// The calendar.
pub struct Calendar {
    texts: Vec<String>,
    /// First and last day of the helping phase.
    pub helping: [usize; 2],
    /// The helping phase's days outside the winter break, in order.
    pub counted: Vec<usize>,
    /// November to May: June has too few days for a form.
    pub months: Vec<Month>,
}

impl Calendar {
    /// The calendar of the scheme of 2012.
    pub fn new() -> anyhow::Result<Self> {
        let dates = (0..KNOWN as u64)
            .map(|n| date(FIRST)?.checked_add_days(Days::new(n)).context("no such day"))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let helping = [number(HELPING[0])?, number(HELPING[1])?];
        let pause = number(PAUSE[0])?..=number(PAUSE[1])?;
        Ok(Self {
            texts: dates.iter().map(NaiveDate::to_string).collect(),
            helping,
            counted: (helping[0]..=helping[1]).filter(|day| !pause.contains(day)).collect(),
            months: months(&dates),
        })
    }

    /// `2012-11-06` for a day's number.
    pub fn text(&self, day: usize) -> String {
        self.texts[day].clone()
    }

    /// How many counted days of `month` lie in `from..=to`.
    pub fn counted_in(&self, month: &Month, from: usize, to: usize) -> usize {
        let span = from.max(month.first)..=to.min(month.last);
        self.counted.iter().filter(|day| span.contains(day)).count()
    }
}

fn months(dates: &[NaiveDate]) -> Vec<Month> {
    let firsts: Vec<usize> = (0..dates.len()).filter(|&day| dates[day].day() == 1).collect();
    firsts
        .windows(2)
        .filter(|pair| (2012, 11) <= year_month(dates[pair[0]]) && year_month(dates[pair[0]]) <= (2013, 5))
        .map(|pair| Month { name: dates[pair[0]].format("%Y-%m").to_string(), first: pair[0], last: pair[1] - 1, due: pair[1] + 4 })
        .collect()
}

fn year_month(date: NaiveDate) -> (i32, u32) {
    (date.year(), date.month())
}

fn date((year, month, day): (i32, u32, u32)) -> anyhow::Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).context("no such day")
}

fn number(day: (i32, u32, u32)) -> anyhow::Result<usize> {
    Ok(usize::try_from((date(day)? - date(FIRST)?).num_days())?)
}
