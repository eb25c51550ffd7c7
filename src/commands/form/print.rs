//! `form print`: the record form of a pair, or of all pairs of a month, filled from the records as a document to sign.

use crate::app::App;
use crate::commands::own_document::OwnDocument;
use crate::commands::plain::plain;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Month;
use crate::model::records::{BranchIx, PairIx};
use crate::reports::paper::{JudgedBranch, form_filling, record_form};
use crate::rules::forms::is_due;
use crate::rules::relations::Looking;
use crate::store::load::load_branch;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The filled record form as a document
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A pair (every pair that owes a form for the month), then the month, YYYY-MM
    #[arg(value_name = "[PAIR] MONTH", required = true, num_args = 1..=2)]
    what: Vec<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Contacts up to this day (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    own: OwnDocument,
}

/// Fills the forms; problems in the records are told and do not stop it.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let needs = Needs::texts(Tables::CONTACTS);
    let (month, pair) = asked(&arguments.what)?;
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, needs)?;
    let only = pair.map(|pair| spoken::pair_of_month(&core, pair, month)).transpose()?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let mut branches: Vec<(BranchIx, Vec<PairIx>, BranchRecords)> = Vec::new();
    for own in core.branch_indexes().filter(|own| branch.is_none_or(|branch| branch == *own)) {
        let pairs = core.pairs.of_branch(own).filter(|(ix, row)| only.map_or_else(|| is_due(&core, row, month), |only| only == *ix));
        let pairs: Vec<PairIx> = pairs.map(|(pair, _)| pair).collect();
        if !pairs.is_empty() {
            let loaded = load_branch(&opened.root, &core, own, needs, Looking::Errors);
            app.warn_of(&opened.root, loaded.findings);
            branches.push((own, pairs, loaded.value));
        }
    }
    if branches.is_empty() {
        return Err(nothing(&core, only, month));
    }
    let up_to = month.last_day().min(as_of);
    let judged: Vec<_> =
        branches.iter().map(|(own, pairs, records)| (pairs.clone(), JudgedBranch::new(&core, *own, records, up_to))).collect();
    if arguments.own.is_asked() {
        arguments.own.answer(app, &form_filling(&core, month, &judged), app.lang)?;
        return Ok(Exit::Fine);
    }
    app.show_paper(&record_form(&core, month, &judged))?;
    Ok(Exit::Fine)
}

/// The month and, where one is named, the pair: in the order of the other commands.
fn asked(what: &[String]) -> Result<(Month, Option<&str>)> {
    match what {
        [pair, month] => Ok((reading::month(month)?, Some(pair))),
        [month] if begins_with_year(month) => Ok((reading::month(month)?, None)),
        _ => Err(Failure::usage(Message::new("form.print.what"))),
    }
}

/// Whether a word is meant for a month, not for a pair alone.
fn begins_with_year(word: &str) -> bool {
    plain(word).split_once('-').is_some_and(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

fn nothing(core: &Core, pair: Option<PairIx>, month: Month) -> Failure {
    let pair = pair.map_or("", |pair| core.pairs.id(pair));
    Failure::usage(Message::new("form.print.none").with("pair", pair).with("month", month))
}
