//! What a run of the program knows of its surroundings: data directory, day, language, terminal. The only reader of the environment.

#![expect(clippy::disallowed_methods, reason = "this is the room that reads the environment")]

use std::env;
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use zeroize::Zeroizing;

use crate::clock;
use crate::failure::{Failure, Kind, Result};
use crate::finding::Code;
use crate::i18n::{Lang, Message, say};
use crate::model::day::{Day, DayFault};
use crate::reports::sheet::Format;
use crate::store::directory::{Access, Store, WAIT};
use crate::store::open::{find_upward, has_scheme};
use crate::ui::progress::Progress;

/// The longest text that is read from standard input, in bytes.
const MOST_INPUT: usize = 128 * 1024;

/// The width of a table that goes into a pipe or a file: the same on any machine.
const PIPE_WIDTH: u16 = 120;

/// The variable by which a shell says that it asks for completion (clap's name for it).
pub const COMPLETE: &str = "BANGFU_COMPLETE";

/// The key of what is said of a data directory that is not there.
pub const NO_SUCH_DATA: &str = "failure.no-such-data";

/// Whether output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Color {
    /// Yes.
    On,
    /// No.
    Off,
}

/// Whether a command that writes really does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// It writes.
    Apply,
    /// It shows what would change (`--dry-run`).
    DryRun,
}

/// What the flags before or after the command say, as given.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--data`.
    pub data: Option<PathBuf>,
    /// `--today`.
    pub today: Option<String>,
    /// `--lang`.
    pub lang: Option<Lang>,
    /// `--format`.
    pub format: Option<Format>,
    /// `-o`.
    pub output: Option<PathBuf>,
    /// `--excel`.
    pub excel: bool,
    /// `--color`: `auto`, `always` or `never`.
    pub color: Option<String>,
    /// `-q`.
    pub quiet: bool,
    /// `--dry-run`.
    pub dry_run: bool,
    /// `--identity`.
    pub identity: Option<PathBuf>,
}

/// A run of the program.
#[derive(Clone, Debug)]
pub struct App {
    data: Option<PathBuf>,
    /// The day on which everything is asked.
    pub today: Day,
    /// The language of every text.
    pub lang: Lang,
    /// The format of the answer.
    pub format: Format,
    /// The file that takes the answer instead of stdout.
    pub output: Option<PathBuf>,
    /// Colour on stderr.
    pub color: Color,
    /// Colour in the answer.
    pub answer_color: Color,
    /// Whether notes on stderr are left out.
    pub quiet: bool,
    /// Whether commands write.
    pub writing: Writing,
    /// The file that opens sealed records.
    pub identity: Option<PathBuf>,
    /// Width of tables.
    pub width: u16,
    /// What a terminal shows while work goes on.
    pub(crate) progress: Arc<Progress>,
    /// The first file that could not be read, which was warned of: the answer is not whole.
    pub(crate) unread: Arc<OnceLock<Arc<str>>>,
    /// Set once it was told which file would get the answer.
    pub(crate) told_output: Arc<OnceLock<()>>,
}

/// A day as it is written, `YYYY-MM-DD`. Errors: the calendar has no such day, its year is out of range, or it is not written so, which
/// the message with this key says.
pub fn written_day(text: &str, otherwise: &'static str) -> Result<Day> {
    Day::parse(text.as_bytes()).map_err(|fault| {
        let key = if fault == DayFault::Shape { otherwise } else { Code::from(fault).message_key() };
        Failure::usage(Message::new(key).with("value", text))
    })
}

impl App {
    /// Puts flags and environment together. Errors: a day that is none.
    pub fn new(given: Given) -> Result<Self> {
        let format = format(&given)?;
        let today = match given.today.or_else(|| variable("BANGFU_TODAY")) {
            Some(text) => written_day(&text, "failure.bad-today")?,
            None => Day::from(clock::today()),
        };
        Ok(Self {
            data: given.data.or_else(|| path_variable("BANGFU_DATA")),
            today,
            lang: given.lang.unwrap_or_else(language),
            format,
            color: color(given.color.as_deref(), std::io::stderr().is_terminal()),
            answer_color: color(given.color.as_deref(), given.output.is_none() && std::io::stdout().is_terminal()),
            quiet: given.quiet,
            writing: if given.dry_run { Writing::DryRun } else { Writing::Apply },
            identity: given.identity.or_else(|| path_variable("BANGFU_IDENTITY")),
            width: if given.output.is_none() { terminal_width() } else { PIPE_WIDTH },
            output: given.output,
            progress: Arc::default(),
            unread: Arc::default(),
            told_output: Arc::default(),
        })
    }

    /// The data directory: the one given, else the nearest folder upward from here that holds `bangfu.toml`.
    pub fn data_directory(&self) -> Result<PathBuf> {
        if let Some(data) = &self.data {
            return Ok(data.clone());
        }
        let here = env::current_dir().map_err(|error| Failure::io(Message::new("failure.no-current-directory"), &error))?;
        find_upward(&here).ok_or_else(|| Failure::usage(Message::new("failure.no-data")).hint(Message::new("failure.no-data-hint")))
    }

    /// What was named as the data directory, where something was.
    #[must_use]
    pub fn named_data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// Opens the data directory, waiting for the lock. To write, it must be one: nothing is made in a folder that was named by mistake.
    pub fn open(&self, access: Access) -> Result<Store> {
        let folder = self.data_directory()?;
        refuse_no_folder(&folder)?;
        if access == Access::Write && !has_scheme(&folder) {
            let message = Message::new("failure.no-data-there").with("folder", folder.display().to_string());
            return Err(Failure::usage(message).hint(Message::new("failure.no-data-hint")));
        }
        if let Some(path) = self.output.as_deref().filter(|_| access == Access::Write) {
            crate::store::output::check(path, Some(&folder))?;
        }
        let access = if self.writing == Writing::DryRun { Access::Read } else { access };
        if self.can_show_progress() {
            self.progress.start(say(self.lang, "ui.working"));
        }
        Store::open(&folder, access, WAIT)
    }

    /// Shows on a terminal how far a work is, by what it is told: how much is done, of how much.
    pub fn watching(&self, text: &'static str) -> impl Fn(u64, u64) + use<> {
        if self.can_show_progress() {
            self.progress.start(say(self.lang, text));
        }
        let progress = Arc::clone(&self.progress);
        move |done, all| progress.advance(done, all)
    }

    /// Whether a person can be asked: stdin and stderr are terminals. If so, no progress is shown from then on.
    #[must_use]
    pub fn can_ask(&self) -> bool {
        let can = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if can {
            self.progress.end()
        } else {
            self.progress.stop()
        }
        can
    }

    /// A seed drawn from the system's chance: 16 hexadecimal digits. Whoever uses it keeps it beside the result.
    #[must_use]
    pub fn drawn_seed(&self) -> String {
        // The standard library keys its hashers with the system's random bytes; the hash of nothing shows the key and no more.
        format!("{:016x}", RandomState::new().hash_one(()))
    }

    /// The same run with its answer on the screen, where the file of `-o` is no answer.
    #[must_use]
    pub fn to_screen(&self) -> Self {
        Self { output: None, ..self.clone() }
    }

    /// All of standard input, wiped when it is let go. Errors: it is no UTF-8, or longer than a record can be.
    pub fn standard_input(&self) -> Result<Zeroizing<String>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_INPUT + 1));
        let read = std::io::stdin().lock().take(MOST_INPUT as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| Failure::io(Message::new("failure.no-input"), &error))?;
        if bytes.len() > MOST_INPUT {
            return Err(Failure::usage(Message::new("failure.input-too-long").with("most", MOST_INPUT / 1024)));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| Failure::usage(Message::new("failure.input-no-utf8")))?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// Where the user's own settings lie; `None` where the system does not say.
    #[must_use]
    pub fn settings_folder() -> Option<PathBuf> {
        let home = || Some(path_variable("HOME")?.join(".config"));
        let own = path_variable("XDG_CONFIG_HOME").or_else(|| path_variable("APPDATA")).or_else(home);
        Some(own?.join("bangfu"))
    }

    /// The editor that the user has chosen, as a shell reads it.
    #[must_use]
    pub fn editor() -> Option<String> {
        variable("VISUAL").or_else(|| variable("EDITOR"))
    }

    /// Where a file lies that is there for a moment and for nobody else: the user's own folder in memory, else the own settings.
    #[must_use]
    pub fn private_folder() -> Option<PathBuf> {
        let in_memory = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute() && folder.is_dir());
        in_memory.or_else(Self::settings_folder)
    }

    /// Whether progress can be shown.
    #[must_use]
    pub fn can_show_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }
}

/// By which variable the shell asks, with these words, what one may be completed to. Scripts made before asked by one that other programs
/// have too: it counts only as they use it.
#[must_use]
pub fn completing(words: &[OsString]) -> Option<&'static str> {
    let asks = |name: &str| env::var_os(name).is_some_and(|shell| !shell.is_empty() && shell != "0");
    let is_script = words.get(1).is_some_and(|word| word == "--");
    if asks(COMPLETE) { Some(COMPLETE) } else { Some("COMPLETE").filter(|name| is_script && asks(name)) }
}

/// The words of the command line.
pub fn arguments() -> impl Iterator<Item = OsString> {
    env::args_os()
}

/// The language when nothing is said: `BANGFU_LANG`, else the locale.
#[must_use]
pub fn language() -> Lang {
    let locale = ["BANGFU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(variable).or_else(system_locale);
    Lang::of_locale(locale.as_deref().unwrap_or(""))
}

/// The locale where no variable tells it: Windows keeps it elsewhere.
#[cfg(windows)]
fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

#[cfg(not(windows))]
fn system_locale() -> Option<String> {
    None
}

/// Refuses a data directory that is not there or is no folder.
fn refuse_no_folder(folder: &Path) -> Result<()> {
    let key = match folder.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => NO_SUCH_DATA,
        Ok(found) if !found.is_dir() => "failure.data-no-folder",
        // What else the system says is told where the folder is opened.
        _ => return Ok(()),
    };
    let message = Message::new(key).with("folder", folder.display().to_string());
    Err(Failure::new(Kind::Io, message).hint(Message::new("failure.no-data-hint")))
}

/// The format of the answer. Errors: `--excel` without csv, and bytes that would only disturb a terminal.
fn format(given: &Given) -> Result<Format> {
    let format = given.format.unwrap_or(if given.excel { Format::Csv } else { Format::Table });
    if given.excel {
        let fine = format == Format::Csv;
        return if fine { Ok(Format::ExcelCsv) } else { Err(Failure::usage(Message::new("failure.excel-is-csv"))) };
    }
    if format.is_binary() && given.output.is_none() && std::io::stdout().is_terminal() {
        return Err(not_for_terminal());
    }
    Ok(format)
}

/// What is said where an answer that is no text would go to a terminal.
#[must_use]
pub fn not_for_terminal() -> Failure {
    Failure::usage(Message::new("failure.binary-to-terminal")).hint(Message::new("failure.binary-to-terminal-hint"))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// A path in the environment; an empty one counts as none.
fn path_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn color(asked: Option<&str>, is_terminal: bool) -> Color {
    let on = match asked {
        Some("always") => true,
        Some("never") => false,
        _ => is_terminal && variable("NO_COLOR").is_none() && variable("TERM").is_none_or(|terminal| terminal != "dumb"),
    };
    if on { Color::On } else { Color::Off }
}

fn terminal_width() -> u16 {
    if !std::io::stdout().is_terminal() {
        return PIPE_WIDTH;
    }
    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    columns.or_else(|| console::Term::stdout().size_checked().map(|(_, width)| width)).unwrap_or(PIPE_WIDTH).max(40)
}
