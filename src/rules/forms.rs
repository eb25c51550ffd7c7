//! Monthly record forms and the branches' monthly reports: what is due, and how each stands as of a day (rules.md R5).
//! Not here: the sums of a whole month (`rollup`), and what a missing form leads to (`duty`).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::{Day, Month};
use crate::model::records::{BranchIx, Form, Pair, PairIx, Report};
use crate::model::scheme::Scheme;
use crate::model::text_table::Records;
use crate::model::word::Review;

/// How something that is due by a day stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// Received by the due day.
    OnTime,
    /// Received after the due day.
    Late,
    /// Not received, and the due day is past.
    Missing,
    /// Not received, and not yet due.
    Pending,
}

impl Delivery {
    /// All of them, in the order of the reports.
    pub const ALL: [Self; 4] = [Self::OnTime, Self::Late, Self::Missing, Self::Pending];

    /// How something stands that is due by a day and was received on a day, or not, as of a day.
    #[must_use]
    pub fn of(received: Option<Day>, due: Day, as_of: Day) -> Self {
        match received.filter(|day| *day <= as_of) {
            Some(day) if day <= due => Self::OnTime,
            Some(_) => Self::Late,
            None if as_of > due => Self::Missing,
            None => Self::Pending,
        }
    }

    /// Whether it was received.
    #[must_use]
    pub fn is_received(self) -> bool {
        matches!(self, Self::OnTime | Self::Late)
    }

    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::Pending => "pending",
        }
    }

    /// The catalogue key under which it is shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OnTime => "form.on-time",
            Self::Late => "form.late",
            Self::Missing => "form.missing",
            Self::Pending => "form.pending",
        }
    }
}

/// How a form that is due stands as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormStanding {
    /// The pair.
    pub pair: PairIx,
    /// The month.
    pub month: Month,
    /// The day by which it is due.
    pub due: Day,
    /// How it stands. A form that was sent back counts as not received until it is handed in again.
    pub state: Delivery,
    /// The review of the deciding hand-in, where it is known.
    pub review: Option<Review>,
    /// The row of the deciding hand-in in the branch's forms: the highest n received.
    pub row: Option<usize>,
}

/// How a branch's report for a month stands as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportStanding {
    /// The month.
    pub month: Month,
    /// The day by which it is due.
    pub due: Day,
    /// How it stands.
    pub state: Delivery,
    /// Its row in the branch's reports.
    pub row: Option<usize>,
}

/// Forms that are due, counted by how they stand; passed and returned besides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FormCounts {
    /// Due: the sum of the next four.
    pub due: u32,
    /// Received by the due day.
    pub on_time: u32,
    /// Received after it.
    pub late: u32,
    /// Not received and past due.
    pub missing: u32,
    /// Not received and not yet due.
    pub pending: u32,
    /// Reviewed and passed.
    pub passed: u32,
    /// Reviewed and sent back, not yet handed in again.
    pub returned: u32,
}

impl FormCounts {
    /// Counts one form.
    pub fn add(&mut self, form: &FormStanding) {
        self.due += 1;
        *match form.state {
            Delivery::OnTime => &mut self.on_time,
            Delivery::Late => &mut self.late,
            Delivery::Missing => &mut self.missing,
            Delivery::Pending => &mut self.pending,
        } += 1;
        match form.review {
            Some(Review::Passed) => self.passed += 1,
            Some(Review::Returned) => self.returned += 1,
            None => {}
        }
    }
}

impl FormCounts {
    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.due, other.due),
            (&mut self.on_time, other.on_time),
            (&mut self.late, other.late),
            (&mut self.missing, other.missing),
            (&mut self.pending, other.pending),
            (&mut self.passed, other.passed),
            (&mut self.returned, other.returned),
        ];
        counts.into_iter().for_each(|(sum, count)| *sum += count);
    }
}

impl<'a> FromIterator<&'a FormStanding> for FormCounts {
    fn from_iter<I: IntoIterator<Item = &'a FormStanding>>(forms: I) -> Self {
        let mut counts = Self::default();
        forms.into_iter().for_each(|form| counts.add(form));
        counts
    }
}

/// Whether a pair owes a form for a month: it was active on at least `form.min_days` days of the month that are in no pause. The
/// month is judged whole, whatever the day of asking.
#[must_use]
pub fn is_due(core: &Core, pair: &Pair, month: Month) -> bool {
    let days = core.active(pair).intersect(month.period());
    !days.is_empty() && core.calendar.counted_in(days) >= core.scheme.form.min_days
}

/// The day by which the forms of a month are due: `form.due_day` of the next month, or its last day where it is shorter.
#[must_use]
pub fn due_day(scheme: &Scheme, month: Month) -> Day {
    month.next().day(scheme.form.due_day)
}

/// The day by which a branch's report for a month is due.
#[must_use]
pub fn report_due_day(scheme: &Scheme, month: Month) -> Day {
    month.next().day(scheme.report_due_day)
}

/// Whether a pair was active on some day of a month up to a day.
#[must_use]
pub fn is_active_in(core: &Core, pair: &Pair, month: Month, up_to: Day) -> bool {
    let mut days = month.period();
    days.last = days.last.min(up_to);
    core.active(pair).overlaps(days)
}

/// A branch's forms, ready to be asked how each one stands.
#[derive(Debug)]
pub struct Forms<'a> {
    core: &'a Core,
    records: &'a Records<Form>,
    /// Rows by pair, month and n, where they lie in another order.
    order: Option<Vec<u32>>,
}

impl<'a> Forms<'a> {
    /// The forms of a branch, in any order.
    #[must_use]
    pub fn new(core: &'a Core, records: &'a Records<Form>) -> Self {
        let key = |form: &Form| (form.pair, form.month, form.n);
        let order = (!records.rows.is_sorted_by_key(key)).then(|| {
            let mut order: Vec<u32> = (0..records.rows.len() as u32).collect();
            order.sort_by_key(|row| records.rows.get(*row as usize).map(key));
            order
        });
        Self { core, records, order }
    }

    /// The first place in the order whose form is for this pair and month, or a later one.
    fn first_of(&self, pair: PairIx, month: Month) -> usize {
        let before = |form: &Form| (form.pair, form.month) < (pair, month);
        match &self.order {
            None => self.records.rows.partition_point(before),
            Some(order) => order.partition_point(|row| self.records.rows.get(*row as usize).is_some_and(before)),
        }
    }

    /// The row at a place in the order.
    fn row_at(&self, place: usize) -> Option<(usize, &'a Form)> {
        let row = self.order.as_ref().map_or(Some(place), |order| order.get(place).map(|row| *row as usize))?;
        self.records.rows.get(row).map(|form| (row, form))
    }

    /// The row that decides: the highest n received by the day.
    fn deciding(&self, pair: PairIx, month: Month, as_of: Day) -> Option<(usize, &'a Form)> {
        let from = (self.first_of(pair, month)..).map_while(|place| self.row_at(place));
        let same = from.take_while(|(_, form)| (form.pair, form.month) == (pair, month));
        same.filter(|(_, form)| form.received <= as_of).last()
    }

    /// How a pair's form for a month stands as of a day; nothing where none is due.
    #[must_use]
    pub fn standing(&self, pair: PairIx, month: Month, as_of: Day) -> Option<FormStanding> {
        let known = self.core.pairs.get(pair)?;
        is_due(self.core, known, month).then(|| self.judge(pair, month, as_of))
    }

    fn judge(&self, pair: PairIx, month: Month, as_of: Day) -> FormStanding {
        let due = due_day(&self.core.scheme, month);
        let deciding = self.deciding(pair, month, as_of);
        let review = deciding.and_then(|(_, form)| known_review(form, as_of));
        let received = deciding.filter(|_| review != Some(Review::Returned)).map(|(_, form)| form.received);
        FormStanding { pair, month, due, state: Delivery::of(received, due, as_of), review, row: deciding.map(|(row, _)| row) }
    }

    /// A pair's forms that are due, month by month, for the months in which it was active on some day up to the day of asking.
    pub fn of_pair(&self, pair: PairIx, as_of: Day) -> impl Iterator<Item = FormStanding> {
        let known = self.core.pairs.get(pair);
        let months = known.into_iter().flat_map(move |known| {
            let months = self.core.active(known).months();
            months.filter(move |month| is_active_in(self.core, known, *month, as_of))
        });
        months.filter_map(move |month| self.standing(pair, month, as_of))
    }

    /// The forms of some pairs for a month.
    pub fn of_month(&self, pairs: impl IntoIterator<Item = PairIx>, month: Month, as_of: Day) -> impl Iterator<Item = FormStanding> {
        pairs.into_iter().filter_map(move |pair| self.standing(pair, month, as_of))
    }

    /// The forms of a branch's pairs for all months up to a day: by pair, then by month.
    pub fn of_branch(&self, branch: BranchIx, as_of: Day) -> impl Iterator<Item = FormStanding> {
        self.core.pairs.of_branch(branch).flat_map(move |(pair, _)| self.of_pair(pair, as_of))
    }

    /// The record of a row.
    #[must_use]
    pub fn record(&self, row: usize) -> Option<&'a Form> {
        self.records.rows.get(row)
    }

    /// The file that the forms lie in.
    #[must_use]
    pub fn file(&self) -> &'a Arc<str> {
        &self.records.file
    }
}

/// A review that is known on a day; one without a day of its own counts from the day of receipt.
fn known_review(form: &Form, as_of: Day) -> Option<Review> {
    form.review.filter(|_| form.reviewed.unwrap_or(form.received) <= as_of)
}

/// How a branch's report for a month stands, given that it is due.
#[must_use]
pub fn report_standing(scheme: &Scheme, reports: &Records<Report>, month: Month, as_of: Day) -> ReportStanding {
    let due = report_due_day(scheme, month);
    let row = reports.rows.iter().position(|report| report.month == month);
    let sent = row.and_then(|row| reports.rows.get(row)).and_then(|report| report.sent);
    ReportStanding { month, due, state: Delivery::of(sent, due, as_of), row }
}

/// Whether a branch owes a report for a month: at least one pair that was active in it up to the day of asking owes a form.
#[must_use]
pub fn is_report_due(core: &Core, branch: BranchIx, month: Month, as_of: Day) -> bool {
    core.pairs.of_branch(branch).any(|(_, pair)| is_active_in(core, pair, month, as_of) && is_due(core, pair, month))
}

/// The month whose forms are due next, on the day itself or later, and that day; nothing where no pair owes a form for it.
#[must_use]
pub fn next_due(core: &Core, as_of: Day) -> Option<(Month, Day)> {
    let months = [as_of.month().previous(), as_of.month()];
    let (month, due) = months.map(|month| (month, due_day(&core.scheme, month))).into_iter().find(|(_, due)| *due >= as_of)?;
    core.branch_indexes().any(|branch| is_report_due(core, branch, month, as_of)).then_some((month, due))
}

/// The reports that a branch owes for the months begun by a day, with how each stands.
#[must_use]
pub fn reports(core: &Core, records: &BranchRecords, branch: BranchIx, as_of: Day) -> Vec<ReportStanding> {
    let mut months = BTreeSet::new();
    for (_, pair) in core.pairs.of_branch(branch) {
        let active = core.active(pair).months();
        months.extend(active.filter(|month| is_active_in(core, pair, *month, as_of) && is_due(core, pair, *month)));
    }
    months.into_iter().map(|month| report_standing(&core.scheme, &records.reports, month, as_of)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{Delivery, FormCounts, Forms, is_due, next_due, reports};
    use crate::model::dataset::Dataset;
    use crate::model::day::Month;
    use crate::model::records::{BranchIx, PairIx};
    use crate::model::word::Review::{Passed, Returned};
    use crate::model::word::Stage;
    use crate::rules::fixture::{Fixture, day};

    fn month(text: &str) -> Month {
        Month::parse(text.as_bytes()).unwrap()
    }

    fn one_pair(start: &str, end: Option<&str>) -> Fixture {
        let mut fixture = Fixture::empty();
        fixture.person("h1", Stage::Full, "b1").person("s1", Stage::League, "b1").pair("b1-001", "h1", "s1", start, end);
        fixture
    }

    fn state(data: &Dataset, text: &str, as_of: &str) -> Option<(Delivery, Option<crate::model::word::Review>)> {
        let forms = Forms::new(&data.core, &data.branches[0].forms);
        forms.standing(PairIx(0), month(text), day(as_of)).map(|standing| (standing.state, standing.review))
    }

    #[test]
    fn a_month_needs_seven_unpaused_active_days() {
        // The pause runs from 2013-01-19 to 2013-02-26: February has two counted days, January eighteen.
        let data = one_pair("2012-11-06", None).dataset();
        let due = |text: &str| is_due(&data.core, data.core.pairs.get(PairIx(0)).unwrap(), month(text));
        assert_eq!(
            ["2012-10", "2012-11", "2013-01", "2013-02", "2013-05", "2013-06", "2013-07"].map(due),
            [false, true, true, false, true, false, false]
        );
        for (start, owes) in [("2012-11-24", true), ("2012-11-25", false)] {
            let data = one_pair(start, None).dataset();
            assert_eq!(state(&data, "2012-11", "2012-12-01").is_some(), owes, "{start}");
        }
    }

    #[test]
    fn a_month_is_judged_whole_and_by_the_recorded_end() {
        let ended = one_pair("2012-11-06", Some("2012-12-06")).dataset();
        assert_eq!(state(&ended, "2012-12", "2012-12-02"), None);
        let open = one_pair("2012-11-06", None).dataset();
        assert_eq!(state(&open, "2012-12", "2012-12-02"), Some((Delivery::Pending, None)));
    }

    #[test]
    fn the_due_day_is_the_edge() {
        let data = one_pair("2012-11-06", None).dataset();
        assert_eq!(state(&data, "2012-11", "2012-12-05").unwrap().0, Delivery::Pending);
        assert_eq!(state(&data, "2012-11", "2012-12-06").unwrap().0, Delivery::Missing);
        for (received, expected) in [("2012-12-05", Delivery::OnTime), ("2012-12-06", Delivery::Late)] {
            let data = one_pair("2012-11-06", None).form("b1-001", "2012-11", 1, received, None).dataset();
            assert_eq!(state(&data, "2012-11", "2013-01-01").unwrap().0, expected);
        }
    }

    #[test]
    fn a_returned_form_is_not_received_until_it_is_handed_in_again() {
        let mut fixture = one_pair("2012-11-06", None);
        fixture.form("b1-001", "2012-11", 1, "2012-12-01", Some((Returned, Some("2012-12-03"))));
        fixture.form("b1-001", "2012-11", 2, "2012-12-08", Some((Passed, None)));
        let data = fixture.dataset();
        let expected = [
            ("2012-11-30", Delivery::Pending, None),
            ("2012-12-01", Delivery::OnTime, None),
            ("2012-12-03", Delivery::Pending, Some(Returned)),
            ("2012-12-06", Delivery::Missing, Some(Returned)),
            ("2012-12-08", Delivery::Late, Some(Passed)),
        ];
        for (as_of, state_then, review) in expected {
            assert_eq!(state(&data, "2012-11", as_of), Some((state_then, review)), "{as_of}");
        }
    }

    #[test]
    fn the_highest_number_received_decides_not_the_latest_day() {
        let mut fixture = one_pair("2012-11-06", None);
        fixture.form("b1-001", "2012-11", 2, "2012-12-02", None).form("b1-001", "2012-11", 1, "2012-12-09", None);
        let data = fixture.dataset();
        assert_eq!(state(&data, "2012-11", "2012-12-20").unwrap().0, Delivery::OnTime);
    }

    #[test]
    fn the_forms_due_next_are_those_whose_day_has_not_passed() {
        let data = one_pair("2012-11-06", None).dataset();
        let next = |as_of: &str| next_due(&data.core, day(as_of)).map(|(month, due)| (month.to_string(), due.to_string()));
        let of = |month: &str, due: &str| Some((month.to_owned(), due.to_owned()));
        assert_eq!(next("2012-11-05"), None);
        assert_eq!(next("2012-12-05"), of("2012-11", "2012-12-05"));
        assert_eq!(next("2012-12-06"), of("2012-12", "2013-01-05"));
        // February has two counted days and no form; June has six.
        assert_eq!((next("2013-02-10"), next("2013-06-06")), (None, None));
    }

    #[test]
    fn a_pair_is_asked_for_the_months_begun_only() {
        let mut fixture = one_pair("2012-11-06", None);
        fixture.form("b1-001", "2012-11", 1, "2012-12-01", None);
        let data = fixture.dataset();
        let forms = Forms::new(&data.core, &data.branches[0].forms);
        let standings: Vec<_> = forms.of_pair(PairIx(0), day("2013-01-08")).collect();
        let seen: Vec<_> = standings.iter().map(|form| (form.month.to_string(), form.state.word())).collect();
        assert_eq!(seen, [("2012-11".into(), "on_time"), ("2012-12".into(), "missing"), ("2013-01".into(), "pending")]);
        let counts: FormCounts = standings.iter().collect();
        assert_eq!((counts.due, counts.on_time, counts.missing, counts.pending), (3, 1, 1, 1));
    }

    #[test]
    fn a_branch_reports_on_months_with_a_form() {
        let mut fixture = one_pair("2012-11-25", None);
        fixture.report("b1", "2012-12", Some("2013-01-11")).report("b1", "2013-01", None);
        let data = fixture.dataset();
        let owed = |as_of| {
            let reports = reports(&data.core, &data.branches[0], BranchIx(0), day(as_of));
            reports.iter().map(|report| (report.month.to_string(), report.state.word())).collect::<Vec<_>>()
        };
        assert_eq!(owed("2013-01-10"), [("2012-12".to_owned(), "pending"), ("2013-01".to_owned(), "pending")]);
        assert_eq!(owed("2013-02-11"), [("2012-12".to_owned(), "late"), ("2013-01".to_owned(), "missing")]);
        assert!(owed("2012-11-30").is_empty());
    }

    proptest! {
        #[test]
        fn states_add_up_and_do_not_hang_on_the_order_of_rows(rows: Vec<(u8, u8, Option<(bool, u8)>)>, as_of in 0..220_i32, turn: bool) {
            let mut fixture = one_pair("2012-11-06", Some("2013-04-17"));
            let mut sent: Vec<_> = rows.iter().take(12).enumerate().collect();
            if turn {
                sent.reverse();
            }
            for (n, (month, late, review)) in sent {
                let month = super::Month::parse(b"2012-11").unwrap().plus(i32::from(month % 7));
                let received = month.first_day().plus(i32::from(late % 50));
                let review = review.map(|(passed, days)| (if passed { Passed } else { Returned }, received.plus(i32::from(days % 20)).to_string()));
                let review = review.as_ref().map(|(review, reviewed)| (*review, Some(reviewed.as_str())));
                fixture.form("b1-001", &month.to_string(), n as u32 + 1, &received.to_string(), review);
            }
            let data = fixture.dataset();
            let as_of = day("2012-11-01").plus(as_of);
            let forms = Forms::new(&data.core, &data.branches[0].forms);
            let counts: FormCounts = forms.of_pair(PairIx(0), as_of).collect::<Vec<_>>().iter().collect();
            prop_assert_eq!(counts.due, counts.on_time + counts.late + counts.missing + counts.pending);
            for standing in forms.of_pair(PairIx(0), as_of) {
                // The rule read once more, without the order that `Forms` keeps.
                let rows = data.branches[0].forms.rows.iter().filter(|form| form.month == standing.month && form.received <= as_of);
                let last = rows.max_by_key(|form| form.n);
                let review = last.and_then(|form| form.review.filter(|_| form.reviewed.unwrap() <= as_of));
                let received = last.filter(|_| review != Some(Returned)).map(|form| form.received);
                prop_assert_eq!(standing.state, Delivery::of(received, standing.due, as_of));
                prop_assert_eq!(standing.review, review);
            }
        }

        #[test]
        fn what_was_received_in_time_stays_in_time(received in 0..60_i32, later in any::<u8>()) {
            let due = day("2012-12-05");
            let received = day("2012-11-01").plus(received);
            let state = Delivery::of(Some(received), due, received.plus(i32::from(later)));
            prop_assert_eq!(state, if received <= due { Delivery::OnTime } else { Delivery::Late });
        }
    }
}
