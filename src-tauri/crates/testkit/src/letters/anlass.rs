//! Why people write to their municipality, with the sentences they use.
//!
//! Never quotes a statute, a form or a letter that was really sent.

use crate::letter::Briefkopf::{self, Behoerde, Handwerk, Privat, Verein};

/// One kind of letter.
#[derive(Clone, Copy)]
pub(super) struct Anlass {
    pub(super) kurz: &'static str,
    pub(super) plan: &'static str,
    pub(super) kopf: Briefkopf,
    pub(super) betreff: &'static [&'static str],
    pub(super) anfang: &'static [&'static str],
    pub(super) mitte: &'static [&'static str],
    pub(super) anlagen: &'static [&'static str],
    pub(super) lang: bool,
}

impl Anlass {
    /// Chooses among texts such that subject and opening of the same variant fit together.
    pub(super) fn variant(&self, texts: &[&'static str], number: usize) -> &'static str {
        texts.get(number % texts.len().max(1)).copied().unwrap_or(self.kurz)
    }
}

const fn kurz(kurz: &'static str, plan: &'static str, kopf: Briefkopf) -> Anlass {
    Anlass { kurz, plan, kopf, betreff: &[], anfang: &[], mitte: &[], anlagen: &[], lang: false }
}

pub(super) const SCHLUSS: &[&str] = &[
    "Für eine Antwort bis zum {frist} wäre ich dankbar.",
    "Bitte bestätigen Sie den Eingang dieses Schreibens.",
    "Bei Rückfragen erreichen Sie uns am besten vormittags.",
    "Vielen Dank für Ihre Mühe.",
    "Wir bitten um wohlwollende Prüfung und hören gern von Ihnen.",
];

pub(super) const ANLAESSE: &[Anlass] = &[
    Anlass {
        betreff: &["Anmeldung eines Hundes", "Hundesteuer: neuer Hund im Haushalt"],
        anfang: &[
            "seit dem {vorher} halte ich einen Hund mit dem Namen {name} und melde ihn hiermit an.",
            "hiermit zeige ich an, dass wir unseren Hund {name} am {vorher} aufgenommen haben.",
        ],
        mitte: &[
            "Das Tier ist gechippt und geimpft; es lebt mit uns im Haus {strasse}.",
            "Bitte schicken Sie mir die Steuermarke mit der Post. Den Beitrag von {betrag} \
             überweise ich nach Erhalt des Bescheids.",
            "Ein zweiter Hund ist nicht geplant.",
        ],
        anlagen: &["Kopie des Impfpasses"],
        ..kurz("Hundesteuer", "2.2.1", Privat)
    },
    Anlass {
        betreff: &["Abmeldung meines Hundes {name}", "Hundesteuer: Wegzug"],
        anfang: &[
            "mein Hund {name} ist am {vorher} gestorben. Bitte beenden Sie die Steuer.",
            "da ich Ende des Monats wegziehe, melde ich meinen Hund {name} ab.",
        ],
        mitte: &[
            "Die Marke mit der Nummer {zahl} lege ich bei.",
            "Zu viel gezahlte Beträge bitte ich auf mein bekanntes Konto zu erstatten.",
        ],
        anlagen: &["Steuermarke"],
        ..kurz("Hundeabmeldung", "2.2.1", Privat)
    },
    Anlass {
        betreff: &[
            "Antrag auf Sondernutzung: Container vor {strasse}",
            "Gerüst auf dem Gehweg vor {strasse}",
        ],
        anfang: &[
            "für Arbeiten am Haus {strasse} müssen wir den Gehweg für {zahl} Tage nutzen und \
             beantragen dafür die Erlaubnis.",
        ],
        mitte: &[
            "Beginn wäre am {frist}. Für Fußgänger bleibt ein Streifen von 1,20 m frei.",
            "Die Absicherung und die Beleuchtung übernehmen wir. Die Müllabfuhr wird nicht \
             behindert.",
            "Die Gebühr bitten wir an unser Büro zu berechnen; im letzten Jahr waren es {betrag}.",
        ],
        anlagen: &["Lageskizze"],
        ..kurz("Sondernutzung", "4.2", Handwerk)
    },
    Anlass {
        betreff: &[
            "Gewerbeanmeldung: Nachreichung von Unterlagen",
            "Anmeldung eines Nebengewerbes",
        ],
        anfang: &["zum {frist} möchte ich in {strasse} ein kleines Gewerbe beginnen."],
        mitte: &[
            "Angeboten werden Reparaturen von Fahrrädern, zunächst an {zahl} Stunden in der Woche.",
            "Mitarbeiter beschäftige ich nicht. Kundenverkehr gibt es nur nach Absprache.",
            "Bitte teilen Sie mir mit, welche Unterlagen noch fehlen und ob die Gebühr von \
             {betrag} vorab zu zahlen ist.",
        ],
        anlagen: &["Kopie des Personalausweises", "Mietvertrag"],
        ..kurz("Gewerbeanmeldung", "3.1", Privat)
    },
    Anlass {
        betreff: &["Widerspruch gegen den Bescheid vom {vorher}"],
        anfang: &[
            "gegen den Bescheid vom {vorher}, mit dem Sie {betrag} von mir fordern, lege ich \
             Widerspruch ein.",
        ],
        mitte: WIDERSPRUCH,
        anlagen: &["Kopie des Bescheids", "Kontoauszug", "Fotos"],
        lang: true,
        ..kurz("Widerspruch", "2.2.2", Privat)
    },
    Anlass {
        betreff: &[
            "Rechnung für Arbeiten in {strasse}",
            "Rechnung: Reparatur nach Auftrag vom {vorher}",
        ],
        anfang: &["für die ausgeführten Arbeiten berechnen wir Ihnen:"],
        mitte: &[
            "Arbeitszeit, {zahl} Stunden\t{betrag}\nMaterial laut Lieferschein\t84,20 \
             €\nAnfahrt\t18,00 €",
            "Bitte überweisen Sie den Gesamtbetrag innerhalb von 14 Tagen.",
            "Die Arbeiten wurden am {vorher} von Ihrem Bauhof abgenommen.",
        ],
        anlagen: &["Stundenzettel", "Lieferschein"],
        ..kurz("Rechnung", "4.4", Handwerk)
    },
    Anlass {
        betreff: &["Angebot: Instandsetzung am Gebäude {strasse}"],
        anfang: &[
            "vielen Dank für Ihre Anfrage vom {vorher}. Gern bieten wir Ihnen die Arbeiten an.",
        ],
        mitte: &[
            "Leistung nach Aufmaß\t{betrag}\nGerüst für {zahl} Tage\t260,00 €\nEntsorgung\t95,00 €",
            "An dieses Angebot halten wir uns bis zum {frist} gebunden.",
            "Die Ausführung wäre innerhalb von {zahl} Wochen nach Ihrem Auftrag möglich.",
        ],
        ..kurz("Angebot", "4.4", Handwerk)
    },
    Anlass {
        betreff: &["Waldfriedhof: Frage zur Grabstätte", "Urnengrab auf dem Waldfriedhof"],
        anfang: &[
            "auf dem Waldfriedhof liegt meine Familie in Grabfeld C. Dazu habe ich eine Frage.",
            "meine Mutter wünscht sich ein Urnengrab auf dem Waldfriedhof.",
        ],
        mitte: &[
            "Wie lange läuft die Nutzung noch, und was würde eine Verlängerung um {zahl} Jahre \
             kosten?",
            "Der Weg zur Grabstelle ist nach dem Regen kaum begehbar. Vielleicht lässt sich dort \
             Kies auftragen.",
            "Einen Stein würden wir bei einem Betrieb aus der Gegend bestellen.",
        ],
        ..kurz("Friedhof", "6.1", Privat)
    },
    Anlass {
        betreff: &["Lärm in der Nachbarschaft, {strasse}", "Beschwerde über nächtliche Musik"],
        anfang: &[
            "seit einigen Wochen ist es im Umkreis von {strasse} nachts so laut, dass wir nicht \
             schlafen können.",
        ],
        mitte: &[
            "Zuletzt war es am {vorher} von 23 Uhr bis nach 2 Uhr morgens. Ich habe {zahl} \
             solche Nächte notiert.",
            "Ein Gespräch mit Familie {nachbar} hat nur für kurze Zeit geholfen.",
            "Ich bitte Sie, das Gespräch zu suchen oder mir zu sagen, was ich selbst tun kann.",
        ],
        ..kurz("Lärmbeschwerde", "3.2", Privat)
    },
    Anlass {
        betreff: &["Fällung einer Birke auf dem Grundstück {strasse}", "Kranker Baum am Gehweg"],
        anfang: &[
            "auf meinem Grundstück {strasse} steht ein Baum, der nicht mehr sicher ist. Ich \
             beantrage, ihn fällen zu dürfen.",
        ],
        mitte: &[
            "Der Stammumfang beträgt etwa 145 cm. Am {vorher} ist ein Ast auf den Weg \
             gefallen.",
            "Als Ersatz pflanze ich im Herbst {zahl} Sträucher und einen Obstbaum.",
            "Die Firma {nachbar} könnte die Arbeit noch vor dem {frist} ausführen.",
        ],
        anlagen: &["Lageskizze", "Fotos"],
        ..kurz("Baumfällung", "4.3", Privat)
    },
    Anlass {
        betreff: &["Mitarbeit im Wahlvorstand", "Wahlhelfer: Zusage und Bitte"],
        anfang: &[
            "auf Ihren Aufruf melde ich mich gern als Wahlhelfer.",
            "Ihre Berufung in den Wahlvorstand habe ich erhalten.",
        ],
        mitte: &[
            "Am liebsten würde ich im Wahllokal in der Schulgasse eingesetzt, weil ich kein \
             Auto habe.",
            "An der Schulung am {frist} kann ich teilnehmen. Auch Frau {nachbar} aus {strasse} \
             hätte Interesse.",
            "Für die Auszählung stehe ich bis zum Schluss zur Verfügung.",
        ],
        ..kurz("Wahlhelfer", "1.3", Privat)
    },
    Anlass {
        betreff: &["Straßenlaterne vor {strasse} ohne Licht", "Schlaglöcher in der Straße"],
        anfang: &[
            "vor dem Haus {strasse} gibt es seit dem {vorher} einen Schaden, den ich hiermit \
             melde.",
        ],
        mitte: &[
            "Besonders in der Dämmerung ist die Stelle gefährlich. {zahl} Kinder kommen dort \
             jeden Morgen vorbei.",
            "Familie {nachbar} hat die Stelle notdürftig abgesperrt.",
            "Ein Foto kann ich Ihnen per E-Mail senden.",
        ],
        ..kurz("Straßenschaden", "4.2", Privat)
    },
    Anlass {
        betreff: &["Fundsache: Schlüsselbund", "Verlorenes Fahrrad"],
        anfang: &[
            "am {vorher} habe ich nahe {strasse} etwas gefunden und möchte es abgeben.",
            "am {vorher} ist mir mein Fahrrad abhandengekommen. Wurde es bei Ihnen abgegeben?",
        ],
        mitte: &[
            "Es ist unverwechselbar: Ein Anhänger trägt die Zahl {zahl} und den Namen {name}.",
            "Abholen oder bringen kann ich es jeden Dienstag nach 16 Uhr.",
        ],
        ..kurz("Fundsache", "3.4", Privat)
    },
    Anlass {
        betreff: &["Zuschuss für unseren Verein", "Antrag auf Förderung: neue Ausstattung"],
        anfang: &[
            "unser Verein zählt {zahl}7 Mitglieder und lebt vom Ehrenamt. Für eine Anschaffung \
             bitten wir um einen Zuschuss.",
        ],
        mitte: &[
            "Die Kosten betragen nach Angebot {betrag}. Die Hälfte tragen wir selbst.",
            "Am {frist} laden wir zu einem offenen Nachmittag ein; kommen Sie gern vorbei.",
            "Im letzten Jahr haben wir {zahl} Veranstaltungen für Kinder ausgerichtet.",
        ],
        anlagen: &["Angebot", "Finanzierungsplan"],
        ..kurz("Vereinsförderung", "5.3", Verein)
    },
    Anlass {
        betreff: &["Belegung des Dorfgemeinschaftshauses am {frist}"],
        anfang: &["für den {frist} möchten wir den großen Saal im Dorfgemeinschaftshaus mieten."],
        mitte: &[
            "Wir rechnen mit {zahl}0 Gästen und benötigen die Küche.",
            "Auf- und Abbau übernehmen wir selbst, ebenso die Reinigung.",
            "Die Kaution von {betrag} zahlen wir bei der Übergabe des Schlüssels.",
        ],
        ..kurz("Saalmiete", "4.4", Verein)
    },
    Anlass {
        betreff: &["Anhörung: Sperrung der Straße bei {strasse}", "Beteiligung der Gemeinde"],
        anfang: &[
            "wir beabsichtigen eine Anordnung, die auch das Gebiet Ihrer Gemeinde betrifft, und \
             geben Ihnen Gelegenheit zur Stellungnahme.",
        ],
        mitte: STELLUNGNAHME,
        anlagen: &["Lageplan", "Entwurf der Anordnung"],
        lang: true,
        ..kurz("Anhörung", "4.1", Behoerde)
    },
    Anlass {
        betreff: &["Verkehr in der Ortsmitte: Bericht und Vorschläge der Anwohner"],
        anfang: &[
            "im Namen von {zahl}4 Haushalten rund um {strasse} berichten wir Ihnen, was wir in \
             den letzten Monaten beobachtet haben, und machen Vorschläge.",
        ],
        mitte: VERKEHR,
        anlagen: &["Liste der Unterschriften", "Zählbögen", "Karte"],
        lang: true,
        ..kurz("Bürgerinitiative", "4.2", Verein)
    },
    Anlass {
        betreff: &["Bitte um Stundung der Forderung vom {vorher}"],
        anfang: &["Ihre Forderung über {betrag} kann ich im Augenblick nicht auf einmal bezahlen."],
        mitte: &[
            "Ich bitte um {zahl} gleiche Raten, beginnend am {frist}.",
            "Der Grund ist eine längere Krankheit; eine Bescheinigung reiche ich auf Wunsch nach.",
            "Sobald ich wieder arbeite, zahle ich den Rest früher.",
        ],
        ..kurz("Stundung", "2.4", Privat)
    },
    Anlass {
        betreff: &["Platz in der Kindertagesstätte ab {frist}"],
        anfang: &["für unser Kind suchen wir ab dem {frist} einen Platz in der Kita Wurzelkinder."],
        mitte: &[
            "Wir wohnen seit {zahl} Monaten in {strasse} und arbeiten beide.",
            "Eine Betreuung bis 15 Uhr würde uns genügen.",
            "Die Geschwister gehen bereits in die Schule am Ort.",
        ],
        anlagen: &["Anmeldebogen"],
        ..kurz("Kita", "5.1", Privat)
    },
];

const WIDERSPRUCH: &[&str] = &[
    "Den Bescheid habe ich erst {zahl} Tage nach seinem Datum erhalten, weil er zuerst bei Familie \
     {nachbar} eingeworfen wurde. Ich gehe deshalb davon aus, dass mein Schreiben rechtzeitig bei \
     Ihnen ist. Den Umschlag mit dem Vermerk des Zustellers habe ich aufgehoben.",
    "In der Sache halte ich die Berechnung für falsch. Zugrunde gelegt wurde eine Fläche, die es so \
     nicht mehr gibt: Ein Teil des Hofes wurde vor Jahren an den Nachbarn abgetreten, ein anderer \
     gehört zum öffentlichen Weg. In meinen Unterlagen findet sich dazu ein Schreiben Ihres Hauses, \
     das ich in Kopie beifüge.",
    "Auch die Angaben zum Gebäude stimmen nicht. Der Anbau an der Rückseite ist kein Wohnraum, \
     sondern ein offener Schuppen. Er hat weder Fenster noch Heizung und dient nur dazu, das Brennholz \
     trocken zu lagern. Wer sich das einmal ansieht, wird das sofort erkennen.",
    "Hinzu kommt, dass ich den größten Teil der Summe schon bezahlt habe. Am {vorher} habe ich den \
     ersten Betrag überwiesen, einen zweiten zwei Wochen danach. Beide Zahlungen sind von meinem \
     Konto abgebucht worden. Im Bescheid tauchen sie nicht auf.",
    "Ich habe versucht, die Sache am Telefon zu klären. Man war freundlich, konnte mir aber nicht \
     weiterhelfen, weil der zuständige Kollege im Urlaub war. Einen Rückruf habe ich nicht erhalten. \
     Mir ist bewusst, dass in einem kleinen Rathaus nicht immer jemand vertreten werden kann.",
    "Zur Verdeutlichung habe ich die Beträge nebeneinandergestellt:",
    "Gefordert laut Bescheid\t{betrag}\nBereits überwiesen\t– 60,00 €\nStrittig wegen der \
     Fläche\t– 41,30 €\nStrittig wegen des Schuppens\t– 27,75 €",
    "Ich bitte Sie, die Forderung bis zur Entscheidung auszusetzen. Mahngebühren sollten in dieser \
     Zeit nicht entstehen. Falls Sie weitere Nachweise benötigen, reiche ich sie bis zum {frist} nach.",
    "Gern zeige ich Ihnen das Grundstück. An Werktagen bin ich ab dem Nachmittag zu Hause, am Samstag \
     den ganzen Tag. Der Zugang ist von der Straße aus frei, der Hund ist dann im Haus.",
    "Zum Schluss noch eine allgemeine Bemerkung: Der Bescheid ist für Laien kaum zu verstehen. Es \
     stehen darin vier verschiedene Nummern, und keine davon war auf der Mahnung zu finden. Ein Satz, \
     der erklärt, wie sich der Betrag zusammensetzt, würde manche Nachfrage ersparen.",
    "Sollten Sie dem Widerspruch nicht abhelfen, bitte ich um eine ausführliche Begründung zu jedem \
     der genannten Punkte, damit ich über das weitere Vorgehen entscheiden kann.",
];

const STELLUNGNAHME: &[&str] = &[
    "Anlass ist eine Baumaßnahme, die voraussichtlich {zahl} Wochen dauert. In dieser Zeit soll der \
     Durchgangsverkehr über die Gemeindestraßen geleitet werden. Für Rettungsdienste und die Müllabfuhr \
     bleibt die Zufahrt möglich.",
    "Der beigefügte Lageplan zeigt die vorgesehene Umleitung. Sie führt an {strasse} vorbei und \
     berührt den Schulweg an zwei Stellen. Dort sehen wir eine vorübergehende Beschränkung der \
     Geschwindigkeit und einen gesicherten Übergang vor.",
    "Wir bitten um Aussagen zu folgenden Punkten:",
    "1. Sind die Straßen der Umleitung für den Schwerverkehr geeignet?\n2. Bestehen Bedenken wegen \
     der Brücke am Quellbach?\n3. Sind in diesem Zeitraum Feste, Märkte oder Umzüge geplant?\n4. Wer \
     ist in Ihrem Haus außerhalb der Dienstzeit erreichbar?",
    "Nach unseren Unterlagen wurde die Fahrbahn zuletzt vor {zahl} Jahren erneuert. Über den Unterbau \
     liegen uns keine Angaben vor. Sollte es Bohrungen oder Gutachten geben, bitten wir um Kopien. Für \
     Schäden, die durch die Umleitung entstehen, wird der Träger der Maßnahme aufkommen.",
    "Die betroffenen Anlieger werden von uns schriftlich unterrichtet. Wir empfehlen, zusätzlich in \
     Ihrem Mitteilungsblatt darauf hinzuweisen. Einen Textvorschlag stellen wir gern zur Verfügung.",
    "Ihre Stellungnahme erbitten wir bis zum {frist}. Danach gehen wir davon aus, dass keine Einwände \
     bestehen. Eine Verlängerung ist auf begründeten Antrag möglich. Ein Ortstermin kann bei Bedarf \
     kurzfristig vereinbart werden.",
    "Ein Abdruck dieses Schreibens geht an die Feuerwehr, an das Verkehrsunternehmen und an den \
     Wasserverband. Die dort eingehenden Hinweise fügen wir der Entscheidung bei.",
];

const VERKEHR: &[&str] = &[
    "An {zahl} Tagen haben wir gezählt, wie viele Fahrzeuge morgens zwischen 6 und 9 Uhr durch die \
     Marktstraße fahren. Im Durchschnitt waren es 412, darunter 58 Lastwagen. Vor drei Jahren kam eine \
     Zählung der Schule noch auf weniger als die Hälfte.",
    "Der Grund liegt nach unserer Einschätzung in der neuen Umgehung bei Nebelrode. Wer aus dem Gewerbe\
     ring kommt, spart durch unsere Ortsmitte vier Minuten. Viele Navigationsgeräte schlagen diesen \
     Weg vor, obwohl er für schwere Fahrzeuge nicht gedacht ist.",
    "Besonders eng ist es an der Ecke zur Kirchgasse. Begegnen sich dort zwei größere Wagen, weicht \
     einer auf den Gehweg aus. Am {vorher} wurde dabei der Zaun von Familie {nachbar} beschädigt. \
     Verletzt wurde zum Glück niemand.",
    "Auch die Häuser leiden. In drei Kellern haben sich Risse gezeigt, die es vor dem letzten Winter \
     noch nicht gab. Ob die Erschütterungen die Ursache sind, können wir nicht beweisen. Wir bitten \
     deshalb darum, eine Messung zu veranlassen oder uns zu sagen, wer dafür zuständig ist.",
    "Die Kinder gehen morgens auf der Seite ohne Gehweg, weil der Übergang vor der Bäckerei nicht \
     gesichert ist. Einen Zebrastreifen gab es früher; nach dem Ausbau der Straße wurde er nicht mehr \
     aufgebracht. Eltern begleiten die Kinder inzwischen abwechselnd.",
    "Wir haben uns auch umgehört, wie andere Orte mit dem Problem umgehen. In Wachtelgrün wurde die \
     Durchfahrt mit Pflanzkübeln verengt. Das kostete wenig und wirkte sofort. In Quittenau gilt in der \
     Ortsmitte Tempo 30, und eine Anzeige zeigt den Fahrern ihre Geschwindigkeit.",
    "Daraus leiten wir folgende Vorschläge ab:",
    "1. Die Marktstraße wird für Lastwagen gesperrt, Lieferungen bleiben frei.\n2. Zwischen Anger und \
     Schulgasse gilt Tempo 30.\n3. Vor der Bäckerei entsteht wieder ein gesicherter Übergang.\n4. An \
     zwei Stellen werden Pflanzkübel aufgestellt, um die sich Anwohner kümmern.\n5. Nach einem Jahr wird \
     noch einmal gezählt.",
    "Uns ist klar, dass die Gemeinde nicht alles davon selbst entscheiden kann. Für die Sperrung ist \
     vermutlich das Landratsamt zuständig. Wir bitten Sie aber, unser Anliegen dort zu unterstützen und \
     uns über den Stand zu unterrichten.",
    "Bei den Kosten helfen wir gern. Die Kübel würde die Schlosserei im Ort zum Selbstkostenpreis \
     fertigen, das wären etwa {betrag} je Stück. Für die Bepflanzung haben sich die Gartenfreunde \
     angeboten. Gießen können die Anwohner.",
    "Wir möchten betonen, dass sich unser Schreiben nicht gegen die Betriebe im Gewerbering richtet. \
     Viele von uns arbeiten dort. Mit zwei Inhabern haben wir gesprochen; beide wären bereit, ihre \
     Lieferanten auf die Umgehung hinzuweisen, wenn dort besser ausgeschildert würde.",
    "Ein eigenes Kapitel ist der Winter. Sobald Schnee liegt, wird die Fahrbahn nur in der Mitte \
     geräumt, und der Gehweg verschwindet unter den Haufen. Dann teilen sich Fußgänger, Radfahrer und \
     Lastwagen eine einzige Spur. Im Januar haben {zahl} Familien gemeinsam geschippt, aber auf Dauer \
     kann das nicht die Lösung sein. Vielleicht lässt sich der Räumplan so ändern, dass der Schulweg \
     vor 7 Uhr an der Reihe ist.",
    "Auch der Bus ist betroffen. Die Haltestelle am Anger liegt so, dass der Fahrer zum Einsteigen auf \
     der Fahrbahn halten muss. Ungeduldige Fahrer überholen dann, obwohl sie den Gegenverkehr nicht \
     sehen. Würde man die Haltestelle um zwanzig Meter versetzen, stünde der Bus in der alten Einfahrt \
     zum Milchhof, die seit Jahren niemand mehr nutzt. Der Eigentümer, Herr {nachbar}, hätte nichts \
     dagegen.",
    "Sorgen machen uns schließlich die Abende an den Wochenenden. Zwischen 22 Uhr und Mitternacht wird \
     die gerade Strecke zum Weiher als Rennstrecke benutzt. Die Polizei war {zahl} Mal vor Ort, jedes \
     Mal war die Straße leer. Eine Schwelle vor der Kurve würde genügen, um das Rasen unattraktiv zu \
     machen; für Rettungswagen gibt es Bauformen, die nicht stören.",
    "Zu den Zahlen: Gezählt wurde immer von zwei Personen, die sich alle zwei Stunden abgewechselt \
     haben. Fahrräder, Fußgänger und landwirtschaftliche Fahrzeuge sind getrennt aufgeführt. Tage mit \
     Regen haben wir wiederholt. Die Bögen sind nummeriert und von beiden unterschrieben, damit sie \
     sich später nachprüfen lassen.",
    "Lastwagen, Werktage 6 bis 9 Uhr\t58\nLieferwagen\t97\nPersonenwagen\t257\nFahrräder\t31\nFußgänger, \
     davon die Hälfte Kinder\t88",
    "Wir wissen, dass der Haushalt der Gemeinde knapp ist, und haben unsere Vorschläge deshalb nach den \
     Kosten geordnet. Schilder und Markierungen stehen am Anfang, Bauarbeiten am Ende. Vieles ließe \
     sich zunächst zur Probe einrichten und nach einem Jahr bewerten.",
    "Am {frist} treffen wir uns um 19 Uhr im Dorfgemeinschaftshaus. Wir laden den Bürgermeister und die \
     Mitglieder des Gemeinderats herzlich dazu ein. Die Zählbögen und die Karte bringen wir mit, damit \
     alle von den gleichen Zahlen ausgehen können.",
];
