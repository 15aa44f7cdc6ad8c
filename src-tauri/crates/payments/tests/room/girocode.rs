//! The text of a GiroCode follows the standard line by line.

use payments::girocode::{Girocode, GirocodeError, Verwendung};
use payments::rf::Rf;

use crate::muster::{KONTO, cent};

fn code() -> Girocode {
    Girocode {
        name: "Gemeinde Beispielhausen".to_owned(),
        iban: "DE89 3704 0044 0532 0130 00".to_owned(),
        bic: String::new(),
        betrag: cent(1230),
        zweck: String::new(),
        verwendung: Verwendung::Text("07260001234".to_owned()),
        hinweis: String::new(),
    }
}

#[test]
fn lines_stand_in_the_order_of_the_standard() {
    let expected =
        format!("BCD\n002\n1\nSCT\n\nGemeinde Beispielhausen\n{KONTO}\nEUR12.30\n\n\n07260001234");
    assert_eq!(code().payload().unwrap(), expected);
    let full = Girocode {
        bic: "COBADEFFXXX".to_owned(),
        betrag: cent(5),
        zweck: "GOVT".to_owned(),
        verwendung: Verwendung::Strukturiert(Rf::lesen("RF18 5390 0754 7034").unwrap()),
        hinweis: "Bitte bis 31. März".to_owned(),
        ..code()
    };
    let expected = format!(
        "BCD\n002\n1\nSCT\nCOBADEFFXXX\nGemeinde Beispielhausen\n{KONTO}\nEUR0.05\nGOVT\n\
         RF18539007547034\n\nBitte bis 31. März"
    );
    assert_eq!(full.payload().unwrap(), expected);
    let bare = Girocode { hinweis: String::new(), ..full };
    assert!(bare.payload().unwrap().ends_with("GOVT\nRF18539007547034"));
}

#[test]
fn another_program_writes_the_same_bytes() {
    // As segno 1.6.6 writes it; it leaves out zeros at the end of an amount.
    let mut code = code();
    code.betrag = cent(1234);
    code.verwendung = Verwendung::Text("Hundesteuer 07260001234 für März".to_owned());
    let expected = "BCD\n002\n1\nSCT\n\nGemeinde Beispielhausen\nDE89370400440532013000\n\
                    EUR12.34\n\n\nHundesteuer 07260001234 für März";
    assert_eq!(code.payload().unwrap(), expected);
    code.name = "Stadt Größenau".to_owned();
    code.bic = "COBADEFFXXX".to_owned();
    code.betrag = cent(100_001);
    code.zweck = "GOVT".to_owned();
    code.verwendung = Verwendung::Strukturiert(Rf::lesen("RF18539007547034").unwrap());
    let expected = "BCD\n002\n1\nSCT\nCOBADEFFXXX\nStadt Größenau\nDE89370400440532013000\n\
                    EUR1000.01\nGOVT\nRF18539007547034";
    assert_eq!(code.payload().unwrap(), expected);
}

#[track_caller]
fn check(change: impl Fn(&mut Girocode), error: GirocodeError) {
    let mut code = code();
    change(&mut code);
    assert_eq!(code.payload(), Err(error));
}

#[test]
fn what_the_standard_does_not_allow_is_refused() {
    use GirocodeError as E;
    check(|c| c.iban = "DE89370400440532013001".to_owned(), E::Iban);
    check(|c| c.bic = "COBADEFFXX".to_owned(), E::Bic);
    // Outside the European Economic Area the bank has to be named.
    check(|c| c.iban = "CH93 0076 2011 6238 5295 7".to_owned(), E::Bic);
    check(|c| c.betrag = cent(0), E::Betrag);
    check(|c| c.betrag = cent(100_000_000_000), E::Betrag);
    check(|c| c.zweck = "GOVTX".to_owned(), E::Zweck);
    check(|c| c.zweck = "gov".to_owned(), E::Zweck);
    check(|c| c.name = " ".to_owned(), E::Leer { feld: "name" });
    check(|c| c.name = "x".repeat(71), E::ZuLang { feld: "name", max: 70 });
    check(|c| c.name = "Gemeinde\nEUR0.01".to_owned(), E::Steuerzeichen { feld: "name" });
    check(
        |c| c.verwendung = Verwendung::Text("x".repeat(141)),
        E::ZuLang { feld: "text", max: 140 },
    );
    check(|c| c.verwendung = Verwendung::Text(String::new()), E::Leer { feld: "text" });
    check(|c| c.verwendung = Verwendung::Text("漢".to_owned()), E::Zeichen);
    check(|c| c.hinweis = "x".repeat(71), E::ZuLang { feld: "hint", max: 70 });
    check(
        |c| {
            c.name = "ä".repeat(70);
            c.verwendung = Verwendung::Text("ö".repeat(140));
        },
        E::Gesamt,
    );
}

#[test]
fn the_largest_code_still_fits() {
    let mut code = code();
    code.bic = "COBADEFFXXX".to_owned();
    code.betrag = cent(99_999_999_999);
    code.zweck = "GOVT".to_owned();
    code.name = "x".repeat(70);
    code.verwendung = Verwendung::Text("y".repeat(140));
    code.hinweis = "z".repeat(48);
    assert_eq!(code.payload().map(|payload| payload.len()), Ok(331));
    code.hinweis.push('z');
    assert_eq!(code.payload(), Err(GirocodeError::Gesamt));
}
