//! Certificates (荣誉证书) of those who got an award, a page each. Not here: who got it, and whether that is final.

use super::{Block, Paper, Style, long_day};
use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::PersonIx;
use crate::model::word::Side;
use crate::reports::sheet::Cell;

/// The certificates of some persons, in the order given, with the day on which the award became final.
#[must_use]
pub fn certificates(core: &Core, rule: &AwardRule, persons: &[PersonIx], day: Day) -> Paper {
    let page = |person: &PersonIx| {
        let called = if rule.side == Side::Helper { "paper.certificate.comrade" } else { "paper.certificate.student" };
        let text = Message::new("paper.certificate.text").with("scheme", core.scheme.info.name.as_str());
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
