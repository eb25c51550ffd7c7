//! What the pairs of a branch do: contacts, forms, goals; and the branch's reports.

use super::people::PairDraft;
use super::sheet::Sheet;
use super::{day_between, helping, maybe, months};
use crate::calendar::{Day, shifted};
use crate::chance::Chance;
use crate::records::Scheme;

/// The files of a branch about its pairs' doings.
pub fn sheets(chance: &mut Chance, scheme: &Scheme, pairs: &[PairDraft]) -> Vec<Sheet> {
    vec![contacts(chance, scheme, pairs), forms(chance, pairs), goals(chance, scheme, pairs), reports(chance, scheme)]
}

fn contacts(chance: &mut Chance, scheme: &Scheme, pairs: &[PairDraft]) -> Sheet {
    let columns = ["pair", "date", "n", "act", "mode", "topics", "minutes", "content", "entered"];
    let mut sheet = Sheet::new("contacts.csv", 3, &columns);
    for pair in pairs {
        if chance.percent(5) {
            continue;
        }
        let usual = *chance.pick(&[2, 5, 8, 12, 14, 16, 25]);
        let gives_up = day_between(chance, pair.start, shifted(pair.last, 90));
        let mut day = shifted(pair.start, chance.between(0, usual));
        while day <= pair.last && day <= gives_up {
            let number = *chance.pick(&[1, 1, 1, 1, 1, 1, 2, 2, 3]);
            for n in 1..=number {
                sheet.add(contact(chance, scheme, &pair.id, day, n));
            }
            let step = if chance.percent(60) { usual } else { chance.between(1, usual * 2) };
            day = shifted(day, step);
        }
    }
    sheet
}

fn contact(chance: &mut Chance, scheme: &Scheme, pair: &str, day: Day, n: i64) -> Vec<String> {
    let (act, _) = if chance.percent(60) { &scheme.acts[0] } else { chance.pick(&scheme.acts) };
    let with_mode = !scheme.modes.is_empty() && chance.percent(70);
    let mode = if with_mode { chance.pick(&scheme.modes).clone() } else { String::new() };
    let minutes = match chance.between(0, 3) {
        0 => String::new(),
        1 => (*chance.pick(&[0, 10, 30, 45])).to_string(),
        _ => chance.between(1, 120).to_string(),
    };
    let entered = chance.percent(70).then(|| shifted(day, chance.between(0, 12)));
    vec![
        pair.to_owned(),
        day.to_string(),
        n.to_string(),
        act.clone(),
        mode,
        chance.some_at_least_one(&scheme.topics).join(";"),
        minutes,
        (*chance.pick(&["谈学习", "谈心, 鼓励", "“引号”和\"引号\"", "聊天↵散步"])).to_owned(),
        maybe(entered),
    ]
}

fn forms(chance: &mut Chance, pairs: &[PairDraft]) -> Sheet {
    let columns = ["pair", "month", "n", "received", "review", "reviewed"];
    let mut sheet = Sheet::new("forms.csv", 3, &columns);
    for pair in pairs {
        for month in months(pair.start, pair.last) {
            if chance.percent(15) {
                continue;
            }
            let mut received = shifted(month.first(), chance.between(0, 50));
            for n in 1..=*chance.pick(&[1, 1, 1, 2, 2, 3]) {
                let review = *chance.pick(&["passed", "passed", "returned", "returned", "", "passed"]);
                let dated = !review.is_empty() && chance.percent(80);
                let reviewed = dated.then(|| shifted(received, chance.between(0, 15)));
                sheet.add(vec![
                    pair.id.clone(),
                    month.to_string(),
                    n.to_string(),
                    received.to_string(),
                    review.to_owned(),
                    maybe(reviewed),
                ]);
                received = shifted(reviewed.unwrap_or(received), chance.between(0, 10));
            }
        }
    }
    sheet
}

fn goals(chance: &mut Chance, scheme: &Scheme, pairs: &[PairDraft]) -> Sheet {
    let mut sheet = Sheet::new("goals.csv", 2, &["pair", "id", "topic", "goal", "met"]);
    let (_, last) = helping(scheme);
    for pair in pairs {
        for number in 1..=chance.between(0, 3) {
            let latest = shifted(last.max(pair.start), 20);
            let met = chance.percent(60).then(|| day_between(chance, pair.start, latest));
            sheet.add(vec![pair.id.clone(), format!("g{number}"), chance.pick(&scheme.topics).clone(), "通过四级".to_owned(), maybe(met)]);
        }
    }
    sheet
}

fn reports(chance: &mut Chance, scheme: &Scheme) -> Sheet {
    let mut sheet = Sheet::new("reports.csv", 1, &["month", "sent", "by"]);
    let (first, last) = helping(scheme);
    for month in months(first, last) {
        if chance.percent(70) {
            let sent = shifted(month.first(), chance.between(20, 55));
            let sent = chance.percent(85).then_some(sent);
            sheet.add(vec![month.to_string(), maybe(sent), String::new()]);
        }
    }
    sheet
}
