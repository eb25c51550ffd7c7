//! What is said under a rollup: whether a closed month is as it was, and how anyone makes the same bytes again. Not here: the digests.

use super::Arguments;
use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::finding::Findings;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month};
use crate::reports::closing::{Closing, FiguresState, Foot, figures_digest};
use crate::reports::rollup::{Rollup, RollupQuestion};
use crate::reports::sheet::Format;
use crate::rules::closing::{Scope, Span};
use crate::rules::rollup::{MonthQuestion, default_day};
use crate::store::month_records::{compared, month_digest, settings_digest};
use crate::store::open::Root;

/// The closed ones among these months beside what is now.
pub(super) fn closings(app: &App, root: &Root, core: &Core, rollups: &[Rollup<'_>], whole: bool) -> Result<Vec<Closing>> {
    let mut findings = Findings::default();
    let known = reading::closed_months(app, root)?;
    if !rollups.iter().any(|rollup| known.get(rollup.month).is_some()) {
        return Ok(Vec::new());
    }
    let settings = settings_digest(root, &mut findings);
    let mut beside = |rollup: &Rollup<'_>| {
        let before = known.get(rollup.month)?;
        let comparison = compared(root, core, before, &settings, &mut findings);
        let comparable = whole && rollup.as_of == before.as_of && before.version == env!("CARGO_PKG_VERSION");
        let figures = match comparable {
            true if figures_digest(rollup) == before.figures => FiguresState::Same,
            true => FiguresState::Changed,
            false => FiguresState::NotCompared,
        };
        Some(Closing::new(before.clone(), comparison, figures))
    };
    Ok(rollups.iter().filter_map(&mut beside).collect())
}

/// Version, digests and the command that makes the same bytes; none where it is not asked for. `written` is the day by which the
/// branches' own texts are taken, where the answer has them: it may be later than that of the figures.
pub(super) fn foot(
    app: &App,
    arguments: &Arguments,
    root: &Root,
    core: &Core,
    first: Month,
    questions: &[RollupQuestion<'_>],
    written: Option<Day>,
) -> Option<Foot> {
    let last = questions.last().map(|question| &question.month)?;
    let asked = arguments.footer || (app.output.is_some() && !arguments.no_footer);
    if !asked {
        return None;
    }
    if arguments.footer && app.format == Format::Csv {
        app.note(&Message::new("rollup.no-foot-in-csv"));
    }
    let mut findings = Findings::default();
    let settings = settings_digest(root, &mut findings);
    let as_of = written.map_or(last.as_of, |day| day.max(last.as_of));
    let records = month_digest(root, core, &Scope::new(last.month, as_of, Span::Through), &mut findings).records();
    let command = command(app, arguments, core, first, last, written.is_some() && arguments.as_of.is_none());
    Some(Foot { version: env!("CARGO_PKG_VERSION"), settings, records, command })
}

/// The command, with the day of asking where something of the answer hangs on it, as `by_today` says of all of it.
fn command(app: &App, arguments: &Arguments, core: &Core, first: Month, last: &MonthQuestion<'_>, by_today: bool) -> String {
    let mut command = vec!["bangfu".to_owned()];
    let whole = |month: Month| default_day(core, month, Day::MAX);
    let earliest = if arguments.as_of.is_some() || arguments.since.is_none() { first.previous() } else { first };
    let mut months = std::iter::successors(Some(earliest), |month| Some(month.next())).take_while(|month| *month <= last.month);
    let cut = by_today || months.any(|month| whole(month) > app.today);
    if cut {
        command.push(format!("--today {}", app.today));
    }
    command.push(format!("--lang {} --format {} rollup {}", app.lang.word(), app.format.word(), last.month));
    command.extend(arguments.branch.as_ref().map(|branch| format!("--branch {branch}")));
    command.extend(arguments.since.as_ref().map(|_| format!("--since {first}")));
    let as_of = arguments.as_of.is_some() || (arguments.since.is_none() && !by_today);
    command.extend(as_of.then(|| format!("--as-of {}", last.as_of)));
    command.push("--footer".to_owned());
    command.join(" ")
}
