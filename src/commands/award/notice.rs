//! `award notice`: the public notice of a decision (公示), and its days on record. Asked again without days it is printed again.

use clap::builder::PossibleValuesParser;

use super::basis::Basis;
use super::decided::Known;
use crate::app::App;
use crate::commands::own_document::OwnDocument;
use crate::commands::plain::Plain;
use crate::commands::spoken;
use crate::commands::writing::{Done, Session};
use crate::failure::{Failure, Result};
use crate::i18n::{Lang, Message};
use crate::model::decision::{Counting, Decision, FirstDay, Notice};
use crate::model::text::on_one_line;
use crate::model::word::meaning;
use crate::render;
use crate::reports::award::{NoticeReport, notice_places};
use crate::reports::places::PlacesReport;
use crate::reports::sheet::Format;
use crate::rules::public_notice;
use crate::ui::Exit;

/// How many days a notice runs where nothing is said.
const DAYS: u32 = 5;

/// The public notice of a decision
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// The first day of the notice (today)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// How many days it runs (5)
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    days: Option<u32>,
    /// Which days count: working (default) or calendar
    #[arg(long, value_name = "COUNTED", value_parser = PossibleValuesParser::new(Counting::WORDS.map(|(word, _)| word)))]
    counted: Option<String>,
    /// Whether the first day counts: counted (default) or not-counted
    #[arg(long, value_name = "FIRST", value_parser = PossibleValuesParser::new(FirstDay::WORDS.map(|(word, _)| word)))]
    first_day: Option<String>,
    /// Where objections go
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// The language of the notice: zh (default) or en
    #[arg(long, value_name = "LANG", value_parser = PossibleValuesParser::new(["zh", "en"]), default_value = "zh", hide_default_value = true)]
    text: String,
    #[command(flatten)]
    own: OwnDocument,
}

/// Writes the days down and prints the notice.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let session = Session::for_document(app)?;
    let core = Basis::core(app, session.root())?;
    let known = Known::of(&core, super::award(&core, &arguments.award)?)?;
    if arguments.own.lists_places() && known.decision.is_none() {
        app.show(&PlacesReport::of(&notice_places(&core, known.rule)))?;
        return Ok(Exit::Fine);
    }
    let decision = known.decided()?;
    if decision.taken().next().is_none() {
        return Err(Failure::usage(Message::new("decision.nobody")));
    }
    let lang = if arguments.text == "en" { Lang::En } else { Lang::Zh };
    let (notice, is_new) = match &decision.notice {
        Some(notice) if !arguments.says_days() => (notice.clone(), false),
        _ => (asked(app, arguments, &known)?, true),
    };
    let report = NoticeReport::new(&core, known.rule, decision, &notice, lang);
    let filling = [report.filling()];
    // A document that cannot be filled is known before the days are on record.
    let documents = arguments.own.documents(app, &filling, lang)?;
    if is_new && !arguments.own.lists_places() {
        let decision = Decision { notice: Some(notice.clone()), ..decision.clone() };
        if known.write(&session, Some(&decision), known.reopened)? == Done::Shown {
            return Ok(Exit::Fine);
        }
    }
    if arguments.own.is_asked() {
        arguments.own.give(app, &filling, &documents)?;
        return Ok(Exit::Fine);
    }
    if matches!(app.format, Format::Docx | Format::Html) {
        app.show_paper_in(&report.paper(), lang)?;
    } else {
        app.answer(&render::report(&report, app.format, lang, app.width)?)?;
    }
    Ok(Exit::Fine)
}

impl Arguments {
    /// Whether anything is said of the days or the contact.
    fn says_days(&self) -> bool {
        self.from.is_some() || self.days.is_some() || self.counted.is_some() || self.first_day.is_some() || self.contact.is_some()
    }
}

/// The notice that is asked for; what is not said stays as in an earlier one. Errors: a decision that is final, days that cannot be.
fn asked(app: &App, arguments: &Arguments, known: &Known<'_>) -> Result<Notice> {
    let decision = known.open()?;
    let earlier = decision.notice.as_ref();
    let said = arguments.from.as_deref().map(|text| spoken::coming_day(text, app.today)).transpose()?;
    let from = said.or(earlier.map(|notice| notice.from)).unwrap_or(app.today);
    if from < decision.date {
        return Err(Failure::usage(Message::new("decision.notice-before").with("from", from).with("day", decision.date)));
    }
    let days = arguments.days.or(earlier.map(|notice| notice.days)).unwrap_or(DAYS);
    let counted = arguments.counted.as_deref().and_then(|word| meaning(&Counting::WORDS, word)).or(earlier.map(|notice| notice.counted));
    let first = arguments.first_day.as_deref().and_then(|word| meaning(&FirstDay::WORDS, word)).or(earlier.map(|notice| notice.first));
    let (counted, first) = (counted.unwrap_or(Counting::Working), first.unwrap_or(FirstDay::Counted));
    let notice = public_notice::notice(&known.core.scheme, from, days, counted, first);
    let notice = notice.ok_or_else(|| Failure::usage(Message::new("decision.notice-days")))?;
    let contact = arguments.contact.as_deref().map(on_one_line);
    Ok(Notice { contact: contact.or_else(|| earlier.and_then(|notice| notice.contact.clone())), ..notice })
}
