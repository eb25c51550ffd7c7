//! The list as an iCalendar file (RFC 5545): one all-day event a row, on the due day, or on the asking day where that has passed.
//! The stamp is the asking day and the identity is pair, cadence and due day, so that the same records give the same bytes and a
//! later file updates an event instead of doubling it.

use chrono::NaiveTime;
use icalendar::{Calendar, Component, Event, EventLike, Property};

use super::{DueReport, DueRow};
use crate::i18n::{Lang, Message};
use crate::model::word::Side;
use crate::reports::check::name;

impl DueReport<'_> {
    /// The calendar file's text.
    #[must_use]
    pub fn ics(&self, lang: Lang) -> String {
        let properties = vec![
            Property::new("VERSION", "2.0"),
            Property::new("PRODID", "-//bangfu//due//ZH"),
            Property::new("CALSCALE", "GREGORIAN"),
            Property::new("METHOD", "PUBLISH"),
            Property::new("X-WR-CALNAME", Message::new("due.calendar").text(lang)),
        ];
        let components = self.rows.iter().map(|row| self.event(row, lang).into()).collect();
        Calendar { properties, components }.to_string()
    }

    fn event(&self, row: &DueRow, lang: Lang) -> Event {
        let day = row.due.max(self.as_of);
        let said = |key| {
            Message::new(key)
                .with("helper", name(self.core, row.pair, Side::Helper))
                .with("helped", name(self.core, row.pair, Side::Helped))
                .with("pair", self.core.pairs.id(row.pair))
                .with("cadence", self.cadence(row).map_or("", |frame| frame.cadence.name.as_str()))
                .with("due", row.due)
                .text(lang)
        };
        let overdue = row.overdue_days.is_some();
        Event::new()
            .uid(&self.uid(row))
            .timestamp(self.as_of.date().and_time(NaiveTime::MIN).and_utc())
            .starts(day.date())
            .ends(day.next().date())
            .summary(&said(if overdue { "due.event.overdue" } else { "due.event.ahead" }))
            .description(&said("due.event.text"))
            .done()
    }

    fn uid(&self, row: &DueRow) -> String {
        let json = self.row_json(row);
        format!("{}/{}/{}/{}@bangfu", json.branch, json.pair, json.cadence, json.due)
    }
}
