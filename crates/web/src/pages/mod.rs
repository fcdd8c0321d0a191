//! The pages, one file each, and the table that says where each is.
//!
//! To add a page: a file here that asks its questions and makes a page of the answers, and its row in the table. Links to
//! it are made of its row: `here.link("Problems", PROBLEMS.at([]))`.

mod actor;
mod adversaries;
mod alignment;
mod changed;
mod control;
mod controls;
mod drift;
mod framework;
mod frameworks;
mod home;
mod log_source;
pub(crate) mod matrix;
pub(crate) mod missing;
mod notices;
mod parts;
mod problems;
mod resource;
pub(crate) mod rows;
mod search;
mod source;
mod sources;
pub(crate) mod technique;
mod threats;

use crate::html::shell::Landmarks;
use crate::location::{Names, Split};
use crate::query::Query;
use crate::route::Route;

/// A static for each row, and all of them in a list.
macro_rules! table {
    ($($name:ident = $route:expr,)+) => {
        $(pub(crate) static $name: Route = $route;)+

        /// Every row of the table. The first that an address fits is taken.
        pub(crate) static ROUTES: &[&Route] = &[$(&$name),+];
    };
}

table! {
    HOME = Route::new("/", "index.html", home::page),
    MATRIX = Route::new("/matrix", "matrix.html", matrix::page)
        .computed_by("matrix")
        .split(Split {
            by: "domain",
            usual: "enterprise",
            others: &["mobile", "ics"],
            file: "matrix-{domain}.html",
        }),
    TECHNIQUE = Route::new("/technique/{id}", "technique/{id}.html", technique::page)
        .spelt(technique::id_in_files)
        .all(technique::all),
    THREATS = Route::new("/threats", "threats.html", threats::page).computed_by("threats"),
    ALIGNMENT = Route::new("/alignment", "alignment.html", alignment::page).computed_by("alignment"),
    CONTROLS = Route::new("/controls", "controls.html", controls::page).computed_by("controls"),
    CONTROL = Route::new("/control/{id}?framework={framework?}", "control/{framework}/{id}.html", control::page)
        .all(control::all),
    FRAMEWORKS = Route::new("/framework/", "frameworks.html", frameworks::page),
    FRAMEWORK = Route::new("/framework/{source}", "framework/{source}.html", framework::page).all(framework::all),
    SOURCES = Route::new("/sources", "sources.html", sources::page),
    NOTICES = Route::new("/source/notices", "source/notices.html", notices::page),
    SOURCE = Route::new("/source/{id}", "source/{id}.html", source::page).all(source::all),
    PROBLEMS = Route::new("/problems", "problems.html", problems::page).place_per("source"),
    DRIFT = Route::new("/drift", "drift.html", drift::page).place_per("source"),
    CHANGED = Route::new("/changed", "changed.html", changed::page),
    SEARCH = Route::new("/search", "search.html", search::page).computed_by("search"),
    ADVERSARIES = Route::new("/adversaries", "adversaries.html", adversaries::page),
    GROUP = Route::new("/adversary/{id}", "adversary/{id}.html", actor::group).all(actor::groups),
    SOFTWARE = Route::new("/software/{id}", "software/{id}.html", actor::software).all(actor::all_software),
    CAMPAIGN = Route::new("/campaign/{id}", "campaign/{id}.html", actor::campaign).all(actor::campaigns),
    LOG_SOURCE = Route::new("/log-source?name={name}", "log-source/{name}.html", log_source::page)
        .all(log_source::all),
    RESOURCE = Route::new("/resource?key={key}", "resource/{key}.html", resource::page)
        .spelt(resource::key_in_files)
        .left_out_for(resource::source)
        .all(resource::all),
}

/// What the bar above every page and the foot below it lead to.
pub(crate) static LANDMARKS: Landmarks = Landmarks {
    home: &HOME.location,
    bar: [
        ("Matrix", &MATRIX.location),
        ("Threats", &THREATS.location),
        ("Alignment", &ALIGNMENT.location),
        ("Controls", &CONTROLS.location),
        ("Sources", &SOURCES.location),
    ],
    search: &SEARCH.location,
    sources: &SOURCES.location,
    changed: &CHANGED.location,
    notices: &NOTICES.location,
};

/// The row that an address fits, and the names in the address.
pub(crate) fn find(path: &str, query: &Query) -> Option<(&'static Route, Names)> {
    ROUTES
        .iter()
        .find_map(|route| Some((*route, route.location.names(path, query)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{Depth, Links, Place};

    #[test]
    fn addresses_hold_no_letter_that_means_something() {
        let target = RESOURCE.at(["sigma:rules/a b.yml#1&x=\"<>"]);
        let server = Links::of(HOME.at([]), Place::Server);
        assert_eq!(
            server.to(target).to_string(),
            "/resource?key=sigma%3Arules%2Fa%20b.yml%231%26x%3D%22%3C%3E"
        );
        let site = Links::of(TECHNIQUE.at(["T1021.002"]), Place::Site(Depth::Whole));
        assert_eq!(site.to(MATRIX.at([])).to_string(), "../matrix.html");
        assert_eq!(
            site.to(target).to_string(),
            "../resource/sigma/rules~2fa~20b.yml~231~26x~3d~22~3c~3e.html"
        );
        assert_eq!(
            server.with(SEARCH.at([]), &[("words", "a&b")]).to_string(),
            "/search?words=a%26b"
        );
        assert_eq!(
            site.with(SEARCH.at([]), &[("words", "a&b")]).to_string(),
            "../search.html#words=a%26b"
        );
        let of_domain = site.with(MATRIX.at([]), &[("view", "gap"), ("domain", "ics")]);
        assert_eq!(of_domain.to_string(), "../matrix-ics.html#view=gap");
        let of_source = site.with(DRIFT.at([]), &[("source", "My rules")]);
        assert_eq!(of_source.to_string(), "../drift.html#of-my-rules");
        let all = site.with(ADVERSARIES.at([]), &[("cursor", "500")]);
        assert_eq!(all.to_string(), "../adversaries.html");
    }

    #[test]
    fn the_names_in_an_address_are_those_that_it_was_made_of() {
        let names = |target: crate::location::Target<'_>| {
            let address = target.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            find(path, &Query::parse(query)).map(|(route, names)| (route.location.address, names))
        };
        for (target, expected) in [
            (HOME.at([]), ["", ""]),
            (FRAMEWORKS.at([]), ["", ""]),
            (NOTICES.at([]), ["", ""]),
            (SOURCE.at(["my rules/a"]), ["my rules/a", ""]),
            (
                CONTROL.at(["AC-2(3)", "nist & co"]),
                ["AC-2(3)", "nist & co"],
            ),
            (RESOURCE.at(["sigma:a?b=c#d"]), ["sigma:a?b=c#d", ""]),
        ] {
            let expected = expected.map(str::to_owned);
            assert_eq!(names(target), Some((target.location.address, expected)));
        }
        assert!(find("/control/AC-2", &Query::default()).is_some());
        assert!(find("/resource", &Query::default()).is_none());
        assert!(find("/matrix/x", &Query::default()).is_none());
        assert!(find("/technique/", &Query::default()).is_none());
    }
}
