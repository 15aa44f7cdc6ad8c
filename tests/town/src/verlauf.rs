//! The courses that matters take: who writes what, how long after, and how often at all.
//!
//! Never a text: the letters' wordings are templates, and the words of a matter are drawn for it.

mod abgaben;
mod amt;
mod bauen;
mod haus;
mod leben;
mod strassen;

/// A kind of matter: where it is filed, who takes part, and the letters that may come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verlauf {
    /// Name of the kind, unique.
    pub(crate) art: &'static str,
    /// How often it begins, compared with the others.
    pub(crate) gewicht: u64,
    /// Node of the filing plan.
    pub(crate) plan: &'static str,
    /// What decides between the Akten of the node; a template.
    pub(crate) akte: &'static str,
    /// Betreff of the Vorgang, as a clerk writes it; a template.
    pub(crate) betreff: &'static str,
    /// What people call the matter; forms parted by `|`, each a template.
    pub(crate) sache: &'static str,
    /// What it is about: nominative, accusative with article and further nouns, parted by `;`.
    pub(crate) dinge: &'static [&'static str],
    /// Who takes part: name of the role, and what they are.
    pub(crate) rollen: &'static [(&'static str, &'static str)],
    /// Whom a lawyer speaks for.
    pub(crate) mandant: &'static str,
    /// Whether the matter is about the place where the first role lives.
    pub(crate) zuhause: bool,
    /// Whether it begins with a letter of ours, so that no letter opens it.
    pub(crate) von_uns: bool,
    /// Chance in a hundred that we ask for money under a Kassenzeichen.
    pub(crate) kasse: u64,
    /// Letters in their order.
    pub(crate) schritte: &'static [Schritt],
}

/// A letter that may come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schritt {
    /// Kind of the letter, which names its template.
    pub(crate) typ: &'static str,
    /// Who writes.
    pub(crate) rolle: &'static str,
    /// Days after the letter before: at least, at most.
    pub(crate) tage: (u64, u64),
    /// Chance in a hundred that it comes.
    pub(crate) chance: u64,
    /// Comes only if this kind came before.
    pub(crate) nach: Option<&'static str>,
    /// Kind and writer of what comes in its place where it does not.
    pub(crate) sonst: Option<(&'static str, &'static str)>,
}

const LEER: Verlauf = Verlauf {
    art: "",
    gewicht: 10,
    plan: "",
    akte: "",
    betreff: "",
    sache: "",
    dinge: &[],
    rollen: &[],
    mandant: "",
    zuhause: false,
    von_uns: false,
    kasse: 0,
    schritte: &[],
};

const fn schritt(rolle: &'static str, typ: &'static str, tage: (u64, u64), chance: u64) -> Schritt {
    Schritt { typ, rolle, tage, chance, nach: None, sonst: None }
}

impl Schritt {
    const fn nach(mut self, typ: &'static str) -> Schritt {
        self.nach = Some(typ);
        self
    }

    const fn sonst(mut self, rolle: &'static str, typ: &'static str) -> Schritt {
        self.sonst = Some((typ, rolle));
        self
    }
}

/// Returns every kind of matter.
pub(crate) fn alle() -> Vec<&'static Verlauf> {
    let tables = [
        bauen::VERLAEUFE,
        strassen::VERLAEUFE,
        abgaben::VERLAEUFE,
        leben::VERLAEUFE,
        haus::VERLAEUFE,
        amt::VERLAEUFE,
    ];
    tables.into_iter().flatten().collect()
}
