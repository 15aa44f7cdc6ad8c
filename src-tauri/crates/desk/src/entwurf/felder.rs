//! The fields of a draft: how they begin, what differs, what is too much.
//!
//! Never reads a record; parties and values come in.

use domain::brief::Brief;
use domain::{Fields, Kontakt, regeln};
use schreiben::Vorlage;
use schreiben::vorlage::Werte;
use serde_json::{Value, json};
use uuid::Uuid;

use super::FORMLOS;
use crate::views::{Code, EntwurfFelder, Fehler};

/// Bytes of a draft's text at most: some twenty pages.
const TEXT_MAX: usize = 64 * 1024;
/// Bytes of a short field at most.
const ZEILE_MAX: usize = 4 * 1024;
/// Entries of a list at most.
const EINTRAEGE_MAX: usize = 100;
/// Lines that the address field of a sheet holds.
const ANSCHRIFT_ZEILEN: usize = 6;
/// Salutation of those whose name is not known.
const UNBEKANNT: &str = "Sehr geehrte Damen und Herren,";

/// Returns the draft that a template begins: what is known stands in it, what is not stays a gap.
pub(super) fn beginn(vorlage: &Vorlage, werte: &Werte, an: Option<(Uuid, &Kontakt)>) -> Brief {
    let (voll, _) = vorlage.fuellen(werte);
    let formlos = vorlage.kennung == FORMLOS;
    let betreff = if formlos { werte.get("vorgang.betreff").cloned() } else { Some(voll.betreff) };
    let haus = werte.get("mandant.rechtsbehelf").filter(|own| !own.trim().is_empty());
    // The house's own instruction names its court; a template can only name the office.
    let belehrung = voll.belehrung.map(|general| haus.cloned().unwrap_or(general));
    let known = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Brief {
        brief_vorlage: Some(vorlage.kennung.clone()),
        brief_betreff: betreff.and_then(known),
        brief_empfaenger: an.map(|(id, _)| id),
        brief_anschrift: an.map(|(_, kontakt)| anschrift(kontakt)).and_then(known),
        brief_anrede: Some(anrede(an.map(|(_, kontakt)| kontakt))),
        brief_text: if formlos { None } else { known(voll.text) },
        brief_gruss: known(voll.gruss),
        brief_belehrung: belehrung.and_then(known),
        brief_angaben: std::collections::BTreeMap::new(),
        brief_anlagen: voll.anlagen,
        brief_verteiler: voll.verteiler,
    }
}

/// Returns the title that a subject gives its document, with the values that are known.
pub(super) fn titel(betreff: Option<&str>, werte: &Werte) -> Option<String> {
    let voll = fuellen(betreff?, werte);
    regeln::betreff(&voll).ok()
}

/// Puts values into one text that has no markup.
pub(super) fn fuellen(text: &str, werte: &Werte) -> String {
    let vorlage = Vorlage { betreff: text.to_owned(), ..leer() };
    vorlage.fuellen(werte).0.betreff
}

/// A template without a word.
pub(super) const fn leer() -> Vorlage {
    Vorlage {
        kennung: String::new(),
        name: String::new(),
        zweck: String::new(),
        betreff: String::new(),
        anrede: String::new(),
        text: String::new(),
        gruss: String::new(),
        belehrung: None,
        anlagen: Vec::new(),
        verteiler: Vec::new(),
        verfuegung: Vec::new(),
    }
}

/// Returns a draft as a template, so that its places can be listed and filled.
pub(super) fn als_vorlage(brief: &Brief) -> Vorlage {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    Vorlage {
        betreff: text(&brief.brief_betreff),
        anrede: text(&brief.brief_anrede),
        text: text(&brief.brief_text),
        gruss: text(&brief.brief_gruss),
        belehrung: brief.brief_belehrung.clone(),
        anlagen: brief.brief_anlagen.clone(),
        verteiler: brief.brief_verteiler.clone(),
        ..leer()
    }
}

/// Returns a draft's fields for the screen.
pub(super) fn felder(brief: &Brief) -> EntwurfFelder {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    EntwurfFelder {
        betreff: text(&brief.brief_betreff),
        empfaenger: brief.brief_empfaenger.map(|id| id.to_string()),
        anschrift: text(&brief.brief_anschrift),
        anrede: text(&brief.brief_anrede),
        text: text(&brief.brief_text),
        gruss: text(&brief.brief_gruss),
        belehrung: text(&brief.brief_belehrung),
        angaben: brief.brief_angaben.clone(),
        anlagen: brief.brief_anlagen.clone(),
        verteiler: brief.brief_verteiler.clone(),
    }
}

/// Puts what the author is writing into a draft that is only shown.
pub(super) fn geschrieben(felder: &EntwurfFelder, brief: &mut Brief) {
    let text = |field: &String| Some(field.clone()).filter(|text| !text.trim().is_empty());
    brief.brief_betreff = text(&felder.betreff);
    brief.brief_anschrift = text(&felder.anschrift);
    brief.brief_anrede = text(&felder.anrede);
    brief.brief_text = text(&felder.text);
    brief.brief_gruss = text(&felder.gruss);
    brief.brief_belehrung = text(&felder.belehrung);
    brief.brief_angaben = felder.angaben.clone();
    brief.brief_anlagen = felder.anlagen.clone();
    brief.brief_verteiler = felder.verteiler.clone();
}

/// Returns what differs: the values that the author saw, and the new ones.
pub(super) fn unterschied(vorher: &EntwurfFelder, neu: &EntwurfFelder) -> (Fields, Fields) {
    let (mut base, mut set) = (Fields::new(), Fields::new());
    for ((name, old), (_, new)) in record(vorher).into_iter().zip(record(neu)) {
        if old != new {
            if !old.is_null() {
                base.insert(name.to_owned(), old);
            }
            set.insert(name.to_owned(), new);
        }
    }
    (base, set)
}

/// The fields as the record has them, always in this order.
fn record(felder: &EntwurfFelder) -> [(&'static str, Value); 10] {
    let text = |text: &str| if text.trim().is_empty() { Value::Null } else { json!(text) };
    let list = |list: &[String]| if list.is_empty() { Value::Null } else { json!(list) };
    let angaben = match felder.angaben.is_empty() {
        true => Value::Null,
        false => json!(felder.angaben),
    };
    [
        ("brief_betreff", text(&felder.betreff)),
        ("brief_empfaenger", json!(felder.empfaenger)),
        ("brief_anschrift", text(&felder.anschrift)),
        ("brief_anrede", text(&felder.anrede)),
        ("brief_text", text(&felder.text)),
        ("brief_gruss", text(&felder.gruss)),
        ("brief_belehrung", text(&felder.belehrung)),
        ("brief_angaben", angaben),
        ("brief_anlagen", list(&felder.anlagen)),
        ("brief_verteiler", list(&felder.verteiler)),
    ]
}

/// Refuses what no sheet has room for.
pub(super) fn pruefen(felder: &EntwurfFelder) -> Result<(), Fehler> {
    let long = |text: &String| text.len() > ZEILE_MAX;
    let lists = [&felder.anlagen, &felder.verteiler];
    let short = [&felder.anschrift, &felder.anrede, &felder.gruss, &felder.betreff];
    let refused = if felder.text.len() > TEXT_MAX || felder.belehrung.len() > TEXT_MAX {
        Some("Der Text ist länger als etwa zwanzig Seiten.")
    } else if felder.anschrift.trim().lines().count() > ANSCHRIFT_ZEILEN {
        Some("Die Anschrift hat mehr als sechs Zeilen; so viele fasst das Anschriftfeld.")
    } else if short.into_iter().any(long)
        || lists.iter().any(|list| list.iter().any(long))
        || felder.angaben.iter().any(|(name, value)| long(name) || long(value))
    {
        Some("Eine Angabe ist zu lang.")
    } else if lists.iter().any(|list| list.len() > EINTRAEGE_MAX)
        || felder.angaben.len() > EINTRAEGE_MAX
    {
        Some("Es sind mehr als hundert Einträge.")
    } else {
        None
    };
    match refused {
        Some(meldung) => Err(Fehler::new(Code::Invalid, meldung, "Bitte kürzen Sie.")),
        None => Ok(()),
    }
}

/// Returns the address of a party as it stands on a sheet.
pub(super) fn anschrift(kontakt: &Kontakt) -> String {
    let word = |field: &Option<String>| field.as_deref().unwrap_or("").trim().to_owned();
    // On an envelope "Herr" is in the accusative.
    let anrede = match word(&kontakt.anrede).as_str() {
        "Herr" => "Herrn".to_owned(),
        other => other.to_owned(),
    };
    let ort = [word(&kontakt.plz), word(&kontakt.ort)];
    let lines = [
        word(&kontakt.institution),
        anrede,
        voller_name(kontakt),
        word(&kontakt.strasse),
        joined(&ort),
        word(&kontakt.land).to_uppercase(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns a party's name with its title.
pub(super) fn voller_name(kontakt: &Kontakt) -> String {
    let word = |field: &Option<String>| field.as_deref().unwrap_or("").trim().to_owned();
    joined(&[word(&kontakt.titel), word(&kontakt.vorname), kontakt.name.trim().to_owned()])
}

/// Returns the salutation of a party.
pub(super) fn anrede(kontakt: Option<&Kontakt>) -> String {
    let Some(kontakt) = kontakt else { return UNBEKANNT.to_owned() };
    let dear = match kontakt.anrede.as_deref().map(str::trim) {
        Some("Herr") => "Sehr geehrter Herr",
        Some("Frau") => "Sehr geehrte Frau",
        _ => return UNBEKANNT.to_owned(),
    };
    let titel = kontakt.titel.as_deref().unwrap_or("").trim();
    format!("{},", joined(&[dear.to_owned(), titel.to_owned(), kontakt.name.trim().to_owned()]))
}

/// Tells whether the program wrote a salutation, and may write another one.
pub(super) fn von_selbst(anrede: &str, kontakt: Option<&Kontakt>) -> bool {
    let anrede = anrede.trim();
    anrede.is_empty() || anrede == UNBEKANNT || anrede == self::anrede(kontakt)
}

fn joined(words: &[String]) -> String {
    let words: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kontakt(anrede: Option<&str>, institution: Option<&str>) -> Kontakt {
        let um = domain::Zeitpunkt::UNIX_EPOCH;
        Kontakt {
            anrede: anrede.map(str::to_owned),
            titel: Some("Dr.".to_owned()),
            vorname: Some("Max".to_owned()),
            institution: institution.map(str::to_owned),
            strasse: Some("Mühlweg 3 a".to_owned()),
            plz: Some("00000".to_owned()),
            ort: Some("Lindenhain".to_owned()),
            land: Some("Österreich".to_owned()),
            ..Kontakt::neu("Öttinger".to_owned(), um, "Anna".to_owned())
        }
    }

    #[test]
    fn address_and_salutation_are_those_of_a_letter() {
        let herr = kontakt(Some("Herr"), Some("Öttinger & Söhne"));
        assert_eq!(
            anschrift(&herr),
            "Öttinger & Söhne\nHerrn\nDr. Max Öttinger\nMühlweg 3 a\n00000 Lindenhain\nÖSTERREICH"
        );
        assert_eq!(anrede(Some(&herr)), "Sehr geehrter Herr Dr. Öttinger,");
        assert_eq!(anrede(Some(&kontakt(Some("Frau"), None))), "Sehr geehrte Frau Dr. Öttinger,");
        assert_eq!(anrede(Some(&kontakt(None, None))), UNBEKANNT);
        assert!(von_selbst("Sehr geehrter Herr Dr. Öttinger,", Some(&herr)));
        assert!(!von_selbst("Lieber Max,", Some(&herr)));
    }

    #[test]
    fn only_what_differs_is_written_with_what_was_seen() {
        let vorher = EntwurfFelder {
            betreff: "Alt".to_owned(),
            text: "Text".to_owned(),
            ..EntwurfFelder::default()
        };
        let neu = EntwurfFelder { betreff: "Neu".to_owned(), ..vorher.clone() };
        let (base, set) = unterschied(&vorher, &neu);
        assert_eq!(base, Fields::from([("brief_betreff".to_owned(), json!("Alt"))]));
        assert_eq!(set, Fields::from([("brief_betreff".to_owned(), json!("Neu"))]));
        let empty = EntwurfFelder { text: " ".to_owned(), ..vorher.clone() };
        let (_, set) = unterschied(&vorher, &empty);
        assert_eq!(set, Fields::from([("brief_text".to_owned(), Value::Null)]));
    }

    #[test]
    fn what_no_sheet_has_room_for_is_refused() {
        let good = EntwurfFelder::default();
        assert!(pruefen(&good).is_ok());
        let anschrift = "Zeile\n".repeat(7);
        assert!(pruefen(&EntwurfFelder { anschrift, ..good.clone() }).is_err());
        let text = "x".repeat(TEXT_MAX + 1);
        assert!(pruefen(&EntwurfFelder { text, ..good.clone() }).is_err());
        let anlagen = vec![String::new(); EINTRAEGE_MAX + 1];
        assert!(pruefen(&EntwurfFelder { anlagen, ..good }).is_err());
    }
}
