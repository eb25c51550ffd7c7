//! `visit draw`: draws who is visited and keeps seed, population and list; draws again for a reason and keeps the first; verifies a draw
//! on record (rules.md R9).

use super::draws;
use crate::app::App;
use crate::commands::found::filled;
use crate::commands::plain::Plain;
use crate::commands::records::adding;
use crate::commands::writing::{Done, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decimal::{Fraction, fraction, parse_ratio};
use crate::model::table::DRAWS;
use crate::model::text::on_one_line;
use crate::reports::draw::{Asked, DrawReport, DrawVerification, RecordedDraw};
use crate::rules::draw::{Population, Size};
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// What a draw is decided on.
const BASIS: Needs = Needs::texts(Tables::DRAWS.and(Tables::VISITS).and(Tables::OUTCOMES));

/// Draw who is visited, draw again, or verify a draw
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["count", "share", "redraw", "verify"])))]
pub(super) struct Arguments {
    /// How many helped students
    #[arg(long, value_name = "NUMBER", conflicts_with = "share", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    count: Option<u32>,
    /// A share of all helped students, for instance 5%; parts of a person are rounded up
    #[arg(long, value_name = "SHARE")]
    share: Option<String>,
    /// The seed (drawn from the system once, and kept)
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// The day of the draw (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Draw again in place of this draw, which is kept
    #[arg(long, visible_alias = "replaces", value_name = "DRAW", requires = "reason")]
    redraw: Option<String>,
    /// Why it is drawn again
    #[arg(long, value_name = "TEXT", requires = "redraw")]
    reason: Option<String>,
    /// Draw once more from the records as of the draw's day, and say whether the list is the same
    #[arg(long, value_name = "DRAW", conflicts_with_all = ["count", "share", "seed", "on", "redraw", "reason"])]
    verify: Option<String>,
}

/// Draws, or verifies.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verify {
        Some(id) => verify(app, id),
        None => draw(app, arguments),
    }
}

fn verify(app: &App, id: &str) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::sound_core(app, &opened.root, BASIS)?;
    let report = DrawVerification::new(&core, draws::recorded(&core, draws::row(&core, id)?));
    app.show(&report)?;
    Ok(Exit::no_if(!report.follows()))
}

fn draw(app: &App, arguments: &Arguments) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let share = arguments.share.as_deref().map(share).transpose()?;
    let session = Session::for_report(app)?;
    let core = reading::sound_core(app, session.root(), BASIS)?;
    let earlier = arguments.redraw.as_deref().map(|id| replaceable(&core, id)).transpose()?;
    let seed = seed(app, arguments.seed.as_deref())?;
    if let Some(earlier) = earlier.filter(|row| core.committee.draws.text(*row, "seed") == seed) {
        let id = core.committee.draws.text(earlier, "id");
        return Err(Failure::usage(Message::new("draw.same-seed").with("id", id).with("seed", seed)));
    }
    let population = Population::new(&core, day);
    let size = match (arguments.count, share) {
        (Some(count), _) => Size::Count(count),
        (None, Some(share)) => Size::Share(share),
        (None, None) => Size::Count(earlier.map_or(0, |row| draws::recorded(&core, row).persons.len() as u32)),
    };
    let count = enough(&population, &size)?;
    let asked = Asked {
        count: arguments.count,
        share: arguments.share.clone(),
        replaces: arguments.redraw.clone(),
        reason: arguments.reason.clone(),
    };
    let mut report = DrawReport::new(&core, population, free_id(&core, day), seed, count, asked);
    match earlier.map_or_else(|| drawn_already(&core, &report), |_| None) {
        None => keep(app, &session, &report),
        Some(known) if (&known.seed, &known.persons) == (&report.seed, &report.ids()) => {
            app.note(&Message::new("draw.known").with("id", known.id.as_str()));
            report.id = known.id;
            app.show(&report)?;
            Ok(Exit::Fine)
        }
        Some(known) => {
            let told = |key| Message::new(key).with("id", known.id.as_str()).with("day", day);
            Err(Failure::usage(told("draw.drawn-already")).hint(told("draw.redraw-hint")))
        }
    }
}

/// The draw of the same day from the same students that none has taken the place of: another beside it would be a redraw without a reason.
fn drawn_already(core: &Core, report: &DrawReport<'_>) -> Option<RecordedDraw> {
    let draws = &core.committee.draws;
    let digest = report.digest();
    let same = |row: &usize| {
        let recorded = draws::recorded(core, *row);
        let stands = draws.row_with("replaces", &recorded.id).is_none();
        stands && recorded.date == report.population.day && recorded.population == digest
    };
    (0..draws.rows.len()).filter(same).map(|row| draws::recorded(core, row)).last()
}

/// Writes the draw down and shows it.
fn keep(app: &App, session: &Session<'_>, report: &DrawReport<'_>) -> Result<Exit> {
    let cells = filled(vec![
        ("id", Some(report.id.clone())),
        ("date", Some(report.population.day.to_string())),
        ("seed", Some(report.seed.clone())),
        ("population", Some(report.digest())),
        ("persons", Some(report.ids().join(";"))),
        ("replaces", report.asked.replaces.clone()),
        ("reason", report.asked.reason.clone()),
    ]);
    let done = session.apply(vec![adding(&DRAWS, None, cells)])?;
    if done != Done::Shown {
        app.show(report)?;
    }
    Ok(Exit::Fine)
}

/// A share between 0 and 1, more than 0.
fn share(text: &str) -> Result<Fraction> {
    let found = parse_ratio(text).filter(|share| *share > fraction(0, 1) && *share <= fraction(1, 1));
    found.ok_or_else(|| Failure::usage(Message::new("draw.bad-share").with("value", text)))
}

/// How many are drawn. Errors: nobody, or more than can be.
fn enough(population: &Population, size: &Size) -> Result<u32> {
    let open = population.open.len() as u32;
    let told = |key| Message::new(key).with("helped", population.helped()).with("resting", population.resting.len()).with("open", open);
    match size {
        Size::Count(0) => Err(Failure::usage(Message::new("draw.count-zero"))),
        Size::Count(count) if *count > open => Err(Failure::usage(told("draw.too-many").with("count", *count))),
        _ if open == 0 => Err(Failure::usage(told("draw.nobody"))),
        size => Ok(population.size(size)),
    }
}

/// The draw that is to be drawn again: no other may have taken its place already.
fn replaceable(core: &Core, id: &str) -> Result<usize> {
    let row = draws::row(core, id)?;
    let draws = &core.committee.draws;
    match draws.row_with("replaces", id) {
        Some(later) => Err(Failure::usage(Message::new("draw.replaced-already").with("id", id).with("other", draws.text(later, "id")))),
        None => Ok(row),
    }
}

/// The seed given, as the file keeps it, else one drawn from the system, once.
fn seed(app: &App, given: Option<&str>) -> Result<String> {
    match given.map(on_one_line) {
        Some(seed) if seed.is_empty() => Err(Failure::usage(Message::new("draw.empty-seed"))),
        Some(seed) => Ok(seed),
        None => Ok(app.drawn_seed()),
    }
}

/// The next free id of a day: `draw-2013-03-20`, then `draw-2013-03-20-2`.
fn free_id(core: &Core, day: Day) -> String {
    let taken = |id: &String| core.committee.draws.row_with("id", id).is_some();
    let numbered = |n: u32| if n == 1 { format!("draw-{day}") } else { format!("draw-{day}-{n}") };
    (1..).map(numbered).find(|id| !taken(id)).unwrap_or_default()
}
