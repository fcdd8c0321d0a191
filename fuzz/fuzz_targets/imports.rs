//! Any bytes as what a defender brings: a threat, a stack, a report, a review. Nothing panics, and what was read can be
//! written and read again.
#![no_main]

use imports::report::Review;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(threat) = imports::threat("fuzz", data) {
        let written = serde_json::to_vec(&threat).expect("a threat is plain data");
        imports::threat("again", &written).expect("what Rhumb wrote is read again");
    }
    let _ = imports::stack("fuzz", data);
    let _ = imports::report::report("fuzz", data);
    let _ = Review::read("fuzz", data);
});
