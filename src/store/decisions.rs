//! `committee/decisions/<award>.toml` becomes a decision and back (data.md). Every fault is a finding with its line and column: unknown
//! keys, persons whom nobody knows, bad days, and what contradicts itself. Not here: what is decided.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::open::Root;
use super::scheme::FORMAT;
use super::scheme::walker::{Section, Setting};
use super::toml_reader;
use crate::finding::{Code, Findings};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decision::{
    Computed, Counting, Decided, Decision, DecisionFile, Digests, FirstDay, Fixed, Judged, Notice, Reopened, path,
};
use crate::model::records::PersonIx;
use crate::model::roster::Roster;
use crate::model::scheme::Scheme;

const TOP: &[&str] = &["format", "award", "decision", "person", "notice", "final", "reopened", "readings", "records"];
const DECISION: &[&str] =
    &["as_of", "date", "meeting", "votes_for", "votes_against", "abstained", "document", "pool", "seats", "criteria", "digest"];
const PERSON: &[&str] = &["id", "rank", "score", "fractions", "computed", "code", "decided", "reason"];
const NOTICE: &[&str] = &["from", "until", "days", "counted", "first_day", "contact"];
const FINAL: &[&str] = &["date", "note"];
const REOPENED: &[&str] = &["date", "reason", "decided", "taken"];
/// More persons than there are.
const MOST: i64 = 1_000_000;

/// Reads the decisions on the scheme's awards.
pub fn read(root: &Root, scheme: &Scheme, people: &Roster, findings: &mut Findings) -> Vec<DecisionFile> {
    let awards = scheme.awards.iter().enumerate();
    awards.filter_map(|(award, rule)| read_one(root, scheme, people, (award, &rule.key), findings)).collect()
}

fn read_one(root: &Root, scheme: &Scheme, people: &Roster, (award, key): (usize, &str), findings: &mut Findings) -> Option<DecisionFile> {
    let file: Arc<str> = Arc::from(path(key));
    let bytes = root.read(&file, findings)?;
    let reader = Reader { scheme, people, award: key };
    let both = |root: Section<'_>| (reader.whole(root), reader.reopened(root));
    let (decision, reopened) = toml_reader::read(&file, &bytes, TOP, findings, both)?;
    Some(DecisionFile { award, file, decision, reopened })
}

struct Reader<'a> {
    scheme: &'a Scheme,
    people: &'a Roster,
    award: &'a str,
}

impl Reader<'_> {
    fn whole(&self, root: Section<'_>) -> Option<Decision> {
        root.must("format").and_then(|setting| setting.whole(FORMAT..=FORMAT));
        if let Some(setting) = root.must("award") {
            let named = setting.string().and_then(|name| self.scheme.award(name));
            if named.is_none_or(|rule| rule.key != self.award) {
                setting.unknown_word(Code::UnknownReference, std::iter::once(self.award));
            }
        }
        let decision = self.decision(root);
        let others = ["person", "notice", "final", "readings", "records"];
        if decision.is_none() && root.get("decision").is_none() && others.iter().any(|key| root.get(key).is_some()) {
            root.missing("[decision]");
        }
        decision
    }

    fn decision(&self, root: Section<'_>) -> Option<Decision> {
        let section = root.child("decision", "[decision]", DECISION)?;
        let [as_of, date] = ["as_of", "date"].map(|key| section.must(key).and_then(|setting| Some((setting, setting.day()?))));
        if let (Some((_, as_of)), Some((setting, date))) = (as_of, date)
            && date < as_of
        {
            setting.bad(Message::new("decision.fault-before-as-of").with("as_of", as_of));
        }
        let count = |key| section.get(key).and_then(|setting| setting.small::<u32>(0..=MOST));
        let text = |key| section.get(key).and_then(|setting| setting.string()).map(str::to_owned);
        let [pool, seats] = ["pool", "seats"].map(|key| section.must(key).and_then(|setting| setting.small(0..=MOST)));
        let meeting = section.must("meeting").and_then(|setting| setting.line()).map(str::to_owned);
        let criteria = section.get("criteria").map(texts).unwrap_or_default();
        section.must("digest");
        let date = date.map(|(_, day)| day);
        let notice = notice(root, date);
        let fixed = fixed(root, notice.as_ref());
        Some(Decision {
            as_of: as_of?.1,
            date: date?,
            meeting: meeting?,
            votes: ["votes_for", "votes_against", "abstained"].map(count),
            document: text("document"),
            pool: pool?,
            seats: seats?,
            criteria,
            persons: self.persons(root),
            readings: readings(root),
            records: records(root),
            digest: text("digest").unwrap_or_default(),
            notice,
            fixed,
        })
    }

    fn persons(&self, root: Section<'_>) -> Vec<Judged> {
        let mut found: Vec<Judged> = Vec::new();
        for section in root.children("person", "[[person]]", PERSON) {
            let Some(judged) = self.person(section) else { continue };
            if found.iter().any(|other| other.person == judged.person) {
                section.get("id").into_iter().for_each(|setting| setting.bad(Message::new("decision.fault-twice")));
            } else {
                found.push(judged);
            }
        }
        found
    }

    fn person(&self, section: Section<'_>) -> Option<Judged> {
        let person = section.must("id").and_then(|setting| self.known(setting));
        let computed = section.must("computed").and_then(|setting| setting.word(&Computed::WORDS));
        let decided = section.must("decided").and_then(|setting| Some((setting, setting.word(&Decided::WORDS)?)));
        let text = |key| section.get(key).and_then(|setting| setting.string()).map(str::to_owned);
        let judged = Judged {
            person: person?,
            rank: section.get("rank").and_then(|setting| setting.small(1..=MOST)),
            score: text("score"),
            fractions: section.get("fractions").map(texts).unwrap_or_default(),
            computed: computed?,
            code: text("code"),
            decided: decided?.1,
            reason: text("reason").filter(|reason| !reason.trim().is_empty()),
        };
        if let (Some((setting, _)), Some(reason)) = (decided, contradiction(&judged)) {
            setting.bad(Message::new(reason));
        }
        Some(judged)
    }

    /// A person of the roster.
    fn known(&self, setting: Setting<'_>) -> Option<PersonIx> {
        let id = setting.string()?;
        let found = self.people.find(id);
        if found.is_none() {
            let ids: Vec<&str> = self.people.iter().map(|(person, _)| self.people.id(person)).collect();
            setting.unknown_word(Code::UnknownPerson, ids.iter().copied());
        }
        found
    }

    fn reopened(&self, root: Section<'_>) -> Vec<Reopened> {
        let read = |section: Section<'_>| {
            let day = |key| section.must(key).and_then(|setting| setting.day());
            let (date, decided) = (day("date"), day("decided"));
            let reason = section.must("reason").and_then(|setting| setting.line());
            let taken = section.get("taken").map(|setting| setting.set(|item| self.known(item))).unwrap_or_default();
            Some(Reopened { date: date?, reason: reason?.to_owned(), decided: decided?, taken })
        };
        root.children("reopened", "[[reopened]]", REOPENED).into_iter().filter_map(read).collect()
    }
}

/// What is decided against the computation must have a reason; what is not, is as computed.
fn contradiction(judged: &Judged) -> Option<&'static str> {
    match (judged.computed, judged.decided) {
        (Computed::Taken, Decided::NotTaken) | (Computed::Below | Computed::Barred, Decided::PassedOver) => {
            Some("decision.fault-as-computed")
        }
        (Computed::Tied, Decided::NotTaken) => Some("decision.fault-tied"),
        (Computed::Tied | Computed::Below | Computed::Barred, Decided::Taken) | (_, Decided::PassedOver) if judged.reason.is_none() => {
            Some("decision.fault-reason")
        }
        _ => None,
    }
}

fn texts(setting: Setting<'_>) -> Vec<String> {
    setting.list().into_iter().filter_map(|item| item.string().map(str::to_owned)).collect()
}

fn notice(root: Section<'_>, decided: Option<Day>) -> Option<Notice> {
    let section = root.child("notice", "[notice]", NOTICE)?;
    let [from, until] = ["from", "until"].map(|key| section.must(key).and_then(|setting| Some((setting, setting.day()?))));
    if let (Some((setting, from)), Some(decided)) = (from, decided)
        && from < decided
    {
        setting.bad(Message::new("decision.fault-notice-before").with("day", decided));
    }
    if let (Some((_, from)), Some((setting, until))) = (from, until)
        && until < from
    {
        setting.bad(Message::new("setting.end-before-start").with("first", from));
    }
    let days = section.must("days").and_then(|setting| setting.small(1..=MOST));
    let counted = section.must("counted").and_then(|setting| setting.word(&Counting::WORDS));
    let first = section.must("first_day").and_then(|setting| setting.word(&FirstDay::WORDS));
    let contact = section.get("contact").and_then(|setting| setting.string()).map(str::to_owned);
    Some(Notice { from: from?.1, until: until?.1, days: days?, counted: counted?, first: first?, contact })
}

fn fixed(root: Section<'_>, notice: Option<&Notice>) -> Option<Fixed> {
    let section = root.child("final", "[final]", FINAL)?;
    let setting = section.must("date")?;
    let date = setting.day()?;
    match notice {
        Some(notice) if date <= notice.until => setting.bad(Message::new("decision.fault-final-early").with("until", notice.until)),
        None if root.get("notice").is_none() => setting.bad(Message::new("decision.fault-no-notice")),
        _ => {}
    }
    Some(Fixed { date, note: section.get("note").and_then(|setting| setting.string()).map(str::to_owned) })
}

fn readings(root: Section<'_>) -> BTreeMap<String, String> {
    let entries = root.open_child("readings", "[readings]").map(|section| section.entries()).unwrap_or_default();
    entries.into_iter().filter_map(|setting| Some((setting.key.to_owned(), setting.string()?.to_owned()))).collect()
}

fn records(root: Section<'_>) -> Digests {
    let files = root.open_child("records", "[records]").map(|section| section.entries()).unwrap_or_default();
    let of_file = |setting: Setting<'_>| {
        let (table, at) = setting.table("[records.\"…\"]")?;
        let section = Section { table, at, ..setting.section };
        let known = section.entries().into_iter().filter_map(|entry| Some((entry.key.to_owned(), entry.string()?.to_owned())));
        Some((setting.key.to_owned(), known.collect()))
    };
    files.into_iter().filter_map(of_file).collect()
}

/// The file of a decision, the same bytes for the same decision.
#[must_use]
pub fn text(core: &Core, award: &str, decision: Option<&Decision>, reopened: &[Reopened]) -> String {
    let mut out = Lines(format!("format = {FORMAT}\naward = {}\n", quoted(award)));
    if let Some(decision) = decision {
        out.decision(decision);
        decision.persons.iter().for_each(|judged| out.person(core, judged));
        decision.notice.iter().for_each(|notice| out.notice(notice));
        decision.fixed.iter().for_each(|fixed| out.fixed(fixed));
    }
    reopened.iter().for_each(|earlier| out.reopened(core, earlier));
    if let Some(decision) = decision {
        out.section("[readings]");
        decision.readings.iter().for_each(|(name, value)| out.entry(name, value));
        for (file, known) in &decision.records {
            out.section(&format!("[records.{}]", quoted(file)));
            known.iter().for_each(|(name, digest)| out.entry(name, digest));
        }
    }
    out.0
}

/// A text as TOML writes it on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A file being written.
struct Lines(String);

impl Lines {
    fn section(&mut self, header: &str) {
        self.0.push_str(&format!("\n{header}\n"));
    }

    fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn entry(&mut self, name: &str, value: &str) {
        self.raw(&quoted(name), quoted(value));
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        value.into_iter().for_each(|value| self.raw(key, quoted(value)));
    }

    fn list<'v>(&mut self, key: &str, values: impl Iterator<Item = &'v str>) {
        self.raw(key, format!("[{}]", values.map(quoted).collect::<Vec<_>>().join(", ")));
    }

    fn decision(&mut self, decision: &Decision) {
        self.section("[decision]");
        self.raw("as_of", decision.as_of);
        self.raw("date", decision.date);
        self.raw("meeting", quoted(&decision.meeting));
        let votes = ["votes_for", "votes_against", "abstained"].into_iter().zip(decision.votes);
        votes.for_each(|(key, count)| count.into_iter().for_each(|count| self.raw(key, count)));
        self.text("document", decision.document.as_ref());
        self.raw("pool", decision.pool);
        self.raw("seats", decision.seats);
        self.list("criteria", decision.criteria.iter().map(String::as_str));
        self.raw("digest", quoted(&decision.digest));
    }

    fn person(&mut self, core: &Core, judged: &Judged) {
        self.section("[[person]]");
        self.raw("id", quoted(core.people.id(judged.person)));
        judged.rank.into_iter().for_each(|rank| self.raw("rank", rank));
        self.text("score", judged.score.as_ref());
        if !judged.fractions.is_empty() {
            self.list("fractions", judged.fractions.iter().map(String::as_str));
        }
        self.raw("computed", quoted(judged.computed.word()));
        self.text("code", judged.code.as_ref());
        self.raw("decided", quoted(judged.decided.word()));
        self.text("reason", judged.reason.as_ref());
    }

    fn notice(&mut self, notice: &Notice) {
        self.section("[notice]");
        self.raw("from", notice.from);
        self.raw("until", notice.until);
        self.raw("days", notice.days);
        self.raw("counted", quoted(notice.counted.word()));
        self.raw("first_day", quoted(notice.first.word()));
        self.text("contact", notice.contact.as_ref());
    }

    fn fixed(&mut self, fixed: &Fixed) {
        self.section("[final]");
        self.raw("date", fixed.date);
        self.text("note", fixed.note.as_ref());
    }

    fn reopened(&mut self, core: &Core, earlier: &Reopened) {
        self.section("[[reopened]]");
        self.raw("date", earlier.date);
        self.raw("reason", quoted(&earlier.reason));
        self.raw("decided", earlier.decided);
        self.list("taken", earlier.taken.iter().map(|person| core.people.id(*person)));
    }
}

#[cfg(test)]
mod tests;
