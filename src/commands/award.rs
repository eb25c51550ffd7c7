//! `award`: the scheme's awards, from nomination over the candidate list to the decision, its notice and its end (rules.md R7).

mod approve;
mod basis;
mod certificate;
mod compute;
mod correct;
mod decided;
mod finish;
mod list;
mod nominate;
mod nomination;
mod notice;
mod review;
mod verify;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::rules::award::pool::Unit;
use crate::ui::Exit;

/// Awards: nominate, review, compute, approve, notice, final, verify
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// The awards of the scheme and their rules
    List(list::Arguments),
    /// Nominate a person
    Nominate(nominate::Arguments),
    /// The branch passes a nomination or sends it back
    Review(review::Arguments),
    /// The nominations, with the branch's reviews
    Nominations(nomination::List),
    /// Correct a nomination or its review
    Amend(nomination::Amend),
    /// Take a nomination back
    Withdraw(nomination::Which),
    /// The candidate list of an award
    Compute(compute::Arguments),
    /// Decide on the candidate list of an award
    Approve(approve::Arguments),
    /// The decision on an award
    Decision(decided::Show),
    /// Correct what stands beside a decision
    Correct(correct::Arguments),
    /// The public notice of a decision
    Notice(notice::Arguments),
    /// A decision becomes final once its notice has run
    Final(finish::Arguments),
    /// The certificates of a final decision
    Certificate(certificate::Arguments),
    /// Whether a decided list still follows from the records
    Verify(verify::Arguments),
    /// Reopen a decision, which is kept with the reason
    Reopen(decided::Reopen),
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::List(arguments) => list::run(app, arguments),
        Verb::Nominate(arguments) => nominate::run(app, arguments),
        Verb::Review(arguments) => review::run(app, arguments),
        Verb::Nominations(arguments) => nomination::list(app, arguments),
        Verb::Amend(arguments) => nomination::amend(app, arguments),
        Verb::Withdraw(which) => nomination::withdraw(app, which),
        Verb::Compute(arguments) => compute::run(app, arguments),
        Verb::Approve(arguments) => approve::run(app, arguments),
        Verb::Decision(arguments) => decided::show(app, arguments),
        Verb::Correct(arguments) => correct::run(app, arguments),
        Verb::Notice(arguments) => notice::run(app, arguments),
        Verb::Final(arguments) => finish::run(app, arguments),
        Verb::Certificate(arguments) => certificate::run(app, arguments),
        Verb::Verify(arguments) => verify::run(app, arguments),
        Verb::Reopen(arguments) => decided::reopen(app, arguments),
    }
}

/// The index of the award with a key, a name or an alias.
fn award(core: &Core, text: &str) -> Result<usize> {
    let awards = &core.scheme.awards;
    core.scheme.award_index(text).ok_or_else(|| {
        let names = awards.iter().flat_map(|rule| [&rule.key, &rule.name].into_iter().chain(&rule.aliases));
        let near = nearest(text, names.map(String::as_str));
        let known: Vec<String> = awards.iter().map(|rule| key_and_name(&rule.key, &rule.name)).collect();
        if known.is_empty() {
            return Failure::usage(Message::new("award.list.none")).hint(Message::new("award.none-hint"));
        }
        Failure::usage(Message::new("award.no-such").with("value", text).with("nearest", near).with("known", known.join(" ")))
    })
}

/// A unit of an award by the name that people know it by.
fn unit_name(core: &Core, unit: &Unit) -> String {
    match unit {
        Unit::Branch(branch) => core.scheme.branch_name(*branch).to_owned(),
        Unit::Named(name) => name.clone(),
        Unit::College | Unit::Unnamed => String::new(),
    }
}
