//! The days of a pair as squares, a week a column: what the template writes as SVG. Days are told apart by shape as well as by colour.

use serde::Serialize;

use super::text;
use crate::i18n::{Lang, Message};
use crate::reports::page::{Calendar, DayKind, Mark};

/// The distance of squares, their size, and where they begin.
const PITCH: usize = 15;
const SIZE: usize = 12;
const LEFT: usize = 22;
const TOP: usize = 18;

/// A calendar as the template takes it.
#[derive(Serialize)]
pub struct Drawing {
    title: String,
    note: String,
    width: usize,
    height: usize,
    size: usize,
    months: Vec<Name>,
    weekdays: Vec<Name>,
    days: Vec<Square>,
}

#[derive(Serialize)]
struct Name {
    x: usize,
    y: usize,
    text: String,
}

/// A day: its look, its tooltip where something happened, the number of contacts where there were several.
#[derive(Serialize)]
struct Square {
    x: usize,
    y: usize,
    look: &'static str,
    label: String,
    count: String,
}

/// Lays a calendar out.
pub fn draw(calendar: &Calendar, lang: Lang) -> Drawing {
    let weeks = calendar.days.len().div_ceil(7);
    let square = |(index, mark): (usize, &Mark)| Square {
        x: LEFT + index / 7 * PITCH,
        y: TOP + index % 7 * PITCH,
        look: look(*mark),
        label: label(calendar, index, *mark, lang),
        count: if mark.contacts > 1 { mark.contacts.to_string() } else { String::new() },
    };
    let shown = |(_, mark): &(usize, &Mark)| mark.kind != DayKind::Outside || mark.contacts > 0;
    Drawing {
        title: text(&calendar.title, lang),
        note: text(&calendar.note, lang),
        width: LEFT + weeks * PITCH,
        height: TOP + 7 * PITCH,
        size: SIZE,
        months: months(calendar),
        weekdays: [(0, "page.monday"), (2, "page.wednesday"), (4, "page.friday")]
            .map(|(row, key)| Name { x: 0, y: TOP + row * PITCH + 10, text: Message::new(key).text(lang) })
            .into(),
        days: calendar.days.iter().enumerate().filter(shown).map(square).collect(),
    }
}

/// A month's number over the week in which it begins.
fn months(calendar: &Calendar) -> Vec<Name> {
    let day = |index: usize| calendar.monday.plus(i32::try_from(index).unwrap_or(0));
    let begins = |index: &usize| day(*index).month().first_day() == day(*index);
    (0..calendar.days.len())
        .filter(begins)
        .map(|index| Name { x: LEFT + index / 7 * PITCH, y: 11, text: day(index).month().number().to_string() })
        .collect()
}

fn look(mark: Mark) -> &'static str {
    match (mark.kind, mark.contacts > 0) {
        (DayKind::Late, true) => "late done",
        (DayKind::Late, false) => "late",
        (_, true) => "done",
        (DayKind::Paused, false) => "paused",
        (DayKind::Counted | DayKind::Outside, false) => "plain",
    }
}

fn label(calendar: &Calendar, index: usize, mark: Mark, lang: Lang) -> String {
    let day = calendar.monday.plus(i32::try_from(index).unwrap_or(0));
    let said = |key| Message::new(key).with("day", day).with("contacts", mark.contacts).text(lang);
    match (mark.kind, mark.contacts) {
        (DayKind::Late, 0) => said("page.day-late"),
        (DayKind::Late, _) => said("page.day-late-contacts"),
        (_, 0) => String::new(),
        _ => said("page.day-contacts"),
    }
}
