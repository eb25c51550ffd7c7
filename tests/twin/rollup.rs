//! R6, the monthly rollup: each branch's figures and the college's, as JSON.

use crate::cadence::{self, Row, Status};
use crate::calendar::{Day, Month, after, shifted};
use crate::forms::{self, State};
use crate::fraction::{Fraction, mean, shown};
use crate::records::{Contact, Directory, Pair};
use serde_json::{Map, Value, json};

/// The figures of a branch, or of the college.
#[derive(Default)]
struct Figures {
    /// Counts in the order of R6, those inside `by_topic`, `by_mode` and `forms` as `forms.due`.
    counts: Vec<(String, i64)>,
    report: Option<State>,
    visit_scores: Vec<Fraction>,
    ratings: Vec<Fraction>,
}

/// The rollup of a month; `as_of` is the default day where it is not given.
pub fn answer(directory: &Directory, month: Month, as_of: Option<Day>, today: Day) -> Value {
    let as_of = as_of.unwrap_or_else(|| default_day(directory, month, today));
    let branches = &directory.scheme.branches;
    let figures: Vec<Figures> = branches.iter().map(|branch| of_branch(directory, branch, month, as_of)).collect();
    let lines = branches.iter().zip(&figures).map(|(branch, figures)| {
        let mut line = Map::new();
        line.insert("branch".to_owned(), json!(branch));
        line.append(&mut object(figures));
        Value::Object(line)
    });
    let lines: Vec<Value> = lines.collect();
    let total = sum(figures);
    let previous = before(directory, month.previous(), today);
    json!({
        "format": "bangfu/rollup/1",
        "month": month.to_string(),
        "as_of": as_of.to_string(),
        "branches": lines,
        "total": object(&total),
        "previous": object(&previous),
        "change": change(&total, &previous),
    })
}

/// The day after the due day of the month's forms, or today if that is earlier.
fn default_day(directory: &Directory, month: Month, today: Day) -> Day {
    today.min(after(forms::form_due_day(directory, month)))
}

/// The college's figures of a month at its own default day.
fn before(directory: &Directory, month: Month, today: Day) -> Figures {
    let day = default_day(directory, month, today);
    let branches = &directory.scheme.branches;
    sum(branches.iter().map(|branch| of_branch(directory, branch, month, day)).collect())
}

fn sum(branches: Vec<Figures>) -> Figures {
    let mut total = Figures::default();
    for branch in branches {
        if total.counts.is_empty() {
            total.counts = branch.counts;
        } else {
            for (so_far, (_, more)) in total.counts.iter_mut().zip(branch.counts) {
                so_far.1 += more;
            }
        }
        total.visit_scores.extend(branch.visit_scores);
        total.ratings.extend(branch.ratings);
    }
    total
}

/// The counts as they nest in the answer.
fn nested(counts: &[(String, i64)]) -> Map<String, Value> {
    let mut outer = Map::new();
    for (key, number) in counts {
        match key.split_once('/') {
            None => {
                outer.insert(key.clone(), json!(number));
            }
            Some((group, "")) => {
                outer.insert(group.to_owned(), Value::Object(Map::new()));
            }
            Some((group, inner)) => {
                let group = outer.get_mut(group).and_then(Value::as_object_mut).unwrap();
                group.insert(inner.to_owned(), json!(number));
            }
        }
    }
    outer
}

fn object(figures: &Figures) -> Map<String, Value> {
    let mut all = Map::new();
    for (key, value) in nested(&figures.counts) {
        if key == "goals_met" {
            all.insert("report".to_owned(), json!(figures.report.map(State::word)));
        }
        all.insert(key, value);
    }
    let shown_mean = |values: &[Fraction]| mean(values).map(|mean| shown(&mean, 2));
    all.insert("visit_score".to_owned(), json!(shown_mean(&figures.visit_scores)));
    all.insert("inspection".to_owned(), json!(shown_mean(&figures.ratings)));
    all
}

fn change(total: &Figures, previous: &Figures) -> Map<String, Value> {
    let differences = total.counts.iter().zip(&previous.counts);
    let differences: Vec<(String, i64)> = differences.map(|((key, now), (_, then))| (key.clone(), now - then)).collect();
    nested(&differences)
}

/// What a branch's figures are about.
struct Scope<'a> {
    directory: &'a Directory,
    branch: &'a str,
    month: Month,
    as_of: Day,
    /// The last day that is counted: t.
    t: Day,
    /// The pairs active on some day of the month up to t.
    pairs: Vec<&'a Pair>,
}

impl Scope<'_> {
    /// Whether a day lies in the month and not after t.
    fn within(&self, day: Day) -> bool {
        self.month.holds(day) && day <= self.t
    }
}

fn of_branch(directory: &Directory, branch: &str, month: Month, as_of: Day) -> Figures {
    let t = as_of.min(month.last());
    let is_active = |pair: &&Pair| month.days().into_iter().any(|day| day <= t && directory.active(pair, day));
    let pairs = directory.pairs.iter().filter(|pair| pair.branch == branch).filter(is_active).collect();
    let scope = Scope { directory, branch, month, as_of, t, pairs };
    let mut figures = Figures::default();
    count_pairs(&scope, &mut figures.counts);
    count_contacts(&scope, &mut figures.counts);
    count_keeping(&scope, &mut figures.counts);
    let forms_due = count_forms(&scope, &mut figures.counts);
    figures.report = (forms_due > 0).then(|| forms::report(directory, branch, month, as_of));
    count_goals(&scope, &mut figures.counts);
    count_outcomes(&scope, &mut figures.counts);
    visits(&scope, &mut figures);
    ratings(&scope, &mut figures);
    figures
}

fn put(counts: &mut Vec<(String, i64)>, key: &str, number: usize) {
    counts.push((key.to_owned(), i64::try_from(number).unwrap()));
}

fn count_pairs(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) {
    let started = scope.pairs.iter().filter(|pair| scope.within(pair.start)).count();
    let ended = scope
        .directory
        .pairs
        .iter()
        .filter(|pair| pair.branch == scope.branch)
        .filter(|pair| pair.end.is_some_and(|end| scope.within(end)))
        .count();
    put(counts, "pairs", scope.pairs.len());
    put(counts, "started", started);
    put(counts, "ended", ended);
}

fn count_contacts(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) {
    let scheme = &scope.directory.scheme;
    let counts_at_all = |contact: &&Contact| scheme.acts.iter().any(|(key, counts)| *key == contact.act && *counts);
    let ours = |contact: &&Contact| scope.pairs.iter().any(|pair| pair.id == contact.pair);
    let contacts: Vec<&Contact> =
        scope.directory.contacts.iter().filter(ours).filter(|contact| scope.within(contact.date)).filter(counts_at_all).collect();
    let late = |contact: &&&Contact| contact.entered.is_some_and(|entered| entered > shifted(contact.date, scheme.entry_days));
    put(counts, "contacts", contacts.len());
    put(counts, "by_topic/", 0);
    for topic in &scheme.topics {
        let number = contacts.iter().filter(|contact| contact.topics.contains(topic)).count();
        put(counts, &format!("by_topic/{topic}"), number);
    }
    put(counts, "by_mode/", 0);
    for mode in &scheme.modes {
        let number = contacts.iter().filter(|contact| contact.mode.as_ref() == Some(mode)).count();
        put(counts, &format!("by_mode/{mode}"), number);
    }
    counts.push(("minutes".to_owned(), contacts.iter().map(|contact| contact.minutes).sum()));
    put(counts, "late_entries", contacts.iter().filter(late).count());
}

/// The rows of one pair under every cadence, as of t.
fn rows_of<'a>(scope: &'a Scope<'_>, pair: &'a Pair) -> Vec<Row<'a>> {
    let directory = scope.directory;
    let cadences = directory.scheme.cadences.iter();
    cadences.filter_map(|cadence| cadence::row(directory, pair, cadence, scope.t)).collect()
}

fn count_keeping(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) {
    let (mut contacted, mut keeping, mut late_days, mut breaches, mut overdue) = (0, 0, 0, 0, 0);
    for pair in &scope.pairs {
        let rows = rows_of(scope, pair);
        let late_in = |days: Vec<Day>| days.into_iter().filter(|day| scope.within(*day)).count();
        let late: usize = rows.iter().map(|row| late_in(row.late())).sum();
        let seen = |row: &Row<'_>| row.contacts.iter().any(|day| scope.within(*day));
        contacted += usize::from(rows.iter().any(seen));
        keeping += usize::from(late == 0);
        late_days += late;
        overdue += usize::from(rows.iter().any(|row| row.status == Status::Overdue));
        for row in &rows {
            breaches += row.breaches.iter().filter(|breach| late_in(breach.late()) > 0).count();
        }
    }
    put(counts, "contacted", contacted);
    put(counts, "keeping", keeping);
    put(counts, "late_days", late_days);
    put(counts, "breaches", breaches);
    put(counts, "overdue", overdue);
}

/// Counts the forms; answers how many are due.
fn count_forms(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) -> usize {
    let fate = |pair: &&Pair| forms::fate(scope.directory, pair, scope.month, scope.as_of);
    let fates: Vec<forms::Fate> = scope.pairs.iter().filter_map(fate).collect();
    let in_state = |state: State| fates.iter().filter(|fate| fate.state == state).count();
    let reviewed = |word: &str| fates.iter().filter(|fate| fate.review.as_deref() == Some(word)).count();
    put(counts, "forms/", 0);
    put(counts, "forms/due", fates.len());
    put(counts, "forms/on_time", in_state(State::OnTime));
    put(counts, "forms/late", in_state(State::Late));
    put(counts, "forms/missing", in_state(State::Missing));
    put(counts, "forms/pending", in_state(State::Pending));
    put(counts, "forms/passed", reviewed("passed"));
    put(counts, "forms/returned", reviewed("returned"));
    fates.len()
}

fn count_goals(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) {
    let of_branch = |id: &str| scope.directory.pairs.iter().any(|pair| pair.id == id && pair.branch == scope.branch);
    let met = scope.directory.goals.iter().filter(|goal| of_branch(&goal.pair) && goal.met.is_some_and(|day| scope.within(day))).count();
    put(counts, "goals_met", met);
}

/// For how many of the pairs the day is one of the month and of the pair, for its helped person.
fn pairs_on(scope: &Scope<'_>, person: &str, day: Day) -> usize {
    let directory = scope.directory;
    let hit = |pair: &&&Pair| pair.helped == person && scope.within(day) && directory.active(pair, day);
    scope.pairs.iter().filter(hit).count()
}

fn count_outcomes(scope: &Scope<'_>, counts: &mut Vec<(String, i64)>) {
    let (mut honours, mut disciplines, mut developed) = (0, 0, 0);
    for outcome in &scope.directory.outcomes {
        let times = pairs_on(scope, &outcome.person, outcome.date);
        match outcome.kind.as_str() {
            "honour" => honours += times,
            "discipline" => disciplines += times,
            "stage" if outcome.what == "probationary" => developed += times,
            _ => {}
        }
    }
    put(counts, "honours", honours);
    put(counts, "disciplines", disciplines);
    put(counts, "developed", developed);
}

fn visits(scope: &Scope<'_>, figures: &mut Figures) {
    let mut number = 0;
    for visit in &scope.directory.visits {
        for _ in 0..pairs_on(scope, &visit.person, visit.date) {
            number += 1;
            figures.visit_scores.extend(visit.score.clone());
        }
    }
    put(&mut figures.counts, "visits", number);
}

fn ratings(scope: &Scope<'_>, figures: &mut Figures) {
    for inspection in &scope.directory.inspections {
        if inspection.branch == scope.branch && inspection.person.is_none() && scope.within(inspection.date) {
            figures.ratings.extend(inspection.rating.clone());
        }
    }
}
