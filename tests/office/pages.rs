//! Pages: whole, closed in themselves, and readable by more than eyes; checked without a browser.

use super::example::Example;

/// Elements that have no end.
const VOID: [&str; 2] = ["meta", "link"];
/// Elements that bring something in or run something.
const FORBIDDEN: [&str; 9] = ["script", "iframe", "img", "object", "embed", "form", "base", "foreignObject", "use"];

/// Checks a page: every element is closed in its order, nothing outside is referred to, nothing runs.
pub fn assert_sound(name: &str, html: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"") && html.ends_with("</html>\n"), "{name}");
    let mut open: Vec<&str> = Vec::new();
    let (before, rest) = html.split_once("<style>").unwrap();
    let (style, after) = rest.split_once("</style>").unwrap();
    for part in [before, after].iter().flat_map(|text| text.split('<').skip(1)) {
        let (tag, _) = part.split_once('>').unwrap();
        let word = tag.split_whitespace().next().unwrap();
        // What stands outside the quotes: the names of attributes.
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(tag.matches('"').count() % 2 == 0 && !bare.contains('\''), "{name}: <{tag}>");
        assert!(
            !FORBIDDEN.contains(&word) && ![" on", " src", " xlink"].iter().any(|attribute| bare.contains(attribute)),
            "{name}: <{tag}>"
        );
        if let Some(closed) = word.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>");
        } else if !word.starts_with('!') && !VOID.contains(&word) {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
    assert!(!["@import", "url(", "http", "expression"].iter().any(|outside| style.contains(outside)), "{name}");
    for href in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let plain = href.strip_suffix(".html").is_some_and(|stem| stem.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)));
        assert!(href == "#main" || href == "data:," || plain, "{name}: {href}");
    }
    for needed in [
        "<meta charset=\"utf-8\">",
        "name=\"viewport\"",
        "<main id=\"main\">",
        "default-src 'none'",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(html.contains(needed), "{name} lacks {needed}");
    }
    assert_eq!((html.matches("<h1>").count(), html.matches("<title>").count() > 0), (1, true), "{name}");
    assert!(html.split("class=\"scroll\"").skip(1).all(|rest| rest.starts_with(" tabindex=\"0\" role=\"region\" aria-label=\"")), "{name}");
}

#[test]
fn a_month_is_a_page_in_both_languages() {
    let example = Example::on("2013-06-20");
    let rollup = example.json(&["rollup", "2012-12"]);
    for lang in ["zh", "en"] {
        let words = ["--lang", lang, "--format", "html", "rollup", "2012-12"];
        let html = example.fine(&words);
        assert_sound(lang, &html);
        assert_eq!(html, example.fine(&words));
        for key in ["pairs", "contacts", "keeping", "late_days", "overdue"] {
            assert!(html.contains(&format!("<dd>{} <span>", rollup["total"][key])), "{key}");
        }
        assert_eq!(html.matches("<svg class=\"chart\"").count(), 3);
        assert!(html.contains("本科生第一党支部"));
    }
    let season = example.fine(&["--format", "html", "rollup", "2013-05", "--since", "2012-11"]);
    assert_sound("season", &season);
    assert!(season.contains("2012-11 to 2013-05") && season.matches("<polyline").count() == 12, "{season}");
}

#[test]
fn any_list_is_a_page() {
    let example = Example::on("2013-06-20");
    let reports: [&[&str]; 6] = [
        &["status"],
        &["due"],
        &["form", "list", "2012-12"],
        &["person", "list"],
        &["contacts", "list"],
        &["award", "compute", "star", "--as-of", "2013-06-14", "--explain", "2010210106"],
    ];
    for words in reports {
        assert_sound(words[0], &example.fine(&[&["--format", "html"], words].concat()));
    }
}

#[test]
fn hostile_records_stay_text_on_every_page() {
    let example = Example::on("2013-06-20");
    example.replace("people.csv", "顾南斗", "\"<script>alert(1)</script><img src=http://x.invalid onerror='y'>\"\"&\"");
    let html = example.fine(&["--format", "html", "person", "list"]);
    assert_sound("people", &html);
    assert!(html.contains("&lt;script&gt;alert(1)"));
}
