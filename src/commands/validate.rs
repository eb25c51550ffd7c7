//! `validate`: every problem in the records, by file and line.

use crate::app::App;
use crate::failure::Result;
use crate::finding::{Finding, Findings, Severity};
use crate::i18n::Message;
use crate::render::problems::Listing;
use crate::reports::sheet::Format;
use crate::rules::relations::Looking;
use crate::store::load::{gather_branches, gather_core};
use crate::store::needs::Needs;
use crate::store::sealed::boxes;
use crate::store::survey;
use crate::ui::Exit;

/// Every problem in the records, by file and line
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// List every problem, also where there are more than a thousand
    #[arg(long)]
    all: bool,
}

/// Reads everything, shows what is wrong; the answer is "no" where an error was found.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    if app.format.is_binary() || app.format == Format::Html {
        return Err(crate::render::not_here("table, csv, md, json"));
    }
    let opened = super::reading::open(app)?;
    let looking = Looking::Warnings(app.today);
    let listing = if arguments.all { Listing::Whole } else { Listing::Short };
    let mut findings = Findings::new(app.most_listed(listing));
    let core = gather_core(&opened.root, Needs::SURVEY, looking, &mut findings);
    let looking = if findings.iter().any(is_of_scheme) { Looking::Nothing } else { looking };
    gather_branches(&opened.root, &core, Needs::SURVEY, looking, &mut findings);
    survey::unknown_files(&opened.root, &core.scheme, &mut findings);
    crate::store::closed::read(&opened.root, &mut findings);
    boxes::check(&opened.root, &core.scheme, &mut findings);
    let errors = findings.number_of(Severity::Error);
    let warnings = findings.number_of(Severity::Warning);
    let found = Exit::no_if(errors > 0);
    if app.format == Format::Json {
        app.answer_problems(&opened.root, findings)?;
        return Ok(found);
    }
    if matches!(app.format, Format::Csv | Format::ExcelCsv | Format::Md) {
        app.answer_problem_table(&opened.root, findings)?;
        return Ok(found);
    }
    let summary = match (errors, warnings) {
        (0, 0) => Message::new("validate.fine").with("people", core.people.people.len()).with("pairs", core.pairs.rows.len()),
        _ => Message::new("validate.summary").with("errors", errors).with("warnings", warnings),
    };
    app.answer_by(|out| {
        app.write_problems(&opened.root, findings, app.answer_color, out)?;
        writeln!(out, "{}", summary.text(app.lang))
    })?;
    Ok(found)
}

fn is_of_scheme(finding: &Finding) -> bool {
    finding.severity() == Severity::Error && finding.place.file.as_ref() == crate::store::load::SCHEME_FILE
}
