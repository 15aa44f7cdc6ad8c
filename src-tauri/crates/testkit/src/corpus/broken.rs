//! Broken PDFs: cut off, mislabelled, in circles, too deep, lying, bursting.
//!
//! Never expected to open; expected to be kept, and to cost neither time nor memory.

use anyhow::Result;

use super::raw::{Raw, letter_page, pages, stream};
use super::{Sample, Shelf, sample};
use crate::bad;
use crate::rng::Rng;

pub(super) fn put(shelf: &mut Shelf<'_>, seed: u64) -> Result<()> {
    shelf.put_all(cut(seed))?;
    shelf.put_all(mended())?;
    shelf.put_all(circles())?;
    shelf.put_all(depths())?;
    shelf.put_all(lies())?;
    shelf.put_all(streams())
}

fn file(name: &str, bytes: Vec<u8>) -> Sample {
    sample("kaputt", format!("kaputt/{name}.pdf"), bytes)
}

/// Cut at many places, and with bytes changed.
fn cut(seed: u64) -> Vec<Sample> {
    let whole = pages(5);
    let mut samples: Vec<Sample> = (1..20)
        .map(|part| {
            let bytes = whole.get(..whole.len() * part / 20).unwrap_or_default().to_vec();
            file(&format!("abgeschnitten-{part:02}"), bytes)
        })
        .collect();
    let letter = crate::letters::generate(seed, 1).next().map(|(_, pdf)| pdf).unwrap_or_default();
    for number in 0..12 {
        let mut rng = Rng::new(seed ^ number);
        let mut bytes = letter.clone();
        for _ in 0..1 << number.min(8) {
            let last = (bytes.len() as u64).saturating_sub(1);
            let at = usize::try_from(rng.between(0, last)).unwrap_or(0);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = rng.next_u64().to_le_bytes()[0];
            }
        }
        samples.push(file(&format!("bytes-vertauscht-{number:02}"), bytes));
    }
    samples.push(file("rauschen", bad::garbage(seed)));
    samples.push(file("nur-kopf", b"%PDF-1.7\n".to_vec()));
    samples.push(file("nullen", vec![0; 100_000]));
    samples
}

/// Wrong, but most readers mend it.
fn mended() -> Vec<Sample> {
    let whole = pages(3);
    let text = |from: &str, to: &str| replace(&whole, from.as_bytes(), to.as_bytes());
    let shifted =
        [b"%PDF-1.7\n%verschoben\n\n\n\n".to_vec(), whole.get(9..).unwrap_or_default().to_vec()];
    vec![
        file("tabelle-verschoben", shifted.concat()).pages(3),
        file("ohne-ende", text("%%EOF", "")).pages(3),
        file("ohne-tabelle", text("xref\n", "xrxf\n")),
        file("startxref-falsch", text("startxref\n", "startxref\n9")),
        file("startxref-null", text("startxref\n", "startxref\n-")),
        file("kopf-falsch", text("%PDF-1.7", "%PDX-9.9")),
        file("ohne-wurzel", text("/Root", "/Rooh")),
        file("ohne-seitenbaum", text("/Type /Catalog /Pages", "/Type /Catalog /Pagxx")),
        file("tabelle-zu-kurz", text("xref\n0 ", "xref\n0 1\n0 ")),
        file(
            "zeilenenden-verdorben",
            whole.iter().map(|b| if *b == b'\n' { b'\r' } else { *b }).collect(),
        ),
    ]
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let Some(at) = bytes.windows(from.len()).rposition(|window| window == from) else {
        return bytes.to_vec();
    };
    let (before, rest) = bytes.split_at(at);
    [before, to, rest.get(from.len()..).unwrap_or_default()].concat()
}

fn circles() -> Vec<Sample> {
    let tree = |kids: &str, count: &str| {
        let mut raw = Raw::new();
        let tree = raw.add(format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"));
        let root = raw.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
        raw.finish(root)
    };
    let mut two = Raw::new();
    let (one, other) = (two.reserve(), two.reserve());
    two.set(one, format!("<< /Type /Pages /Kids [{other} 0 R] /Count 1 >>"));
    two.set(other, format!("<< /Type /Pages /Parent {one} 0 R /Kids [{one} 0 R] /Count 1 >>"));
    let root = two.add(format!("<< /Type /Catalog /Pages {one} 0 R >>"));
    let mut reference = Raw::new();
    let (first, second) = (reference.reserve(), reference.reserve());
    reference.set(first, format!("{second} 0 R"));
    reference.set(second, format!("{first} 0 R"));
    let catalog = reference.add(format!("<< /Type /Catalog /Pages {first} 0 R >>"));
    let mut parent = Raw::new();
    let root_parent = parent.book(&[letter_page(1)], "", "");
    parent.set(1, "<< /Type /Pages /Parent 1 0 R /Kids [4 0 R] /Count 1 >>");
    let mut length = Raw::new();
    let root_length = length.book(&[Vec::new()], "", "");
    length.set(3, "<< /Length 3 0 R >>\nstream\nBT ET\nendstream");
    let mut form = Raw::new();
    let own = form.reserve();
    let entries = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {own} 0 R >> >>"
    );
    form.set(own, stream(&entries, b"/X Do /X Do"));
    let page = format!("/Resources << /XObject << /X {own} 0 R >> >>");
    let root_form = form.book(&[b"/X Do".to_vec()], &page, "");
    vec![
        file("baum-im-kreis", tree("1 0 R", "1")),
        file("baum-im-kreis-zu-zweit", two.finish(root)),
        file("tausendmal-dieselbe", tree(&"1 0 R ".repeat(1000), "1000")),
        file("verweis-im-kreis", reference.finish(catalog)),
        file("eltern-im-kreis", parent.finish(root_parent)),
        file("laenge-ist-sie-selbst", length.finish(root_length)),
        file("bildteil-im-kreis", form.finish(root_form)),
        file("tabellen-im-kreis", previous()),
        file("namensbaum-im-kreis", names()),
    ]
}

/// A table that names itself as the one before.
fn previous() -> Vec<u8> {
    let bytes = pages(1);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let table = text.rsplit_once("startxref\n").map(|(_, rest)| rest).unwrap_or_default();
    let table = table.lines().next().unwrap_or_default().to_owned();
    replace(&bytes, b"/Root", format!("/Prev {table} /Root").as_bytes())
}

fn names() -> Vec<u8> {
    let mut raw = Raw::new();
    let node = raw.reserve();
    raw.set(node, format!("<< /Kids [{node} 0 R {node} 0 R] >>"));
    let root = raw.book(
        &[letter_page(1)],
        "",
        &format!("/Names << /EmbeddedFiles {node} 0 R /JavaScript {node} 0 R >>"),
    );
    raw.finish(root)
}

fn depths() -> Vec<Sample> {
    let deep = |open: &str, close: &str, depth: usize| {
        let mut raw = Raw::new();
        raw.add(format!("{}{}", open.repeat(depth), close.repeat(depth)));
        let root = raw.book(&[letter_page(1)], "", "/Tief 1 0 R");
        raw.finish(root)
    };
    let unclosed = {
        let mut raw = Raw::new();
        raw.add("[".repeat(500_000));
        let root = raw.book(&[letter_page(1)], "", "");
        raw.finish(root)
    };
    let mut tower = Raw::new();
    let floors = 3000;
    for floor in 1..=floors {
        tower.add(format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", floor + 1));
    }
    tower.add("<< /Type /Page /MediaBox [0 0 9 9] >>");
    let root = tower.add("<< /Type /Catalog /Pages 1 0 R >>");
    let content = [b"BT /F1 12 Tf ".to_vec(), b"[".repeat(200_000), b" TJ ET".to_vec()].concat();
    let mut arrays = Raw::new();
    let root_arrays = arrays.book(&[content], "", "");
    let mut states = Raw::new();
    let root_states = states.book(&[b"q ".repeat(400_000)], "", "");
    vec![
        file("listen-tief", deep("[", "]", 100_000)),
        file("woerterbuecher-tief", deep("<< /A ", ">>", 50_000)),
        file("klammern-tief", deep("(", ")", 100_000)),
        file("listen-offen", unclosed),
        file("baum-tief", tower.finish(root)),
        file("inhalt-tief", arrays.finish(root_arrays)),
        file("zustaende-gestapelt", states.finish(root_states)),
    ]
}

fn lies() -> Vec<Sample> {
    let with = |from: &str, to: &str| replace(&pages(2), from.as_bytes(), to.as_bytes());
    let mut empty_kids = Raw::new();
    let tree = empty_kids.add("<< /Type /Pages /Kids [] /Count 100000000 >>");
    let root = empty_kids.add(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    let mut objects = Raw::new();
    let broken = objects.stream("/Type /ObjStm /N 99999999 /First 4000000000", b"1 0 2 0");
    let root_objects = objects.book(&[letter_page(1)], "", &format!("/A {broken} 0 R"));
    vec![
        file("anzahl-luegt", empty_kids.finish(root)),
        file("anzahl-negativ", with("/Count 2", "/Count -2")),
        file("groesse-luegt", with("/Size ", "/Size 99999999")),
        file("laenge-zu-gross", with("/Length ", "/Length 9999")),
        file("laenge-zu-klein", with("/Length 2", "/Length ")),
        file("laenge-negativ", with("/Length ", "/Length -")),
        file("objektstrom-luegt", objects.finish(root_objects)),
        file("seite-ist-zahl", with("/Type /Page ", "/Type 17 ")),
        file("medienfeld-verrueckt", with("[0 0 595 842]", "[nan 1e99 (a) /b]")),
        file("medienfeld-unendlich", with("[0 0 595 842]", "[0 0 99999999999999999999 9]")),
        file("kein-pdf-drin", b"Dies ist ein Text und heisst nur PDF.".to_vec()).look(true),
    ]
}

/// Streams that burst, or whose filters make no sense.
fn streams() -> Vec<Sample> {
    let page = |entries: &str, data: &[u8]| {
        let mut raw = Raw::new();
        let root = raw.book(&[Vec::new()], "", "");
        raw.set(3, stream(entries, data));
        raw.finish(root)
    };
    let packed = bad::zlib(&letter_page(1));
    let half = packed.get(..packed.len() / 2).unwrap_or_default();
    let predictor =
        |parms: &str| page(&format!("/Filter /FlateDecode /DecodeParms << {parms} >>"), &packed);
    let many = format!("/Filter [{}]", "/ASCIIHexDecode ".repeat(2000));
    vec![
        file("bombe", bad::bomb_pdf()),
        file("bombe-einfach", bad::plain_bomb_pdf()),
        file("flate-abgeschnitten", page("/Filter /FlateDecode", half)),
        file("flate-rauschen", page("/Filter /FlateDecode", &bad::garbage(9))),
        file("praediktor-riesig", predictor("/Predictor 15 /Columns 2147483647 /Colors 99999")),
        file(
            "praediktor-null",
            predictor("/Predictor 12 /Columns 0 /Colors 0 /BitsPerComponent 0"),
        ),
        file("praediktor-negativ", predictor("/Predictor 2 /Columns -5 /BitsPerComponent 64")),
        file("filter-unbekannt", page("/Filter /Lindenhain", &packed)),
        file("filter-tausende", page(&many, b"41>")),
        file("lzw-rauschen", page("/Filter /LZWDecode", &bad::garbage(3))),
        file("ascii85-rauschen", page("/Filter /ASCII85Decode", b"zzzzz!!~~>s8W-")),
        file(
            "bild-luegt",
            image("/Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"x"),
        ),
        file(
            "bild-negativ",
            image("/Width -1 /Height 0 /BitsPerComponent 99 /ColorSpace /DeviceGray", b"x"),
        ),
        file(
            "fax-rauschen",
            image(
                "/Width 9999 /Height 9999 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 9999 >>",
                &bad::garbage(4),
            ),
        ),
        file(
            "jbig2-rauschen",
            image(
                "/Width 99 /Height 99 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode",
                &bad::garbage(5),
            ),
        ),
        file("jpx-rauschen", image("/Width 99 /Height 99 /Filter /JPXDecode", &bad::garbage(6))),
        file(
            "dct-rauschen",
            image(
                "/Width 99 /Height 99 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode",
                &bad::garbage(7),
            ),
        ),
    ]
}

fn image(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut raw = Raw::new();
    let image = raw.stream(&format!("/Type /XObject /Subtype /Image {entries}"), data);
    let page = format!("/Resources << /XObject << /Im0 {image} 0 R >> >>");
    let root = raw.book(&[b"q 500 0 0 500 0 0 cm /Im0 Do Q".to_vec()], &page, "");
    raw.finish(root)
}
