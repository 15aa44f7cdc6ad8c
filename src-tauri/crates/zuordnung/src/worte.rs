//! Words that can tell one matter from another: stems, without what stands in every letter.
//!
//! Never keeps numbers: those are signs.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::suchform::suchform;

/// Letters of the shortest word that tells something.
const SHORTEST: usize = 3;
/// Letters of the longest.
const LONGEST: usize = 40;
/// Letters of a word whose beginning is looked up, too.
const LONG: usize = 9;
/// Letters of that beginning.
const BEGINNING: usize = 6;

/// Words of every letter.
const LEER: &str = "\
    aber alle allem allen aller alles als also am an andere anderen auch auf aus außer bei beim bin \
    bis bitte bitten bzw da dabei dafür daher damit danach dann daran darauf darf darum das dass \
    davon dazu dem den denen denn der deren des deshalb dessen die dies diese diesem diesen dieser \
    dieses doch dort durch ein eine einem einen einer eines er es etwa etwas euro für gegen gemäß \
    gern gerne haben hat hatte hatten hier hiermit ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres \
    im in indem ins ist ja jede jedem jeden jeder jedes jedoch kann keine keinen können könnte \
    man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nachdem nicht nichts \
    noch nun nur ob oben obige oder ohne per sehr sein seine seinem seinen seiner seit selbst sich \
    sie sind so sobald sofern soll sollte sollten sowie sowohl über um und uns unser unsere \
    unserem unseren unserer unter vom von vor war waren wegen weil weiter weitere weiteren wenn \
    werden wie wieder wir wird wurde wurden würde würden zu zum zur zwar zwischen \
    damen herren herr herrn frau geehrte geehrter geehrten freundliche freundlichen grüße grüßen \
    gruß hochachtungsvoll auftrag anlage anlagen datum telefon fax mail seite zeichen nachricht \
    schreiben januar februar märz april mai juni juli august september oktober november dezember \
    montag dienstag mittwoch donnerstag freitag samstag sonntag uhr vielen dank rückfragen \
    verfügung stehen iban bic bank sparkasse konto tel www http https gmbh nr";

static LEERE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| LEER.split_whitespace().map(suchform).collect());

/// Returns the stem of a word in search form; none for a word that tells nothing.
pub(crate) fn stamm(form: &str) -> Option<&str> {
    let fits = (SHORTEST..=LONGEST).contains(&form.len())
        && form.bytes().all(|b| b.is_ascii_lowercase())
        && !LEERE.contains(form);
    fits.then(|| bare(form))
}

/// Takes the ending off a word; names in -er and -el keep theirs, Müll is not Müller.
fn bare(form: &str) -> &str {
    const KEEPS: usize = 4;
    let ending = ["ungen", "en", "es", "e", "n", "s"].iter().find_map(|ending| {
        let rest = form.strip_suffix(ending).filter(|rest| rest.len() >= KEEPS)?;
        let keeps = match *ending {
            "ungen" => return form.strip_suffix("en"),
            "n" => rest.ends_with(['l', 'r']),
            "s" => !rest.ends_with(['s', 'u', 'i', 'a', 'e']),
            _ => true,
        };
        keeps.then_some(rest)
    });
    ending.unwrap_or(form)
}

/// Returns under what a stem is looked up in subjects: itself, and the beginning of a compound.
pub(crate) fn formen(stamm: &str) -> impl Iterator<Item = String> + use<> {
    let beginning = stamm.get(..BEGINNING).filter(|_| stamm.len() >= LONG);
    [Some(stamm.to_owned()), beginning.map(|start| format!("^{start}"))].into_iter().flatten()
}

/// Returns the stems of a text in its order, none twice.
pub(crate) fn staemme(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for stem in suchform(text).split(' ').filter_map(stamm) {
        if !found.iter().any(|known| known == stem) {
            found.push(stem.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_tell_matters_apart() {
        assert_eq!(staemme("Anmeldungen der Hunde, 3 Hunden"), ["anmeldung", "hund"]);
        assert_eq!(staemme("Müller und Müll"), ["muller", "mull"]);
        assert!(staemme("Mit freundlichen Grüßen am 3. Mai 2026").is_empty());
        let forms: Vec<String> = formen("hundesteurbescheid").collect();
        assert_eq!(forms, ["hundesteurbescheid", "^hundes"]);
    }
}
