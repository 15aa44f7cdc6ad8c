//! What is weighed to answer each question, and the delivered weights.
//!
//! Of each pair of numbers the first was set by hand and holds for an office that has filed
//! nothing; the second is what `sorting-bench fit` makes of towns made for that purpose, and the
//! more an office has filed, the more it holds: alone, it serves an office of thousands of letters
//! and fails one of a dozen. None knows an office. `Plus` may only speak for, `Minus` only
//! against, `Frei` either way.

/// Letters of the office for which both numbers count the same.
const HALB: f64 = 40.0;

/// Which way a weight may point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Richtung {
    /// Not below nought.
    Plus,
    /// Not above nought.
    Minus,
    /// Either way.
    Frei,
}

macro_rules! merkmale {
    ($(#[$meta:meta])* $frage:ident { $($merkmal:ident: $richtung:ident $anfang:literal, $gewicht:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $frage { $($merkmal),* }

        impl $frage {
            pub(crate) const NAMEN: &'static [&'static str] = &[$(stringify!($merkmal)),*];
            pub(crate) const RICHTUNGEN: &'static [Richtung] = &[$(Richtung::$richtung),*];
            pub(crate) const ANFANG: &'static [f32] = &[$($anfang),*];
            pub(crate) const GEWICHTE: &'static [f32] = &[$($gewicht),*];

            /// Nothing seen.
            pub(crate) fn leer() -> Vec<f32> {
                vec![0.0; Self::NAMEN.len()]
            }
        }

        impl Messung for $frage {
            fn platz(self) -> usize {
                self as usize
            }
        }
    };
}

/// One of the things that are weighed to answer a question.
pub(crate) trait Messung: Copy {
    /// Returns its place among what is seen.
    fn platz(self) -> usize;

    /// Returns what was seen of this.
    fn get(self, werte: &[f32]) -> f64 {
        werte.get(self.platz()).copied().map_or(0.0, f64::from)
    }

    /// Notes what was seen of this.
    fn set(self, werte: &mut [f32], wert: f64) {
        if let Some(at) = werte.get_mut(self.platz()) {
            *at = wert as f32;
        }
    }
}

/// Returns how much the fitted numbers count in an office that has filed so many letters.
pub(crate) fn anteil(letters: usize) -> f64 {
    let letters = letters as f64;
    letters / (letters + HALB)
}

/// Returns weights between those set by hand and those fitted.
pub(crate) fn gewogen(anfang: &[f32], gewichte: &[f32], letters: usize) -> Vec<f32> {
    let share = anteil(letters) as f32;
    anfang.iter().zip(gewichte).map(|(hand, fitted)| hand + share * (fitted - hand)).collect()
}

merkmale! {
    /// Where does it belong?
    Ziel {
        // None of what is known.
        Keins: Frei 1.0, 2.02;
        KeinsWenig: Plus 2.0, 2.15;
        // A Vorgang.
        Code: Plus 9.0, 9.03;
        AzKopf: Plus 7.0, 8.17;
        AzText: Plus 6.0, 6.11;
        AzUngenau: Plus 5.0, 5.59;
        AzNah: Plus 2.0, 3.69;
        AzNahPasst: Plus 2.0, 2.64;
        AzHaltlos: Minus -3.0, -1.20;
        AzVonAkte: Plus 2.0, 4.40;
        AzVonAktePasst: Plus 1.0, 1.87;
        BezugLiegt: Plus 1.0, 0.20;
        BezugFolgt: Plus 0.3, 1.60;
        BezugZuFrueh: Minus -1.0, -1.61;
        Folge: Plus 0.3, 1.05;
        AzAndere: Minus -2.0, -0.96;
        Fremdzeichen: Plus 5.0, 6.33;
        Kasse: Plus 5.0, 6.64;
        Kunde: Plus 3.0, 1.21;
        Kennung: Plus 1.5, 0.93;
        Ding: Plus 2.0, 3.06;
        DingKopf: Plus 0.5, 1.60;
        DingAnderes: Minus -0.5, -0.51;
        Gegenstand: Plus 2.0, 2.75;
        ZeichenUngenau: Plus 2.0, 2.89;
        Absender: Plus 2.0, 0.40;
        AbsenderBeteiligt: Plus 2.0, 1.65;
        AbsenderWorte: Plus 1.5, 0.63;
        AbsenderLetzter: Plus 0.5, 0.10;
        Genannt: Plus 1.5, 1.21;
        Naehe: Plus 3.0, 0.60;
        NaeheErste: Plus 1.0, 0.20;
        NaeheAnzahl: Plus 0.5, 0.10;
        Betreff: Plus 2.0, 3.25;
        BetreffText: Plus 1.0, 1.90;
        BetreffZeile: Plus 2.0, 2.27;
        BetreffName: Plus 1.0, 3.69;
        AkteSache: Plus 0.5, 2.80;
        AkteTyp: Plus 0.3, 1.34;
        AkteStimmen: Plus 0.5, 0.77;
        AkteWorte: Plus 0.5, 0.15;
        AbsenderUndNaehe: Plus 2.0, 0.87;
        Frisch: Plus 1.0, 0.20;
        Alt: Minus -0.3, -0.38;
        VorgangLeer: Frei 0.0, 1.16;
        // A new Vorgang in an Akte.
        Neu: Frei -0.5, 0.55;
        NeuAz: Plus 4.0, 3.33;
        NeuAzZu: Plus 4.0, 4.05;
        NeuHaltlos: Minus -1.0, -0.68;
        NeuAndere: Minus -1.0, -0.91;
        NeuZeichen: Plus 1.0, 2.38;
        NeuNaehe: Plus 1.0, 1.54;
        NeuStimmen: Plus 2.0, 1.35;
        NeuDing: Plus 2.0, 2.04;
        NeuBuchstabe: Plus 1.5, 2.39;
        NeuBetreffText: Plus 1.0, 1.60;
        NeuBetreff: Plus 2.0, 1.99;
        NeuSache: Plus 2.0, 2.86;
        NeuEigen: Plus 1.0, 1.05;
        NeuRest: Minus -1.0, -2.35;
        NeuVorgang: Plus 1.0, 2.16;
        NeuVorgaenge: Plus 0.5, 1.66;
        NeuWorte: Plus 1.0, 0.20;
        NeuAbsender: Plus 1.0, 0.25;
        NeuBeteiligt: Plus 0.5, 1.92;
        NeuTyp: Plus 0.5, 2.95;
        NeuHaeufig: Plus 0.3, 0.06;
        NeuFrisch: Plus 0.3, 0.06;
        NeuJahr: Plus 1.0, 0.20;
        NeuAnfang: Plus 0.3, 0.32;
        NeuFortsetzung: Minus -0.5, -0.39;
        NeuAnfangWorte: Frei 1.0, 0.22;
        NeuAnfangTyp: Frei 0.7, 1.05;
        NeuAnfangAbsender: Frei 0.7, 0.12;
        NeuAnfangAkte: Frei 0.5, 0.21;
        NeuDochHier: Minus -1.0, -0.90;
        NeuDochBekannt: Minus -1.0, -0.20;
        NeuDochZeichen: Minus -2.0, -2.31;
        NeuDochVonAkte: Minus -1.0, -1.57;
        NeuDochBezug: Minus -2.0, -2.37;
    }
}

merkmale! {
    /// Who writes?
    Absender {
        Niemand: Frei 1.0, 7.13;
        MailKopf: Plus 5.0, 3.10;
        MailDomaene: Plus 2.0, 0.40;
        Zeichen: Plus 3.0, 0.63;
        NameKopf: Plus 3.0, 5.08;
        NameSchluss: Plus 2.5, 2.62;
        NameSonst: Plus 0.5, 1.85;
        NameEmpfaenger: Minus -1.0, -0.20;
        Strasse: Plus 1.5, 0.71;
        Plz: Plus 0.3, 0.06;
        FrueherZeichen: Plus 3.0, 2.50;
        FrueherWorte: Plus 3.0, 2.58;
        FrueherText: Plus 0.5, 2.79;
        Bezug: Plus 1.0, 2.82;
        Haeufig: Plus 0.2, 0.04;
    }
}

merkmale! {
    /// What kind of document is it?
    Typ {
        Keiner: Frei -1.0, 4.58;
        Worte: Plus 1.0, 1.17;
        NameBetreff: Plus 2.5, 0.86;
        NameText: Plus 1.0, 1.56;
        Ungenutzt: Minus -1.0, -1.66;
        Grundwort: Plus 1.0, 0.85;
        VomAbsender: Plus 1.0, 0.20;
        Nachbarn: Plus 1.5, 8.50;
        Haeufig: Plus 0.3, 0.06;
    }
}

merkmale! {
    /// Which day is the letter's?
    Tag {
        Keiner: Frei -1.0, -2.12;
        Kopf: Plus 2.0, 1.87;
        Allein: Plus 1.0, 1.84;
        NachOrt: Plus 2.0, 1.82;
        Benannt: Plus 2.0, 2.09;
        Vom: Minus -2.0, -3.42;
        Geburt: Minus -4.0, -4.00;
        Bis: Minus -2.0, -2.69;
        Erster: Plus 0.5, 3.04;
        Juengster: Plus 1.0, 0.73;
        Alter: Minus -0.7, -2.66;
        Mehrmals: Frei 0.0, -0.93;
        Schluss: Frei 0.5, 0.50;
    }
}

merkmale! {
    /// Until when does it ask for something?
    Frist {
        Keine: Frei 1.0, 1.07;
        Spaetestens: Plus 3.0, 3.13;
        Bis: Plus 2.5, 5.39;
        Faellig: Plus 2.5, 2.54;
        Wort: Plus 1.0, 1.69;
        Spanne: Plus 2.5, 0.50;
        Bitte: Plus 0.5, 0.18;
        Zeitraum: Minus -7.0, -7.00;
        Gueltig: Minus -2.0, -1.03;
        Rechtsbehelf: Frei -0.5, -0.50;
        Vorbei: Minus -3.0, -4.37;
        Fern: Minus -1.0, -1.55;
        Erste: Plus 0.3, 0.06;
        Nackt: Minus -3.0, -1.32;
    }
}
