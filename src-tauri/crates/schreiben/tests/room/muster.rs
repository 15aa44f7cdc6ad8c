//! Letters, notes and pages of an invented municipality.
//!
//! Never a real person, place or number.

use domain::Datum;
use page::source::{Limits, Pages};
use page::{PageImage, Pixels};
use schreiben::brief::{
    Bezug, Brief, Briefkopf, Fassung, Form, Unterschrift, Verfuegungspunkt, Zeichnung,
};
use schreiben::vorlage::Werte;
use schreiben::{Satz, vorlagen};
use uuid::Uuid;

pub(crate) const VORGANG: &str = "0198c0de-0000-7000-8000-00000000c0de";

pub(crate) fn vorgang() -> Uuid {
    VORGANG.parse().unwrap()
}

pub(crate) fn tag(text: &str) -> Datum {
    text.parse().unwrap()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

pub(crate) fn kopf() -> Briefkopf {
    Briefkopf {
        name: "Gemeinde Lindenhain".to_owned(),
        zeilen: texts(&["Der Bürgermeister", "Ordnungs- und Steueramt"]),
        anschrift: texts(&["Dorfplatz 1", "00000 Lindenhain"]),
        kontakt: texts(&[
            "Telefon 00000 1234-0",
            "poststelle@lindenhain.example",
            "Mo, Di, Do 9–12 Uhr",
            "Do 14–18 Uhr",
        ]),
        bank: texts(&["Sparkasse Lindental", "DE02 1203 0000 0000 2020 51", "BIC BYLADEM1001"]),
        logo: Some(wappen()),
    }
}

/// A simple shield as a PNG with a clear background.
fn wappen() -> Vec<u8> {
    let (width, height) = (120_u32, 144_u32);
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let half = if y < 80 { 60.0 } else { 60.0 - ((y - 80) as f32).powi(2) / 70.0 };
            let from_middle = (x as f32 - 60.0).abs();
            let tree = from_middle < (y as f32 - 15.0) / 2.6 && (15..90).contains(&y)
                || from_middle < 6.0 && (90..115).contains(&y);
            pixels.extend(match (from_middle < half, tree) {
                (false, _) => [0, 0, 0, 0],
                (true, true) => [250, 246, 230, 255],
                (true, false) => [22, 92, 60, 255],
            });
        }
    }
    encoded(width, height, png::ColorType::Rgba, &pixels)
}

/// A dog tax notice, all values filled in.
pub(crate) fn bescheid() -> Brief {
    let werte: Werte = [
        ("steuer.jahr", "2027"),
        ("empfaenger.anrede", "Sehr geehrte Frau Müller-Łukasz"),
        ("hund.name", "Bello (Dackel)"),
        ("hund.marke", "0417"),
        ("steuer.zeitraum", "01.01.–31.12.2027"),
        ("steuer.betrag", "48,00 €"),
        ("steuer.faellig_am", "15.02.2027"),
        ("kassenzeichen", "5.0417.2027"),
        ("satzung.hundesteuer", "Hundesteuersatzung der Gemeinde Lindenhain vom 12.03.2019"),
        ("hund.angemeldet_zum", "01.11.2026"),
        ("mandant.behoerde", "der Gemeinde Lindenhain"),
        ("mandant.anschrift", "Dorfplatz 1, 00000 Lindenhain"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    aus_vorlage("hundesteuerbescheid", &werte)
}

/// A letter from one of the house's templates.
pub(crate) fn aus_vorlage(kennung: &str, werte: &Werte) -> Brief {
    let vorlage = vorlagen().iter().find(|vorlage| vorlage.kennung == kennung).unwrap();
    let (voll, _) = vorlage.fuellen(werte);
    Brief {
        form: Form::B,
        fassung: Fassung::Reinschrift,
        kopf: kopf(),
        vermerke: Vec::new(),
        empfaenger: texts(&["Frau", "Anna Müller-Łukasz", "Mühlweg 3 a", "00000 Lindenhain"]),
        bezug: Bezug {
            ihr_zeichen: Some("Anmeldung Hund".to_owned()),
            ihre_nachricht_vom: Some(tag("2026-11-03")),
            unser_zeichen: "2.2.1-17/2026-3".to_owned(),
            auskunft_erteilt: Some("Herr Bernd Öttinger".to_owned()),
            telefon: Some("00000 1234-17".to_owned()),
            email: Some("steueramt@lindenhain.example".to_owned()),
        },
        datum: tag("2026-11-22"),
        betreff: voll.betreff,
        anrede: voll.anrede,
        text: voll.text,
        gruss: voll.gruss,
        unterschrift: Unterschrift {
            zeichnung: Zeichnung::ImAuftrag,
            name: "Bernd Öttinger".to_owned(),
            amtsbezeichnung: Some("Sachbearbeiter".to_owned()),
            hinweis: None,
        },
        belehrung: voll.belehrung,
        anlagen: voll.anlagen,
        verteiler: voll.verteiler,
        vorgang: Some(vorgang()),
    }
}

/// The same letter as the draft that stays in the file.
pub(crate) fn entwurf() -> Brief {
    let punkt =
        |text: &str, an: Option<&str>, am: Option<&str>, erledigt: Option<&str>| Verfuegungspunkt {
            text: text.to_owned(),
            an: an.map(str::to_owned),
            am: am.map(tag),
            erledigt: erledigt.map(str::to_owned),
        };
    let punkte = vec![
        punkt("Bescheid fertigen", Some("Steueramt"), None, Some("gef. 22.11.2026 Öt")),
        punkt("Kopie z.K.", Some("Kasse"), None, None),
        punkt("Wv.", None, Some("2027-02-15"), None),
        punkt("z.d.A.", None, None, None),
    ];
    Brief { fassung: Fassung::Entwurf(punkte), ..bescheid() }
}

/// A page as a PNG in grey.
pub(crate) fn png(image: &PageImage) -> Vec<u8> {
    let (color, bytes) = match image.pixels() {
        Pixels::Grey(bytes) => (png::ColorType::Grayscale, bytes),
        Pixels::Rgb(bytes) => (png::ColorType::Rgb, bytes),
        Pixels::Bitonal(_) => unreachable!("drawn pages have shades"),
    };
    encoded(image.width(), image.height(), color, bytes)
}

pub(crate) fn encoded(width: u32, height: u32, color: png::ColorType, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(bytes).unwrap();
    writer.finish().unwrap();
    out
}

/// A page of a PDF as a picture.
pub(crate) fn drawn(pdf: &[u8], number: u32, dpi: u16) -> PageImage {
    let pages = Pages::open(pdf.to_vec(), "application/pdf", None).unwrap();
    let limits = Limits { draw_dpi: dpi, ..Limits::default() };
    pages.page(number, &limits).unwrap().image
}

/// A grey JPEG of 8 by 8 pixels, all of one colour.
pub(crate) fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
    bytes.extend([1; 64]);
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    for class in [0x00, 0x10] {
        bytes.extend([0xff, 0xc4, 0, 20, class, 1]);
        bytes.extend([0; 15]);
        bytes.push(0);
    }
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0b0011_1111, 0xff, 0xd9]);
    bytes
}

/// Keeps a PDF for people to look at, where `SCHREIBEN_KEEP` names a folder.
pub(crate) fn keep(name: &str, satz: &Satz) {
    if let Some(folder) = std::env::var_os("SCHREIBEN_KEEP") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &satz.pdf)
            .unwrap();
    }
}
