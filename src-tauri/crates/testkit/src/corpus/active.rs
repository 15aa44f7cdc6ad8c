//! PDFs that would act by themselves, lead outside, or are signed.
//!
//! Never with an act that could do harm: programs and addresses in it do not exist.

use anyhow::Result;

use super::cms;
use super::raw::{Raw, letter_page};
use super::{Sample, Shelf, sample};

pub(super) fn put(shelf: &mut Shelf<'_>) -> Result<()> {
    shelf.put_all(acting())?;
    shelf.put_all(holding())?;
    shelf.put_all(signed())
}

fn one(page: &str, catalog: &str) -> Vec<u8> {
    let mut raw = Raw::new();
    let root = raw.book(&[letter_page(1)], page, catalog);
    raw.finish(root)
}

fn acting() -> Vec<Sample> {
    let script = "<< /S /JavaScript /JS (app.alert\\('Guten Tag'\\);) >>";
    let launch = "<< /S /Launch /F (gibtesnicht.exe) >>";
    let link = |action: &str| {
        format!("/Annots [<< /Type /Annot /Subtype /Link /Rect [70 70 200 90] /A {action} >>]")
    };
    let file = |name: &str, bytes| sample("aktiv", format!("aktiv/{name}.pdf"), bytes).pages(1);
    vec![
        file("skript-beim-oeffnen", one("", &format!("/OpenAction {script}"))).text(true),
        file(
            "skript-im-namensbaum",
            one("", &format!("/Names << /JavaScript << /Names [(a) {script}] >> >>")),
        ),
        file("skript-an-der-seite", one(&format!("/AA << /O {script} >>"), "")),
        file("programmstart", one(&link(launch), "")).text(true),
        file("programmstart-beim-oeffnen", one("", &format!("/OpenAction {launch}"))),
        file(
            "fremde-datei",
            one(&link("<< /S /GoToR /F (\\\\\\\\server\\\\akte.pdf) /D [0] >>"), ""),
        ),
        file("verweis", one(&link("<< /S /URI /URI (https://beispiel.invalid/a) >>"), "")),
        file("versand", one(&link("<< /S /SubmitForm /F (https://beispiel.invalid/b) >>"), "")),
        file("kette", one(&link(&chain(5000)), "")),
        file("xfa", xfa()),
        file("film", film()),
    ]
}

/// Actions that follow each other, deeper than anybody would write.
fn chain(depth: usize) -> String {
    let mut chain = "<< /S /URI /URI (https://beispiel.invalid/) ".repeat(depth);
    chain = chain.replace(") <<", ") /Next <<");
    chain + &">>".repeat(depth)
}

fn xfa() -> Vec<u8> {
    let mut raw = Raw::new();
    let form = raw.stream("", b"<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"></xdp:xdp>");
    let root =
        raw.book(&[letter_page(1)], "", &format!("/AcroForm << /Fields [] /XFA {form} 0 R >>"));
    raw.finish(root)
}

fn film() -> Vec<u8> {
    one(
        "/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << >> >>]",
        "",
    )
}

/// PDFs with files inside.
fn holding() -> Vec<Sample> {
    let pdf = one("", "");
    let many: Vec<(String, Vec<u8>)> =
        (0..400).map(|n| (format!("anlage-{n}.txt"), b"Anlage".to_vec())).collect();
    let file = |name: &str, bytes| sample("anlagen", format!("anlagen/{name}.pdf"), bytes).pages(1);
    vec![
        file("eine", attached(&[("Vertrag.pdf".to_owned(), pdf.clone())])).text(true),
        file("programm", attached(&[("rechnung.pdf.exe".to_owned(), b"MZ\x90\0".to_vec())])),
        file("vierhundert", attached(&many)),
        file("name-mit-pfad", attached(&[("../../etc/passwd".to_owned(), b"x".to_vec())])),
        file(
            "sich-selbst",
            attached(&[("a.pdf".to_owned(), attached(&[("b.pdf".to_owned(), pdf)]))]),
        ),
    ]
}

/// A page with files attached, as a name tree at the root.
pub(super) fn attached(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut raw = Raw::new();
    let mut names = String::new();
    for (name, bytes) in files {
        let stream = raw.stream("/Type /EmbeddedFile", bytes);
        let file = raw.add(format!(
            "<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {stream} 0 R >> \
             /AFRelationship /Data >>"
        ));
        names += &format!("({name}) {file} 0 R ");
    }
    let root = raw.book(
        &[letter_page(1)],
        "",
        &format!("/Names << /EmbeddedFiles << /Names [{names}] >> >>"),
    );
    raw.finish(root)
}

pub(super) fn signed() -> Vec<Sample> {
    let good = signed_pdf("adbe.pkcs7.detached", None);
    let mut changed = good.clone();
    if let Some(at) = changed.windows(10).position(|window| window == b"Sondernutz") {
        changed.splice(at..at + 10, *b"Zondernutz");
    }
    let appended = [good.clone(), b"\n% nachtraeglich\n%%EOF\n".to_vec()].concat();
    let noise = signed_pdf("adbe.pkcs7.detached", Some(vec![0x30, 0x82, 0xff, 0xff, 1, 2, 3]));
    let file = |name: &str, bytes| sample("signiert", format!("signiert/{name}.pdf"), bytes);
    vec![
        file("pkcs7", good).pages(1).text(true),
        file("pades", signed_pdf("ETSI.CAdES.detached", None)).pages(1).text(true),
        file("veraendert", changed).pages(1).text(true),
        file("ergaenzt", appended).pages(1).text(true),
        file("unlesbar", noise).pages(1),
        file("bereich-luegt", lying()).pages(1),
        file("unbekannte-art", signed_pdf("Lindenhain.Siegel", None)).pages(1),
    ]
}

/// A signature field whose range and envelope fit the file.
fn signed_pdf(kind: &str, envelope: Option<Vec<u8>>) -> Vec<u8> {
    const ROOM: usize = 4096;
    const RANGE: &str = "/ByteRange [0 0000000000 0000000000 0000000000]";
    let mut raw = Raw::new();
    let value = raw.add(format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{kind} {RANGE} \
         /M (D:20260302101500+01'00') /Contents <{}> >>",
        "0".repeat(ROOM * 2)
    ));
    let field = raw.add(format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Unterschrift) /V {value} 0 R \
         /Rect [0 0 0 0] /F 132 >>"
    ));
    let root = raw.book(
        &[letter_page(1)],
        &format!("/Annots [{field} 0 R]"),
        &format!("/AcroForm << /Fields [{field} 0 R] /SigFlags 3 >>"),
    );
    let mut bytes = raw.finish(root);
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|w| w == what);
    let (Some(range), Some(contents)) =
        (find(&bytes, RANGE.as_bytes()), find(&bytes, b"/Contents <0"))
    else {
        return bytes;
    };
    let start = contents + "/Contents ".len();
    let end = start + ROOM * 2 + 2;
    let text = format!("/ByteRange [0 {start:010} {end:010} {:010}]", bytes.len() - end);
    bytes.splice(range..range + RANGE.len(), text.bytes());
    let covered =
        [bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default()].concat();
    let envelope = envelope.unwrap_or_else(|| cms::detached(&covered, "Erika Fennwald"));
    let hex: String = envelope.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.splice(start + 1..start + 1 + hex.len(), hex.bytes());
    bytes
}

/// A range that reaches far beyond the file and overlaps itself.
fn lying() -> Vec<u8> {
    let mut raw = Raw::new();
    let value = raw.add(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached \
         /ByteRange [0 99999999 5 -7 18446744073709551615] /Contents <3000> >>",
    );
    let field = raw.add(format!("<< /FT /Sig /T (U) /V {value} 0 R >>"));
    let root = raw.book(&[letter_page(1)], "", &format!("/AcroForm << /Fields [{field} 0 R] >>"));
    raw.finish(root)
}
