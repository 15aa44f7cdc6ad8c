//! Incidents in words, and what was kept aside.
//!
//! Never forgets one before a person has read it, and keeps it to be looked up afterwards.

use domain::Fields;
use serde_json::Value;
use store::vorfall::{Vorfall, VorfallArt};
use store::{Db, DbError};

use crate::Desk;
use crate::desk::parse_id;
use crate::gegenstand::{Namen, gegenstand, name_of};
use crate::views::{
    AbgleichView, Fehler, FeldWert, GeborgenZeile, GegenstandView, Id, Leer, VorfallZeile,
};
use crate::worte;

impl Desk {
    /// Notes that a person has read an incident.
    pub fn vorfall_bestaetigen(&self, args: Id) -> Result<AbgleichView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| tx.acknowledge_incident(id))?;
        self.abgleich(Leer {})
    }
}

/// Counts incidents that nobody has acknowledged.
pub(crate) fn ungesehen(db: &Db<'_>) -> Result<u32, DbError> {
    db.incidents_unseen()
}

/// Returns incidents, those not acknowledged first, newest first.
pub(crate) fn vorfaelle(db: &Db<'_>, most: u32) -> Result<Vec<VorfallZeile>, DbError> {
    Ok(db.incidents(most)?.iter().map(zeile).collect())
}

fn zeile(vorfall: &Vorfall) -> VorfallZeile {
    let (titel, text, rat) = satz(vorfall.art, &vorfall.parameter);
    VorfallZeile {
        id: vorfall.id.to_string(),
        titel: titel.to_owned(),
        text,
        rat: rat.map(str::to_owned),
        um: vorfall.um.to_string(),
        gesehen: vorfall.gesehen,
    }
}

/// Makes the words of an incident: what happened, what became of it, what a person should do.
fn satz(art: VorfallArt, p: &Value) -> (&'static str, String, Option<&'static str>) {
    let n = |name: &str| p.get(name).and_then(Value::as_u64).unwrap_or(0);
    let text = |name: &str| p.get(name).and_then(Value::as_str).unwrap_or_default();
    let bereich = worte::bereich(text("scope"));
    let ansehen = Some("Bitte sehen Sie „Geborgenes“ weiter unten durch.");
    match art {
        VorfallArt::ZentraleWiederhergestellt => (
            "Zentrale aus einer Sicherung wiederhergestellt",
            format!(
                "Die Zentrale hat „{bereich}“ aus einer Sicherung zurückgeholt. {} Ihre eigenen \
                 Änderungen wurden noch einmal gesendet.",
                kept(n("geborgen"), "die ihr seitdem fehlen")
            ),
            (n("geborgen") > 0).then_some(ansehen).flatten(),
        ),
        VorfallArt::ZentraleAnerkannt => (
            "Andere Zentrale anerkannt",
            format!(
                "Dieser Arbeitsplatz gehört jetzt zu der anerkannten Zentrale. {} noch einmal \
                 gesendet.",
                many(n("zu_senden"), "eigene Änderung wird", "eigene Änderungen werden")
            ),
            None,
        ),
        VorfallArt::Geborgen => (
            "Einträge aufbewahrt",
            kept(n("geborgen"), &format!("die die Zentrale in „{bereich}“ nicht hat")),
            ansehen,
        ),
        VorfallArt::Berichtigt => {
            let (ersetzt, dazu, fort) = (n("ersetzt"), n("ergaenzt"), n("entfernt"));
            let text = format!(
                "In „{bereich}“ hielten dieser Arbeitsplatz und die Zentrale Verschiedenes, \
                 obwohl beide auf demselben Stand waren. Es gilt die Zentrale: {ersetzt} ersetzt, \
                 {dazu} ergänzt, {fort} entfernt. Was vorher hier stand, ist unter „Geborgenes“ \
                 aufbewahrt. Ihre noch nicht gesendeten Änderungen sind unberührt."
            );
            let rat = "Bitte geben Sie das der Administration weiter: Es deutet auf einen Fehler \
                       an diesem Gerät oder bei der Zentrale.";
            ("Unterschied gefunden und behoben", text, Some(rat))
        }
        VorfallArt::SummeBerichtigt => (
            "Prüfsumme neu berechnet",
            format!(
                "In „{bereich}“ war nur die hier geführte Prüfsumme falsch; die Einträge selbst \
                 stimmen mit der Zentrale überein."
            ),
            None,
        ),
        VorfallArt::NeueKennung => (
            "Neue Kennung für diesen Arbeitsplatz",
            format!(
                "Die Zentrale kannte unter der alten Kennung schon andere Arbeit, etwa weil dieses \
                 Gerät aus einem Abbild zurückgesetzt oder sein Datenordner kopiert wurde. Der \
                 Arbeitsplatz hat eine neue Kennung. {} unter ihr gesendet; nichts davon gilt \
                 doppelt.",
                many(n("offen"), "offene Änderung wird", "offene Änderungen werden")
            ),
            Some(
                "Arbeitet ein zweites Gerät mit einer Kopie dieses Ordners, melden Sie das bitte.",
            ),
        ),
        other => seltener(other, p),
    }
}

fn seltener(art: VorfallArt, p: &Value) -> (&'static str, String, Option<&'static str>) {
    let n = |name: &str| p.get(name).and_then(Value::as_u64).unwrap_or(0);
    let text = |name: &str| p.get(name).and_then(Value::as_str).unwrap_or_default();
    let bereich = worte::bereich(text("scope"));
    let melden = "Bitte arbeiten Sie weiter, aber verständigen Sie heute noch die Administration.";
    match art {
        VorfallArt::BereichEntzogen => (
            "Bereich entzogen",
            format!(
                "Die Berechtigung für „{bereich}“ wurde zurückgenommen. Von diesem Gerät entfernt: \
                 {} Einträge, {} Originale. Bei der Zentrale ist alles vorhanden. Nicht mehr \
                 angenommene eigene Änderungen: {}; sie stehen unter „Wartet auf Sie“.",
                n("eintraege"),
                n("originale"),
                n("behalten")
            ),
            Some("Bei Fragen zur Berechtigung hilft die Administration."),
        ),
        VorfallArt::SiegelPasstNicht => {
            let was = match text("grund") {
                "unterschrift" => "Die Unterschrift unter dem Tagessiegel der Zentrale ist falsch.",
                "schluessel" => {
                    "Die Zentrale siegelt mit einem anderen Schlüssel als bisher bekannt."
                }
                _ => "Die Zentrale kann den Verlauf, den sie besiegelt hat, nicht mehr zeigen.",
            };
            ("Siegel der Zentrale passt nicht", was.to_owned(), Some(melden))
        }
        VorfallArt::Zurueckgestellt => (
            "Änderung zurückgestellt",
            format!(
                "Die Zentrale ist an einer Änderung wiederholt gescheitert. {} zurückgestellt; \
                 alles andere geht weiter. Es wird von selbst erneut versucht.",
                many(n("aenderungen"), "Änderung ist", "Änderungen sind")
            ),
            Some("Bleibt sie zurückgestellt, geben Sie bitte die Diagnose der Administration."),
        ),
        _ => (
            "Beschädigte Datenbank gerettet",
            format!(
                "Die Datenbank dieses Arbeitsplatzes war beschädigt. Sie wurde beiseitegelegt \
                 ({}), der Bestand wird von der Zentrale neu geholt. Von Ihrer noch nicht \
                 gesendeten Arbeit gerettet: {} Änderungen, {} Originale; nicht lesbar: {}.",
                text("ordner"),
                n("gerettet"),
                n("originale"),
                n("verloren")
            ),
            Some(melden),
        ),
    }
}

fn many(n: u64, one: &str, many: &str) -> String {
    match n {
        0 => format!("Keine {many}"),
        1 => format!("1 {one}"),
        n => format!("{} {many}", worte::zahl(n)),
    }
}

fn kept(n: u64, welche: &str) -> String {
    match n {
        0 => "Es ist nichts verloren gegangen.".to_owned(),
        1 => format!("1 Eintrag, {welche}, ist hier unter „Geborgenes“ aufbewahrt."),
        n => format!(
            "{} Einträge, {welche}, sind hier unter „Geborgenes“ aufbewahrt.",
            worte::zahl(n)
        ),
    }
}

/// Returns what was kept aside, newest first, with its number in all.
pub(crate) fn geborgenes(db: &Db<'_>, most: u32) -> Result<(Vec<GeborgenZeile>, u32), DbError> {
    let (kept, gesamt) = db.salvaged(most)?;
    let mut names = Namen::default();
    let mut rows = Vec::new();
    for row in kept {
        let kind = row.record.rec_type;
        let fields: Fields = serde_json::from_str(&row.record.body)?;
        // Only the name is taken from what was kept: today's record may be another version.
        let known = gegenstand(db, kind, row.record.rec_id)?;
        rows.push(GeborgenZeile {
            gegenstand: GegenstandView { name: name_of(kind, &fields), ..known },
            inhalt: inhalt(db, &mut names, &fields)?,
            um: row.um.to_string(),
            uebergeben: row.gesendet,
        });
    }
    Ok((rows, gesamt))
}

fn inhalt(db: &Db<'_>, names: &mut Namen, fields: &Fields) -> Result<Vec<FeldWert>, DbError> {
    let mut rows = Vec::new();
    for (name, value) in fields {
        let feld = worte::feld(name);
        if feld == name || value.is_object() || value.is_array() {
            continue;
        }
        let neu = names.value(db, value)?;
        rows.push(FeldWert { feld: feld.to_owned(), alt: None, neu });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_incident_says_what_happened_and_what_was_kept() {
        use VorfallArt::{BereichEntzogen, DatenbankGerettet, NeueKennung, SiegelPasstNicht};
        let cases = [
            (
                VorfallArt::ZentraleWiederhergestellt,
                json!({ "scope": "registratur", "geborgen": 3 }),
                "3 Einträge, die ihr seitdem fehlen, sind hier unter „Geborgenes“ aufbewahrt.",
            ),
            (
                VorfallArt::ZentraleWiederhergestellt,
                json!({ "scope": "registratur", "geborgen": 0 }),
                "Es ist nichts verloren gegangen.",
            ),
            (NeueKennung, json!({ "offen": 1 }), "1 offene Änderung wird unter ihr gesendet"),
            (
                BereichEntzogen,
                json!({ "scope": "personal", "eintraege": 4, "originale": 2, "behalten": 1 }),
                "4 Einträge, 2 Originale",
            ),
            (SiegelPasstNicht, json!({ "grund": "schluessel" }), "anderen Schlüssel"),
            (
                DatenbankGerettet,
                json!({ "gerettet": 5, "verloren": 1, "originale": 2, "ordner": "daten.alt" }),
                "gerettet: 5 Änderungen, 2 Originale; nicht lesbar: 1",
            ),
        ];
        for (art, parameter, part) in cases {
            let (_, text, _) = satz(art, &parameter);
            assert!(text.contains(part), "{art:?}: {text}");
        }
    }
}
