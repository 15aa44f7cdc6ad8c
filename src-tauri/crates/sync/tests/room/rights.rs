//! A scope that is withdrawn goes from the workstation, after what was done in it was sent.

use domain::RecType;
use store::{SCOPE_REGISTRATUR, VorfallArt};

use crate::office::{Office, TENANT, status};

#[test]
fn withdrawn_scope_is_sent_first_then_removed_and_confirmed_whatever_breaks() {
    let office = Office::new();
    let anna = office.desk("K01");
    anna.round().unwrap();
    let kept = anna.make("Vorher gesendet");
    anna.round().unwrap();
    let pending = anna.make("Noch nicht gesendet");
    let device = office.device();
    let now = center::Surroundings::system().now();
    office.ledger.write(TENANT, |tx| tx.revoke(&device, SCOPE_REGISTRATUR, now)).unwrap();
    // The confirmation is lost at first.
    anna.disturb(|request| request.path.ends_with("/purged").then(|| status(0)));
    anna.round().unwrap_err();
    assert_eq!(anna.betreff(kept), None);
    assert!(anna.store.read(|db| db.all(RecType::Akte)).unwrap().is_empty());
    let refused = anna.store.read(|db| db.refusals()).unwrap();
    assert_eq!(refused.len(), 1, "what was not taken stays readable until acknowledged");
    assert_eq!(refused[0].mutation.rec_id, pending);
    anna.calm();
    anna.round().unwrap();
    let open = office.ledger.read(TENANT, |tx| tx.revoked_unconfirmed(&device)).unwrap();
    assert!(open.is_empty(), "the centre knows");
    assert_eq!(anna.incidents(), [VorfallArt::BereichEntzogen]);
    anna.at_rest();
    // Granted again, it comes back as it is there.
    office.ledger.write(TENANT, |tx| tx.grant(&device, SCOPE_REGISTRATUR)).unwrap();
    anna.round().unwrap();
    assert_eq!(anna.betreff(kept).as_deref(), Some("Vorher gesendet"));
    anna.at_rest();
}
