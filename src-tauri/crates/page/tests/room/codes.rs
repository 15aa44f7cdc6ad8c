//! Separators are found on worn paper, and nowhere else.

use page::PageImage;
use page::codes::{Code, CodeArt, codes};
use page::trennblatt::{TrennblattArt, TrennblattError, trennblaetter};
use page::trenner::{Grund, Pruefgrund, Regeln, Seite, trenne};
use uuid::Uuid;

use crate::paper::{Layout, Rng, Wear, bilevel, drawn, text_pdf, worn};

const ANLAGE: &str = "0198c0de-0000-7000-8000-0000000000aa";

fn separator(code: &Code) -> bool {
    code.art == CodeArt::PatchT || (code.art == CodeArt::Qr && code.inhalt == "FH1:T")
}

/// How many of something: few by default, since the reader is not optimised in test builds;
/// `PAGE_TIMES=10` asks for ten times as many.
fn many(few: usize) -> usize {
    let times = std::env::var("PAGE_TIMES").ok().and_then(|times| times.parse().ok());
    few * times.unwrap_or(1)
}

/// Runs work on both cores, in order.
fn both<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let odd = scope.spawn(move || (0..count).skip(1).step_by(2).map(work).collect::<Vec<_>>());
        let even: Vec<T> = (0..count).step_by(2).map(work).collect();
        let mut odd = odd.join().unwrap().into_iter();
        even.into_iter().flat_map(|even| std::iter::once(even).chain(odd.next())).collect()
    })
}

#[test]
fn separator_sheets_are_found_on_worn_paper() {
    const SEED: u64 = 12;
    let count_of_sheets = many(36);
    let sheets: Vec<PageImage> = [150, 200, 300]
        .map(|dpi| drawn(trennblaetter(TrennblattArt::Trenner, 1).unwrap(), dpi))
        .to_vec();
    let results = both(count_of_sheets, |n| {
        let mut rng = Rng(SEED << 32 | n as u64);
        let wear = Wear::random(&mut rng);
        let mut image = worn(&sheets[n % 3], wear, &mut rng);
        if n % 7 == 0 {
            image = bilevel(&image);
        }
        let found = codes(&image);
        let patch = found.iter().any(|code| code.art == CodeArt::PatchT);
        let qr = found.iter().any(|code| code.art == CodeArt::Qr && code.inhalt == "FH1:T");
        let strange = found.iter().filter(|code| !separator(code)).count();
        if !patch || !qr {
            eprintln!("sheet {n}: patch {patch}, qr {qr}, {wear:?}");
        }
        (patch, qr, strange)
    });
    let count =
        |which: fn(&(bool, bool, usize)) -> bool| results.iter().filter(|r| which(r)).count();
    let (patch, qr) = (count(|r| r.0), count(|r| r.1));
    let (either, strange) = (count(|r| r.0 || r.1), count(|r| r.2 > 0));
    eprintln!(
        "seed {SEED}: {count_of_sheets} sheets at 150/200/300 dpi, up to 3°: patch {patch}, QR {qr}, \
         found {either}, with other codes {strange}"
    );
    assert!(either * 1000 >= count_of_sheets * 995);
    assert!(patch * 100 >= count_of_sheets * 97, "each of the two has to carry the other");
    assert_eq!(strange, 0);
}

#[test]
fn pages_without_codes_have_none() {
    const SEED: u64 = 13;
    let count_of_pages = many(9);
    let results = both(count_of_pages, |n| {
        let mut rng = Rng(SEED << 32 | n as u64);
        let layout = [Layout::Letter, Layout::Table, Layout::Bars][n / 3 % 3];
        let image = drawn(text_pdf(&mut rng, layout), [150, 200, 300][n % 3]);
        let wear = Wear::random(&mut rng);
        let found = codes(&worn(&image, wear, &mut rng));
        if !found.is_empty() {
            eprintln!("page {n}: {found:?}, {wear:?}");
        }
        found.len()
    });
    let wrong: usize = results.iter().sum();
    eprintln!("seed {SEED}: {count_of_pages} pages of text, tables and bars: {wrong} codes");
    assert_eq!(wrong, 0);
}

#[test]
fn sheets_are_found_whichever_way_they_are_fed() {
    let sheet = drawn(trennblaetter(TrennblattArt::Trenner, 1).unwrap(), 200);
    let mut image = sheet;
    for turn in 0..4 {
        let found = codes(&image);
        let patches = found.iter().filter(|code| code.art == CodeArt::PatchT).count();
        assert_eq!(patches, 2, "turned {turn} times: {found:?}");
        assert!(found.iter().any(|code| code.inhalt == "FH1:T"));
        image = crate::pictures::quarter(&image);
    }
}

#[test]
fn other_patch_codes_are_not_a_separator() {
    // Bars from the upper edge inwards: 1 wide, 0 narrow. The third is a Patch-T.
    for (bars, is_t) in [
        ([true, true, false, false], false),
        ([true, false, false, true], false),
        ([false, true, false, true], true),
        ([true, false, true, false], false),
        ([false, true, true, false], false),
        ([false, false, true, true], false),
    ] {
        let image = crate::pictures::patch(300, bars);
        let found = codes(&image);
        assert_eq!(found.iter().any(|code| code.art == CodeArt::PatchT), is_t, "{bars:?}");
    }
}

#[test]
fn a_stack_of_thirty_documents_is_cut_where_the_sheets_lie() {
    const SEED: u64 = 30;
    let vorgang =
        |n: u32| Uuid::from_u128(0x0198_c0de_0000_7000_8000_0000_0000_0000 + u128::from(n));
    let separator = drawn(trennblaetter(TrennblattArt::Trenner, 1).unwrap(), 150);
    let mut rng = Rng(SEED);
    // Half a page is enough to carry its codes.
    let half = |image: PageImage| {
        crate::pictures::grey(image.width(), image.height() / 2, 150, |x, y| {
            crate::pictures::grey_at(&image, x, y)
        })
    };
    let texts: Vec<PageImage> =
        (0..4).map(|_| half(drawn(text_pdf(&mut rng, Layout::Letter), 150))).collect();
    // Per page: `None` a sheet, else the codes printed on it.
    let mut plan: Vec<Option<Vec<String>>> = Vec::new();
    let mut starts = Vec::new();
    for document in 0..30_u32 {
        if document > 0 {
            plan.push(None);
        }
        starts.push(u32::try_from(plan.len()).unwrap());
        let mut first = Vec::new();
        if document % 3 == 0 {
            first.push(format!("FH1:V:{}", vorgang(document)));
        }
        if document % 5 == 0 {
            first.push(format!("FH1:N:{}", 1000 + document));
        }
        plan.push(Some(first));
        if document % 4 == 1 {
            plan.push(Some(Vec::new()));
        }
        // The eleventh says two things.
        if document == 10 {
            plan.push(Some(vec![format!("FH1:V:{}", vorgang(500))]));
            plan.push(Some(vec![format!("FH1:V:{}", vorgang(501))]));
        }
    }
    let seiten = both(plan.len(), |n| {
        let mut rng = Rng(SEED << 32 | n as u64);
        let clean = match &plan[n] {
            None => separator.clone(),
            Some(words) => crate::pictures::with_qr(&texts[n % texts.len()], words),
        };
        Seite { codes: codes(&worn(&clean, Wear::random(&mut rng), &mut rng)), leer: false }
    });
    let cut = trenne(&seiten, &Regeln::default());
    eprintln!("seed {SEED}: {} pages, {} documents", plan.len(), cut.teile.len());
    let found: Vec<u32> = cut.teile.iter().map(|teil| teil.seiten[0]).collect();
    assert_eq!(found, starts);
    for (document, teil) in (0_u32..).zip(&cut.teile) {
        let expected = (document % 3 == 0).then(|| vorgang(document));
        let number = (document % 5 == 0).then(|| u64::from(1000 + document));
        assert_eq!(teil.zuweisung.archivnummer, number, "document {document}");
        if document == 10 {
            assert_eq!(teil.zuweisung.vorgang, None);
            assert_eq!(teil.pruefen, [Pruefgrund::VorgangWiderspruechlich]);
        } else {
            assert_eq!(teil.zuweisung.vorgang, expected, "document {document}");
            assert!(teil.pruefen.is_empty(), "document {document}");
        }
    }
}

#[test]
fn attach_sheets_say_so_and_carry_no_bars() {
    let id = Uuid::try_parse(ANLAGE).unwrap();
    let pdf = trennblaetter(TrennblattArt::Anlage(id), 2).unwrap();
    let pages = page::source::Pages::open(pdf.clone(), "application/pdf", None).unwrap();
    assert_eq!(pages.len(), 2);
    let mut rng = Rng(7);
    let sheet = worn(&drawn(pdf, 300), Wear::random(&mut rng), &mut rng);
    let found = codes(&sheet);
    assert!(found.iter().all(|code| code.art == CodeArt::Qr), "{found:?}");
    let plain = Seite::default;
    let stack = [plain(), Seite { codes: found, leer: false }, plain()];
    let cut = trenne(&stack, &Regeln::default());
    assert_eq!(cut.teile[1].grund, Grund::Anlageblatt);
    assert_eq!(cut.teile[1].zuweisung.anlage_zu, Some(0));
    assert_eq!(trennblaetter(TrennblattArt::Trenner, 0), Err(TrennblattError::Number));
    assert_eq!(trennblaetter(TrennblattArt::Trenner, 501), Err(TrennblattError::Number));
}

#[test]
fn small_codes_on_a_page_of_text_are_read_at_full_resolution() {
    use zxingcpp::{BarcodeCreator, BarcodeFormat};
    let text = drawn(text_pdf(&mut Rng(3), Layout::Letter), 300);
    let wear = Wear { skew: 0.7, noise: 8.0, ink: 50.0, paper: 230.0 };
    for (format, art, content) in [
        (BarcodeFormat::Code128, CodeArt::Code128, "ASN00017"),
        (BarcodeFormat::DataMatrix, CodeArt::DataMatrix, "Postmarke 4711"),
        (BarcodeFormat::QRCode, CodeArt::Qr, "https://example.org/antrag"),
    ] {
        let drawn = BarcodeCreator::new(format).from_str(content).unwrap().to_image().unwrap();
        let (width, height, data) = (drawn.width() as u32, drawn.height() as u32, drawn.data());
        // Modules of four pixels: 0.34 mm.
        let image = crate::pictures::grey(text.width(), text.height(), 300, |x, y| {
            let (left, top) = (x.wrapping_sub(1500) / 4, y.wrapping_sub(60) / 4);
            if left < width && top < height {
                return data[(top * width + left) as usize];
            }
            let quiet = (1440..1560 + width * 4).contains(&x) && y < 120 + height * 4;
            if quiet { 255 } else { crate::pictures::grey_at(&text, x, y) }
        });
        let found = codes(&worn(&image, wear, &mut Rng(4)));
        let found: Vec<_> = found.iter().map(|code| (code.art, code.inhalt.as_str())).collect();
        eprintln!("{width} × {height} modules: {found:?}");
        assert_eq!(found, [(art, content)]);
    }
}
