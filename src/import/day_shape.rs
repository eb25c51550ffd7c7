//! Days in the shapes that offices write. A day without a year, or one of which the order of its parts cannot be known, is none.

use super::grid::{Cell, Nature};
use crate::i18n::Message;
use crate::model::character::usual;
use crate::model::day::Day;

/// Serial numbers of the years 1954 to 2119, as far as a number may be meant for a day.
const SERIAL: std::ops::RangeInclusive<i32> = 20_000..=80_000;

/// What offices write where there is no day, since they leave no cell blank.
const NONE: [&str; 12] = ["无", "暂无", "没有", "—", "——", "－", "-", "--", "/", "／", "\\", "N/A"];

/// The day of a cell, `year` being that of days without one.
///
/// # Errors
/// Why it is none.
pub fn day(cell: Cell<'_>, year: Option<i32>) -> Result<Day, Message> {
    let text = cell.text;
    match cell.nature {
        Nature::Day => return Day::parse(text.as_bytes()).map_err(|_| bad(text)),
        Nature::Time => return Err(Message::new("import.only-time")),
        _ if NONE.contains(&text) => return Err(Message::new("import.day-none").with("value", text)),
        _ if is_zoned(text) => return Err(Message::new("import.day-zone").with("value", text)),
        _ => {}
    }
    let plain = plain(text);
    let written = without_time(&plain);
    let parts = parts(written);
    let number = |part: &str| part.parse::<u32>().ok();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => of(number(year), number(month), number(day)).ok_or_else(|| no_such(text)),
        [_, _, last] if last.len() == 4 => Err(Message::new("import.day-order").with("value", text)),
        [_, _, _] => Err(Message::new("import.day-short-year").with("value", text)),
        [first, second] if first.len() <= 2 && second.len() <= 2 && cell.nature == Nature::Text => match year {
            Some(year) => of(u32::try_from(year).ok(), number(first), number(second)).ok_or_else(|| no_such(text)),
            None => Err(Message::new("import.day-no-year").with("value", text)),
        },
        [run] if run.len() == 8 && written.len() == 8 => {
            let part = |range: std::ops::Range<usize>| run.get(range).and_then(number);
            of(part(0..4), part(4..6), part(6..8)).ok_or_else(|| no_such(text))
        }
        [run] if run.len() == 5 && written.len() == 5 => Err(as_serial(run, text)),
        // A day with its time, as a spreadsheet counts them.
        [days, _] if days.len() == 5 && written.starts_with(&format!("{days}.")) => Err(as_serial(days, text)),
        _ => Err(bad(text)),
    }
}

fn as_serial(run: &str, text: &str) -> Message {
    serial(run).map_or_else(|| bad(text), |day| Message::new("import.day-serial").with("value", text).with("day", day))
}

fn of(year: Option<u32>, month: Option<u32>, day: Option<u32>) -> Option<Day> {
    Day::of(i32::try_from(year?).ok()?, month?, day?)
}

fn bad(text: &str) -> Message {
    Message::new("import.bad-day").with("value", text)
}

fn no_such(text: &str) -> Message {
    Message::new("import.no-such-day").with("value", text)
}

fn serial(run: &str) -> Option<Day> {
    run.parse().ok().filter(|days| SERIAL.contains(days)).map(Day::from_serial)
}

/// A text with characters of the usual width, and without white space inside a day that is written with 年 and 月.
fn plain(text: &str) -> String {
    let mut plain: String = text.chars().map(usual).collect();
    for mark in ["年", "月", "日"] {
        let (before, after) = (format!(" {mark}"), format!("{mark} "));
        while plain.contains(&before) {
            plain = plain.replace(&before, mark);
        }
        while mark != "日" && plain.contains(&after) {
            plain = plain.replace(&after, mark);
        }
    }
    plain
}

/// Whether a text is a day with a time of another zone, maybe, than that of the office: the day there cannot be known.
pub(super) fn is_zoned(text: &str) -> bool {
    let Some((_, time)) = text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')) else { return false };
    let offset = time.rfind(['+', '-']).and_then(|at| time.get(at + 1..));
    let is_offset = |offset: &str| offset.len() >= 2 && offset.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    time.ends_with(['Z', 'z']) || time.ends_with("UTC") || time.ends_with("GMT") || offset.is_some_and(is_offset)
}

/// A day without the time of the day behind it: `2012-11-06 15:30`, `2012-11-06T00:00:00`, and without a weekday.
fn without_time(text: &str) -> &str {
    let end = text.find(['T', ' ', '\u{3000}', '(']).unwrap_or(text.len());
    let end = text.find(['日', '号']).map_or(end, |at| end.min(at + '日'.len_utf8()));
    let (day, rest) = text.split_at(end);
    let half = |c: char| matches!(c, '上' | '下' | '午' | 'A' | 'P' | 'M');
    let is_time = |c: char| c.is_ascii_digit() || half(c) || matches!(c, 'T' | ' ' | ':' | '.' | '时' | '点' | '分' | '秒');
    let weekday = rest.trim_matches([' ', '\u{3000}', '(', ')']);
    let is_weekday = ["星期", "周", "礼拜"].iter().any(|word| weekday.strip_prefix(word).is_some_and(|day| day.chars().count() == 1));
    if rest.chars().all(is_time) || is_weekday { day } else { text }
}

/// The numbers between the marks of a day, or nothing where there is something else.
fn parts(text: &str) -> Vec<&str> {
    let plain = text.trim_end_matches(['日', '号']);
    let marks = ['-', '/', '.', '年', '月', '—', '–', '‐'];
    let parts: Vec<&str> = plain.split(marks).collect();
    let is_number = |part: &&str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.iter().all(is_number) { parts } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::day;
    use crate::import::grid::{Cell, Nature};

    fn read(text: &str, nature: Nature, year: Option<i32>) -> Result<String, &'static str> {
        day(Cell { text, nature }, year).map(|day| day.to_string()).map_err(|message| message.key)
    }

    #[test]
    fn days_in_all_shapes() {
        for text in [
            "2012-11-06",
            "2012-11-6",
            "2012/11/6",
            "2012.11.6",
            "2012．11．06",
            "2012年11月6日",
            "2012年11月06号",
            "20121106",
            "2012/11/6 15:30",
            "2012-11-06T00:00:00",
            "2012-11-06 00:00:00.000",
            "2012年11月6日 星期二",
            "2012-11-06(周二)",
            "2012/11/6 15时30分",
            "2012年 11月 6日",
            "2012 年11月6 日 星期二",
            "2012年11月6日15:30",
            "２０１２－１１－０６",
            "2012–11–06",
            "2012/11/6 12:00:00 AM",
            "2012-11-06 下午3:30",
        ] {
            assert_eq!(read(text, Nature::Text, None), Ok("2012-11-06".to_owned()), "{text}");
        }
        assert_eq!(read("20121106", Nature::Number, None), Ok("2012-11-06".to_owned()));
        assert_eq!(read("2012-11-06", Nature::Day, None), Ok("2012-11-06".to_owned()));
    }

    #[test]
    fn a_time_alone_is_no_day() {
        assert_eq!(read("0.5", Nature::Time, None), Err("import.only-time"));
        assert_eq!(read("PT15H30M00S", Nature::Time, Some(2012)), Err("import.only-time"));
    }

    #[test]
    fn a_day_without_a_year_needs_one() {
        for text in ["11月6日", "11-6", "11/06", "11.6"] {
            assert_eq!(read(text, Nature::Text, None), Err("import.day-no-year"), "{text}");
            assert_eq!(read(text, Nature::Text, Some(2012)), Ok("2012-11-06".to_owned()), "{text}");
        }
        assert_eq!(read("11.6", Nature::Number, Some(2012)), Err("import.bad-day"), "11.60 would read the same");
        assert_eq!(read("2月29日", Nature::Text, Some(2013)), Err("import.no-such-day"));
    }

    #[test]
    fn what_cannot_be_known_is_refused() {
        for (text, key) in [
            ("2012-02-30", "import.no-such-day"),
            ("20121306", "import.no-such-day"),
            ("1812-11-06", "import.no-such-day"),
            ("12/11/6", "import.day-short-year"),
            ("11/6/2012", "import.day-order"),
            ("41219", "import.day-serial"),
            ("41219.5", "import.day-serial"),
            ("99999.5", "import.bad-day"),
            ("2012-11-06T23:30:00Z", "import.day-zone"),
            ("2012-11-06T15:30:00+08:00", "import.day-zone"),
            ("2012-11-06 15:30:00 -0500", "import.day-zone"),
            ("无", "import.day-none"),
            ("——", "import.day-none"),
            ("2012..11.6", "import.bad-day"),
            ("2012-11-06 (补)", "import.bad-day"),
            ("2012.11", "import.bad-day"),
            ("2012年11月", "import.bad-day"),
            ("上周五", "import.bad-day"),
            ("2012-11-06至11-08", "import.bad-day"),
            ("2012-11-06 左右", "import.bad-day"),
            ("6", "import.bad-day"),
        ] {
            assert_eq!(read(text, Nature::Text, Some(2012)), Err(key), "{text}");
        }
    }
}
