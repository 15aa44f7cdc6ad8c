//! The markup, sign by sign.
//!
//! Never sets anything: what is read is compared.

use super::*;

/// What was read, in short: `b` bold, `h1` heading, `-` and `1.` points, `|` cells.
fn told(text: &str) -> String {
    let line = |zeile: &Zeile| -> String {
        let run = |lauf: &Lauf| if lauf.fett { format!("b({})", lauf.t) } else { lauf.t.clone() };
        zeile.iter().map(run).collect()
    };
    let lines = |zeilen: &[Zeile]| zeilen.iter().map(line).collect::<Vec<_>>().join(" / ");
    let row = |zeilen: &[Zeile]| zeilen.iter().map(line).collect::<Vec<_>>().join("|");
    let block = |block: &Block| match block {
        Block::Absatz { zeilen } => format!("p {}", lines(zeilen)),
        Block::Ueberschrift { ebene, zeile } => format!("h{ebene} {}", line(zeile)),
        Block::Liste { ab, punkte } => {
            let mark = ab.map_or("-".to_owned(), |ab| format!("{ab}."));
            punkte.iter().map(|p| format!("{mark} {}", lines(p))).collect::<Vec<_>>().join(" ; ")
        }
        Block::Tabelle { rechts, kopf, zeilen } => {
            let rows: Vec<String> = zeilen.iter().map(|zeile| row(zeile)).collect();
            format!("t{rechts:?} [{}] {}", row(kopf), rows.join(" ; "))
        }
    };
    lesen(text).unwrap().iter().map(block).collect::<Vec<_>>().join("\n")
}

#[test]
fn signs_are_read_and_everything_else_is_text() {
    for (text, expected) in [
        ("", ""),
        ("eins\nzwei\n\ndrei", "p eins / zwei\np drei"),
        ("ein **fettes** Wort", "p ein b(fettes) Wort"),
        ("2 ** 3 und **offen", "p 2 ** 3 und **offen"),
        ("\\*\\*kein Fett\\*\\*", "p **kein Fett**"),
        ("## unten\n# oben\n## darunter", "h1 unten\nh1 oben\nh2 darunter"),
        ("#import \"x\"", "p #import \"x\""),
        ("# \u{ad}\n##", "p # \u{ad} / ##"),
        ("- a\n- b\n  weiter\nText", "- a ; - b / weiter\np Text"),
        ("3. drei\n4. vier", "3. drei ; 3. vier"),
        ("1. eins\n- strich", "1. eins\n- strich"),
        ("12.05.2026 ist ein Tag", "p 12.05.2026 ist ein Tag"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |", "t[false, true] [a|b] 1|2 ; 3|"),
        ("| a \\| b | c", "t[false, false] [] a | b|c"),
        ("C:\\Akten\\neu [x] $y$ @z <a> `r`", "p C:\\Akten\\neu [x] $y$ @z <a> `r`"),
    ] {
        assert_eq!(told(text), expected, "{text:?}");
    }
}

#[test]
fn raw_text_is_read_as_it_was_written() {
    for text in [
        "**Müller** & Söhne | Co.",
        "# kein Titel",
        "- kein Punkt",
        "1. FC Lindenhain",
        "## x\n- y\n2026. Jahr\n| z |",
        "\\*\\",
        "  - eingerückt",
    ] {
        let read = told(&roh(text));
        let expected: Vec<&str> = text.lines().collect();
        assert_eq!(read, format!("p {}", expected.join(" / ")), "{text:?}");
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let wide = format!("|{}", " x |".repeat(COLUMNS_MAX + 1));
    assert!(matches!(lesen(&wide), Err(SetzenError::TooMany { what: "columns", .. })));
    let long = "- x\n".repeat(BLOCKS_MAX + 1);
    assert!(matches!(lesen(&long), Err(SetzenError::TooMany { what: "blocks", .. })));
    let vast = "x".repeat(300 * 1024);
    assert!(matches!(lesen(&vast), Err(SetzenError::TextTooLong { .. })));
}
