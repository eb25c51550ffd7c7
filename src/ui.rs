//! The only printer. stdout carries the answer alone, stderr the rest; control and bidirectional characters from the records are made
//! visible; a broken pipe is success, a full disk is not.

pub mod progress;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::app::{App, Color, Writing, not_for_terminal};
use crate::failure::{Failure, Kind, Result};
use crate::finding::{Code, Finding, Findings, Severity};
use crate::i18n::{Lang, Message, say};
use crate::render;
use crate::render::problems::{Listing, MOST_SHOWN, Style, Teller};
use crate::render::visible::visible;
use crate::reports::answer::Answer;
use crate::reports::paper::Paper;
use crate::reports::problem_sheet::problem_sheet;
use crate::reports::sheet::{Format, Sheet, Sheets};
use crate::store::diff::{FileDiff, diff};
use crate::store::locate::{locate, locate_with_lines};
use crate::store::open::Root;
use crate::store::transaction::FileChange;

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Exit 0.
    Fine,
    /// The answer is "no": exit 1.
    No,
}

impl Exit {
    /// Fine, or "no" where something was found.
    #[must_use]
    pub fn no_if(found: bool) -> Self {
        if found { Self::No } else { Self::Fine }
    }
}

impl App {
    /// Shows a report in the format asked for.
    pub fn show<R: Serialize + Sheets>(&self, report: &R) -> Result<()> {
        if render::is_written_as_made(self.format) {
            return self.answer_by(|out| render::write(report, self.format, self.lang, self.width, out));
        }
        if self.format == Format::Html
            && let Some(page) = render::long_page(report, self.lang)?
        {
            return self.answer_by(|out| page.write(out));
        }
        self.answer(&render::report(report, self.format, self.lang, self.width)?)
    }

    /// Shows sheets that have no JSON of their own.
    pub fn show_sheets(&self, sheets: Vec<Sheet>) -> Result<()> {
        self.answer(&render::sheets(&sheets, self.format, self.lang, self.width)?)
    }

    /// Shows sheets before an answer that is a sentence; a program that asks for JSON gets the sentence alone.
    pub fn show_sheets_or_nothing(&self, sheets: Vec<Sheet>) -> Result<()> {
        if self.format == Format::Json { Ok(()) } else { self.show_sheets(sheets) }
    }

    /// Shows a paper: as a Word document where no format is named. A document does not go to a terminal.
    pub fn show_paper(&self, paper: &Paper) -> Result<()> {
        self.show_paper_in(paper, self.lang)
    }

    /// Shows a paper in a language of its own.
    pub fn show_paper_in(&self, paper: &Paper, lang: Lang) -> Result<()> {
        let bytes = render::paper(paper, self.format, lang)?;
        if self.format == Format::Html { self.answer(&bytes) } else { self.answer_document(&bytes) }
    }

    /// Answers with a Word document. Errors: it would go to a terminal.
    pub fn answer_document(&self, bytes: &[u8]) -> Result<()> {
        if self.output.is_none() && io::stdout().is_terminal() { Err(not_for_terminal()) } else { self.answer(bytes) }
    }

    /// Tells of a file that would be written (`--dry-run`).
    pub fn would_write(&self, path: &Path) {
        self.note(&Message::new("site.would-write").with("file", path.display().to_string()));
    }

    /// Writes a paper to a file of its own in a folder; `name` has no extension.
    pub fn save_paper(&self, paper: &Paper, folder: &Path, name: &str) -> Result<()> {
        let bytes = render::paper(paper, self.format, self.lang)?;
        self.write(&folder.join(format!("{name}.{}", render::paper_extension(self.format)?)), &bytes)
    }

    /// Refuses every other format for a command whose answer is a sentence, before it does anything.
    pub fn needs_sentence(&self) -> Result<()> {
        if matches!(self.format, Format::Table | Format::Json) { Ok(()) } else { Err(render::not_here("table, json")) }
    }

    /// Writes the answer to stdout, or to the file of `-o`.
    pub fn answer(&self, bytes: &[u8]) -> Result<()> {
        self.answer_by(|out| out.write_all(bytes))
    }

    /// Answers with a value as JSON.
    pub fn answer_json(&self, value: &impl Serialize) -> Result<()> {
        self.answer_by(|out| render::json::write(value, out))
    }

    /// Writes the answer bit by bit, where `answer` has it in one piece. With `--dry-run` the file of `-o` is only told of.
    pub fn answer_by(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.progress.stop();
        match &self.output {
            Some(path) if self.writing == Writing::DryRun => self.would_answer(path),
            Some(path) => crate::store::output::write_by(path, write, self.data_directory().ok().as_deref()),
            None => print_by(write),
        }
    }

    /// Tells, once, of the file that would get the answer. Errors: it could not.
    fn would_answer(&self, path: &Path) -> Result<()> {
        crate::store::output::check(path, self.data_directory().ok().as_deref())?;
        if self.told_output.set(()).is_ok() {
            self.would_write(path);
        }
        Ok(())
    }

    /// Writes a file beside the answer or as a part of it, with `--dry-run` only says so; never over a record.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.progress.stop();
        if self.writing == Writing::DryRun {
            self.would_write(path);
            return Ok(());
        }
        crate::store::output::write(path, bytes, self.data_directory().ok().as_deref())
    }

    /// Answers with a sentence; with `--format json` as `bangfu/done/1`.
    pub fn say(&self, message: &Message) -> Result<()> {
        self.say_done(&Answer::new(message.clone()))
    }

    /// Answers what a command that writes did; with `--format json` as `bangfu/done/1`. It is done also where the answer cannot be written,
    /// and the failure says so.
    pub fn say_done(&self, answer: &Answer) -> Result<()> {
        let told = match self.format {
            Format::Json => self.answer_json(&answer.json(self.lang)),
            _ => self.answer(visible(&answer.text(self.lang)).as_bytes()),
        };
        told.map_err(|failure| failure.hint(Message::new("failure.done-but-untold")))
    }

    /// Answers what a command would change (`--dry-run`): the lines that go and come, with `--format json` as `bangfu/diff/1`. It goes to
    /// stdout also beside `-o`, whose file is not written.
    pub fn show_changes(&self, changes: &[&FileChange]) -> Result<()> {
        if let Some(path) = &self.output {
            self.would_answer(path)?;
            return self.to_screen().show_changes(changes);
        }
        let diffs: Vec<FileDiff> = changes.iter().map(|change| diff(change)).collect();
        if self.format == Format::Json {
            return self.answer_json(&serde_json::json!({ "format": "bangfu/diff/1", "files": diffs }));
        }
        if diffs.is_empty() {
            self.note(&Message::new("done.same"));
        }
        let text: String = diffs.iter().map(FileDiff::to_string).collect();
        self.answer(visible(&text).as_bytes())
    }

    /// Tells a person what was done; not with `-q`.
    pub fn note(&self, message: &Message) {
        if !self.quiet {
            self.tell(&visible(&message.text(self.lang)));
        }
    }

    fn tell(&self, text: &str) {
        self.progress.stop();
        tell(text);
    }

    /// Refuses where the records that were read have an error (exit 4): the list goes out as `bangfu/problems/1` with `--format json`,
    /// else to stderr.
    pub fn refuse_errors(&self, root: &Root, findings: &[Finding]) -> Result<()> {
        let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
        self.refuse(root, Findings::of(errors.cloned().collect(), self.most_listed(Listing::Short)))?;
        self.warn_of_losses(root, findings);
        Ok(())
    }

    /// Warns those who decide of values that may quietly not count.
    pub fn warn_of_losses(&self, root: &Root, findings: &[Finding]) {
        self.warn_of(root, findings.iter().filter(|finding| finding.is_loss()).cloned().collect());
    }

    /// Refuses where an error was found, as `refuse_errors` does; warnings are not listed.
    pub fn refuse(&self, root: &Root, mut findings: Findings) -> Result<()> {
        let count = findings.number_of(Severity::Error);
        if count == 0 {
            return Ok(());
        }
        let is_unread = findings.iter().filter(|finding| finding.code == Code::UnreadableFile).count() == count;
        if self.format == Format::Json {
            self.answer_problems(root, findings)?;
        } else {
            self.tell_problems(root, findings);
        }
        let (kind, key) = if is_unread { (Kind::Io, "failure.unread-files") } else { (Kind::Refused, "failure.refused-errors") };
        Err(Failure::new(kind, Message::new(key).with("count", count)))
    }

    /// Warns of problems and goes on: lists and overviews. Where a file could not be read, the command ends with 3 all the same.
    pub fn warn_of(&self, root: &Root, findings: Vec<Finding>) {
        if let Some(finding) = findings.iter().find(|finding| finding.code == Code::UnreadableFile) {
            self.unread.get_or_init(|| Arc::clone(&finding.place.file));
        }
        if !findings.is_empty() && !self.quiet {
            self.tell_problems(root, Findings::of(findings, MOST_SHOWN));
        }
    }

    /// How a command ended, once it is over.
    pub fn ended(&self, exit: Exit) -> Result<Exit> {
        match self.unread.get() {
            Some(file) if exit == Exit::Fine => Err(Failure::new(Kind::Io, Message::new("failure.not-whole").with("file", file.as_ref()))),
            _ => Ok(exit),
        }
    }

    /// How many problems are listed: to a program every one.
    #[must_use]
    pub fn most_listed(&self, listing: Listing) -> usize {
        if matches!(self.format, Format::Json | Format::Csv | Format::ExcelCsv) { usize::MAX } else { listing.most() }
    }

    /// Answers with problems as `bangfu/problems/1`.
    pub fn answer_problems(&self, root: &Root, findings: Findings) -> Result<()> {
        let (mut findings, _) = findings.listed();
        locate(root, &mut findings);
        self.answer_by(|out| render::problems::json(&findings, self.lang, out))
    }

    /// Answers with problems as a table, a row at a time: csv for programs lists them all.
    pub fn answer_problem_table(&self, root: &Root, findings: Findings) -> Result<()> {
        let (mut findings, rest) = findings.listed();
        locate(root, &mut findings);
        let sheets = [problem_sheet(&findings, rest.number())];
        self.answer_by(|out| render::write_sheets(&sheets, self.format, self.lang, self.width, out))
    }

    fn tell_problems(&self, root: &Root, findings: Findings) {
        self.progress.stop();
        // Nobody can be told that telling failed.
        let _ = self.write_problems(root, findings, self.color, &mut io::stderr().lock());
    }

    /// Writes problems as text, each with its line and what to do.
    pub fn write_problems(&self, root: &Root, findings: Findings, color: Color, out: &mut dyn Write) -> io::Result<()> {
        let (mut findings, rest) = findings.listed();
        let style = Style { lang: self.lang, colored: color == Color::On, width: usize::from(self.width) };
        let mut teller = Teller::new(style, out);
        locate_with_lines(root, &mut findings, |finding, line| teller.one(finding, line))?;
        teller.rest(&rest)
    }
}

/// Writes a text and a line feed to stderr.
pub fn tell(text: &str) {
    // Nobody can be told that telling failed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// From now on a fault of the program itself is told by its place alone: what it says may be anything that was being read, sealed
/// records too.
pub fn tell_bugs_by_place(lang: Lang) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tell(&format!("{}: {}", say(lang, "ui.error"), Message::new("ui.bug").with("place", place).text(lang)));
    }));
}

/// Writes to stdout. That nobody listens any more is no failure, that the disk is full is one.
pub fn print(bytes: &[u8]) -> Result<()> {
    print_by(|out| out.write_all(bytes))
}

/// Writes to stdout bit by bit, as `print` does.
fn print_by(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(cannot_print(&error)),
        Ok(()) => Ok(()),
    }
}

fn cannot_print(error: &io::Error) -> Failure {
    Failure::io(Message::new("failure.cannot-print"), error)
}

/// Tells of a failure on stderr.
pub fn tell_failure(failure: &Failure, lang: Lang) {
    let mut text = format!("{}: {}", say(lang, "ui.error"), failure.message.text(lang));
    if let Some(cause) = &failure.cause {
        text.push_str(&format!(" ({cause})"));
    }
    for hint in &failure.hints {
        text.push_str(&format!("\n{}: {}", say(lang, "ui.hint"), hint.text(lang)));
    }
    tell(&visible(&text));
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::tell_bugs_by_place;
    use crate::i18n::Lang;

    /// Never told, whatever breaks.
    const SECRET: &str = "word-of-a-sealed-record";

    #[test]
    fn a_fault_of_the_program_tells_its_place_and_not_what_was_read() {
        let role = ["--exact", "ui::tests::role", "--ignored", "--nocapture", "--test-threads=1"];
        let run = Command::new(std::env::current_exe().unwrap()).args(role).output().unwrap();
        let told = [run.stdout, run.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        assert!(told.contains("1 failed") && told.contains("error: a fault of the program itself (src/ui.rs:"), "{told}");
        assert!(!told.contains(SECRET), "{told}");
    }

    #[test]
    #[ignore = "played by a process that the test above starts"]
    fn role() {
        tell_bugs_by_place(Lang::En);
        panic!("{SECRET}");
    }
}
