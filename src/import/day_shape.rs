//! Days in the shapes that offices write. A day without a year, or one of which the order of its parts cannot be known, is none.

use super::grid::{Cell, Nature};
use crate::i18n::Message;
use crate::model::day::Day;

/// Serial numbers of the years 1954 to 2119, as far as a number may be meant for a day.
const SERIAL: std::ops::RangeInclusive<i32> = 20_000..=80_000;

/// The day of a cell, `year` being that of days without one.
///
/// # Errors
/// Why it is none.
pub fn day(cell: Cell<'_>, year: Option<i32>) -> Result<Day, Message> {
    let text = cell.text;
    if cell.nature == Nature::Day {
        return Day::parse(text.as_bytes()).map_err(|_| bad(text));
    }
    let written = without_time(text);
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
        [run] if run.len() == 5 && written.len() == 5 => {
            Err(serial(run).map_or_else(|| bad(text), |day| Message::new("import.day-serial").with("value", text).with("day", day)))
        }
        _ => Err(bad(text)),
    }
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

/// A day without the time of the day behind it: `2012-11-06 15:30`, `2012-11-06T00:00:00`, and without a weekday.
fn without_time(text: &str) -> &str {
    let day = text.split(['T', ' ', '\u{3000}', '(', '（']).next().unwrap_or(text);
    let rest = text.get(day.len()..).unwrap_or_default();
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, 'T' | 'Z' | ' ' | ':' | '.' | '：' | '时' | '分' | '秒');
    let weekday = rest.trim_matches([' ', '\u{3000}', '(', ')', '（', '）']);
    let is_weekday = ["星期", "周", "礼拜"].iter().any(|word| weekday.strip_prefix(word).is_some_and(|day| day.chars().count() == 1));
    if rest.chars().all(is_time) || is_weekday { day } else { text }
}

/// The numbers between the marks of a day, or nothing where there is something else.
fn parts(text: &str) -> Vec<&str> {
    let plain = text.trim_end_matches(['日', '号']);
    let marks = ['-', '/', '.', '．', '年', '月', '－', '／', '—'];
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
        ] {
            assert_eq!(read(text, Nature::Text, None), Ok("2012-11-06".to_owned()), "{text}");
        }
        assert_eq!(read("20121106", Nature::Number, None), Ok("2012-11-06".to_owned()));
        assert_eq!(read("2012-11-06", Nature::Day, None), Ok("2012-11-06".to_owned()));
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
