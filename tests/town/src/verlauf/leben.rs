//! Children, school, graves, clubs, festivities.
//!
//! Never a person who lives or lived.

use super::{LEER, Verlauf, schritt};

pub(super) const VERLAEUFE: &[Verlauf] = &[
    Verlauf {
        art: "kita",
        gewicht: 28,
        plan: "5.1",
        akte: "{kita}",
        betreff: "[{kind}, {kita}|Kitaplatz {kind}|{kita}, Familie {eltern_kurz}]",
        sache: "Kitaplatz für {kind}|{kind}|Anmeldung {kind}",
        rollen: &[("eltern", "privat"), ("jugendamt", "jugendamt")],
        zuhause: true,
        kasse: 70,
        schritte: &[
            schritt("eltern", "kita_anmeldung", (0, 0), 100),
            schritt("eltern", "kita_nachreichung", (8, 25), 50),
            schritt("jugendamt", "kita_jugendamt", (10, 35), 35),
            schritt("eltern", "sachstand_privat", (12, 40), 35),
            schritt("eltern", "kita_aenderung", (30, 90), 40),
            schritt("eltern", "kita_beitrag", (15, 45), 35),
            schritt("jugendamt", "eingang_bestaetigung", (10, 25), 40).nach("kita_jugendamt"),
            schritt("eltern", "kita_kuendigung", (30, 100), 30),
        ],
        ..LEER
    },
    Verlauf {
        art: "schulweg",
        gewicht: 10,
        plan: "5.2",
        akte: "Beförderung",
        betreff: "[Schülerbeförderung {kind}|Schulweg {ortsteil}, {eltern_kurz}]",
        sache: "Schulweg von {kind}|Schulweg {ortsteil}|Fahrkarte für {kind}",
        rollen: &[("eltern", "privat"), ("bus", "busbetrieb"), ("amt", "schulamt")],
        zuhause: true,
        schritte: &[
            schritt("eltern", "schulweg_antrag", (0, 0), 100),
            schritt("bus", "schulweg_bus", (10, 25), 45),
            schritt("amt", "schulamt_mitteilung", (8, 25), 45),
            schritt("eltern", "sachstand_privat", (10, 25), 50),
            schritt("eltern", "nachreichung_privat", (8, 20), 30),
        ],
        ..LEER
    },
    Verlauf {
        art: "grab",
        gewicht: 24,
        plan: "6.1",
        akte: "{feld}",
        betreff: "[Grab {grab}|{verstorbene}, {grab}|Grabstätte {angehoerige_kurz}]",
        sache: "Grab {grab}|Grabstätte {verstorbene}",
        rollen: &[
            ("angehoerige", "privat"),
            ("bestatter", "bestatter"),
            ("steinmetz", "steinmetz"),
        ],
        kasse: 80,
        schritte: &[
            schritt("bestatter", "bestattung_anmeldung", (0, 0), 50)
                .sonst("angehoerige", "grab_verlaengerung"),
            schritt("bestatter", "nachreichung_firma", (2, 6), 30).nach("bestattung_anmeldung"),
            schritt("steinmetz", "grabmal_antrag", (20, 60), 50),
            schritt("angehoerige", "grab_frage", (12, 40), 40),
            schritt("steinmetz", "sachstand_firma", (14, 30), 40).nach("grabmal_antrag"),
            schritt("angehoerige", "zahlung_nachweis", (15, 40), 35),
            schritt("angehoerige", "raten_bitte", (8, 20), 15),
            schritt("angehoerige", "grab_rueckgabe", (30, 120), 15),
        ],
        ..LEER
    },
    Verlauf {
        art: "fest",
        gewicht: 18,
        plan: "3.4",
        akte: "Feste",
        betreff: "[{ding} {verein_kurz}|{ding} am {termin}|{verein}, {ding}]",
        sache: "{ding} am {termin}|unser {ding}|{ding}",
        dinge: &[
            "Sommerfest;ein Sommerfest;Fest",
            "Weinfest;ein Weinfest",
            "Sportfest;ein Sportfest;Turnier",
            "Chorabend;einen Chorabend;Konzert",
            "Kirmes;eine Kirmes;Kirchweih",
            "Oldtimertreffen;ein Oldtimertreffen;Treffen",
            "Adventsmarkt;einen Adventsmarkt;Weihnachtsmarkt",
            "Fackelumzug;einen Fackelumzug;Umzug",
            "Vereinsjubiläum;ein Vereinsjubiläum;Jubiläum",
        ],
        rollen: &[("verein", "verein"), ("polizei", "polizei"), ("anwohner", "privat")],
        kasse: 30,
        schritte: &[
            schritt("verein", "fest_anzeige", (0, 0), 100),
            schritt("polizei", "fest_polizei", (5, 15), 45),
            schritt("verein", "fest_nachreichung", (6, 15), 60),
            schritt("verein", "termin_zusage", (4, 12), 25),
            schritt("anwohner", "fest_beschwerde", (15, 35), 40),
            schritt("verein", "fest_absage", (5, 20), 20),
        ],
        ..LEER
    },
    Verlauf {
        art: "gestattung",
        gewicht: 10,
        plan: "3.1",
        akte: "Gestattungen",
        betreff: "[Gestattung {ding}, {wirt_kurz}|Ausschank {termin}]",
        sache: "{ding} am {termin}|Gestattung {ding}",
        dinge: &[
            "Hoffest;ein Hoffest;Fest im Hof",
            "Glühweinstand;einen Glühweinstand;Stand",
            "Maifeuer;ein Maifeuer;Feuer",
            "Biergarten;einen Biergarten;Ausschank im Freien",
        ],
        rollen: &[("wirt", "gastwirt verein"), ("anwohner", "privat")],
        kasse: 70,
        schritte: &[
            schritt("wirt", "gestattung_antrag", (0, 0), 100),
            schritt("wirt", "nachreichung_firma", (4, 12), 50),
            schritt("anwohner", "fest_beschwerde", (12, 30), 35),
            schritt("wirt", "zahlung_nachweis", (10, 25), 35),
        ],
        ..LEER
    },
    Verlauf {
        art: "vereinsfoerderung",
        gewicht: 14,
        plan: "5.3",
        akte: "{vereinsart}",
        betreff: "[Zuschuss {verein_kurz}, {ding}|Förderung {ding}|{verein}, {ding}]",
        sache: "Zuschuss für {ding}|{ding}",
        dinge: &[
            "neue Tore;neue Tore;Fußballtore",
            "Notenständer;Notenständer",
            "Dach am Vereinsheim;das Dach am Vereinsheim;Dachsanierung",
            "Jugendfahrt;eine Jugendfahrt;Fahrt der Jugend",
            "Flutlicht;das Flutlicht;Beleuchtung am Platz",
            "Bienenlehrpfad;einen Bienenlehrpfad;Lehrpfad",
            "Trikots;Trikots;Sportkleidung",
        ],
        rollen: &[("verein", "verein")],
        schritte: &[
            schritt("verein", "zuschuss_antrag", (0, 0), 100),
            schritt("verein", "zuschuss_nachreichung", (10, 25), 55),
            schritt("verein", "sachstand_privat", (15, 30), 35),
            schritt("verein", "zuschuss_nachweis", (40, 120), 50),
        ],
        ..LEER
    },
    Verlauf {
        art: "saalmiete",
        gewicht: 20,
        plan: "4.4",
        akte: "Dorfgemeinschaftshaus",
        betreff: "[Saalmiete {mieter_kurz}|Saal {termin}, {ding}|Dorfgemeinschaftshaus, {mieter_kurz}]",
        sache: "{ding} im Dorfgemeinschaftshaus|Saalmiete {termin}|Saal am {termin}",
        dinge: &[
            "Hochzeit;eine Hochzeit;Hochzeitsfeier",
            "Geburtstag;einen Geburtstag;Geburtstagsfeier",
            "Mitgliederversammlung;eine Mitgliederversammlung;Versammlung",
            "Taufe;eine Taufe;Tauffeier",
            "Betriebsfeier;eine Betriebsfeier;Firmenfeier",
            "Tanzkurs;einen Tanzkurs",
            "Schlachtfest;ein Schlachtfest",
        ],
        rollen: &[("mieter", "privat verein gastwirt elektro")],
        kasse: 90,
        schritte: &[
            schritt("mieter", "saal_anfrage", (0, 0), 100),
            schritt("mieter", "saal_zusage", (6, 15), 60),
            schritt("mieter", "saal_aenderung", (10, 35), 35),
            schritt("mieter", "zahlung_nachweis", (10, 25), 25),
            schritt("mieter", "saal_kaution", (15, 45), 45),
        ],
        ..LEER
    },
];
