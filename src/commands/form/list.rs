//! `form list`: how each form that is due stands.

use crate::app::App;
use crate::commands::reading;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::reports::forms::{FormFilter, FormQuestion, FormsReport, part};
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// How each form that is due stands
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only this month, YYYY-MM (every month begun)
    #[arg(value_name = "MONTH")]
    month: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only this pair
    #[arg(long, value_name = "PAIR")]
    pair: Option<String>,
    /// Only forms that stand so: on_time, late, missing, pending, unreviewed, passed or returned
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Lists the forms; problems in the records are told and do not stop it.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let needs = Needs::texts(Tables::FORMS);
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, needs)?;
    let question = FormQuestion {
        as_of: reading::as_of(app, arguments.as_of.as_deref())?,
        month: arguments.month.as_deref().map(reading::month).transpose()?,
        branch: reading::asked_branch(&core, arguments.branch.as_deref())?,
        pair: arguments.pair.as_deref().map(|pair| crate::commands::spoken::pair(&core, pair, app.today)).transpose()?,
        filter: arguments.state.as_deref().map(filter).transpose()?,
    };
    let parts = each_branch(&opened.root, &core, needs, Looking::Errors, |branch, records| part(&core, branch, records, &question));
    app.warn_of(&opened.root, parts.findings);
    app.show(&FormsReport::new(&core, question, parts.value))?;
    Ok(Exit::Fine)
}

fn filter(text: &str) -> Result<FormFilter> {
    let known = || FormFilter::ALL.iter().map(|filter| filter.word());
    let plain = text.trim().replace('-', "_");
    let label = |filter: &FormFilter| crate::i18n::say(crate::i18n::Lang::Zh, filter.label());
    FormFilter::ALL.into_iter().find(|filter| filter.word() == plain || label(filter) == text.trim()).ok_or_else(|| {
        let message = Message::new("failure.unknown-word").with("value", text).with("nearest", nearest(text, known()));
        let listed: Vec<String> = FormFilter::ALL.iter().map(|filter| key_and_name(filter.word(), &label(filter))).collect();
        Failure::usage(message.with("known", listed.join(" ")))
    })
}
