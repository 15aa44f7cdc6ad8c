//! Messages of a bank, made here, and small helpers.
//!
//! Never a file of somebody else.

use std::fmt::Write;

use domain::Datum;
use jiff::civil::date;
use payments::Cent;
use payments::camt::{Nachricht, read};

/// Account of the municipality.
pub(crate) const KONTO: &str = "DE89370400440532013000";
/// Account of a payer.
pub(crate) const ANNA: &str = "DE02120300000000202051";

pub(crate) fn tag(monat: i8, tag: i8) -> Datum {
    date(2026, monat, tag)
}

pub(crate) fn cent(cent: i64) -> Cent {
    Cent::neu(cent).unwrap()
}

/// Random numbers that a seed gives again (xorshift).
pub(crate) struct Zufall(u64);

impl Zufall {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn unter(&mut self, ende: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % ende.max(1)
    }

    pub(crate) fn mischen<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.unter(at + 1));
        }
    }
}

/// One entry of a sample.
#[derive(Debug, Clone)]
pub(crate) struct Posten {
    /// Above zero where money came.
    pub(crate) cent: i64,
    pub(crate) tag: Datum,
    pub(crate) referenz: String,
    pub(crate) status: &'static str,
    pub(crate) code: &'static str,
    pub(crate) anzahl: Option<usize>,
    pub(crate) teile: Vec<Teil>,
}

/// One detail of an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Teil {
    pub(crate) cent: i64,
    pub(crate) auftrag_cent: Option<i64>,
    pub(crate) end_to_end: String,
    pub(crate) name: String,
    pub(crate) iban: String,
    pub(crate) text: String,
    pub(crate) rf: String,
    pub(crate) grund: String,
}

impl Posten {
    /// A single payment with a reference of the bank.
    pub(crate) fn neu(cent: i64, tag: Datum, referenz: &str, text: &str) -> Self {
        let teil = Teil {
            cent: cent.abs(),
            name: "Anna Beispiel".to_owned(),
            iban: ANNA.to_owned(),
            text: text.to_owned(),
            ..Teil::default()
        };
        let referenz = referenz.to_owned();
        Self {
            cent,
            tag,
            referenz,
            status: "BOOK",
            code: "RCDT/ESCT",
            anzahl: None,
            teile: vec![teil],
        }
    }
}

fn betrag(cent: i64) -> String {
    format!("{}.{:02}", cent.abs() / 100, cent.abs() % 100)
}

fn richtung(cent: i64) -> &'static str {
    if cent < 0 { "DBIT" } else { "CRDT" }
}

fn element(name: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    if text.is_empty() { String::new() } else { format!("<{name}>{text}</{name}>") }
}

/// A statement: its account has `anfang` cents before.
pub(crate) fn auszug(
    art: &str,
    version: u8,
    id: &str,
    nummer: u64,
    anfang: i64,
    posten: &[Posten],
) -> String {
    let ende = posten.iter().filter(|p| p.status == "BOOK").fold(anfang, |sum, p| sum + p.cent);
    let last = posten.iter().map(|p| p.tag).max().unwrap_or(tag(1, 2));
    let saldo = |code: &str, cent: i64| {
        format!(
            "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt>\
             <CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{last}</Dt></Dt></Bal>\n",
            betrag(cent),
            richtung(cent)
        )
    };
    let salden =
        if art == "053" { saldo("OPBD", anfang) + &saldo("CLBD", ende) } else { String::new() };
    let ntry: String = posten.iter().map(|p| entry(version, p)).collect();
    let name = match art {
        "052" => "Rpt",
        "053" => "Stmt",
        _ => "Ntfctn",
    };
    format!(
        "<{name}><Id>{id}</Id><ElctrncSeqNb>{nummer}</ElctrncSeqNb>\
         <CreDtTm>2026-01-05T06:00:00+01:00</CreDtTm>\
         <Acct><Id><IBAN>{KONTO}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{salden}{ntry}</{name}>\n"
    )
}

fn entry(version: u8, p: &Posten) -> String {
    let sts = if version >= 8 { format!("<Cd>{}</Cd>", p.status) } else { p.status.to_owned() };
    let (family, sub) = p.code.split_once('/').unwrap();
    let batch = p.anzahl.map(|n| format!("<Btch><NbOfTxs>{n}</NbOfTxs></Btch>"));
    let teile: String = p.teile.iter().map(|teil| detail(version, p, teil)).collect();
    let details = batch.unwrap_or_default() + &teile;
    let details =
        if details.is_empty() { details } else { format!("<NtryDtls>{details}</NtryDtls>") };
    format!(
        "<Ntry><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts>{sts}</Sts>\
         <BookgDt><Dt>{}</Dt></BookgDt><ValDt><Dt>{}</Dt></ValDt>{}\
         <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly>\
         </Domn></BkTxCd>{details}</Ntry>\n",
        betrag(p.cent),
        richtung(p.cent),
        p.tag,
        p.tag,
        element("AcctSvcrRef", &p.referenz),
    )
}

fn detail(version: u8, p: &Posten, teil: &Teil) -> String {
    let amt = |cent: i64| format!("<Amt Ccy=\"EUR\">{}</Amt>", betrag(cent));
    let mut out = String::from("<TxDtls>");
    if !teil.end_to_end.is_empty() {
        write!(out, "<Refs>{}</Refs>", element("EndToEndId", &teil.end_to_end)).unwrap();
    }
    if version >= 3 && teil.cent > 0 {
        write!(out, "{}<CdtDbtInd>{}</CdtDbtInd>", amt(teil.cent), richtung(p.cent)).unwrap();
    }
    let instd = teil.auftrag_cent.map(|c| format!("<InstdAmt>{}</InstdAmt>", amt(c)));
    let tx = (teil.cent > 0).then(|| format!("<TxAmt>{}</TxAmt>", amt(teil.cent)));
    let both = instd.unwrap_or_default() + &tx.unwrap_or_default();
    if !both.is_empty() {
        write!(out, "<AmtDtls>{both}</AmtDtls>").unwrap();
    }
    let name = element("Nm", &teil.name);
    let name = if version >= 8 && !name.is_empty() { format!("<Pty>{name}</Pty>") } else { name };
    let (who, account) = if p.cent < 0 && teil.grund.is_empty() {
        ("Cdtr", "CdtrAcct")
    } else {
        ("Dbtr", "DbtrAcct")
    };
    let mut parties = String::new();
    if !name.is_empty() {
        write!(parties, "<{who}>{name}</{who}>").unwrap();
    }
    if !teil.iban.is_empty() {
        write!(parties, "<{account}><Id><IBAN>{}</IBAN></Id></{account}>", teil.iban).unwrap();
    }
    if !parties.is_empty() {
        write!(out, "<RltdPties>{parties}</RltdPties>").unwrap();
    }
    let mut info = element("Ustrd", &teil.text);
    if !teil.rf.is_empty() {
        let rf = &teil.rf;
        write!(
            info,
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{rf}</Ref>\
             </CdtrRefInf></Strd>"
        )
        .unwrap();
    }
    if !info.is_empty() {
        write!(out, "<RmtInf>{info}</RmtInf>").unwrap();
    }
    if !teil.grund.is_empty() {
        write!(out, "<RtrInf><Rsn><Cd>{}</Cd></Rsn></RtrInf>", teil.grund).unwrap();
    }
    out + "</TxDtls>"
}

/// A message with these statements.
pub(crate) fn nachricht(art: &str, version: u8, auszuege: &str) -> String {
    let root = match art {
        "052" => "BkToCstmrAcctRpt",
        "053" => "BkToCstmrStmt",
        _ => "BkToCstmrDbtCdtNtfctn",
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.{art}.001.{version:02}\">\
         <{root}><GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-01-05T06:00:00+01:00</CreDtTm></GrpHdr>\n\
         {auszuege}</{root}></Document>\n"
    )
}

/// A message with one statement, read.
pub(crate) fn gelesen(
    art: &str,
    id: &str,
    nummer: u64,
    anfang: i64,
    posten: &[Posten],
) -> Nachricht {
    read(nachricht(art, 8, &auszug(art, 8, id, nummer, anfang, posten)).as_bytes()).unwrap()
}
