//! Practice letters from residents.
//!
//! Never from anyone who lives.

use jiff::civil::date;

use super::Brief;
use crate::letter::Briefkopf::{Privat, Schreibmaschine};

pub(super) const BRIEFE: &[Brief] = &[
    Brief {
        datei: "01-hundesteuer-anmeldung.pdf",
        kopf: Privat,
        absender: ["Ottilie Wendrach", "", "Birkenweg 4", "00417", "Lindenhain", "00000 41733"],
        datum: date(2026, 10, 5),
        betreff: "Anmeldung eines Hundes zur Hundesteuer",
        bezug: None,
        text: &[
            "hiermit melde ich meinen Hund zur Hundesteuer an. Die Hündin heißt Frieda, ist ein \
             Mischling aus Dackel und Terrier, drei Jahre alt und braun-weiß gefleckt. Ich habe \
             sie am 1. Oktober 2026 aus dem Tierheim Nebelrode übernommen.",
            "Frieda ist gechippt und gegen Tollwut geimpft. Eine Kopie des Heimtierausweises und \
             des Übergabevertrags liegt bei. Es ist der einzige Hund in meinem Haushalt.",
            "Da Frieda aus einem Tierheim kommt, bitte ich zu prüfen, ob die Steuer für das erste \
             Jahr ermäßigt werden kann. Den Betrag können Sie gern von meinem Konto einziehen; \
             das Formular dafür sende ich Ihnen ausgefüllt zurück, sobald ich es habe.",
        ],
        anlagen: &["Kopie Heimtierausweis", "Kopie Übergabevertrag"],
        gezeichnet: None,
    },
    Brief {
        datei: "04-widerspruch-grundsteuer.pdf",
        kopf: Privat,
        absender: ["Volkmar Haselhoff", "", "Talstraße 9", "00417", "Lindenhain", "00000 41790"],
        datum: date(2026, 10, 14),
        betreff: "Widerspruch gegen den Grundsteuerbescheid vom 21. September 2026",
        bezug: Some("2.2.2-1/2026-1"),
        text: &[
            "gegen den oben genannten Bescheid, der mir am 24. September 2026 zugegangen ist, \
             lege ich Widerspruch ein. Ich bitte, den Bescheid aufzuheben und die Grundsteuer \
             für mein Grundstück Talstraße 9 neu festzusetzen. Außerdem bitte ich, die \
             Vollziehung bis zu Ihrer Entscheidung auszusetzen.",
            "Zum Sachverhalt: Das Grundstück habe ich im Jahr 2011 von meiner Tante übernommen. \
             Es besteht aus dem Wohnhaus, einem Nebengebäude und einem Garten, der nach hinten \
             bis an den Quellbach reicht. Das Nebengebäude war früher eine Tischlerei. Seit dem \
             Jahr 2013 steht es leer, seit dem Sturm im Februar 2022 fehlt ihm das Dach. Es ist \
             weder beheizbar noch an Wasser oder Strom angeschlossen.",
            "Im Bescheid wird dieses Gebäude dennoch so behandelt, als würde es genutzt. Die \
             angesetzte Fläche von 146 Quadratmetern entspricht der alten Werkstatt samt Lager. \
             Tatsächlich stehen nur noch die Außenmauern, und auch diese sind zur Hälfte \
             abgetragen. Ein Gebäude im eigentlichen Sinne ist das nicht mehr.",
            "Zweitens stimmt die Größe des Grundstücks nicht. Im Bescheid stehen 1.284 \
             Quadratmeter. Bei der Vermessung im Jahr 2019 wurde der Uferstreifen abgetrennt und \
             der Gemeinde für den Weg am Quellbach überlassen. Seitdem misst mein Grundstück nur \
             noch 1.102 Quadratmeter. Den Auszug aus dem Kataster füge ich bei. Die Gemeinde \
             selbst war an der Abtrennung beteiligt und müsste die Unterlagen in ihren Akten \
             haben.",
            "Drittens wurde die Zahlung vom 15. August 2026 nicht berücksichtigt. Ich habe an \
             diesem Tag 118,40 € überwiesen. Im Bescheid steht dieser Betrag noch immer als \
             offen, und es wird sogar ein Säumniszuschlag verlangt. Eine Kopie des Kontoauszugs \
             liegt bei. Ich gehe davon aus, dass die Zahlung einem falschen Kassenzeichen \
             zugeordnet wurde, denn auf meiner letzten Mahnung stand eine andere Nummer als auf \
             dem Bescheid.",
            "Ich habe am 28. September 2026 in Ihrem Haus vorgesprochen. Die freundliche Kollegin \
             in der Kasse konnte mir den Vorgang am Bildschirm nicht zeigen, weil die Leitung an \
             diesem Tag gestört war. Sie hat mir geraten, alles aufzuschreiben und die Unterlagen \
             beizulegen. Das tue ich hiermit.",
            "Zur Vorgeschichte gehört auch, dass ich schon im Jahr 2019 auf den Zustand des \
             Nebengebäudes hingewiesen habe. Damals war ein Mitarbeiter Ihres Bauamts bei mir, \
             weil sich die Nachbarn wegen loser Ziegel sorgten. Er hat das Gebäude fotografiert \
             und mir aufgegeben, die Dachkante zu sichern. Das habe ich getan. In dem Schreiben, \
             das ich danach erhielt, ist ausdrücklich von einer nicht mehr nutzbaren Werkstatt \
             die Rede. Ich bitte, dieses Schreiben zu dem Vorgang zu nehmen.",
            "Ein Abriss kam für mich bisher nicht in Frage, weil in den Mauern Schwalben und \
             Fledermäuse leben. Die Naturschutzbehörde hat mir geraten, die Reste stehen zu \
             lassen. Ich zahle also Steuern für ein Gebäude, das ich weder nutzen kann noch \
             beseitigen soll. Das empfinde ich als unbillig und bitte, auch diesen Gesichtspunkt \
             zu prüfen, falls der Widerspruch aus anderen Gründen keinen Erfolg hat.",
            "Der Uferstreifen wird seit der Übergabe von allen genutzt, die am Quellbach \
             spazieren gehen. Die Gemeinde hat dort zwei Bänke und einen Papierkorb aufgestellt, \
             was ich sehr begrüße. Gemäht wird der Streifen vom Bauhof. Es kann daher kein \
             Zweifel daran bestehen, wem er gehört. Im beiliegenden Auszug ist er mit der neuen \
             Flurstücksnummer 214/7 eingetragen, Eigentümerin ist die Gemeinde Lindenhain.",
            "Zu meiner Berechnung: Lässt man das verfallene Nebengebäude außer Betracht und geht \
             von der richtigen Grundstücksgröße aus, ergibt sich nach dem Rechenweg, der auf der \
             Rückseite des Bescheids abgedruckt ist, ein deutlich kleinerer Betrag. Ich habe die \
             Rechnung so weit nachvollzogen, wie es mir als Laie möglich ist:",
            "Festgesetzt laut Bescheid\t412,60 €\nAnteil Nebengebäude\t– 131,20 €\nAnteil \
             Uferstreifen\t– 23,85 €\nNach meiner Rechnung\t257,55 €\nDavon bezahlt am 15. August \
             2026\t– 118,40 €\nOffen\t139,15 €",
            "Ob die einzelnen Werte genau stimmen, kann ich nicht beurteilen. Ich bitte deshalb \
             um eine Aufstellung, aus der ich ersehen kann, welche Flächen und welche Messzahlen \
             Sie verwendet haben. Falls für die Bewertung das Finanzamt zuständig ist, bitte ich \
             um einen Hinweis, an welche Stelle ich mich wenden muss und ob mein Schreiben \
             dorthin weitergeleitet wird.",
            "Sollten Sie dem Widerspruch nicht abhelfen, bitte ich um eine Begründung, die auf die \
             drei genannten Punkte einzeln eingeht: auf den Zustand des Nebengebäudes, auf die \
             Größe des Grundstücks und auf die Zahlung vom August. Nur so kann ich entscheiden, \
             ob ich die Sache weiterverfolge. Eine Fristverlängerung für weitere Unterlagen \
             benötige ich derzeit nicht.",
            "Ich biete an, dass sich jemand aus Ihrem Haus das Grundstück ansieht. Ich bin \
             werktags ab 15 Uhr zu Hause, freitags schon ab 12 Uhr. Der Zugang zum Hof ist über \
             die Toreinfahrt möglich; der Schlüssel liegt bei meiner Nachbarin Frau Immerling in \
             der Talstraße 11, die Bescheid weiß.",
            "Eine Bitte habe ich noch zur Form: Der Bescheid verweist auf ein Merkblatt, das nicht \
             beilag. Bitte senden Sie es mir zu. Auch wäre mir geholfen, wenn künftige Bescheide \
             die frühere Nummer nennen würden, damit man die Schreiben einander zuordnen kann. \
             Meine Mutter, für die ich ebenfalls die Post erledige, hat dasselbe Anliegen.",
            "Bis zur Entscheidung überweise ich den unstrittigen Betrag von 139,15 € unter dem \
             Kassenzeichen des Bescheids. Das bedeutet nicht, dass ich die Forderung im Übrigen \
             anerkenne. Über den Eingang dieses Schreibens bitte ich um eine kurze Bestätigung.",
        ],
        anlagen: &[
            "Kopie des Bescheids vom 21. September 2026",
            "Auszug aus dem Liegenschaftskataster",
            "Kopie des Kontoauszugs vom 17. August 2026",
            "Vier Fotos des Nebengebäudes",
        ],
        gezeichnet: None,
    },
    Brief {
        datei: "06-grabstaette-verlaengerung.pdf",
        kopf: Schreibmaschine,
        absender: ["Hildrun Mosebrink", "", "Hohlweg 22", "00417", "Lindenhain", ""],
        datum: date(2026, 10, 19),
        betreff: "Waldfriedhof, Grabfeld C, Grab 17: Verlängerung der Nutzung",
        bezug: Some("6.1-1/2026-1"),
        text: &[
            "Sie haben mir geschrieben, dass die Nutzungszeit für das Grab meiner Eltern zum Ende \
             des Jahres abläuft. Ich möchte sie um zehn Jahre verlängern.",
            "Bitte teilen Sie mir mit, welche Gebühr dafür anfällt und ob ich in zwei Raten \
             zahlen kann. Ich bekomme nur eine kleine Rente.",
            "Außerdem ist die Einfassung auf der linken Seite abgesackt, seit nebenan gegraben \
             wurde. Ich kann das nicht selbst richten. Vielleicht kann der Bauhof einmal \
             nachsehen. Die Gießkannen am Brunnen sind übrigens wieder verschwunden.",
        ],
        anlagen: &[],
        gezeichnet: None,
    },
    Brief {
        datei: "07-laermbeschwerde-saegewerk.pdf",
        kopf: Privat,
        absender: ["Ruprecht Zwirnlein", "", "Hohlweg 15", "00417", "Lindenhain", "00000 41781"],
        datum: date(2026, 10, 21),
        betreff: "Lärm vom Sägewerk am Hohlweg vor 6 Uhr morgens",
        bezug: Some("3.2-1/2026-1"),
        text: &[
            "auf meine Beschwerde vom August hat sich zunächst etwas gebessert, dafür danke ich \
             Ihnen. Seit Anfang Oktober läuft die große Gattersäge aber wieder vor sechs Uhr, und \
             zwar auch am Samstag.",
            "Ich habe aufgeschrieben, wann es losging:",
            "Donnerstag, 8. Oktober\t5:35 Uhr\nFreitag, 9. Oktober\t5:30 Uhr\nSamstag, 10. \
             Oktober\t5:50 Uhr\nDienstag, 13. Oktober\t5:40 Uhr\nMittwoch, 14. Oktober\t5:30 \
             Uhr\nSamstag, 17. Oktober\t5:45 Uhr",
            "Es geht mir nicht darum, dem Betrieb zu schaden. Wir kaufen dort selbst unser \
             Brennholz. Aber meine Frau arbeitet im Schichtdienst, und die Kinder aus dem Hohlweg \
             kommen müde in die Schule. Mit den Familien Mosebrink und Tannert habe ich \
             gesprochen; sie sehen es genauso und sind bereit, das zu bestätigen.",
            "Ich schlage ein Gespräch mit allen Beteiligten vor, gern im Dorfgemeinschaftshaus. \
             Wenn die Säge erst um 7 Uhr anläuft und der Stapler nicht mehr piept, wäre uns allen \
             geholfen.",
        ],
        anlagen: &[],
        gezeichnet: None,
    },
    Brief {
        datei: "08-baumfaellung-linde.pdf",
        kopf: Privat,
        absender: ["Gesine Drosselbarth", "", "Am Anger 6", "00417", "Lindenhain", ""],
        datum: date(2026, 10, 26),
        betreff: "Antrag auf Fällung einer Linde auf meinem Grundstück",
        bezug: None,
        text: &[
            "auf meinem Grundstück Am Anger 6 steht an der Grenze zum Gehweg eine Winterlinde mit \
             einem Stammumfang von etwa 165 cm, gemessen in einem Meter Höhe. Ich beantrage, sie \
             fällen zu dürfen.",
            "Bei den Stürmen im September sind zwei starke Äste auf den Gehweg gestürzt. Am \
             Stammfuß wachsen Pilze, und die Rinde löst sich auf der Seite zum Haus. Ein Gärtner, \
             der sich den Baum angesehen hat, hält ihn nicht mehr für standsicher. Vor der Linde \
             führt der Schulweg entlang.",
            "Als Ersatz würde ich im Frühjahr zwei Obstbäume pflanzen. Eine Skizze mit dem \
             Standort und drei Fotos füge ich bei. Da bald wieder mit Sturm zu rechnen ist, bitte \
             ich um eine schnelle Entscheidung.",
        ],
        anlagen: &["Lageskizze", "3 Fotos"],
        gezeichnet: None,
    },
    Brief {
        datei: "09-schlagloecher-muehlgaesschen.pdf",
        kopf: Privat,
        absender: [
            "Jörg-Günther Öhlmüßer",
            "",
            "Mühlgässchen 3 ½",
            "00417",
            "Lindenhain",
            "00000 41766",
        ],
        datum: date(2026, 10, 28),
        betreff: "Größere Schlaglöcher im Mühlgässchen – Ärger für Fußgänger und Räder",
        bezug: Some("4.2-2/2026-1"),
        text: &[
            "über Nacht sind im Mühlgässchen größere Löcher aufgebrochen, die bei Nässe \
             überhaupt nicht mehr zu sehen sind. Außer den Fußgängern trifft es die Schüler, die \
             früh mit ihren Rädern über die Brücke müssen. Ältere Mitbürger aus der Häuserzeile \
             gegenüber äußern täglich ihren Unmut.",
            "Möglicherweise drückt das Grundwasser unter den Weg; jedenfalls läuft das \
             Regenwasser nicht ab, sondern fließt über die Böschung in die Gärten. Die „Übergangs\
             lösung“ mit Splitt vom März hat höchstens sechs Wochen überdauert. Für künftige \
             Ausbesserungen wäre mäßig körniger Schotter besser geeignet.",
            "Bitte prüfen Sie, ob die Straße bis zu den ersten Frösten ausgebessert werden kann. \
             Äußerstenfalls genügt ein Schild „Vorsicht, Straßenschäden“. Meine Söhne Björn und \
             Jürgen würden beim Räumen des Grüngürtels helfen. Übrigens blüht dort noch spät im \
             Jahr die Gänsekresse – auch schön.",
        ],
        anlagen: &[],
        gezeichnet: None,
    },
    Brief {
        datei: "10-wahlhelfer-absage.pdf",
        kopf: Privat,
        absender: ["Merle Sonntagsrad", "", "Birkenweg 17", "00417", "Lindenhain", ""],
        datum: date(2026, 11, 2),
        betreff: "Berufung in den Wahlvorstand: Bitte um Ersatz",
        bezug: Some("1.3-1/2026-2"),
        text: &[
            "vielen Dank für Ihr Schreiben und das Vertrauen. Leider kann ich am Wahlsonntag \
             nicht im Wahlvorstand mitarbeiten: Ich bin an diesem Wochenende zum Dienst in der \
             Klinik eingeteilt und kann nicht mehr tauschen. Eine Bescheinigung meines \
             Arbeitgebers reiche ich nach.",
            "Mein Bruder Tilman Sonntagsrad, gleiche Anschrift, würde gern für mich einspringen. \
             Er ist 24 Jahre alt und hat bei der letzten Wahl schon in der Stadt geholfen. Bei \
             der Auszählung am Abend könnte ich ab 19 Uhr dazukommen, falls das erlaubt ist.",
        ],
        anlagen: &[],
        gezeichnet: None,
    },
    Brief {
        datei: "14-hundesteuer-abmeldung.pdf",
        kopf: Schreibmaschine,
        absender: ["Egbert Lauerwein", "", "Am Anger 12", "00417", "Lindenhain", "00000 41712"],
        datum: date(2026, 11, 9),
        betreff: "Abmeldung meines Hundes Basko",
        bezug: Some("2.2.1 - 1 / 2026 - 2"),
        text: &[
            "mein Schäferhund Basko ist am 30. Oktober 2026 im Alter von vierzehn Jahren \
             gestorben. Ich melde ihn hiermit ab. Die Rechnung des Tierarztes lege ich in Kopie \
             bei, die Steuermarke Nr. 88 ebenfalls.",
            "Die Steuer habe ich für das ganze Jahr bezahlt. Wenn mir davon etwas zusteht, \
             überweisen Sie es bitte dem Tierheim. Einen neuen Hund werde ich mir nicht mehr \
             anschaffen.",
        ],
        anlagen: &[],
        gezeichnet: None,
    },
];
