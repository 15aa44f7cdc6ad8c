//! Parties of ours as the standard says them, and the other way round.
//!
//! Never more than both sides have a field for.

use domain::{Beteiligung, Kontakt, Zeitpunkt};
use store::{Db, DbError};
use uuid::Uuid;
use xdomea::code::{Code, Kanal};
use xdomea::kontakt::{
    self, AllgemeinerName, Anschrift, Kommunikation, NameNatuerlichePerson, NameOrganisation,
};

/// Returns somebody of whom only the name is known.
pub(super) fn person(name: &str) -> kontakt::Kontakt {
    kontakt::Kontakt {
        name: Some(NameNatuerlichePerson {
            familienname: Some(AllgemeinerName { name: Some(name.to_owned()) }),
            ..NameNatuerlichePerson::default()
        }),
        ..kontakt::Kontakt::default()
    }
}

/// Returns the parties of a file or a case.
pub(super) fn beteiligte(
    db: &Db<'_>,
    list: &[Beteiligung],
) -> Result<Vec<kontakt::Kontakt>, DbError> {
    let mut found = Vec::new();
    for party in list {
        found.extend(kontakt(db, party.kontakt, Some(&party.rolle))?);
    }
    Ok(found)
}

/// Returns a party, if it is here.
pub(super) fn kontakt(
    db: &Db<'_>,
    id: Uuid,
    rolle: Option<&str>,
) -> Result<Option<kontakt::Kontakt>, DbError> {
    let Some(seen) = db.seen(id)? else { return Ok(None) };
    let Ok(record) = seen.typed::<Kontakt>() else { return Ok(None) };
    Ok(Some(hinaus(&record, rolle)))
}

fn hinaus(record: &Kontakt, rolle: Option<&str>) -> kontakt::Kontakt {
    let institution = record.institution.clone();
    let named =
        |name: &Option<String>| name.clone().map(|name| AllgemeinerName { name: Some(name) });
    let name = NameNatuerlichePerson {
        anrede: record.anrede.clone(),
        titel: record.titel.clone(),
        familienname: Some(AllgemeinerName { name: Some(record.name.clone()) }),
        vorname: named(&record.vorname),
    };
    let anschrift = Anschrift {
        strasse: record.strasse.clone(),
        postleitzahl: record.plz.clone(),
        ort: record.ort.clone(),
        zusatz: record.land.clone(),
        ..Anschrift::default()
    };
    let ways = [(Kanal::TelefonFestnetz, &record.telefon), (Kanal::EMail, &record.email)];
    let kommunikation = ways.into_iter().filter_map(|(kanal, kennung)| {
        let kennung = Some(kennung.clone()?);
        Some(Kommunikation { kanal: Some(kanal), kennung, ..Kommunikation::default() })
    });
    kontakt::Kontakt {
        institution: institution
            .map(|name| NameOrganisation { name: Some(name), kurzbezeichnung: None }),
        name: Some(name),
        anschriften: if anschrift == Anschrift::default() { Vec::new() } else { vec![anschrift] },
        kommunikation: kommunikation.collect(),
        rolle: rolle.filter(|rolle| !rolle.trim().is_empty()).map(|rolle| Code {
            liste: Some("urn:forsthaus:codeliste:rolle".to_owned()),
            fassung: Some("1.0".to_owned()),
            ..Code::neu(rolle.trim())
        }),
        ..kontakt::Kontakt::default()
    }
}

/// Returns a party of the other side as a record of ours, with its role; none without any name.
pub(super) fn herein(
    other: &kontakt::Kontakt,
    um: Zeitpunkt,
    von: &str,
) -> Option<(Kontakt, String)> {
    let person = other.name.clone().unwrap_or_default();
    let institution = other.institution.clone().and_then(|institution| institution.name);
    let family = person.familienname.and_then(|name| name.name);
    let name = family.clone().or_else(|| institution.clone())?;
    let mut record = Kontakt::neu(name, um, von.to_owned());
    record.institution = institution.filter(|_| family.is_some());
    record.anrede = person.anrede;
    record.titel = person.titel;
    record.vorname = person.vorname.and_then(|name| name.name);
    if let Some(address) = other.anschriften.first() {
        let number = address.hausnummer.clone().unwrap_or_default();
        let street = address.strasse.clone().map(|street| format!("{street} {number}"));
        record.strasse = street.map(|street| street.trim().to_owned());
        record.plz.clone_from(&address.postleitzahl);
        record.ort.clone_from(&address.ort);
    }
    for way in &other.kommunikation {
        match way.kanal {
            Some(Kanal::EMail) => record.email.clone_from(&way.kennung),
            Some(Kanal::TelefonFestnetz | Kanal::TelefonMobil) => {
                record.telefon.clone_from(&way.kennung);
            }
            _ => {}
        }
    }
    let role =
        other.rolle.as_ref().map(|code| code.name.clone().unwrap_or_else(|| code.code.clone()));
    Some((record, role.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_that_goes_out_and_comes_back_is_the_same() {
        let mut record =
            Kontakt::neu("Müller".to_owned(), Zeitpunkt::UNIX_EPOCH, "Anna".to_owned());
        record.vorname = Some("Erna".to_owned());
        record.strasse = Some("Mühlweg 3 a".to_owned());
        record.plz = Some("99999".to_owned());
        record.ort = Some("Lindenhain".to_owned());
        record.email = Some("erna@example.org".to_owned());
        let out = hinaus(&record, Some("Antragstellerin"));
        let back = herein(&out, Zeitpunkt::UNIX_EPOCH, "Anna");
        assert_eq!(back, Some((record, "Antragstellerin".to_owned())));
        assert_eq!(herein(&kontakt::Kontakt::default(), Zeitpunkt::UNIX_EPOCH, "Anna"), None);
    }
}
