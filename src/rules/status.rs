//! What is overdue or due next, for each role (八, 九): contacts, forms, reports, reviews, inspections, 座谈会, members without a pair.
//! Each is a task with the record it is about. Not here: the words and the command that does it (`reports::status`).

use super::cadence::{BranchContacts, CadenceFrame, Status};
use super::forms::{self, Delivery, Forms};
use crate::model::dataset::{BranchRecords, Core, Dataset};
use crate::model::day::{Day, Month};
use crate::model::records::{BranchIx, Goal, Inspection, Nomination, PairIx, PersonIx};
use crate::model::word::{MeetingKind, Review, Stage};

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub what: What,
    /// By when, where there is a day.
    pub due: Option<Day>,
    /// Whether that day has passed.
    pub urgency: Urgency,
    /// The branch that it lies with; none: the committee.
    pub branch: Option<BranchIx>,
}

/// Whether a task's day has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The day has passed.
    Overdue,
    /// The day is near, or there is none.
    Due,
}

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A contact is owed.
    Contact(PairIx),
    /// A form has not come in.
    FormMissing(PairIx, Month),
    /// A form was sent back and has not come in again.
    FormReturned(PairIx, Month),
    /// A form waits for its review.
    FormUnreviewed(PairIx, Month),
    /// The branch's report has not been sent.
    Report(Month),
    /// A nomination waits for its review: row in the branch's nominations.
    Nomination(usize),
    /// A goal is past its day: row in the branch's goals.
    Goal(usize),
    /// A member has no pair.
    Unpaired(PersonIx),
    /// A student lost the helper on a day, and nobody has helped since.
    Unhelped(PersonIx, Day),
    /// The branch was inspected less often in a month than it is owed.
    Inspection(Month),
    /// No 座谈会 for longer than the setting allows; the day of the last one.
    Symposium(Option<Day>),
}

impl What {
    /// The stable word of the kind of task.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Contact(_) => "contact",
            Self::FormMissing(..) | Self::FormReturned(..) => "form-missing",
            Self::FormUnreviewed(..) => "form-unreviewed",
            Self::Report(_) => "report",
            Self::Nomination(_) => "nomination",
            Self::Goal(_) => "goal",
            Self::Unpaired(_) => "unpaired",
            Self::Unhelped(..) => "unhelped",
            Self::Inspection(_) => "inspection",
            Self::Symposium(_) => "symposium",
        }
    }

    /// The month that it is about.
    #[must_use]
    pub fn month(self) -> Option<Month> {
        match self {
            Self::FormMissing(_, month) | Self::FormReturned(_, month) | Self::FormUnreviewed(_, month) => Some(month),
            Self::Report(month) | Self::Inspection(month) => Some(month),
            Self::Contact(_) | Self::Nomination(_) | Self::Goal(_) | Self::Unpaired(_) | Self::Unhelped(..) | Self::Symposium(_) => None,
        }
    }

    /// The role whose task it is.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::Contact(_) => Role::Helper,
            Self::FormMissing(..) | Self::FormReturned(..) | Self::FormUnreviewed(..) => Role::Branch,
            Self::Report(_) | Self::Nomination(_) | Self::Goal(_) => Role::Branch,
            Self::Unpaired(_) | Self::Unhelped(..) | Self::Inspection(_) | Self::Symposium(_) => Role::Secretary,
        }
    }
}

/// The roles of the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The committee's secretary.
    Secretary,
    /// A branch secretary.
    Branch,
    /// A helper.
    Helper,
}

impl Role {
    /// All roles with their words on the command line.
    pub const WORDS: [(&'static str, Self); 3] = [("secretary", Self::Secretary), ("branch", Self::Branch), ("helper", Self::Helper)];
}

/// A form or report that is due within so many days is worth naming.
const SOON: i32 = 7;

/// Everything there is to do as of a day, in the order of roles, the most urgent first.
#[must_use]
pub fn tasks(data: &Dataset, as_of: Day) -> Vec<Task> {
    let core = &data.core;
    let mut tasks = unpaired(core, as_of);
    tasks.extend(unhelped(core, as_of));
    tasks.extend(symposium(core, as_of));
    for (branch, records) in core.branch_indexes().zip(&data.branches) {
        inspections(core, branch, as_of, &mut tasks);
        reports(core, branch, records, as_of, &mut tasks);
        forms_of(core, branch, records, as_of, &mut tasks);
        plans(core, branch, records, as_of, &mut tasks);
        contacts(core, branch, records, as_of, &mut tasks);
    }
    tasks.sort_by_key(|task| (task.what.role(), task.urgency, task.due.unwrap_or(Day::MAX)));
    tasks
}

fn task(what: What, branch: Option<BranchIx>, due: Option<Day>, as_of: Day) -> Task {
    let urgency = if due.is_some_and(|due| due < as_of) { Urgency::Overdue } else { Urgency::Due };
    Task { what, due, urgency, branch }
}

/// Members who may help and are in no pair, on either side, on a day of the helping phase (八（一）: every member is mobilised into a pair).
fn unpaired(core: &Core, as_of: Day) -> Vec<Task> {
    if !core.scheme.helping().contains(as_of) {
        return Vec::new();
    }
    let is_free = |person: PersonIx| {
        let mut own = core.pairs_of(person).iter().filter_map(|(_, _, pair)| core.pairs.get(*pair));
        !own.any(|pair| core.active(pair).contains(as_of))
    };
    let helps = |stage: &Stage| stage.is_member() && core.scheme.pairing.helper_stages.contains(stage);
    let may_help = |person: PersonIx| core.stage_on(person, as_of).as_ref().is_some_and(helps);
    let mut free: Vec<PersonIx> = core
        .people
        .iter()
        .filter(|(_, row)| row.left.is_none_or(|left| left >= as_of))
        .map(|(person, _)| person)
        .filter(|person| may_help(*person) && is_free(*person))
        .collect();
    free.sort_by(|a, b| core.people.id(*a).cmp(core.people.id(*b)));
    free.into_iter().map(|person| task(What::Unpaired(person), None, None, as_of)).collect()
}

/// Students whose pair ended in the helping phase and who have nobody since; who begins later does not help yet (rules.md R3: a student in
/// need without a pair is reported).
fn unhelped(core: &Core, as_of: Day) -> Vec<Task> {
    if !core.scheme.helping().contains(as_of) {
        return Vec::new();
    }
    let last_end = |person: PersonIx| {
        let begun = core.pairs_of(person).iter().filter_map(|(_, _, pair)| core.pairs.get(*pair)).filter(|pair| pair.start <= as_of);
        begun.map(|pair| core.active(pair).last).max()
    };
    let mut lost: Vec<(PersonIx, Day)> = core
        .pairs
        .iter()
        .filter(|(_, pair)| pair.end.is_some_and(|end| end < as_of) && last_end(pair.helped) == pair.end)
        .filter_map(|(_, pair)| Some((pair.helped, pair.end?)))
        .filter(|(person, _)| may_be_helped(core, *person, as_of))
        .collect();
    lost.sort_by(|(a, _), (b, _)| core.people.id(*a).cmp(core.people.id(*b)));
    lost.dedup();
    lost.into_iter().map(|(person, since)| task(What::Unhelped(person, since), None, None, as_of)).collect()
}

/// Whether somebody is there and of a stage that is helped on a day.
fn may_be_helped(core: &Core, person: PersonIx, day: Day) -> bool {
    let is_there = core.people.get(person).is_some_and(|row| row.left.is_none_or(|left| left >= day));
    is_there && core.stage_on(person, day).is_some_and(|stage| core.scheme.pairing.helped_stages.contains(&stage))
}

/// Those of some persons who may be helped and are in no pair on a day of the helping phase, by id (rules.md R3).
#[must_use]
pub fn without_helper(core: &Core, mut persons: Vec<PersonIx>, as_of: Day) -> Vec<PersonIx> {
    persons.retain(|person| may_be_helped(core, *person, as_of) && !core.is_paired_on(*person, as_of));
    persons.retain(|_| core.scheme.helping().contains(as_of));
    persons.sort_by(|a, b| core.people.id(*a).cmp(core.people.id(*b)));
    persons.dedup();
    persons
}

/// A 座谈会 is owed in every so many months of the helping phase (八（四）): in those from its first month on, then in those after the month
/// of the last one. One that was owed and not held stays named.
fn symposium(core: &Core, as_of: Day) -> Option<Task> {
    let helping = core.scheme.helping();
    // Of a phase that went by without anybody there is nothing to tell.
    if as_of < helping.first || (as_of > helping.last && core.pairs.rows.is_empty()) {
        return None;
    }
    let held = core.committee.meetings.rows.iter().filter(|meeting| meeting.kind == MeetingKind::Symposium && meeting.date <= as_of);
    let last = held.map(|meeting| meeting.date).max();
    let before = last.map_or(helping.first.month().previous(), |last| last.month().max(helping.first.month().previous()));
    let months = i32::try_from(core.scheme.symposium_months).unwrap_or(i32::MAX / 2);
    let due = before.plus(months).last_day();
    (due <= helping.last && as_of.plus(SOON) >= due).then(|| task(What::Symposium(last), None, Some(due), as_of))
}

/// Months begun by a day for which a branch owes a report: those it is also inspected in.
fn owed_months(core: &Core, branch: BranchIx, as_of: Day) -> Vec<Month> {
    let mut months: Vec<Month> = core.pairs.of_branch(branch).flat_map(|(_, pair)| core.active(pair).months()).collect();
    months.sort_unstable();
    months.dedup();
    months.retain(|month| month.first_day() <= as_of && forms::is_report_due(core, branch, *month, as_of));
    months
}

fn inspections(core: &Core, branch: BranchIx, as_of: Day, tasks: &mut Vec<Task>) {
    for month in owed_months(core, branch, as_of) {
        let of_month = |row: &&Inspection| row.branch == branch && row.person.is_none() && row.date.month() == month;
        let held = core.committee.inspections.rows.iter().filter(of_month).filter(|row| row.date <= as_of).count();
        if (held as u32) < core.scheme.inspections_per_month {
            tasks.push(task(What::Inspection(month), Some(branch), Some(month.last_day()), as_of));
        }
    }
}

fn reports(core: &Core, branch: BranchIx, records: &BranchRecords, as_of: Day, tasks: &mut Vec<Task>) {
    for report in forms::reports(core, records, branch, as_of) {
        let soon = report.due <= as_of.plus(SOON);
        if report.state == Delivery::Missing || (report.state == Delivery::Pending && soon) {
            tasks.push(task(What::Report(report.month), Some(branch), Some(report.due), as_of));
        }
    }
}

fn forms_of(core: &Core, branch: BranchIx, records: &BranchRecords, as_of: Day, tasks: &mut Vec<Task>) {
    let forms = Forms::new(core, &records.forms);
    for form in forms.of_branch(branch, as_of) {
        let soon = form.due <= as_of.plus(SOON);
        let absent = if form.review == Some(Review::Returned) { What::FormReturned } else { What::FormMissing };
        match form.state {
            Delivery::Missing => tasks.push(task(absent(form.pair, form.month), Some(branch), Some(form.due), as_of)),
            Delivery::Pending if soon => tasks.push(task(absent(form.pair, form.month), Some(branch), Some(form.due), as_of)),
            Delivery::OnTime | Delivery::Late if form.review.is_none() => {
                tasks.push(task(What::FormUnreviewed(form.pair, form.month), Some(branch), None, as_of));
            }
            Delivery::OnTime | Delivery::Late | Delivery::Pending => {}
        }
    }
}

/// Nominations that wait for their review, and goals past their day; those of a pair that has ended nobody can reach any more.
fn plans(core: &Core, branch: BranchIx, records: &BranchRecords, as_of: Day, tasks: &mut Vec<Task>) {
    let waits = |row: &Nomination| {
        let reviewed = row.review.is_some() && row.review_date.unwrap_or(row.date) <= as_of;
        let needed = core.scheme.awards.get(usize::from(row.award)).is_some_and(|award| award.needs_review);
        needed && row.date <= as_of && !reviewed
    };
    let nominations = records.nominations.iter().filter(|(_, row)| waits(row));
    tasks.extend(nominations.map(|(row, _)| task(What::Nomination(row), Some(branch), None, as_of)));
    let past = |goal: &Goal| goal.met.is_none_or(|met| met > as_of) && goal.due.is_some_and(|due| due < as_of);
    let has_ended = |goal: &Goal| core.pairs.get(goal.pair).and_then(|pair| pair.end).is_some_and(|end| end < as_of);
    let goals = records.goals.iter().filter(|(_, goal)| past(goal) && !has_ended(goal));
    tasks.extend(goals.map(|(row, goal)| task(What::Goal(row), Some(branch), goal.due, as_of)));
}

fn contacts(core: &Core, branch: BranchIx, records: &BranchRecords, as_of: Day, tasks: &mut Vec<Task>) {
    let frames = CadenceFrame::all(core, as_of);
    let own = BranchContacts::new(core, branch, &records.contacts, &frames);
    for (pair, _) in core.pairs.of_branch(branch) {
        for row in frames.iter().filter_map(|frame| frame.row_of(core, pair, &own)) {
            if matches!(row.status, Status::Overdue | Status::Due) {
                let urgency = if row.is_overdue() { Urgency::Overdue } else { Urgency::Due };
                tasks.push(Task { what: What::Contact(pair), due: row.due_day(), urgency, branch: Some(branch) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Task, What, tasks};
    use crate::model::records::Meeting;
    use crate::model::word::{MeetingKind, Stage};
    use crate::rules::fixture::{Fixture, day};

    fn unpaired(fixture: &Fixture, as_of: &str) -> Vec<String> {
        let data = fixture.dataset();
        let free = |task: Task| match task.what {
            What::Unpaired(person) => Some(data.core.people.id(person).to_owned()),
            _ => None,
        };
        tasks(&data, day(as_of)).into_iter().filter_map(free).collect()
    }

    #[test]
    fn a_member_in_a_pair_on_either_side_is_not_without_one() {
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b1").person("s1", Stage::League, "");
        fixture.pair("b1-001", "h1", "s1", "2012-11-06", Some("2012-12-06")).stage("2012-11-20", "s1", Stage::Probationary);
        assert_eq!(unpaired(&fixture, "2012-11-05"), [""; 0]);
        assert_eq!(unpaired(&fixture, "2012-11-06"), ["h2"]);
        assert_eq!(unpaired(&fixture, "2012-12-06"), ["h2"]);
        assert_eq!(unpaired(&fixture, "2012-12-07"), ["h1", "h2", "s1"]);
    }

    #[test]
    fn a_student_who_lost_the_helper_is_named_until_somebody_follows() {
        let unhelped = |fixture: &Fixture, as_of: &str| -> Vec<String> {
            let data = fixture.dataset();
            let lost = |task: Task| match task.what {
                What::Unhelped(person, since) => Some(format!("{} {since}", data.core.people.id(person))),
                _ => None,
            };
            tasks(&data, day(as_of)).into_iter().filter_map(lost).collect()
        };
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("h2", Stage::Full, "b1").person("s1", Stage::League, "").person(
            "s2",
            Stage::League,
            "",
        );
        fixture.pair("b1-001", "h1", "s1", "2012-11-06", Some("2012-12-06")).pair("b1-002", "h2", "s2", "2012-11-06", None);
        assert_eq!(unhelped(&fixture, "2012-12-06"), [""; 0]);
        assert_eq!(unhelped(&fixture, "2012-12-07"), ["s1 2012-12-06"]);
        fixture.pair("b1-003", "h1", "s1", "2013-03-01", None);
        assert_eq!(unhelped(&fixture, "2013-02-28"), ["s1 2012-12-06"], "who begins later does not help yet");
        assert_eq!(unhelped(&fixture, "2013-03-01"), [""; 0]);
    }

    #[test]
    fn a_symposium_that_was_owed_and_not_held_stays_named() {
        let owed = |held: &[&str], as_of: &str| {
            let mut fixture = Fixture::empty();
            fixture.scheme.symposium_months = 2;
            fixture.person("h1", Stage::Full, "b1").person("s1", Stage::League, "").pair("b1-001", "h1", "s1", "2012-11-06", None);
            let mut data = fixture.dataset();
            let meeting = |on: &&str| Meeting { line: 2, date: day(on), kind: MeetingKind::Symposium, present: None };
            data.core.committee.meetings.rows = held.iter().map(meeting).collect();
            tasks(&data, day(as_of))
                .into_iter()
                .find(|task| task.what.word() == "symposium")
                .and_then(|task| task.due)
                .map(|due| due.to_string())
        };
        // The helping phase is 2012-11-06 to 2013-06-06.
        assert_eq!(owed(&[], "2012-12-23"), None);
        assert_eq!(owed(&[], "2012-12-24").as_deref(), Some("2012-12-31"));
        assert_eq!(owed(&[], "2013-06-30").as_deref(), Some("2012-12-31"), "also when the phase is over");
        assert_eq!(owed(&["2012-12-10"], "2013-02-20"), None);
        assert_eq!(owed(&["2012-12-10"], "2013-03-01").as_deref(), Some("2013-02-28"));
        assert_eq!(owed(&["2012-12-10", "2013-02-01", "2013-04-30"], "2013-07-30"), None, "the next would be owed behind the phase");
        assert_eq!(owed(&["2012-10-20"], "2012-12-31").as_deref(), Some("2012-12-31"), "one before the phase is none of its own");
    }

    #[test]
    fn who_may_help_but_is_no_member_owes_no_pair() {
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("s1", Stage::Activist, "").person("p1", Stage::Probationary, "");
        fixture.scheme.pairing.helper_stages = vec![Stage::Activist, Stage::Full];
        assert_eq!(unpaired(&fixture, "2012-12-06"), ["h1"]);
    }
}
