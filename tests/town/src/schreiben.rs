//! A letter in words: letterhead, references, subject, text, signature, before it is set.
//!
//! Never decides which reference a letter carries: that was decided with its year.

use anyhow::{Context, Result};
use domain::Datum;
use jiff::{Span, ToSpan};
use paper::{Anschrift, Rng};
use uuid::Uuid;

use crate::bezug::{Bezug, geschrieben};
use crate::jahr::{Jahr, Post, Weg};
use crate::leute::{Gruppe, Korrespondent, RATHAUSLEUTE, Stil};
use crate::plan::{GEMEINDE, KERNORT, PLZ, RATHAUS};
use crate::sache::{Briefworte, tag};
use crate::stil::verschrieben;
use crate::vorlage::{Vorlage, Vorlagen, fuellen};

/// A letter, ready to be set.
#[derive(Debug, Clone)]
pub(crate) struct Schreiben {
    pub(crate) gruppe: Gruppe,
    pub(crate) stil: Stil,
    pub(crate) absender: Anschrift,
    /// Lines at the foot of the first page: address, numbers, bank.
    pub(crate) fuss: Vec<String>,
    /// Label and value of the references, in the order of the form.
    pub(crate) zeichen: Vec<(&'static str, String)>,
    /// Head of a printed e-mail, in place of a letterhead.
    pub(crate) mailkopf: Option<Vec<String>>,
    pub(crate) datum: Option<String>,
    pub(crate) betreff: Vec<String>,
    pub(crate) anrede: Option<String>,
    pub(crate) absaetze: Vec<String>,
    pub(crate) gruss: &'static str,
    pub(crate) unterschrift: String,
    pub(crate) anlagen: Vec<&'static str>,
    pub(crate) code: Option<Uuid>,
    pub(crate) tag: Datum,
    /// What the truth says besides.
    pub(crate) frist: Option<Datum>,
    pub(crate) undatiert: bool,
}

/// Writes a letter of the year.
pub(crate) fn schreiben(
    jahr: &Jahr,
    post: &Post,
    vorlagen: &Vorlagen,
    rng: &mut Rng,
) -> Result<Schreiben> {
    let case = jahr.faelle.get(post.fall).context("a letter without its matter")?;
    let sender = jahr.leute.get(post.ereignis.absender).context("a letter without sender")?;
    let vorlage = vorlagen.get(post.ereignis.typ);
    let vorlage = vorlage.with_context(|| format!("no template {}", post.ereignis.typ))?;
    let bearbeiter = sender.bearbeiter.get(rng.pick_index(sender.bearbeiter.len()));
    let mut worte = Briefworte {
        sache: &case.sache,
        absender: sender,
        bearbeiter: bearbeiter.unwrap_or(&sender.name),
        vorher: post.ereignis.vorher,
        frist: vorlage.frist.map(|span| post.ereignis.datum.saturating_add(tage(rng, span))),
        frist_genannt: false,
    };
    let mut letter = leer(jahr, post, sender);
    letter.betreff = betreff(vorlage, sender, post, &mut worte, rng)?;
    letter.absaetze = absaetze(vorlage, vorlagen, sender, post, &mut worte, rng)?;
    letter.anlagen = vorlage.anlagen.iter().copied().filter(|_| rng.chance(66)).collect();
    letter.frist = worte.frist.filter(|_| worte.frist_genannt);
    let bearbeiter = worte.bearbeiter.to_owned();
    letter.datieren(sender, post, rng);
    letter.kopf(sender, &bearbeiter);
    letter.verweisen(sender, post, rng);
    letter.gruessen(sender, &bearbeiter, rng);
    let words = letter.betreff.iter_mut().chain(&mut letter.absaetze);
    words.for_each(|text| *text = verschrieben(text, &sender.stil, rng));
    // Offices send their letters as files as often as they write into the mail itself.
    if post.weg == Weg::Mail && (sender.gruppe == Gruppe::Privat || rng.chance(45)) {
        letter.als_mail(sender, rng);
    }
    Ok(letter)
}

fn leer(jahr: &Jahr, post: &Post, sender: &Korrespondent) -> Schreiben {
    let vorgang = jahr.vorgaenge.get(post.fall).map(|(id, _)| *id);
    Schreiben {
        gruppe: sender.gruppe,
        stil: sender.stil,
        absender: Anschrift {
            name: sender.name.clone(),
            zusatz: sender.zusatz.map(str::to_owned),
            strasse: sender.strasse.clone(),
            plz: sender.plz.clone(),
            ort: sender.ort.clone(),
            telefon: Some(sender.telefon.clone()),
        },
        fuss: Vec::new(),
        zeichen: Vec::new(),
        mailkopf: None,
        datum: None,
        betreff: Vec::new(),
        anrede: None,
        absaetze: Vec::new(),
        gruss: "",
        unterschrift: String::new(),
        anlagen: Vec::new(),
        code: vorgang.filter(|_| post.bezug == Bezug::Code),
        tag: post.ereignis.datum,
        frist: None,
        undatiert: false,
    }
}

fn tage(rng: &mut Rng, (least, most): (u64, u64)) -> Span {
    i64::try_from(rng.between(least, most)).unwrap_or(0).days()
}

fn betreff(
    vorlage: &Vorlage,
    sender: &Korrespondent,
    post: &Post,
    worte: &mut Briefworte<'_>,
    rng: &mut Rng,
) -> Result<Vec<String>> {
    let mail = post.weg == Weg::Mail;
    if !mail && !rng.chance(sender.stil.betreff) || vorlage.betreffe.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![fuellen(rng.pick(&vorlage.betreffe), worte, rng)?])
}

fn absaetze(
    vorlage: &Vorlage,
    vorlagen: &Vorlagen,
    sender: &Korrespondent,
    post: &Post,
    worte: &mut Briefworte<'_>,
    rng: &mut Rng,
) -> Result<Vec<String>> {
    let mut text = vorlage.absaetze(worte, rng)?;
    let kind = match sender.gruppe {
        Gruppe::Privat => "privat",
        Gruppe::Firma | Gruppe::Verein => "firma",
        Gruppe::Amt => "amt",
        Gruppe::Anwalt => "anwalt",
    };
    // What looks like a reference stands beside one of ours, or in letters of those who have
    // numbers of their own.
    let distracted = if post.bezug == Bezug::Unser { 16 } else { 10 };
    for (name, chance) in
        [("fuellung", 55), ("fuellung", 25), ("ablenkung", distracted), ("schluss", 70)]
    {
        if !rng.chance(chance) {
            continue;
        }
        let part = vorlagen.get(format!("{name}_{kind}").as_str());
        text.extend(part.context("no filling")?.absaetze(worte, rng)?);
    }
    if sender.gruppe == Gruppe::Privat
        && let Some(first) = text.first_mut()
        && rng.chance(40)
    {
        // Many begin with a capital letter after the comma.
        *first = gross(first);
    }
    Ok(text)
}

fn gross(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Schreiben {
    /// Writes the day, or a wrong one, or none.
    fn datieren(&mut self, sender: &Korrespondent, post: &Post, rng: &mut Rng) {
        let day = post.ereignis.datum;
        let private = sender.gruppe == Gruppe::Privat;
        let last_year = private && day.month() == 1 && rng.chance(18);
        let none = post.weg != Weg::Mail && !rng.chance(sender.stil.datum);
        self.undatiert = last_year || none;
        let written = if last_year { day.saturating_sub(1.year()) } else { day };
        let place = if rng.chance(60) { format!("{}, ", sender.ort) } else { String::new() };
        self.datum = (!none).then(|| format!("{place}{}", tag(written, sender.stil.tagesform)));
    }

    /// Fills what is printed on the paper of an office, firm or club.
    fn kopf(&mut self, sender: &Korrespondent, bearbeiter: &str) {
        if sender.gruppe == Gruppe::Privat {
            return;
        }
        self.zeichen.push(("Bearbeitung", bearbeiter.to_owned()));
        self.fuss = vec![
            format!("{} · {} · {} {}", sender.name, sender.strasse, sender.plz, sender.ort),
            format!("Telefon {} · {}", sender.telefon, sender.email),
            format!("Bank Nebelland · IBAN {}", sender.iban),
        ];
        if let Some(number) = &sender.kundennummer {
            self.zeichen.push(("Kundennummer", number.clone()));
        }
    }

    /// Makes an e-mail of it, whose subject says what stood above the text.
    fn als_mail(&mut self, sender: &Korrespondent, rng: &mut Rng) {
        let subject = self.betreff.join(", ").replace('\n', "");
        self.mailkopf = Some(vec![
            format!("Von: {} <{}>", sender.name, sender.email),
            format!(
                "Gesendet: {} {:02}:{:02}",
                tag(self.tag, 0),
                rng.between(6, 22),
                rng.between(0, 59)
            ),
            "An: post@erlenquell.example".to_owned(),
            format!("Betreff: {subject}"),
        ]);
        self.betreff.clear();
        self.datum = None;
        self.undatiert = false;
    }

    /// Puts the references where this writer puts them.
    fn verweisen(&mut self, sender: &Korrespondent, post: &Post, rng: &mut Rng) {
        if let Some(sign) = &post.zeichen {
            let label = zeichenlabel(sender, post.ereignis.typ, rng);
            if sender.gruppe == Gruppe::Firma && rng.chance(45) && !self.betreff.is_empty() {
                self.betreff.push(format!("{label}: {sign}"));
            } else {
                self.zeichen.insert(0, (label, sign.clone()));
            }
        }
        let Some(reference) = &post.verweis else { return };
        let kasse = post.bezug == Bezug::Kasse;
        let before = tag(post.ereignis.vorher, sender.stil.tagesform);
        let written = geschrieben(rng, reference);
        let label = match (kasse, reference.starts_with('R')) {
            (true, true) => rng.pick(&["Rechnung", "Ihre Rechnung Nr.", "Rechnungsnummer"]),
            (true, false) => rng.pick(&["Kassenzeichen", "Kassenz.", "KZ", "Kassenzeichen:"]),
            _ => rng.pick(&["Az.", "Aktenzeichen", "Ihr Zeichen", "AZ:", "Ihr Az.:", "Zeichen"]),
        };
        // Offices have a line for it; people write it wherever there is room.
        let form =
            if sender.gruppe == Gruppe::Privat { rng.between(3, 10) } else { rng.between(0, 8) };
        match form {
            0..=3 if sender.gruppe != Gruppe::Privat => {
                let label = if kasse { "Kassenzeichen" } else { "Ihr Zeichen" };
                self.zeichen.insert(0, (label, written.replace('\n', "")));
            }
            0..=5 if !self.betreff.is_empty() => {
                if let Some(first) = self.betreff.first_mut() {
                    *first =
                        format!("{first}{} {label} {written}", rng.pick(&[",", " –", ";", ""]));
                }
            }
            0..=7 => {
                let told = rng.chance(60);
                let letter =
                    if told { format!("Ihr Schreiben vom {before}, ") } else { String::new() };
                self.betreff.push(format!("{letter}{label} {written}"));
            }
            8..=9 => {
                let opening = rng.pick(&[
                    "zu Ihrem Schreiben vom",
                    "ich beziehe mich auf Ihr Schreiben vom",
                    "wegen Ihres Briefs vom",
                ]);
                let opening = if sender.gruppe == Gruppe::Privat {
                    opening
                } else {
                    "zu Ihrem Schreiben vom"
                };
                self.absaetze.insert(0, format!("{opening} {before} ({label} {written})."));
            }
            _ => self.absaetze.push(format!("{label} {written}")),
        }
    }

    fn gruessen(&mut self, sender: &Korrespondent, bearbeiter: &str, rng: &mut Rng) {
        let private = sender.gruppe == Gruppe::Privat;
        self.anrede = match rng.between(1, 100) {
            1..=6 if private => None,
            7..=16 if private => Some("Guten Tag,".to_owned()),
            17..=21 if private => Some("Hallo,".to_owned()),
            22..=25 if private => Some("Sehr geehrter Herr Bürgermeister,".to_owned()),
            26..=45 => {
                let known: Vec<&str> =
                    RATHAUSLEUTE.iter().copied().filter(|who| who.starts_with("Frau")).collect();
                Some(format!("Sehr geehrte {},", rng.pick(&known)))
            }
            _ => Some("Sehr geehrte Damen und Herren,".to_owned()),
        };
        self.gruss = match (private, rng.between(1, 100)) {
            (true, 1..=20) => "Viele Grüße",
            (true, 21..=35) => "Hochachtungsvoll",
            (true, 36..=45) => "Mit freundlichem Gruß",
            (true, 46..=52) => "MfG",
            (false, 1..=8) => "Freundliche Grüße",
            _ => "Mit freundlichen Grüßen",
        };
        self.unterschrift = match sender.gruppe {
            Gruppe::Privat if rng.chance(12) => sender.kurz(),
            Gruppe::Privat => sender.name.clone(),
            Gruppe::Amt => format!("Im Auftrag\n{bearbeiter}"),
            Gruppe::Firma => format!("i. A. {bearbeiter}\n{}", sender.name),
            Gruppe::Anwalt | Gruppe::Verein => format!("{bearbeiter}\n{}", sender.name),
        };
    }
}

/// How a writer calls its own sign.
fn zeichenlabel(sender: &Korrespondent, typ: &str, rng: &mut Rng) -> &'static str {
    match (sender.gruppe, sender.fach) {
        (_, "versicherer" | "kommunalversicherer" | "gebaeudeversicherer") => {
            rng.pick(&["Schadennummer", "Schaden-Nr.", "Unser Zeichen"])
        }
        (_, "gericht") => "Geschäftsnummer",
        (_, "strom" | "telefon" | "busbetrieb" | "entsorger") => {
            rng.pick(&["Vorgangsnummer", "Unser Zeichen"])
        }
        (_, "krankenkasse" | "inkasso") => rng.pick(&["Aktenzeichen", "Unser Aktenzeichen"]),
        (Gruppe::Firma, "architekt" | "planungsbuero" | "hausverwaltung" | "gutachter") => {
            rng.pick(&["Projekt", "Unser Zeichen", "Auftrag"])
        }
        (Gruppe::Firma, _) if typ.contains("rechnung") || typ.contains("mahnung") => {
            rng.pick(&["Rechnungsnummer", "Rechnung Nr.", "Beleg", "Vorgang Nr."])
        }
        (Gruppe::Firma, _) => rng.pick(&["Vorgang Nr.", "Unser Zeichen", "Auftragsnummer"]),
        _ => rng.pick(&["Unser Zeichen", "Unser Az.", "Mein Zeichen", "Geschäftszeichen"]),
    }
}

/// The town hall, as it stands in the window of the envelope.
pub(crate) fn empfaenger() -> Anschrift {
    Anschrift {
        name: GEMEINDE.to_owned(),
        strasse: RATHAUS.to_owned(),
        plz: PLZ.to_owned(),
        ort: KERNORT.to_owned(),
        ..Anschrift::default()
    }
}
