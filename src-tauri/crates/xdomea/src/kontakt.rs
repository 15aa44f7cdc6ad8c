//! People, offices and how to reach them.
//!
//! Never one address made of two: what a sender left unstructured stays unstructured.

use jiff::civil::Date;

use crate::code::{Anschriftstyp, Code, Kanal, Land};
use crate::wert::satz;

satz! {
    /// Somebody the records speak about or who sends them (`KontaktType`).
    #[derive(Default)]
    Kontakt {
        /// Which office it is.
        behoerdenkennung: Option<Behoerdenkennung> = "Behoerdenkennung",
        /// The institution.
        institution: Option<NameOrganisation> = "Institution",
        /// The part of the institution.
        organisationseinheit: Option<Organisationseinheit> = "Organisationseinheit",
        /// The person.
        name: Option<NameNatuerlichePerson> = "Name",
        /// What the person does.
        taetigkeit: Option<String> = "Taetigkeit",
        /// What the person or institution answers for.
        zustaendigkeit: Option<String> = "Zustaendigkeit",
        /// Addresses.
        anschriften: Vec<Anschrift> = "Anschrift",
        /// Telephone, e-mail and the like.
        kommunikation: Vec<Kommunikation> = "Kommunikation",
        /// What part is played in the matter.
        rolle: Option<Code> = "Rolle",
        /// Addresses by line.
        unstrukturierte_anschriften: Vec<UnstrukturierteAnschrift> = "UnstrukturierteAnschrift",
        /// Birth.
        geburt: Option<Geburt> = "Geburt",
    }
}

impl Kontakt {
    /// Makes the contact of an office; archives know it by key and prefix.
    #[must_use]
    pub fn behoerde(name: &str, schluessel: &str, praefix: &str) -> Self {
        Self {
            behoerdenkennung: Some(Behoerdenkennung {
                behoerdenschluessel: Some(Code::neu(schluessel)),
                praefix: Some(Code::neu(praefix)),
            }),
            institution: Some(NameOrganisation {
                name: Some(name.to_owned()),
                kurzbezeichnung: None,
            }),
            ..Self::default()
        }
    }
}

satz! {
    /// Which office it is (`BehoerdenkennungType`).
    #[derive(Default)]
    Behoerdenkennung {
        /// The key.
        behoerdenschluessel: Option<Code> = "Behoerdenschluessel" | "Kennung",
        /// The class of keys.
        praefix: Option<Code> = "Praefix",
    }
}

satz! {
    /// Name of an organisation (`NameOrganisationType`).
    #[derive(Default)]
    NameOrganisation {
        /// In full.
        name: Option<String> = "Name",
        /// In short.
        kurzbezeichnung: Option<String> = "Kurzbezeichnung",
    }
}

satz! {
    /// Part of an organisation (`OrganisationseinheitType`).
    Organisationseinheit {
        /// Its name.
        name: String = "Name",
    }
}

satz! {
    /// Name of a person (`NameNatuerlichePersonType`).
    #[derive(Default)]
    NameNatuerlichePerson {
        /// Form of address.
        anrede: Option<String> = "Anrede",
        /// Title.
        titel: Option<String> = "Titel",
        /// Family name.
        familienname: Option<AllgemeinerName> = "Familienname",
        /// Given name.
        vorname: Option<AllgemeinerName> = "Vorname",
    }
}

satz! {
    /// A given or family name (`AllgemeinerNameType`).
    #[derive(Default)]
    AllgemeinerName {
        /// The name.
        name: Option<String> = "Name",
    }
}

satz! {
    /// An address (`AnschriftType`).
    #[derive(Default)]
    Anschrift {
        /// Country.
        staat: Option<Staat> = "Staat",
        /// Street.
        strasse: Option<String> = "Strasse",
        /// Number of the house.
        hausnummer: Option<String> = "Hausnummer",
        /// Post office box.
        postfach: Option<String> = "Postfach",
        /// Postal code.
        postleitzahl: Option<String> = "Postleitzahl",
        /// Town.
        ort: Option<String> = "Ort",
        /// What else belongs to it.
        zusatz: Option<String> = "Zusatz",
        /// What kind of address.
        typ: Option<Anschriftstyp> = "Typ",
    }
}

satz! {
    /// A country (`StaatType`).
    Staat {
        /// Its code.
        staat: Land = "Staat",
    }
}

satz! {
    /// A way to reach somebody (`KommunikationType`).
    #[derive(Default)]
    Kommunikation {
        /// At work.
        dienstlich: Option<bool> = "IstDienstlich",
        /// Which way.
        kanal: Option<Kanal> = "Kanal",
        /// Number or address.
        kennung: Option<String> = "Kennung",
        /// What else belongs to it.
        zusatz: Option<String> = "Zusatz",
        /// Belongs to an institution.
        institution: Option<bool> = "IstInstitution",
    }
}

satz! {
    /// An address by line (`UnstrukturierteAnschriftType`).
    #[derive(Default)]
    UnstrukturierteAnschrift {
        /// What kind of address.
        typ: Option<Anschriftstyp> = "Typ",
        /// First line.
        zeile1: Option<String> = "Zeile1",
        /// Second line.
        zeile2: Option<String> = "Zeile2",
        /// Third line.
        zeile3: Option<String> = "Zeile3",
        /// Fourth line.
        zeile4: Option<String> = "Zeile4",
        /// Fifth line.
        zeile5: Option<String> = "Zeile5",
        /// Sixth line.
        zeile6: Option<String> = "Zeile6",
        /// What else belongs to it.
        zusatz: Option<String> = "Zusatz",
    }
}

satz! {
    /// Birth (`GeburtType`).
    Geburt {
        /// The day.
        datum: Date = "Datum",
    }
}
