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

            /// Notes what was seen of this.
            pub(crate) fn set(self, werte: &mut [f32], wert: f64) {
                if let Some(at) = werte.get_mut(self as usize) {
                    *at = wert as f32;
                }
            }

        }
    };
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

/// Returns what was seen of one thing.
fn seen(werte: &[f32], merkmal: usize) -> f64 {
    werte.get(merkmal).copied().map_or(0.0, f64::from)
}

impl Ziel {
    /// Returns what was seen of this.
    pub(crate) fn get(self, werte: &[f32]) -> f64 {
        seen(werte, self as usize)
    }
}

impl Absender {
    /// Returns what was seen of this.
    pub(crate) fn get(self, werte: &[f32]) -> f64 {
        seen(werte, self as usize)
    }
}

merkmale! {
    /// Where does it belong?
    Ziel {
        // None of what is known.
        Keins: Frei 1.0, 1.88;
        KeinsWenig: Plus 2.0, 2.16;
        // A Vorgang.
        Code: Plus 9.0, 9.04;
        AzKopf: Plus 7.0, 8.33;
        AzText: Plus 6.0, 6.10;
        AzUngenau: Plus 5.0, 5.69;
        AzNah: Plus 2.0, 3.82;
        AzHaltlos: Minus -3.0, -0.93;
        AzVonAkte: Plus 2.0, 4.91;
        AzAndere: Minus -2.0, -0.74;
        Fremdzeichen: Plus 5.0, 6.62;
        Kasse: Plus 5.0, 6.81;
        Kunde: Plus 3.0, 1.05;
        Kennung: Plus 1.5, 1.08;
        Ding: Plus 2.0, 3.20;
        DingKopf: Plus 0.5, 1.79;
        DingAnderes: Minus -0.5, -0.57;
        Gegenstand: Plus 2.0, 3.10;
        ZeichenUngenau: Plus 2.0, 2.36;
        Absender: Plus 2.0, 0.40;
        AbsenderBeteiligt: Plus 2.0, 1.91;
        AbsenderWorte: Plus 1.5, 0.50;
        AbsenderLetzter: Plus 0.5, 0.10;
        Genannt: Plus 1.5, 1.57;
        Naehe: Plus 3.0, 0.60;
        NaeheErste: Plus 1.0, 0.20;
        NaeheAnzahl: Plus 0.5, 0.10;
        Betreff: Plus 2.0, 3.94;
        BetreffText: Plus 1.0, 1.98;
        BetreffZeile: Plus 2.0, 2.37;
        BetreffName: Plus 1.0, 4.32;
        AkteSache: Plus 0.5, 2.78;
        AkteTyp: Plus 0.3, 1.73;
        AkteStimmen: Plus 0.5, 0.66;
        AkteWorte: Plus 0.5, 0.21;
        AbsenderUndNaehe: Plus 2.0, 0.59;
        Frisch: Plus 1.0, 0.20;
        Alt: Minus -0.3, -0.68;
        VorgangLeer: Frei 0.0, 0.90;
        // A new Vorgang in an Akte.
        Neu: Frei -0.5, 0.37;
        NeuAz: Plus 4.0, 3.16;
        NeuAzZu: Plus 4.0, 4.09;
        NeuHaltlos: Minus -1.0, -0.72;
        NeuAndere: Minus -1.0, -0.94;
        NeuZeichen: Plus 1.0, 2.41;
        NeuNaehe: Plus 1.0, 1.44;
        NeuStimmen: Plus 2.0, 1.27;
        NeuDing: Plus 2.0, 1.99;
        NeuBuchstabe: Plus 1.5, 2.38;
        NeuBetreffText: Plus 1.0, 1.48;
        NeuBetreff: Plus 2.0, 1.89;
        NeuSache: Plus 2.0, 2.90;
        NeuEigen: Plus 1.0, 1.09;
        NeuRest: Minus -1.0, -2.31;
        NeuVorgang: Plus 1.0, 2.14;
        NeuVorgaenge: Plus 0.5, 1.66;
        NeuWorte: Plus 1.0, 0.20;
        NeuAbsender: Plus 1.0, 0.31;
        NeuBeteiligt: Plus 0.5, 2.00;
        NeuTyp: Plus 0.5, 2.89;
        NeuHaeufig: Plus 0.3, 0.06;
        NeuFrisch: Plus 0.3, 0.06;
        NeuJahr: Plus 1.0, 0.20;
        NeuAnfang: Plus 0.3, 0.44;
        NeuFortsetzung: Minus -0.5, -0.29;
        NeuAnfangWorte: Frei 1.0, 0.24;
        NeuAnfangTyp: Frei 0.7, 1.42;
        NeuAnfangAbsender: Frei 0.7, 0.11;
        NeuAnfangAkte: Frei 0.5, 0.22;
        NeuDochHier: Minus -1.0, -0.77;
        NeuDochBekannt: Minus -1.0, -0.20;
        NeuDochZeichen: Minus -2.0, -2.33;
        NeuDochVonAkte: Minus -1.0, -1.61;
        NeuDochBezug: Minus -2.0, -2.44;
    }
}

merkmale! {
    /// Who writes?
    Absender {
        Niemand: Frei 1.0, 7.12;
        MailKopf: Plus 5.0, 3.09;
        MailDomaene: Plus 2.0, 0.40;
        Zeichen: Plus 3.0, 0.64;
        NameKopf: Plus 3.0, 5.10;
        NameSchluss: Plus 2.5, 2.60;
        NameSonst: Plus 0.5, 1.85;
        NameEmpfaenger: Minus -1.0, -0.20;
        Strasse: Plus 1.5, 0.68;
        Plz: Plus 0.3, 0.06;
        FrueherZeichen: Plus 3.0, 2.48;
        FrueherWorte: Plus 3.0, 2.65;
        FrueherText: Plus 0.5, 2.81;
        Bezug: Plus 1.0, 2.77;
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
