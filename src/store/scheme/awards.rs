//! `[[award]]`: pool, quota, ties, gates of an award (rules.md R7). Its criteria are in `criteria`, what awards say of each other in
//! `exclusions`.

use super::claims::Claims;
use super::criteria::{criteria, gates};
use super::exclusions::{Bonds, Named, resolve};
use super::folder_names::folder_name;
use super::pairing::{some_stages, stages};
use super::quota::quota;
use super::ties::ties;
use super::walker::Section;
use crate::finding::Code;
use crate::i18n::Message;
use crate::model::award_rule::{AwardRule, Level, Missing, Nominator, Pool, Rounding};
use crate::model::day::Day;
use crate::model::word::{Side, Stage};

const AWARD: &[&str] = &[
    "key",
    "name",
    "aliases",
    "for",
    "pool",
    "pool_stages",
    "winners_of",
    "cutoff",
    "ratio",
    "seats",
    "steps",
    "rounding",
    "at_least",
    "level",
    "ties",
    "missing",
    "excludes",
    "bar_disciplined",
    "min_keeping",
    "stages",
    "needs_nomination",
    "needs_review",
    "criterion",
    "gate",
];

/// `[[award]]`.
pub(super) fn awards(root: Section<'_>) -> Vec<AwardRule> {
    let sections = root.children("award", "[[award]]", AWARD);
    let mut claims = Claims::default();
    let named: Vec<Named<'_>> = sections.iter().map(|section| named(*section, &mut claims)).collect();
    let bonds = resolve(&named);
    let awards = named.iter().zip(bonds).map(|(named, bonds)| award(named, bonds));
    awards.filter(|award| !award.key.is_empty()).collect()
}

/// Key, name and aliases: none may be another award's.
fn named<'d>(section: Section<'d>, claims: &mut Claims<'d>) -> Named<'d> {
    let key = claims.key(section).unwrap_or_default();
    if let Some(setting) = section.get("key").filter(|_| !key.is_empty()) {
        let folder = folder_name(setting, key).filter(|folder| folder != key);
        folder.map(|folder| claims.claim(section, setting, folder));
    }
    let name = claims.name(section, key);
    let items = section.get("aliases").map(|setting| setting.list()).unwrap_or_default();
    let mut aliases: Vec<&str> = Vec::new();
    for (item, alias) in items.into_iter().filter_map(|item| Some((item, item.line()?))) {
        if aliases.contains(&alias) {
            item.blame(item.finding(Code::DoubledWord));
        } else if claims.claim(section, item, alias) {
            aliases.push(alias);
        }
    }
    Named { section, key, name, aliases }
}

fn award(named: &Named<'_>, bonds: Bonds) -> AwardRule {
    let section = named.section;
    let flag = |key| section.get(key).and_then(|setting| setting.flag()).unwrap_or(false);
    let pool = section.get("pool").and_then(|setting| setting.word(&Pool::WORDS)).unwrap_or(Pool::Paired);
    let criteria = criteria(section);
    AwardRule {
        key: named.key.to_owned(),
        name: named.name.to_owned(),
        aliases: named.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        clause: section.clause(),
        side: section.must("for").and_then(|setting| setting.built_in()).unwrap_or(Side::Helper),
        pool,
        pool_stages: pool_stages(section, pool),
        winners_of: winners_of(section, pool, bonds.winners_of),
        cutoff: cutoff(section, pool),
        quota: quota(section),
        rounding: section.get("rounding").and_then(|setting| setting.word(&Rounding::WORDS)).unwrap_or(Rounding::Down),
        at_least: section.get("at_least").and_then(|setting| setting.small(0..=1_000_000)).unwrap_or(0),
        level: section.get("level").and_then(|setting| setting.word(&Level::WORDS)).unwrap_or(Level::College),
        ties: ties(section, &criteria),
        missing: section.get("missing").and_then(|setting| setting.word(&Missing::WORDS)).unwrap_or(Missing::Zero),
        excludes: bonds.excludes,
        bar_disciplined: flag("bar_disciplined"),
        min_keeping: section.get("min_keeping").and_then(|setting| setting.share()),
        stages: section.get("stages").map(stages).unwrap_or_default(),
        needs_nomination: section.get("needs_nomination").and_then(|setting| setting.word(&Nominator::WORDS)),
        needs_review: flag("needs_review"),
        gates: gates(section),
        criteria,
    }
}

/// The stages of a `members` pool must be named.
fn pool_stages(section: Section<'_>, pool: Pool) -> Vec<Stage> {
    let setting = if pool == Pool::Members { section.must("pool_stages") } else { section.get("pool_stages") };
    setting.map(some_stages).unwrap_or_default()
}

/// The award of a `winners` pool must be named, and no other pool has one.
fn winners_of(section: Section<'_>, pool: Pool, key: Option<String>) -> Option<String> {
    match (pool, section.get("winners_of")) {
        (Pool::Winners, None) => section.missing("winners_of"),
        (Pool::Winners, Some(_)) => return key,
        (_, Some(setting)) => setting.bad(Message::new("setting.winners-of")),
        (_, None) => {}
    }
    None
}

/// The day of a pool that is taken on a day must be named.
fn cutoff(section: Section<'_>, pool: Pool) -> Option<Day> {
    let setting = if matches!(pool, Pool::Paired | Pool::Winners) { section.get("cutoff") } else { section.must("cutoff") };
    setting.and_then(|setting| setting.day())
}
