//! Taxes, fees, fines, debts.
//!
//! Never a real rate or notice.

use super::{LEER, Verlauf, schritt};

pub(super) const VERLAEUFE: &[Verlauf] = &[
    Verlauf {
        art: "hundesteuer",
        gewicht: 28,
        plan: "2.2",
        akte: "Hund {anfang}",
        betreff: "[Hundesteuer {halter_kurz}|Hundesteuer {halter_kurz}, {tier}|{halter}, Hund {tier}]",
        sache: "Hundesteuer für {tier}|{tier}|mein Hund {tier}",
        rollen: &[("halter", "privat")],
        kasse: 90,
        zuhause: true,
        schritte: &[
            schritt("halter", "hund_anmeldung", (0, 0), 100),
            schritt("halter", "hund_antwort", (8, 20), 50),
            schritt("halter", "zahlung_nachweis", (25, 60), 35),
            schritt("halter", "hund_abmeldung", (50, 190), 45),
        ],
        ..LEER
    },
    Verlauf {
        art: "grundsteuer",
        gewicht: 26,
        plan: "2.2",
        akte: "Grundsteuer {ortsteil}",
        betreff: "[Grundsteuer {strasse}|Grundsteuer {eigentuemer_kurz}|Widerspruch {eigentuemer_kurz}, {strasse}]",
        sache: "Grundsteuer {strasse}|Grundsteuerbescheid|Grundsteuer {flurstueck}",
        dinge: &[
            "Scheune;die Scheune;Nebengebäude",
            "Schuppen;den Schuppen;Stall",
            "Dachboden;den Dachboden;Speicher",
            "Werkstatt;die Werkstatt;Anbau",
            "Altes Backhaus;das alte Backhaus;Backhaus",
        ],
        rollen: &[("eigentuemer", "privat"), ("finanzamt", "finanzamt"), ("anwalt", "anwalt")],
        mandant: "eigentuemer",
        zuhause: true,
        von_uns: true,
        kasse: 100,
        schritte: &[
            schritt("eigentuemer", "grundsteuer_widerspruch", (8, 30), 75)
                .sonst("eigentuemer", "raten_bitte"),
            schritt("eigentuemer", "grundsteuer_nachtrag", (10, 30), 50)
                .nach("grundsteuer_widerspruch"),
            schritt("finanzamt", "finanzamt_mitteilung", (15, 40), 50),
            schritt("finanzamt", "eingang_bestaetigung", (8, 20), 25).nach("finanzamt_mitteilung"),
            schritt("anwalt", "anwalt_vertretung", (10, 25), 20).nach("grundsteuer_nachtrag"),
            schritt("anwalt", "anwalt_erinnerung", (15, 30), 60).nach("anwalt_vertretung"),
            schritt("eigentuemer", "zahlung_nachweis", (15, 40), 35),
            schritt("eigentuemer", "eigentum_wechsel", (30, 120), 15),
        ],
    },
    Verlauf {
        art: "wasser",
        gewicht: 30,
        plan: "4.3",
        akte: "{ortsteil}",
        betreff: "[Wassergebühren {strasse}|Wasser/Abwasser {eigentuemer_kurz}|Verbrauchsabrechnung {strasse}]",
        sache: "Wasser {strasse}|Wasserabrechnung {strasse}|Zähler {zaehler}",
        rollen: &[
            ("eigentuemer", "privat hausverwaltung"),
            ("verband", "wasserverband"),
            ("mieter", "privat"),
        ],
        mandant: "eigentuemer",
        zuhause: true,
        von_uns: true,
        kasse: 100,
        schritte: &[
            schritt("eigentuemer", "wasser_zaehlerstand", (5, 20), 40)
                .sonst("eigentuemer", "wasser_widerspruch"),
            schritt("eigentuemer", "wasser_widerspruch", (25, 60), 35).nach("wasser_zaehlerstand"),
            schritt("verband", "wasser_verband", (15, 35), 45).nach("wasser_widerspruch"),
            schritt("eigentuemer", "wasser_nachtrag", (8, 25), 55).nach("wasser_widerspruch"),
            schritt("eigentuemer", "raten_bitte", (10, 25), 25),
            schritt("eigentuemer", "zahlung_nachweis", (15, 40), 35),
            schritt("eigentuemer", "eigentum_wechsel", (40, 120), 12),
        ],
        ..LEER
    },
    Verlauf {
        art: "verwarnung",
        gewicht: 38,
        plan: "3.3",
        akte: "{halbjahr}",
        betreff: "[Verwarnung {kennzeichen}|{halter_kurz}, {kennzeichen}|Verwarnung vom {ereignis}, {strassenname}]",
        sache: "Verwarnung {kennzeichen}|{kennzeichen}|Strafzettel vom {ereignis}",
        rollen: &[("halter", "privat tiefbau elektro spedition"), ("anwalt", "anwalt")],
        mandant: "halter",
        von_uns: true,
        kasse: 100,
        schritte: &[
            schritt("halter", "verwarnung_widerspruch", (5, 18), 75)
                .sonst("halter", "halterangabe"),
            schritt("halter", "verwarnung_nachtrag", (10, 22), 45).nach("verwarnung_widerspruch"),
            schritt("anwalt", "anwalt_vertretung", (8, 22), 25),
            schritt("anwalt", "anwalt_begruendung", (12, 26), 65).nach("anwalt_vertretung"),
            schritt("anwalt", "fristverlaengerung", (5, 12), 25).nach("anwalt_vertretung"),
            schritt("halter", "zahlung_nachweis", (12, 28), 45),
        ],
        ..LEER
    },
    Verlauf {
        art: "stundung",
        gewicht: 12,
        plan: "2.3",
        akte: "Stundung",
        betreff: "[Stundung {schuldner_kurz}|Ratenzahlung {schuldner}]",
        sache: "Stundung|Ratenzahlung {schuldner_kurz}|meine Schulden bei der Gemeinde",
        rollen: &[
            ("schuldner", "privat"),
            ("verwalter", "anwalt"),
            ("vollzieher", "gerichtsvollzieher"),
        ],
        mandant: "schuldner",
        von_uns: true,
        kasse: 100,
        schritte: &[
            schritt("schuldner", "raten_bitte", (6, 20), 90),
            schritt("schuldner", "nachreichung_privat", (8, 20), 50),
            schritt("schuldner", "zahlung_nachweis", (20, 45), 40),
            schritt("vollzieher", "vollstreckung_rueckgabe", (20, 45), 35),
            schritt("verwalter", "insolvenz_anzeige", (15, 50), 25),
            schritt("verwalter", "anwalt_erinnerung", (20, 40), 45).nach("insolvenz_anzeige"),
        ],
        ..LEER
    },
    Verlauf {
        art: "gewerbesteuer",
        gewicht: 12,
        plan: "2.2",
        akte: "Gewerbesteuer",
        betreff: "[Gewerbesteuer {betrieb_kurz}|{betrieb}, Vorauszahlungen]",
        sache: "Gewerbesteuer {betrieb_kurz}|Vorauszahlungen {betrieb}",
        rollen: &[
            ("berater", "steuerberater"),
            ("betrieb", "gastwirt elektro tiefbau betrieb dach spedition"),
            ("finanzamt", "finanzamt"),
        ],
        mandant: "betrieb",
        kasse: 80,
        schritte: &[
            schritt("berater", "stb_mitteilung", (0, 0), 65).sonst("finanzamt", "messbescheid"),
            schritt("berater", "fristverlaengerung", (10, 25), 40).nach("stb_mitteilung"),
            schritt("finanzamt", "messbescheid", (15, 40), 40).nach("stb_mitteilung"),
            schritt("berater", "nachreichung_firma", (10, 25), 45).nach("stb_mitteilung"),
            schritt("berater", "sachstand_firma", (15, 30), 40).nach("stb_mitteilung"),
        ],
        ..LEER
    },
];
