//! Hand-over and end of life: which files are ripe, the runs by which they go to the archive, to
//! another office or to nothing, and the two persons who agree to a destruction.
//!
//! Never removes anything itself: the centre does when the second person has agreed, and this
//! workstation follows its word.

mod abgabe;
mod ausgabe;
mod band;
mod dialog;
mod eingabe;
mod kontakte;
mod paket;
mod plan;

use std::collections::BTreeSet;

use domain::aussonderung::{
    Aussonderung, Aussonderungsart, Aussonderungsobjekt, Aussonderungsstand, Aussonderungszweck,
    Freigabe, Laufstand,
};
use domain::frist::aufbewahrungsende;
use domain::regeln::selbe_person;
use domain::{Akte, AkteState, Aktenplaneinheit, Edit, Fields, Op, RecType, Record};
use serde_json::{Value, json};
use store::meta::Meta;
use store::record::Seen;
use store::{Act, Db, DbError, Tx};
use uuid::Uuid;

use crate::Desk;
use crate::desk::{benutzer, count, parse_id};
use crate::metadaten::aufbewahrung;
use crate::views::{
    AussonderungAnlegenArgs, AussonderungEinstellungen, AussonderungView, AussonderungZeile,
    AussonderungenView, BewertungArt, Code, Fehler, FreigabeZeile, Id, LaufStand, LaufZweck, Leer,
    NachrichtZeile, ObjektStand, ObjektZeile, ReifListe, ReifZeile,
};

/// Files of a run at most: all of its changes take effect together, in one message to the centre.
const AKTEN_MAX: usize = 150;

impl Desk {
    /// The retention run: closed files whose time has come and that are in no run yet.
    pub fn aussonderungsreif(&self, _: Leer) -> Result<ReifListe, Fehler> {
        let heute = self.heute();
        self.store.read(|db| {
            let mut liste = ReifListe {
                stichtag: heute.to_string(),
                zeilen: Vec::new(),
                laufend: 0,
                dauernd: 0,
            };
            let im_lauf = im_lauf(db)?;
            for id in db.all(RecType::Akte)? {
                let Ok((akte, seen)) = db.load::<Akte>(id) else { continue };
                let Some(closed) = akte.zda_datum.filter(|_| akte.status == AkteState::Zda) else {
                    continue;
                };
                if !frei(&akte) || im_lauf.contains(&id) {
                    continue;
                }
                let unit = db.load::<Aktenplaneinheit>(akte.aktenplaneinheit).ok();
                let (jahre, art) = aufbewahrung(&akte, unit.as_ref().map(|(unit, _)| unit));
                match jahre.and_then(|jahre| aufbewahrungsende(closed, jahre)) {
                    None => liste.dauernd += 1,
                    Some(end) if heute <= end => liste.laufend += 1,
                    Some(end) => {
                        let (vorgaenge, dokumente) = ausgabe::umfang(db, id)?;
                        liste.zeilen.push(ReifZeile {
                            id: id.to_string(),
                            aktenzeichen: crate::ziel::aktenzeichen(&seen.fields).0,
                            betreff: akte.betreff,
                            zda_am: closed.to_string(),
                            aufbewahrt_bis: end.to_string(),
                            bewertung: bewertung(art.unwrap_or(Aussonderungsart::B)),
                            vorgaenge,
                            dokumente,
                        });
                    }
                }
            }
            liste.zeilen.sort_by(|a, b| a.aufbewahrt_bis.cmp(&b.aufbewahrt_bis));
            Ok(liste)
        })
    }

    /// All runs, newest first.
    pub fn aussonderungen(&self, _: Leer) -> Result<AussonderungenView, Fehler> {
        self.store.read(|db| {
            let mut zeilen = Vec::new();
            for id in db.all(RecType::Aussonderung)? {
                let Ok((lauf, seen)) = db.load::<Aussonderung>(id) else { continue };
                zeilen.push(zeile(db, id, &lauf, &seen)?);
            }
            zeilen.sort_by(|a, b| b.angelegt_um.cmp(&a.angelegt_um));
            Ok(AussonderungenView { zeilen, einstellungen: einstellungen(db)? })
        })
    }

    /// One run.
    pub fn aussonderung(&self, args: Id) -> Result<AussonderungView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.read(|db| Ok(view(db, id)?))
    }

    /// Sets who we are to the archive and where packages change hands.
    pub fn aussonderung_einstellen(
        &self,
        args: AussonderungEinstellungen,
    ) -> Result<AussonderungenView, Fehler> {
        paket::fassung(&args.fassung)?;
        paket::ordner(&args.ordner)?;
        let text = serde_json::to_string(&args).map_err(DbError::from)?;
        self.store.write(|tx| Ok::<_, Fehler>(tx.set_meta(Meta::Aussonderung, &text)?))?;
        self.aussonderungen(Leer {})
    }

    /// Begins a run with files whose time has come.
    pub fn aussonderung_anlegen(
        &self,
        args: AussonderungAnlegenArgs,
    ) -> Result<AussonderungView, Fehler> {
        let zweck = match args.zweck {
            LaufZweck::Archiv => Aussonderungszweck::Archiv,
            LaufZweck::Vernichtung => Aussonderungszweck::Vernichtung,
            LaufZweck::Abgabe => return Err(abgabe_anders()),
        };
        if args.akten.is_empty() || args.akten.len() > AKTEN_MAX {
            return Err(Fehler::new(
                Code::Invalid,
                format!("Eine Aussonderung umfasst eine bis {AKTEN_MAX} Akten."),
                "Bitte teilen Sie eine größere Menge auf mehrere Aussonderungen auf.",
            ));
        }
        let akten = args.akten.iter().map(|id| parse_id(id)).collect::<Result<Vec<_>, _>>()?;
        let id = self.store.write(|tx| {
            let act = self.gruppe(tx, "aussonderung_anlegen")?;
            let mut objekte = Vec::new();
            let mut neu_im_lauf = Vec::new();
            let im_lauf = im_lauf(tx)?;
            for id in &akten {
                let akte = tx.load::<Akte>(*id)?.0;
                // What an archive has already can only be destroyed.
                let only = akte.aussonderung.is_some() && zweck == Aussonderungszweck::Archiv;
                if !frei(&akte) || im_lauf.contains(id) || only {
                    return Err(domain::Verstoss::InAussonderung.into());
                }
                if akte.aussonderung.is_none() {
                    neu_im_lauf.push(*id);
                }
                objekte.push(objekt(tx, *id)?);
            }
            let lauf = neu(tx, &act, zweck, objekte, tx.env().id());
            let id = tx.env().id();
            let edit = Edit::create(lauf.to_fields());
            tx.edit(&act, RecType::Aussonderung, id, &tx.bereich()?, edit, Vec::new())?;
            for akte in &neu_im_lauf {
                setzen(
                    tx,
                    &act,
                    *akte,
                    &json!({ "aussonderung": Aussonderungsstand::Vorgemerkt }),
                )?;
            }
            Ok::<_, Fehler>(id)
        })?;
        self.aussonderung(Id { id: id.to_string() })
    }

    /// Ends a run without destroying anything: its files are in no run any more.
    pub fn aussonderung_beenden(&self, args: Id) -> Result<AussonderungView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (lauf, _) = tx.load::<Aussonderung>(id)?;
            let act = self.gruppe(tx, "aussonderung_beenden")?;
            let stand = match lauf.status {
                Laufstand::Laufend if lauf.nachrichten.is_empty() => Laufstand::Abgebrochen,
                Laufstand::Laufend => Laufstand::Beendet,
                // A proposal is taken back; the run goes on.
                Laufstand::Vorgeschlagen => {
                    let back = json!({"status": "laufend", "zu_loeschen": null, "vorschlag": null});
                    return schritt(tx, &act, RecType::Aussonderung, id, &back);
                }
                _ => return Err(nicht_dran()),
            };
            entlassen(tx, &act, &lauf)?;
            schritt(tx, &act, RecType::Aussonderung, id, &json!({ "status": stand }))
        })?;
        self.aussonderung(args)
    }

    /// Proposes to destroy what may be destroyed now; a second person has to agree.
    pub fn vernichtung_vorschlagen(&self, args: Id) -> Result<AussonderungView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let (lauf, _) = tx.load::<Aussonderung>(id)?;
            let act = self.gruppe(tx, "vernichtung_vorschlagen")?;
            let mut gone = Vec::new();
            for objekt in &lauf.objekte {
                if loeschbar(tx, &lauf, objekt.akte)? {
                    gone.push(objekt.akte);
                }
            }
            if gone.is_empty() {
                return Err(Fehler::new(
                    Code::Invalid,
                    "In dieser Aussonderung darf noch nichts vernichtet werden.",
                    "Vernichtet wird, was das Archiv übernommen hat oder was mit „V“ bewertet ist.",
                ));
            }
            let vorschlag = Freigabe { von: act.akteur.clone(), um: tx.env().now() };
            let set = json!({
                "status": Laufstand::Vorgeschlagen, "zu_loeschen": gone, "vorschlag": vorschlag,
            });
            schritt(tx, &act, RecType::Aussonderung, id, &set)
        })?;
        self.aussonderung(args)
    }

    /// The second person agrees: the centre destroys, and every workstation follows.
    pub fn vernichtung_freigeben(&self, args: Id) -> Result<AussonderungView, Fehler> {
        let id = parse_id(&args.id)?;
        self.store.write(|tx| {
            let act = self.gruppe(tx, "vernichtung_freigeben")?;
            let freigabe = Freigabe { von: act.akteur.clone(), um: tx.env().now() };
            let set = json!({ "status": Laufstand::Vollzogen, "freigabe": freigabe });
            schritt(tx, &act, RecType::Aussonderung, id, &set)?;
            let (lauf, _) = tx.load::<Aussonderung>(id)?;
            entlassen(tx, &act, &lauf)
        })?;
        self.aussonderung(args)
    }

    /// An act whose changes take effect together or not at all.
    fn gruppe(&self, tx: &Tx<'_>, aktion: &'static str) -> Result<Act, DbError> {
        Ok(Act { group: Some(tx.env().id()), ..self.act(tx, aktion)? })
    }
}

fn abgabe_anders() -> Fehler {
    Fehler::new(
        Code::Invalid,
        "Eine Abgabe beginnt bei der Akte oder dem Vorgang.",
        "Bitte öffnen Sie, was abgegeben werden soll.",
    )
}

fn nicht_dran() -> Fehler {
    domain::Verstoss::AussonderungFolge.into()
}

/// Returns a run that has just begun.
fn neu(
    tx: &Tx<'_>,
    act: &Act,
    zweck: Aussonderungszweck,
    objekte: Vec<Aussonderungsobjekt>,
    prozess: Uuid,
) -> Aussonderung {
    Aussonderung {
        zweck,
        prozess,
        objekte,
        status: Laufstand::Laufend,
        nachrichten: Vec::new(),
        zu_loeschen: Vec::new(),
        vorschlag: None,
        freigabe: None,
        angelegt_um: tx.env().now(),
        angelegt_von: act.akteur.clone(),
    }
}

/// Names a file without its subject.
fn objekt(db: &Db<'_>, id: Uuid) -> Result<Aussonderungsobjekt, DbError> {
    let (akte, seen) = db.load::<Akte>(id)?;
    let (vorgaenge, dokumente) = ausgabe::umfang(db, id)?;
    let (von, bis) = ausgabe::zeitspanne(&akte);
    let aktenzeichen = crate::ziel::aktenzeichen(&seen.fields).0;
    Ok(Aussonderungsobjekt { akte: id, aktenzeichen, von, bis, vorgaenge, dokumente })
}

/// Makes a step of a record.
fn schritt(tx: &Tx<'_>, act: &Act, kind: RecType, id: Uuid, set: &Value) -> Result<(), Fehler> {
    let seen = tx.seen(id)?.filter(|seen| seen.rec_type == kind).ok_or_else(Fehler::not_found)?;
    let set: Fields = serde_json::from_value(set.clone()).map_err(DbError::from)?;
    let edit = Edit::set(Op::Transition, &seen.fields, set);
    Ok(tx.edit(act, kind, id, &seen.scope, edit, Vec::new())?)
}

/// Tells whether a file may come into a run: it is in none, or an archive has it and it was not
/// destroyed.
fn frei(akte: &Akte) -> bool {
    matches!(akte.aussonderung, None | Some(Aussonderungsstand::Archiviert))
}

/// Returns the files of the runs that go on.
fn im_lauf(db: &Db<'_>) -> Result<BTreeSet<Uuid>, DbError> {
    let mut found = BTreeSet::new();
    for id in db.all(RecType::Aussonderung)? {
        let Ok((lauf, _)) = db.load::<Aussonderung>(id) else { continue };
        if matches!(lauf.status, Laufstand::Laufend | Laufstand::Vorgeschlagen) {
            found.extend(lauf.objekte.iter().map(|objekt| objekt.akte));
        }
    }
    Ok(found)
}

/// Lets the files of a run go that it neither destroys nor has brought into an archive.
fn entlassen(tx: &Tx<'_>, act: &Act, lauf: &Aussonderung) -> Result<(), Fehler> {
    for objekt in lauf.objekte.iter().filter(|o| !lauf.zu_loeschen.contains(&o.akte)) {
        let Ok((akte, _)) = tx.load::<Akte>(objekt.akte) else { continue };
        if !frei(&akte) {
            setzen(tx, act, objekt.akte, &json!({ "aussonderung": null }))?;
        }
    }
    Ok(())
}

fn setzen(tx: &Tx<'_>, act: &Act, akte: Uuid, set: &Value) -> Result<(), Fehler> {
    schritt(tx, act, RecType::Akte, akte, set)
}

/// Tells whether a file of a run may be destroyed now, as far as the rules go.
fn loeschbar(db: &Db<'_>, lauf: &Aussonderung, akte: Uuid) -> Result<bool, DbError> {
    let Some(seen) = db.seen(akte)? else { return Ok(false) };
    let Ok(akte) = seen.typed::<Akte>() else { return Ok(false) };
    let unit = db.load::<Aktenplaneinheit>(akte.aktenplaneinheit).ok();
    let (_, art) = aufbewahrung(&akte, unit.as_ref().map(|(unit, _)| unit));
    if lauf.zweck == Aussonderungszweck::Archiv && !dialog::fertig(db, lauf)? {
        return Ok(false);
    }
    let by_plan = match lauf.zweck {
        Aussonderungszweck::Vernichtung => Aussonderungsstand::Vorgemerkt,
        // Only the archive's own word counts where it was asked.
        _ => Aussonderungsstand::Bewertet,
    };
    Ok(match akte.aussonderung {
        Some(Aussonderungsstand::Archiviert) => true,
        Some(stand) => stand == by_plan && art == Some(Aussonderungsart::V),
        None => false,
    })
}

const fn bewertung(art: Aussonderungsart) -> BewertungArt {
    match art {
        Aussonderungsart::A => BewertungArt::A,
        Aussonderungsart::B => BewertungArt::B,
        Aussonderungsart::V => BewertungArt::V,
    }
}

/// Returns the settings of this workstation.
fn einstellungen(db: &Db<'_>) -> Result<AussonderungEinstellungen, DbError> {
    if let Some(text) = db.meta(Meta::Aussonderung)? {
        return Ok(serde_json::from_str(&text)?);
    }
    let mandant = crate::mandant::mandant(db, &db.bereich()?)?.map(|mandant| mandant.name);
    Ok(AussonderungEinstellungen {
        ordner: String::new(),
        behoerde: mandant.or(db.meta(Meta::Mandant)?).unwrap_or_default(),
        schluessel: String::new(),
        praefix: String::new(),
        archiv: "Archiv".to_owned(),
        fassung: xdomea::Fassung::V3_1.nummer().to_owned(),
    })
}

fn zeile(
    db: &Db<'_>,
    id: Uuid,
    lauf: &Aussonderung,
    seen: &Seen,
) -> Result<AussonderungZeile, DbError> {
    let own = lauf.vorschlag.as_ref().map(|who| who.von.clone());
    let me = benutzer(db)?;
    let mine = own.as_deref().is_some_and(|who| selbe_person(who, &me));
    let ready = ready(db, lauf)?;
    let dran = dialog::dran(db, lauf)?;
    let naechstes = match lauf.status {
        Laufstand::Vollzogen if seen.ausstehend => {
            "Freigegeben; die Zentrale vernichtet beim nächsten Abgleich.".to_owned()
        }
        Laufstand::Vollzogen => "Vernichtet. Dieser Nachweis bleibt.".to_owned(),
        Laufstand::Beendet => "Beendet.".to_owned(),
        Laufstand::Abgebrochen => "Abgebrochen.".to_owned(),
        Laufstand::Vorgeschlagen => {
            let who = own.unwrap_or_default();
            format!("{who} hat die Vernichtung vorgeschlagen; eine zweite Person gibt frei.")
        }
        Laufstand::Laufend if ready > 0 && dran.zu_tun.is_empty() => {
            format!("{ready} Akten können zur Vernichtung vorgeschlagen werden.")
        }
        Laufstand::Laufend => dran.satz.to_owned(),
    };
    let zu_tun = match lauf.status {
        Laufstand::Vorgeschlagen => !mine,
        Laufstand::Laufend => ready > 0 || !dran.zu_tun.is_empty(),
        _ => false,
    };
    Ok(AussonderungZeile {
        id: id.to_string(),
        zweck: match lauf.zweck {
            Aussonderungszweck::Archiv => LaufZweck::Archiv,
            Aussonderungszweck::Vernichtung => LaufZweck::Vernichtung,
            Aussonderungszweck::Abgabe => LaufZweck::Abgabe,
        },
        stand: match lauf.status {
            Laufstand::Laufend => LaufStand::Laufend,
            Laufstand::Vorgeschlagen => LaufStand::Vorgeschlagen,
            Laufstand::Vollzogen => LaufStand::Vollzogen,
            Laufstand::Beendet => LaufStand::Beendet,
            Laufstand::Abgebrochen => LaufStand::Abgebrochen,
        },
        angelegt_um: lauf.angelegt_um.to_string(),
        angelegt_von: lauf.angelegt_von.clone(),
        akten: count(lauf.objekte.len()),
        naechstes,
        zu_tun,
    })
}

fn ready(db: &Db<'_>, lauf: &Aussonderung) -> Result<u32, DbError> {
    let mut ready = 0;
    for objekt in &lauf.objekte {
        ready += u32::from(loeschbar(db, lauf, objekt.akte)?);
    }
    Ok(ready)
}

fn view(db: &Db<'_>, id: Uuid) -> Result<AussonderungView, DbError> {
    let (lauf, seen) = db.load::<Aussonderung>(id)?;
    let mut objekte = Vec::new();
    for objekt in &lauf.objekte {
        objekte.push(objekt_zeile(db, &lauf, objekt)?);
    }
    let nachrichten = lauf.nachrichten.iter().map(|message| NachrichtZeile {
        typ: message.typ.clone(),
        was: dialog::was(&message.typ).to_owned(),
        empfangen: message.empfangen,
        um: message.um.to_string(),
        sha256: message.sha256.clone(),
    });
    let me = benutzer(db)?;
    let second = lauf.vorschlag.as_ref().is_some_and(|first| !selbe_person(&first.von, &me));
    let freigabe = |who: &Freigabe| FreigabeZeile { von: who.von.clone(), um: who.um.to_string() };
    Ok(AussonderungView {
        zeile: zeile(db, id, &lauf, &seen)?,
        prozess: lauf.prozess.to_string(),
        nachrichten: nachrichten.collect(),
        schritte: dialog::dran(db, &lauf)?.zu_tun,
        loeschbar: if lauf.status == Laufstand::Laufend { ready(db, &lauf)? } else { 0 },
        zu_loeschen: count(lauf.zu_loeschen.len()),
        vorschlag: lauf.vorschlag.as_ref().map(freigabe),
        freigabe: lauf.freigabe.as_ref().map(freigabe),
        kann_freigeben: lauf.status == Laufstand::Vorgeschlagen && second,
        ausstehend: seen.ausstehend,
        objekte,
    })
}

fn objekt_zeile(
    db: &Db<'_>,
    lauf: &Aussonderung,
    objekt: &Aussonderungsobjekt,
) -> Result<ObjektZeile, DbError> {
    use Aussonderungsstand as S;
    let akte = db.seen(objekt.akte)?.and_then(|seen| seen.typed::<Akte>().ok());
    let gone = lauf.zu_loeschen.contains(&objekt.akte) && akte.is_none();
    let stand = match akte.as_ref().map(|akte| akte.aussonderung) {
        None if gone => ObjektStand::Vernichtet,
        None | Some(None) => ObjektStand::Herausgenommen,
        Some(Some(S::Vorgemerkt)) => ObjektStand::Vorgemerkt,
        Some(Some(S::Angeboten)) => ObjektStand::Angeboten,
        Some(Some(S::Empfangen)) => ObjektStand::Empfangen,
        Some(Some(S::Bewertet)) => ObjektStand::Bewertet,
        Some(Some(S::Abgegeben)) => ObjektStand::Abgegeben,
        Some(Some(S::Angekommen)) => ObjektStand::Angekommen,
        Some(Some(S::Archiviert)) => ObjektStand::Archiviert,
        Some(Some(S::Geloescht)) => ObjektStand::Vernichtet,
    };
    let unit =
        akte.as_ref().and_then(|akte| db.load::<Aktenplaneinheit>(akte.aktenplaneinheit).ok());
    let art = akte.as_ref().and_then(|akte| aufbewahrung(akte, unit.as_ref().map(|(u, _)| u)).1);
    Ok(ObjektZeile {
        akte: objekt.akte.to_string(),
        aktenzeichen: objekt.aktenzeichen.clone(),
        betreff: akte.as_ref().map(|akte| akte.betreff.clone()),
        von: objekt.von.map(|day| day.to_string()),
        bis: objekt.bis.map(|day| day.to_string()),
        vorgaenge: objekt.vorgaenge,
        dokumente: objekt.dokumente,
        stand,
        bewertung: art.map(bewertung),
        archivkennung: akte.and_then(|akte| akte.archivkennung),
        loeschbar: loeschbar(db, lauf, objekt.akte)?,
    })
}
