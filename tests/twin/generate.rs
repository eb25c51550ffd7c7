//! Invents small data directories from a seed: valid in every rule between records, random in
//! everything else. The same seed writes the same bytes on every machine.

mod activity;
mod awards;
mod committee;
mod people;
mod sheet;
mod text;

use crate::calendar::{Day, Month, after, shifted};
use crate::chance::Chance;
use crate::records::Scheme;
use crate::settings;
use sheet::{Sheet, Style};
use std::path::Path;

/// Writes the directory of a seed into an empty folder.
pub fn generate(seed: u64, folder: &Path) {
    let mut chance = Chance::new(seed);
    let text = text::settings(&mut chance);
    let scheme = settings::read(&text);
    std::fs::write(folder.join("bangfu.toml"), &text).unwrap();
    let style = Style::random(&mut chance);
    let people = people::people(&mut chance, &scheme);
    let pairs = people::pairs(&mut chance, &scheme, &people);
    let committee = folder.join("committee");
    people::roster(&people).write(&mut chance, &style, folder);
    for sheet in committee::sheets(&mut chance, &scheme, &people, &pairs) {
        sheet.write(&mut chance, &style, &committee);
    }
    for branch in &scheme.branches {
        let folder = folder.join("branches").join(branch);
        let ours: Vec<_> = pairs.iter().filter(|pair| pair.branch == *branch).cloned().collect();
        let mut sheets: Vec<Sheet> = vec![people::sheet(&mut chance, &scheme, &ours)];
        sheets.extend(activity::sheets(&mut chance, &scheme, &ours));
        sheets.push(awards::nominations(&mut chance, &scheme, &people, &ours));
        for sheet in sheets {
            sheet.write(&mut chance, &style, &folder);
        }
    }
}

/// A random day to ask as of: before, inside or after the scheme, or at an edge of its parts.
pub fn asking_day(chance: &mut Chance, scheme: &Scheme) -> Day {
    let length = (scheme.end - scheme.start).num_days();
    let mut edges: Vec<Day> = scheme.phases.iter().flat_map(|it| [it.start, it.end]).collect();
    edges.extend(scheme.pauses.iter().flat_map(|(first, last)| [*first, *last]));
    match chance.between(0, 9) {
        0 => shifted(scheme.start, chance.between(-15, length + 60)),
        1 => shifted(*chance.pick(&edges), chance.between(-1, 1)),
        2 => *chance.pick(&edges),
        3 => chance.pick(&scheme.phases).end,
        _ => shifted(scheme.start, chance.between(10, length)),
    }
}

/// A random month: of the scheme, or next to it.
pub fn asking_month(chance: &mut Chance, scheme: &Scheme) -> Month {
    let first = Month::of(scheme.start).previous();
    let last = Month::of(scheme.end).next();
    let mut months = vec![first];
    while months[months.len() - 1] < last {
        months.push(months[months.len() - 1].next());
    }
    *chance.pick(&months)
}

/// A day between two others, both included.
fn day_between(chance: &mut Chance, first: Day, last: Day) -> Day {
    shifted(first, chance.between(0, (last - first).num_days()))
}

/// First and last day of the helping phase.
fn helping(scheme: &Scheme) -> (Day, Day) {
    let phase = scheme.phases.iter().find(|phase| phase.key == "helping").unwrap();
    (phase.start, phase.end)
}

/// The text of a day that may be left out.
fn maybe(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A score from 0 to 100 with up to two decimals.
fn score(chance: &mut Chance) -> String {
    let points = chance.between(0, 99);
    match chance.between(0, 3) {
        0 => format!("{points}.{}", chance.between(0, 9)),
        1 => format!("{points}.{:02}", chance.between(0, 99)),
        2 => "100".to_owned(),
        _ => points.to_string(),
    }
}

/// The months in which days from `first` to `last` lie.
fn months(first: Day, last: Day) -> Vec<Month> {
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        if found.last() != Some(&Month::of(day)) {
            found.push(Month::of(day));
        }
        day = after(day);
    }
    found
}
