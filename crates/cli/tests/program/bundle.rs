//! What was synced, packed: it gives the same catalogue, and the same bytes whenever it is packed.

use std::fs;

use crate::sandbox::err;
use crate::upstream::Upstream;

#[test]
fn a_bundle_gives_the_catalogue_of_the_clones() {
    let upstream = Upstream::of(&["art", "attack", "car", "d3fend", "sigma"]);
    upstream.write("sigma", "README.md", "Lamps.");
    upstream.write(
        "sigma",
        &format!("rules/{}.yml", "long/".repeat(40)),
        "title: Lamp",
    );
    upstream.commit("sigma", "2031-02-01");
    let nothing = upstream.run(&["bundle", "out"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(err(&nothing).contains("nothing was synced yet"));
    upstream.done(&["sync", "--only", "art,attack,car,d3fend,sigma"]);
    let synced = upstream.catalogue();
    upstream.done(&["bundle", "out"]);
    upstream.done(&["bundle", "again"]);
    let folder = upstream.sandbox.path();
    for name in [
        "sources.json",
        "art.tar.zst",
        "attack.tar.zst",
        "sigma.tar.zst",
    ] {
        let [first, second] =
            ["out", "again"].map(|bundle| fs::read(folder.join(bundle).join(name)));
        assert!(first.unwrap() == second.unwrap(), "{name}");
    }
    fs::remove_dir_all(folder.join("upstream")).unwrap();
    fs::remove_dir_all(folder.join(".cache")).unwrap();
    upstream.done(&["build", "--from", "out"]);
    assert!(upstream.catalogue() == synced);
}
