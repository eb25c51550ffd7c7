//! The public notice of an award (公示): name, class and award of those who were taken and nothing else (rules.md R10, audience public),
//! the days it runs, and where objections go. As JSON `bangfu/notice/1`. Not here: its days (`rules::public_notice`).

use serde::ser::{Serialize, Serializer};

use crate::i18n::{Lang, Message};
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decision::{Counting, Decision, FirstDay, Notice};
use crate::model::records::PersonIx;
use crate::model::word::Side;
use crate::reports::paper::{Official, Paper, bracketed, long_day, scheme_places};
use crate::reports::places::{Filling, List, Place};
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// The notice of a decision.
pub struct NoticeReport<'a> {
    core: &'a Core,
    rule: &'a AwardRule,
    decision: &'a Decision,
    notice: &'a Notice,
    /// The language of the text.
    lang: Lang,
}

impl<'a> NoticeReport<'a> {
    /// The notice of a decision, in a language.
    #[must_use]
    pub fn new(core: &'a Core, rule: &'a AwardRule, decision: &'a Decision, notice: &'a Notice, lang: Lang) -> Self {
        Self { core, rule, decision, notice, lang }
    }

    /// Those who were taken, by id, so that the order tells no rank.
    fn persons(&self) -> Vec<PersonIx> {
        let mut persons: Vec<PersonIx> = self.decision.taken().collect();
        persons.sort_by(|a, b| self.core.people.id(*a).cmp(self.core.people.id(*b)));
        persons
    }

    fn opening(&self) -> Message {
        let scheme = &self.core.scheme;
        let document = self.decision.document.as_ref().unwrap_or(&scheme.info.document);
        let opening = Message::new(if self.rule.side == Side::Helper { "notice.opening-helpers" } else { "notice.opening-helped" });
        // A list of one has no order.
        let opening = if self.persons().len() > 1 { opening.word("order", "notice.by-id") } else { opening.with("order", "") };
        opening
            .with("document", bracketed(document))
            .with("organization", scheme.info.organization.as_str())
            .with("day", long_day(self.decision.date))
            .with("count", self.persons().len())
            .with("award", self.rule.name.as_str())
    }

    fn days(&self) -> Message {
        let key = match (self.notice.counted, self.notice.first) {
            (Counting::Working, FirstDay::Counted) => "notice.days-working",
            (Counting::Working, FirstDay::NotCounted) => "notice.days-working-after",
            (Counting::Calendar, FirstDay::Counted) => "notice.days-calendar",
            (Counting::Calendar, FirstDay::NotCounted) => "notice.days-calendar-after",
        };
        let said = Message::new(key).with("from", long_day(self.notice.from)).with("until", long_day(self.notice.until));
        said.with("days", self.notice.days)
    }

    fn closing(&self) -> Vec<Message> {
        let contact = self.notice.contact.as_deref().unwrap_or_default();
        let organization = self.core.scheme.info.organization.as_str();
        let mut said = vec![self.days(), Message::new("notice.objections").with("contact", contact)];
        said.extend((!organization.is_empty()).then(|| Message::new("notice.signed").with("organization", organization)));
        said.push(long_day(self.notice.from));
        said
    }

    /// The notice as an official document.
    #[must_use]
    pub fn paper(&self) -> Paper {
        let mut rest = self.closing();
        let signed = rest.split_off(2);
        let number = self.decision.document.clone().unwrap_or_default();
        Official { title: self.title(), number, opening: vec![self.opening()], list: self.list(), rest, signed }.paper()
    }

    /// What a school's own notice is filled with.
    #[must_use]
    pub fn filling(&self) -> Filling {
        let said = [
            Cell::Say(self.title()),
            Cell::text(&bracketed(self.decision.document.as_deref().unwrap_or_default())),
            Cell::number(self.persons().len()),
            Cell::Say(long_day(self.decision.date)),
            Cell::Say(long_day(self.notice.from)),
            Cell::Say(long_day(self.notice.until)),
            Cell::number(self.notice.days),
            Cell::text(self.notice.contact.as_deref().unwrap_or_default()),
        ];
        let people = &self.core.people;
        let row = |person: PersonIx| [people.name(person), people.text(person, "class"), &self.rule.name].map(Cell::text);
        filling(self.core, self.rule, said, self.persons().into_iter().map(row))
    }

    fn title(&self) -> Message {
        Message::new("notice.title").with("award", self.rule.name.as_str())
    }

    fn list(&self) -> Sheet {
        let columns =
            vec![Column::left("name", "column.name"), Column::left("class", "column.class"), Column::left("award", "column.award")];
        let people = &self.core.people;
        let row = |person: PersonIx| [people.name(person), people.text(person, "class"), self.rule.name.as_str()].map(Cell::text).to_vec();
        Sheet { title: None, columns, rows: self.persons().into_iter().map(row).collect(), footer: Vec::new() }
    }
}

/// The places that a school's own notice may have, before there is anything to put into them.
#[must_use]
pub fn notice_places(core: &Core, rule: &AwardRule) -> Filling {
    filling(core, rule, [const { Cell::Empty }; 8], std::iter::empty())
}

fn filling(core: &Core, rule: &AwardRule, said: [Cell; 8], persons: impl Iterator<Item = [Cell; 3]>) -> Filling {
    const SAID: [&str; 8] = [
        "place.title",
        "place.number",
        "place.count",
        "place.decided",
        "place.from",
        "place.until",
        "place.days",
        "place.contact-for-objections",
    ];
    let mut places = scheme_places(core);
    places.push(Place::of("place.award", Cell::text(&rule.name)));
    places.extend(SAID.into_iter().zip(said).map(|(name, cell)| Place::of(name, cell)));
    let persons = List::of("place.person", ["place.name", "place.class", "place.award"], persons);
    Filling { name: rule.key.clone(), places, lists: vec![persons] }
}

impl Sheets for NoticeReport<'_> {
    fn sheets(&self) -> Vec<Sheet> {
        let opening = Sheet { title: Some(self.title()), footer: vec![self.opening()], ..Sheet::default() };
        vec![opening, Sheet { footer: self.closing(), ..self.list() }]
    }

    fn flat(&self) -> Vec<Sheet> {
        vec![self.list()]
    }
}

#[derive(serde::Serialize)]
struct NoticeJson<'r> {
    format: &'static str,
    award: &'r str,
    name: &'r str,
    organization: &'r str,
    date: Day,
    from: Day,
    until: Day,
    days: u32,
    counted: &'static str,
    first_day: &'static str,
    contact: Option<&'r str>,
    title: String,
    paragraphs: Vec<String>,
    persons: Vec<PersonJson<'r>>,
}

#[derive(serde::Serialize)]
struct PersonJson<'r> {
    name: &'r str,
    class: &'r str,
    award: &'r str,
}

impl Serialize for NoticeReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let people = &self.core.people;
        let person =
            |person: PersonIx| PersonJson { name: people.name(person), class: people.text(person, "class"), award: &self.rule.name };
        let paragraphs = std::iter::once(self.opening()).chain(self.closing());
        NoticeJson {
            format: "bangfu/notice/1",
            award: &self.rule.key,
            name: &self.rule.name,
            organization: &self.core.scheme.info.organization,
            date: self.decision.date,
            from: self.notice.from,
            until: self.notice.until,
            days: self.notice.days,
            counted: self.notice.counted.word(),
            first_day: self.notice.first.word(),
            contact: self.notice.contact.as_deref(),
            title: self.title().text(self.lang),
            paragraphs: paragraphs.map(|said| said.text(self.lang)).collect(),
            persons: self.persons().into_iter().map(person).collect(),
        }
        .serialize(serializer)
    }
}
