//! Good PDFs of many makers: letters, books, old ones, turned ones, forms, ones without text.
//!
//! Never broken: every one has to open with all its pages.

use anyhow::{Context, Result};
use lopdf::{Document, SaveOptions};

use super::raw::{Raw, letter_page, lines, pages, stream};
use super::{Sample, Shelf, sample};
use crate::bad;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    for (name, bytes) in crate::letters::generate(seed, 24) {
        let count = Document::load_mem(&bytes)?.get_pages().len();
        let count = u32::try_from(count)?;
        shelf.put(sample("pdf", format!("pdf/{name}"), bytes).good(count, true))?;
    }
    for count in [1_u16, 10, 120, 500, 2000] {
        let name = format!("pdf/{count:04}-seiten.pdf");
        shelf.put(sample("pdf", name, pages(count.into())).good(count.into(), true))?;
    }
    shelf.put_all(rewritten()?)?;
    shelf.put_all(old())?;
    shelf.put_all(odd_pages())?;
    shelf.put_all(odd_text())?;
    shelf.put_all(odd_files())
}

/// The same book, saved in the ways that newer programs save.
fn rewritten() -> Result<Vec<Sample>> {
    let save = |name: &str, options: SaveOptions| -> Result<Sample> {
        let mut document = Document::load_mem(&pages(6))?;
        let mut bytes = Vec::new();
        document.save_with_options(&mut bytes, options).context("save")?;
        Ok(sample("pdf", format!("pdf/{name}.pdf"), bytes).good(6, true))
    };
    let options = SaveOptions::builder;
    let compressed = {
        let mut document = Document::load_mem(&pages(6))?;
        document.compress();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes)?;
        sample("pdf", "pdf/gepackt.pdf", bytes).good(6, true)
    };
    Ok(vec![
        save("objektstroeme", options().use_object_streams(true).use_xref_streams(true).build())?,
        save("tabellenstrom", options().use_xref_streams(true).build())?,
        save("linearisiert", options().linearize(true).build())?,
        save("ascii", options().ascii(true).build())?,
        compressed,
    ])
}

/// As programs wrote thirty years ago.
fn old() -> Vec<Sample> {
    let with = |version: &'static str, newline: &'static str| {
        let mut raw = Raw { version, newline, ..Raw::new() };
        let root = raw.book(&[letter_page(1), letter_page(2)], "", "");
        raw.finish(root)
    };
    vec![
        sample("pdf", "pdf/alt-1.0.pdf", with("1.0", "\n")).good(2, true),
        sample("pdf", "pdf/alt-1.2-cr.pdf", with("1.2", "\r")).good(2, true),
        sample("pdf", "pdf/alt-1.3-crlf.pdf", with("1.3", "\r\n")).good(2, true),
        sample("pdf", "pdf/neu-2.0.pdf", with("2.0", "\n")).good(2, true),
    ]
}

fn one(content: Vec<u8>, page: &str, catalog: &str) -> Vec<u8> {
    let mut raw = Raw::new();
    let root = raw.book(&[content], page, catalog);
    raw.finish(root)
}

fn odd_pages() -> Vec<Sample> {
    let mut samples: Vec<Sample> = [90, 180, 270, -90, 450]
        .into_iter()
        .map(|angle| {
            let bytes = one(letter_page(1), &format!("/Rotate {angle}"), "");
            sample("pdf", format!("pdf/gedreht-{angle}.pdf"), bytes).good(1, true)
        })
        .collect();
    for (name, page) in [
        ("ursprung", "/MediaBox [-300 -400 295 442]"),
        ("verkehrt", "/MediaBox [595 842 0 0]"),
        ("beschnitten", "/MediaBox [0 0 595 842] /CropBox [50 50 400 800]"),
        ("winzig", "/MediaBox [0 0 3 3]"),
        ("riesig", "/MediaBox [0 0 14400 14400]"),
        ("einheit", "/MediaBox [0 0 595 842] /UserUnit 10"),
    ] {
        let bytes = one(letter_page(1), page, "");
        samples.push(sample("pdf", format!("pdf/seite-{name}.pdf"), bytes).pages(1));
    }
    let drawing = b"0.2 g 100 100 200 300 re f 50 50 m 500 800 l S".to_vec();
    samples.push(sample("pdf", "pdf/nur-zeichnung.pdf", one(drawing, "", "")).pages(1).text(false));
    samples
        .push(sample("pdf", "pdf/leere-seite.pdf", one(Vec::new(), "", "")).pages(1).text(false));
    samples.push(sample("pdf", "pdf/geerbt.pdf", inherited()).good(4, true));
    samples.push(sample("pdf", "pdf/teilinhalte.pdf", split_content()).good(1, true));
    samples.push(sample("pdf", "pdf/formular.pdf", form()).pages(1));
    samples
}

/// Two floors of pages; fonts and size stand at the root.
fn inherited() -> Vec<u8> {
    let mut raw = Raw::new();
    let (root, left, right) = (raw.reserve(), raw.reserve(), raw.reserve());
    let font = raw.add("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
    let mut kids = [String::new(), String::new()];
    for (number, (floor, parent)) in
        [(0, left), (0, left), (1, right), (1, right)].iter().enumerate()
    {
        let content = raw.stream("", &letter_page(number));
        let page =
            raw.add(format!("<< /Type /Page /Parent {parent} 0 R /Contents {content} 0 R >>"));
        if let Some(kids) = kids.get_mut::<usize>(*floor) {
            *kids += &format!("{page} 0 R ");
        }
    }
    let [first, second] = kids;
    for (node, kids) in [(left, first), (right, second)] {
        let parent = format!("/Parent {root} 0 R");
        raw.set(node, format!("<< /Type /Pages {parent} /Kids [{kids}] /Count 2 >>"));
    }
    raw.set(
        root,
        format!(
            "<< /Type /Pages /Kids [{left} 0 R {right} 0 R] /Count 4 /MediaBox [0 0 595 842] \
             /Resources << /Font << /F1 {font} 0 R >> >> >>"
        ),
    );
    let catalog = raw.add(format!("<< /Type /Catalog /Pages {root} 0 R >>"));
    raw.finish(catalog)
}

/// A page whose content is an array, cut in the middle of a text.
fn split_content() -> Vec<u8> {
    let mut raw = Raw::new();
    let tree = raw.reserve();
    let font = raw.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let first = raw.stream("", b"BT /F1 12 Tf 70 700 Td");
    let second = raw.stream("", b"(Sehr geehrte Damen und Herren) Tj ET");
    let page = raw.add(format!(
        "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] \
         /Contents [{first} 0 R {second} 0 R] /Resources << /Font << /F1 {font} 0 R >> >> >>"
    ));
    raw.set(tree, format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"));
    let catalog = raw.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    raw.finish(catalog)
}

/// A form with two fields that were filled in.
fn form() -> Vec<u8> {
    let mut raw = Raw::new();
    let field = |name: &str, value: &str, y: u32| {
        format!(
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V ({value}) \
             /Rect [70 {y} 300 {}] /DA (/Helv 10 Tf 0 g) >>",
            y + 20
        )
    };
    let name = raw.add(field("Name", "Erika Fennwald", 600));
    let ort = raw.add(field("Ort", "Lindenhain", 560));
    let root = raw.book(
        &[lines(&["Antrag auf Befreiung"])],
        &format!("/Annots [{name} 0 R {ort} 0 R]"),
        &format!("/AcroForm << /Fields [{name} 0 R {ort} 0 R] /NeedAppearances true >>"),
    );
    raw.finish(root)
}

fn odd_text() -> Vec<Sample> {
    let content = lines(&["Unsichtbarer Text eines Scans"]);
    let hidden = [b"3 Tr ".to_vec(), content].concat();
    let utf16: String =
        "Gebührenbescheid".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let mut titled = Raw::new();
    let info = titled.add(format!(
        "<< /Title <FEFF{utf16}> /Producer (Schreibprogramm 9.1) /CreationDate \
         (D:20260302101500+01'00') >>"
    ));
    titled.trailer = format!("/Info {info} 0 R");
    let root = titled.book(&[letter_page(1)], "", "/Lang (de-DE)");
    vec![
        sample("pdf", "pdf/text-unsichtbar.pdf", one(hidden, "", "")).good(1, true),
        sample("pdf", "pdf/text-im-bildteil.pdf", in_form_xobject()).pages(1),
        sample("pdf", "pdf/text-umgeordnet.pdf", differences()).pages(1).text(true),
        sample("pdf", "pdf/titel-utf16.pdf", titled.finish(root)).good(1, true),
    ]
}

/// Text in a part that the page only points at.
fn in_form_xobject() -> Vec<u8> {
    let mut raw = Raw::new();
    let font = raw.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let form = raw.stream(
        &format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] \
             /Resources << /Font << /F1 {font} 0 R >> >>"
        ),
        &letter_page(1),
    );
    let page = format!("/Resources << /XObject << /X1 {form} 0 R >> >>");
    let root = raw.book(&[b"/X1 Do".to_vec()], &page, "");
    raw.finish(root)
}

/// A font whose codes mean other letters than usual.
fn differences() -> Vec<u8> {
    let mut raw = Raw::new();
    let font = raw.add(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding \
         /Differences [1 /G /e /m /i /n /d /e] >> >>",
    );
    let content = b"BT /F2 12 Tf 70 700 Td <01020304050607> Tj ET".to_vec();
    let page = format!("/Resources << /Font << /F2 {font} 0 R >> >>");
    let root = raw.book(&[content], &page, "");
    raw.finish(root)
}

fn odd_files() -> Vec<Sample> {
    let plain = pages(3);
    let junk_before = [b"Aus dem Postfach\r\n\r\n".to_vec(), plain.clone()].concat();
    let junk_behind = [plain.clone(), vec![0; 900]].concat();
    let mut appended = plain.clone();
    appended.extend(update(&plain));
    vec![
        sample("pdf", "pdf/vorspann.pdf", junk_before).pages(3),
        sample("pdf", "pdf/nullen-am-ende.pdf", junk_behind).pages(3),
        sample("pdf", "pdf/fortgeschrieben.pdf", appended).good(3, true),
        sample("pdf", "pdf/ohne-endung", pages(4)).pages(4),
        sample("pdf", "pdf/GROSS.PDF", pages(2)).good(2, true),
        sample("pdf", "pdf/zweimal-gepackt.pdf", twice_packed()).pages(1),
    ]
}

/// A later version behind the first: one more object, one more table.
fn update(before: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(before);
    let number = |key: &str| -> usize {
        let rest = text.rsplit_once(key).map(|(_, rest)| rest).unwrap_or_default();
        rest.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
    };
    let (size, root, previous) = (number("/Size"), number("/Root"), number("startxref"));
    let at = before.len();
    let table = at + format!("{size} 0 obj\n<< /Notiz (neu) >>\nendobj\n").len();
    format!(
        "{size} 0 obj\n<< /Notiz (neu) >>\nendobj\nxref\n{size} 1\n{at:010} 00000 n \ntrailer\n\
         << /Size {} /Root {root} 0 R /Prev {previous} >>\nstartxref\n{table}\n%%EOF\n",
        size + 1
    )
    .into_bytes()
}

fn twice_packed() -> Vec<u8> {
    let packed = bad::zlib(&bad::zlib(&letter_page(1)));
    let mut raw = Raw::new();
    let root = raw.book(&[Vec::new()], "", "");
    // The first page's content is the third object.
    raw.set(3, stream("/Filter [/FlateDecode /FlateDecode]", &packed));
    raw.finish(root)
}
