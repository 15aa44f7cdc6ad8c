//! The history of an object on its own: rows as the standard writes them within an object, under a
//! root that is not the standard's, because it has none for this.
//!
//! Never a message: nobody has to accept it.

use crate::error::WriteError;
use crate::fassung::Fassung;
use crate::leser::XML_BYTES_MAX;
use crate::metadaten::Historieneintrag;
use crate::schreiber::Schreiber;
use crate::wert::Wert;

/// Writes rows as `HistorienProtokollInformation` elements of a version.
pub fn historie(eintraege: &[Historieneintrag], fassung: Fassung) -> Result<Vec<u8>, WriteError> {
    if fassung.alt() {
        return Err(WriteError::Version { fassung: fassung.nummer() });
    }
    let mut schreiber = Schreiber::fragment();
    for eintrag in eintraege {
        Wert::schreiben(eintrag, "HistorienProtokollInformation", &mut schreiber);
    }
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<verlauf xmlns=\"urn:forsthaus:verlauf:1\" \
         xmlns:xdomea=\"{}\">{}\n</verlauf>\n",
        fassung.namensraum(),
        schreiber.inhalt()
    );
    if xml.len() > XML_BYTES_MAX {
        return Err(WriteError::TooLarge { max: XML_BYTES_MAX });
    }
    Ok(xml.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zeit::Zeitangabe;

    #[test]
    fn rows_stand_as_the_standard_writes_them() {
        let eintrag = Historieneintrag {
            metadatum_name: Some("Betreff".to_owned()),
            alter_wert: Some("A & B".to_owned()),
            neuer_wert: Some("<C>".to_owned()),
            akteur: "Anna".to_owned(),
            um: Zeitangabe::parse("2026-11-22T08:00:00Z").unwrap(),
            bemerkung: None,
            aktion: "Betreff geändert".to_owned(),
        };
        let xml = String::from_utf8(historie(&[eintrag], Fassung::V3_1).unwrap()).unwrap();
        for part in [
            "<xdomea:HistorienProtokollInformation>",
            "<xdomea:MetadatumAlterWert>A &amp; B</xdomea:MetadatumAlterWert>",
            "<xdomea:MetadatumNeuerWert>&lt;C",
            "<xdomea:Akteur>Anna</xdomea:Akteur>",
        ] {
            assert!(xml.contains(part), "{part} in {xml}");
        }
        assert!(xml.trim_end().ends_with("</verlauf>"));
    }
}
