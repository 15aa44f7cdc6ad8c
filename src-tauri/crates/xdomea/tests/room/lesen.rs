//! Messages of others are read: the published ones, and those of older versions.
//!
//! Never with a hint that is not looked at.

use xdomea::code::{Bewertung, Kanal};
use xdomea::error::{Grund, ReadError};
use xdomea::hinweis::Befund;
use xdomea::metadaten::{Aufbewahrungsdauer, Aussonderungsart};
use xdomea::nachricht::{Gelesen, Schriftgutobjekt};
use xdomea::{Fassung, Inhalt, Nachricht, worte};

use crate::pruefer::{material, same_tree, validate};

/// Makes a message around a content.
pub(crate) fn nachricht(fassung: &str, wurzel: &str, kopf: &str, inhalt: &str) -> String {
    let (_, code) = wurzel.rsplit_once('.').unwrap();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<xdomea:{wurzel} xmlns:xdomea=\"urn:xoev-de:xdomea:schema:{fassung}\">
<xdomea:Kopf><xdomea:ProzessID>9fde4e7a-b41b-11ec-9225-005056871b7c</xdomea:ProzessID>
<xdomea:Nachrichtentyp><code>{code}</code></xdomea:Nachrichtentyp>
<xdomea:Erstellungszeitpunkt>2020-07-24T17:21:25</xdomea:Erstellungszeitpunkt>
<xdomea:Absender/><xdomea:Empfaenger/>{kopf}</xdomea:Kopf>
{inhalt}</xdomea:{wurzel}>"
    )
}

const ID: &str = "<xdomea:Identifikation><xdomea:ID>67e456ea-b420-11ec-b503-005056871b7c</xdomea:ID></xdomea:Identifikation>";

pub(crate) fn abgabe(fassung: &str, objekt: &str) -> String {
    let inhalt = format!("<xdomea:Schriftgutobjekt>{objekt}</xdomea:Schriftgutobjekt>");
    nachricht(fassung, "Abgabe.Abgabe.0401", "", &inhalt)
}

fn vorgang(fassung: &str, felder: &str) -> Result<Gelesen, ReadError> {
    let vorgang = format!("<xdomea:Vorgang>{ID}{felder}</xdomea:Vorgang>");
    Nachricht::read(abgabe(fassung, &vorgang).as_bytes())
}

#[test]
fn published_example_is_written_back_with_an_equal_tree() {
    let Some(path) = material(
        "xdomea/examples-v3/9fde4e7a-b41b-11ec-9225-005056871b7c_Aussonderung.Aussonderung.0503.xml",
    ) else {
        return;
    };
    let gelesen = Nachricht::read(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!((gelesen.fassung, gelesen.hinweise.as_slice()), (Fassung::V3_0, [].as_slice()));
    let folder = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    for fassung in [Fassung::V3_0, Fassung::V3_1] {
        let geschrieben = gelesen.nachricht.write(fassung).unwrap();
        assert_eq!(Nachricht::read(&geschrieben.xml).unwrap().nachricht, gelesen.nachricht);
        let path = folder.path().join(format!("{}.xml", fassung.nummer()));
        std::fs::write(&path, geschrieben.xml).unwrap();
        written.push(path);
    }
    same_tree(&path, &written[0]);
    validate(&written);
}

#[test]
fn published_patterns_of_three_versions_are_read_and_written() {
    let Some(root) = material("xdomea/toolkit_message_generation/pattern") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    for fassung in [Fassung::V2_3, Fassung::V2_4, Fassung::V3_0] {
        let dir = root.join(format!("xdomea_{}", fassung.nummer()));
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let gelesen = Nachricht::read(&std::fs::read(&path).unwrap()).unwrap();
            assert_eq!(gelesen.fassung, fassung, "{}", path.display());
            // Some patterns name another message in their heads; nothing else is odd.
            for hinweis in &gelesen.hinweise {
                let head = matches!(hinweis.befund, Befund::Nachrichtentyp { .. });
                assert!(head, "{}: {hinweis:?}", path.display());
            }
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let target = folder.path().join(format!("{}-{name}.xml", fassung.nummer()));
            let geschrieben = gelesen.nachricht.write(Fassung::V3_1).unwrap();
            assert_eq!(Nachricht::read(&geschrieben.xml).unwrap().nachricht, gelesen.nachricht);
            std::fs::write(&target, geschrieben.xml).unwrap();
            written.push(target);
        }
    }
    assert_eq!(written.len(), 12);
    validate(&written);
}

#[test]
fn older_versions_are_read_into_the_present_model() {
    let felder = "<xdomea:ArchivspezifischeMetadaten>
        <xdomea:Aufbewahrungsdauer>10</xdomea:Aufbewahrungsdauer>
        <xdomea:Aussonderungsart><code>V</code></xdomea:Aussonderungsart>
        <xdomea:Aufbewahrungsende>2031</xdomea:Aufbewahrungsende></xdomea:ArchivspezifischeMetadaten>
        <xdomea:HistorienProtokollInformation><xdomea:Metadatum>Betreff</xdomea:Metadatum>
        <xdomea:AlterWert>a</xdomea:AlterWert><xdomea:NeuerWert>b</xdomea:NeuerWert>
        <xdomea:Akteur>Anna</xdomea:Akteur><xdomea:DatumUhrzeit>2020-07-24T17:21:25</xdomea:DatumUhrzeit>
        <xdomea:Aktion>neu</xdomea:Aktion></xdomea:HistorienProtokollInformation>
        <xdomea:Kontakt><xdomea:Behoerdenkennung><xdomea:Kennung><code>4711</code></xdomea:Kennung></xdomea:Behoerdenkennung>
        <xdomea:Kommunikation><xdomea:Kanal><code>008</code></xdomea:Kanal></xdomea:Kommunikation></xdomea:Kontakt>";
    for fassung in ["2.3.0", "2.4.0"] {
        let gelesen = vorgang(fassung, felder).unwrap();
        let Inhalt::Abgabe(uebergabe) = &gelesen.nachricht.inhalt else { panic!() };
        let Schriftgutobjekt::Vorgang(vorgang) = &uebergabe.objekte[0] else { panic!() };
        let archiv = vorgang.archiv.as_ref().unwrap();
        assert_eq!(archiv.aufbewahrungsdauer, Some(Aufbewahrungsdauer::Jahre(10)));
        assert_eq!(
            archiv.aussonderungsart,
            Some(Aussonderungsart::Bewertung(Bewertung::Vernichten))
        );
        assert_eq!(archiv.aufbewahrungsende.unwrap().to_string(), "2031-12-31");
        assert_eq!(vorgang.historie[0].neuer_wert.as_deref(), Some("b"));
        let kontakt = &vorgang.kontakte[0];
        let kennung = kontakt.behoerdenkennung.as_ref().unwrap();
        assert_eq!(kennung.behoerdenschluessel.as_ref().unwrap().code, "4711");
        assert_eq!(kontakt.kommunikation[0].kanal, Some(Kanal::EMail));
        // The older code also said that the address is an institution's.
        assert!(matches!(&gelesen.hinweise[..], [hinweis]
            if hinweis.befund == Befund::Umgesetzt { von: "008".to_owned(), zu: "01" }));
    }
}

#[test]
fn parts_of_a_file_stand_beside_its_content_before_version_three() {
    let teil = ID.replace("67e4", "67e5");
    let vorgang = ID.replace("67e4", "67e6");
    let akte = format!(
        "<xdomea:Akte>{ID}<xdomea:Akteninhalt><xdomea:Vorgang>{vorgang}</xdomea:Vorgang></xdomea:Akteninhalt>
         <xdomea:Teilakte>{teil}</xdomea:Teilakte></xdomea:Akte>"
    );
    let gelesen = Nachricht::read(abgabe("2.4.0", &akte).as_bytes()).unwrap();
    let Inhalt::Abgabe(uebergabe) = &gelesen.nachricht.inhalt else { panic!() };
    let Schriftgutobjekt::Akte(akte) = &uebergabe.objekte[0] else { panic!() };
    assert_eq!((akte.inhalt.vorgaenge.len(), akte.inhalt.teilakten.len()), (1, 1));
    assert_eq!(gelesen.hinweise, []);
}

#[test]
fn results_of_older_archives_speak_of_everything_at_once() {
    let ergebnis = "<xdomea:ErfolgOderMisserfolg><xdomea:Erfolgreich>true</xdomea:Erfolgreich>
        <xdomea:Rueckgabeparameter><xdomea:ID>67e456ea-b420-11ec-b503-005056871b7c</xdomea:ID>
        <xdomea:Archivkennung>A 1</xdomea:Archivkennung></xdomea:Rueckgabeparameter></xdomea:ErfolgOderMisserfolg>";
    let wurzel = "Aussonderung.AussonderungImportBestaetigen.0506";
    let gelesen = Nachricht::read(nachricht("2.3.0", wurzel, "", ergebnis).as_bytes()).unwrap();
    let Inhalt::AussonderungImportiert(rueckmeldung) = gelesen.nachricht.inhalt else { panic!() };
    let gesamt = rueckmeldung.gesamt.unwrap();
    assert!(gesamt.erfolgreich && rueckmeldung.objekte.is_empty());
    assert_eq!(gesamt.archivkennungen[0].archivkennung, "A 1");
}

#[test]
fn results_are_read_as_they_will_be_written() {
    let ergebnis = "<xdomea:AbgegebenesObjekt>
        <xdomea:IDSGO>67e456ea-b420-11ec-b503-005056871b7c</xdomea:IDSGO>
        <xdomea:Erfolgreich>0</xdomea:Erfolgreich>
        <xdomea:FehlermeldungCode><code>7</code></xdomea:FehlermeldungCode>
        <xdomea:Archivkennung>A 1</xdomea:Archivkennung></xdomea:AbgegebenesObjekt>";
    let text = nachricht("3.0.0", "Abgabe.ImportBestaetigen.0402", "", ergebnis);
    let gelesen = Nachricht::read(text.as_bytes()).unwrap();
    // Found by chance: a code without its list became one with an empty list.
    let written = gelesen.nachricht.write(Fassung::V3_1).unwrap();
    assert_eq!(Nachricht::read(&written.xml).unwrap().nachricht, gelesen.nachricht);
    // Only an archive has identifiers; one of another office is said, not lost.
    assert!(matches!(&gelesen.hinweise[..], [hinweis]
        if hinweis.befund == Befund::Text("A 1".to_owned())));
}

#[test]
fn what_nobody_knows_is_kept_and_said() {
    let gelesen = vorgang(
        "3.1.0",
        "<xdomea:Neuerung art=\"x\">vor<fremd:a xmlns:fremd=\"urn:f\"/>nach</xdomea:Neuerung>
         <Aktenbetreff>ohne Namensraum</Aktenbetreff>verirrt
         <xdomea:ZdADatum>gestern</xdomea:ZdADatum><xdomea:Aktenbetreff>gut</xdomea:Aktenbetreff>",
    )
    .unwrap();
    let sentences: Vec<String> = gelesen.hinweise.iter().map(worte::hinweis).collect();
    assert_eq!(
        sentences,
        [
            "Die Angabe „Schriftgutobjekt/Vorgang/Neuerung“ (Zeile 7) ist hier nicht bekannt und wurde nicht übernommen.",
            "Die Angabe „Schriftgutobjekt/Vorgang/Aktenbetreff“ (Zeile 8) ist hier nicht bekannt und wurde nicht übernommen.",
            "Bei „Schriftgutobjekt/Vorgang“ (Zeile 9) steht Text, wo keiner vorgesehen ist: „verirrt“.",
            "Die Angabe „Schriftgutobjekt/Vorgang/ZdADatum“ (Zeile 9) lautet „gestern“, das ist kein Datum; sie wurde weggelassen.",
        ]
    );
    let Befund::Unbekannt(element) = &gelesen.hinweise[0].befund else { panic!() };
    assert_eq!((element.name.as_str(), element.text().as_str()), ("xdomea:Neuerung", "vornach"));
    assert_eq!(element.attribute[0], ("art".to_owned(), "x".to_owned()));
    let Inhalt::Abgabe(uebergabe) = &gelesen.nachricht.inhalt else { panic!() };
    let Schriftgutobjekt::Vorgang(vorgang) = &uebergabe.objekte[0] else { panic!() };
    assert_eq!((vorgang.aktenbetreff.as_deref(), vorgang.zda_am), (Some("gut"), None));
}

#[test]
fn what_cannot_be_taken_is_refused_with_place_and_reason() {
    let check = |felder: &str, expected: &str| {
        let error = vorgang("3.0.0", felder).unwrap_err();
        assert_eq!(worte::lesen(&error), expected);
    };
    check(
        "<xdomea:Verweis><xdomea:Bemerkung>x</xdomea:Bemerkung></xdomea:Verweis>",
        "In „Schriftgutobjekt/Vorgang/Verweis“ (Zeile 7) fehlt die Pflichtangabe „SGOTyp“.",
    );
    check(
        "<xdomea:Typ>a</xdomea:Typ><xdomea:Typ>b</xdomea:Typ>",
        "Die Angabe „Schriftgutobjekt/Vorgang/Typ“ (Zeile 7) steht zweimal da; erlaubt ist sie einmal.",
    );
    check(
        "<xdomea:Dokument><xdomea:Identifikation><xdomea:ID>17</xdomea:ID></xdomea:Identifikation></xdomea:Dokument>",
        "Die Angabe „Schriftgutobjekt/Vorgang/Dokument/Identifikation/ID“ (Zeile 7) lautet „17“; das ist keine Kennung in der Form einer UUID.",
    );
    let twice = vorgang(
        "3.0.0",
        "<xdomea:Verweis><xdomea:SGOTyp><code>009</code></xdomea:SGOTyp></xdomea:Verweis>",
    );
    assert!(matches!(twice, Err(ReadError::Invalid { grund: Grund::Code, .. })));

    let read = |text: String| worte::lesen(&Nachricht::read(text.as_bytes()).unwrap_err());
    assert_eq!(
        read(nachricht("4.0.0", "Abgabe.Abgabe.0401", "", "")),
        "Die Nachricht hat die xdomea-Version 4.0.0; gelesen werden 2.3.0 bis 3.1.0."
    );
    assert_eq!(
        read(nachricht("3.0.0", "Information.Information.0101", "", "")),
        "Die xdomea-Nachricht Information.Information.0101 wird hier nicht verarbeitet."
    );
    assert_eq!(
        read(nachricht("3.0.0", "Abgabe.Abgabe.0401", "", "")),
        "In „Abgabe.Abgabe.0401“ (Zeile 7) fehlt die Pflichtangabe „Schriftgutobjekt“."
    );
    assert_eq!(read("<html/>".to_owned()), "Die Datei ist keine xdomea-Nachricht.");
}
