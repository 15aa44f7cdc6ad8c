//! The export of a court mailbox.
//!
//! Never holds a real case: court, parties and references are made up.

use envelope::{Art, OpenError, Rolle, xjustiz};

use crate::zip_file::{Entry, archive};
use crate::{Opened, opened};

/// Cover data as a court sends them.
pub(crate) const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tns:nachricht.gds.uebermittlungSchriftgutobjekte.0005005 xmlns:tns="http://www.xjustiz.de">
 <tns:nachrichtenkopf>
  <tns:aktenzeichen.absender>3 K 12/26 Mu</tns:aktenzeichen.absender>
  <tns:aktenzeichen.empfaenger>Bau-2026-17</tns:aktenzeichen.empfaenger>
  <tns:erstellungszeitpunkt>2026-11-02T09:00:00+01:00</tns:erstellungszeitpunkt>
  <tns:auswahl_absender><tns:absender.gericht listVersionID="3.2"><code>X0001</code>
   <name>Verwaltungsgericht Musterhausen</name></tns:absender.gericht></tns:auswahl_absender>
  <tns:auswahl_empfaenger><tns:empfaenger.sonstige>Gemeinde Musterstadt &amp; Co
   </tns:empfaenger.sonstige></tns:auswahl_empfaenger>
  <tns:eigeneNachrichtenID>id-1</tns:eigeneNachrichtenID>
  <tns:betreff>Klage gegen den Bescheid</tns:betreff>
 </tns:nachrichtenkopf>
 <tns:schriftgutobjekte>
  <tns:dokument>
   <tns:identifikation><tns:nummerImUebergeordnetenContainer>2</tns:nummerImUebergeordnetenContainer>
   </tns:identifikation>
   <tns:xjustiz.fachspezifischeDaten><tns:anzeigename>Anlage K1</tns:anzeigename>
    <tns:datei><tns:dateiname>k1.pdf</tns:dateiname></tns:datei>
   </tns:xjustiz.fachspezifischeDaten>
  </tns:dokument>
  <tns:dokument>
   <tns:identifikation><tns:nummerImUebergeordnetenContainer>1</tns:nummerImUebergeordnetenContainer>
   </tns:identifikation>
   <tns:xjustiz.fachspezifischeDaten><tns:anzeigename>Klageschrift/Entwurf</tns:anzeigename>
    <tns:dokumenttyp><code>012</code></tns:dokumenttyp>
    <tns:datei><tns:dateiname>klage.pdf</tns:dateiname></tns:datei>
   </tns:xjustiz.fachspezifischeDaten>
  </tns:dokument>
 </tns:schriftgutobjekte>
</tns:nachricht.gds.uebermittlungSchriftgutobjekte.0005005>"#;

fn export(files: &[&str], xml: &str) -> Opened {
    let mut entries: Vec<Entry> = files.iter().map(|name| Entry::new(name, name)).collect();
    entries.push(Entry::new("xjustiz_nachricht.xml", xml));
    opened(&archive(&entries), Art::XJustiz)
}

#[test]
fn the_cover_data_are_read() {
    let kopf = xjustiz(XML.as_bytes()).unwrap();
    assert_eq!(kopf.absender.as_deref(), Some("Verwaltungsgericht Musterhausen"));
    assert_eq!(kopf.empfaenger, ["Gemeinde Musterstadt & Co"]);
    assert_eq!(kopf.aktenzeichen, ["3 K 12/26 Mu", "Bau-2026-17"]);
    assert_eq!(kopf.betreff.as_deref(), Some("Klage gegen den Bescheid"));
    assert_eq!(kopf.erstellt_um.unwrap().to_string(), "2026-11-02T08:00:00Z");
    let [klage, anlage] = kopf.dokumente.as_slice() else { panic!("{kopf:?}") };
    assert_eq!((klage.dateiname.as_str(), klage.reihenfolge), ("klage.pdf", Some(1)));
    assert_eq!(klage.dokumenttyp.as_deref(), Some("012"));
    assert_eq!(anlage.anzeigename.as_deref(), Some("Anlage K1"));
}

#[test]
fn other_encodings_are_read() {
    let latin: Vec<u8> = XML
        .replace("UTF-8", "ISO-8859-1")
        .replace("Musterhausen", "Mühlhausen-Süd")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let absender = xjustiz(&latin).unwrap().absender.unwrap();
    assert_eq!(absender, "Verwaltungsgericht Mühlhausen-Süd");
    let wide: Vec<u8> =
        format!("\u{feff}{XML}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(xjustiz(&wide).unwrap(), xjustiz(XML.as_bytes()).unwrap());
}

#[test]
fn an_export_comes_out_named_and_ordered() {
    let opened = export(&["k1.pdf", "KLAGE.pdf", "klage.pdf.p7s", "Pruefprotokoll.xml"], XML);
    assert_eq!(
        opened.is_whole().names(),
        [
            "Klageschrift_Entwurf.pdf",
            "Anlage K1.pdf",
            "klage.pdf.p7s",
            "Pruefprotokoll.xml",
            "xjustiz_nachricht.xml"
        ]
    );
    let rollen: Vec<Rolle> = opened.parts.iter().map(|part| part.rolle).collect();
    use Rolle::{Anlage, Signatur, Strukturdatei};
    assert_eq!(rollen, [Anlage, Anlage, Signatur, Strukturdatei, Strukturdatei]);
    assert_eq!(opened.part("Klageschrift_Entwurf.pdf").pfad, "KLAGE.pdf");
    let kopf = opened.inhalt.kopf.clone().unwrap();
    assert_eq!(kopf.von.unwrap().name.as_deref(), Some("Verwaltungsgericht Musterhausen"));
    assert_eq!(kopf.betreff.as_deref(), Some("Klage gegen den Bescheid"));
    assert_eq!(opened.inhalt.xjustiz, xjustiz(XML.as_bytes()).ok());
}

#[test]
fn what_is_missing_and_what_is_too_much_is_said() {
    let opened = export(&["klage.pdf", "fremd.pdf"], XML);
    opened.lacks("Die angekündigte Datei „k1.pdf“ fehlt");
    opened.says("Die Datei „fremd.pdf“ ist in der Sendung enthalten, aber nicht angekündigt.");
    assert_eq!(opened.part("fremd.pdf").rolle, Rolle::Anlage);
    let abgleich = xjustiz(XML.as_bytes()).unwrap().abgleich(&["klage.pdf", "x.pdf", "vhn.xml"]);
    assert_eq!(
        (abgleich.fehlend, abgleich.unangekuendigt),
        (vec!["k1.pdf".to_owned()], vec!["x.pdf".to_owned()])
    );
}

#[test]
fn broken_cover_data_do_not_hold_back_the_files() {
    let opened = export(&["klage.pdf"], &XML[..XML.len() / 2]);
    opened.lacks("„xjustiz_nachricht.xml“ konnte nicht gelesen werden");
    assert_eq!(opened.names(), ["klage.pdf", "xjustiz_nachricht.xml"]);
}

#[test]
fn hostile_cover_data_are_refused() {
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><nachricht>&b;</nachricht>";
    assert!(matches!(xjustiz(laughs.as_bytes()), Err(OpenError::Broken(_))));
    let deep = format!("<nachricht>{}", "<a>".repeat(100_000));
    assert_eq!(xjustiz(deep.as_bytes()), Err(OpenError::TooDeep));
    assert!(matches!(xjustiz(&vec![b' '; 17 << 20]), Err(OpenError::TooLarge { .. })));
    for text in ["", "<rechnung/>", "kein xml", "<nachricht>", "<nachricht></falsch>"] {
        assert!(matches!(xjustiz(text.as_bytes()), Err(OpenError::Broken(_))), "{text:?}");
    }
    let many = "<dokument><dateiname>a</dateiname></dokument>".repeat(20_000);
    let kopf = xjustiz(format!("<nachricht>{many}</nachricht>").as_bytes()).unwrap();
    assert_eq!(kopf.dokumente.len(), 5000);
}
