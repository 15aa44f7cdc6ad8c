//! Rules of the registry: whose plan, which part, what may be moved.

use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use super::{Aenderung, Einwand, Pruefung, Umfeld};
use crate::mandant::mandant_id;
use crate::record::text;
use crate::verstoss::Verstoss;

/// A new file hangs from a unit of its municipality's plan that is in force.
pub(super) fn akte<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if !change.neu() {
        return Ok(());
    }
    let Ok(unit) = Uuid::parse_str(change.nachher("aktenplaneinheit")) else { return Ok(()) };
    let Some(unit) = umfeld.felder(unit).map_err(Einwand::Umfeld)? else { return Ok(()) };
    let whose = text(&unit, "mandant");
    if !whose.is_empty() && whose != mandant_id(change.bereich).to_string() {
        return Err(Verstoss::AktenplanFremd.into());
    }
    let day = |name| text(&unit, name).parse::<Date>().ok();
    let early = day("gueltig_ab").is_some_and(|from| change.heute < from);
    let late = day("gueltig_bis").is_some_and(|until| change.heute > until);
    if early || late {
        return Err(Verstoss::AktenplaneinheitStillgelegt.into());
    }
    Ok(())
}

/// A case lies in a part of its own file.
pub(super) fn vorgang<U: Umfeld>(umfeld: &mut U, change: &Aenderung<'_>) -> Pruefung<U::Error> {
    if !change.geaendert("teilakte") {
        return Ok(());
    }
    let Ok(part) = Uuid::parse_str(change.nachher("teilakte")) else { return Ok(()) };
    let part = umfeld.felder(part).map_err(Einwand::Umfeld)?;
    if part.is_some_and(|part| text(&part, "akte") == change.nachher("akte")) {
        return Ok(());
    }
    Err(Verstoss::TeilakteFremd.into())
}

/// A draft stays with those who are to sign it, and what was taken out stays where it was.
pub(super) fn dokument<E>(change: &Aenderung<'_>) -> Pruefung<E> {
    if change.neu() {
        return Ok(());
    }
    let grown = |name| change.vorher.and_then(|old| old.get(name)).and_then(Value::as_array);
    let more = change.nachher.get("versionen").and_then(Value::as_array).map_or(0, Vec::len);
    let newer = grown("versionen").map_or(0, Vec::len) < more;
    if change.vorher("status") == "storniert" && (change.geaendert("vorgang") || newer) {
        return Err(Verstoss::DokumentStorniert.into());
    }
    if change.geaendert("vorgang") && change.vorher("status") == "entwurf" {
        return Err(Verstoss::EntwurfBleibt.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::Op;
    use crate::record::{Fields, RecType};
    use crate::regeln::pruefen;

    struct Schrank(BTreeMap<Uuid, Fields>);

    impl Umfeld for Schrank {
        type Error = Infallible;

        fn felder(&mut self, rec_id: Uuid) -> Result<Option<Fields>, Infallible> {
            Ok(self.0.get(&rec_id).cloned())
        }

        fn kinder(&mut self, _: Uuid, _: RecType) -> Result<Vec<Fields>, Infallible> {
            Ok(Vec::new())
        }
    }

    fn fields(value: Value) -> Fields {
        serde_json::from_value(value).unwrap()
    }

    fn ask(
        lies: &[(u128, Value)],
        kind: RecType,
        vorher: Option<Value>,
        nachher: Value,
    ) -> Result<(), Verstoss> {
        let lies = lies.iter().map(|(id, value)| (Uuid::from_u128(*id), fields(value.clone())));
        let (vorher, nachher) = (vorher.map(fields), fields(nachher));
        let change = Aenderung {
            kind,
            rec_id: Uuid::from_u128(99),
            bereich: "nebelrode",
            op: if vorher.is_some() { Op::Transition } else { Op::Create },
            vorher: vorher.as_ref(),
            nachher: &nachher,
            akteur: "Anna",
            grund: None,
            heute: date(2026, 11, 22),
        };
        match pruefen(&mut Schrank(lies.collect()), &change) {
            Ok(()) => Ok(()),
            Err(Einwand::Verstoss(verstoss)) => Err(verstoss),
            Err(Einwand::Umfeld(never)) => match never {},
        }
    }

    #[test]
    fn a_file_hangs_from_its_own_municipalitys_plan_while_it_is_in_force() {
        let new = json!({"aktenplaneinheit": Uuid::from_u128(1), "status": "offen"});
        let under = |unit: Value| ask(&[(1, unit)], RecType::Akte, None, new.clone());
        assert_eq!(under(json!({})), Ok(()), "a plan of everybody's");
        assert_eq!(under(json!({"mandant": mandant_id("nebelrode")})), Ok(()));
        let foreign = json!({"mandant": mandant_id("registratur")});
        assert_eq!(under(foreign), Err(Verstoss::AktenplanFremd));
        let retired = Err(Verstoss::AktenplaneinheitStillgelegt);
        assert_eq!(under(json!({"gueltig_bis": "2026-11-21"})), retired);
        assert_eq!(under(json!({"gueltig_ab": "2026-11-23"})), retired);
        assert_eq!(under(json!({"gueltig_ab": "2026-11-22", "gueltig_bis": "2026-11-22"})), Ok(()));
    }

    #[test]
    fn a_case_lies_in_a_part_of_its_own_file() {
        let (own, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let lies = [(7, json!({"akte": own})), (8, json!({"akte": other}))];
        let case = |part: Value| json!({"akte": own, "status": "offen", "teilakte": part});
        let before = json!({"akte": own, "status": "offen"});
        let put = |part| ask(&lies, RecType::Vorgang, Some(before.clone()), case(part));
        assert_eq!(put(json!(Uuid::from_u128(7))), Ok(()));
        assert_eq!(put(json!(Uuid::from_u128(8))), Err(Verstoss::TeilakteFremd));
        assert_eq!(put(json!(Uuid::from_u128(9))), Err(Verstoss::TeilakteFremd), "no such part");
        let inside = Some(case(json!(Uuid::from_u128(7))));
        assert_eq!(ask(&lies, RecType::Vorgang, inside, before), Ok(()), "out again");
    }

    #[test]
    fn a_draft_is_not_moved_away_from_those_who_sign_it() {
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let moved = |status: &str| {
            let before = json!({"vorgang": here, "status": status});
            let after = json!({"vorgang": there, "status": status});
            ask(&[], RecType::Dokument, Some(before), after)
        };
        assert_eq!(moved("abgelegt"), Ok(()));
        assert_eq!(moved("entwurf"), Err(Verstoss::EntwurfBleibt));
        assert_eq!(moved("storniert"), Err(Verstoss::DokumentStorniert));
        let out = json!({"vorgang": here, "status": "storniert"});
        let newer = json!({"vorgang": here, "status": "storniert", "versionen": [{}]});
        let added = ask(&[], RecType::Dokument, Some(out), newer);
        assert_eq!(added, Err(Verstoss::DokumentStorniert));
    }
}
