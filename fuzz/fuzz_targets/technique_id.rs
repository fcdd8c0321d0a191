//! Any text as the id of a technique: what is read writes itself again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::TechniqueId;

fuzz_target!(|text: &str| {
    if let Ok(id) = TechniqueId::from_people(text) {
        assert_eq!(id.to_string().parse::<TechniqueId>(), Ok(id));
        assert_eq!(TechniqueId::from_people(&id.url()), Ok(id));
    }
});
