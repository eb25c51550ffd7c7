//! The known word nearest to one that is not known.

/// The nearest of the known words, or an empty text where none is near: at most a third of the letters may differ, and not all.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let lower = word.to_lowercase();
    let score = |candidate: &str| strsim::osa_distance(&lower, &candidate.to_lowercase());
    let best = known.into_iter().map(|candidate| (score(candidate), candidate)).min();
    let Some((distance, candidate)) = best else { return String::new() };
    let longest = lower.chars().count().max(candidate.chars().count());
    if distance * 3 <= longest.max(3) && distance < longest { candidate.to_owned() } else { String::new() }
}

/// Whether a word is this one but for a slip: one letter in four, two at most, in whatever case; in a short word a letter says too much.
#[must_use]
pub fn is_slip(word: &str, known: &str) -> bool {
    const SHORT: usize = 4;
    let letters = known.chars().count();
    strsim::osa_distance(&word.to_lowercase(), known) <= if letters > SHORT { (letters / 4).min(2) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest};

    #[test]
    fn a_typing_mistake_finds_its_word_and_nonsense_finds_none() {
        let known = ["probationary", "full", "masses", "预备党员"];
        assert_eq!(nearest("probationery", known), "probationary");
        assert_eq!(nearest("FULL", known), "full");
        assert_eq!(nearest("预备党圆", known), "预备党员");
        assert_eq!(nearest("xyz", known), "");
        assert_eq!(nearest("≥", [">", "<"]), "");
    }

    #[test]
    fn a_slip_is_a_letter_or_two() {
        for slip in ["contacts", "Contacts", "contact", "conatct", "contatcss"] {
            assert!(is_slip(slip, "contacts"), "{slip}");
        }
        for other in ["contactsheet", "forms", "", "con"] {
            assert!(!is_slip(other, "contacts"), "{other}");
        }
        assert!(
            is_slip("form", "forms")
                && !is_slip("fem", "forms")
                && !is_slip("y", "x")
                && !is_slip("vote", "note")
                && is_slip("Duty", "duty")
        );
    }
}
