//! A small office for tests: Akten, Vorgänge, people, and letters filed one after the other.

use domain::Datum;
use uuid::Uuid;
use zuordnung::{
    Abgelegt, AkteKenntnis, Beleg, Belegart, KontaktKenntnis, Modell, Schreiben, VorgangKenntnis,
    Vorschlag, Wissen, Ziel,
};

/// Day of receipt of all letters that name no other.
pub(crate) fn heute() -> Datum {
    Datum::new(2026, 11, 20).unwrap()
}

/// A record that was fed, so that it can be fed again in another order.
#[derive(Clone)]
pub(crate) enum Satz {
    Akte(AkteKenntnis),
    Vorgang(VorgangKenntnis),
    Kontakt(KontaktKenntnis),
    Dokument(Abgelegt),
}

pub(crate) struct Amt {
    pub(crate) wissen: Wissen,
    pub(crate) saetze: Vec<(Uuid, Satz)>,
}

/// Feeds one record.
pub(crate) fn set(wissen: &mut Wissen, id: Uuid, satz: Satz) {
    match satz {
        Satz::Akte(akte) => wissen.set_akte(id, akte),
        Satz::Vorgang(vorgang) => wissen.set_vorgang(id, vorgang),
        Satz::Kontakt(kontakt) => wissen.set_kontakt(id, kontakt),
        Satz::Dokument(dokument) => wissen.set_dokument(id, dokument),
    }
}

impl Amt {
    pub(crate) fn leer() -> Self {
        Self { wissen: Wissen::new(Modell::default()), saetze: Vec::new() }
    }

    fn add(&mut self, satz: Satz) -> Uuid {
        let id = Uuid::from_u128(self.saetze.len() as u128 + 1);
        set(&mut self.wissen, id, satz.clone());
        self.saetze.push((id, satz));
        id
    }

    pub(crate) fn akte(&mut self, zeichen: &str, betreff: &str, plan: &str) -> Uuid {
        self.add(Satz::Akte(AkteKenntnis {
            zeichen: vec![zeichen.into()],
            betreff: betreff.into(),
            plan: plan.into(),
            geschlossen: false,
        }))
    }

    pub(crate) fn vorgang(
        &mut self,
        akte: Uuid,
        zeichen: &str,
        betreff: &str,
        beteiligte: &[Uuid],
    ) -> Uuid {
        self.add(Satz::Vorgang(VorgangKenntnis {
            akte,
            zeichen: vec![zeichen.into()],
            betreff: betreff.into(),
            beteiligte: beteiligte.to_vec(),
            geschlossen: false,
            begonnen: Some(Datum::new(2026, 9, 1).unwrap()),
        }))
    }

    /// Changes a Vorgang that was fed.
    pub(crate) fn aendern(&mut self, vorgang: Uuid, change: impl FnOnce(&mut VorgangKenntnis)) {
        let known = self.saetze.iter_mut().find(|(id, _)| *id == vorgang).unwrap();
        let Satz::Vorgang(kenntnis) = &mut known.1 else { panic!("no Vorgang") };
        change(kenntnis);
        self.wissen.set_vorgang(vorgang, kenntnis.clone());
    }

    pub(crate) fn kontakt(&mut self, name: &str, vorname: &str, strasse: &str) -> Uuid {
        self.add(Satz::Kontakt(KontaktKenntnis {
            name: name.into(),
            vorname: vorname.into(),
            strasse: strasse.into(),
            ..KontaktKenntnis::default()
        }))
    }

    /// Proposes for a letter of one page.
    pub(crate) fn vorschlag(&self, text: &str) -> Vorschlag {
        let seiten = [text.to_owned()];
        let vorschlag = self.wissen.vorschlagen(&brief(&seiten));
        places_are_real(&seiten, &vorschlag);
        vorschlag
    }

    /// Proposes for a letter of one page, which has to lead there first.
    pub(crate) fn fuehrt(&self, text: &str, ziel: Ziel) -> Vorschlag {
        let vorschlag = self.vorschlag(text);
        let first = vorschlag.ziele.first().map(|first| first.ziel);
        assert_eq!(first, Some(ziel), "{:#?}\n{text}", vorschlag.ziele);
        vorschlag
    }

    /// Returns the first destination and how sure it is.
    pub(crate) fn erstes(&self, text: &str) -> (Ziel, f64) {
        let vorschlag = self.vorschlag(text);
        vorschlag.ziele.first().map(|ziel| (ziel.ziel, ziel.sicherheit)).unwrap()
    }

    /// Files a letter as a clerk would, after a decision.
    pub(crate) fn ablegen(&mut self, text: &str, vorgang: Uuid) -> Uuid {
        self.ablegen_als(text, vorgang, None, None, false)
    }

    pub(crate) fn ablegen_als(
        &mut self,
        text: &str,
        vorgang: Uuid,
        typ: Option<&str>,
        absender: Option<Uuid>,
        erstes: bool,
    ) -> Uuid {
        let seiten = [text.to_owned()];
        let schreiben = brief(&seiten);
        let merkmale = self.wissen.merkmale(&schreiben);
        self.wissen.entschieden(&schreiben, Ziel::Vorgang(vorgang));
        self.add(Satz::Dokument(Abgelegt {
            vorgang,
            merkmale,
            typ: typ.map(Into::into),
            absender,
            am: Some(Datum::new(2026, 10, 1).unwrap()),
            erstes,
            ..Abgelegt::default()
        }))
    }
}

pub(crate) fn brief(seiten: &[String]) -> Schreiben<'_> {
    Schreiben { seiten, eingang: Some(heute()), ..Schreiben::default() }
}

/// Whatever is shown stands in the page and line that are named.
pub(crate) fn places_are_real(seiten: &[String], vorschlag: &Vorschlag) {
    let check = |wortlaut: &Option<String>, stelle: Option<zuordnung::Fundstelle>| {
        let (Some(wortlaut), Some(stelle)) = (wortlaut, stelle) else { return };
        let seite = &seiten[stelle.seite as usize - 1];
        let zeile = seite.split('\n').nth(stelle.zeile as usize - 1).unwrap();
        assert!(zeile.contains(wortlaut.as_str()), "{wortlaut:?} is not in {zeile:?}");
    };
    for ziel in &vorschlag.ziele {
        assert!((0.0..=1.0).contains(&ziel.sicherheit), "{}", ziel.sicherheit);
        for beleg in &ziel.belege {
            check(&beleg.wortlaut, beleg.stelle);
        }
    }
    macro_rules! angabe {
        ($($name:ident),*) => {
            $(if let Some(angabe) = &vorschlag.$name {
                assert!((0.0..=1.0).contains(&angabe.sicherheit), "{}", angabe.sicherheit);
                check(&angabe.wortlaut, angabe.stelle);
            })*
        };
    }
    angabe!(typ, absender, absender_name, datum, frist, fremdzeichen, titel);
}

/// Returns the evidence of one kind for the first destination.
pub(crate) fn beleg(vorschlag: &Vorschlag, art: Belegart) -> Option<&Beleg> {
    beleg_fuer(vorschlag, vorschlag.ziele.first()?.ziel, art)
}

/// Returns the evidence of one kind for a destination.
pub(crate) fn beleg_fuer(vorschlag: &Vorschlag, ziel: Ziel, art: Belegart) -> Option<&Beleg> {
    let found = vorschlag.ziele.iter().find(|found| found.ziel == ziel)?;
    found.belege.iter().find(|beleg| beleg.art == art)
}

/// A letter of a citizen.
pub(crate) fn privat(name: &str, strasse: &str, betreff: &str, text: &str) -> String {
    format!(
        "{name}\n{strasse}\n00417 Lindenhain\n\nGemeinde Lindenhain\nAm Anger 1\n00417 Lindenhain\n\n\
         Lindenhain, 18. November 2026\n\n{betreff}\n\nSehr geehrte Damen und Herren,\n\n{text}\n\n\
         Mit freundlichen Grüßen\n\n{name}\n"
    )
}

/// A letter of a firm or an office, with a block of references.
pub(crate) fn amtlich(kopf: &str, zeichen: &str, betreff: &str, text: &str) -> String {
    format!(
        "{kopf}\nSchlossplatz 2 · 00420 Quittenau · Tel. 00000 42000\n\n\
         {kopf} · Schlossplatz 2 · 00420 Quittenau\nGemeinde Lindenhain\nAm Anger 1\n\
         00417 Lindenhain\n\n{zeichen}\nQuittenau, 17.11.2026\n\n{betreff}\n\n\
         Sehr geehrte Damen und Herren,\n\n{text}\n\nMit freundlichen Grüßen\n\nIm Auftrag\nAchterdiek\n"
    )
}

/// A letter of the district's office, with a block of references.
pub(crate) fn vom_landratsamt(zeichen: &str, betreff: &str, text: &str) -> String {
    amtlich("Landratsamt Nebelkreis", zeichen, betreff, text)
}

/// An office with four Akten, five Vorgänge and some letters.
pub(crate) struct Lindenhain {
    pub(crate) amt: Amt,
    pub(crate) hunde: Uuid,
    pub(crate) bau: Uuid,
    pub(crate) basko: Uuid,
    pub(crate) carport: Uuid,
    pub(crate) linde: Uuid,
    pub(crate) heizung: Uuid,
    pub(crate) lauerwein: Uuid,
    pub(crate) landratsamt: Uuid,
    pub(crate) tannert: Uuid,
}

pub(crate) fn lindenhain() -> Lindenhain {
    let mut amt = Amt::leer();
    let hunde = amt.akte("2.2.1-1/2026", "Hundesteuer 2026", "2.2.1 Hundesteuer");
    let bau = amt.akte("4.1-1/2026", "Bauanträge 2026", "4.1 Bauanfragen und Stellungnahmen");
    let baeume = amt.akte("4.3-1/2026", "Baumschutz 2026", "4.3 Bäume und Grünflächen");
    let gebaeude = amt.akte("4.4-1/2026", "Dorfgemeinschaftshaus", "4.4 Gemeindliche Gebäude");
    let lauerwein = amt.kontakt("Lauerwein", "Egbert", "Am Anger 12");
    let landratsamt = amt.kontakt("Landratsamt Nebelkreis", "", "Schlossplatz 2");
    let tannert = amt.kontakt("Tannert Haustechnik", "", "Hohlweg 30");
    let basko = amt.vorgang(hunde, "2.2.1-1/2026-2", "Hundesteuer Lauerwein, Basko", &[lauerwein]);
    let andere = amt.vorgang(hunde, "2.2.1-1/2026-3", "Hundesteuer Mosebrink", &[]);
    let carport = amt.vorgang(bau, "4.1-1/2026-1", "Carport Talstraße 14", &[landratsamt]);
    let linde = amt.vorgang(baeume, "4.3-1/2026-1", "Fällung Linde, Hohlweg 15", &[]);
    let heizung =
        amt.vorgang(gebaeude, "4.4-1/2026-1", "Heizung Dorfgemeinschaftshaus", &[tannert]);
    let hund = privat(
        "Egbert Lauerwein",
        "Am Anger 12",
        "Anmeldung eines Hundes",
        "hiermit melde ich meinen Schäferhund Basko zur Hundesteuer an. Die Rasse ist eingetragen.",
    );
    amt.ablegen_als(&hund, basko, Some("Anmeldung"), Some(lauerwein), true);
    let mosebrink = privat(
        "Ida Mosebrink",
        "Hohlweg 3",
        "Anmeldung Hund",
        "unser Dackel Waldi lebt seit Mai bei uns. Bitte senden Sie die Steuermarke für die Hundesteuer.",
    );
    amt.ablegen_als(&mosebrink, andere, Some("Anmeldung"), None, true);
    let bauamt = amtlich(
        "Landratsamt Nebelkreis",
        "Unser Zeichen: BA-2026-1187",
        "Neubau eines Carports, Talstraße 14",
        "für das Grundstück Flur 3, Flurstück 214/3 liegt ein Bauantrag vor. Wir bitten um \
         Stellungnahme der Gemeinde zur Absenkung des Bordsteins.",
    );
    amt.ablegen_als(&bauamt, carport, Some("Anfrage"), Some(landratsamt), true);
    let faellung = privat(
        "Ruprecht Zwirnlein",
        "Hohlweg 15",
        "Antrag auf Fällung einer Linde",
        "die Linde auf meinem Grundstück Hohlweg 15 ist morsch. Ich beantrage die Fällung.",
    );
    amt.ablegen_als(&faellung, linde, Some("Antrag"), None, true);
    let angebot = amtlich(
        "Tannert Haustechnik",
        "Kundennummer: 40812, Angebots-Nr. AN-26-77",
        "Angebot: Umwälzpumpe",
        "für die Heizung im Dorfgemeinschaftshaus bieten wir eine Umwälzpumpe und Thermostatventile an.",
    );
    amt.ablegen_als(&angebot, heizung, Some("Angebot"), Some(tannert), true);
    Lindenhain { amt, hunde, bau, basko, carport, linde, heizung, lauerwein, landratsamt, tannert }
}
