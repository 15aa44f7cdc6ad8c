//! Names to choose from: invented combinations, places that are on no map, postal codes that are
//! not in use.
//!
//! Never taken from a register or a telephone book.

/// Given names.
pub const VORNAMEN: &[&str] = &[
    "Adalbert",
    "Almut",
    "Bertram",
    "Birgitta",
    "Cosima",
    "Detmar",
    "Edeltraud",
    "Eike",
    "Fenja",
    "Friedhelm",
    "Gerlinde",
    "Gotthard",
    "Heidrun",
    "Hinnerk",
    "Ilse",
    "Isidor",
    "Jella",
    "Jost",
    "Käthe",
    "Kunibert",
    "Leopold",
    "Lioba",
    "Mechthild",
    "Norwin",
    "Odette",
    "Ottokar",
    "Philippa",
    "Quirin",
    "Ragna",
    "Roswitha",
    "Sieglinde",
    "Tjorven",
    "Ulf",
    "Undine",
    "Veit",
    "Walburga",
    "Wenzel",
    "Xaver",
    "Yorick",
    "Zita",
];

/// Family names.
pub const FAMILIENNAMEN: &[&str] = &[
    "Ackerpfuhl",
    "Bergmüßig",
    "Birkenzapf",
    "Blaubusch",
    "Dornquast",
    "Eibentreu",
    "Eschenloh",
    "Fährdrich",
    "Fennwald",
    "Finkenmoos",
    "Glasapfel",
    "Grünzweiler",
    "Haferstroh",
    "Hagedünn",
    "Hollerbach",
    "Immenroth",
    "Kälberlah",
    "Kienspan",
    "Kornfänger",
    "Krummhübel",
    "Lauenstieg",
    "Lindwurmer",
    "Löwenzahn",
    "Moosbröder",
    "Mühlenstrich",
    "Nesselwang",
    "Öhrenklee",
    "Osterlind",
    "Pfefferkrug",
    "Quellmalz",
    "Rabenhorst",
    "Rohrdommel",
    "Rübenkamp",
    "Schlehdorn",
    "Schönwetter",
    "Sonnenkalb",
    "Storchenau",
    "Tannengrün",
    "Überall",
    "Vogelbeer",
    "Wacholder",
    "Weißkittel",
    "Wiesengrund",
    "Zaunkönig",
    "Zwetschger",
];

/// Streets.
pub const STRASSEN: &[&str] = &[
    "Ährenweg",
    "Am Anger",
    "Am Quellbach",
    "Birkenweg",
    "Brunnenstraße",
    "Feldrain",
    "Gänsewiese",
    "Hohlweg",
    "Kirchgasse",
    "Lerchengrund",
    "Marktstraße",
    "Mühlgässchen",
    "Obere Straße",
    "Schulgasse",
    "Talstraße",
    "Untere Straße",
    "Weinbergstraße",
    "Zum Weiher",
];

/// Postal codes and places.
pub const ORTE: &[(&str, &str)] = &[
    ("00417", "Lindenhain"),
    ("00417", "Lindenhain"),
    ("00417", "Lindenhain"),
    ("00418", "Lindenhain OT Unterquell"),
    ("00420", "Quittenau"),
    ("00423", "Nebelrode"),
    ("00431", "Wachtelgrün"),
];

/// Trades, and what they offer.
pub const GEWERKE: &[(&str, &str)] = &[
    ("Malerbetrieb", "Fassaden · Innenräume · Böden"),
    ("Elektro", "Anlagen · Beleuchtung · Prüfungen"),
    ("Gartenbau", "Pflege · Baumschnitt · Wegebau"),
    ("Schlosserei", "Geländer · Tore · Reparaturen"),
    ("Tiefbau", "Leitungen · Pflaster · Winterdienst"),
    ("Glaserei", "Fenster · Türen · Notverglasung"),
];

/// Clubs.
pub const VEREINE: &[&str] = &[
    "Förderverein Freibad Lindenhain",
    "Freiwillige Chorgemeinschaft Unterquell",
    "Gartenfreunde Zum Weiher",
    "Sportverein Quellbach 08",
    "Verein der Bienenfreunde Lindenhain",
];

/// Offices and their departments.
pub const STELLEN: &[(&str, &str)] = &[
    ("Landratsamt Nebelkreis", "Verkehrsbehörde"),
    ("Landratsamt Nebelkreis", "Umwelt und Naturschutz"),
    ("Stadt Quittenau", "Ordnungsamt"),
    ("Wasserverband Quellbach", "Technik"),
];

/// Animals.
pub const TIERE: &[&str] =
    &["Basko", "Bella", "Flöckchen", "Frieda", "Hexe", "Krümel", "Luchs", "Mütze", "Wotan"];
