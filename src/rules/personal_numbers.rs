//! The shapes of numbers that belong to a person: identity numbers of 18 digits (GB 11643) and of 15 (before it), mobile numbers; written in
//! one piece or in groups, as people do. Not here: which other numbers are meant as ids of the records.

/// The weights of the digits of an identity number (GB 11643), and the check digit by remainder.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";

/// How the eleven digits of a mobile number are grouped.
const MOBILE_GROUPS: [&[usize]; 7] = [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[4, 3, 4], &[3, 3, 5]];
/// What may stand before a mobile number for the country.
const COUNTRY: [&str; 2] = ["0086", "86"];

/// Groups that may make up one number.
const MOST_GROUPS: usize = 8;

/// What a line has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// An identity number.
    pub identity: bool,
    /// A mobile number.
    pub mobile: bool,
}

/// Digits in one piece; an X may end them.
struct Group<'l> {
    digits: &'l str,
    /// Whether it follows the group before it with no more than a blank, a dash or the like between.
    follows: bool,
}

/// Looks for numbers in a line of plain characters; those that are ids are none.
#[must_use]
pub fn find(line: &str, is_id: &dyn Fn(&str) -> bool) -> Found {
    let groups = groups(line);
    let mut found = Found::default();
    for (start, first) in groups.iter().enumerate() {
        if is_id(first.digits) {
            continue;
        }
        let mut joined = String::new();
        let mut sizes = Vec::new();
        for (place, group) in groups.iter().skip(start).take(MOST_GROUPS).enumerate() {
            if place > 0 && !group.follows || joined.len() + group.digits.len() > 18 {
                break;
            }
            joined.push_str(group.digits);
            sizes.push(group.digits.len());
            found.identity |= is_identity_number(&joined, sizes.len());
            found.mobile |= !is_id(&joined) && is_mobile_number(&joined, &sizes);
        }
    }
    found
}

fn groups(line: &str) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    let mut end_before: Option<usize> = None;
    let mut at = 0;
    for token in line.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = token.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if let Some(digits) = digits_of(word) {
            let start = at + word.len() - digits.len();
            let between = end_before.and_then(|end| line.get(end..start));
            let follows = between.is_some_and(|gap| (1..=3).contains(&gap.len()) && gap.bytes().all(|byte| b" -.()".contains(&byte)));
            groups.push(Group { digits, follows });
            end_before = Some(at + word.len());
        }
        at += token.len();
    }
    groups
}

/// The digits of a word: all of it, or what stands behind a word of letters, as in `tel139…`. Letters that may be hexadecimal digits make
/// it another kind of number.
fn digits_of(word: &str) -> Option<&str> {
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (before, digits) = word.split_at_checked(letters)?;
    let is_word = letters == 0 || letters > 1 && before.bytes().any(|byte| !byte.is_ascii_hexdigit());
    let only = digits.strip_suffix(['X', 'x']).unwrap_or(digits);
    (is_word && !only.is_empty() && only.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn is_identity_number(digits: &str, groups: usize) -> bool {
    match digits.len() {
        // In one piece the check digit is enough; groups may have come together by chance.
        18 => has_check_digit(digits) && (groups == 1 || has_place_and_birthday(digits, 6, 4)),
        15 => groups == 1 && digits.bytes().all(|byte| byte.is_ascii_digit()) && has_place_and_birthday(digits, 6, 2),
        _ => false,
    }
}

fn has_check_digit(run: &str) -> bool {
    let Some((last, digits)) = run.as_bytes().split_last() else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')) * weight).sum();
    CHECK.get((sum % 11) as usize) == Some(&last.to_ascii_uppercase())
}

/// Whether a number begins with a province and has a day of birth at a place, its year of so many digits.
fn has_place_and_birthday(digits: &str, at: usize, year: usize) -> bool {
    let number = |from: usize, length: usize| digits.get(from..from + length).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let province = matches!(number(0, 2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83);
    let century = year == 2 || (1900..=2100).contains(&number(at, 4));
    province && century && (1..=12).contains(&number(at + year, 2)) && (1..=31).contains(&number(at + year + 2, 2))
}

/// Eleven digits that begin with 13 to 19, with or without the country, in groups as such numbers are written.
fn is_mobile_number(digits: &str, sizes: &[usize]) -> bool {
    let Some((first, rest)) = sizes.split_first() else { return false };
    let country = COUNTRY.iter().find(|country| digits.len() == 11 + country.len() && digits.starts_with(**country));
    let length = country.map_or(0, |country| country.len());
    let own = digits.get(length..).unwrap_or_default();
    let sizes: Vec<usize> = Some(first.saturating_sub(length)).filter(|size| *size > 0).into_iter().chain(rest.iter().copied()).collect();
    own.len() == 11
        && own.starts_with('1')
        && matches!(own.as_bytes().get(1), Some(b'3'..=b'9'))
        && own.bytes().all(|byte| byte.is_ascii_digit())
        && *first >= length
        && MOBILE_GROUPS.contains(&sizes.as_slice())
}

#[cfg(test)]
mod tests {
    use super::{Found, find};

    #[test]
    fn numbers_of_persons_are_known_by_their_shape_and_check_digit() {
        let (none, identity, mobile) = (Found::default(), Found { identity: true, mobile: false }, Found { identity: false, mobile: true });
        for (text, found) in [
            ("身份证11010519491231002X。", identity),
            ("11010519491231002x", identity),
            ("ID11010519491231002X", identity),
            ("110105 19491231 002X", identity),
            ("110105-1949-12-31-002X", identity),
            ("1101 0519 4912 3100 2X", identity),
            ("110105491231002", identity),
            ("110105491331002", none),
            ("990105491231002", none),
            ("110105194912310021", none),
            ("a11010519491231002X", none),
            ("911010519491231002X", none),
            ("call 13912345678 now", mobile),
            ("tel13912345678", mobile),
            ("+8613912345678", mobile),
            ("+86 139 1234 5678", mobile),
            ("(+86)139-1234-5678", mobile),
            ("0086-139.1234.5678", mobile),
            ("+86139 1234 5678", mobile),
            ("139 12345678", mobile),
            ("1391234 5678", mobile),
            ("139 - 1234 - 5678", mobile),
            ("139,1234,5678", none),
            ("13 2012-11-08 1", none),
            ("cafe13912345678", none),
            ("12912345678 139123456789 1391234567X", none),
            ("13812345678", none),
        ] {
            assert_eq!(find(text, &|run| run == "13812345678"), found, "{text}");
        }
    }
}
