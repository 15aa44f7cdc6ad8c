//! Many pages: in order, few at a time, and an end when somebody wants one.
//!
//! Never depends on which thread is faster.

use std::sync::atomic::{AtomicUsize, Ordering};

use ocr::{Budget, CancelFlag, Recognised, Stopped, recognise};
use page::PageImage;

use crate::fakes::{Fake, HEAD, page};

const THREADS: usize = 3;

fn budget() -> Budget {
    Budget { threads: THREADS }
}

fn quick() -> Fake {
    Fake::new(HEAD)
}

#[test]
fn pages_come_out_in_their_order_and_broken_ones_in_their_place() {
    let fake = quick();
    let tesseract = fake.find().unwrap();
    let mut numbers = 0..20_u32;
    let mut seen = Vec::new();
    let mut steps = Vec::new();
    let count = recognise(
        &tesseract,
        budget(),
        &CancelFlag::new(),
        || numbers.next().map(|n| if n % 7 == 3 { Err("source") } else { Ok(n) }),
        |n| if n % 5 == 4 { Err("prepare") } else { Ok(page(300 + n)) },
        |Recognised { number, page }| {
            let outcome = page.map(|(image, text)| (image.width(), text.unwrap().breite));
            seen.push((number, outcome));
            Ok(())
        },
        |done| steps.push(done),
    );
    assert_eq!(count.unwrap(), 20);
    let expected = (0..20_usize).map(|number| {
        let width = 300 + number as u32;
        let outcome = match number {
            n if n % 7 == 3 => Err("source"),
            n if n % 5 == 4 => Err("prepare"),
            _ => Ok((width, u16::try_from((width * 720 + 150) / 300).unwrap())),
        };
        (number, outcome)
    });
    assert_eq!(seen, expected.collect::<Vec<_>>());
    assert_eq!(steps.last(), Some(&17), "{steps:?}");
}

#[test]
fn a_long_document_never_has_many_pages_in_memory() {
    /// Counts itself.
    struct Held<'a>(PageImage, &'a AtomicUsize);
    impl ocr::Picture for Held<'_> {
        fn picture(&self) -> &PageImage {
            &self.0
        }
    }
    impl Drop for Held<'_> {
        fn drop(&mut self) {
            self.1.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let fake = quick();
    let tesseract = fake.find().unwrap();
    let (held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut numbers = 0..200_u32;
    let count = recognise(
        &tesseract,
        budget(),
        &CancelFlag::new(),
        || numbers.next().map(Ok::<_, ()>),
        |_| {
            most.fetch_max(held.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            Ok(Held(page(300), &held))
        },
        |_| Ok(()),
        |_| {},
    );
    assert_eq!(count.unwrap(), 200);
    assert_eq!(held.load(Ordering::SeqCst), 0);
    let most = most.load(Ordering::SeqCst);
    assert!(most <= 2 * THREADS, "{most}");
}

#[test]
fn an_empty_document_has_no_pages() {
    let fake = quick();
    let count = recognise(
        &fake.find().unwrap(),
        budget(),
        &CancelFlag::new(),
        || None::<Result<PageImage, ()>>,
        Ok,
        |_| Ok(()),
        |_| {},
    );
    assert_eq!(count.unwrap(), 0);
}

#[test]
fn a_cancelled_document_ends() {
    let fake = Fake::new("exec sleep 1000");
    let tesseract = fake.find().unwrap();
    let cancel = CancelFlag::new();
    let given = AtomicUsize::new(0);
    let outcome = recognise(
        &tesseract,
        budget(),
        &cancel,
        || {
            // Somebody loses patience after the fifth page.
            if given.fetch_add(1, Ordering::SeqCst) == 4 {
                cancel.cancel();
            }
            Some(Ok::<_, ()>(page(300)))
        },
        Ok,
        |_| Ok(()),
        |_| {},
    );
    assert!(matches!(outcome, Err(Stopped::Cancelled)), "{outcome:?}");
    assert_eq!(given.load(Ordering::SeqCst), 5);
}

#[test]
fn who_cannot_take_a_page_ends_the_document() {
    let mut numbers = 0..100_u32;
    let fake = quick();
    let outcome = recognise(
        &fake.find().unwrap(),
        budget(),
        &CancelFlag::new(),
        || numbers.next().map(|_| Ok(page(300))),
        Ok,
        |page| if page.number == 3 { Err("full") } else { Ok(()) },
        |_| {},
    );
    assert!(matches!(outcome, Err(Stopped::Sink("full"))), "{outcome:?}");
    assert!(numbers.start < 100);
}

#[test]
fn a_decoder_that_panics_does_not_hang_the_document() {
    let mut numbers = 0..100_u32;
    let fake = quick();
    let outcome = recognise(
        &fake.find().unwrap(),
        budget(),
        &CancelFlag::new(),
        || numbers.next().map(Ok::<_, ()>),
        |number| {
            assert!(number != 5, "as wanted by the test");
            Ok(page(300))
        },
        |_| Ok(()),
        |_| {},
    );
    assert!(matches!(outcome, Err(Stopped::Threads)), "{outcome:?}");
}
