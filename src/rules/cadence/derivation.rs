//! How the answer for one pair comes about, step by step: what each contact did to the clock, what each window holds. The same
//! reading as `rolling` and `window`, told at length; the tests hold the two together. Not here: the words.

use super::frame::{CadenceFrame, PairTime};
use super::rolling;
use super::window::{Held, WindowSpan};
use crate::model::contact_log::Contact;
use crate::model::day::{Day, Period};
use crate::model::scheme::Window;

/// A day on which a clock starts or is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The pair's first day in the phase.
    Start(Day),
    /// A contact, by its index among the pair's contacts.
    Contact(usize, Day),
    /// The last judged day.
    Judged(Day),
}

impl Mark {
    /// The day.
    #[must_use]
    pub fn day(self) -> Day {
        match self {
            Self::Start(day) | Self::Contact(_, day) | Self::Judged(day) => day,
        }
    }
}

/// A number of days with the pauses taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Days on the calendar.
    pub calendar: i32,
    /// Of these, in a pause.
    pub paused: i32,
    /// The rest.
    pub counted: i32,
}

/// Why a contact does not qualify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Before the pair's time in the phase.
    TooEarly,
    /// After the last judged day.
    TooLate,
    /// Its kind does not count.
    Act,
    /// Shorter than the cadence asks for.
    Minutes,
    /// On a weekday that does not count.
    Weekday,
}

/// What a window means for the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowStanding {
    /// Not due: not all its counted days lie in the pair's time.
    Partial,
    /// Not due: too few counted days.
    Short,
    /// Due, and what it holds is enough.
    Met,
    /// Due and closed, and what it holds is not enough.
    Missed,
    /// Due and not closed, and what it holds is not yet enough.
    Running,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A contact, by its index, that does not qualify.
    NotCounted {
        /// Index among the pair's contacts.
        contact: usize,
        /// Why.
        why: WhyNot,
    },
    /// Rolling: the clock from its anchor, read at `to`.
    Stretch {
        /// From where the days count.
        anchor: Mark,
        /// The contact before, or the start: late days of this stretch come after it.
        after: Mark,
        /// Where the clock is read: the next contact, or the last judged day.
        to: Mark,
        /// counted(anchor, to].
        count: Count,
        /// First and last late day between `after` and `to`.
        late: Option<Period>,
    },
    /// A window that lies fast and has begun.
    Window {
        /// The window.
        span: WindowSpan,
        /// Indexes of the qualifying contacts in it.
        contacts: Vec<usize>,
        /// What they come to.
        held: Held,
        /// What it means.
        standing: WindowStanding,
    },
}

impl CadenceFrame<'_> {
    /// The steps for a pair that has started, in order of time. `contacts` as for `row`.
    #[must_use]
    pub fn steps(&self, time: PairTime, contacts: &[Contact]) -> Vec<Step> {
        match self.cadence.window {
            Window::Rolling => self.rolling_steps(time, contacts),
            _ => self.window_steps(time, contacts),
        }
    }

    /// counted(a, b] with its parts.
    #[must_use]
    pub fn count(&self, after: Day, to: Day) -> Count {
        let (calendar, counted) = (to.since(after).max(0), self.calendar.counted(after, to));
        Count { calendar, paused: calendar - counted, counted }
    }

    /// The anchor from which the next due day counts.
    #[must_use]
    pub fn anchor(&self, time: PairTime, contacts: &[Contact]) -> Mark {
        let marks: Vec<Mark> = self.marks(time, contacts).collect();
        self.anchor_of(time, &marks)
    }

    fn anchor_of(&self, time: PairTime, before: &[Mark]) -> Mark {
        let owed = self.cadence.at_least.max(1) as usize;
        before.len().checked_sub(owed).and_then(|index| before.get(index).copied()).unwrap_or(Mark::Start(time.first))
    }

    fn marks(&self, time: PairTime, contacts: &[Contact]) -> impl Iterator<Item = Mark> {
        let qualifying = contacts.iter().enumerate().filter(move |(_, contact)| self.why_not(time, contact).is_none());
        qualifying.map(|(index, contact)| Mark::Contact(index, contact.date))
    }

    /// Why a contact does not qualify for the pair; none where it does.
    #[must_use]
    pub fn why_not(&self, time: PairTime, contact: &Contact) -> Option<WhyNot> {
        let reasons = [
            (contact.date < time.first, WhyNot::TooEarly),
            (contact.date > time.judged, WhyNot::TooLate),
            (!self.counts_act(contact), WhyNot::Act),
            (!self.counts_minutes(contact), WhyNot::Minutes),
            (!self.counts_weekday(contact), WhyNot::Weekday),
        ];
        reasons.into_iter().find(|(holds, _)| *holds).map(|(_, why)| why)
    }

    fn rolling_steps(&self, time: PairTime, contacts: &[Contact]) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut before: Vec<Mark> = Vec::new();
        for (index, contact) in contacts.iter().enumerate() {
            match self.why_not(time, contact) {
                Some(why) => steps.push(Step::NotCounted { contact: index, why }),
                None => {
                    let to = Mark::Contact(index, contact.date);
                    steps.push(self.stretch(time, &before, to));
                    before.push(to);
                }
            }
        }
        if before.last().is_none_or(|last| last.day() < time.judged) {
            steps.push(self.stretch(time, &before, Mark::Judged(time.judged)));
        }
        steps
    }

    fn stretch(&self, time: PairTime, before: &[Mark], to: Mark) -> Step {
        let (anchor, after) = (self.anchor_of(time, before), before.last().copied().unwrap_or(Mark::Start(time.first)));
        let late = rolling::late_between(self, anchor.day(), after.day(), to.day()).map(|(first, last)| Period::new(first, last));
        Step::Stretch { anchor, after, to, count: self.count(anchor.day(), to.day()), late }
    }

    fn window_steps(&self, time: PairTime, contacts: &[Contact]) -> Vec<Step> {
        let unqualified =
            contacts.iter().enumerate().filter_map(|(contact, one)| self.why_not(time, one).map(|why| Step::NotCounted { contact, why }));
        let begun = self.windows().iter().filter(|span| span.first <= time.judged && span.days.last >= time.first);
        unqualified.chain(begun.map(|span| self.window_step(time, contacts, *span))).collect()
    }

    fn window_step(&self, time: PairTime, contacts: &[Contact], span: WindowSpan) -> Step {
        let inside = |contact: &Contact| span.days.contains(contact.date) && self.why_not(time, contact).is_none();
        let within: Vec<usize> = contacts.iter().enumerate().filter(|(_, contact)| inside(contact)).map(|(index, _)| index).collect();
        let held = Held {
            contacts: within.len() as u32,
            minutes: within.iter().filter_map(|index| contacts.get(*index)).map(|contact| u32::from(contact.minutes)).sum(),
        };
        let standing = match () {
            () if span.first < time.first || span.last > time.last => WindowStanding::Partial,
            () if !span.is_long_enough() => WindowStanding::Short,
            () if held.meets(self.cadence) => WindowStanding::Met,
            () if span.last <= time.judged => WindowStanding::Missed,
            () => WindowStanding::Running,
        };
        Step::Window { span, contacts: within, held, standing }
    }
}
