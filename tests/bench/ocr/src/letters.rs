//! German letters of an office, in words of our own.
//!
//! Never a real person, place or file.

use crate::rng::Rng;

/// A page to be set: lines in reading order.
pub(crate) struct Letter {
    pub(crate) lines: Vec<Line>,
}

/// One line; the cells of a table are its parts, everything else has one part.
pub(crate) struct Line {
    pub(crate) cells: Vec<String>,
}

impl Letter {
    /// What stands on the page, a line per line.
    pub(crate) fn text(&self) -> String {
        let line = |line: &Line| line.cells.join(" ");
        self.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Writes a letter whose lines have at most so many characters.
pub(crate) fn letter(rng: &mut Rng, number: usize, line_chars: usize) -> Letter {
    let mut page = Letter { lines: Vec::new() };
    page.line("Gemeinde Ährenfeld an der Mühle");
    page.line(rng.pick(&AEMTER));
    page.line("Rathausgässchen 7, 99998 Ährenfeld");
    page.gap();
    page.line(&format!("Unser Zeichen: {}", rng.pick(&ZEICHEN)));
    page.line(&format!(
        "Ihre Nachricht vom {:02}.{:02}.2026",
        rng.below(28) + 1,
        rng.below(12) + 1
    ));
    page.gap();
    let subject = BETREFFE.get(number % BETREFFE.len()).copied().unwrap_or_default();
    page.line(subject);
    page.gap();
    page.line("Sehr geehrte Damen und Herren,");
    page.gap();
    for step in 0..6 {
        // A step that shares no factor with the number of paragraphs: no page says a thing twice.
        let index = (number * 5 + step * 7) % ABSAETZE.len();
        page.paragraph(ABSAETZE.get(index).copied().unwrap_or_default(), line_chars);
        page.gap();
    }
    for row in 0..4 {
        let (name, price) =
            POSTEN.get((number + row * 3) % POSTEN.len()).copied().unwrap_or_default();
        let count = rng.below(9) + 1;
        page.lines.push(Line {
            cells: vec![
                format!("{}.", row + 1),
                name.to_owned(),
                format!("{count}"),
                format!("{price},{:02} €", rng.below(100)),
            ],
        });
    }
    page.gap();
    page.line("Mit freundlichen Grüßen");
    page.line("Im Auftrag");
    page
}

impl Letter {
    fn line(&mut self, text: &str) {
        self.lines.push(Line { cells: vec![text.to_owned()] });
    }

    fn gap(&mut self) {
        self.lines.push(Line { cells: Vec::new() });
    }

    fn paragraph(&mut self, text: &str, line_chars: usize) {
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > line_chars {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(&line);
    }
}

const AEMTER: [&str; 4] =
    ["Bauverwaltung", "Ordnungsamt, Straßenverkehr", "Kämmerei und Steuern", "Hauptamt, Personal"];

const ZEICHEN: [&str; 6] = [
    "4.2-17/2026",
    "1.1-3/2026-02",
    "10.24-112/2025",
    "32-141.07/26 Mü",
    "6.03-8/2026",
    "20.2/913-15/2024",
];

const BETREFFE: [&str; 8] = [
    "Straßenrechtliche Anordnung nach § 45 Abs. 3 StVO",
    "Bescheid über die Hundesteuer für das Jahr 2026",
    "Anhörung nach § 28 Abs. 1 VwVfG",
    "Sondernutzung öffentlicher Flächen, § 18 ThürStrG",
    "Erschließungsbeitrag gemäß §§ 127 ff. BauGB",
    "Widerspruch gegen den Gebührenbescheid vom 3. März",
    "Satzungsänderung: Übersicht für den Gemeinderat",
    "Auskunft aus dem Melderegister, § 44 BMG",
];

const ABSAETZE: [&str; 20] = [
    "auf Ihren Antrag ordnen wir nach § 45 Abs. 1 Satz 1 StVO für die Dauer der Bauarbeiten ein absolutes Haltverbot (Zeichen 283) an. Die Beschilderung ist mindestens 72 Stunden vorher aufzustellen; ein Protokoll darüber ist zu führen.",
    "Grundlage der Festsetzung sind § 2 und § 5 der Hundesteuersatzung in Verbindung mit § 11 ThürKAG. Die Steuer beträgt für den ersten Hund 48,00 €, für jeden weiteren 72,50 €. Sie wird am 1. Juli fällig.",
    "Bevor ein Verwaltungsakt erlassen wird, der in Ihre Rechte eingreift, geben wir Ihnen nach § 28 VwVfG Gelegenheit, sich bis zum 14. des nächsten Monats zu den erheblichen Tatsachen zu äußern.",
    "Die Verkehrsfläche zwischen Mühlstraße 8 und Försterweg 12 wird für Gerüst und Kran auf einer Länge von 18,5 m und einer Breite von 2,40 m überlassen. Fußgänger sind über den gegenüberliegenden Gehweg zu führen.",
    "Der beitragsfähige Aufwand wurde nach §§ 128, 129 BauGB ermittelt und auf 1.284 m² Grundstücksfläche verteilt. Auf Ihr Flurstück 46/8 entfallen danach 3.417,86 €. Eine Stundung ist nach § 135 Abs. 2 BauGB möglich.",
    "Ihr Widerspruch ist am 8. April fristgerecht eingegangen. Er hat nach § 80 Abs. 2 Satz 1 Nr. 1 VwGO keine aufschiebende Wirkung; die Gebühr ist deshalb vorläufig zu zahlen.",
    "Der Gemeinderat hat am 11. Mai mit 9 Ja-Stimmen, 3 Nein-Stimmen und 1 Enthaltung beschlossen. Der Beschluss ist nach § 21 Abs. 3 ThürKO der Rechtsaufsicht vorzulegen und danach öffentlich bekannt zu machen.",
    "Wir weisen darauf hin, dass einfache Melderegisterauskünfte nach § 44 BMG nur erteilt werden, wenn die gesuchte Person eindeutig bestimmt ist. Die Gebühr von 8,00 € ist im Voraus zu entrichten.",
    "Für die Benutzung der Turnhalle gelten die Öffnungszeiten von 8 bis 22 Uhr. Übungsleiterinnen und Übungsleiter erhalten je einen Schlüssel; Verlust oder Beschädigung sind unverzüglich anzuzeigen.",
    "Nach § 4 Abs. 2 der Friedhofssatzung beträgt die Ruhezeit 25 Jahre. Das Nutzungsrecht an der Grabstätte Nr. 114 läuft am 31. Dezember 2026 aus und kann um höchstens 15 Jahre verlängert werden.",
    "Die Prüfung der Jahresrechnung ergab keine Beanstandungen. Überplanmäßige Ausgaben in Höhe von 12.640,15 € wurden nach § 58 ThürKO genehmigt; ihre Deckung ist durch Minderausgaben gewährleistet.",
    "Bäume mit einem Stammumfang von mehr als 50 cm dürfen nur mit Genehmigung gefällt werden. Nach § 39 Abs. 5 Satz 1 Nr. 2 BNatSchG ist dies vom 1. März bis zum 30. September grundsätzlich verboten.",
    "Ordnungswidrig handelt nach § 49 Abs. 3 Nr. 4 StVO, wer vorsätzlich oder fahrlässig eine durch Verkehrszeichen angeordnete Beschränkung nicht befolgt. Das Verwarnungsgeld beträgt 25,00 €.",
    "Der Kindergarten „Spatzennest“ nimmt ab August 14 weitere Kinder auf. Die Elternbeiträge richten sich nach § 29 ThürKigaG und der Anlage zur Gebührensatzung; Geschwister zahlen die Hälfte.",
    "Die Abwassergebühr errechnet sich aus dem Frischwasserverbrauch. Abgelesen wurden 137 m³; bei 2,86 € je Kubikmeter ergibt dies 391,82 €. Abzüge für Gartenwasser sind nach § 8 Abs. 4 der Satzung nachzuweisen.",
    "Gegen diesen Bescheid kann innerhalb eines Monats nach Bekanntgabe Widerspruch erhoben werden. Der Widerspruch ist schriftlich, in elektronischer Form nach § 3a Abs. 2 VwVfG oder zur Niederschrift einzulegen.",
    "Personenbezogene Daten verarbeiten wir auf der Grundlage von Art. 6 Abs. 1 Buchst. e DSGVO und § 16 ThürDSG. Näheres entnehmen Sie bitte dem beigefügten Merkblatt (Anlage 8, 2 Seiten).",
    "Zur Ortsbesichtigung am Dienstag, dem 19. Mai, um 8.30 Uhr laden wir Sie herzlich ein. Treffpunkt ist die Brücke am Flößergraben. Bitte bringen Sie den Lageplan im Maßstab 1:500 mit.",
    "Die Ausschreibung erfolgt beschränkt nach § 3 Abs. 3 VOB/A. Angebote sind bis 10:00 Uhr verschlossen einzureichen; Nebenangebote werden nicht zugelassen. Die Zuschlagsfrist endet nach 46 Kalendertagen.",
    "Nach § 839 BGB in Verbindung mit Art. 34 GG haftet die Gemeinde nur bei schuldhafter Verletzung der Räum- und Streupflicht. Bitte schildern Sie den Hergang und nennen Sie Zeugen, möglichst mit Anschrift.",
];

const POSTEN: [(&str, &str); 9] = [
    ("Grundgebühr", "46"),
    ("Verkehrszeichen, je Stück", "8"),
    ("Ausfertigung und Porto", "12"),
    ("Prüfung der Unterlagen", "135"),
    ("Beglaubigung nach § 33 VwVfG", "5"),
    ("Säumniszuschlag, § 240 AO", "17"),
    ("Ortsbesichtigung", "64"),
    ("Ablichtungen DIN A3", "3"),
    ("Gebühr nach § 7 Nr. 2", "28"),
];
