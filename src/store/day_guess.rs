//! What a damaged day probably meant, for the help of a message only: nothing is ever repaired by a guess.

use crate::model::day::Day;

/// The day that a text such as `2012/11/6`, `2012年11月6日`, `20121106` or an Excel serial number stands for.
#[must_use]
pub fn guess(text: &str) -> Option<String> {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let day = match [runs.next(), runs.next(), runs.next(), runs.next()] {
        [Some(year), Some(month), Some(day), None] if year.len() == 4 => {
            Day::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        [Some(serial), None, None, None] if serial.len() == 5 && text.len() == 5 => Some(Day::from_serial(serial.parse().ok()?)),
        [Some(run), None, None, None] if run.len() == 8 && text.len() == 8 => {
            let part = |range: std::ops::Range<usize>| run.get(range).and_then(|part| part.parse::<u32>().ok());
            Day::of(part(0..4)? as i32, part(4..6)?, part(6..8)?)
        }
        _ => None,
    };
    day.map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn common_damage_is_recognised() {
        for text in ["2012/11/6", "2012.11.6", "2012年11月6日", "20121106", "41219", "2012-11-6"] {
            assert_eq!(guess(text).as_deref(), Some("2012-11-06"), "{text}");
        }
        for text in ["11-06", "2012/13/1", "abc", "2012-02-30"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }
}
