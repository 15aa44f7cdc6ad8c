//! Outlook messages, whole and broken.
//!
//! Never needs Outlook.

use envelope::{Art, Limits, Rolle, art};

use crate::outlook_file::Storage;
use crate::{Opened, opened, try_open};

const SENT: u64 = 1_793_606_400;

fn pdf(name: &str) -> Storage {
    Storage::default()
        .number(0x3705, 1)
        .text(0x3704, "KURZ~1.PDF")
        .text(0x3707, name)
        .text(0x370E, "application/pdf")
        .bytes(0x3701, b"%PDF-1.7\n")
}

/// A message as most of them are.
pub(crate) fn brief() -> Storage {
    let logo = Storage::default()
        .text(0x3707, "logo.png")
        .text(0x370E, "image/png")
        .text(0x3712, "logo")
        .number(0x7FFE, 1)
        .bytes(0x3701, b"\x89PNG\r\n\x1a\n");
    let inner = Storage::default()
        .text(0x0037, "AW: Ortstermin")
        .text(0x0C1A, "Kreisbauamt")
        .text(0x1000, "Innen")
        .attachment(pdf("Lageplan.pdf"));
    Storage::default()
        .text(0x001A, "IPM.Note")
        .text(0x0037, "Gebührenbescheid")
        .text(0x0C1A, "Bürgerbüro")
        .text(0x0C1F, "/O=EXCHANGE/CN=BUERO")
        .text(0x5D01, "buero@example.org")
        .text(0x007D, "Authentication-Results: mx.example; spf=pass\r\nFrom: x@example.org\r\n")
        .text(0x1000, "Grüße\r\naus Musterstadt\r\n")
        .bytes(0x1013, b"<p>Gr\xFC\xDFe</p><img src=http://example.org/1>")
        .number(0x3FDE, 1252)
        .text(0x1035, "<eins@example.org>")
        .instant(0x0039, SENT)
        .instant(0x0E06, SENT + 5)
        .recipient("Poststelle", "post@musterstadt.example", 1)
        .recipient("Neben", "neben@musterstadt.example", 2)
        .recipient("Heimlich", "blind@musterstadt.example", 3)
        .attachment(logo)
        .attachment(pdf("Gebührenbescheid.pdf"))
        .attachment(Storage::embedded(inner))
}

fn msg(message: &Storage) -> Opened {
    opened(&message.file(), Art::OutlookNachricht)
}

#[test]
fn a_message_file_is_recognised() {
    let file = brief().file();
    let mime = "application/vnd.ms-outlook";
    assert_eq!(art(&file, mime, "a.msg"), Some(Art::OutlookNachricht));
    assert_eq!(art(&file, "application/x-ole-storage", "a"), Some(Art::OutlookNachricht));
    let mut other = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    other.create_stream("/WordDocument").unwrap();
    assert_eq!(art(other.into_inner().get_ref(), mime, "a.msg"), None);
}

#[test]
fn the_outside_of_the_message_is_read() {
    let kopf = msg(&brief()).inhalt.kopf.unwrap();
    let von = kopf.von.unwrap();
    assert_eq!(von.name.as_deref(), Some("Bürgerbüro"));
    assert_eq!(von.adresse.as_deref(), Some("buero@example.org"));
    assert_eq!(kopf.an.len(), 1);
    assert_eq!(kopf.an[0].adresse.as_deref(), Some("post@musterstadt.example"));
    assert_eq!(kopf.kopie[0].name.as_deref(), Some("Neben"));
    assert_eq!(kopf.betreff.as_deref(), Some("Gebührenbescheid"));
    assert_eq!(kopf.gesendet_um.unwrap().as_second(), SENT as i64);
    assert_eq!(kopf.empfangen_um.unwrap().as_second(), SENT as i64 + 5);
    assert_eq!(kopf.nachrichten_id.as_deref(), Some("eins@example.org"));
    assert_eq!(kopf.pruefergebnisse[0].ergebnis, "pass");
}

#[test]
fn letter_enclosures_and_the_message_inside_come_out() {
    let opened = msg(&brief());
    assert_eq!(
        opened.names(),
        [
            "Nachricht.txt",
            "Nachricht.html",
            "logo.png",
            "Gebührenbescheid.pdf",
            "AW_ Ortstermin.txt",
            "Lageplan.pdf"
        ]
    );
    assert_eq!(opened.inhalt.text, "Grüße\naus Musterstadt");
    assert_eq!(opened.part("logo.png").rolle, Rolle::Eingebettet);
    let bescheid = opened.part("Gebührenbescheid.pdf");
    assert_eq!((bescheid.mime.as_str(), bescheid.rolle), ("application/pdf", Rolle::Anlage));
    assert_eq!(bescheid.bytes, b"%PDF-1.7\n");
    assert_eq!(opened.part("Lageplan.pdf").pfad, "AW_ Ortstermin/Lageplan.pdf");
    let inner = String::from_utf8(opened.part("AW_ Ortstermin.txt").bytes.clone()).unwrap();
    assert_eq!(inner, "Von: Kreisbauamt\nBetreff: AW: Ortstermin\n\nInnen\n");
    assert!(opened.inhalt.vollstaendig);
    assert_eq!(opened.inhalt.hinweise, ["Ein externes Bild wurde nicht geladen."]);
}

#[test]
fn html_alone_becomes_text() {
    let html = Storage::default().bytes(0x1013, "<p>Grüße</p>".as_bytes()).number(0x3FDE, 65001);
    assert_eq!(msg(&html).is_whole().inhalt.text, "Grüße");
    let western = Storage::default().bytes(0x1013, b"<p>Gr\xFC\xDFe</p>").number(0x3FDE, 28591);
    assert_eq!(msg(&western).inhalt.text, "Grüße");
}

#[test]
fn old_messages_are_read_in_their_code_page() {
    let old = Storage::default().ansi(0x0037, b"\xCF\xF0\xE8").number(0x3FFD, 1251);
    assert_eq!(msg(&old).inhalt.kopf.unwrap().betreff.as_deref(), Some("При"));
    let none = Storage::default().ansi(0x0037, b"Gr\xFC\xDFe");
    assert_eq!(msg(&none).inhalt.kopf.unwrap().betreff.as_deref(), Some("Grüße"));
}

#[test]
fn formatted_text_is_unpacked_and_kept() {
    let rtf = b"{\\rtf1 Guten Tag}";
    let mut packed = Vec::new();
    for number in [rtf.len() as u32 + 12, rtf.len() as u32] {
        packed.extend(number.to_le_bytes());
    }
    packed.extend(b"MELA\0\0\0\0");
    packed.extend(rtf);
    let opened = msg(&Storage::default().bytes(0x1009, &packed));
    assert_eq!(opened.part("Nachricht.rtf").bytes, rtf);
    opened.says("„Nachricht.rtf“ beigefügt");
    let broken = msg(&Storage::default().bytes(0x1009, b"kaputt").attachment(pdf("a.pdf")));
    assert_eq!(broken.lacks("„Nachricht.rtf“").names(), ["a.pdf"]);
}

#[test]
fn what_has_no_bytes_is_named_and_the_rest_goes_on() {
    let empty = Storage::default().text(0x3707, "leer.doc");
    let link = Storage::default().text(0x3707, "verweis.doc").number(0x3705, 7);
    let mut ole = Storage::embedded(Storage::default()).text(0x3707, "tabelle");
    ole = ole.number(0x3705, 6);
    let all = Storage::default().attachment(empty).attachment(link).attachment(ole);
    let opened = msg(&all.attachment(pdf("gut.pdf")));
    assert_eq!(opened.names(), ["gut.pdf"]);
    opened.lacks("„leer.doc“ konnte nicht ausgepackt werden");
    opened.lacks("„verweis.doc“ ist nur eine Verknüpfung");
    opened.lacks("„tabelle“ ist ein eingebettetes Objekt");
}

#[test]
fn messages_in_messages_have_an_end() {
    let mut message = Storage::default().text(0x0037, "innen").attachment(pdf("tief.pdf"));
    for _ in 0..8 {
        message = Storage::default().text(0x0037, "x").attachment(Storage::embedded(message));
    }
    let opened = msg(&message);
    opened.lacks("ungewöhnlich tief verschachtelt");
    assert_eq!(opened.parts.len(), 4);
}

#[test]
fn a_signed_message_is_read_through_its_one_enclosure() {
    let block = Storage::default().text(0x3707, "smime.p7m");
    let signed = include_bytes!("smime/abgesetzt.eml");
    let outer = Storage::default().text(0x001A, "IPM.Note.SMIME.MultipartSigned");
    let opened = msg(&outer.attachment(block.bytes(0x3701, signed)));
    let smime = opened.is_whole().inhalt.kopf.clone().unwrap().smime.unwrap();
    assert_eq!(smime.unterzeichner.as_deref(), Some("Poststelle Musterstadt"));
    assert_eq!(smime.pruefsumme_stimmt, Some(true));
    assert_eq!(opened.inhalt.text, "Guten Tag,\nanbei die Stellungnahme.");
    assert_eq!(opened.names(), ["Nachricht.txt", "smime.p7s"]);
}

#[test]
fn no_cut_is_silent() {
    let whole = brief().file();
    for end in (0..whole.len()).step_by(97) {
        if let Ok(opened) = try_open(&whole[..end], Art::OutlookNachricht, &Limits::default()) {
            let kept = opened.parts.len() == 6 && opened.inhalt.text.starts_with("Grüße");
            assert!(kept || !opened.inhalt.vollstaendig, "cut at {end}: {opened:?}");
        }
    }
}
