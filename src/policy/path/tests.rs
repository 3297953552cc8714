//! Paths leave the reference path when they say and arrive where they say.

use super::*;
use crate::baseline::Text;
use crate::baseline::levers::{Coverage, Eligibility, EvidenceTier, LeverGroup};
use proptest::prelude::*;

const SPAN: YearSpan = YearSpan::new(2016, 2060);

fn lever(reference: Vec<(Year, f64)>) -> Lever {
    let text = || Text { ja: "試験".to_owned(), en: "test".to_owned() };
    Lever {
        id: "test".to_owned(),
        title: text(),
        group: LeverGroup::Community,
        mechanism: text(),
        tier: EvidenceTier::Mixed,
        strength: text(),
        eligibility: Eligibility { sex: None, ages: (0, 110), employed: false, state: None },
        coverage: Coverage {
            of: text(),
            reference,
            ambitious: 0.5,
            maximum: 0.8,
            reached: Year(2030),
            among: None,
            offered: Vec::new(),
            profile: Vec::new(),
            adherence: 1.0,
            correlation: 0.0,
            basis: text(),
            sources: Vec::new(),
        },
        channels: Vec::new(),
        costs: Vec::new(),
    }
}

#[test]
fn the_reference_path_differs_from_nothing() {
    let growing = lever(vec![(Year(2020), 0.1), (Year(2033), 0.3), (Year(2041), 0.2)]);
    assert_eq!(differing(&growing, &observed(&growing, SPAN), SPAN), None);
    let empty = lever(Vec::new());
    assert_eq!(differing(&empty, &held(&empty, Year(2026), SPAN), SPAN), None);
}

#[test]
fn a_part_lost_comes_back() {
    let lever = lever(vec![(Year(2020), 0.5)]);
    let mut shares = observed(&lever, SPAN);
    fall(&mut shares, SPAN, YearSpan::new(2030, 2031), 0.25);
    let path = differing(&lever, &shares, SPAN).unwrap();
    assert_eq!((path.from, &path.shares[..4]), (Year(2030), &[0.375, 0.375, 0.5, 0.5][..]));
}

fn route() -> impl Strategy<Value = Route> {
    prop_oneof![Just(Route::Linear), Just(Route::Logistic)]
}

proptest! {
    #[test]
    fn ways_begin_and_arrive_on_time_and_never_turn(
        route in route(), from in 2020_u16..2050, length in 0_u16..30, share in 0.0..=1.0, start in 0.0..=1.0,
    ) {
        let lever = lever(vec![(Year(2020), start)]);
        let way = Way { route, from: Year(from), by: Year(from + length), share };
        let shares = toward(&lever, way, SPAN);
        let at = |year: u16| shares.get(usize::from(year - 2016)).copied();
        prop_assert_eq!(at(from - 1), Some(start));
        if let Some(arrived) = at(from + length) {
            prop_assert_eq!(arrived, share);
        }
        let rises = share >= start;
        let turns = |pair: &[f64]| if rises { pair[0] > pair[1] + 1e-12 } else { pair[0] + 1e-12 < pair[1] };
        prop_assert!(!shares.windows(2).any(turns));
        prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        if share != start {
            prop_assert_eq!(differing(&lever, &shares, SPAN).unwrap().from, Year(from));
        }
    }

    #[test]
    fn bounds_at_the_reference_hold(share in 0.0..=1.0, from in 2020_u16..2050) {
        let lever = lever(vec![(Year(2020), 0.2), (Year(2050), 0.9)]);
        let way = Way { route: Route::Linear, from: Year(from), by: Year(from + 4), share };
        let shares = toward(&lever, way, SPAN);
        for (year, (low, high)) in SPAN.iter().zip(
            at_most_reference(&lever, &shares, SPAN).into_iter().zip(at_least_reference(&lever, &shares, SPAN)),
        ) {
            let reference = lever.reference_coverage(year);
            prop_assert!(low <= reference && high >= reference);
        }
    }
}
