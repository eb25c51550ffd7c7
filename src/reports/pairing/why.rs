//! Why two persons are a pair, or are not: what speaks for it, how it ranks for either, what would be lost otherwise and who would
//! have to move. Not here: how it is found out (`matching::pairing`).

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::words;
use crate::i18n::{Lang, Message};
use crate::matching::assignment::Assignment;
use crate::matching::graph::Costs;
use crate::matching::pairing::{Asked, Loss, Made, Move, Rank, Sides, Standing};
use crate::model::day::Day;
use crate::model::records::PersonIx;
use crate::reports::sheet::{Cell, Column, Sheet, Sheets};

/// How much of a proposal is proven where it is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proven {
    /// All of it.
    Whole,
    /// Its pairs, and all that the answer touches.
    Part,
}

impl Proven {
    /// Its stable key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Part => "part",
        }
    }
}

/// Which pairs an answer speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpokenOf {
    /// Those of a proposal that was written down.
    Proposal,
    /// The recorded pairs of a day, which are as good as any.
    Recorded,
    /// The best by the records, worked out for this answer.
    Anew {
        /// Whether others are as good.
        tied: bool,
    },
}

/// What an answer rests on.
pub struct Basis {
    /// Which pairs it speaks of.
    pub of: SpokenOf,
    /// How much of them is proven.
    pub proven: Proven,
    /// What to say of them.
    pub lines: Vec<Message>,
}

/// A recorded pair that is asked about.
pub struct AskedPair {
    /// Its id.
    pub id: String,
    /// Its first day.
    pub start: Day,
    /// Its last day, where that is past.
    pub until: Option<Day>,
}

/// The answer `bangfu/why/1`.
pub struct WhyReport<'p, 'a> {
    sides: &'p Sides<'a>,
    helper: PersonIx,
    helped: PersonIx,
    /// The recorded pair, where the question is about one.
    pair: Option<AskedPair>,
    standing: Standing,
    ranks: Option<(Rank, Rank)>,
    /// How many helpers no rule bars for the student.
    eligible: usize,
    basis: Basis,
    lang: Lang,
}

impl<'p, 'a> WhyReport<'p, 'a> {
    /// Finds out how two persons stand by pairs and prices. `pair` is the recorded pair asked about.
    #[must_use]
    pub fn new<C: Costs>(
        sides: &'p Sides<'a>,
        (costs, assignment): (&C, &Assignment),
        [helper, helped]: [PersonIx; 2],
        pair: Option<AskedPair>,
        basis: Basis,
        lang: Lang,
    ) -> Self {
        let asked = Asked::new(sides, costs, assignment);
        let (standing, ranks) = (asked.explain(helper, helped), asked.ranks(helper, helped));
        let eligible = asked.eligible(helped);
        Self { sides, helper, helped, pair, standing, ranks, eligible, basis, lang }
    }

    fn person(&self, person: PersonIx) -> Message {
        words::person(self.sides.question.core, person)
    }

    fn made(&self) -> Made {
        let level = self.sides.question.levels.of(self.helped);
        Made { helper: self.helper, helped: self.helped, level, worth: self.sides.worth(self.helper, self.helped) }
    }

    fn sentences(&self) -> Vec<Message> {
        let mut lines = self.basis.lines.clone();
        match &self.standing {
            Standing::Barred(bars) => {
                let bars = bars.iter().map(|rule| Message::new("pairing.why.rule").word("bar", words::bar(*rule)));
                let key = if self.recorded().is_some() { "pairing.why.barred-pair" } else { "pairing.why.barred" };
                lines.push(Message::new(key).with("bars", words::listed(bars)));
            }
            Standing::Made(loss) => {
                lines.push(self.made_line());
                lines.extend(self.reasons("pairing.why.reasons-made", words::reasons(self.sides, &self.made(), self.eligible)));
                lines.extend(loss.as_ref().map_or(vec![Message::new("pairing.why.no-other")], |loss| self.otherwise(loss, true)));
            }
            Standing::Absent(loss) => {
                let key = if self.recorded().is_some() { "pairing.why.absent-pair" } else { "pairing.why.absent" };
                lines.push(Message::new(key));
                lines.extend(self.reasons("pairing.why.reasons", words::speaking(self.sides, &self.made())));
                lines.extend(self.otherwise(loss, false));
            }
        }
        lines
    }

    /// The recorded pair, where it is one of the pairs of that day.
    fn recorded(&self) -> Option<&AskedPair> {
        self.pair.as_ref().filter(|pair| pair.start == self.sides.question.first_day)
    }

    /// That the pairs that are spoken of have the two together, and whether the records do.
    fn made_line(&self) -> Message {
        match (self.recorded(), self.basis.of) {
            (Some(AskedPair { until: Some(day), .. }), _) => Message::new("pairing.why.made-until").with("day", *day),
            (Some(_), _) | (None, SpokenOf::Recorded) => Message::new("pairing.why.made"),
            (None, SpokenOf::Proposal) => Message::new("pairing.why.made-proposed"),
            (None, SpokenOf::Anew { .. }) => Message::new("pairing.why.made-anew"),
        }
    }

    fn reasons(&self, some: &'static str, reasons: Vec<Message>) -> Vec<Message> {
        let key = if reasons.is_empty() { "pairing.why.no-reason" } else { some };
        let mut lines = vec![Message::new(key).with("reasons", words::listed(reasons))];
        lines.extend(self.ranks.map(|(helper, student)| {
            let message = Message::new("pairing.why.ranks").with("helper_place", helper.place).with("helper_of", helper.of);
            let message = message.with("student_place", student.place).with("student_of", student.of);
            message.with("helper_shared", self.shared(helper)).with("student_shared", self.shared(student))
        }));
        lines
    }

    /// How many others share a rank; nothing where nobody does, or where it would tell who has something sealed in common.
    fn shared(&self, rank: Rank) -> String {
        let told = rank.shared > 0 && !self.sides.question.has_profiles();
        if told { rank.shared.to_string() } else { String::new() }
    }

    /// What would be lost otherwise, and who would have to move.
    fn otherwise(&self, loss: &Loss, made: bool) -> Vec<Message> {
        let told = words::losses(self.sides, loss);
        let key = match (told.is_empty(), made) {
            (true, true) => "pairing.why.without-lot",
            (true, false) => "pairing.why.with-lot",
            (false, true) => "pairing.why.without",
            (false, false) => "pairing.why.with",
        };
        let seed = self.sides.question.seed.as_deref();
        let key = match (key, seed) {
            ("pairing.why.without-lot", None) => "pairing.why.without-equal",
            ("pairing.why.with-lot", None) => "pairing.why.with-equal",
            (other, _) => other,
        };
        let mut lines = vec![Message::new(key).with("losses", words::listed(told)).with("seed", seed.unwrap_or_default())];
        lines.push(Message::new("pairing.why.moves").with("moves", words::listed(loss.moves.iter().map(|step| self.step(step)))));
        lines
    }

    fn step(&self, step: &Move) -> Message {
        let student = self.person(step.helped);
        match (step.from, step.to) {
            (Some(from), Some(to)) => {
                Message::new("pairing.move.change").with("student", student).with("from", self.person(from)).with("to", self.person(to))
            }
            (Some(from), None) => Message::new("pairing.move.lose").with("student", student).with("from", self.person(from)),
            (None, Some(to)) => Message::new("pairing.move.gain").with("student", student).with("to", self.person(to)),
            (None, None) => Message::new("pairing.move.stay").with("student", student),
        }
    }

    /// Points, which are not told where sealed profiles earn some.
    fn points(&self, units: impl Into<i128>) -> Option<String> {
        (!self.sides.question.has_profiles()).then(|| words::points(units, self.sides.fit_places()))
    }

    fn loss_json(&self, loss: &Loss) -> Value {
        let id = |person: PersonIx| self.sides.question.core.people.id(person);
        let moves = loss.moves.iter().map(|step| json!({ "helped": id(step.helped), "from": step.from.map(id), "to": step.to.map(id) }));
        json!({
            "covered": loss.covered,
            "bereft": loss.bereft,
            "kept": loss.kept,
            "own_branch": loss.own_branch,
            "mutual": loss.mutual,
            "named": loss.named,
            "fit": self.points(loss.fit),
            "cost": self.sides.question.costs.as_ref().map(|_| loss.cost.to_string()),
            "lot_alone": loss.is_lot_alone(),
            "moves": moves.collect::<Vec<_>>(),
        })
    }
}

impl Sheets for WhyReport<'_, '_> {
    fn sheets(&self) -> Vec<Sheet> {
        let title = Message::new("pairing.why.title").with("helper", self.person(self.helper)).with("helped", self.person(self.helped));
        let title = title.with("pair", self.pair.as_ref().map_or("", |pair| pair.id.as_str()));
        vec![Sheet { title: Some(title), footer: self.sentences(), ..Sheet::default() }]
    }

    /// One sentence a row.
    fn flat(&self) -> Vec<Sheet> {
        let columns = vec![
            Column::left("helper", "column.helper"),
            Column::left("helped", "column.helped"),
            Column::left("sentence", "column.finding"),
        ];
        let people = &self.sides.question.core.people;
        let row = |line| vec![Cell::text(people.id(self.helper)), Cell::text(people.id(self.helped)), Cell::Say(line)];
        vec![Sheet { title: None, columns, rows: self.sentences().into_iter().map(row).collect(), footer: Vec::new() }]
    }
}

impl Serialize for WhyReport<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let question = &self.sides.question;
        let people = &question.core.people;
        let shared = |rank: Rank| (!question.has_profiles()).then_some(rank.shared);
        let rank = |rank: Rank| json!({ "place": rank.place, "of": rank.of, "shared": shared(rank) });
        let (standing, bars, loss) = match &self.standing {
            Standing::Barred(bars) => ("barred", bars.as_slice(), None),
            Standing::Made(loss) => ("made", &[][..], loss.as_ref()),
            Standing::Absent(loss) => ("absent", &[][..], Some(loss)),
        };
        let worth = (standing != "barred").then(|| self.made().worth);
        json!({
            "format": "bangfu/why/1",
            "pair": self.pair.as_ref().map(|pair| &pair.id),
            "helper": people.id(self.helper),
            "helped": people.id(self.helped),
            "seed": question.seed,
            "first_day": question.first_day.to_string(),
            "proven": self.basis.proven.key(),
            "standing": standing,
            "bars": bars.iter().map(|rule| rule.key()).collect::<Vec<_>>(),
            "named": worth.map(|worth| worth.named.key()),
            "fit": worth.and_then(|worth| self.points(worth.fit)),
            "rank_of_helper": self.ranks.map(|(helper, _)| rank(helper)),
            "rank_of_helped": self.ranks.map(|(_, helped)| rank(helped)),
            "loss": loss.map(|loss| self.loss_json(loss)),
            "sentences": self.sentences().iter().map(|line| line.text(self.lang)).collect::<Vec<_>>(),
        })
        .serialize(serializer)
    }
}
