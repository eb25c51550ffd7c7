//! Heads of tables that are repeated on each sheet of paper, which the writer of our documents cannot ask for.

use super::markup::{Token, tokens};

/// A document part in which the first rows of its tables are repeated: so many of each table, in order. Errors: none for a part that the
/// writer made; one that it did not is left as it is.
#[must_use]
pub fn repeat_heads(document: Vec<u8>, heads: &[usize]) -> Vec<u8> {
    let marked = std::str::from_utf8(&document).ok().and_then(|text| Some(mark(&tokens(text)?, heads)));
    marked.map_or(document, String::into_bytes)
}

fn mark(tokens: &[Token<'_>], heads: &[usize]) -> String {
    let mut heads = heads.iter();
    let mut left = 0;
    let mut out = String::new();
    for token in tokens {
        match (token.opens(), token.closes()) {
            (Some("w:tbl"), _) => left = heads.next().copied().unwrap_or(0),
            (_, Some("w:trPr")) if left > 0 => out.push_str("<w:tblHeader/>"),
            (_, Some("w:tr")) => left = left.saturating_sub(1),
            _ => {}
        }
        out.push_str(token.raw());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::repeat_heads;

    #[test]
    fn the_first_rows_of_each_table_are_marked() {
        let row = "<w:tr><w:trPr><w:cantSplit/></w:trPr></w:tr>";
        let table = format!("<w:tbl>{row}{row}{row}</w:tbl>");
        let made = repeat_heads(format!("{table}<w:p/>{table}{table}").into_bytes(), &[1, 0, 2]);
        let made = String::from_utf8(made).unwrap();
        let marks: Vec<usize> = made.split("<w:tbl>").skip(1).map(|table| table.matches("<w:tblHeader/></w:trPr>").count()).collect();
        assert_eq!(marks, [1, 0, 2]);
        assert!(made.starts_with("<w:tbl><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"), "{made}");
    }
}
