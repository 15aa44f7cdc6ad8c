//! Contacts: searching, making, changing.
//!
//! Never an account that logs in; and never merges two contacts by itself.

use domain::record::text;
use domain::{Edit, Fields, Kontakt, Op, RecType, Record};
use serde_json::{Value, json};
use store::{Db, DbError};
use uuid::Uuid;

use crate::Desk;
use crate::desk::parse_id;
use crate::eingang::ROWS_MAX;
use crate::verlauf::verlauf;
use crate::views::{
    Code, Fehler, Id, KontaktAendernArgs, KontaktEingabe, KontaktListe, KontaktView, KontaktZeile,
    KontakteArgs,
};

/// Longest text of a field in characters.
const FELD_MAX: usize = 500;
/// Longest remark in characters.
const BEMERKUNG_MAX: usize = 4_000;

impl Desk {
    /// Contacts that hold every word, by name.
    pub fn kontakte(&self, args: KontakteArgs) -> Result<KontaktListe, Fehler> {
        self.store.read(|db| {
            let anzahl = args.ausschnitt.anzahl.min(ROWS_MAX);
            let (gesamt, ids) = db.kontakte(&args.text, args.ausschnitt.ab, anzahl)?;
            let zeilen = ids.into_iter().map(|id| zeile(db, id)).collect::<Result<_, _>>()?;
            Ok(KontaktListe { gesamt, zeilen })
        })
    }

    /// Everything about one contact.
    pub fn kontakt(&self, args: Id) -> Result<KontaktView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| {
            let (_, seen) = db.load::<Kontakt>(id)?;
            Ok(KontaktView {
                zeile: zeile(db, id)?,
                kontakt: eingabe(&seen.fields),
                konflikt_offen: db.konflikt_offen(id)?,
                verlauf: verlauf(db, id)?,
            })
        })
    }

    /// Makes a contact.
    pub fn kontakt_anlegen(&self, args: KontaktEingabe) -> Result<KontaktView, Fehler> {
        let set = geprueft(&args)?;
        let id = self.store.write(|tx| {
            let act = self.act(tx, "kontakt_anlegen")?;
            let neu = Kontakt::neu(String::new(), tx.env().now(), act.akteur.clone());
            let mut fields = neu.to_fields();
            fields.extend(set.into_iter().filter(|(_, value)| !value.is_null()));
            let id = tx.env().id();
            let edit = Edit::create(fields);
            tx.edit(&act, RecType::Kontakt, id, &tx.bereich()?, edit, Vec::new())?;
            Ok::<_, Fehler>(id)
        })?;
        self.kontakt(Id { id: id.to_string() })
    }

    /// Changes a contact; what is as it was is not touched.
    pub fn kontakt_aendern(&self, args: KontaktAendernArgs) -> Result<KontaktView, Fehler> {
        let id = parse_id(&args.id)?;
        let mut set = geprueft(&args.kontakt)?;
        let before = args.vorher.as_ref().map(geprueft).transpose()?;
        self.store.write(|tx| {
            let (_, mut seen) = tx.load::<Kontakt>(id)?;
            if let Some(before) = before {
                set.retain(|name, value| before.get(name) != Some(value));
                // Whoever saw another value than the one that stands now did not mean that one.
                let meant = before.into_iter().filter(|(name, _)| set.contains_key(name));
                seen.fields.extend(meant.collect::<Fields>());
            }
            set.retain(|name, value| {
                let old = seen.fields.get(name).unwrap_or(&Value::Null);
                old != value
            });
            if set.is_empty() {
                return Ok(());
            }
            let act = self.act(tx, "kontakt_aendern")?;
            let edit = Edit::set(Op::Set, &seen.fields, set);
            Ok::<_, Fehler>(tx.edit(&act, RecType::Kontakt, id, &seen.scope, edit, Vec::new())?)
        })?;
        self.kontakt(Id { id: args.id })
    }
}

/// Returns a contact's row.
pub(crate) fn zeile(db: &Db<'_>, id: Uuid) -> Result<KontaktZeile, DbError> {
    let (_, seen) = db.load::<Kontakt>(id)?;
    let fields = &seen.fields;
    let filled = |name: &str| Some(text(fields, name).to_owned()).filter(|text| !text.is_empty());
    let place = joined(&[text(fields, "plz"), text(fields, "ort")], " ");
    let anschrift = joined(&[text(fields, "strasse"), &place, text(fields, "land")], ", ");
    Ok(KontaktZeile {
        id: id.to_string(),
        name: name(fields),
        anschrift: Some(anschrift).filter(|text| !text.is_empty()),
        email: filled("email"),
        telefon: filled("telefon"),
        ausstehend: seen.ausstehend,
    })
}

/// Names a contact for people: "Dr. Erika Muster, Muster GmbH".
pub(crate) fn name(fields: &Fields) -> String {
    let of = |name| text(fields, name);
    let person = joined(&[of("titel"), of("vorname"), of("name")], " ");
    joined(&[&person, of("institution")], ", ")
}

fn joined(parts: &[&str], between: &str) -> String {
    let full: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    full.join(between)
}

fn eingabe(fields: &Fields) -> KontaktEingabe {
    let of = |name: &str| text(fields, name).to_owned();
    KontaktEingabe {
        name: of("name"),
        anrede: of("anrede"),
        titel: of("titel"),
        vorname: of("vorname"),
        institution: of("institution"),
        strasse: of("strasse"),
        plz: of("plz"),
        ort: of("ort"),
        land: of("land"),
        telefon: of("telefon"),
        email: of("email"),
        iban: of("iban"),
        bemerkung: of("bemerkung"),
    }
}

/// Checks what was written and returns it as fields; empty ones as null.
fn geprueft(e: &KontaktEingabe) -> Result<Fields, Fehler> {
    let iban = e.iban.replace(' ', "").to_uppercase();
    let values = [
        ("name", e.name.as_str()),
        ("anrede", &e.anrede),
        ("titel", &e.titel),
        ("vorname", &e.vorname),
        ("institution", &e.institution),
        ("strasse", &e.strasse),
        ("plz", &e.plz),
        ("ort", &e.ort),
        ("land", &e.land),
        ("telefon", &e.telefon),
        ("email", &e.email),
        ("iban", &iban),
        ("bemerkung", &e.bemerkung),
    ];
    let invalid = |meldung: &str, rat: &str| Err(Fehler::new(Code::Invalid, meldung, rat));
    if e.name.trim().is_empty() {
        return invalid("Der Name fehlt.", "Bitte geben Sie Nachnamen oder Institution an.");
    }
    for (field, value) in values {
        let most = if field == "bemerkung" { BEMERKUNG_MAX } else { FELD_MAX };
        if value.chars().count() > most {
            return invalid("Eine Angabe ist zu lang.", "Bitte kürzen Sie sie.");
        }
    }
    let plz = e.plz.trim();
    let german = e.land.trim().is_empty();
    let five = plz.len() == 5 && plz.bytes().all(|b| b.is_ascii_digit());
    if !plz.is_empty() && german && !five {
        return invalid(
            "Die Postleitzahl hat nicht fünf Ziffern.",
            "Bei einer Anschrift im Ausland geben Sie bitte das Land an.",
        );
    }
    if !e.email.trim().is_empty() && !e.email.contains('@') {
        return invalid("Das ist keine E-Mail-Adresse.", "Bitte prüfen Sie die Angabe.");
    }
    if !iban.is_empty() && !iban_stimmt(&iban) {
        return invalid("Die IBAN stimmt nicht.", "Bitte vergleichen Sie sie Ziffer für Ziffer.");
    }
    let value = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    Ok(values.into_iter().map(|(name, text)| (name.to_owned(), value(text.trim()))).collect())
}

/// Checks an IBAN by its check digits (ISO 13616): letters count from 10, the remainder is 1.
fn iban_stimmt(iban: &str) -> bool {
    let shape = (15..=34).contains(&iban.len()) && iban.bytes().all(|b| b.is_ascii_alphanumeric());
    let (Some(head), Some(rest), true) = (iban.get(..4), iban.get(4..), shape) else {
        return false;
    };
    let digits = rest.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    let remainder = digits.fold(0_u64, |sum, digit| {
        let width = if digit > 9 { 100 } else { 10 };
        (sum * width + u64::from(digit)) % 97
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_is_checked_by_its_digits() {
        assert!(iban_stimmt("DE89370400440532013000"));
        assert!(iban_stimmt("GB82WEST12345698765432"));
        for wrong in
            ["DE89370400440532013001", "DE98370400440532013000", "", "DE89", "ÄÖ8937040044"]
        {
            assert!(!iban_stimmt(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_was_written_is_checked() {
        let muster = KontaktEingabe { name: " Muster ".to_owned(), ..KontaktEingabe::default() };
        assert_eq!(geprueft(&muster).unwrap().get("name"), Some(&json!("Muster")));
        let refused = |eingabe: KontaktEingabe| geprueft(&eingabe).unwrap_err().meldung;
        assert!(refused(KontaktEingabe::default()).contains("Name"));
        let plz = "123".to_owned();
        let abroad =
            KontaktEingabe { plz: plz.clone(), land: "Island".to_owned(), ..muster.clone() };
        assert!(geprueft(&abroad).is_ok());
        assert!(refused(KontaktEingabe { plz, ..muster.clone() }).contains("Postleitzahl"));
        assert!(
            refused(KontaktEingabe { email: "muster".into(), ..muster.clone() }).contains("E-Mail")
        );
        assert!(refused(KontaktEingabe { iban: "DE00".into(), ..muster }).contains("IBAN"));
    }
}
