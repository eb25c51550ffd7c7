//! `choose`: the voluntary choices before pairing: made, listed, corrected, taken back. Not here: what is wrong with a choice
//! (`rules::relations`); what a proposal makes of it.

use crate::app::App;
use crate::commands::found::{Found, amend, remove};
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, Choice, PersonIx};
use crate::model::table::CHOICES;
use crate::model::word::{Side, Word};
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Voluntary choices
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    /// The helper: id or name
    #[arg(value_name = "HELPER", required = true)]
    helper: Option<String>,
    /// The helped student: id or name
    #[arg(value_name = "HELPED", required = true)]
    helped: Option<String>,
    /// Who chose: helper 帮扶人 or helped 帮扶对象
    #[arg(long, value_name = "SIDE", default_value = "helper")]
    by: String,
    /// The day of the choice (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// The choices
    List(List),
    /// Correct a choice
    Amend(Amend),
    /// Take a choice back
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only choices of this person and for this person
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only choices that both made
    #[arg(long)]
    mutual: bool,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The helper: id or name
    #[arg(value_name = "HELPER")]
    helper: String,
    /// The helped student: id or name
    #[arg(value_name = "HELPED")]
    helped: String,
    /// Who chose: helper 帮扶人 or helped 帮扶对象
    #[arg(long, value_name = "SIDE", default_value = "helper")]
    by: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance date=2012-11-03
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says; without one a choice is made.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        None => choose(app, arguments),
        Some(Verb::List(arguments)) => list(app, arguments),
        Some(Verb::Amend(Amend { which, fields })) => amend(app, assignments(&CHOICES, fields)?, |session| known(session, which)),
        Some(Verb::Remove(which)) => remove(app, |session| known(session, which)),
    }
}

fn choose(app: &App, arguments: &Arguments) -> Result<Exit> {
    let (helper, helped) = (arguments.helper.as_deref().unwrap_or_default(), arguments.helped.as_deref().unwrap_or_default());
    let by = spoken::word::<Side>(&arguments.by)?;
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let (helper, helped) = (spoken::person(core, helper)?, spoken::person(core, helped)?);
    let branch = home(core, helper)?;
    refuse_doubled(&session, branch, (helper, helped, by))?;
    let (chooser, chosen) = if by == Side::Helper { (helper, helped) } else { (helped, helper) };
    let count = made(&session, chooser, by) + 1;
    let cells = vec![
        ("helper", core.people.id(helper).to_owned()),
        ("helped", core.people.id(helped).to_owned()),
        ("by", by.key().to_owned()),
        ("date", day.to_string()),
    ];
    carry_out(app, &session, adding(&CHOICES, Some(branch), cells), |mut answer| {
        let message = Message::new("choose.made").with("person", core.people.name(chooser)).with("other", core.people.name(chosen));
        answer.message = message.with("count", count).with("limit", core.scheme.pairing.max_choices);
        answer
    })
}

/// The branch in whose folder a helper's choices lie.
fn home(core: &Core, helper: PersonIx) -> Result<BranchIx> {
    let branch = core.people.get(helper).map_or(BranchIx::NONE, |row| row.branch);
    let none = || Failure::usage(Message::new("choose.helper-without-branch").with("person", core.people.id(helper)));
    core.scheme.branch_at(branch).map(|_| branch).ok_or_else(none)
}

/// Who chose whom.
type Chosen = (PersonIx, PersonIx, Side);

fn is(choice: &Choice, (helper, helped, by): Chosen) -> bool {
    choice.helper == helper && choice.helped == helped && choice.by == by
}

fn refuse_doubled(session: &Session<'_>, branch: BranchIx, chosen: Chosen) -> Result<()> {
    let choices = session.branch_tables(branch, Tables::CHOICES).choices;
    match choices.rows.iter().find(|choice| is(choice, chosen)) {
        Some(choice) => Err(Failure::usage(Message::new("choose.made-already").with("day", choice.date))),
        None => Ok(()),
    }
}

/// How many choices a person has made on a side, in the folders of all branches.
fn made(session: &Session<'_>, person: PersonIx, by: Side) -> usize {
    let of_branch = |branch| session.branch_tables(branch, Tables::CHOICES).choices.rows;
    session.core.branch_indexes().flat_map(of_branch).filter(|choice| choice.by == by && choice.on_side(by) == person).count()
}

/// The choice that is meant, in whatever branch's folder it lies.
fn known(session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let chosen = (spoken::person(core, &which.helper)?, spoken::person(core, &which.helped)?, spoken::word::<Side>(&which.by)?);
    let found = core.branch_indexes().find_map(|branch| {
        let choices = session.branch_tables(branch, Tables::CHOICES).choices;
        let row = choices.rows.iter().position(|choice| is(choice, chosen))?;
        Some(Found::at(&CHOICES, Some(branch), &choices, row))
    });
    let (helper, helped) = (core.people.id(chosen.0), core.people.id(chosen.1));
    let none = || Failure::usage(Message::new("choose.none").with("helper", helper).with("helped", helped).word("by", chosen.2.label()));
    found.ok_or_else(none)
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    let branch_of = |id: &str| core.people.find(id).and_then(|person| core.people.get(person)).map(|row| row.branch);
    let mut listing = listing(app, &opened, &core, &CHOICES, |cell| {
        person.is_none_or(|id| cell("helper") == id || cell("helped") == id)
            && branch.is_none_or(|branch| branch_of(&cell("helper")) == Some(branch))
    });
    if arguments.mutual {
        listing.keep_doubled(&["helper", "helped"]);
    }
    app.show(&listing)?;
    Ok(Exit::Fine)
}
