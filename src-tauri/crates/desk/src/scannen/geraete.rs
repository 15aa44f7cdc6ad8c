//! Scanners that were set up here, and the profiles on function keys.
//!
//! Never speaks with a device on the network whose certificate no person has accepted, and never
//! sets one up that has not answered.

use domain::transfervermerk::Geraet as Typenschild;
use reqwest::Url;
use scan::escl::{Anschluss, EsclScanner};
use scan::lokal::Lokal;
use scan::{Cancel, Faehigkeiten, Profil, Profile, ScanError, Scanner, Zufuhr};
use serde::{Deserialize, Serialize};
use store::meta::Meta;
use store::{DbError, Kind};
use uuid::Uuid;

use super::worte;
use crate::Desk;
use crate::desk::parse_id;
use crate::views::{
    Code, Fehler, Id, Leer, ScanProfil, ScanProfileArgs, ScannerArt, ScannerEinrichtenArgs,
    ScannerProbe, ScannerRef, ScannerView, ScannerZeile,
};

/// Longest name.
const NAME_MAX: usize = 80;
/// Most profiles, and most devices.
const MEHR_NICHT: usize = 50;
/// Resolutions that make sense for paper.
const DPI: std::ops::RangeInclusive<u16> = 75..=1200;
/// Sides of paper in tenths of a millimetre: a stamp, a long receipt.
const SEITE: std::ops::RangeInclusive<u32> = 200..=20_000;

/// How a device is spoken with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Art {
    Escl,
    Lokal,
}

impl Art {
    pub(super) const fn view(self) -> ScannerArt {
        match self {
            Self::Escl => ScannerArt::Escl,
            Self::Lokal => ScannerArt::Lokal,
        }
    }

    const fn of(view: ScannerArt) -> Self {
        match view {
            ScannerArt::Escl => Self::Escl,
            ScannerArt::Lokal => Self::Lokal,
        }
    }
}

/// A device that was set up here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Geraet {
    pub(super) id: Uuid,
    pub(super) name: String,
    art: Art,
    adresse: String,
    typ: Typenschild,
    /// SHA-256 of the certificate that a person accepted.
    zertifikat: Option<String>,
    zufuhren: Vec<Zufuhr>,
}

impl Geraet {
    /// Prepares to speak with it; nothing is sent yet.
    pub(super) fn scanner(&self) -> Result<Box<dyn Scanner>, ScanError> {
        match self.art {
            Art::Escl => {
                let zertifikat = self.zertifikat.clone();
                let anschluss = Anschluss { zertifikat, ..Anschluss::neu(&self.adresse) };
                Ok(Box::new(EsclScanner::new(&anschluss)?))
            }
            Art::Lokal => Ok(lokal(&self.adresse, &self.typ)),
        }
    }

    fn view(&self, gewaehlt: Option<Uuid>) -> ScannerZeile {
        ScannerZeile {
            id: self.id.to_string(),
            name: self.name.clone(),
            art: self.art.view(),
            adresse: self.adresse.clone(),
            modell: modell(&self.typ),
            verschluesselt: self.zertifikat.is_some(),
            zufuhren: self.zufuhren.iter().copied().map(worte::zufuhr).collect(),
            gewaehlt: gewaehlt == Some(self.id),
        }
    }
}

fn lokal(name: &str, typ: &Typenschild) -> Box<dyn Scanner> {
    scan::lokal::scanner(Lokal { name: name.to_owned(), geraet: typ.clone() })
}

/// What is kept of scanners at this workstation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Einrichtung {
    #[serde(default)]
    geraete: Vec<Geraet>,
    #[serde(default)]
    gewaehlt: Option<Uuid>,
    /// Nothing as long as they are as the program brings them.
    #[serde(default)]
    profile: Option<Profile>,
}

impl Einrichtung {
    fn read(text: Option<String>) -> Result<Self, Fehler> {
        let Some(text) = text else { return Ok(Self::default()) };
        serde_json::from_str(&text).map_err(|error| {
            tracing::error!(%error, "scanners");
            let meldung = "Die Einstellungen der Scanner auf diesem Arbeitsplatz sind unlesbar.";
            Fehler::new(Code::Internal, meldung, "Bitte verständigen Sie die Administration.")
        })
    }

    fn profile(&self) -> Profile {
        self.profile.clone().unwrap_or_else(Profile::werk)
    }
}

impl Desk {
    /// Devices and profiles of this workstation, and how far a search is.
    pub fn scanner(&self, _: Leer) -> Result<ScannerView, Fehler> {
        let einrichtung = self.einrichtung()?;
        let geraete = einrichtung.geraete.iter().map(|geraet| geraet.view(einrichtung.gewaehlt));
        let mut view = ScannerView {
            geraete: geraete.collect(),
            gefunden: Vec::new(),
            sucht: false,
            gesucht: false,
            hinweise: Vec::new(),
            profile: einrichtung.profile().alle().iter().map(worte::profil_view).collect(),
            profile_werk: einrichtung.profile.is_none(),
        };
        self.suche_view(&mut view);
        Ok(view)
    }

    /// Asks a device what it is; the person decides with that whether it is set up.
    pub fn scanner_pruefen(&self, args: ScannerRef) -> Result<ScannerProbe, Fehler> {
        match args.art {
            ScannerArt::Escl => {
                let mut failed = None;
                for adresse in adressen(&args.adresse)? {
                    match escl(&adresse, None) {
                        Ok((found, zertifikat)) => return Ok(probe(adresse, &found, zertifikat)),
                        // What answers and refuses is the device that was meant.
                        Err(error @ (ScanError::Unreachable(_) | ScanError::Disconnected(_))) => {
                            failed.get_or_insert(error);
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(failed.map_or_else(|| keine_adresse(""), Fehler::from))
            }
            ScannerArt::Lokal => {
                let found = self.lokal_fragen(args.adresse.trim())?;
                Ok(ScannerProbe {
                    art: ScannerArt::Lokal,
                    hinweis: None,
                    ..probe(args.adresse.trim().to_owned(), &found, None)
                })
            }
        }
    }

    /// Sets a device up, once it has answered with the certificate that was accepted.
    pub fn scanner_einrichten(&self, args: ScannerEinrichtenArgs) -> Result<ScannerView, Fehler> {
        let adresse = args.adresse.trim().to_owned();
        let (found, zertifikat) = match args.art {
            ScannerArt::Lokal => (self.lokal_fragen(&adresse)?, None),
            ScannerArt::Escl => {
                if adressen(&adresse)? != [adresse.clone()] {
                    return Err(keine_adresse(&adresse));
                }
                if adresse.starts_with("https:") && args.zertifikat.is_none() {
                    return Err(Fehler::new(
                        Code::Invalid,
                        "Das Zertifikat dieses Scanners ist noch nicht bestätigt.",
                        "Bitte prüfen Sie das Gerät und vergleichen Sie seinen Fingerabdruck.",
                    ));
                }
                escl(&adresse, args.zertifikat)?
            }
        };
        let mut geraet = Geraet {
            id: self.store.env().id(),
            name: name(&args.name, &found)?,
            art: Art::of(args.art),
            adresse,
            zufuhren: zufuhren(&found),
            typ: found.geraet,
            zertifikat,
        };
        self.einrichtung_aendern(|einrichtung| {
            let full = einrichtung.geraete.len() >= MEHR_NICHT;
            let same =
                |known: &&mut Geraet| known.art == geraet.art && known.adresse == geraet.adresse;
            match einrichtung.geraete.iter_mut().find(same) {
                Some(known) => {
                    geraet.id = known.id;
                    *known = geraet;
                }
                None if full => return Err(zu_viele()),
                None => {
                    einrichtung.gewaehlt.get_or_insert(geraet.id);
                    einrichtung.geraete.push(geraet);
                }
            }
            Ok(())
        })
    }

    /// Lets scans go to a device.
    pub fn scanner_waehlen(&self, args: Id) -> Result<ScannerView, Fehler> {
        let id = parse_id(&args.id)?;
        self.einrichtung_aendern(|einrichtung| {
            if !einrichtung.geraete.iter().any(|geraet| geraet.id == id) {
                return Err(Fehler::not_found());
            }
            einrichtung.gewaehlt = Some(id);
            Ok(())
        })
    }

    /// Forgets a device; stacks that it filled stay.
    pub fn scanner_entfernen(&self, args: Id) -> Result<ScannerView, Fehler> {
        let id = parse_id(&args.id)?;
        self.einrichtung_aendern(|einrichtung| {
            einrichtung.geraete.retain(|geraet| geraet.id != id);
            if einrichtung.gewaehlt == Some(id) {
                einrichtung.gewaehlt = einrichtung.geraete.first().map(|geraet| geraet.id);
            }
            Ok(())
        })
    }

    /// Sets all profiles, or goes back to those that the program brings.
    pub fn scanprofile_setzen(&self, args: ScanProfileArgs) -> Result<ScannerView, Fehler> {
        let profile = match &args.profile {
            None => None,
            Some(list) => Some(geprueft(list)?),
        };
        self.einrichtung_aendern(|einrichtung| {
            einrichtung.profile = profile;
            Ok(())
        })
    }

    /// Returns the device that scans go to, and a profile by its name.
    pub(super) fn geraet_und_profil(&self, profil: &str) -> Result<(Geraet, Profil), Fehler> {
        let einrichtung = self.einrichtung()?;
        let chosen = einrichtung.geraete.iter().find(|g| Some(g.id) == einrichtung.gewaehlt);
        let geraet = chosen.cloned().ok_or_else(kein_geraet)?;
        let profile = einrichtung.profile();
        let found = profile.alle().iter().find(|known| known.name == profil).cloned();
        let found = found.ok_or_else(|| {
            let meldung = format!("Ein Profil „{profil}“ gibt es auf diesem Arbeitsplatz nicht.");
            Fehler::new(Code::Invalid, meldung, "Bitte wählen Sie ein anderes.")
        })?;
        Ok((geraet, found))
    }

    /// Says why no scan can begin, as far as devices go.
    pub(super) fn kein_scanner(&self) -> Result<Option<String>, Fehler> {
        let einrichtung = self.einrichtung()?;
        let chosen = einrichtung.geraete.iter().any(|g| Some(g.id) == einrichtung.gewaehlt);
        Ok((!chosen).then(|| kein_geraet().meldung))
    }

    fn einrichtung(&self) -> Result<Einrichtung, Fehler> {
        Einrichtung::read(self.store.read(|db| db.meta(Meta::Scanner))?)
    }

    fn einrichtung_aendern(
        &self,
        change: impl FnOnce(&mut Einrichtung) -> Result<(), Fehler>,
    ) -> Result<ScannerView, Fehler> {
        self.store.write(|tx| {
            let mut einrichtung = Einrichtung::read(tx.meta(Meta::Scanner)?)?;
            change(&mut einrichtung)?;
            let text = serde_json::to_string(&einrichtung).map_err(DbError::from)?;
            Ok::<_, Fehler>(tx.set_meta(Meta::Scanner, &text)?)
        })?;
        self.store.notify(Kind::Scan);
        self.scanner(Leer {})
    }

    fn lokal_fragen(&self, name: &str) -> Result<Faehigkeiten, Fehler> {
        // It becomes an argument of a program.
        if name.is_empty() || name.starts_with('-') || name.chars().any(char::is_control) {
            return Err(keine_adresse(name));
        }
        let typ = Typenschild {
            hersteller: String::new(),
            modell: self.gefundener_name(name).unwrap_or_default(),
            seriennummer: String::new(),
        };
        Ok(lokal(name, &typ).faehigkeiten(&Cancel::new())?)
    }
}

fn escl(
    adresse: &str,
    zertifikat: Option<String>,
) -> Result<(Faehigkeiten, Option<String>), ScanError> {
    let scanner = EsclScanner::new(&Anschluss { zertifikat, ..Anschluss::neu(adresse) })?;
    let found = scanner.faehigkeiten(&Cancel::new())?;
    Ok((found, scanner.zertifikat()))
}

/// Returns the whole addresses that a person may have meant; with TLS first.
fn adressen(text: &str) -> Result<Vec<String>, Fehler> {
    let text = text.trim();
    let candidates = match text.contains("://") {
        true => vec![text.to_owned()],
        false => vec![format!("https://{text}"), format!("http://{text}")],
    };
    candidates.iter().map(|candidate| whole(candidate).ok_or_else(|| keine_adresse(text))).collect()
}

fn whole(text: &str) -> Option<String> {
    let mut url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if matches!(url.path(), "" | "/") {
        url.set_path("/eSCL");
    }
    plain.then(|| url.as_str().trim_end_matches('/').to_owned())
}

fn probe(adresse: String, found: &Faehigkeiten, zertifikat: Option<String>) -> ScannerProbe {
    let hinweis = match &zertifikat {
        Some(_) => {
            "Bitte vergleichen Sie den Fingerabdruck mit dem, den das Gerät selbst anzeigt, und \
             richten Sie es erst dann ein."
        }
        None => {
            "Die Verbindung zu diesem Gerät ist nicht verschlüsselt: Wer im selben Netz mithört, \
             kann die Seiten lesen."
        }
    };
    ScannerProbe {
        art: ScannerArt::Escl,
        adresse,
        modell: modell(&found.geraet),
        seriennummer: found.geraet.seriennummer.clone(),
        zufuhren: zufuhren(found).into_iter().map(worte::zufuhr).collect(),
        fingerabdruck: zertifikat.as_deref().map(fingerabdruck),
        zertifikat,
        hinweis: Some(hinweis.to_owned()),
    }
}

/// Returns a hash as devices and browsers show it.
fn fingerabdruck(hex: &str) -> String {
    let chars: Vec<char> = hex.to_uppercase().chars().collect();
    let pairs: Vec<String> = chars.chunks(2).map(|pair| pair.iter().collect()).collect();
    pairs.join(":")
}

fn modell(typ: &Typenschild) -> String {
    format!("{} {}", typ.hersteller, typ.modell).trim().to_owned()
}

fn zufuhren(found: &Faehigkeiten) -> Vec<Zufuhr> {
    let there = [
        (Zufuhr::Glas, found.glas.is_some()),
        (Zufuhr::Einzug, found.einzug.is_some()),
        (Zufuhr::EinzugBeidseitig, found.beidseitig.is_some()),
    ];
    there.into_iter().filter(|(_, there)| *there).map(|(zufuhr, _)| zufuhr).collect()
}

fn name(wanted: &str, found: &Faehigkeiten) -> Result<String, Fehler> {
    let name = match wanted.trim() {
        "" => modell(&found.geraet),
        name => name.to_owned(),
    };
    if name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Fehler::new(Code::Invalid, "Dieser Name ist zu lang.", ""));
    }
    Ok(name)
}

fn geprueft(list: &[ScanProfil]) -> Result<Profile, Fehler> {
    let refuse = |meldung: String| Fehler::new(Code::Invalid, meldung, "Es wurde nichts geändert.");
    if list.is_empty() || list.len() > MEHR_NICHT {
        return Err(refuse(format!("Es gehen 1 bis {MEHR_NICHT} Profile.")));
    }
    for profil in list {
        let name = profil.name.trim();
        if name.is_empty() || name.chars().count() > NAME_MAX {
            return Err(refuse("Jedes Profil braucht einen Namen.".to_owned()));
        }
        if !DPI.contains(&profil.dpi) {
            return Err(refuse(format!(
                "„{name}“: Es gehen {} bis {} dpi.",
                DPI.start(),
                DPI.end()
            )));
        }
        if !SEITE.contains(&profil.breite) || !SEITE.contains(&profil.hoehe) {
            return Err(refuse(format!("„{name}“: Diese Papiergröße geht nicht.")));
        }
    }
    Ok(Profile::new(list.iter().map(worte::profil).collect())?)
}

fn kein_geraet() -> Fehler {
    let meldung = "Auf diesem Arbeitsplatz ist noch kein Scanner gewählt.";
    Fehler::new(Code::Invalid, meldung, "Bitte richten Sie zuerst einen Scanner ein.")
}

fn keine_adresse(adresse: &str) -> Fehler {
    let meldung = format!("„{adresse}“ ist keine Adresse eines Scanners.");
    Fehler::new(Code::Invalid, meldung, "Zum Beispiel: 192.0.2.7 oder https://192.0.2.7/eSCL")
}

fn zu_viele() -> Fehler {
    let meldung = format!("Es gehen höchstens {MEHR_NICHT} Scanner.");
    Fehler::new(Code::Invalid, meldung, "Bitte entfernen Sie zuerst einen, den Sie nicht brauchen.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types_becomes_whole_addresses() {
        let whole = |text| adressen(text).map_err(|fehler| fehler.meldung);
        let both = ["https://192.0.2.7/eSCL".to_owned(), "http://192.0.2.7/eSCL".to_owned()];
        assert_eq!(whole(" 192.0.2.7 ").unwrap(), both);
        assert_eq!(whole("http://drucker:8080").unwrap(), ["http://drucker:8080/eSCL"]);
        assert_eq!(whole("https://drucker/eSCL/").unwrap(), ["https://drucker/eSCL"]);
        assert_eq!(whole("http://drucker/andere/eSCL").unwrap(), ["http://drucker/andere/eSCL"]);
        for bad in ["", "file:///etc/passwd", "http://anna:geheim@drucker", "ftp://drucker", "a b"]
        {
            assert!(whole(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_fingerprint_is_shown_in_pairs() {
        assert_eq!(fingerabdruck("3fa07c"), "3F:A0:7C");
    }

    #[test]
    fn profiles_are_refused_with_a_sentence() {
        let werk: Vec<ScanProfil> = Profile::werk().alle().iter().map(worte::profil_view).collect();
        assert!(geprueft(&werk).is_ok());
        let with = |change: fn(&mut ScanProfil)| {
            let mut list = werk.clone();
            change(&mut list[1]);
            geprueft(&list).unwrap_err().meldung
        };
        assert_eq!(with(|p| p.name = "Post".to_owned()), "Zwei Profile heißen „Post“.");
        assert!(with(|p| p.taste = Some(5)).contains("F5"));
        assert!(with(|p| p.name = "  ".to_owned()).contains("Namen"));
        assert!(with(|p| p.dpi = 20).contains("75 bis 1200"));
        assert!(with(|p| p.breite = 1).contains("Papiergröße"));
        assert!(geprueft(&[]).is_err());
    }
}
