//! Practice letters from firms, clubs and offices.
//!
//! Never from one that exists.

use jiff::civil::date;

use super::Brief;
use crate::letter::Briefkopf::{Behoerde, Handwerk, Verein};

pub(super) const BRIEFE: &[Brief] = &[
    Brief {
        datei: "02-sondernutzung-geruest.pdf",
        kopf: Handwerk,
        absender: [
            "Dachdeckerei Kolbrand",
            "Dächer · Gauben · Blecharbeiten",
            "Gewerbering 8",
            "00423",
            "Nebelrode",
            "00000 42380",
        ],
        datum: date(2026, 10, 7),
        betreff: "Gerüst auf dem Gehweg vor Marktstraße 7: Verlängerung bis 30. November 2026",
        bezug: Some("4.2-1/2026-2"),
        text: &[
            "mit Ihrem Bescheid haben Sie uns gestattet, den Gehweg vor dem Haus Marktstraße 7 \
             bis zum 31. Oktober 2026 für ein Gerüst zu nutzen. Beim Abdecken hat sich gezeigt, \
             dass die Sparren auf der Straßenseite erneuert werden müssen. Wir werden deshalb \
             nicht rechtzeitig fertig.",
            "Wir beantragen, die Sondernutzung bis zum 30. November 2026 zu verlängern. Größe und \
             Lage bleiben gleich: Länge 14,50 m, Tiefe 1,20 m, Durchgangshöhe 2,30 m. Der \
             Fußgängertunnel ist beleuchtet und bleibt stehen.",
            "Am Martinsumzug am 11. November lagern wir kein Material vor dem Haus. Den Rechnungs\
             betrag senden Sie bitte wie bisher an unser Büro.",
        ],
        anlagen: &[],
        gezeichnet: Some("Wieland Kolbrand"),
    },
    Brief {
        datei: "03-gewerbeanmeldung-nachfrage.pdf",
        kopf: Handwerk,
        absender: [
            "Café Zeitlos",
            "Inhaberin Swantje Pellmann",
            "Marktstraße 3",
            "00417",
            "Lindenhain",
            "00000 41703",
        ],
        datum: date(2026, 10, 12),
        betreff: "Gewerbeanmeldung Café Zeitlos: Unterlagen und zwei Fragen",
        bezug: Some("3.1-1/2026-1"),
        text: &[
            "wie besprochen reiche ich die fehlenden Unterlagen zu meiner Gewerbeanmeldung ein: \
             die Kopie meines Ausweises und den Mietvertrag für den Laden in der Marktstraße 3. \
             Eröffnen möchte ich am 20. November 2026.",
            "Zwei Fragen habe ich noch. Erstens: Darf ich im Sommer vier Tische vor das Café \
             stellen, und muss ich dafür einen eigenen Antrag stellen? Zweitens: An den \
             Adventssonntagen würde ich gern von 13 bis 18 Uhr öffnen. Ist das bei Ihnen oder \
             beim Landratsamt zu beantragen?",
            "Für eine kurze Rückmeldung bin ich dankbar, gern auch telefonisch am Vormittag.",
        ],
        anlagen: &[],
        gezeichnet: Some("Swantje Pellmann"),
    },
    Brief {
        datei: "05-rechnung-heizung-dorfgemeinschaftshaus.pdf",
        kopf: Handwerk,
        absender: [
            "Tannert Haustechnik",
            "Heizung · Sanitär · Notdienst",
            "Hohlweg 30",
            "00417",
            "Lindenhain",
            "00000 41730",
        ],
        datum: date(2026, 10, 16),
        betreff: "Rechnung Nr. 26-0384: Heizung im Dorfgemeinschaftshaus",
        bezug: Some("4.4-1/2026-1"),
        text: &[
            "für die am 9. und 12. Oktober 2026 ausgeführten Arbeiten berechnen wir Ihnen:",
            "Umwälzpumpe, Typ UP 25-60, 1 Stück\t348,00 €\nThermostatventile, 6 Stück zu je 27,50 \
             €\t165,00 €\nDichtungs- und Kleinmaterial\t24,80 €\nArbeitszeit Monteur, 7,5 Stunden \
             zu je 58,00 €\t435,00 €\nAnfahrt, pauschal\t18,00 €",
            "Summe netto\t990,80 €\nUmsatzsteuer 19 %\t188,25 €\nRechnungsbetrag\t1.179,05 €",
            "Bitte überweisen Sie den Betrag innerhalb von 14 Tagen ohne Abzug unter Angabe der \
             Rechnungsnummer. Die alte Pumpe haben wir fachgerecht entsorgt. Das Ausdehnungsgefäß \
             sollte vor dem nächsten Winter ebenfalls getauscht werden; ein Angebot senden wir \
             Ihnen gern zu.",
        ],
        anlagen: &[],
        gezeichnet: Some("Tannert Haustechnik"),
    },
    Brief {
        datei: "11-landratsamt-bauanfrage.pdf",
        kopf: Behoerde,
        absender: [
            "Landratsamt Nebelkreis",
            "Bauaufsicht",
            "Schlossplatz 2",
            "00420",
            "Quittenau",
            "00000 42000",
        ],
        datum: date(2026, 11, 3),
        betreff: "Beteiligung der Gemeinde: Neubau eines Carports, Talstraße 14",
        bezug: Some("4.1-1/2026-1"),
        text: &[
            "für das oben genannte Grundstück liegt uns ein Bauantrag vor. Wir bitten um die \
             Stellungnahme der Gemeinde bis zum 4. Dezember 2026. Unser Zeichen lautet \
             BA-2026-1187.",
            "Beantragt ist ein Carport für zwei Fahrzeuge mit begrüntem Flachdach, 6,00 m breit \
             und 7,50 m tief, an der Grenze zum Flurstück 214/3. Die Zufahrt soll über den \
             bestehenden Gehweg erfolgen. Dazu müsste der Bordstein auf einer Länge von 5 m \
             abgesenkt werden.",
            "Wir bitten insbesondere um Aussagen zu folgenden Punkten:",
            "1. Liegt das Grundstück im Geltungsbereich einer Satzung der Gemeinde, und wird ihr \
             entsprochen?\n2. Ist die Erschließung gesichert, insbesondere die Zufahrt und die \
             Ableitung des Niederschlagswassers?\n3. Stimmt die Gemeinde der Absenkung des \
             Bordsteins zu, und wer trägt die Kosten?\n4. Sind auf dem Grundstück geschützte \
             Bäume vorhanden? Im Lageplan ist an der Zufahrt eine Kastanie eingezeichnet.",
            "Aus unserer Sicht bestehen gegen das Vorhaben keine grundsätzlichen Bedenken. Der \
             Nachbar des Flurstücks 214/3 hat die Pläne unterschrieben. Das Dach entwässert auf \
             das eigene Grundstück; ein Sickerschacht ist im Lageplan dargestellt. Ob er \
             ausreicht, lässt sich aus den Unterlagen nicht sicher ablesen, da Angaben zum \
             Untergrund fehlen. Ihnen liegen aus dem Wegebau am Quellbach möglicherweise \
             Erkenntnisse dazu vor.",
            "Sollten Sie weitere Unterlagen benötigen, bitten wir um eine Nachricht innerhalb von \
             zwei Wochen, damit wir sie bei der Bauherrin anfordern können. Geht bis zum genannten \
             Tag keine Stellungnahme ein, werden wir nach Aktenlage entscheiden. Eine Verlängerung \
             ist auf Antrag möglich.",
            "Für das Vorhaben gilt außerdem: Die Bauherrin möchte im März beginnen. Sie hat gegenüber \
             unserem Haus erklärt, dass sie den Bordstein auf eigene Kosten absenken lassen würde, \
             wenn die Gemeinde einen Betrieb benennt. Sollte die Kastanie zu erhalten sein, ließe \
             sich die Zufahrt nach unserer Einschätzung um einen Meter nach Westen verschieben. Ein \
             gemeinsamer Termin vor Ort könnte das schnell klären; wir schlagen dafür Dienstag, den \
             24. November 2026, um 10 Uhr vor.",
            "Bitte senden Sie die Unterlagen nach der Bearbeitung nicht zurück; sie sind für Ihre \
             Akten bestimmt. Ein Abdruck unserer Entscheidung geht Ihnen zu.",
        ],
        anlagen: &[
            "Bauantrag (Abdruck)",
            "Lageplan im Maßstab 1 : 500",
            "Bauzeichnungen, 3 Blatt",
            "Baubeschreibung",
            "Erklärung des Nachbarn",
        ],
        gezeichnet: Some("Im Auftrag\nFlorentine Achterdiek"),
    },
    Brief {
        datei: "12-heimatverein-foerderantrag.pdf",
        kopf: Verein,
        absender: [
            "Heimatverein Lindenhain",
            "Geschichte, Brauchtum, Natur",
            "Am Anger 9",
            "00417",
            "Lindenhain",
            "",
        ],
        datum: date(2026, 11, 4),
        betreff: "Zuschuss zum Druck der Festschrift „400 Jahre Dorflinde“",
        bezug: None,
        text: &[
            "im kommenden Jahr feiert unser Dorf das Jubiläum seiner Linde. Der Heimatverein \
             bereitet dazu eine Festschrift mit etwa 80 Seiten vor. Neun Mitglieder haben Fotos, \
             Briefe und Erinnerungen gesammelt; die Schule steuert Zeichnungen bei.",
            "Für den Druck von 300 Stück bitten wir die Gemeinde um einen Zuschuss von 900 €. Die \
             Finanzierung stellen wir uns so vor:",
            "Druckkosten laut Angebot\t2.340,00 €\nEigene Mittel des Vereins\t– 640,00 \
             €\nErwartete Spenden\t– 800,00 €\nErbetener Zuschuss\t900,00 €",
            "Der Verkaufserlös soll der Pflege der Linde zugutekommen. Gern stellen wir das \
             Vorhaben in einer Sitzung des Gemeinderats vor. Mit dem Druck müssten wir im Februar \
             beginnen.",
        ],
        anlagen: &[],
        gezeichnet: Some("Adelheid Nussbeck\nVorsitzende"),
    },
    Brief {
        datei: "13-elternbeirat-spielplatz.pdf",
        kopf: Verein,
        absender: [
            "Elternbeirat der Kita Wurzelkinder",
            "",
            "Schulgasse 5",
            "00417",
            "Lindenhain",
            "",
        ],
        datum: date(2026, 11, 6),
        betreff: "Spielplatz an der Schulgasse: defekte Schaukel und fehlender Schatten",
        bezug: None,
        text: &[
            "bei unserem Treffen am 3. November haben viele Eltern von Mängeln auf dem Spielplatz \
             an der Schulgasse berichtet. Wir fassen sie hier zusammen:",
            "1. An der Doppelschaukel ist eine Kette durchgescheuert. Wir haben die Schaukel mit \
             Flatterband gesperrt.\n2. Am Klettergerüst steht auf der Rückseite eine Schraube \
             vor.\n3. Über dem Sandkasten fehlt im Sommer jeder Schatten.",
            "Die ersten beiden Punkte sind dringend. Für den dritten könnten wir uns ein \
             Sonnensegel vorstellen und würden an einem Samstag beim Aufbau mithelfen. Bitte \
             sagen Sie uns, an wen wir uns wenden können.",
        ],
        anlagen: &[],
        gezeichnet: Some("Für den Elternbeirat\nThees Vogelsmeier"),
    },
];
