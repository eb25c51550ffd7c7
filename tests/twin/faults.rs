//! What is wrong between records, as far as the generator could get it wrong: generated
//! directories must have none of these faults, or the program would refuse them.

use crate::calendar::{Month, days};
use crate::records::{Contact, Directory, Form, Outcome, Pair};
use num_traits::Zero;

/// Every fault, in words.
pub fn faults(directory: &Directory) -> Vec<String> {
    let mut found = Vec::new();
    doubled_keys(directory, &mut found);
    for pair in &directory.pairs {
        pair_faults(directory, pair, &mut found);
    }
    capacity(directory, &mut found);
    for contact in &directory.contacts {
        contact_faults(directory, contact, &mut found);
    }
    for form in &directory.forms {
        form_faults(directory, form, &mut found);
    }
    for it in &directory.nominations {
        let reviewed_early = it.review_date.is_some_and(|day| day < it.date);
        if reviewed_early || it.review_date.is_some() && it.review.is_none() {
            found.push(format!("nomination of {} by {}: review_date", it.person, it.by));
        }
    }
    for outcome in &directory.outcomes {
        outcome_faults(directory, outcome, &mut found);
    }
    found
}

fn doubled_keys(directory: &Directory, found: &mut Vec<String>) {
    let mut keys: Vec<String> = Vec::new();
    keys.extend(directory.people.iter().map(|it| format!("person {}", it.id)));
    keys.extend(directory.pairs.iter().map(|it| format!("pair {}", it.id)));
    keys.extend(directory.forms.iter().map(|it| format!("form {} {} {}", it.pair, it.month, it.n)));
    keys.extend(directory.nominations.iter().map(|it| format!("n {} {} {}", it.award, it.person, it.by)));
    keys.extend(directory.reports.iter().map(|it| format!("report {} {}", it.branch, it.month)));
    keys.extend(directory.inspections.iter().map(|it| format!("i {} {} {:?}", it.date, it.branch, it.person)));
    keys.extend(directory.visits.iter().map(|it| format!("visit {} {}", it.date, it.person)));
    keys.extend(directory.outcomes.iter().map(|it| format!("outcome {} {} {} {}", it.date, it.person, it.kind, it.what)));
    let stages = directory.outcomes.iter().filter(|it| it.kind == "stage");
    keys.extend(stages.map(|it| format!("stage {} {}", it.date, it.person)));
    keys.sort();
    for pair in keys.windows(2).filter(|pair| pair[0] == pair[1]) {
        found.push(format!("doubled: {}", pair[0]));
    }
}

fn pair_faults(directory: &Directory, pair: &Pair, found: &mut Vec<String>) {
    let scheme = &directory.scheme;
    let (helper, helped) = (directory.person(&pair.helper), directory.person(&pair.helped));
    let wrong = [
        ("ends before it starts", directory.last_day(pair) < pair.start),
        ("helps himself", pair.helper == pair.helped),
        ("helper of another branch", helper.branch.as_ref() != Some(&pair.branch)),
        ("stage of the helper", !scheme.helper_stages.contains(&directory.stage_on(helper, pair.start, pair.start))),
        ("stage of the helped", !scheme.helped_stages.contains(&directory.stage_on(helped, pair.start, pair.start))),
    ];
    let names = wrong.iter().filter(|(_, wrong)| *wrong).map(|(name, _)| name);
    found.extend(names.map(|name| format!("pair {}: {name}", pair.id)));
}

fn capacity(directory: &Directory, found: &mut Vec<String>) {
    let scheme = &directory.scheme;
    for pair in &directory.pairs {
        for day in days(pair.start, directory.last_day(pair)) {
            let active = || directory.pairs.iter().filter(|other| directory.active(other, day));
            if active().filter(|other| other.helper == pair.helper).count() > scheme.helper_capacity
                || active().filter(|other| other.helped == pair.helped).count() > scheme.helped_capacity
            {
                found.push(format!("pair {}: capacity on {day}", pair.id));
            }
        }
    }
}

fn contact_faults(directory: &Directory, contact: &Contact, found: &mut Vec<String>) {
    let pair = directory.pairs.iter().find(|pair| pair.id == contact.pair).unwrap();
    let scheme = &directory.scheme;
    if !directory.active(pair, contact.date)
        || contact.entered.is_some_and(|day| day < contact.date)
        || !scheme.acts.iter().any(|(key, _)| *key == contact.act)
        || contact.topics.is_empty()
        || contact.topics.iter().any(|topic| !scheme.topics.contains(topic))
        || contact.mode.as_ref().is_some_and(|mode| !scheme.modes.contains(mode))
    {
        found.push(format!("contact {}@{}", contact.pair, contact.date));
    }
}

fn form_faults(directory: &Directory, form: &Form, found: &mut Vec<String>) {
    let pair = directory.pairs.iter().find(|pair| pair.id == form.pair).unwrap();
    let same = directory.forms.iter().filter(|it| it.pair == form.pair && it.month == form.month).count();
    let reviewed_early = form.reviewed.is_some_and(|day| day < form.received);
    if !form.month.days().into_iter().any(|day| directory.active(pair, day))
        || Month::of(form.received) < form.month
        || reviewed_early
        || form.reviewed.is_some() && form.review.is_none()
        || form.n > i64::try_from(same).unwrap()
    {
        found.push(format!("form {} {} #{}", form.pair, form.month, form.n));
    }
}

fn outcome_faults(directory: &Directory, outcome: &Outcome, found: &mut Vec<String>) {
    let scheme = &directory.scheme;
    let zero = crate::fraction::Fraction::zero();
    let (table, wrong_sign) = match outcome.kind.as_str() {
        "honour" => (&scheme.honour_points, outcome.points.as_ref().is_some_and(|it| *it < zero)),
        "discipline" => (&scheme.discipline_points, outcome.points.as_ref().is_some_and(|it| *it > zero)),
        _ => return,
    };
    let unknown = outcome.level.as_ref().is_some_and(|level| !table.iter().any(|(name, _)| name == level));
    if wrong_sign || unknown {
        found.push(format!("outcome {} {}", outcome.date, outcome.person));
    }
}
