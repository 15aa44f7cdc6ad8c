//! Details of an entry.
//!
//! Never decides what a detail means.

use super::auszug::{code, gebuehren, geld, konto, referenz, richtung};
use super::leser::Knoten;
use super::{Befund, Partei, Referenz, Rueckgabegrund, Umsatz};

/// Reads one detail.
pub(super) fn umsatz(knoten: &Knoten, befunde: &mut Vec<Befund>) -> Umsatz {
    let auftragsbetrag = geld(knoten, "AmtDtls/InstdAmt/Amt", befunde);
    // Version .02 names the amount of a detail inside only.
    let betrag = geld(knoten, "Amt", befunde)
        .or_else(|| geld(knoten, "AmtDtls/TxAmt/Amt", befunde))
        .or_else(|| auftragsbetrag.clone());
    let (verwendungszweck, referenzen) = zweck(knoten);
    Umsatz {
        betrag,
        richtung: richtung(knoten, befunde),
        auftragsbetrag,
        gebuehren: gebuehren(knoten),
        end_to_end: referenz(knoten, "Refs/EndToEndId"),
        mandat: referenz(knoten, "Refs/MndtId"),
        transaktion: referenz(knoten, "Refs/TxId"),
        bankreferenz: referenz(knoten, "Refs/AcctSvcrRef"),
        auftrag: referenz(knoten, "Refs/PmtInfId"),
        schuldner: partei(knoten, "Dbtr"),
        glaeubiger: partei(knoten, "Cdtr"),
        verwendungszweck,
        referenzen,
        rueckgabe: knoten.an("RtrInf").map(rueckgabe),
        code: code(knoten),
        zusatz: knoten.text(&["AddtlTxInf"]),
    }
}

/// Names stand directly in a party, in later versions one step deeper.
fn partei(knoten: &Knoten, wer: &str) -> Partei {
    let Some(parteien) = knoten.an("RltdPties") else { return Partei::default() };
    let name = |who: &str| {
        let paths = ["Nm", "Pty/Nm", "Agt/FinInstnId/Nm"];
        parteien.an(who).map(|who| who.text(&paths)).unwrap_or_default()
    };
    let (direct, ultimate) = (name(wer), name(&format!("Ultmt{wer}")));
    Partei {
        im_auftrag: if ultimate == direct { String::new() } else { ultimate },
        name: direct,
        konto: parteien.an(&format!("{wer}Acct")).map(konto).unwrap_or_default(),
    }
}

/// Returns the texts and the structured references for the payee.
fn zweck(knoten: &Knoten) -> (Vec<String>, Vec<Referenz>) {
    let Some(zweck) = knoten.an("RmtInf") else { return (Vec::new(), Vec::new()) };
    let mut texte: Vec<String> = zweck.alle("Ustrd").map(|one| one.text.clone()).collect();
    let mut referenzen = Vec::new();
    for strukturiert in zweck.alle("Strd") {
        for one in strukturiert.alle("CdtrRefInf") {
            let art = one.text(&["Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry"]);
            referenzen.push(Referenz { art, wert: one.text(&["Ref"]) });
        }
        for one in strukturiert.alle("RfrdDocInf") {
            referenzen.push(Referenz { art: one.name.clone(), wert: one.text(&["Nb"]) });
        }
        texte.extend(strukturiert.alle("AddtlRmtInf").map(|one| one.text.clone()));
    }
    texte.retain(|text| !text.is_empty());
    referenzen.retain(|referenz| !referenz.wert.is_empty());
    (texte, referenzen)
}

fn rueckgabe(knoten: &Knoten) -> Rueckgabegrund {
    let texte: Vec<&str> = knoten.alle("AddtlInf").map(|one| one.text.as_str()).collect();
    Rueckgabegrund { code: knoten.text(&["Rsn/Cd", "Rsn/Prtry"]), text: texte.join(" ") }
}
