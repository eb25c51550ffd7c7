//! Certificates (荣誉证书) of those who got an award, a page each. Not here: who got it, and whether that is final.

use super::{Block, Paper, Style, long_day, nested, pair_places};
use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::PersonIx;
use crate::model::word::Side;
use crate::reports::places::{Filling, Place};
use crate::reports::sheet::Cell;

/// The certificates of some persons, in the order given, with the day on which the award became final.
#[must_use]
pub fn certificates(core: &Core, rule: &AwardRule, persons: &[PersonIx], day: Day) -> Paper {
    let page = |person: &PersonIx| {
        let called = if rule.side == Side::Helper { "paper.certificate.comrade" } else { "paper.certificate.student" };
        let text = Message::new("paper.certificate.text").with("scheme", nested(&core.scheme.info.name));
        vec![
            Block::Gap,
            Block::Title(Cell::word("paper.certificate.title")),
            Block::Gap,
            Block::Address(Cell::Say(Message::new(called).with("name", core.people.name(*person)))),
            Block::Text(Cell::Say(text.with("award", rule.name.as_str()))),
            Block::Gap,
            Block::Closing(Cell::text(&core.scheme.info.organization)),
            Block::Closing(Cell::Say(long_day(day))),
        ]
    };
    let title = Message::new("paper.certificate.of").with("award", rule.name.as_str());
    Paper { title, style: Style::Certificate, pages: persons.iter().map(page).collect() }
}

/// What a school's own certificate is filled with for each of some persons.
#[must_use]
pub fn certificate_filling(core: &Core, rule: &AwardRule, persons: &[PersonIx], day: Day) -> Vec<Filling> {
    let people = &core.people;
    let of = |person: PersonIx| [people.name(person), people.id(person), people.text(person, "class")].map(Cell::text);
    persons.iter().map(|person| filling(core, rule, people.id(*person), of(*person), Cell::Say(long_day(day)))).collect()
}

/// The places that a school's own certificate may have, before anybody has one.
#[must_use]
pub fn certificate_places(core: &Core, rule: &AwardRule) -> Filling {
    filling(core, rule, &rule.key, [const { Cell::Empty }; 3], Cell::Empty)
}

fn filling(core: &Core, rule: &AwardRule, name: &str, person: [Cell; 3], day: Cell) -> Filling {
    let mut places = pair_places::of_scheme(core);
    places.extend(["place.name", "place.id", "place.class"].into_iter().zip(person).map(|(place, cell)| Place::of(place, cell)));
    places.extend([Place::of("place.award", Cell::text(&rule.name)), Place::of("place.date", day)]);
    Filling { name: name.to_owned(), places, lists: Vec::new() }
}
