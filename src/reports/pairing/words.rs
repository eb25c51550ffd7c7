//! The words for reasons: rules that bar, what speaks for a pair, why somebody is left over. Never a level of need, and nothing of a
//! sealed profile: whoever hears a list read out must not be able to tell who of two has what in common.

use crate::i18n::Message;
use crate::matching::pairing::{Bar, FitShare, LeftOverWhy, Loss, Made, Named, Sides};
use crate::model::dataset::Core;
use crate::model::pairing_words::{FitAttribute, PairingScope};
use crate::model::records::{PairIx, PersonIx};
use crate::model::word::Side;

/// So few helpers whom no rule bars are worth telling of beside other reasons.
const FEW: usize = 5;

/// A person by name and id.
#[must_use]
pub fn person(core: &Core, person: PersonIx) -> Message {
    Message::new("pairing.person").with("name", core.people.name(person)).with("person", core.people.id(person))
}

/// A rule that bars a pair.
#[must_use]
pub fn bar(bar: Bar) -> &'static str {
    match bar {
        Bar::SamePerson => "pairing.bar.same-person",
        Bar::HelperLeft => "pairing.bar.helper-left",
        Bar::HelpedLeft => "pairing.bar.helped-left",
        Bar::HelperOut => "pairing.bar.helper-out",
        Bar::LeftOut => "pairing.bar.left-out",
        Bar::HelperStage => "pairing.bar.helper-stage",
        Bar::HelpedStage => "pairing.bar.helped-stage",
        Bar::NoBranch => "pairing.bar.no-branch",
        Bar::HelperMin => "pairing.bar.helper-min",
        Bar::Apart => "pairing.bar.apart",
        Bar::College => "pairing.bar.college",
        Bar::Sex => "pairing.bar.sex",
        Bar::Branch => "pairing.bar.scope",
        Bar::GradeDistance => "pairing.bar.grade-distance",
        Bar::NoCost => "pairing.bar.no-cost",
        Bar::HelperTaken => "pairing.bar.helper-taken",
        Bar::HelpedTaken => "pairing.bar.helped-taken",
    }
}

/// What two persons share.
pub(super) fn attribute(attribute: FitAttribute) -> &'static str {
    match attribute {
        FitAttribute::Major => "pairing.fit.major",
        FitAttribute::Grade => "pairing.fit.grade",
        FitAttribute::Class => "pairing.fit.class",
        FitAttribute::Branch => "pairing.fit.branch",
        FitAttribute::College => "pairing.fit.college",
        FitAttribute::Dormitory => "pairing.fit.dormitory",
        FitAttribute::Gender => "pairing.fit.gender",
        FitAttribute::Counsellor => "pairing.fit.counsellor",
        FitAttribute::HigherGrade => "pairing.fit.higher-grade",
        FitAttribute::Family => "pairing.fit.family",
        FitAttribute::Character => "pairing.fit.character",
        FitAttribute::Ethnicity => "pairing.fit.ethnicity",
        FitAttribute::Home => "pairing.fit.home",
        FitAttribute::Interests => "pairing.fit.interests",
        FitAttribute::Skills => "pairing.fit.skills",
    }
}

/// Points in units of the table as they are written.
pub(super) fn points(units: impl Into<i128>, places: u8) -> String {
    let units: i128 = units.into();
    let power = 10_u128.pow(u32::from(places));
    let (size, sign) = (units.unsigned_abs(), if units < 0 { "-" } else { "" });
    match places {
        0 => format!("{sign}{size}"),
        _ => format!("{sign}{}.{:0width$}", size / power, size % power, width = usize::from(places)),
    }
}

/// What speaks for a pair that is made, the most important first; never empty. No rule bars so many helpers for the student.
pub(super) fn reasons(sides: &Sides<'_>, made: &Made, eligible: usize) -> Vec<Message> {
    let mut reasons = speaking(sides, made);
    let key = match (eligible, reasons.is_empty()) {
        (1, _) => Some("pairing.reason.only"),
        (_, true) if sides.question.has_profiles() => Some("pairing.reason.fit-or-lot"),
        (_, true) => Some("pairing.reason.lot"),
        (2..=FEW, false) => Some("pairing.reason.one-of"),
        _ => None,
    };
    reasons.extend(key.map(|key| Message::new(key).with("count", eligible)));
    reasons.splice(0..0, change(sides, made));
    reasons.extend(before(sides, made).or_else(|| earlier(sides, made)));
    reasons
}

/// That two were a pair before, which whoever proposes it again should know.
fn before(sides: &Sides<'_>, made: &Made) -> Option<Message> {
    let question = &sides.question;
    let core = question.core;
    let own = core.pairs_of(made.helper).iter().map(|(_, _, pair)| *pair).filter(|pair| !question.open.contains(pair));
    let rows = own.filter_map(|pair| core.pairs.get(pair)).filter(|row| (row.helper, row.helped) == (made.helper, made.helped));
    let last = rows.map(|row| core.active(row).last).filter(|last| *last < question.first_day).max()?;
    Some(Message::new("pairing.reason.before").with("day", last))
}

/// That the helper of a new pair had another that ended: whoever proposes one again should know.
pub(super) fn earlier(sides: &Sides<'_>, made: &Made) -> Option<Message> {
    let question = &sides.question;
    let core = question.core;
    if made.worth.kept > 0 {
        return None;
    }
    let own = core.pairs_of(made.helper).iter().filter(|(_, side, pair)| *side == Side::Helper && !question.open.contains(pair));
    let rows = own.filter_map(|(_, _, pair)| Some((*pair, core.pairs.get(*pair)?)));
    let ended = rows.filter_map(|(pair, row)| Some((row.end.filter(|end| *end < question.first_day)?, pair)));
    let (day, pair) = ended.max_by_key(|(day, pair)| (*day, core.pairs.id(*pair)))?;
    Some(Message::new("pairing.reason.earlier").with("pair", core.pairs.id(pair)).with("day", day))
}

/// What to say below a list of new pairs of helpers who had others that ended, and of those who were left out as asked.
pub(super) fn about_helpers<'m>(sides: &Sides<'_>, new: impl Iterator<Item = &'m Made>) -> Vec<Message> {
    let count = new.filter(|made| earlier(sides, made).is_some()).count();
    let question = &sides.question;
    let left_out = question.without.iter().map(|person| self::person(question.core, *person));
    let left_out = Message::joined("pairing.and", left_out).map(|persons| Message::new("pairing.left-out").with("persons", persons));
    let again = (count > 0).then(|| Message::new("pairing.again").with("count", count));
    again.into_iter().chain(left_out).collect()
}

/// What a change of helpers means for a student who gets another.
fn change(sides: &Sides<'_>, made: &Made) -> Option<Message> {
    let question = &sides.question;
    let running = |pair: &PairIx| question.core.pairs.get(*pair).is_some_and(|row| row.helped == made.helped);
    let key = match question.bereft.contains(&made.helped) {
        _ if made.worth.kept > 0 || question.bereft.is_empty() => return None,
        true => "pairing.reason.bereft",
        false if question.kept.iter().any(running) => "pairing.reason.moved",
        false => "pairing.reason.waiting",
    };
    Some(Message::new(key))
}

/// What decides among students whose need is as urgent, the first first.
fn order(sides: &Sides<'_>) -> Message {
    let question = &sides.question;
    let settings = question.costs.is_none();
    let rules = &question.core.scheme.pairing;
    let all = [
        (!settings, "pairing.order.cost"),
        (settings && rules.scope == PairingScope::OwnFirst, "pairing.order.own-branch"),
        (settings, "pairing.order.choices"),
        (settings && !rules.fit.is_empty(), "pairing.order.fit"),
        (question.seed.is_some(), "pairing.order.lot"),
    ];
    let told = all.into_iter().filter(|(counts, _)| *counts).map(|(_, key)| Message::new(key));
    Message::joined("pairing.order.then", told).unwrap_or_else(|| Message::new("pairing.nothing"))
}

/// What speaks for a pair, made or not, the most important first.
pub(super) fn speaking(sides: &Sides<'_>, made: &Made) -> Vec<Message> {
    let worth = &made.worth;
    let mut reasons = Vec::new();
    reasons.extend((worth.kept > 0).then(|| Message::new("pairing.reason.kept")));
    reasons.extend(worth.cost.map(|cost| Message::new("pairing.reason.cost").with("cost", cost.to_string())));
    reasons.extend((worth.own_branch > 0).then(|| Message::new("pairing.reason.own-branch")));
    match worth.named {
        Named::Both => reasons.push(Message::new("pairing.reason.both")),
        Named::Helper => reasons.push(Message::new("pairing.reason.helper")),
        Named::Helped => reasons.push(Message::new("pairing.reason.helped")),
        Named::Nobody => {}
    }
    reasons.extend(fit(&sides.shares(made.helper, made.helped)));
    reasons
}

/// What two persons share on the roster, each with its points.
fn fit(shares: &[FitShare]) -> Vec<Message> {
    let of = |share: &&FitShare| {
        Message::new("pairing.reason.fit").word("what", attribute(share.attribute)).with("points", share.points.to_string())
    };
    shares.iter().filter(|share| !share.attribute.is_sealed()).map(|share| of(&share)).collect()
}

/// Several rules, each with how many it bars.
pub(super) fn counts(counts: &[(Bar, usize)]) -> Option<Message> {
    let told = counts.iter().map(|(rule, count)| Message::new("pairing.count").word("bar", bar(*rule)).with("count", *count));
    Message::joined("pairing.and", told)
}

/// Why somebody is left over.
pub(super) fn left_over(sides: &Sides<'_>, why: &LeftOverWhy, side: Side) -> Message {
    let with = |key, count: &usize| Message::new(key).with("count", *count);
    match (why, side) {
        (LeftOverWhy::Barred(rule), _) => Message::new("pairing.left.barred").word("bar", bar(*rule)),
        (LeftOverWhy::NobodyEligible(rules), Side::Helped) => match counts(rules) {
            Some(rules) => Message::new("pairing.left.no-helper").with("counts", rules),
            None => Message::new("pairing.left.no-helpers"),
        },
        (LeftOverWhy::NobodyEligible(rules), Side::Helper) => match counts(rules) {
            Some(rules) => Message::new("pairing.left.no-student").with("counts", rules),
            None => Message::new("pairing.left.no-students"),
        },
        (LeftOverWhy::MoreUrgent(count), _) => with("pairing.left.more-urgent", count),
        (LeftOverWhy::AsUrgent(count), _) => with("pairing.left.as-urgent", count).with("order", order(sides)),
        (LeftOverWhy::RunningStay(count), _) => with("pairing.left.running-stay", count),
        (LeftOverWhy::Voluntary(count), _) => with("pairing.left.voluntary", count),
        (LeftOverWhy::Served(count), _) => with("pairing.left.served", count),
    }
}

/// The stable key of a reason for being left over.
pub(super) fn left_over_key(why: &LeftOverWhy) -> &'static str {
    match why {
        LeftOverWhy::Barred(rule) => rule.key(),
        LeftOverWhy::NobodyEligible(_) => "nobody-eligible",
        LeftOverWhy::MoreUrgent(_) => "more-urgent",
        LeftOverWhy::AsUrgent(_) => "as-urgent",
        LeftOverWhy::RunningStay(_) => "running-stay",
        LeftOverWhy::Voluntary(_) => "voluntary-first",
        LeftOverWhy::Served(_) => "served",
    }
}

/// Several sentences as one.
pub(super) fn listed(messages: impl IntoIterator<Item = Message>) -> Message {
    Message::joined("pairing.and", messages).unwrap_or_else(|| Message::new("pairing.nothing"))
}

/// What would be lost and what gained, the most important first; nothing where only the lot tells the difference. How many points is
/// not told where sealed profiles earn some.
pub(super) fn losses(sides: &Sides<'_>, loss: &Loss) -> Vec<Message> {
    let mut told = Vec::new();
    let mut tell = |amount: i64, fewer: &'static str, more: &'static str| {
        let key = if amount > 0 { fewer } else { more };
        told.extend((amount != 0).then(|| Message::new(key).with("count", amount.abs())));
    };
    tell(loss.covered, "pairing.loss.covered", "pairing.gain.covered");
    if loss.covered == 0 && loss.urgency != 0 {
        tell(loss.urgency.signum(), "pairing.loss.urgency", "pairing.gain.urgency");
    }
    tell(loss.bereft, "pairing.loss.bereft", "pairing.gain.bereft");
    tell(loss.places, "pairing.loss.places", "pairing.gain.places");
    tell(loss.kept, "pairing.loss.kept", "pairing.gain.kept");
    tell(loss.own_branch, "pairing.loss.own-branch", "pairing.gain.own-branch");
    tell(loss.mutual, "pairing.loss.mutual", "pairing.gain.mutual");
    tell(loss.named, "pairing.loss.named", "pairing.gain.named");
    let untold = sides.question.has_profiles();
    let fit = |key: &'static str| Message::new(key).with("points", points(loss.fit.abs(), sides.fit_places()));
    told.extend(match (loss.fit.signum(), untold) {
        (1, true) => Some(Message::new("pairing.loss.fit-untold")),
        (-1, true) => Some(Message::new("pairing.gain.fit-untold")),
        (1, false) => Some(fit("pairing.loss.fit")),
        (-1, false) => Some(fit("pairing.gain.fit")),
        _ => None,
    });
    if loss.cost != 0 {
        let key = if loss.cost > 0 { "pairing.loss.cost" } else { "pairing.gain.cost" };
        told.push(Message::new(key).with("cost", loss.cost.unsigned_abs().to_string()));
    }
    told
}
