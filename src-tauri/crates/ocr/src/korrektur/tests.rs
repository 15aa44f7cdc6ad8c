//! The rules, seen on lines as Tesseract gives them.

use super::korrigiert;

#[track_caller]
fn becomes(read: &str, meant: &str) {
    assert_eq!(korrigiert(read), meant);
}

#[track_caller]
fn stays(line: &str) {
    assert_eq!(korrigiert(line), line);
}

#[test]
fn a_section_gets_its_sign_back() {
    becomes("nach $ 45 Abs. 1 Satz 1 StVO", "nach § 45 Abs. 1 Satz 1 StVO");
    becomes("nach 8 44 BMG nur erteilt", "nach § 44 BMG nur erteilt");
    becomes("Gebühr nach $ 7 Nr. 2", "Gebühr nach § 7 Nr. 2");
    becomes("Nach S 839 BGB in Verbindung", "Nach § 839 BGB in Verbindung");
    becomes("(8 3a Abs. 2 VwVfG)", "(§ 3a Abs. 2 VwVfG)");
    becomes("DSGVO und $ 16 ThürDSG.", "DSGVO und § 16 ThürDSG.");
    becomes("nach & 58 ThürK0 genehmigt", "nach § 58 ThürK0 genehmigt");
    becomes("nach 8 4 der Hauptsatzung", "nach § 4 der Hauptsatzung");
    becomes("des 8 2 der gemeindlichen Satzung", "des § 2 der gemeindlichen Satzung");
    becomes("nach $46 Abs. 1", "nach §46 Abs. 1");
    becomes("sind 8 2 und $ 5 der Ordnung", "sind § 2 und § 5 der Ordnung");
    becomes("sind 8 2 und 8 5 der Satzung", "sind § 2 und § 5 der Satzung");
    becomes("nach $ .28 VwVfG und $:240 AO", "nach § .28 VwVfG und §:240 AO");
    becomes("Beglaubigung nach N 33 VwVfG", "Beglaubigung nach § 33 VwVfG");
    becomes("sind nach s® 8 Abs. 4", "sind nach §§ 8 Abs. 4");
    becomes("Nach 8.39 Abs. 5 Satz 1", "Nach §39 Abs. 5 Satz 1");
    becomes("Ihnen nach $ 28.VwVfG", "Ihnen nach § 28.VwVfG");
    becomes("nach 8 28 ff. wird", "nach § 28 ff. wird");
}

#[test]
fn several_sections_get_both_signs_back() {
    becomes("gemäß 88 127 ff. BauGB", "gemäß §§ 127 ff. BauGB");
    becomes("nach $8 128, 129 BauGB", "nach §§ 128, 129 BauGB");
    becomes("88 5, 6 und 8 bis 10 der Satzung", "§§ 5, 6 und 8 bis 10 der Satzung");
    becomes("gemäß Ss 127 ff., Ss 5 AO", "gemäß Ss 127 ff., Ss 5 AO");
    becomes("wurde nach $8$ 128, 129 BauGB", "wurde nach §§ 128, 129 BauGB");
    becomes("SS 8 und 9 Abs. 2 AO", "§§ 8 und 9 Abs. 2 AO");
}

#[test]
fn a_section_may_stand_at_the_end_of_its_line() {
    becomes("Verbindung mit $\n11 ThürKAG", "Verbindung mit §\n11 ThürKAG");
    becomes("DSGVO und 8\n16 ThürDSG", "DSGVO und §\n16 ThürDSG");
}

#[test]
fn the_headings_of_a_statute_are_told_by_their_row() {
    becomes(
        "$ 4 Gebühren\n8 5 Fälligkeit\nDie Gebühr\nS 6 Inkrafttreten",
        "§ 4 Gebühren\n§ 5 Fälligkeit\nDie Gebühr\n§ 6 Inkrafttreten",
    );
    stays("§ 4 Gebühren\n8 17 Stühle\n88 5 Tische\n8 5 rote Tische");
}

#[test]
fn numbers_stay_numbers() {
    stays("3. Verkehrszeichen, je Stück 8 12,44 €");
    stays("Anlage 8 12 Blatt");
    stays("von 8 bis 22 Uhr, am 8. April");
    stays("Mühlstraße 8 und Försterweg 12");
    stays("Flurstück 46/8, 8 Abs. 4");
    stays("je Stück 8\n12 Abs. 2 folgt");
    stays("Zeichen 8 46 Nr. 2");
    stays("8 14 Nr. 3 Lieferungen");
    stays("8 120 kg und 8 12 GmbH");
    stays("Telefon 88 12 34 56");
    stays("S 8 fährt alle 20 Minuten");
    stays("Müller & 3 Söhne");
    stays("88 128 Stück");
    stays("8.240 AO");
    stays("Nach 8.39 Uhr, Ziffer 8.39 Abs. 5");
    stays("N 33 VwVfG und 5 33 Nr. 2, nach 5 33 Stück");
    stays("nach 5 Tagen und 5 12 BGB-Seiten");
}

#[test]
fn dollars_stay_dollars() {
    stays("zum Preis von $ 12,50 je Stück");
    stays("Umsatz von $ 5 Mio. im Jahr");
    stays("Kosten: $ 100 USD");
}

#[test]
fn what_is_right_stays_and_lines_stay_lines() {
    stays("nach § 45 Abs. 1 und §§ 128, 129 BauGB");
    stays("");
    stays("eins\n\nzwei  drei");
}

#[test]
fn an_amount_gets_its_euro_back() {
    becomes("Grundgebühr 8 64,69 ©", "Grundgebühr 8 64,69 €");
    becomes("(1.284,50 £)", "(1.284,50 €)");
    becomes("kosten 2,86 E. Danach", "kosten 2,86 €. Danach");
    becomes("den ersten 48,00 &, den zweiten", "den ersten 48,00 €, den zweiten");
    stays("48,00 & 72,50 und 3,00 & mehr");
    stays("Klasse 4,5 E und 12,50\nE wie Emil");
}
