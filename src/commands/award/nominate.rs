//! `award nominate`: who is nominated for an award, by whom and why. The nomination lies with the branch of the person's pair.

use super::nomination;
use crate::app::App;
use crate::commands::found::filled;
use crate::commands::records::{adding, carry_out};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::award_rule::{AwardRule, Nominator};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, Pair, PersonIx};
use crate::model::table::NOMINATIONS;
use crate::model::word::Side;
use crate::ui::Exit;

/// Nominate a person
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// Who is nominated: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who nominates: a person, or a branch (the helper of the person's pair; for helpers the branch)
    #[arg(long, value_name = "NOMINATOR")]
    by: Option<String>,
    /// The day of the nomination (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

/// Records the nomination.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    session.refuse_settings()?;
    let core = &session.core;
    let award = super::award(core, &arguments.award)?;
    let Some(rule) = core.scheme.awards.get(award) else { return Ok(Exit::Fine) };
    let person = spoken::person(core, &arguments.person)?;
    let branch = home(core, rule, person, day)?;
    let by = match &arguments.by {
        Some(by) => nominator(core, by)?,
        None => usual(core, rule, person, branch, day),
    };
    let named = |key| Message::new(key).with("award", rule.name.as_str()).with("person", core.people.id(person)).with("by", by.as_str());
    if nomination::all(&session, award, person).iter().any(|known| known.by == by) {
        return Err(Failure::usage(named("award.nominated-already")).hint(Message::new("award.amend-hint")));
    }
    let cells = filled(vec![
        ("award", Some(rule.key.clone())),
        ("person", Some(core.people.id(person).to_owned())),
        ("by", Some(by.clone())),
        ("date", Some(day.to_string())),
        ("reason", Some(arguments.reason.clone())),
    ]);
    let said = named("award.nominated").with("name", core.people.name(person)).with("day", day);
    carry_out(app, &session, adding(&NOMINATIONS, Some(branch), cells), |answer| answer.saying(said))?;
    if rule.needs_nomination == Some(Nominator::Helper) && !is_helper_of(core, rule, person, &by) {
        app.note(&named("award.not-by-helper"));
    }
    Ok(Exit::Fine)
}

/// A person's pairs on a side, the one that is active on the day last, else the one that began last.
fn pairs(core: &Core, side: Side, person: PersonIx, day: Day) -> impl Iterator<Item = &Pair> {
    let mine = core.pairs_of(person).iter().filter(move |(_, of, _)| *of == side);
    let mut pairs: Vec<&Pair> = mine.filter_map(|(_, _, pair)| core.pairs.get(*pair)).filter(|pair| pair.start <= day).collect();
    pairs.sort_by_key(|pair| (core.active(pair).contains(day), pair.start));
    pairs.into_iter()
}

/// The branch of the person's pair, else the person's own. Errors: neither is known.
fn home(core: &Core, rule: &AwardRule, person: PersonIx, day: Day) -> Result<BranchIx> {
    let side = rule.side;
    let of_pair = pairs(core, side, person, day).last().map(|pair| pair.branch);
    let own = core.people.get(person).map(|known| known.branch).filter(|branch| *branch != BranchIx::NONE);
    of_pair.or(own).ok_or_else(|| {
        let is_on_side = core.pairs_of(person).iter().any(|(_, of, _)| *of == side);
        let key = match (core.pairs_of(person).is_empty(), side) {
            (true, _) => "award.no-home",
            _ if is_on_side => "award.nominate.not-yet",
            (_, Side::Helper) => "award.nominate.other-side-helper",
            (_, Side::Helped) => "award.nominate.other-side-helped",
        };
        let message = Message::new(key).with("award", rule.name.as_str()).with("name", core.people.name(person));
        Failure::usage(message.with("person", core.people.id(person)).with("day", day))
    })
}

/// Who nominates where nobody is named: for a helped student the helper, for a helper the branch.
fn usual(core: &Core, rule: &AwardRule, person: PersonIx, branch: BranchIx, day: Day) -> String {
    let helper = pairs(core, Side::Helped, person, day).last().map(|pair| core.people.id(pair.helper).to_owned());
    let key = || core.scheme.branch_key(branch).to_owned();
    let by_branch = rule.side == Side::Helper || rule.needs_nomination == Some(Nominator::Branch);
    helper.filter(|_| !by_branch).unwrap_or_else(key)
}

/// A nominator as it is written: a person's id, else a branch's key.
pub(super) fn nominator(core: &Core, text: &str) -> Result<String> {
    match (spoken::persons(core, text).as_slice(), reading::branch(core, text)) {
        ([one], _) => Ok(core.people.id(*one).to_owned()),
        ([], Ok(branch)) => Ok(core.scheme.branch_key(branch).to_owned()),
        _ => spoken::person(core, text).map(|person| core.people.id(person).to_owned()),
    }
}

/// Whether a nominator is a helper of one of the person's pairs on the award's side.
fn is_helper_of(core: &Core, rule: &AwardRule, person: PersonIx, by: &str) -> bool {
    let mine = core.pairs_of(person).iter().filter(|(_, side, _)| *side == rule.side);
    mine.filter_map(|(_, _, pair)| core.pairs.get(*pair)).any(|pair| core.people.id(pair.helper) == by)
}
