//! Roads: closures, use of pavements, defects, pipes, accidents.
//!
//! Never a real street.

use super::{LEER, Verlauf, schritt};

pub(super) const VERLAEUFE: &[Verlauf] = &[
    Verlauf {
        art: "sperrung",
        gewicht: 24,
        plan: "4.2",
        akte: "{strassenname}",
        betreff: "[Sperrung {strassenname}, {ding}|{strassenname}: {ding}|Verkehrsrechtliche Anordnung {firma_kurz}]",
        sache: "Sperrung {strassenname}|{ding}, {strassenname}|Baustelle {strassenname}",
        dinge: &[
            "Kanalreparatur;eine Kanalreparatur;Reparatur am Kanal",
            "Aufstellen eines Krans;das Aufstellen eines Krans;Kranaufbau",
            "Dacharbeiten;Dacharbeiten",
            "Hausanschluss;einen Hausanschluss;Anschlussarbeiten",
            "Asphaltarbeiten;Asphaltarbeiten;Deckenerneuerung",
            "Baumpflege;eine Baumpflege;Baumarbeiten",
            "Fassadengerüst;ein Fassadengerüst;Gerüst",
            "Wasserrohrbruch;die Behebung eines Wasserrohrbruchs;Rohrbruch",
            "Betonlieferung;eine Betonlieferung",
        ],
        rollen: &[
            ("firma", "tiefbau hochbau geruest dach gala"),
            ("polizei", "polizei"),
            ("bus", "busbetrieb"),
            ("anwohner", "privat"),
        ],
        kasse: 40,
        schritte: &[
            schritt("firma", "sperrung_antrag", (0, 0), 100),
            schritt("polizei", "sperrung_polizei", (3, 9), 45),
            schritt("bus", "sperrung_bus", (2, 8), 35),
            schritt("firma", "nachreichung_firma", (3, 8), 35),
            schritt("anwohner", "sperrung_beschwerde", (8, 20), 35),
            schritt("firma", "sperrung_verlaengerung", (5, 15), 50),
            schritt("anwohner", "sachstand_privat", (8, 15), 30).nach("sperrung_beschwerde"),
            schritt("firma", "sperrung_ende", (6, 15), 50),
        ],
        ..LEER
    },
    Verlauf {
        art: "sondernutzung",
        gewicht: 18,
        plan: "4.2",
        akte: "Sondernutzungen",
        betreff: "[Sondernutzung {strasse}, {ding}|{firma_kurz}, {ding}]",
        sache: "Sondernutzung {strasse}|{ding}, {strasse}",
        dinge: &[
            "Gerüst;ein Gerüst;Baugerüst",
            "Container;einen Container;Absetzmulde",
            "Bauzaun;einen Bauzaun",
            "Warenständer;einen Warenständer;Auslage",
            "Tische und Stühle;Tische und Stühle;Außenbestuhlung",
            "Schuttmulde;eine Schuttmulde;Mulde",
        ],
        rollen: &[("firma", "geruest dach maler gastwirt privat")],
        kasse: 70,
        schritte: &[
            schritt("firma", "sonder_antrag", (0, 0), 100),
            schritt("firma", "nachreichung_firma", (4, 12), 35),
            schritt("firma", "sonder_verlaengerung", (12, 28), 50),
            schritt("firma", "zahlung_nachweis", (10, 30), 30),
        ],
        ..LEER
    },
    Verlauf {
        art: "schlagloch",
        gewicht: 16,
        plan: "4.2",
        akte: "{strassenname}",
        betreff: "[Straßenschaden {strassenname}|{ding}, {strassenname}|Meldung {melder_kurz}]",
        sache: "{ding} {strassenname}|{strassenname}",
        dinge: &[
            "Schlagloch;ein tiefes Schlagloch;Loch",
            "Absackung;eine Absackung;Delle",
            "Gullydeckel;ein loser Gullydeckel;Deckel",
            "Gehwegplatte;eine lose Gehwegplatte;Platte",
            "Bordstein;ein gebrochener Bordstein;Randstein",
            "Wurzelschaden;ein Wurzelschaden im Gehweg;Aufwölbung",
        ],
        rollen: &[("melder", "privat")],
        schritte: &[
            schritt("melder", "schlagloch_meldung", (0, 0), 100),
            schritt("melder", "schlagloch_erinnerung", (18, 45), 60),
            schritt("melder", "erledigt_privat", (15, 40), 20),
        ],
        ..LEER
    },
    Verlauf {
        art: "beleuchtung",
        gewicht: 10,
        plan: "4.2",
        akte: "Beleuchtung",
        betreff: "[Straßenbeleuchtung {strassenname}|Laterne Nr. {stelle}]",
        sache: "Straßenbeleuchtung {strassenname}|Laterne {strassenname}",
        dinge: &["Laterne;eine Laterne;Lampe", "Leuchte;eine Leuchte;Straßenlampe"],
        rollen: &[("melder", "privat"), ("elektriker", "elektro")],
        schritte: &[
            schritt("melder", "licht_meldung", (0, 0), 100),
            schritt("elektriker", "licht_angebot", (8, 20), 55),
            schritt("melder", "sachstand_privat", (10, 25), 30),
            schritt("elektriker", "auftrag_bestaetigung", (8, 18), 50).nach("licht_angebot"),
            schritt("elektriker", "sachstand_firma", (10, 25), 30).nach("licht_angebot"),
        ],
        ..LEER
    },
    Verlauf {
        art: "leitungsbau",
        gewicht: 14,
        plan: "4.2",
        akte: "Leitungen",
        betreff: "[{ding} {strassenname}|{versorger_kurz}, {ding}]",
        sache: "{ding} {strassenname}",
        dinge: &[
            "Glasfaserausbau;einen Glasfaserausbau;Breitbandausbau",
            "Stromkabel;ein Stromkabel;Niederspannungskabel",
            "Wasserleitung;eine Wasserleitung;Leitung DN 100",
            "Trafostation;eine Trafostation;Ortsnetzstation",
            "Schmutzwasserkanal;einen Schmutzwasserkanal;Kanal",
        ],
        rollen: &[
            ("versorger", "strom wasserverband telefon"),
            ("firma", "tiefbau"),
            ("anwohner", "privat"),
        ],
        schritte: &[
            schritt("versorger", "leitung_ankuendigung", (0, 0), 100),
            schritt("versorger", "leitung_plan", (10, 25), 55),
            schritt("versorger", "leitung_verschiebung", (12, 30), 50),
            schritt("firma", "sperrung_antrag", (8, 20), 40),
            schritt("anwohner", "sperrung_beschwerde", (10, 25), 35),
            schritt("versorger", "sachstand_firma", (8, 20), 35),
            schritt("versorger", "leitung_fertig", (15, 40), 55),
        ],
        ..LEER
    },
    Verlauf {
        art: "haftpflicht",
        gewicht: 20,
        plan: "1.4",
        akte: "Haftpflicht",
        betreff: "[Haftpflichtschaden {geschaedigter_kurz}, {strassenname}|Schaden vom {ereignis}, {strassenname}|{geschaedigter_kurz} ./. Gemeinde]",
        sache: "Schaden vom {ereignis}|Unfall {strassenname}|Schaden {strassenname}, {ereignis}",
        dinge: &[
            "ein Schlagloch;ein Schlagloch;Schlagloch",
            "eine lose Platte;eine lose Platte;Gehwegplatte",
            "ein herabgefallener Ast;einen herabgefallenen Ast;Ast",
            "Glatteis;Glatteis;nicht gestreute Stelle",
            "ein loser Deckel;einen losen Deckel;Kanaldeckel",
            "ein umgestürztes Verkehrszeichen;ein umgestürztes Verkehrszeichen;Schild",
        ],
        rollen: &[
            ("geschaedigter", "privat"),
            ("versicherer", "kommunalversicherer"),
            ("gegenseite", "versicherer"),
            ("anwalt", "anwalt"),
            ("gericht", "gericht"),
        ],
        mandant: "geschaedigter",
        schritte: &[
            schritt("geschaedigter", "schaden_meldung", (0, 0), 100),
            schritt("versicherer", "schaden_rueckfrage", (10, 22), 75),
            schritt("geschaedigter", "schaden_kva", (5, 16), 55),
            schritt("gegenseite", "regress", (10, 35), 35),
            schritt("gegenseite", "sachstand_firma", (18, 35), 55).nach("regress"),
            schritt("versicherer", "schaden_ablehnung", (15, 35), 60)
                .sonst("versicherer", "schaden_regulierung"),
            schritt("anwalt", "anwalt_schaden", (8, 22), 60).nach("schaden_ablehnung"),
            schritt("versicherer", "eingang_bestaetigung", (8, 15), 40).nach("anwalt_schaden"),
            schritt("anwalt", "anwalt_erinnerung", (14, 28), 60).nach("anwalt_schaden"),
            schritt("gericht", "gericht_verfuegung", (25, 50), 40).nach("anwalt_erinnerung"),
        ],
        ..LEER
    },
];
