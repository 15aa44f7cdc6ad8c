//! The town: its filing plan, its Akten, its districts and streets.
//!
//! Never a real place, and never somebody else's filing plan.

/// Name of the town.
pub(crate) const GEMEINDE: &str = "Gemeinde Erlenquell";
/// Street of the town hall.
pub(crate) const RATHAUS: &str = "Am Anger 1";
/// Postal code, which is not in use.
pub(crate) const PLZ: &str = "00461";
/// The main village.
pub(crate) const KERNORT: &str = "Erlenquell";
/// The villages.
pub(crate) const ORTSTEILE: [&str; 4] = [KERNORT, "Oberquell", "Kieferlohe", "Sandmühlen"];

/// The nodes of the plan and their names.
pub(crate) const PLAN: &[(&str, &str)] = &[
    ("1.1", "Gemeindeorgane, Satzungen, Datenschutz"),
    ("1.2", "Personal"),
    ("1.3", "Wahlen und Statistik"),
    ("1.4", "Versicherungen und Schadensfälle"),
    ("2.1", "Haushalt und Fördermittel"),
    ("2.2", "Steuern"),
    ("2.3", "Kasse und Vollstreckung"),
    ("3.1", "Gewerbe und Gaststätten"),
    ("3.2", "Ordnung und Meldewesen"),
    ("3.3", "Verkehrsüberwachung"),
    ("3.4", "Veranstaltungen"),
    ("3.5", "Feuerwehr"),
    ("4.1", "Bauen und Planen"),
    ("4.2", "Straßen und Wege"),
    ("4.3", "Wasser und Abwasser"),
    ("4.4", "Gebäude und Liegenschaften"),
    ("4.5", "Grünflächen und Bäume"),
    ("4.6", "Vergaben"),
    ("5.1", "Kindertagesstätten"),
    ("5.2", "Schule"),
    ("5.3", "Vereine und Kultur"),
    ("6.1", "Friedhöfe"),
    ("6.2", "Abfall"),
];

/// An Akte of the plan: node, Betreff, what belongs into it (`*`: whatever has no other), year.
pub(crate) type Aktenvorlage = (&'static str, &'static str, &'static [&'static str], i16);

/// The Akten that exist from the beginning.
pub(crate) const AKTEN: &[Aktenvorlage] = &[
    ("1.1", "Datenschutz, Auskünfte an Betroffene", &["Datenschutz"], 2025),
    ("1.1", "Anfragen aus dem Gemeinderat", &[], 2025),
    ("1.1", "Satzungen und Bekanntmachungen", &[], 2024),
    ("1.2", "Stellenausschreibung Bauhof", &["Mitarbeiter im Bauhof"], 2026),
    ("1.2", "Stellenausschreibung Kindertagesstätten", &["pädagogische Fachkraft"], 2026),
    ("1.2", "Stellenausschreibung Verwaltung", &["Sachbearbeitung in der Kasse"], 2025),
    ("1.2", "Personal, laufende Angelegenheiten", &["Personal"], 2024),
    ("1.3", "Wahl des Kreistags 2026", &["Wahlen"], 2025),
    ("1.3", "Statistische Meldungen", &["Statistik"], 2025),
    ("1.4", "Haftpflichtschäden Straßen und Plätze", &["Haftpflicht"], 2025),
    ("1.4", "Schäden an Gebäuden der Gemeinde", &["Gebäude"], 2025),
    ("1.4", "Fahrzeuge des Bauhofs, Schäden", &[], 2024),
    ("2.1", "Fördermittel Neubau Feuerwehrhaus", &["Neubau Feuerwehrhaus"], 2025),
    ("2.1", "Fördermittel Radweg Oberquell", &["Radweg Oberquell"], 2025),
    ("2.1", "Fördermittel Umbau Grundschule", &["Umbau Grundschule"], 2026),
    ("2.1", "Fördermittel Dorfplatz Kieferlohe", &["Dorfplatz Kieferlohe"], 2026),
    ("2.2", "Hundesteuer A bis K", &["Hund A-K"], 2024),
    ("2.2", "Hundesteuer L bis Z", &["Hund L-Z"], 2024),
    ("2.2", "Grundsteuer Kernort", &["Grundsteuer Erlenquell"], 2025),
    ("2.2", "Grundsteuer Ortsteile", &["*"], 2025),
    ("2.2", "Gewerbesteuer", &["Gewerbesteuer"], 2025),
    ("2.3", "Stundung und Ratenzahlung", &["Stundung"], 2025),
    ("2.3", "Vollstreckungshilfe für andere Stellen", &[], 2025),
    ("3.1", "Gewerbeanzeigen", &["Gewerbeanzeigen"], 2026),
    ("3.1", "Gaststätten und Gestattungen", &["Gestattungen"], 2026),
    ("3.2", "Lärm und andere Immissionen", &["Lärm"], 2025),
    ("3.2", "Auskünfte aus dem Melderegister", &["Melderegister"], 2026),
    ("3.2", "Fundsachen", &[], 2026),
    ("3.3", "Verwarnungen zweites Halbjahr 2025", &["2025-2", "2025-1"], 2025),
    ("3.3", "Verwarnungen erstes Halbjahr 2026", &["2026-1"], 2026),
    ("3.3", "Verwarnungen zweites Halbjahr 2026", &["2026-2"], 2026),
    ("3.4", "Feste und Umzüge", &["Feste"], 2026),
    ("3.4", "Wochenmarkt", &[], 2024),
    ("3.5", "Fahrzeuge und Geräte der Feuerwehr", &["Geräte"], 2025),
    ("3.5", "Einsätze und Kostenersatz", &[], 2026),
    ("4.1", "Bauvorhaben Kernort", &["Erlenquell"], 2025),
    ("4.1", "Bauvorhaben Oberquell", &["Oberquell"], 2025),
    ("4.1", "Bauvorhaben Kieferlohe", &["Kieferlohe"], 2025),
    ("4.1", "Bauvorhaben Sandmühlen", &["Sandmühlen"], 2026),
    ("4.1", "Bebauungsplan Am Mühlgraben", &["Bebauungsplan Am Mühlgraben"], 2025),
    ("4.1", "Bebauungsplan Gewerbepark Torfstich", &["Bebauungsplan Gewerbepark Torfstich"], 2026),
    ("4.1", "Flächennutzungsplan, Fortschreibung", &["Flächennutzungsplan"], 2024),
    ("4.1", "Vorkaufsrechte, Negativzeugnisse", &["Vorkaufsrechte"], 2026),
    ("4.1", "Bauvorhaben Kernort (bis 2024)", &[], 2024),
    ("4.2", "Marktstraße, Unterhaltung und Verkehr", &["Marktstraße"], 2025),
    ("4.2", "Talstraße, Unterhaltung und Verkehr", &["Talstraße"], 2025),
    ("4.2", "Brunnenstraße, Unterhaltung und Verkehr", &["Brunnenstraße"], 2025),
    ("4.2", "Obere Straße, Unterhaltung und Verkehr", &["Obere Straße"], 2026),
    ("4.2", "Weinbergstraße, Unterhaltung und Verkehr", &["Weinbergstraße"], 2026),
    ("4.2", "Kirchgasse, Unterhaltung und Verkehr", &["Kirchgasse"], 2025),
    ("4.2", "übrige Gemeindestraßen, Unterhaltung und Verkehr", &["*"], 2025),
    ("4.2", "Sondernutzungen", &["Sondernutzungen"], 2026),
    ("4.2", "Straßenbeleuchtung", &["Beleuchtung"], 2025),
    ("4.2", "Leitungen und Aufbrüche", &["Leitungen"], 2026),
    ("4.3", "Gebühren Kernort", &["Erlenquell"], 2025),
    ("4.3", "Gebühren Ortsteile", &["*"], 2025),
    ("4.3", "Kanalnetz, Unterhaltung", &[], 2024),
    ("4.4", "Rathaus", &["Rathaus"], 2024),
    ("4.4", "Grundschule", &["Grundschule"], 2025),
    ("4.4", "Kita Wurzelkinder, Gebäude", &["Kita Wurzelkinder"], 2025),
    ("4.4", "Kita Bachstelze, Gebäude", &["Kita Bachstelze"], 2025),
    ("4.4", "Dorfgemeinschaftshaus", &["Dorfgemeinschaftshaus"], 2025),
    ("4.4", "Turnhalle Oberquell", &["Turnhalle Oberquell"], 2025),
    ("4.4", "Wohnhaus Kirchgasse 3", &["Kirchgasse 3"], 2024),
    ("4.4", "Wohnhaus Feldrain 11", &["Feldrain 11"], 2024),
    ("4.4", "Wohnhaus Schulgasse 8", &["Schulgasse 8"], 2025),
    ("4.4", "Pachtgrundstücke", &["Pacht"], 2024),
    ("4.5", "Fällungen auf privaten Grundstücken", &["Fällungen"], 2026),
    ("4.5", "Bäume an Straßen und Plätzen", &[], 2025),
    ("4.5", "Spielplätze", &[], 2025),
    ("4.6", "Ausbau Talstraße", &["Ausbau Talstraße"], 2025),
    ("4.6", "Dach der Grundschule", &["Dach der Grundschule"], 2025),
    ("4.6", "Heizung im Rathaus", &["Heizung im Rathaus"], 2026),
    ("4.6", "Spielplatz Sandmühlen", &["Spielplatz Sandmühlen"], 2026),
    ("4.6", "Kanalerneuerung Feldrain", &["Kanalerneuerung Feldrain"], 2026),
    ("5.1", "Kita Wurzelkinder, Plätze und Beiträge", &["Kita Wurzelkinder"], 2025),
    ("5.1", "Kita Bachstelze, Plätze und Beiträge", &["Kita Bachstelze"], 2025),
    ("5.2", "Schülerbeförderung", &["Beförderung"], 2026),
    ("5.2", "Grundschule, Betrieb", &[], 2025),
    ("5.3", "Förderung der Sportvereine", &["Sport"], 2026),
    ("5.3", "Förderung der übrigen Vereine", &["*"], 2026),
    ("6.1", "Waldfriedhof, Felder A bis C", &["A", "B", "C"], 2024),
    ("6.1", "Waldfriedhof, Felder D bis F", &["D", "E", "F"], 2024),
    ("6.1", "Friedhof Oberquell", &["O"], 2025),
    ("6.2", "Abfallbehälter", &["Abfallbehälter"], 2026),
    ("6.2", "Wilde Ablagerungen", &["Ablagerungen"], 2026),
];

/// Streets and the village they are in.
pub(crate) const STRASSEN: &[(&str, &str)] = &[
    ("Am Anger", KERNORT),
    ("Marktstraße", KERNORT),
    ("Kirchgasse", KERNORT),
    ("Talstraße", KERNORT),
    ("Brunnenstraße", KERNORT),
    ("Schulgasse", KERNORT),
    ("Weinbergstraße", KERNORT),
    ("Lerchengrund", KERNORT),
    ("Feldrain", KERNORT),
    ("Mühlgässchen", KERNORT),
    ("Obere Straße", KERNORT),
    ("Untere Straße", KERNORT),
    ("Am Mühlgraben", KERNORT),
    ("Torfstichweg", KERNORT),
    ("Quellenstraße", "Oberquell"),
    ("Am Hang", "Oberquell"),
    ("Birkenweg", "Oberquell"),
    ("Oberer Kirchweg", "Oberquell"),
    ("Zum Brünnlein", "Oberquell"),
    ("Kiefernallee", "Kieferlohe"),
    ("Lohestraße", "Kieferlohe"),
    ("Heideweg", "Kieferlohe"),
    ("Am Sägewerk", "Kieferlohe"),
    ("Sandstraße", "Sandmühlen"),
    ("Mühlenstraße", "Sandmühlen"),
    ("Hohlweg", "Sandmühlen"),
    ("Gänsewiese", "Sandmühlen"),
];

/// Returns the Akte of a node that something belongs into, by its place in [`AKTEN`].
pub(crate) fn akte(plan: &str, schluessel: &str) -> Option<usize> {
    let of_node = |key: &str| {
        AKTEN.iter().position(|(node, _, fuer, _)| *node == plan && fuer.contains(&key))
    };
    of_node(schluessel).or_else(|| of_node("*"))
}

/// Returns the name of a node.
pub(crate) fn planstelle(plan: &str) -> &'static str {
    PLAN.iter().find(|(node, _)| *node == plan).map_or("", |(_, name)| name)
}
