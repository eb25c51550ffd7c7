//! One branch's year: its pairs, contacts and monthly forms as rows, in canonical order and free of faults.

use crate::chance::Chance;
use crate::days::{Calendar, Month};
use crate::roster::{self, PAIRS};
use crate::words;

/// The columns of `pairs.csv`.
pub const PAIR_COLUMNS: &str = "id,helper,helped,basis,topics,start,end,end_reason";
/// The columns of `contacts.csv`.
pub const CONTACT_COLUMNS: &str = "pair,date,n,act,mode,topics,minutes,place,content,problem,next,entered,by";
/// The columns of `forms.csv`.
pub const FORM_COLUMNS: &str = "pair,month,n,received,review,reviewed,by,score,comment";
/// The column of the day of entry in `contacts.csv`.
pub const ENTERED: usize = 11;

const TOPICS: &[&str] = &["study", "study", "thought", "life", "mind", "thought;study", "study;life", "life;mind"];
const MODES: &[&str] = &["face", "face", "face", "phone", "online", ""];
/// Days without a contact that belong to the rule's two weeks.
const IN_TIME: [usize; 2] = [10, 14];
const LAPSE: [usize; 2] = [15, 35];
/// A form is due for at least so many counted days of the month.
const FORM_DAYS: usize = 7;
/// Nothing is entered or reviewed after this many days past the end of the helping phase.
const AFTER_THE_END: usize = 22;

/// The three tables of one branch.
#[derive(Default)]
pub struct Rows {
    pub pairs: Vec<Vec<String>>,
    pub contacts: Vec<Vec<String>>,
    pub forms: Vec<Vec<String>>,
}

struct Pair {
    id: String,
    start: usize,
    end: usize,
    by: String,
}

/// The rows of branch number `branch` of a college with `in_college` pairs.
pub fn rows(seed: u64, branch: usize, in_college: usize, calendar: &Calendar) -> Rows {
    let mut chance = Chance::new(seed, branch as u64);
    let mut rows = Rows::default();
    for number in 0..PAIRS {
        let id = format!("{}-{:03}", roster::branch_key(branch), number + 1);
        let helper = roster::helper_id(roster::helper(branch, number));
        let helped = roster::helped_id(roster::helped(branch, number, in_college));
        let start = calendar.helping[0] + if chance.percent(25) { chance.below(15) } else { 0 };
        let ended = chance.percent(3);
        let end = calendar.helping[1] - if ended { chance.between(10, 60) } else { 0 };
        let pair = Pair { id, start, end, by: words::name(&mut chance) };
        rows.pairs.push(pair_row(&mut chance, &pair, [helper, helped], ended, calendar));
        contacts(&mut chance, &pair, calendar, &mut rows.contacts);
        for month in &calendar.months {
            form(&mut chance, &pair, month, calendar, &mut rows.forms);
        }
    }
    rows
}

fn pair_row(chance: &mut Chance, pair: &Pair, [helper, helped]: [String; 2], ended: bool, calendar: &Calendar) -> Vec<String> {
    let basis = chance.pick(&["voluntary", "assigned"]).to_owned();
    let topics = chance.pick(TOPICS).to_owned();
    let (end, reason) = if ended { (calendar.text(pair.end), "帮扶对象转专业".to_owned()) } else { Default::default() };
    vec![pair.id.clone(), helper, helped, basis, topics, calendar.text(pair.start), end, reason]
}

/// A contact every 10 to 14 counted days, one step of twenty lapsing; sometimes an attempt before it or a second one that day.
fn contacts(chance: &mut Chance, pair: &Pair, calendar: &Calendar, rows: &mut Vec<Vec<String>>) {
    let days: Vec<usize> = calendar.counted.iter().copied().filter(|day| (pair.start..=pair.end).contains(day)).collect();
    let mut place = 0;
    loop {
        let [low, high] = if chance.percent(5) { LAPSE } else { IN_TIME };
        place += chance.between(low, high);
        let Some(&day) = days.get(place) else { break };
        if chance.percent(3) {
            rows.push(contact(chance, pair, [days[place - 2], 1], "attempt", calendar));
        }
        rows.push(contact(chance, pair, [day, 1], "talk", calendar));
        if chance.percent(1) {
            rows.push(contact(chance, pair, [day, 2], "talk", calendar));
        }
    }
}

fn contact(chance: &mut Chance, pair: &Pair, [day, n]: [usize; 2], act: &str, calendar: &Calendar) -> Vec<String> {
    let delay = if chance.percent(3) { chance.between(8, 30) } else { chance.below(4) };
    let minutes = if chance.percent(90) { (chance.between(2, 18) * 5).to_string() } else { String::new() };
    vec![
        pair.id.clone(),
        calendar.text(day),
        n.to_string(),
        act.to_owned(),
        chance.pick(MODES).to_owned(),
        chance.pick(TOPICS).to_owned(),
        minutes,
        words::place(chance),
        words::content(chance),
        words::problem(chance),
        words::plan(chance),
        entered(day + delay, calendar),
        if chance.percent(10) { pair.by.clone() } else { String::new() },
    ]
}

fn entered(day: usize, calendar: &Calendar) -> String {
    calendar.text(day.min(calendar.helping[1] + AFTER_THE_END))
}

/// A form a month, 8 of 100 late, 2 missing, 3 sent back and handed in again.
fn form(chance: &mut Chance, pair: &Pair, month: &Month, calendar: &Calendar, rows: &mut Vec<Vec<String>>) {
    if calendar.counted_in(month, pair.start, pair.end) < FORM_DAYS || chance.percent(2) {
        return;
    }
    let late = chance.percent(8);
    let received = if late { month.due + chance.between(1, 12) } else { month.due - chance.below(8) };
    if chance.percent(3) {
        let back = received + 1;
        rows.push(form_row(chance, pair, month, [1, received, back], "returned", calendar));
        rows.push(form_row(chance, pair, month, [2, received + 3, received + 4], "passed", calendar));
    } else {
        let reviewed = received + chance.below(4);
        let review = if chance.percent(95) { "passed" } else { "" };
        rows.push(form_row(chance, pair, month, [1, received, reviewed], review, calendar));
    }
}

fn form_row(
    chance: &mut Chance,
    pair: &Pair,
    month: &Month,
    [n, received, reviewed]: [usize; 3],
    review: &str,
    calendar: &Calendar,
) -> Vec<String> {
    let judged = !review.is_empty();
    let score = chance.between(60, 100).to_string();
    vec![
        pair.id.clone(),
        month.name.clone(),
        n.to_string(),
        calendar.text(received),
        review.to_owned(),
        if judged { calendar.text(reviewed) } else { String::new() },
        if judged { pair.by.clone() } else { String::new() },
        if judged && chance.percent(50) { score } else { String::new() },
        if review == "returned" { "内容太简单，请补充".to_owned() } else { String::new() },
    ]
}
