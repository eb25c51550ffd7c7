//! What a data directory holds, as plain owned values. Only what the calculations need.

use crate::calendar::{Day, Month};
use crate::fraction::Fraction;

/// One data directory, read.
pub struct Directory {
    /// `bangfu.toml`.
    pub scheme: Scheme,
    /// The roster.
    pub people: Vec<Person>,
    /// The pairs of all branches.
    pub pairs: Vec<Pair>,
    /// The contacts of all branches.
    pub contacts: Vec<Contact>,
    /// Every handing-in of a form.
    pub forms: Vec<Form>,
    /// Help plans.
    pub goals: Vec<Goal>,
    /// Nominations with their reviews.
    pub nominations: Vec<Nomination>,
    /// The branches' monthly reports.
    pub reports: Vec<Report>,
    /// Inspections of branches and persons.
    pub inspections: Vec<Inspection>,
    /// Visits to helped students.
    pub visits: Vec<Visit>,
    /// Honours, disciplines, stages, grades and others.
    pub outcomes: Vec<Outcome>,
}

/// The settings that the calculations use.
pub struct Scheme {
    /// First day of the scheme.
    pub start: Day,
    /// Last day of the scheme.
    pub end: Day,
    /// Keys of the branches, in the file's order.
    pub branches: Vec<String>,
    /// The phases.
    pub phases: Vec<Phase>,
    /// First and last day of each pause.
    pub pauses: Vec<(Day, Day)>,
    /// Keys of the topics, in the file's order.
    pub topics: Vec<String>,
    /// Keys of the modes, in the file's order.
    pub modes: Vec<String>,
    /// Acts: key and whether it counts.
    pub acts: Vec<(String, bool)>,
    /// The cadences, in the file's order.
    pub cadences: Vec<Cadence>,
    /// Stages in which a helper may be.
    pub helper_stages: Vec<String>,
    /// Stages in which a helped student may be.
    pub helped_stages: Vec<String>,
    /// Pairs a helper may be in on one day.
    pub helper_capacity: usize,
    /// Pairs a helped student may be in on one day.
    pub helped_capacity: usize,
    /// Days after which an entry is late.
    pub entry_days: i64,
    /// Day of the next month on which forms are due.
    pub form_due_day: u32,
    /// Active days without pause from which a form is due.
    pub form_min_days: i64,
    /// Day of the next month on which the branch's report is due.
    pub report_due_day: u32,
    /// Points of honours by level.
    pub honour_points: Vec<(String, Fraction)>,
    /// Points of disciplines by level.
    pub discipline_points: Vec<(String, Fraction)>,
    /// The awards.
    pub awards: Vec<Award>,
}

/// A phase of the scheme.
pub struct Phase {
    /// Its key.
    pub key: String,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
}

/// The kind of window of a cadence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// At least n in every N counted days, from contact to contact.
    Rolling,
    /// Windows of N counted days laid end to end from the phase's first day.
    Fixed,
    /// Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
    /// Each counted day.
    Day,
    /// The whole phase.
    Phase,
}

impl Window {
    /// Every kind with its word.
    pub const ALL: [(Window, &'static str); 6] = [
        (Window::Rolling, "rolling"),
        (Window::Fixed, "fixed"),
        (Window::Week, "week"),
        (Window::Month, "month"),
        (Window::Day, "day"),
        (Window::Phase, "phase"),
    ];

    /// Its word in the settings.
    pub fn word(self) -> &'static str {
        Window::ALL.iter().find(|(window, _)| *window == self).unwrap().1
    }
}

/// Whether a pause stops the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pauses {
    /// Days in a pause are not counted.
    Stop,
    /// Every day is counted.
    Ignore,
}

/// Whose contacts satisfy a cadence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Per {
    /// The pair's own.
    Pair,
    /// Those of any pair of the same helper.
    Helper,
}

/// A duty to have contact so often.
pub struct Cadence {
    /// Its key.
    pub key: String,
    /// The document's place.
    pub clause: Option<String>,
    /// The acts that count; empty: every one that counts at all.
    pub acts: Vec<String>,
    /// The phase inside which days count.
    pub phase: String,
    /// Contacts owed.
    pub at_least: i64,
    /// Counted days of a window (rolling and fixed).
    pub every: Option<i64>,
    /// The kind of window.
    pub window: Window,
    /// What a pause does.
    pub pauses: Pauses,
    /// Shorter contacts do not count.
    pub minutes: i64,
    /// Minutes owed in a window, instead of contacts.
    pub total_minutes: Option<i64>,
    /// Weekdays on which a contact counts; empty: all.
    pub weekdays: Vec<i64>,
    /// Whose contacts count.
    pub per: Per,
    /// Counted days from which a window is due; 0: half the window.
    pub min_days: i64,
    /// Counted days before the due day from which the status is `due`.
    pub remind_days: i64,
}

/// The side of a pair an award is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The Party member who helps.
    Helper,
    /// The student who is helped.
    Helped,
}

/// How the number of seats is found.
pub enum Quota {
    /// A share of the pool, as written and exact.
    Ratio(String, Fraction),
    /// So many.
    Seats(i64),
    /// From, to (sizes of the pool) and seats.
    Steps(Vec<(i64, i64, i64)>),
}

/// What happens to a group with equal scores across the cut.
pub enum Ties {
    /// None of them is taken.
    LeaveOut,
    /// All of them are taken.
    TakeAll,
    /// The criteria that break it, each higher first.
    Criteria(Vec<String>),
}

/// What a criterion without data does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It counts 0.
    Zero,
    /// Its weight is left out.
    Skip,
}

/// An award.
pub struct Award {
    /// Its key.
    pub key: String,
    /// Whom it is for.
    pub side: Side,
    /// `paired`, `paired-on-cutoff` or `members`.
    pub pool: String,
    /// Stages of the pool `members`.
    pub pool_stages: Vec<String>,
    /// The day of the pools `paired-on-cutoff` and `members`.
    pub cutoff: Option<Day>,
    /// How the seats are found.
    pub quota: Quota,
    /// `down`, `nearest` or `up`.
    pub rounding: String,
    /// Seats there are at least.
    pub at_least: i64,
    /// `college`, `branch`, `class`, `major` or `grade`.
    pub level: String,
    /// What a tie at the cut does.
    pub ties: Ties,
    /// What missing data does.
    pub missing: Missing,
    /// The award whose selected persons are barred.
    pub excludes: Option<String>,
    /// Whether a disciplinary outcome bars.
    pub bar_disciplined: bool,
    /// The least keeping rate.
    pub min_keeping: Option<Fraction>,
    /// The stages a person must be in.
    pub stages: Vec<String>,
    /// Whether a helper's nomination is needed.
    pub needs_nomination: bool,
    /// Whether the latest nomination must have passed review.
    pub needs_review: bool,
    /// Conditions on grades.
    pub gates: Vec<Gate>,
    /// The weighted criteria, in the file's order.
    pub criteria: Vec<Criterion>,
}

/// A condition on a grade.
pub struct Gate {
    /// The grade's key.
    pub measure: String,
    /// `value` or `change`.
    pub of: String,
    /// `>=`, `>`, `<=` or `<`.
    pub op: String,
    /// What it is held against.
    pub value: Fraction,
}

/// A weighted criterion of an award.
pub struct Criterion {
    /// Its key.
    pub key: String,
    /// Its weight.
    pub weight: i64,
    /// What counts as full.
    pub full_marks: Fraction,
    /// The share a late form is worth.
    pub late_credit: Fraction,
    /// The grade's key.
    pub measure: String,
    /// The outcome's name.
    pub what: String,
    /// Whether a lower grade is better.
    pub lower_is_better: bool,
}

/// A person of the roster.
pub struct Person {
    /// Student number.
    pub id: String,
    /// Name as written.
    pub name: String,
    /// Branch, where the roster has one.
    pub branch: Option<String>,
    /// Class.
    pub class: String,
    /// Major.
    pub major: String,
    /// Grade (year).
    pub grade: String,
    /// Stage by the roster.
    pub stage: String,
}

/// A helper and a helped student.
pub struct Pair {
    /// The branch in whose folder it lies.
    pub branch: String,
    /// Its id.
    pub id: String,
    /// Who helps.
    pub helper: String,
    /// Who is helped.
    pub helped: String,
    /// First day.
    pub start: Day,
    /// Last day as written.
    pub end: Option<Day>,
}

/// A contact of a pair.
pub struct Contact {
    /// The pair.
    pub pair: String,
    /// When it was.
    pub date: Day,
    /// What it was.
    pub act: String,
    /// How.
    pub mode: Option<String>,
    /// What it was about.
    pub topics: Vec<String>,
    /// How long; 0 where not written.
    pub minutes: i64,
    /// When it was written down.
    pub entered: Option<Day>,
}

/// One handing-in of a monthly form.
pub struct Form {
    /// The pair.
    pub pair: String,
    /// The month it is about.
    pub month: Month,
    /// Which handing-in.
    pub n: i64,
    /// When it came.
    pub received: Day,
    /// `passed` or `returned`.
    pub review: Option<String>,
    /// When it was reviewed.
    pub reviewed: Option<Day>,
}

/// A goal of a help plan.
pub struct Goal {
    /// The pair.
    pub pair: String,
    /// When it was met.
    pub met: Option<Day>,
}

/// A nomination for an award.
pub struct Nomination {
    /// The award.
    pub award: String,
    /// Who is nominated.
    pub person: String,
    /// By whom.
    pub by: String,
    /// When.
    pub date: Day,
    /// `passed` or `returned`.
    pub review: Option<String>,
    /// The branch's score.
    pub review_score: Option<Fraction>,
    /// When it was reviewed.
    pub review_date: Option<Day>,
}

/// A branch's monthly report.
pub struct Report {
    /// The branch.
    pub branch: String,
    /// The month it is about.
    pub month: Month,
    /// When it was sent.
    pub sent: Option<Day>,
}

/// An inspection of a branch, or of a person in it.
pub struct Inspection {
    /// When.
    pub date: Day,
    /// The branch.
    pub branch: String,
    /// The person, if it was about one.
    pub person: Option<String>,
    /// Its rating, 0 to 100.
    pub rating: Option<Fraction>,
}

/// A visit to a helped student.
pub struct Visit {
    /// When.
    pub date: Day,
    /// To whom.
    pub person: String,
    /// Its score, 0 to 100.
    pub score: Option<Fraction>,
}

/// Something that happened to a person.
pub struct Outcome {
    /// When.
    pub date: Day,
    /// To whom.
    pub person: String,
    /// `honour`, `discipline`, `stage`, `grade` or `other`.
    pub kind: String,
    /// The new stage, the grade's key, or a name.
    pub what: String,
    /// Its level.
    pub level: Option<String>,
    /// The grade's value.
    pub value: Option<Fraction>,
    /// Its own points.
    pub points: Option<Fraction>,
}

impl Directory {
    /// The last day of a pair: its end, else the end of the helping phase.
    pub fn last_day(&self, pair: &Pair) -> Day {
        pair.end.unwrap_or_else(|| self.phase("helping").end)
    }

    /// Whether the pair is active on the day.
    pub fn active(&self, pair: &Pair, day: Day) -> bool {
        pair.start <= day && day <= self.last_day(pair)
    }

    /// The phase with that key.
    pub fn phase(&self, key: &str) -> &Phase {
        self.scheme.phases.iter().find(|phase| phase.key == key).unwrap()
    }

    /// The person with that id.
    pub fn person(&self, id: &str) -> &Person {
        self.people.iter().find(|person| person.id == id).unwrap()
    }

    /// Whether the day lies in a pause.
    pub fn paused(&self, day: Day) -> bool {
        self.scheme.pauses.iter().any(|(first, last)| *first <= day && day <= *last)
    }

    /// The stage of a person on a day, by the outcomes known on `as_of`.
    pub fn stage_on(&self, person: &Person, day: Day, as_of: Day) -> String {
        self.outcomes
            .iter()
            .filter(|outcome| outcome.kind == "stage" && outcome.person == person.id)
            .filter(|outcome| outcome.date <= day && outcome.date <= as_of)
            .max_by_key(|outcome| outcome.date)
            .map_or_else(|| person.stage.clone(), |outcome| outcome.what.clone())
    }
}
