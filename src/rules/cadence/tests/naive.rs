//! The rule read word for word, day by day, without any of the shortcuts of the real one: slow and plain.

use super::Case;
use crate::model::contact_log::Contact;
use crate::model::day::{Day, Period};
use crate::model::records::PairIx;
use crate::model::scheme::{PauseReading, Window};
use crate::rules::cadence::{Breach, CadenceRow, Open, Status};
use crate::rules::fixture::ATTEMPT;

/// A row and the late days behind it.
pub(super) struct Naive {
    pub row: CadenceRow,
    pub late: Vec<Day>,
}

struct Reading<'a> {
    case: &'a Case,
    s: Day,
    e: Day,
    z: Day,
    qualifying: Vec<Contact>,
}

pub(super) fn judge(case: &Case) -> Option<Naive> {
    let in_time: Vec<Day> = each(case.phase).filter(|d| case.active.contains(*d)).collect();
    let (s, e) = (*in_time.first()?, *in_time.last()?);
    let z = e.min(case.as_of);
    let qualifying = case.contacts.iter().copied().filter(|c| s <= c.date && c.date <= z && counts(case, c)).collect();
    let reading = Reading { case, s, e, z, qualifying };
    Some(if case.cadence.window == Window::Rolling { reading.rolling() } else { reading.windows() })
}

fn each(period: Period) -> impl Iterator<Item = Day> {
    (period.first.number()..=period.last.number()).map(Day::from_number)
}

fn counts(case: &Case, contact: &Contact) -> bool {
    let cadence = &case.cadence;
    contact.act != ATTEMPT
        && (cadence.acts.is_empty() || cadence.acts.contains(&contact.act))
        && u32::from(contact.minutes) >= cadence.minutes
        && (cadence.weekdays.is_empty() || cadence.weekdays.contains(&contact.date.weekday()))
}

impl Reading<'_> {
    fn is_counted(&self, d: Day) -> bool {
        self.case.cadence.pauses == PauseReading::Ignore || !self.case.pauses.iter().any(|pause| pause.contains(d))
    }

    fn counted(&self, a: Day, b: Day) -> i32 {
        each(Period::new(a.next(), b)).filter(|d| self.is_counted(*d)).count() as i32
    }

    /// The n-th latest of the qualifying contacts that `which` lets through, or s.
    fn anchor(&self, which: impl Fn(Day) -> bool) -> Day {
        let mut dates: Vec<Day> = self.qualifying.iter().map(|c| c.date).filter(|d| which(*d)).collect();
        dates.sort_unstable();
        dates.iter().rev().nth(self.case.cadence.at_least as usize - 1).copied().unwrap_or(self.s)
    }

    fn rolling(&self) -> Naive {
        let every = self.case.cadence.every;
        let late: Vec<Day> = each(Period::new(self.s.next(), self.z))
            .filter(|d| self.is_counted(*d) && self.counted(self.anchor(|c| c < *d), *d) > every)
            .collect();
        let breaches = if self.case.cadence.at_least == 1 { self.gaps() } else { self.runs(&late) };
        let anchor = self.anchor(|c| c <= self.case.as_of);
        let mut next_due = None;
        if self.counted(anchor, self.e) > every {
            next_due = each(Period::new(anchor, self.e)).take_while(|d| self.counted(anchor, *d) <= every).last();
        }
        let overdue = next_due.is_some_and(|d| self.case.as_of > d);
        let judged = self.counted(self.s, self.z);
        self.row(late, breaches, judged, next_due, overdue)
    }

    fn gaps(&self) -> Vec<Breach> {
        let every = self.case.cadence.every;
        let mut ends = vec![self.s];
        ends.extend(self.qualifying.iter().map(|c| c.date).filter(|d| *d > self.s));
        ends.dedup();
        let mut gaps: Vec<(Day, Day, Open)> = ends.windows(2).map(|two| (two[0], two[1], Open::Closed)).collect();
        let last = *ends.last().unwrap();
        if last < self.z {
            gaps.push((last, self.z, Open::Open));
        }
        let breach = |(from, to, open): (Day, Day, Open)| {
            let days = self.counted(from, to);
            let over = (days - every).max(0);
            let missed = ((days + every - 1) / every - 1).max(0);
            (over > 0).then_some(Breach::Gap { from, to, days, over, missed, open })
        };
        gaps.into_iter().filter_map(breach).collect()
    }

    fn runs(&self, late: &[Day]) -> Vec<Breach> {
        let mut runs: Vec<Vec<Day>> = Vec::new();
        let mut before_was_late = false;
        for d in each(Period::new(self.s, self.z)).filter(|d| self.is_counted(*d)) {
            let is_late = late.contains(&d);
            match (is_late, before_was_late) {
                (true, true) => runs.last_mut().unwrap().push(d),
                (true, false) => runs.push(vec![d]),
                _ => {}
            }
            before_was_late = is_late;
        }
        let last_counted = each(Period::new(self.s, self.z)).filter(|d| self.is_counted(*d)).last();
        let run = |days: Vec<Day>| {
            let (from, to) = (days[0], *days.last().unwrap());
            let open = Open::when(Some(to) == last_counted && self.case.as_of <= self.e);
            Breach::Run { from, to, over: days.len() as i32, open }
        };
        runs.into_iter().map(run).collect()
    }

    fn windows(&self) -> Naive {
        let cadence = &self.case.cadence;
        let owed = cadence.total_minutes.unwrap_or(cadence.at_least);
        let (mut late, mut breaches, mut closed) = (Vec::new(), Vec::new(), 0);
        let (mut next_due, mut latest_missed) = (None, None);
        for window in self.all_windows() {
            let (first, last) = (window.counted[0], *window.counted.last().unwrap());
            let inside = window.counted.iter().all(|d| self.s <= *d && *d <= self.e);
            if !inside || (window.counted.len() as i32) < window.least {
                continue;
            }
            let held: Vec<&Contact> = self.qualifying.iter().filter(|c| window.days.contains(c.date)).collect();
            let minutes: u32 = held.iter().map(|c| u32::from(c.minutes)).sum();
            let contacts = held.len() as u32;
            let met = if cadence.total_minutes.is_some() { minutes >= owed } else { contacts >= owed };
            if last <= self.z {
                closed += 1;
                latest_missed = (!met).then_some(last);
                if !met {
                    late.push(last);
                    breaches.push(Breach::Missed { from: first, to: last, contacts, owed });
                }
            }
            if next_due.is_none() && last >= self.case.as_of && !met {
                next_due = Some(last);
            }
        }
        let overdue = latest_missed.is_some_and(|last| !self.qualifying.iter().any(|c| c.date > last));
        self.row(late, breaches, closed, next_due, overdue)
    }

    fn row(&self, late: Vec<Day>, breaches: Vec<Breach>, judged: i32, next_due: Option<Day>, overdue: bool) -> Naive {
        let as_of = self.case.as_of;
        let status = if as_of < self.s {
            Status::NotStarted
        } else if as_of > self.e {
            Status::Ended
        } else if overdue {
            Status::Overdue
        } else if next_due.is_some_and(|d| self.counted(as_of, d) <= self.case.cadence.remind_days) {
            Status::Due
        } else {
            Status::Ok
        };
        let row = CadenceRow {
            pair: PairIx(7),
            cadence: 3,
            status,
            contacts: self.qualifying.len() as u32,
            last_contact: self.qualifying.iter().map(|c| c.date).max(),
            next_due: next_due.filter(|_| !matches!(status, Status::Ended | Status::NotStarted)),
            late_days: late.len() as i32,
            judged: if status == Status::NotStarted { 0 } else { judged },
            counted: self.counted(self.s, self.z),
            breaches,
        };
        Naive { row, late }
    }

    fn all_windows(&self) -> Vec<NaiveWindow> {
        let phase = self.case.phase;
        let cadence = &self.case.cadence;
        if cadence.window == Window::Fixed {
            return self.fixed_windows();
        }
        let name = |d: Day| match cadence.window {
            Window::Week => d.monday(),
            Window::Month => d.month().first_day(),
            Window::Day => d,
            _ => phase.first,
        };
        let mut names: Vec<Day> = each(phase).map(name).collect();
        names.dedup();
        let window = |first: Day| {
            let around = Period::new(phase.first.plus(-40), phase.last.plus(40));
            let of_name = |d: &Day| if cadence.window == Window::Phase { phase.contains(*d) } else { name(*d) == first };
            let all: Vec<Day> = each(around).filter(of_name).collect();
            let counted: Vec<Day> = all.iter().copied().filter(|d| phase.contains(*d) && self.is_counted(*d)).collect();
            let half = all.len().div_ceil(2) as i32;
            let least = if cadence.min_days == 0 { half } else { cadence.min_days };
            NaiveWindow { days: Period::new(all[0], *all.last().unwrap()), counted, least }
        };
        names.into_iter().map(window).filter(|window| !window.counted.is_empty()).collect()
    }

    fn fixed_windows(&self) -> Vec<NaiveWindow> {
        let (phase, cadence) = (self.case.phase, &self.case.cadence);
        let counted: Vec<Day> = each(phase).filter(|d| self.is_counted(*d)).collect();
        let parts: Vec<&[Day]> = counted.chunks(cadence.every as usize).collect();
        let least = if cadence.min_days == 0 { (cadence.every + 1) / 2 } else { cadence.min_days };
        let window = |(index, part): (usize, &&[Day])| {
            let end = parts.get(index + 1).map_or(phase.last, |next| next[0].previous());
            NaiveWindow { days: Period::new(part[0], end), counted: part.to_vec(), least }
        };
        parts.iter().enumerate().map(window).collect()
    }
}

struct NaiveWindow {
    days: Period,
    counted: Vec<Day>,
    least: i32,
}
