//! Codes and the lists they come from.
//!
//! Never a list of the standard by value only: what is written carries the list's name and version.

use crate::Nachrichtentyp;
use crate::error::{Grund, ReadError};
use crate::hinweis::Befund;
use crate::leser::Leser;
use crate::schreiber::Schreiber;
use crate::wert::Wert;

/// A code of a list that the sender names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Code {
    /// The code.
    pub code: String,
    /// What it means.
    pub name: Option<String>,
    /// The list.
    pub liste: Option<String>,
    /// The list's version.
    pub fassung: Option<String>,
}

impl Code {
    /// Makes a code of a list without a name.
    #[must_use]
    pub fn neu(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }
}

impl Wert for Code {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let (liste, fassung) = (leser.attribut("listURI"), leser.attribut("listVersionID"));
        let (mut code, mut name) = (None, None);
        while leser.kind()? {
            match leser.name_frei() {
                "code" if code.is_some() => return Err(leser.doppelt()),
                "code" => code = String::lesen(leser)?,
                "name" => name = String::lesen(leser)?,
                _ => leser.unbekannt()?,
            }
        }
        let Some(code) = code else { return Err(leser.fehlt("code")) };
        leser.schliessen();
        Ok(Some(Self { code: code.trim().to_owned(), name, liste, fassung }))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        let liste = self.liste.as_deref().map(|liste| ("listURI", liste));
        let fassung = self.fassung.as_deref().map(|fassung| ("listVersionID", fassung));
        let attribute: Vec<(&str, &str)> = liste.into_iter().chain(fassung).collect();
        schreiber.code(name, &attribute, &self.code, self.name.as_deref());
    }
}

/// Reads a code of a list the standard fixes; notes one that is not in it.
pub(crate) fn lesen_aus<T>(
    leser: &mut Leser<'_>,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ReadError> {
    let mut value = None;
    let mut there = false;
    while leser.kind()? {
        match leser.name_frei() {
            "code" if there => return Err(leser.doppelt()),
            "code" => {
                there = true;
                value = leser.blatt(|text| parse(text.trim()), Grund::Code)?;
            }
            // The words of the list are the standard's, not the sender's.
            "name" => drop(String::lesen(leser)?),
            _ => leser.unbekannt()?,
        }
    }
    if !there {
        return Err(leser.fehlt("code"));
    }
    leser.schliessen();
    Ok(value)
}

/// Makes an enum of a list the standard fixes.
macro_rules! codeliste {
    ($(#[$meta:meta])* $typ:ident $liste:literal $fassung:literal {
        $($(#[$wertmeta:meta])* $wert:ident = $code:literal $name:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $typ {
            $($(#[$wertmeta])* $wert,)*
        }

        impl $typ {
            /// The whole list.
            pub const ALLE: &[Self] = &[$(Self::$wert,)*];

            /// Returns the code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$wert => $code,)* }
            }

            /// Returns the list's words for it.
            #[must_use]
            pub fn bezeichnung(self) -> &'static str {
                match self { $(Self::$wert => $name,)* }
            }

            /// Returns what a code means.
            #[must_use]
            pub fn aus_code(code: &str) -> Option<Self> {
                Self::ALLE.iter().copied().find(|wert| wert.code() == code)
            }
        }

        impl $crate::wert::Wert for $typ {
            fn lesen(
                leser: &mut $crate::leser::Leser<'_>,
            ) -> Result<Option<Self>, $crate::error::ReadError> {
                $crate::code::lesen_aus(leser, Self::aus_code)
            }

            fn schreiben(&self, name: &'static str, schreiber: &mut $crate::schreiber::Schreiber) {
                let liste = [
                    ("listURI", concat!("urn:xoev-de:xdomea:codeliste:", $liste)),
                    ("listVersionID", $fassung),
                ];
                schreiber.code(name, &liste, self.code(), Some(self.bezeichnung()));
            }
        }
    };
}

codeliste! {
    /// What a record is made of.
    Medium "medium" "1.0" {
        /// Electronic only.
        Elektronisch = "001" "Elektronisch: Das Schriftgutobjekt liegt ausschließlich in elektronischer Form vor.",
        /// Partly paper.
        Hybrid = "002" "Hybrid: Das Schriftgutobjekt liegt teilweise in elektronischer Form und teilweise als Papier vor.",
        /// Paper only.
        Papier = "003" "Papier: Das Schriftgutobjekt liegt ausschließlich als Papier vor.",
    }
}

codeliste! {
    /// Who may see a record.
    Vertraulichkeitsstufe "vertraulichkeitsstufe" "1.0" {
        /// Secret.
        Geheim = "001" "Geheim: Das Schriftgutobjekt ist als geheim eingestuft.",
        /// For official use only.
        Nfd = "002" "NfD: Das Schriftgutobjekt ist als \"nur für den Dienstgebrauch (nfD)\" eingestuft.",
        /// Not classified.
        Offen = "003" "Offen: Das Schriftgutobjekt ist nicht eingestuft.",
        /// Top secret.
        StrengGeheim = "004" "Streng geheim: Das Schriftgutobjekt ist als streng geheim eingestuft.",
        /// Confidential.
        Vertraulich = "005" "Vertraulich: Das Schriftgutobjekt ist als vertraulich eingestuft.",
    }
}

codeliste! {
    /// The archive's appraisal.
    Bewertung "aussonderungsart" "1.0" {
        /// To be archived.
        Archivwuerdig = "A" "Das Schriftgutobjekt ist archivwürdig.",
        /// Still to be appraised.
        Bewerten = "B" "Das Schriftgutobjekt ist zum Bewerten markiert.",
        /// To be destroyed.
        Vernichten = "V" "Das Schriftgutobjekt ist zum Vernichten markiert.",
    }
}

codeliste! {
    /// What the office proposes to the archive.
    Bewertungsvorschlag "bewertungsvorschlag" "1.0" {
        /// To be archived.
        Archivwuerdig = "A" "Das Schriftgutobjekt ist archivwürdig.",
        /// To be destroyed.
        Vernichten = "V" "Das Schriftgutobjekt ist zum Vernichten markiert.",
    }
}

codeliste! {
    /// What a reference leads to.
    Schriftgutobjekttyp "schriftgutobjekttyp" "1.0" {
        /// A file.
        Akte = "001" "Akte",
        /// A document.
        Dokument = "002" "Dokument",
        /// A case.
        Vorgang = "003" "Vorgang",
    }
}

codeliste! {
    /// Where a step of the Geschäftsgang stands.
    Beteiligungsstatus "beteiligungsstatus" "1.1" {
        /// Still to come.
        Kuenftig = "001" "Der Schritt liegt in der Zukunft.",
        /// Under way.
        Aktuell = "002" "Der Schritt ist aktuell.",
        /// Done.
        Abgeschlossen = "003" "Der Schritt ist abgeschlossen.",
        /// Skipped.
        Uebersprungen = "004" "Der Schritt wurde übersprungen, jedoch nicht aus dem Geschäftsgang gelöscht. Der Schritt wird im Verlauf des Geschäftsgangs nicht mehr angesprochen.",
    }
}

codeliste! {
    /// What kind of address it is.
    Anschriftstyp "anschriftstyp" "1.0" {
        /// The present one.
        Aktuell = "001" "Aktuelle Anschrift: Die aktuelle Anschrift, z.B. einer Organisation, einer Person.",
        /// The main seat.
        Hauptsitz = "002" "Hauptsitz: Die Anschrift ist der Hauptsitz, z.B. einer Organisation, oder der Hauptwohnsitz einer Person.",
        /// A second seat.
        Zweitsitz = "003" "Zweitsitz: Die Anschrift ist der Zweitsitz, z.B. einer Organisation, oder der Nebenwohnsitz einer Person.",
    }
}

pub(crate) use codeliste;

/// The type of a field in an extension: one of the data types of W3C's XML Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Datentyp(u8);

impl Datentyp {
    /// Returns the data type of a code from `001` to `045`.
    #[must_use]
    pub fn aus_code(code: &str) -> Option<Self> {
        let number = (code.len() == 3).then(|| code.parse().ok()).flatten()?;
        (1..=45).contains(&number).then_some(Self(number))
    }
}

impl Wert for Datentyp {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        lesen_aus(leser, Self::aus_code)
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        let liste =
            [("listURI", "urn:xoev-de:xdomea:codeliste:datentyp"), ("listVersionID", "1.1")];
        schreiber.code(name, &liste, &format!("{:03}", self.0), None);
    }
}

/// A file format by its code in the list of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateiformat {
    /// The code.
    pub code: String,
    /// The version of the list.
    pub fassung: String,
}

/// Endings of file names and their formats in version 1.0 of the list.
const ENDUNGEN: [(&str, &str); 33] = [
    ("bmp", "001"),
    ("csv", "002"),
    ("doc", "003"),
    ("docx", "035"),
    ("dot", "032"),
    ("dotx", "038"),
    ("eml", "006"),
    ("htm", "007"),
    ("html", "008"),
    ("jpe", "009"),
    ("jpeg", "010"),
    ("jpg", "011"),
    ("mpp", "042"),
    ("msg", "012"),
    ("odp", "013"),
    ("ods", "014"),
    ("odt", "015"),
    ("otp", "016"),
    ("ots", "017"),
    ("ott", "043"),
    ("pdf", "018"),
    ("png", "019"),
    ("ppt", "020"),
    ("pptx", "037"),
    ("ps", "021"),
    ("rtf", "022"),
    ("tif", "023"),
    ("tiff", "024"),
    ("txt", "045"),
    ("xls", "028"),
    ("xlsx", "036"),
    ("xml", "030"),
    ("xsd", "031"),
];

impl Dateiformat {
    /// Code of PDF/A.
    pub const PDF_A: &str = "044";
    /// Code of what the list does not know; its name stands in `sonstiger_name`.
    pub const SONSTIGES: &str = "100";

    /// Makes a format of version 1.0 of the list.
    #[must_use]
    pub fn neu(code: &str) -> Self {
        Self { code: code.to_owned(), fassung: "1.0".to_owned() }
    }

    /// Returns the format of files whose names end like this.
    #[must_use]
    pub fn aus_endung(endung: &str) -> Self {
        let endung = endung.to_lowercase();
        let known = ENDUNGEN.iter().find(|(known, _)| *known == endung);
        Self::neu(known.map_or(Self::SONSTIGES, |(_, code)| code))
    }
}

impl Wert for Dateiformat {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let code = Code::lesen(leser)?;
        Ok(code.map(|code| Self {
            code: code.code,
            fassung: code.fassung.unwrap_or_else(|| "1.0".to_owned()),
        }))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        let liste = [
            ("listURI", "urn:xoev-de:xdomea:codeliste:dateiformat"),
            ("listVersionID", self.fassung.as_str()),
        ];
        schreiber.code(name, &liste, &self.code, None);
    }
}

/// A country by its code in the list of country codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Land {
    /// The code, such as `DE`.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// The version of the list.
    pub fassung: String,
}

impl Wert for Land {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let code = Code::lesen(leser)?;
        Ok(code.map(|Code { code, name, fassung, .. }| Self {
            code,
            name,
            fassung: fassung.unwrap_or_default(),
        }))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        let liste = [
            ("listURI", "urn:xoev-de:kosit:codeliste:country-codes"),
            ("listVersionID", self.fassung.as_str()),
        ];
        schreiber.code(name, &liste, &self.code, self.name.as_deref());
    }
}

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kanal {
    /// E-mail.
    EMail,
    /// Telephone on a line.
    TelefonFestnetz,
    /// Mobile telephone.
    TelefonMobil,
    /// Fax.
    Fax,
    /// Instant messenger.
    InstantMessenger,
    /// Pager.
    Pager,
    /// Anything else.
    Sonstiges,
}

impl Kanal {
    const ALLE: [(Self, &str); 7] = [
        (Self::EMail, "01"),
        (Self::TelefonFestnetz, "02"),
        (Self::TelefonMobil, "03"),
        (Self::Fax, "04"),
        (Self::InstantMessenger, "05"),
        (Self::Pager, "06"),
        (Self::Sonstiges, "07"),
    ];

    /// Returns the code in version 3 of the list `erreichbarkeit`.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALLE.iter().find(|(kanal, _)| *kanal == self).map_or("07", |(_, code)| code)
    }

    /// Reads the code; programs write it with two digits and with three.
    fn aus_code(code: &str) -> Option<Self> {
        let code = code.strip_prefix('0').filter(|rest| rest.len() == 2).unwrap_or(code);
        Self::ALLE.iter().find(|(_, known)| *known == code).map(|(kanal, _)| *kanal)
    }

    /// Reads a code of the list before 3.0.0, which also told offices from people.
    fn aus_altem_code(code: &str) -> Option<Self> {
        match code {
            "008" => Some(Self::EMail),
            "009" => Some(Self::TelefonFestnetz),
            "010" => Some(Self::Fax),
            "007" | "011" | "012" => Some(Self::Sonstiges),
            code => Self::aus_code(code),
        }
    }
}

impl Wert for Kanal {
    fn lesen(leser: &mut Leser<'_>) -> Result<Option<Self>, ReadError> {
        let alt = leser.fassung().alt();
        let parse = |code: &str| {
            let kanal = if alt { Self::aus_altem_code(code) } else { Self::aus_code(code) };
            kanal.map(|kanal| (kanal, code.to_owned()))
        };
        let Some((kanal, code)) = lesen_aus(leser, parse)? else { return Ok(None) };
        if alt && matches!(code.as_str(), "007" | "008" | "009" | "010" | "011") {
            leser.notieren(Befund::Umgesetzt { von: code, zu: kanal.code() })?;
        }
        Ok(Some(kanal))
    }

    fn schreiben(&self, name: &'static str, schreiber: &mut Schreiber) {
        let liste = [("listURI", "urn:de:xoev:codeliste:erreichbarkeit"), ("listVersionID", "3")];
        schreiber.code(name, &liste, self.code(), None);
    }
}

impl Nachrichtentyp {
    /// Returns the root's name, such as `Aussonderung.Anbieteverzeichnis.0501`.
    #[must_use]
    pub fn element(self) -> String {
        format!("{}.{}", self.bezeichnung(), self.code())
    }

    /// Returns the message whose root bears this name.
    #[must_use]
    pub fn aus_element(name: &str) -> Option<Self> {
        Self::ALLE.iter().copied().find(|typ| typ.element() == name)
    }
}
