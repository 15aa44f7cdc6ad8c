//! Metadata, parts of files, parties, references: what clerks do to the registry, drawn at random.
//!
//! Never looks at what a program claims; what must hold afterwards is asked in `check`.

use desk::Desk;
use desk::views::{
    AendernArgs, BeteiligteArgs, DokumentUmhaengenArgs, Fehler, Feld, KontaktAendernArgs,
    KontaktEingabe, ObjektArt, StornierenArgs, TeilakteAendernArgs, TeilakteAnlegenArgs,
    TeilakteArt, VerweisArgs, VorgangUmhaengenArgs,
};
use domain::RecType;

use crate::Random;

/// What became of a drawn act; nothing if there was nothing to do it to.
type Drawn = Option<Result<(), Fehler>>;

/// Does one act as a clerk would.
pub fn act(desk: &Desk, random: &Random) -> Drawn {
    match random.below(12) {
        0..3 => change(desk, random),
        3 => contact(desk, random),
        4 => rename_contact(desk, random),
        5 => party(desk, random),
        6 => reference(desk, random),
        7 => part(desk, random),
        8 => rename_part(desk, random),
        9 => move_case(desk, random),
        10 => move_document(desk, random),
        _ => take_out(desk, random),
    }
}

fn few(desk: &Desk, kind: RecType, random: &Random) -> Option<String> {
    let ids = desk.store().read(|db| db.all(kind)).ok()?;
    random.pick(&ids[..ids.len().min(4)]).map(ToString::to_string)
}

/// Something that has metadata, and what it is.
fn object(desk: &Desk, random: &Random) -> Option<(ObjektArt, String)> {
    let (art, kind) = *random.pick(&[
        (ObjektArt::Akte, RecType::Akte),
        (ObjektArt::Vorgang, RecType::Vorgang),
        (ObjektArt::Dokument, RecType::Dokument),
    ])?;
    Some((art, few(desk, kind, random)?))
}

fn reason(random: &Random) -> Option<String> {
    random.chance(70).then(|| "Irrtum".to_owned())
}

fn change(desk: &Desk, random: &Random) -> Drawn {
    let (art, id) = object(desk, random)?;
    let (feld, wert) = match random.below(6) {
        0 => (Feld::Bemerkung, format!("Bemerkung {}", random.below(50))),
        1 => (Feld::Schlagworte, format!("Wort {}; Wort {}", random.below(9), random.below(9))),
        2 => (Feld::Vertraulichkeitsstufe, "nfd".to_owned()),
        3 => (Feld::Federfuehrung, String::new()),
        4 => (Feld::AufbewahrungJahre, random.below(30).to_string()),
        _ => (Feld::Typ, format!("Art {}", random.below(5))),
    };
    let args = AendernArgs { id, feld, wert, vorher: None };
    Some(match art {
        ObjektArt::Akte => desk.akte_aendern(args).map(drop),
        ObjektArt::Vorgang => desk.vorgang_aendern(args).map(drop),
        ObjektArt::Dokument => desk.dokument_aendern(args).map(drop),
    })
}

fn person(random: &Random) -> KontaktEingabe {
    KontaktEingabe {
        name: format!("Tannert {}", random.below(30)),
        ort: "Lindenhain".to_owned(),
        ..KontaktEingabe::default()
    }
}

fn contact(desk: &Desk, random: &Random) -> Drawn {
    Some(desk.kontakt_anlegen(person(random)).map(drop))
}

fn rename_contact(desk: &Desk, random: &Random) -> Drawn {
    let id = few(desk, RecType::Kontakt, random)?;
    Some(
        desk.kontakt_aendern(KontaktAendernArgs { id, kontakt: person(random), vorher: None })
            .map(drop),
    )
}

fn party(desk: &Desk, random: &Random) -> Drawn {
    let (art, id) = object(desk, random)?;
    let kontakt = few(desk, RecType::Kontakt, random)?;
    let args = BeteiligteArgs { art, id, kontakt, rolle: "Halter".to_owned() };
    Some(if random.chance(70) {
        desk.beteiligte_setzen(args).map(drop)
    } else {
        desk.beteiligte_entfernen(args).map(drop)
    })
}

fn reference(desk: &Desk, random: &Random) -> Drawn {
    let (art, id) = object(desk, random)?;
    let ziel = object(desk, random)?.1;
    let args = VerweisArgs { art, id, ziel, grund: reason(random) };
    Some(if random.chance(70) {
        desk.verweis_setzen(args).map(drop)
    } else {
        desk.verweis_entfernen(args).map(drop)
    })
}

fn part(desk: &Desk, random: &Random) -> Drawn {
    let akte = few(desk, RecType::Akte, random)?;
    let art = if random.chance(50) { TeilakteArt::Teilakte } else { TeilakteArt::Band };
    let betreff = format!("Teil {}", random.below(50));
    Some(desk.teilakte_anlegen(TeilakteAnlegenArgs { akte, art, betreff }).map(drop))
}

fn rename_part(desk: &Desk, random: &Random) -> Drawn {
    let id = few(desk, RecType::Teilakte, random)?;
    let betreff = format!("Teil {}", random.below(50));
    Some(desk.teilakte_aendern(TeilakteAendernArgs { id, betreff }).map(drop))
}

fn move_case(desk: &Desk, random: &Random) -> Drawn {
    let vorgang = few(desk, RecType::Vorgang, random)?;
    let teilakte = few(desk, RecType::Teilakte, random).filter(|_| random.chance(70));
    Some(desk.vorgang_umhaengen(VorgangUmhaengenArgs { vorgang, teilakte }).map(drop))
}

fn move_document(desk: &Desk, random: &Random) -> Drawn {
    let dokument = few(desk, RecType::Dokument, random)?;
    let vorgang = few(desk, RecType::Vorgang, random)?;
    let args = DokumentUmhaengenArgs { dokument, vorgang, grund: reason(random) };
    Some(desk.dokument_umhaengen(args).map(drop))
}

fn take_out(desk: &Desk, random: &Random) -> Drawn {
    let dokument = few(desk, RecType::Dokument, random)?;
    let grund = reason(random).unwrap_or_default();
    Some(desk.dokument_stornieren(StornierenArgs { dokument, grund }).map(drop))
}
