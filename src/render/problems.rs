//! Problems of the records for people and for programs. For people: `file:line:column: severity[code]: sentence`, the line itself with
//! a mark, what to do. For programs: `bangfu/problems/1`.

use std::fmt::Write;
use std::io;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::snippet::Snippet;
use super::visible::seen;
use crate::finding::{Code, Finding, NotListed, Said, Sentences, Severity};
use crate::i18n::{Lang, Message, say};

/// The most problems that are listed for people; the rest is counted by code.
pub const MOST_SHOWN: usize = 1000;

/// The answer `bangfu/problems/1`.
#[derive(Serialize)]
struct Problems<'a> {
    format: &'static str,
    problems: List<'a>,
}

/// Problems that are put into words one by one.
struct List<'a>(&'a [Finding], Lang);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sentences = Sentences::new(self.1);
        serializer.collect_seq(self.0.iter().map(|finding| Problem::of(finding, &mut sentences)))
    }
}

#[derive(Serialize)]
struct Problem<'a> {
    severity: &'static str,
    code: &'static str,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    help: String,
}

impl<'a> Problem<'a> {
    fn of(finding: &'a Finding, sentences: &mut Sentences) -> Self {
        let place = &finding.place;
        let Said { message, help } = sentences.of(finding);
        Self {
            severity: finding.severity().word(),
            code: finding.code.word(),
            file: &place.file,
            line: (place.line > 0).then_some(place.line),
            column: (place.column > 0).then_some(place.column),
            message,
            help: help.into_owned(),
        }
    }
}

/// All problems as one line of JSON, written as they are put into words. Columns must be worked out before (`store::locate`).
///
/// # Errors
/// Where it cannot be written.
pub fn json(findings: &[Finding], lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    super::json::write(&Problems { format: "bangfu/problems/1", problems: List(findings, lang) }, out)
}

/// How much is listed for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// At most `MOST_SHOWN`; the rest is counted.
    Short,
    /// Everything.
    Whole,
}

impl Listing {
    /// The most problems that are listed.
    #[must_use]
    pub fn most(self) -> usize {
        if self == Self::Whole { usize::MAX } else { MOST_SHOWN }
    }
}

/// How text for people looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The language.
    pub lang: Lang,
    /// Whether severities are coloured.
    pub colored: bool,
    /// The width of lines, in columns.
    pub width: usize,
}

/// So many bytes are put together before they are written.
const AT_A_TIME: usize = 1 << 15;

/// Tells one problem after the other as text for people.
pub struct Teller<'o> {
    style: Style,
    sentences: Sentences,
    error: String,
    warning: String,
    /// The file of the last problem, where it was one that a whole file mostly has.
    garbled: Option<Arc<str>>,
    /// What is not written yet.
    text: String,
    out: &'o mut dyn io::Write,
}

impl<'o> Teller<'o> {
    /// In a style; nothing is told yet.
    #[must_use]
    pub fn new(style: Style, out: &'o mut dyn io::Write) -> Self {
        let (error, warning) = (say(style.lang, "ui.error"), say(style.lang, "ui.warning"));
        let text = String::with_capacity(AT_A_TIME + 4096);
        Self { style, sentences: Sentences::new(style.lang), error, warning, garbled: None, text, out }
    }

    /// One problem: where and what, the line with a mark, what to do. Of a file that is in another encoding the last two are told once.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn one(&mut self, finding: &Finding, line: Option<&str>) -> io::Result<()> {
        let number = finding.place.line.to_string();
        self.head(finding, &number);
        let Said { message, help } = self.sentences.of(finding);
        let out = &mut self.text;
        out.extend([&seen(&message), "\n"]);
        let file = &finding.place.file;
        let is_garbled = finding.code == Code::BadEncoding && finding.text("guess").is_some();
        let before = std::mem::replace(&mut self.garbled, is_garbled.then(|| Arc::clone(file)));
        if is_garbled && before.as_ref() == Some(file) {
            return self.write_if_long();
        }
        if let Some(line) = line.filter(|_| finding.place.line > 0) {
            push_snippet(finding, line, (&number, self.style.width), out);
        }
        pad(out, BLANKS, number.len() + 2);
        out.push_str(" = ");
        let help = seen(&help);
        out.push_str(&if help.contains('\n') { help.replace('\n', " ").into() } else { help });
        out.push('\n');
        self.write_if_long()
    }

    /// The number of those that are not listed, behind all others.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn rest(mut self, rest: &NotListed) -> io::Result<()> {
        if rest.number() > 0 {
            let _ = writeln!(self.text, "{}", not_listed(rest, self.style.lang));
        }
        self.write()
    }

    fn write_if_long(&mut self) -> io::Result<()> {
        if self.text.len() < AT_A_TIME { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        let written = self.out.write_all(self.text.as_bytes());
        self.text.clear();
        written
    }

    fn head(&mut self, finding: &Finding, number: &str) {
        let (place, out) = (&finding.place, &mut self.text);
        out.push_str(&seen(&place.file));
        if place.line > 0 {
            out.extend([":", number]);
        }
        if place.column > 0 {
            out.extend([":", &place.column.to_string()]);
        }
        let (word, color) = match finding.severity() {
            Severity::Error => (&self.error, "\u{1b}[1;31m"),
            Severity::Warning => (&self.warning, "\u{1b}[1;33m"),
        };
        let (color, plain) = if self.style.colored { (color, "\u{1b}[0m") } else { ("", "") };
        out.extend([": ", color, word, "[", finding.code.word(), "]", plain, ": "]);
    }
}

/// Adds the line of a finding, whose number is given with the columns that there are, and the mark under it.
fn push_snippet(finding: &Finding, line: &str, (number, width): (&str, usize), out: &mut String) {
    let place = &finding.place;
    let snippet = Snippet::new(line, place.column, place.file.ends_with(".csv"), width.saturating_sub(number.len() + 5));
    out.extend(["  ", number, " | ", &snippet.line, "\n"]);
    if snippet.mark > 0 {
        pad(out, BLANKS, number.len() + 2);
        out.push_str(" | ");
        pad(out, BLANKS, snippet.before);
        pad(out, MARKS, snippet.mark);
        out.push('\n');
    }
}

const BLANKS: &str = "                                                                ";
const MARKS: &str = "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^";

/// Adds so many of the same character, of which some are given.
fn pad(out: &mut String, some: &str, mut count: usize) {
    while count > 0 {
        let now = count.min(some.len());
        out.push_str(some.get(..now).unwrap_or_default());
        count -= now;
    }
}

/// What is not listed, counted by code.
fn not_listed(rest: &NotListed, lang: Lang) -> String {
    let counts: Vec<String> = rest.by_code().map(|(code, count)| format!("{code} {count}")).collect();
    Message::new("ui.more-problems").with("count", rest.number()).with("codes", counts.join(", ")).text(lang)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Listing, MOST_SHOWN, Style, Teller, json};
    use crate::finding::{Code, Finding, Findings};
    use crate::i18n::Lang;
    use crate::source::Place;

    const STYLE: Style = Style { lang: Lang::En, colored: false, width: 100 };

    fn told<'l>(findings: &[Finding], lines: &dyn Fn(usize) -> Option<&'l str>, listing: Listing) -> String {
        let (listed, rest) = Findings::of(findings.to_vec(), listing.most()).listed();
        let mut out = Vec::new();
        let mut teller = Teller::new(STYLE, &mut out);
        listed.iter().enumerate().for_each(|(at, finding)| teller.one(finding, lines(at)).unwrap());
        teller.rest(&rest).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn finding(line: u32, column: u32) -> Finding {
        Finding::new(Code::BadNumber, Place::new(&Arc::from("branches/ug1/contacts.csv"), line, column)).with("value", "四十五")
    }

    #[test]
    fn a_problem_shows_where_what_the_line_and_what_to_do() {
        let line = |_: usize| Some("阿衣努尔,2012-11-08,四十五,谈心");
        let shown = told(&[finding(12, 17)], &line, Listing::Short);
        let help = finding(1, 1).help(Lang::En);
        let expected = [
            "branches/ug1/contacts.csv:12:17: error[bad-number]: “四十五” is no whole number.".to_owned(),
            "  12 | 阿衣努尔,2012-11-08,四十五,谈心".to_owned(),
            format!("     | {}^^^^^^", " ".repeat(20)),
            format!("     = {help}\n"),
        ];
        assert_eq!(shown, expected.join("\n"));
    }

    #[test]
    fn a_problem_of_a_line_or_a_file_has_no_mark() {
        let line = |_: usize| Some("a,b");
        assert!(!told(&[finding(3, 0)], &line, Listing::Short).contains('^'));
        assert!(!told(&[finding(0, 0)], &line, Listing::Short).contains(" | "));
    }

    #[test]
    fn of_a_file_in_another_encoding_it_is_told_once_what_to_do() {
        let at = |file: &str, code, line| Finding::new(code, Place::new(&Arc::from(file), line, 1)).with("guess", "GB18030");
        let bad = Code::BadEncoding;
        let all = [at("a", bad, 2), at("a", bad, 3), at("a", Code::BadNumber, 4), at("a", bad, 5), at("b", bad, 2), at("b", bad, 3)];
        let shown = told(&all, &|_| Some("甲"), Listing::Short);
        let helps = shown.lines().scan("", |head, line| {
            *head = if line.starts_with(' ') { *head } else { line.split(": ").next().unwrap_or("") };
            Some(line.contains(" = ").then_some(*head))
        });
        assert_eq!(helps.flatten().collect::<Vec<_>>(), ["a:2:1", "a:4:1", "a:5:1", "b:2:1"]);
        assert_eq!((shown.matches("error[bad-encoding]").count(), shown.matches(" | 甲").count()), (5, 4));
    }

    #[test]
    fn more_than_the_most_are_counted_by_code_and_none_is_passed_over() {
        let findings: Vec<Finding> = (1..=1500).map(|line| finding(line, 1)).collect();
        let shown = told(&findings, &|_| None, Listing::Short);
        assert_eq!(shown.matches("error[bad-number]").count(), MOST_SHOWN);
        assert!(shown.contains("500 more problems are not listed: bad-number 500."), "{}", shown.lines().last().unwrap());
        assert_eq!(told(&findings, &|_| None, Listing::Whole).matches("error[bad-number]").count(), 1500);
        let mut bytes = Vec::new();
        json(&findings, Lang::En, &mut bytes).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap().matches("\"code\"").count(), 1500);
    }

    #[test]
    fn nothing_from_the_records_reaches_the_terminal_unseen() {
        let line = |_: usize| Some("a\u{1b}[2J,\u{202e}b");
        let shown = told(&[finding(1, 3)], &line, Listing::Short);
        assert!(shown.contains("a\\u{1b}[2J,\\u{202e}b") && !shown.contains(['\u{1b}', '\u{202e}']));
    }
}
