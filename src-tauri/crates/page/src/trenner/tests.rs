//! Rules of cutting, from plain stacks to random ones.

use proptest::prelude::*;

use super::*;

const A: &str = "0198c0de-0000-7000-8000-00000000000a";
const B: &str = "0198c0de-0000-7000-8000-00000000000b";

fn code(art: CodeArt, inhalt: &str) -> Code {
    Code { art, inhalt: inhalt.to_owned(), kasten: [0; 4], winkel: 0 }
}

/// A stack in short: one word per page, codes joined with `+`, `.` is a plain page, `_` a blank.
fn stack(words: &str) -> Vec<Seite> {
    let page = |word: &str| {
        let codes = word.split('+').filter_map(|code_word| {
            Some(match code_word.split_at(1) {
                ("P", _) => code(CodeArt::PatchT, ""),
                ("T", _) => code(CodeArt::Qr, "FH1:T"),
                ("A", _) => code(CodeArt::Qr, &format!("FH1:A:{A}")),
                ("V", "a") => code(CodeArt::Qr, &format!("FH1:V:{A}")),
                ("V", "b") => code(CodeArt::Qr, &format!("FH1:V:{}", B.to_uppercase())),
                ("N", number) => code(CodeArt::Qr, &format!("FH1:N:{number}")),
                ("S", number) => code(CodeArt::Code128, &format!("ASN{number}")),
                ("?", text) => code(CodeArt::Qr, text),
                _ => return None,
            })
        });
        Seite { codes: codes.collect(), leer: word == "_" }
    };
    words.split_whitespace().map(page).collect()
}

fn cut(words: &str) -> Zerlegung {
    trenne(&stack(words), &Regeln::default())
}

fn pages(words: &str) -> Vec<Vec<u32>> {
    cut(words).teile.into_iter().map(|teil| teil.seiten).collect()
}

#[test]
fn sheets_cut_and_are_left_out() {
    assert_eq!(pages(". . ."), [vec![0, 1, 2]]);
    assert_eq!(pages(". . P . T . ."), [vec![0, 1], vec![3], vec![5, 6]]);
    // At the ends, doubled, with a blank back, with both codes: no empty documents.
    let cut = cut("T P+T _ . . T T _ . P");
    let parts: Vec<_> = cut.teile.iter().map(|teil| teil.seiten.clone()).collect();
    assert_eq!(parts, [vec![3, 4], vec![8]]);
    assert_eq!(cut.blaetter, [0, 1, 5, 6, 9]);
    assert_eq!(cut.leerseiten, [2, 7]);
    assert!(cut.teile.iter().all(|teil| teil.grund == Grund::Trennblatt));
}

#[test]
fn blank_pages_are_left_out_only_where_wanted() {
    let keep = trenne(&stack("T _ . _ ."), &Regeln { leerseiten_weglassen: false });
    assert_eq!(keep.teile.first().unwrap().seiten, [2, 3, 4]);
    assert_eq!(keep.leerseiten, [1]);
    assert_eq!(pages(". _ ."), [vec![0, 2]]);
}

#[test]
fn an_attach_sheet_makes_an_anlage_to_the_document_before() {
    let cut = cut(". T . A . A . T .");
    let to: Vec<_> = cut.teile.iter().map(|teil| teil.zuweisung.anlage_zu).collect();
    assert_eq!(to, [None, None, Some(1), Some(1), None]);
    assert!(cut.teile.iter().all(|teil| teil.pruefen.is_empty()));
    let alone = super::trenne(&stack("A ."), &Regeln::default());
    assert_eq!(alone.teile.first().unwrap().pruefen, [Pruefgrund::AnlageOhneDokument]);
    let both = super::trenne(&stack(". A+T ."), &Regeln::default());
    let last = both.teile.last().unwrap();
    assert_eq!(last.pruefen, [Pruefgrund::TrennblattWiderspruechlich]);
    assert_eq!(last.grund, Grund::Trennblatt);
}

#[test]
fn archive_numbers_begin_a_document_and_keep_their_page() {
    let cut = cut(". N17 . S18 S18 . N19+N20 .");
    let parts: Vec<_> = cut.teile.iter().map(|teil| teil.seiten.clone()).collect();
    assert_eq!(parts, [vec![0], vec![1, 2], vec![3, 4, 5], vec![6, 7]]);
    let numbers: Vec<_> = cut.teile.iter().map(|teil| teil.zuweisung.archivnummer).collect();
    assert_eq!(numbers, [None, Some(17), Some(18), None]);
    let last = cut.teile.last().unwrap();
    assert_eq!(last.pruefen, [Pruefgrund::ArchivnummerWiderspruechlich]);
    assert!(cut.teile.iter().take(3).all(|teil| teil.pruefen.is_empty()));
}

#[test]
fn the_same_archive_number_in_two_documents_is_for_a_person() {
    let cut = cut("S7 . T . T S7 . T .");
    let doubtful: Vec<_> = cut.teile.iter().map(|teil| !teil.pruefen.is_empty()).collect();
    assert_eq!(doubtful, [true, false, true, false]);
}

#[test]
fn contradicting_vorgaenge_leave_the_neighbours_alone() {
    let cut = cut(". Va . T . Va Vb . T Vb . T .");
    let [first, second, third, fourth] = cut.teile.as_slice() else { panic!("{cut:?}") };
    assert_eq!(first.zuweisung.vorgang, Uuid::try_parse(A).ok());
    assert_eq!(second.zuweisung.vorgang, None);
    assert_eq!(second.pruefen, [Pruefgrund::VorgangWiderspruechlich]);
    assert_eq!(third.zuweisung.vorgang, Uuid::try_parse(B).ok());
    assert_eq!(fourth.zuweisung, Zuweisung::default());
    assert!([first, third, fourth].iter().all(|teil| teil.pruefen.is_empty()));
}

#[test]
fn what_stands_on_a_sheet_belongs_to_what_follows() {
    let cut = cut(". T+Va . T .");
    let vorgaenge: Vec<_> = cut.teile.iter().map(|t| t.zuweisung.vorgang.is_some()).collect();
    assert_eq!(vorgaenge, [false, true, false]);
}

#[test]
fn unknown_codes_are_facts_and_never_cut() {
    let words = ". ?https://example.org ?FH1:X:1 ?FH1:V:nothing ?FH1:N:12a ?FH2:T ?FH1:T:1 .";
    let cut = cut(words);
    let [teil] = cut.teile.as_slice() else { panic!("{cut:?}") };
    assert_eq!(teil.seiten.len(), 8);
    assert_eq!(
        teil.unbekannt.iter().map(|fund| fund.seite).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(teil.zuweisung, Zuweisung::default());
    assert!(teil.pruefen.is_empty());
}

fn any_stack() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        ".", ".", ".", "_", "P", "T", "P+T", "A", "A+T", "Va", "Vb", "Va+Vb", "N1", "N2", "S1",
        "N1+N2", "?x", "T+Va", "T+N1", "N1+Vb", "A+Va",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_page_ends_up_in_one_place(words in any_stack(), drop_blank in any::<bool>()) {
        let stack = stack(&words);
        let cut = trenne(&stack, &Regeln { leerseiten_weglassen: drop_blank });
        let mut all: Vec<u32> = cut.teile.iter().flat_map(|teil| teil.seiten.clone()).collect();
        prop_assert!(all.is_sorted());
        prop_assert!(cut.teile.iter().all(|teil| !teil.seiten.is_empty()));
        all.extend(&cut.blaetter);
        all.extend(&cut.leerseiten);
        all.sort_unstable();
        prop_assert_eq!(all, (0..u32::try_from(stack.len()).unwrap()).collect::<Vec<_>>());
        prop_assert_eq!(&cut, &trenne(&stack, &Regeln { leerseiten_weglassen: drop_blank }));
    }

    #[test]
    fn what_lies_behind_a_separator_never_changes_what_lies_before(
        front in any_stack(), back in any_stack(), other in any_stack(),
    ) {
        let keep = Regeln { leerseiten_weglassen: false };
        let own = |stack_words: &str| -> Vec<(Vec<u32>, Option<Uuid>, Option<u64>)> {
            let parts = trenne(&stack(stack_words), &keep).teile;
            let own = |t: Teil| (t.seiten, t.zuweisung.vorgang, t.zuweisung.archivnummer);
            parts.into_iter().map(own).collect()
        };
        let alone = own(&front);
        let one = own(&format!("{front} T {back}"));
        let two = own(&format!("{front} T {other}"));
        prop_assert_eq!(one.get(..alone.len()), Some(alone.as_slice()));
        prop_assert_eq!(two.get(..alone.len()), Some(alone.as_slice()));
        // And the other way round: the parts behind are what they are alone.
        let behind = own(&format!("T {back}"));
        let shift = u32::try_from(stack(&front).len()).unwrap();
        let shifted: Vec<_> = behind
            .into_iter()
            .map(|(pages, v, n)| (pages.iter().map(|p| p + shift).collect::<Vec<_>>(), v, n))
            .collect();
        prop_assert_eq!(one.get(alone.len()..), Some(shifted.as_slice()));
    }
}
