//! The markup of a part as a run of tags and texts that can be put together again byte for byte. Nothing is resolved: a part that defines
//! entities is refused. Not here: what the tags mean.

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'t> {
    /// A tag, comment, instruction or marked section, with its brackets.
    Tag(&'t str),
    /// Text as it stands, escapes not undone.
    Text(&'t str),
}

impl<'t> Token<'t> {
    /// As it stands.
    #[must_use]
    pub fn raw(self) -> &'t str {
        let (Self::Tag(raw) | Self::Text(raw)) = self;
        raw
    }

    /// The element that a tag opens, `w:p` of `<w:p …>`; also of one that is empty.
    #[must_use]
    pub fn opens(self) -> Option<&'t str> {
        let Self::Tag(tag) = self else { return None };
        name(tag.strip_prefix('<')?)
    }

    /// The element that a tag closes.
    #[must_use]
    pub fn closes(self) -> Option<&'t str> {
        let Self::Tag(tag) = self else { return None };
        name(tag.strip_prefix("</")?)
    }

    /// Whether a tag is an element of its own: `<w:br/>`.
    #[must_use]
    pub fn is_empty_element(self) -> bool {
        matches!(self, Self::Tag(tag) if tag.ends_with("/>"))
    }
}

fn name(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
    rest.get(..end).filter(|name| !name.is_empty() && !name.starts_with(['!', '?']))
}

/// The pieces of a part; none where it is cut off or defines what cannot be seen here.
#[must_use]
pub fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if rest.starts_with('<') { tag_end(rest)? } else { rest.find('<').unwrap_or(rest.len()) };
        let (piece, after) = rest.split_at_checked(end)?;
        found.push(if piece.starts_with('<') { Token::Tag(piece) } else { Token::Text(piece) });
        rest = after;
    }
    Some(found)
}

/// Where the tag at the beginning ends. A `>` may stand in an attribute.
fn tag_end(text: &str) -> Option<usize> {
    let until = |end: &str| text.find(end).map(|at| at + end.len());
    match () {
        () if text.starts_with("<!--") => until("-->"),
        () if text.starts_with("<![CDATA[") => until("]]>"),
        () if text.starts_with("<!") => None,
        () if text.starts_with("<?") => until("?>"),
        () => {
            let mut quote = None;
            text.char_indices().find_map(|(at, c)| match (quote, c) {
                (None, '>') => Some(at + 1),
                (None, '"' | '\'') => {
                    quote = Some(c);
                    None
                }
                (Some(open), _) if open == c => {
                    quote = None;
                    None
                }
                _ => None,
            })
        }
    }
}

/// Text for a part: escaped, and without what XML cannot hold.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Token, escaped, tokens};
    use crate::model::xml_text::plain;

    #[test]
    fn tags_and_texts_are_told_apart() {
        let text = "<?xml version=\"1.0\"?><w:p a=\"x>y\"><!-- <w:t> --><w:t>甲 &lt; 乙</w:t><w:br/></w:p>";
        let found = tokens(text).unwrap();
        assert_eq!(found.iter().map(|token| token.raw()).collect::<String>(), text);
        assert_eq!(found.iter().filter_map(|token| token.opens()).collect::<Vec<_>>(), ["w:p", "w:t", "w:br"]);
        assert_eq!(found.iter().filter_map(|token| token.closes()).collect::<Vec<_>>(), ["w:t", "w:p"]);
        assert!(found.contains(&Token::Text("甲 &lt; 乙")));
    }

    #[test]
    fn what_is_cut_off_or_defines_entities_is_refused() {
        for text in ["<w:p", "<w:p a=\">", "<!-- ", "<!DOCTYPE w [<!ENTITY a \"b\">]><w:p/>", "<![CDATA[x"] {
            assert_eq!(tokens(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn escapes_are_undone(text in "[ -~甲乙丁&<>;#x\n]{0,40}") {
            prop_assert_eq!(plain(&escaped(&text)), text);
        }
    }
}
