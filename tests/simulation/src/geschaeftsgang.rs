//! Instructions, signatures, closing: what clerks do to a case, drawn at random, and what must
//! hold of it at the centre whatever happened on the way.
//!
//! Never looks at what a program claims.

use std::collections::BTreeMap;

use desk::Desk;
use desk::views::{
    BegruendetArgs, EntwurfAnlegenArgs, EntwurfSpeichernArgs, ErledigenArgs, Fehler, Id, Leer,
    PunktArgs, PunktArt, PunktStand, VerfuegungZeile, VerfuegungenSetzenArgs, VerschiebenArgs,
    VertretungArgs, WiedervorlagenArgs, ZdaArgs, ZeichnenArgs, ZurueckgebenArgs,
};
use domain::record::text;
use domain::{Fields, RecType, brief};
use uuid::Uuid;

use crate::Random;
use crate::violation::{Kind, must};

const PEOPLE: [&str; 4] = ["Anna", "Bernd", "Clara", "Kämmerei"];

/// What became of a drawn act; nothing if there was nothing to do it to.
type Drawn = Option<Result<(), Fehler>>;

/// Does one act as a clerk would.
pub fn act(desk: &Desk, random: &Random) -> Drawn {
    match random.below(12) {
        0 | 1 => instruct(desk, random),
        2 => draft(desk, random),
        3 => rewrite(desk, random),
        4..7 => sign(desk, random),
        7 => ask_again(desk, random),
        8 => due(desk, random),
        9 => change_point(desk, random),
        10 => close_or_open(desk, random),
        _ => stand_in(desk, random),
    }
}

fn few(desk: &Desk, kind: RecType, random: &Random) -> Option<String> {
    let ids = desk.store().read(|db| db.all(kind)).ok()?;
    random.pick(&ids[..ids.len().min(4)]).map(ToString::to_string)
}

fn point(art: PunktArt, random: &Random) -> PunktArgs {
    let zeichnung = matches!(art, PunktArt::Mitzeichnung | PunktArt::Schlusszeichnung);
    let named = zeichnung || random.chance(40);
    PunktArgs {
        art,
        text: random.chance(30).then(|| format!("Text {}", random.below(50))),
        adressat: random.pick(&PEOPLE).filter(|_| named).map(|name| (*name).to_owned()),
        termin: Some(day(random)),
        parallel: random.chance(30),
    }
}

fn day(random: &Random) -> String {
    format!("2026-11-{:02}", 1 + random.below(28))
}

fn instruct(desk: &Desk, random: &Random) -> Drawn {
    let vorgang = few(desk, RecType::Vorgang, random)?;
    let arten = [PunktArt::Wiedervorlage, PunktArt::Kenntnis, PunktArt::ZuDenAkten];
    let punkte = arten.iter().filter(|_| random.chance(60)).map(|art| point(*art, random));
    let args = VerfuegungenSetzenArgs { vorgang, dokument: None, punkte: punkte.collect() };
    Some(desk.verfuegungen_setzen(args).map(drop))
}

/// A letter with everything that it needs to be signed, and its signatures.
fn draft(desk: &Desk, random: &Random) -> Drawn {
    let vorgang = few(desk, RecType::Vorgang, random)?;
    let vorlage = Some("formlos".to_owned());
    let args = EntwurfAnlegenArgs { vorgang: vorgang.clone(), vorlage, empfaenger: None };
    let written = desk.entwurf_anlegen(args).and_then(|letter| {
        write(desk, &letter.id, random)?;
        let asked = [PunktArt::Mitzeichnung, PunktArt::Mitzeichnung, PunktArt::Schlusszeichnung];
        let punkte = asked.iter().filter(|_| random.chance(70)).map(|art| point(*art, random));
        let dokument = Some(letter.id);
        let args = VerfuegungenSetzenArgs { vorgang, dokument, punkte: punkte.collect() };
        desk.verfuegungen_setzen(args).map(drop)
    });
    Some(written)
}

fn write(desk: &Desk, id: &str, random: &Random) -> Result<(), Fehler> {
    let vorher = desk.entwurf(Id { id: id.to_owned() })?.felder;
    let mut neu = vorher.clone();
    neu.text = format!("Fassung {}", random.below(100_000));
    neu.betreff = "Anhörung".to_owned();
    neu.anschrift = "Herrn\nKarl Tannert\n99999 Lindenhain".to_owned();
    desk.entwurf_speichern(EntwurfSpeichernArgs { id: id.to_owned(), vorher, neu }).map(drop)
}

fn rewrite(desk: &Desk, random: &Random) -> Drawn {
    let drafts = documents(desk, |status| status == "entwurf");
    let id = random.pick(&drafts)?;
    Some(write(desk, id, random))
}

fn documents(desk: &Desk, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let found = desk.store().read(|db| {
        let mut found = Vec::new();
        for id in db.all(RecType::Dokument)? {
            let seen = db.seen(id)?;
            if seen.is_some_and(|seen| wanted(text(&seen.fields, "status"))) {
                found.push(id.to_string());
            }
        }
        Ok::<_, store::DbError>(found)
    });
    found.unwrap_or_default()
}

/// Signs, or sends back; now and then a draft that nobody was asked to sign.
fn sign(desk: &Desk, random: &Random) -> Drawn {
    let folder = desk.mitzeichnungen(Leer {}).ok()?.zu_zeichnen;
    let Some(row) = random.pick(&folder).filter(|_| random.chance(90)) else {
        let drafts = documents(desk, |status| status == "entwurf");
        let dokument = random.pick(&drafts)?.clone();
        let rec_id = Uuid::parse_str(&dokument).ok()?;
        let seen = desk.store().read(|db| db.seen(rec_id)).ok()??;
        let args = ZeichnenArgs {
            punkt: None,
            dokument: Some(dokument),
            fassung: brief::fassung(&seen.fields),
            vermerk: None,
            in_vertretung_fuer: None,
        };
        return Some(desk.zeichnen(args).map(drop));
    };
    let VerfuegungZeile { id, fassung, in_vertretung, .. } = row.punkt.clone();
    if random.chance(15) {
        let grund = "Bitte ändern".to_owned();
        let args = ZurueckgebenArgs { id, grund, in_vertretung_fuer: in_vertretung };
        return Some(desk.zurueckgeben(args).map(drop));
    }
    let args = ZeichnenArgs {
        punkt: Some(id),
        dokument: None,
        fassung: fassung?,
        vermerk: None,
        in_vertretung_fuer: in_vertretung,
    };
    Some(desk.zeichnen(args).map(drop))
}

fn ask_again(desk: &Desk, random: &Random) -> Drawn {
    let rows = desk.mitzeichnungen(Leer {}).ok()?.erbeten;
    let void =
        |punkt: &VerfuegungZeile| punkt.veraltet || punkt.stand == PunktStand::Zurueckgegeben;
    let rows: Vec<_> = rows.into_iter().filter(|row| void(&row.punkt)).collect();
    let id = random.pick(&rows)?.punkt.dokument.clone()?;
    Some(desk.erneut_vorlegen(Id { id }).map(drop))
}

fn due(desk: &Desk, random: &Random) -> Drawn {
    let (von, bis) = (None, Some("2026-12-31".to_owned()));
    let rows = desk.wiedervorlagen(WiedervorlagenArgs { von, bis }).ok()?.zeilen;
    let punkt = random.pick(&rows)?.punkt.clone();
    if random.chance(40) {
        let args = VerschiebenArgs { id: punkt.id, termin: day(random) };
        return Some(desk.wiedervorlage_verschieben(args).map(drop));
    }
    let (id, vermerk) = (punkt.id, random.chance(30).then(|| "gel.".to_owned()));
    let args = ErledigenArgs { id, vermerk, in_vertretung_fuer: punkt.in_vertretung };
    Some(desk.verfuegung_erledigen(args).map(drop))
}

fn change_point(desk: &Desk, random: &Random) -> Drawn {
    let ids = desk.store().read(|db| db.all(RecType::Verfuegung)).ok()?;
    let id = random.pick(&ids)?.to_string();
    if random.chance(50) {
        return Some(desk.verfuegung_zuruecknehmen(Id { id }).map(drop));
    }
    let grund = random.chance(50).then(|| "Nicht mehr nötig".to_owned());
    Some(desk.verfuegung_entfallen(BegruendetArgs { id, grund }).map(drop))
}

fn close_or_open(desk: &Desk, random: &Random) -> Drawn {
    let file = random.chance(15);
    let kind = if file { RecType::Akte } else { RecType::Vorgang };
    let id = few(desk, kind, random)?;
    let grund = random.chance(80).then(|| "Nachtrag".to_owned());
    let open = BegruendetArgs { id: id.clone(), grund };
    Some(match (file, random.chance(60)) {
        (true, true) => desk.akte_oeffnen(open).map(drop),
        (true, false) => desk.akte_zda(Id { id }).map(drop),
        (false, true) => desk.vorgang_oeffnen(open).map(drop),
        (false, false) => {
            let offene_entfallen = random.chance(60);
            desk.vorgang_zda(ZdaArgs { id, offene_entfallen }).map(drop)
        }
    })
}

fn stand_in(desk: &Desk, random: &Random) -> Drawn {
    let known = desk.vertretungen(Leer {}).ok()?;
    if let Some(row) = random.pick(&known).filter(|_| random.chance(40)) {
        return Some(desk.vertretung_beenden(Id { id: row.id.clone() }).map(drop));
    }
    let name = || random.pick(&PEOPLE).map(|name| (*name).to_owned());
    let (von, bis) = ("2026-11-01".to_owned(), "2026-12-31".to_owned());
    let args = VertretungArgs { fuer: name()?, durch: name()?, von, bis };
    Some(desk.vertretung_eintragen(args).map(drop))
}

/// Nothing is signed without those who were asked, and nothing is open in what is closed.
pub fn holds(records: &BTreeMap<Uuid, (RecType, Fields)>) {
    let of = |kind: RecType| {
        records.iter().filter(move |(_, (known, _))| *known == kind).map(|(id, (_, f))| (*id, f))
    };
    let status = |id: &str| {
        let id = Uuid::parse_str(id).ok()?;
        records.get(&id).map(|(_, fields)| text(fields, "status").to_owned())
    };
    for (id, point) in of(RecType::Verfuegung) {
        let case = status(text(point, "vorgang"));
        let open = text(point, "status") == "offen" && case.as_deref() == Some("zda");
        must(Kind::Diverged, !open, || format!("instruction {id} is open in a closed case"));
        let asked = matches!(text(point, "art"), "mitzeichnung" | "schlusszeichnung")
            && text(point, "status") != "entfallen";
        let Ok(document) = Uuid::parse_str(text(point, "dokument")) else { continue };
        let Some((_, draft)) = records.get(&document).filter(|_| asked) else { continue };
        if !matches!(text(draft, "status"), "gezeichnet" | "versandt") {
            continue;
        }
        let done = point.get("erledigung").and_then(|done| done.get("fassung")?.as_str());
        let signed = text(point, "status") == "erledigt";
        must(Kind::Diverged, signed && done == Some(&brief::fassung(draft)), || {
            format!("{document} is signed although {id} is not, or for another draft")
        });
    }
    for (id, document) in of(RecType::Dokument) {
        let signed = document.get("schlusszeichnung").and_then(|s| s.get("fassung")?.as_str());
        let current = brief::fassung(document);
        must(Kind::Diverged, signed.is_none_or(|signed| signed == current), || {
            format!("{id} is not what was signed")
        });
        let open = text(document, "status") == "entwurf"
            && status(text(document, "vorgang")).as_deref() == Some("zda");
        must(Kind::Diverged, !open, || format!("draft {id} is open in a closed case"));
    }
    for (id, case) in of(RecType::Vorgang) {
        let open =
            text(case, "status") == "offen" && status(text(case, "akte")).as_deref() == Some("zda");
        must(Kind::Diverged, !open, || format!("case {id} is open in a closed file"));
    }
}
