//! What the rule says of one pair and one cadence. Not here: how it is found.

use crate::model::day::Day;
use crate::model::records::PairIx;
use crate::model::word::Word;

/// How a pair stands with a cadence on the day (rules.md R4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 未开始: the pair's time begins later.
    NotStarted,
    /// 正常: nothing is owed soon.
    Ok,
    /// 临近: a contact is owed within `remind_days`.
    Due,
    /// 逾期: a contact is owed and its day has passed.
    Overdue,
    /// 已结束: the pair's time is over.
    Ended,
}

impl Word for Status {
    const ALL: &'static [Self] = &[Self::NotStarted, Self::Ok, Self::Due, Self::Overdue, Self::Ended];

    fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Ok => "ok",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Ended => "ended",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Self::NotStarted => "未开始",
            Self::Ok => "正常",
            Self::Due => "临近",
            Self::Overdue => "逾期",
            Self::Ended => "已结束",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "cadence.status.not_started",
            Self::Ok => "cadence.status.ok",
            Self::Due => "cadence.status.due",
            Self::Overdue => "cadence.status.overdue",
            Self::Ended => "cadence.status.ended",
        }
    }
}

/// Whether a later contact ended a breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// No contact ended it.
    Open,
    /// A contact ended it.
    Closed,
}

impl Open {
    /// Open where the condition holds.
    #[must_use]
    pub fn when(open: bool) -> Self {
        if open { Self::Open } else { Self::Closed }
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Self::Open
    }
}

/// One breach of a cadence. Days are counted days unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// Rolling, one contact owed: too long from `from` (the pair's first day or a contact) to `to` (a contact or the last judged day).
    Gap {
        /// The day from which the clock ran.
        from: Day,
        /// The contact that ended it, or the last judged day.
        to: Day,
        /// counted(from, to].
        days: i32,
        /// Days beyond the limit; so many late days end with the last counted day up to `to`.
        over: i32,
        /// Contacts that would have been needed in between.
        missed: i32,
        /// Whether a contact ended it.
        open: Open,
    },
    /// Rolling, more than one contact owed: a maximal run of late days.
    Run {
        /// First late day.
        from: Day,
        /// Last late day.
        to: Day,
        /// Number of late days.
        over: i32,
        /// Whether it lasts.
        open: Open,
    },
    /// A closed window that held too little.
    Missed {
        /// First counted day of the window.
        from: Day,
        /// Last counted day of the window: its one late day.
        to: Day,
        /// Qualifying contacts in the window.
        contacts: u32,
        /// Contacts owed, or minutes where the cadence sets `total_minutes`.
        owed: u32,
    },
}

impl Breach {
    /// The day on which it begins, as it is listed.
    #[must_use]
    pub fn from(&self) -> Day {
        match self {
            Self::Gap { from, .. } | Self::Run { from, .. } | Self::Missed { from, .. } => *from,
        }
    }

    /// The day on which it ends, as it is listed.
    #[must_use]
    pub fn to(&self) -> Day {
        match self {
            Self::Gap { to, .. } | Self::Run { to, .. } | Self::Missed { to, .. } => *to,
        }
    }
}

/// How a pair kept a cadence up to a day. `B` is how its breaches are held: by itself, or in a store of many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CadenceRow<B = Vec<Breach>> {
    /// The pair.
    pub pair: PairIx,
    /// Index of the cadence in the scheme.
    pub cadence: u16,
    /// How it stands on the day.
    pub status: Status,
    /// Qualifying contacts.
    pub contacts: u32,
    /// Day of the latest qualifying contact.
    pub last_contact: Option<Day>,
    /// The last day on which the next contact is in time.
    pub next_due: Option<Day>,
    /// Late days so far; for windows that lie fast the number of missed ones.
    pub late_days: i32,
    /// What `late_days` is a part of: counted(s, z] for rolling, else the number of closed due windows.
    pub judged: i32,
    /// counted(s, z]: the weight of the pair's keeping rate (rules.md R7).
    pub counted: i32,
    /// The breaches in order of time.
    pub breaches: B,
}

impl<B> CadenceRow<B> {
    /// The same row with its breaches held in another way.
    #[must_use]
    pub fn holding<C>(&self, breaches: C) -> CadenceRow<C> {
        CadenceRow {
            pair: self.pair,
            cadence: self.cadence,
            status: self.status,
            contacts: self.contacts,
            last_contact: self.last_contact,
            next_due: self.next_due,
            late_days: self.late_days,
            judged: self.judged,
            counted: self.counted,
            breaches,
        }
    }

    /// Whether a contact is owed and its day has passed.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.status == Status::Overdue
    }

    /// The keeping rate as (numerator, denominator): 1 − late / judged, and 1 where nothing was judged. The denominator is never 0.
    #[must_use]
    pub fn keeping(&self) -> (i32, i32) {
        if self.judged > 0 { (self.judged - self.late_days, self.judged) } else { (1, 1) }
    }

    /// The keeping rate with four digits, rounded half up.
    #[must_use]
    pub fn keeping_digits(&self) -> String {
        let (num, den) = self.keeping();
        let units = (i64::from(num) * 20_000 + i64::from(den)) / (i64::from(den) * 2);
        format!("{}.{:04}", units / 10_000, units % 10_000)
    }
}

impl<B: AsRef<[Breach]>> CadenceRow<B> {
    /// The day by which the contact that is owed now is due, or was due where the pair is overdue: for a missed window its last day.
    #[must_use]
    pub fn due_day(&self) -> Option<Day> {
        match self.breaches.as_ref().last() {
            Some(Breach::Missed { to, .. }) if self.is_overdue() => Some(*to),
            _ => self.next_due,
        }
    }
}
