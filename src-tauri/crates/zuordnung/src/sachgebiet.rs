//! Which fields of a municipality's work a text is about, by words that are common to all of them.
//!
//! Helps an office that has filed little: an Akte "Straßenbeleuchtung" is found for a letter about
//! a lamp. What an office files itself soon tells more.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::suchform::suchform;

use crate::worte;

/// Words of each field, of its Akten and of letters about it.
const GEBIETE: &[&str] = &[
    "straße gehweg fahrbahn schlagloch asphalt bordstein pflaster straßenschaden radweg gully",
    "verkehr sperrung halteverbot verkehrsschild verkehrszeichen umleitung verkehrsrechtlich",
    "sondernutzung container gerüst bauzaun kran gehwegnutzung plakatierung",
    "leitung aufbruch kabel glasfaser hausanschluss trasse tiefbau stromkabel",
    "beleuchtung laterne leuchte straßenlampe lichtmast",
    "winterdienst räumpflicht streupflicht glätte schnee",
    "baum bäume fällung linde eiche buche birke ahorn kastanie ersatzpflanzung grünfläche hecke",
    "spielplatz spielplätze spielgerät schaukel rutsche",
    "friedhof grab gräber urne urnengrab reihengrab wahlgrab grabstätte bestattung beisetzung nutzungsrecht grabmal grabstein",
    "hund hundesteuer welpe rasse hundemarke steuermarke hundehaltung",
    "grundsteuer messbetrag einheitswert hebesatz grundbesitz grundsteuerwert",
    "gewerbesteuer messbescheid zerlegung gewerbeertrag",
    "gewerbe gewerbeanmeldung gewerbeanzeige gewerbeabmeldung reisegewerbe handwerkskammer",
    "gaststätte gestattung ausschank schank konzession sperrzeit",
    "wasser abwasser zählerstand wasserzähler kanal entwässerung verbrauchsabrechnung",
    "abfall tonne müll restmüll biotonne papiertonne leerung behälter",
    "ablagerung sperrmüll altreifen unrat müllablagerung schrott",
    "kita kindertagesstätte kindergarten krippe betreuungsplatz elternbeitrag eingewöhnung kitaplatz",
    "schule grundschule schüler schulweg schulbus schulkind schulleitung",
    "bauantrag bauvorhaben anbau garage carport baugenehmigung bauherr bauvoranfrage",
    "bebauungsplan flächennutzungsplan bauleitplan bauleitplanung auslegung belange",
    "grundstück vorkaufsrecht kaufvertrag notar auflassung grundbuch liegenschaft",
    "pacht pächter pachtgrundstück gartenland acker wiese",
    "miete mieter wohnung wohnhaus nebenkosten betriebskosten kaution mietvertrag",
    "dorfgemeinschaftshaus bürgerhaus saal saalmiete feier geburtstagsfeier",
    "haftpflicht versicherung schaden schäden schadensersatz regress gutachter",
    "feuerwehr brandschutz atemschutz löschfahrzeug einsatzstelle",
    "verein vereine vereinsförderung zuschuss jugendarbeit sportverein",
    "fest feste umzug kirmes veranstaltung karneval maifeuer volksfest",
    "markt wochenmarkt marktstand marktbeschicker jahrmarkt",
    "wahl wahlen wahlvorstand wahlhelfer stimmbezirk briefwahl",
    "bewerbung stelle stellenausschreibung lebenslauf vorstellungsgespräch",
    "personal arbeitsvertrag beschäftigte arbeitszeit elternzeit dienstvertrag",
    "melderegister meldebescheinigung einwohnermeldeamt personalausweis meldewesen",
    "datenschutz betroffene auskunftsersuchen datenschutzgrundverordnung",
    "verwarnung bußgeld parken ordnungswidrigkeit verwarnungsgeld falschparken kennzeichen",
    "lärm ruhestörung lärmbelästigung nachbarschaft",
    "stundung ratenzahlung vollstreckung pfändung amtshilfe rückstand",
    "fördermittel zuwendung förderbank bewilligung verwendungsnachweis mittelabruf förderantrag",
    "gemeinderat ausschuss ratsmitglied fraktion sitzung",
    "satzung bekanntmachung ortsrecht amtsblatt",
    "gebäude dach heizung wartung glasreinigung rauchmelder hausmeister sanitär",
    "standesamt eheschließung geburtsurkunde sterbeurkunde trauung",
    "statistik erhebung statistisches landesamt",
    "gewässer hochwasser bach überschwemmung",
    "wald forst holz jagd wild",
    "sozialhilfe wohngeld grundsicherung obdachlos asyl",
    "tourismus fremdenverkehr gästebeitrag ferienwohnung",
];
/// Letters of the shortest word that may be a part of another.
const TEIL: usize = 5;

static WORTE: LazyLock<Vec<(String, usize)>> = LazyLock::new(|| {
    let all = GEBIETE.iter().enumerate();
    let words = all.flat_map(|(gebiet, words)| words.split(' ').map(move |word| (word, gebiet)));
    let stem = |word: &str| worte::stamm(&suchform(word)).map(str::to_owned);
    words.filter_map(|(word, gebiet)| Some((stem(word)?, gebiet))).collect()
});

/// Returns how much stems speak of each field: 1 for each that is a word of it or has one in it.
pub(crate) fn gebiete<'a>(stems: impl Iterator<Item = (&'a str, f64)>) -> BTreeMap<usize, f64> {
    let mut found = BTreeMap::new();
    for (stem, weight) in stems {
        let fits = |word: &str| {
            stem == word || word.len() >= TEIL && stem.len() > word.len() && stem.contains(word)
        };
        // The longest word says best what a compound is about.
        let hits = WORTE.iter().filter(|(word, _)| fits(word));
        let Some(longest) = hits.clone().map(|(word, _)| word.len()).max() else { continue };
        for (_, gebiet) in hits.filter(|(word, _)| word.len() == longest) {
            *found.entry(*gebiet).or_default() += weight;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<usize> {
        let stems = worte::staemme(text);
        gebiete(stems.iter().map(|stem| (stem.as_str(), 1.0))).into_keys().collect()
    }

    #[test]
    fn words_lead_to_the_field_of_the_akte() {
        for (letter, akte) in [
            ("die Laterne vor dem Haus", "Straßenbeleuchtung"),
            ("ein tiefes Schlagloch", "Gemeindestraßen, Unterhaltung"),
            ("unser Dackel, die Steuermarke", "Hundesteuer A bis K"),
            ("das Urnengrab meiner Mutter", "Friedhof Oberquell"),
        ] {
            let akte = of(akte);
            assert!(of(letter).iter().any(|gebiet| akte.contains(gebiet)), "{letter}");
        }
        assert!(of("Sehr geehrte Damen und Herren").is_empty());
    }
}
