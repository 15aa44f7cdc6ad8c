//! From messages to statements and entries.
//!
//! Never decides what an entry means.

use domain::Datum;
use domain::aktenzeichen::amtszeit;
use domain::rechnung::Betrag;

use super::leser::{CamtError, Knoten, Leser};
use super::umsatz::umsatz;
use super::{
    Auszug, Befund, Buchung, Buchungsstatus, Geld, Nachricht, Nachrichtart, Richtung, Saldo,
    Sammler, VERSION_GEPRUEFT, pruefung,
};

/// Where the namespace of all messages of ISO 20022 begins.
const NAMENSRAUM: &str = "urn:iso:std:iso:20022:tech:xsd:";
/// Oldest version that is understood.
const VERSION_MIN: u8 = 2;

/// Reads a message.
///
/// Fails on what is no such message or goes beyond the limits; anything odd inside is kept as
/// written, and said in a [`Befund`].
pub fn read(bytes: &[u8]) -> Result<Nachricht, CamtError> {
    let mut leser = Leser::new(bytes)?;
    let (namensraum, wurzel) = leser.wurzel()?;
    let (art, version) = kennung(&namensraum, &wurzel)?;
    let mut nachricht = Nachricht {
        art,
        version,
        id: String::new(),
        erstellt: String::new(),
        auszuege: Vec::new(),
        befunde: Vec::new(),
    };
    while let Some(name) = leser.kind()? {
        match name.as_str() {
            "BkToCstmrAcctRpt" | "BkToCstmrStmt" | "BkToCstmrDbtCdtNtfctn" => {
                inhalt(&mut leser, &mut nachricht)?;
            }
            _ => leser.skip()?,
        }
    }
    leser.ende()?;
    if nachricht.auszuege.is_empty() {
        return Err(CamtError::Empty);
    }
    if version > VERSION_GEPRUEFT {
        nachricht.befunde.push(Befund::VersionUngeprueft { version });
    }
    if leser.gekuerzt > 0 {
        nachricht.befunde.push(Befund::Gekuerzt { anzahl: leser.gekuerzt });
    }
    if leser.fremde > 0 {
        nachricht.befunde.push(Befund::Fremdes { anzahl: leser.fremde });
    }
    if !leser.lose.is_empty() {
        nachricht.befunde.push(Befund::LoserText { text: leser.lose });
    }
    Ok(nachricht)
}

/// Reads kind and version from the namespace.
fn kennung(namensraum: &str, wurzel: &str) -> Result<(Nachrichtart, u8), CamtError> {
    let shown = || CamtError::NotCamt { namensraum: namensraum.chars().take(200).collect() };
    let rest = namensraum.strip_prefix(NAMENSRAUM).filter(|_| wurzel == "Document");
    let (nachricht, version) = rest.and_then(|rest| rest.split_once(".001.")).ok_or_else(shown)?;
    let art = match nachricht {
        "camt.052" => Nachrichtart::Bericht,
        "camt.053" => Nachrichtart::Auszug,
        "camt.054" => Nachrichtart::Avis,
        _ => return Err(shown()),
    };
    let digits = version.len() == 2 && version.bytes().all(|byte| byte.is_ascii_digit());
    let version: u8 = version.parse().ok().filter(|_| digits).ok_or_else(shown)?;
    if version < VERSION_MIN {
        return Err(CamtError::Version { nachricht: nachricht.to_owned(), version });
    }
    Ok((art, version))
}

fn inhalt(leser: &mut Leser<'_>, nachricht: &mut Nachricht) -> Result<(), CamtError> {
    let mut kopf = Knoten::default();
    while let Some(name) = leser.kind()? {
        match name.as_str() {
            "GrpHdr" => leser.in_baum(&mut kopf)?,
            "Rpt" | "Stmt" | "Ntfctn" => {
                leser.posten()?;
                nachricht.auszuege.push(auszug(leser)?);
            }
            _ => leser.skip()?,
        }
    }
    nachricht.id = kopf.text(&["GrpHdr/MsgId"]);
    nachricht.erstellt = kopf.text(&["GrpHdr/CreDtTm"]);
    seiten(&kopf.text(&["GrpHdr/MsgPgntn/LastPgInd"]), &mut nachricht.befunde);
    Ok(())
}

fn seiten(letzte: &str, befunde: &mut Vec<Befund>) {
    if matches!(letzte, "false" | "0") {
        befunde.push(Befund::WeitereSeiten);
    }
}

fn auszug(leser: &mut Leser<'_>) -> Result<Auszug, CamtError> {
    let (mut kopf, mut befunde) = (Knoten::default(), Vec::new());
    let mut auszug = Auszug::default();
    while let Some(name) = leser.kind()? {
        match name.as_str() {
            "Bal" => {
                leser.posten()?;
                auszug.salden.push(saldo(&leser.knoten()?, &mut befunde));
            }
            "Ntry" => {
                leser.posten()?;
                let nummer = auszug.buchungen.len() + 1;
                auszug.buchungen.push(buchung(leser, nummer)?);
            }
            _ => leser.in_baum(&mut kopf)?,
        }
    }
    let pages = ["StmtPgntn/LastPgInd", "RptPgntn/LastPgInd", "NtfctnPgntn/LastPgInd"];
    seiten(&kopf.text(&pages), &mut befunde);
    auszug.id = kopf.text(&["Id"]);
    auszug.elektronische_nummer = kopf.text(&["ElctrncSeqNb"]);
    auszug.gesetzliche_nummer = kopf.text(&["LglSeqNb"]);
    auszug.erstellt = kopf.text(&["CreDtTm"]);
    auszug.zeitraum = (kopf.text(&["FrToDt/FrDtTm"]), kopf.text(&["FrToDt/ToDtTm"]));
    auszug.kopie = kopf.text(&["CpyDplctInd"]);
    auszug.konto = kopf.an("Acct").map(konto).unwrap_or_default();
    auszug.waehrung = kopf.text(&["Acct/Ccy"]);
    auszug.inhaber = kopf.text(&["Acct/Ownr/Nm"]);
    auszug.zusatz = kopf.text(&["AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf"]);
    auszug.befunde = befunde;
    pruefung::auszug(&mut auszug);
    Ok(auszug)
}

/// Returns the number of an account: an IBAN without blanks, or another number as written.
pub(super) fn konto(knoten: &Knoten) -> String {
    let number = knoten.text(&["Id/IBAN", "Id/Othr/Id"]);
    let bare = crate::iban::bereinigt(&number);
    if crate::iban::stimmt(&bare) { bare } else { number }
}

fn saldo(knoten: &Knoten, befunde: &mut Vec<Befund>) -> Saldo {
    Saldo {
        art: knoten.text(&["Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry"]),
        betrag: geld(knoten, "Amt", befunde).unwrap_or_default(),
        richtung: richtung(knoten, befunde),
        tag: tag(knoten, "Dt", befunde),
    }
}

fn buchung(leser: &mut Leser<'_>, nummer: usize) -> Result<Buchung, CamtError> {
    let (mut kopf, mut befunde) = (Knoten::default(), Vec::new());
    let (mut sammler, mut umsaetze) = (Vec::new(), Vec::new());
    while let Some(name) = leser.kind()? {
        if name != "NtryDtls" {
            leser.in_baum(&mut kopf)?;
            continue;
        }
        while let Some(name) = leser.kind()? {
            match name.as_str() {
                "Btch" => {
                    leser.posten()?;
                    let batch = leser.knoten()?;
                    let auftrag = batch.text(&["PmtInfId", "MsgId"]);
                    sammler.push(Sammler { auftrag, anzahl: batch.text(&["NbOfTxs"]) });
                }
                "TxDtls" => {
                    leser.posten()?;
                    umsaetze.push(umsatz(&leser.knoten()?, &mut befunde));
                }
                _ => leser.skip()?,
            }
        }
    }
    for name in ["Amt", "CdtDbtInd", "RvslInd", "Sts", "BookgDt", "AcctSvcrRef"] {
        let again = kopf.alle(name).skip(1).map(|knoten| (name.to_owned(), knoten.text.clone()));
        befunde.extend(again.map(|(feld, wert)| Befund::Mehrfach { feld, wert }));
    }
    let mut buchung = Buchung {
        nummer,
        referenz: kopf.text(&["NtryRef"]),
        betrag: geld(&kopf, "Amt", &mut befunde).unwrap_or_default(),
        richtung: richtung(&kopf, &mut befunde),
        storno: matches!(kopf.text(&["RvslInd"]).as_str(), "true" | "1"),
        status: status(&kopf),
        gebucht_am: tag(&kopf, "BookgDt", &mut befunde),
        wertstellung_am: tag(&kopf, "ValDt", &mut befunde),
        bankreferenz: referenz(&kopf, "AcctSvcrRef"),
        code: code(&kopf),
        sammler,
        gebuehren: gebuehren(&kopf),
        umsaetze,
        zusatz: kopf.text(&["AddtlNtryInf"]),
        befunde,
    };
    pruefung::buchung(&mut buchung);
    Ok(buchung)
}

/// Returns the amount at a path; the standard knows none below zero.
pub(super) fn geld(knoten: &Knoten, path: &str, befunde: &mut Vec<Befund>) -> Option<Geld> {
    let knoten = knoten.an(path)?;
    let mut betrag = Betrag::lesen(&knoten.text);
    betrag.cent = betrag.cent.filter(|cent| (0..=crate::Cent::MAX).contains(cent));
    if betrag.cent.is_none() {
        befunde.push(Befund::Betrag { text: knoten.text.clone() });
    }
    Some(Geld { betrag, waehrung: knoten.waehrung.clone() })
}

pub(super) fn richtung(knoten: &Knoten, befunde: &mut Vec<Befund>) -> Option<Richtung> {
    let text = &knoten.an("CdtDbtInd")?.text;
    let richtung = Richtung::lesen(text);
    if richtung.is_none() {
        befunde.push(Befund::Richtung { text: text.clone() });
    }
    richtung
}

/// Versions up to .06 write the status as text, later ones as code.
fn status(knoten: &Knoten) -> Buchungsstatus {
    let text = knoten.text(&["Sts", "Sts/Cd", "Sts/Prtry"]);
    match text.as_str() {
        "BOOK" => Buchungsstatus::Gebucht,
        "PDNG" | "FUTR" => Buchungsstatus::Vorgemerkt,
        "INFO" => Buchungsstatus::Information,
        "" => Buchungsstatus::Keiner,
        _ => Buchungsstatus::Anderer(text),
    }
}

/// Returns the day that an element names, by itself or by an instant.
fn tag(knoten: &Knoten, name: &str, befunde: &mut Vec<Befund>) -> Option<Datum> {
    let text = knoten.an(name)?.text(&["Dt", "DtTm"]);
    let tag = als_tag(&text);
    if tag.is_none() {
        befunde.push(Befund::Tag { text });
    }
    tag
}

/// Takes a day, or an instant with or without its distance from UTC.
fn als_tag(text: &str) -> Option<Datum> {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.to_zoned(amtszeit()).date());
    }
    let day = text.get(..10)?;
    let plain = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
    day.parse().ok().filter(|_| plain)
}

/// Returns the code of a transaction: domain, family and sub-family, or the bank's own.
pub(super) fn code(knoten: &Knoten) -> String {
    let parts = ["Cd", "Fmly/Cd", "Fmly/SubFmlyCd"];
    let parts = parts.map(|part| knoten.text(&[&format!("BkTxCd/Domn/{part}")]));
    if parts.iter().all(String::is_empty) {
        return knoten.text(&["BkTxCd/Prtry/Cd"]);
    }
    parts.join(".")
}

/// Returns charges, both as version .02 and as later ones write them; the total stands for
/// records only where there are none.
pub(super) fn gebuehren(knoten: &Knoten) -> Vec<Geld> {
    let mut ignored = Vec::new();
    let mut found: Vec<Geld> = Vec::new();
    for charges in knoten.alle("Chrgs") {
        found.extend(geld(charges, "Amt", &mut ignored));
        found.extend(charges.alle("Rcrd").filter_map(|one| geld(one, "Amt", &mut ignored)));
    }
    if found.is_empty() {
        found.extend(geld(knoten, "Chrgs/TtlChrgsAndTaxAmt", &mut ignored));
    }
    found
}

/// Returns a reference, unless it only says that there is none.
pub(super) fn referenz(knoten: &Knoten, path: &str) -> String {
    let text = knoten.text(&[path]);
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let nothing = ["NOTPROVIDED", "NONREF", "NOREF", "NOTAVAILABLE"];
    let zeros = bare.bytes().all(|byte| byte == b'0');
    if zeros || nothing.contains(&bare.to_ascii_uppercase().as_str()) {
        String::new()
    } else {
        text
    }
}
