//! The rules of the dialogue, one by one.
//!
//! Never a file: messages are handed from one side to the other.

use xdomea::auswahl::{anbieten, aussondern, gegenstaende};
use xdomea::code::Bewertung;
use xdomea::dialog::ObjektState;
use xdomea::error::DialogError;
use xdomea::metadaten::Aussonderungsart;
use xdomea::nachricht::Uebergabe;
use xdomea::rueckmeldung::{BewertetesObjekt, Ergebnis, Rueckmeldung};
use xdomea::{Aussonderungsdialog, Inhalt, Nachricht, Nachrichtentyp, ObjektId, Rolle, worte};

use crate::muster::{self, id, kopf, um};

use Nachrichtentyp as T;
use Rolle::{Archiv, Behoerde};

/// Ids in the order of `gegenstaende`: Akte (0) with Vorgang (1, 2), Teilakte (3) with Vorgang (4);
/// the second Akte (5) likewise; Vorgang (10).
struct Fall {
    uebergabe: Uebergabe,
    ids: Vec<ObjektId>,
    dialog: Aussonderungsdialog,
    angebot: Nachricht,
}

fn fall() -> Fall {
    let (uebergabe, _) = muster::schriftgut();
    let angebot = anbieten(kopf(3), &uebergabe);
    let ids: Vec<ObjektId> = gegenstaende(&uebergabe).iter().map(|g| g.id).collect();
    assert_eq!(ids.len(), 11);
    let mut dialog = Aussonderungsdialog::neu(id(3));
    dialog.nehmen(Behoerde, &angebot).unwrap();
    Fall { uebergabe, ids, dialog, angebot }
}

impl Fall {
    fn bewertung(&self, bewertet: &[(usize, Bewertung)]) -> Nachricht {
        let bewertet = bewertet.iter().map(|(at, bewertung)| BewertetesObjekt {
            id: self.ids[*at],
            aussonderungsart: Aussonderungsart::Bewertung(*bewertung),
        });
        let inhalt = Inhalt::Bewertungsverzeichnis(bewertet.collect());
        self.angebot.antwort(um(), None, inhalt)
    }

    fn bewerten(&mut self, bewertet: &[(usize, Bewertung)]) {
        let nachricht = self.bewertung(bewertet);
        self.dialog.nehmen(Archiv, &nachricht).unwrap();
    }

    fn abgeben(&mut self) {
        let nachricht = aussondern(kopf(3), &self.uebergabe, &|id| self.dialog.gewollt(id));
        self.dialog.nehmen(Behoerde, &nachricht).unwrap();
    }

    fn importiert(&mut self, ergebnisse: Vec<Ergebnis>) -> Result<(), DialogError> {
        let rueckmeldung = Rueckmeldung { objekte: ergebnisse, gesamt: None };
        let inhalt = Inhalt::AussonderungImportiert(rueckmeldung);
        self.dialog.nehmen(Archiv, &self.angebot.antwort(um(), None, inhalt))
    }

    fn loeschbar(&self) -> Vec<usize> {
        let free = self.dialog.loeschbare();
        for (at, id) in self.ids.iter().enumerate() {
            assert_eq!(self.dialog.loeschbar(*id), free.contains(id), "{at}");
        }
        (0..self.ids.len()).filter(|at| free.contains(&self.ids[*at])).collect()
    }
}

const A: Bewertung = Bewertung::Archivwuerdig;
const B: Bewertung = Bewertung::Bewerten;
const V: Bewertung = Bewertung::Vernichten;

#[test]
fn each_side_sends_its_own_messages_in_order() {
    let mut fall = fall();
    assert_eq!(fall.dialog.erlaubt(Behoerde), []);
    assert_eq!(fall.dialog.erlaubt(Archiv), [T::AnbietungEmpfangen, T::Bewertungsverzeichnis]);
    assert_eq!(fall.dialog.faellig(Archiv), [T::AnbietungEmpfangen]);

    let empfangen = fall.angebot.antwort(um(), None, Inhalt::AnbietungEmpfangen);
    let refused = |dialog: &mut Aussonderungsdialog, von, nachricht: &Nachricht| {
        let before = dialog.clone();
        let error = dialog.nehmen(von, nachricht).unwrap_err();
        assert_eq!(*dialog, before, "a refusal changes nothing");
        worte::dialog(&error)
    };
    let dialog = &mut fall.dialog;
    assert_eq!(
        refused(dialog, Behoerde, &empfangen),
        "Die Nachricht 0504 (Aussonderung.AnbietungEmpfangBestaetigen) sendet nur das Archiv."
    );
    assert_eq!(
        refused(dialog, Behoerde, &fall.angebot),
        "Die Nachricht 0501 (Aussonderung.Anbieteverzeichnis) liegt zu dieser Aussonderung schon vor."
    );
    let frueh = fall.angebot.antwort(um(), None, Inhalt::AussonderungEmpfangen);
    assert_eq!(
        refused(dialog, Archiv, &frueh),
        "Vor der Nachricht 0507 (Aussonderung.AussonderungEmpfangBestaetigen) muss 0503 (Aussonderung.Aussonderung) kommen."
    );
    let fremd = Nachricht::neu(kopf(4), Inhalt::AnbietungEmpfangen);
    assert!(refused(dialog, Archiv, &fremd).contains("zu einer anderen Aussonderung"));
    let abgabe = Nachricht::neu(kopf(3), Inhalt::AbgabeEmpfangen);
    assert!(refused(dialog, Behoerde, &abgabe).contains("gehört nicht zur Aussonderung"));

    dialog.nehmen(Archiv, &empfangen).unwrap();
    assert_eq!(dialog.faellig(Archiv), []);
    // Nothing is wanted: the office has a receipt to send at most.
    fall.bewerten(&[(0, V), (5, V), (10, B)]);
    assert_eq!(fall.dialog.erlaubt(Behoerde), [T::BewertungEmpfangen]);
    assert_eq!(fall.dialog.faellig(Behoerde), [], "nobody wished for it");
    let leer = Nachricht::neu(kopf(3), Inhalt::Aussonderung(fall.uebergabe.clone()));
    assert_eq!(fall.dialog.nehmen(Behoerde, &leer), Err(DialogError::NothingWanted));
}

#[test]
fn silence_about_a_part_means_what_was_said_about_the_whole() {
    let mut fall = fall();
    fall.bewerten(&[(0, A), (2, V), (3, V), (4, A)]);
    let states = [A, A, V, V, A, B, B, B, B, B, B];
    for (at, bewertung) in states.into_iter().enumerate() {
        let state = fall.dialog.state(fall.ids[at]);
        assert_eq!(state, Some(&ObjektState::Bewertet(bewertung)), "{at}");
    }
}

#[test]
fn appraisals_about_strangers_or_twice_are_refused() {
    let mut fall = fall();
    let mut nachricht = fall.bewertung(&[(0, A), (0, V)]);
    let twice = fall.dialog.nehmen(Archiv, &nachricht);
    assert_eq!(twice, Err(DialogError::ObjectTwice { id: fall.ids[0] }));
    if let Inhalt::Bewertungsverzeichnis(bewertet) = &mut nachricht.inhalt {
        bewertet[1].id = id(4711);
    }
    let unknown = fall.dialog.nehmen(Archiv, &nachricht);
    assert_eq!(unknown, Err(DialogError::UnknownObject { id: id(4711) }));
    assert_eq!(fall.dialog.state(fall.ids[0]), Some(&ObjektState::Angeboten));
}

#[test]
fn exactly_what_is_wanted_is_handed_over() {
    let mut fall = fall();
    fall.bewerten(&[(0, V), (4, A), (5, A), (6, V), (10, V)]);
    let wanted = aussondern(kopf(3), &fall.uebergabe, &|id| fall.dialog.gewollt(id));
    let there: Vec<ObjektId> =
        gegenstaende(wanted.inhalt.uebergabe().unwrap()).iter().map(|g| g.id).collect();
    let expected: Vec<ObjektId> = [0, 3, 4, 5, 7, 8, 9].map(|at| fall.ids[at]).to_vec();
    assert_eq!(there, expected, "wanted ones, and what they lie in");

    let surplus = Nachricht::neu(kopf(3), Inhalt::Aussonderung(fall.uebergabe.clone()));
    assert!(matches!(
        fall.dialog.nehmen(Behoerde, &surplus),
        Err(DialogError::ObjectSurplus { .. })
    ));
    let missing = aussondern(kopf(3), &fall.uebergabe, &|id| id == fall.ids[4]);
    assert!(matches!(
        fall.dialog.nehmen(Behoerde, &missing),
        Err(DialogError::ObjectMissing { .. })
    ));
    fall.dialog.nehmen(Behoerde, &wanted).unwrap();
    assert_eq!(
        fall.dialog.faellig(Archiv),
        [T::AnbietungEmpfangen, T::AussonderungEmpfangen, T::AussonderungImportiert]
    );
}

#[test]
fn nothing_is_deleted_before_the_archive_has_what_it_wants() {
    let mut fall = fall();
    assert_eq!(fall.loeschbar(), [0_usize; 0]);
    fall.bewerten(&[(0, A), (2, V), (5, V), (10, A)]);
    assert_eq!(fall.loeschbar(), [0_usize; 0], "what is to be destroyed waits for what is wanted");
    fall.abgeben();
    assert_eq!(fall.loeschbar(), [0_usize; 0]);
    assert_eq!(
        fall.dialog.geloescht(fall.ids[5]),
        Err(DialogError::NotDeletable { id: fall.ids[5] })
    );

    // The archive takes the Akte and refuses the Vorgang.
    let (akte, vorgang) = (fall.ids[0], fall.ids[10]);
    fall.importiert(vec![
        Ergebnis::erfolg(akte, Some("LATh 1".to_owned())),
        Ergebnis::misserfolg(vorgang, "Format unbekannt".to_owned()),
    ])
    .unwrap();
    let archived = ObjektState::Archiviert(Some("LATh 1".to_owned()));
    assert_eq!(fall.dialog.state(akte), Some(&archived));
    assert_eq!(fall.dialog.state(fall.ids[1]), Some(&ObjektState::Archiviert(None)));
    assert_eq!(
        fall.dialog.state(vorgang),
        Some(&ObjektState::Abgelehnt("Format unbekannt".to_owned()))
    );
    assert_eq!(fall.loeschbar(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    fall.dialog.geloescht(akte).unwrap();
    assert_eq!(fall.dialog.state(fall.ids[4]), Some(&ObjektState::Geloescht));
    assert_eq!(fall.loeschbar(), [5, 6, 7, 8, 9]);
}

#[test]
fn a_part_that_is_still_needed_holds_the_whole() {
    let mut fall = fall();
    // To be destroyed, but one Vorgang in the Teilakte is wanted and one is still to be appraised.
    fall.bewerten(&[(0, V), (4, A), (5, V), (6, B), (10, V)]);
    fall.abgeben();
    let vorgang = fall.ids[4];
    fall.importiert(vec![Ergebnis::misserfolg(vorgang, "beschädigt".to_owned())]).unwrap();
    assert_eq!(fall.loeschbar(), [1, 2, 7, 8, 9, 10], "not 0, 3 and 4, nor 5 and 6");
}

#[test]
fn silence_of_the_archive_is_no_success() {
    let mut fall = fall();
    fall.bewerten(&[(0, A), (5, A), (10, V)]);
    fall.abgeben();
    let one = fall.ids[0];
    fall.importiert(vec![Ergebnis::erfolg(one, None)]).unwrap();
    assert_eq!(fall.dialog.state(fall.ids[5]), Some(&ObjektState::Abgegeben));
    assert_eq!(fall.loeschbar(), [0, 1, 2, 3, 4, 10]);
}

#[test]
fn an_office_that_has_nothing_to_hand_over_may_destroy_after_the_appraisal() {
    let mut fall = fall();
    fall.bewerten(&[(0, V), (5, V), (10, B)]);
    assert_eq!(fall.loeschbar(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}
