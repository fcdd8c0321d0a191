//! Sources of the user's own, as `rhumb.toml` names them.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::sandbox::{Sandbox, err, fixture};
use crate::snapshot;

const RULE: &str = "\
title: Lamp Switched On By Night
id: 0f0e0d0c-0000-4000-8000-000000000001
status: test
logsource: {category: process_creation, product: windows}
detection: {selection: {Image|endswith: lamp.exe}, condition: selection}
tags: [attack.t1059.001]
level: low
";

#[test]
fn rules_of_ones_own_stand_beside_the_public_ones() {
    let sandbox = Sandbox::empty();
    write(&sandbox, "detections/night/lamp.yml", RULE);
    write(&sandbox, "detections/tests/other.yml", RULE);
    write(&sandbox, "detections/notes.txt", "not a rule");
    write(
        &sandbox,
        "rhumb.toml",
        "[[source]]\nid = \"acme\"\ntitle = \"Acme's rules\"\nformat = \"sigma\"\npath = \"detections\"\n\
         exclude = [\"tests/**\"]\n",
    );
    sandbox.build(&[format!("sigma={}", fixture("sigma").display())]);
    let resources = sandbox.json(&["resources", "--source", "acme"]);
    assert_eq!(resources["total"], 1, "{resources}");
    assert_eq!(resources["items"][0]["place"]["path"], "night/lamp.yml");
    assert!(sandbox.ask(&["sources"], 160).contains("(yours)"));
    let sources = sandbox.json(&["sources"]);
    let all = sources["provenance"].as_array().unwrap();
    let own = |source: &&Value| source["own"] == true;
    let (own, public): (Vec<&Value>, Vec<&Value>) = all.iter().partition(own);
    assert_eq!((own.len(), public.len()), (1, 1), "{sources}");
    assert_eq!(own[0]["source"], "acme");
    assert_eq!(own[0]["repository"], "");
    assert!(public[0].get("own").is_none());
    assert!(resources["items"][0]["links"].get("file").is_none());
}

#[test]
fn a_configuration_is_enough_to_build_from_and_is_found_from_below() {
    let sandbox = Sandbox::empty();
    write(&sandbox, "detections/lamp.yml", RULE);
    write(&sandbox, "rhumb.toml", ACME);
    let mut command = sandbox.command(80);
    command.current_dir(sandbox.path().join("detections"));
    let output = command
        .args(["build", "--out"])
        .arg(sandbox.catalogue())
        .output();
    assert!(
        output.as_ref().unwrap().status.success(),
        "{}",
        err(&output.unwrap())
    );
    assert_eq!(sandbox.json(&["resources"])["total"], 1);
}

#[test]
fn the_configuration_that_is_named_goes_before_those_that_are_found() {
    let sandbox = Sandbox::empty();
    write(&sandbox, "detections/lamp.yml", RULE);
    write(
        &sandbox,
        "other/rhumb.toml",
        &ACME
            .replace("acme", "named")
            .replace("detections", "../detections"),
    );
    write(&sandbox, ".config/rhumb/rhumb.toml", "[[source]]\nid = 7\n");
    write(&sandbox, "rhumb.toml", ACME);
    let ids = |arguments: &[&str], variable: &str| {
        let mut command = sandbox.command(80);
        command.env("RHUMB_CONFIG", variable);
        command.args(["build", "--out"]).arg(sandbox.catalogue());
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", err(&output));
        sandbox.json(&["sources"])["sources"][0]["source"].clone()
    };
    assert_eq!(ids(&[], ""), "acme");
    assert_eq!(ids(&[], "other/rhumb.toml"), "named");
    assert_eq!(ids(&["--config", "rhumb.toml"], "other/rhumb.toml"), "acme");
    fs::remove_file(sandbox.path().join("rhumb.toml")).unwrap();
    let output = sandbox.command(80).arg("build").output().unwrap();
    assert!(
        err(&output).contains(".config/rhumb/rhumb.toml: line 2"),
        "{}",
        err(&output)
    );
}

const ADVERSARIES: &str = "\
ID,Title,Techniques
ACME-G1,Harbour Lamplighters,\"T9001.001, T9501\"
ACME-G2,Tide Watch,T9001.001
";

const GROUPS: &str = "[[source]]\nid = \"acme-adversaries\"\ntitle = \"Acme's adversaries\"\nformat = \"csv\"\nrole = \"groups\"\n\
                      path = \"adversaries.csv\"\n";

#[test]
fn a_list_of_adversaries_works_like_a_public_one() {
    let sandbox = Sandbox::empty();
    write(&sandbox, "adversaries.csv", ADVERSARIES);
    write(&sandbox, "rhumb.toml", GROUPS);
    sandbox.build(&[format!("attack={}", fixture("attack").display())]);
    let all = sandbox.json(&["adversaries", "--limit", "1000"]);
    let named = |name: &str| {
        let mut items = all["items"].as_array().unwrap().iter();
        items.find(|item| item["name"] == name).cloned()
    };
    let own = named("Harbour Lamplighters").unwrap();
    assert_eq!(
        (&own["kind"], &own["id"]),
        (&"group".into(), &"ACME-G1".into())
    );
    assert_eq!(
        (&own["part"], &own["techniques"]),
        (&"acme-adversaries".into(), &2.into())
    );
    assert!(named("Lamplighters").is_some(), "{all}");

    let adversary = sandbox.json(&["adversary", "tide watch"]);
    assert_eq!(adversary["actor"]["id"], "ACME-G2");
    assert_eq!(adversary["techniques"].as_array().unwrap().len(), 1);
    let align = sandbox.json(&["align", "ACME-G1"]);
    assert_eq!(align["total"], 2, "{align}");
    let fit = sandbox.json(&["fit", "ACME-G1"]);
    assert_eq!(fit["items"][0]["name"], "Harbour Lamplighters");
    let page = sandbox.json(&["page", "T9001.001"]);
    let users = page["users"][0]["named"].as_array().unwrap();
    assert!(
        users
            .iter()
            .any(|user| user["title"] == "Harbour Lamplighters"),
        "{page}"
    );
    assert_eq!(
        sandbox.json(&["sources"])["sources"][0]["kinds"][0],
        "knowledge"
    );
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let sandbox = Sandbox::empty();
    write(&sandbox, "detections/lamp.yml", RULE);
    let mut said = String::new();
    for wrong in WRONG {
        write(&sandbox, "rhumb.toml", wrong);
        let output = build(&sandbox);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        said += &format!("{wrong}\n{}\n", sandbox.anywhere(&err(&output)));
    }
    snapshot("errors-configuration", &said);
}

const ACME: &str = "[[source]]\nid = \"acme\"\nformat = \"sigma\"\npath = \"detections\"\n";

const WRONG: &[&str] = &[
    "",
    "[[source]\n",
    "[[sources]]\nid = \"acme\"\n",
    "[[source]]\nid = \"acme\"\nformatt = \"sigma\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigmma\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nkind = \"detektion\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nkind = \"control\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"csv\"\nrole = \"group\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nrole = \"groups\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"csv\"\nkind = \"control\"\nrole = \"groups\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\n",
    "[[source]]\nformat = \"sigma\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\npath = \"detektions\"\n",
    "[[source]]\nid = \"sigma_rules\"\nformat = \"sigma\"\npath = \"detections\"\n",
    "[[source]]\nid = \"Acme Rules\"\nformat = \"sigma\"\npath = \"detections\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\npath = \"detections\"\ninclude = [\"{a\"]\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\npath = \"detections\"\ninclude = [\"!a\"]\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\npath = \"detections/lamp.yml\"\ninclude = [\"*\"]\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nrepository = \"--upload-pack=x\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nrepository = \"acme/rules\"\nbranch = \"a..b\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nrepository = \"acme/rules\"\ntext = \"none\"\n",
    "[[source]]\nid = \"acme\"\nformat = \"sigma\"\nrepository = \"acme/rules\"\n\n[[source]]\nid = \"acme\"\n\
     format = \"sigma\"\npath = \"detections\"\n",
    "[repositories.sigam]\nskip = true\n",
    "[repositories.sigma]\nrepositry = \"acme/sigma\"\n",
    "[repositories.sigma]\ncommit = \"abc123\"\n",
];

fn build(sandbox: &Sandbox) -> Output {
    let mut command = sandbox.command(80);
    command.args(["build", "--out"]).arg(sandbox.catalogue());
    command.output().unwrap()
}

fn write(sandbox: &Sandbox, path: &str, text: &str) {
    let path = sandbox.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
