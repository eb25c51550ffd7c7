//! Problems of the records for people and for programs. For people: `file:line:column: severity[code]: sentence`, the line itself with
//! a mark, what to do. For programs: `bangfu/problems/1`.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::visible::visible;
use crate::finding::{Finding, Severity};
use crate::i18n::{Lang, Message};

/// The most problems that are listed for people; the rest is counted by code.
pub const MOST_SHOWN: usize = 1000;

/// The answer `bangfu/problems/1`.
#[derive(Serialize)]
struct Problems {
    format: &'static str,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Problem {
    severity: &'static str,
    code: &'static str,
    file: String,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    help: String,
}

impl Problem {
    fn of(finding: &Finding, lang: Lang) -> Self {
        let place = &finding.place;
        Self {
            severity: finding.severity().word(),
            code: finding.code.word(),
            file: place.file.to_string(),
            line: (place.line > 0).then_some(place.line),
            column: (place.column > 0).then_some(place.column),
            message: finding.message(lang),
            help: finding.help(lang),
        }
    }
}

/// All problems as one line of JSON. Columns must be worked out before (`store::locate`).
#[must_use]
pub fn json(findings: &[Finding], lang: Lang) -> Vec<u8> {
    let problems = findings.iter().map(|finding| Problem::of(finding, lang)).collect();
    let mut bytes = serde_json::to_vec(&Problems { format: "bangfu/problems/1", problems }).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The problems as text; `lines` gives the source line of a place.
#[must_use]
pub fn text(findings: &[Finding], lines: &dyn Fn(&Finding) -> Option<String>, lang: Lang) -> String {
    let mut out = String::new();
    for finding in findings.iter().take(MOST_SHOWN) {
        let place = visible(&finding.place.to_string());
        let severity = crate::i18n::say(lang, if finding.severity() == Severity::Error { "ui.error" } else { "ui.warning" });
        let _ = writeln!(out, "{place}: {severity}[{}]: {}", finding.code.word(), visible(&finding.message(lang)));
        if let Some(line) = lines(finding) {
            let _ = writeln!(out, "    {}", visible(&line));
        }
        let _ = writeln!(out, "    {}", visible(&finding.help(lang)));
    }
    if findings.len() > MOST_SHOWN {
        let _ = writeln!(out, "{}", rest(findings.get(MOST_SHOWN..).unwrap_or_default(), lang));
    }
    out
}

/// What is not listed, counted by code.
fn rest(findings: &[Finding], lang: Lang) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|finding| *counts.entry(finding.code.word()).or_default() += 1);
    let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
    Message::new("ui.more-problems").with("count", findings.len()).with("codes", counts.join(", ")).text(lang)
}
