//! The season as pages: an overview, a page for each month, for each branch with its pairs' calendars, and for the awards, as far as
//! the audience may see them. Figures come from the reports; nothing is judged here. Not here: how a page looks.

mod calendar;

pub use calendar::calendars;

use super::audience::Audience;
use super::award::{AwardReport, NoticeReport};
use super::check::{self, BranchPart, Question, Show, Verdict};
use super::page::{Calendar, Page, Part, Section};
use super::rollup::{Rollup, Rollups};
use super::sheet::{Sheet, Sheets};
use crate::i18n::{Lang, Message};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::rules::cadence::CadenceFrame;

/// What a season's pages are made of. What the audience may not see is not handed over at all.
pub struct Season<'a> {
    /// The records.
    pub core: &'a Core,
    /// For whom.
    pub audience: Audience,
    /// The day as of which everything is judged.
    pub as_of: Day,
    /// The language of notices.
    pub lang: Lang,
    /// The months of the helping phase, in order.
    pub months: Vec<Rollup<'a>>,
    /// The branches with their judged pairs and calendars.
    pub branches: Vec<(BranchPart, Vec<Calendar>)>,
    /// Each award's candidate list, or why there is none.
    pub awards: Vec<Result<AwardReport<'a>, Message>>,
}

/// The pages in the order of their links; the first is the overview.
#[must_use]
pub fn pages(season: Season<'_>) -> Vec<Page> {
    let Season { core, audience, as_of, lang, months, branches, awards } = season;
    if audience == Audience::Public {
        return vec![public(core, as_of, lang)];
    }
    let frames = CadenceFrame::all(core, as_of);
    let parts: Vec<BranchPart> = branches.iter().map(|(part, _)| part.clone()).collect();
    let named = |page: &mut Page| page.lead.push(standing(core, audience, as_of));
    let rollups = Rollups { months };
    let mut pages = vec![overview(core, as_of, &rollups, &frames, parts)];
    pages.extend(branches.into_iter().map(|(part, calendars)| branch_page(core, as_of, frames.clone(), part, calendars)));
    pages.extend(rollups.months.iter().map(month_page));
    pages.extend((!awards.is_empty()).then(|| award_page(&awards)));
    pages.extend(notice_page(core, as_of, lang));
    pages.iter_mut().for_each(named);
    pages
}

/// As of when, and for whom the page is.
fn standing(core: &Core, audience: Audience, as_of: Day) -> Message {
    match audience {
        Audience::Public => Message::new("site.for-public").with("day", as_of),
        Audience::Branch(branch) => Message::new("site.for-branch").with("day", as_of).with("branch", core.scheme.branch_name(branch)),
        Audience::Committee => Message::new("site.for-committee").with("day", as_of),
    }
}

fn overview(core: &Core, as_of: Day, rollups: &Rollups<'_>, frames: &[CadenceFrame<'_>], parts: Vec<BranchPart>) -> Page {
    let mut sections = Vec::new();
    if let Some(last) = rollups.months.last() {
        let title = Message::new("site.month").with("month", last.month);
        sections.push(Section { title: Some(title), parts: vec![Part::Tiles(last.tiles())] });
    }
    sections.push(overdue(core, as_of, frames, parts));
    let trend = rollups.charts().into_iter().map(Part::Chart).collect();
    sections.push(Section { title: Some(Message::new("site.trend")), parts: trend });
    page("index", Message::new("site.overview"), named(core, "site.title"), sections)
}

/// Who is overdue on the day.
fn overdue(core: &Core, as_of: Day, frames: &[CadenceFrame<'_>], parts: Vec<BranchPart>) -> Section {
    let question = Question { verdict: Verdict::Present, ..Question::of(as_of) };
    let report = check::assemble(core, frames.to_vec(), parts, question);
    let mut sheets = report.sheets();
    // A page has no flag by which the rest could be asked for; it is on the branches' pages.
    sheets.iter_mut().for_each(|sheet| sheet.footer.retain(|line| line.key != "check.hidden"));
    let mut tables = untitled(sheets);
    if report.totals.overdue == 0 {
        tables.insert(0, Part::Notes(vec![Message::new("site.none-overdue")]));
    }
    Section { title: Some(Message::new("site.overdue")), parts: tables }
}

fn branch_page(core: &Core, as_of: Day, frames: Vec<CadenceFrame<'_>>, part: BranchPart, calendars: Vec<Calendar>) -> Page {
    let branch: BranchIx = part.branch;
    let name = || Message::new("rollup.branch").with("name", core.scheme.branch_name(branch));
    let question = Question { branch: Some(branch), show: Show::All, ..Question::of(as_of) };
    let report = check::assemble(core, frames, vec![part], question);
    let pairs = Section { title: Some(Message::new("site.pairs")), parts: untitled(report.sheets()) };
    let key = Part::Notes(vec![Message::new("site.calendar-key")]);
    let days = std::iter::once(key).chain(calendars.into_iter().map(Part::Calendar)).collect();
    let days = Section { title: Some(Message::new("site.calendars")), parts: days };
    page(&format!("branch-{}", core.scheme.branch_key(branch)), name(), name(), vec![pairs, days])
}

fn month_page(rollup: &Rollup<'_>) -> Page {
    let name = Message::new("rollup.key").with("key", rollup.month);
    Page { file: format!("month-{}", rollup.month), name, lead: Vec::new(), ..Page::of(rollup) }
}

fn award_page(awards: &[Result<AwardReport<'_>, Message>]) -> Page {
    let sections = awards.iter().flat_map(|award| match award {
        Ok(report) => report.sheets().into_iter().map(titled).collect(),
        Err(fault) => vec![Section { title: None, parts: vec![Part::Notes(vec![fault.clone()])] }],
    });
    let note = Section { title: None, parts: vec![Part::Notes(vec![Message::new("site.candidates-only")])] };
    let sections = std::iter::once(note).chain(sections).collect();
    page("awards", Message::new("site.awards"), Message::new("site.awards"), sections)
}

/// The notices that are out by a day: name, class and award of those who were taken.
fn notices(core: &Core, as_of: Day, lang: Lang) -> Vec<Section> {
    let out = core.committee.decisions.iter().filter_map(|file| {
        let decision = file.decision.as_ref()?;
        let notice = decision.notice.as_ref().filter(|notice| notice.from <= as_of)?;
        let rule = core.scheme.awards.get(file.award)?;
        Some(NoticeReport::new(core, rule, decision, notice, lang).sheets())
    });
    out.flatten().map(titled).collect()
}

fn notice_page(core: &Core, as_of: Day, lang: Lang) -> Option<Page> {
    let sections = notices(core, as_of, lang);
    (!sections.is_empty()).then(|| page("notices", Message::new("site.notices"), Message::new("site.notices"), sections))
}

/// What everybody may see: who gets which award, once a notice of it is out.
fn public(core: &Core, as_of: Day, lang: Lang) -> Page {
    let mut sections = notices(core, as_of, lang);
    if sections.is_empty() {
        sections.push(Section { title: None, parts: vec![Part::Notes(vec![Message::new("site.nothing-decided")])] });
    }
    let mut page = page("index", Message::new("site.notices"), named(core, "site.public-title"), sections);
    page.lead.push(standing(core, Audience::Public, as_of));
    page
}

fn named(core: &Core, key: &'static str) -> Message {
    Message::new(key).with("scheme", core.scheme.info.name.as_str())
}

fn page(file: &str, name: Message, title: Message, sections: Vec<Section>) -> Page {
    Page { file: file.to_owned(), name, title, lead: Vec::new(), sections }
}

fn titled(mut sheet: Sheet) -> Section {
    Section { title: sheet.title.take(), parts: vec![Part::Table(sheet)] }
}

fn untitled(sheets: Vec<Sheet>) -> Vec<Part> {
    sheets.into_iter().map(Part::Table).collect()
}
