//! Points, volumes, validation potential, and copies.

use count::{Volume, VolumeResource, VolumeTerm, potential, terms, volume};

use Volume::{High, Low, Medium, None};

#[test]
fn a_source_gives_1_point_from_1_resource_2_from_3_and_3_from_6() {
    for (resources, points) in [
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 2),
        (5, 2),
        (6, 3),
        (7, 3),
        (1000, 3),
    ] {
        let given = VolumeTerm::new("sigma", resources);
        assert_eq!(given.points, points, "{resources} resources");
        assert_eq!(
            (given.source.as_str(), given.resources),
            ("sigma", resources)
        );
    }
}

#[test]
fn a_volume_is_low_from_1_point_medium_from_3_and_high_from_7() {
    let points = |points: u32| VolumeTerm {
        source: "sigma".to_owned(),
        resources: points,
        points,
    };
    for (given, expected) in [
        (vec![], None),
        (vec![0], None),
        (vec![1], Low),
        (vec![1, 1], Low),
        (vec![3], Medium),
        (vec![1, 1, 1], Medium),
        (vec![3, 3], Medium),
        (vec![3, 3, 1], High),
        (vec![3, 3, 3], High),
    ] {
        let terms: Vec<VolumeTerm> = given.iter().map(|given| points(*given)).collect();
        assert_eq!(volume(&terms), expected, "{given:?}");
    }
}

#[test]
fn the_potential_follows_from_detections_and_tests() {
    for (detections, tests, expected) in [
        (None, None, None),
        (None, Low, Low),
        (None, Medium, Low),
        (None, High, Low),
        (Low, None, Low),
        (Low, Low, Low),
        (Low, Medium, Low),
        (Low, High, Low),
        (Medium, None, Low),
        (Medium, Low, Medium),
        (Medium, Medium, Medium),
        (Medium, High, High),
        (High, None, Low),
        (High, Low, Medium),
        (High, Medium, High),
        (High, High, High),
    ] {
        let is = potential(detections, tests);
        assert_eq!(is, expected, "detections {detections}, tests {tests}");
    }
}

/// (source, resources) of the terms.
fn sources(resources: &[(i64, i64, &'static str)]) -> Vec<(String, u32)> {
    let resources = resources
        .iter()
        .map(|&(row, original, source)| VolumeResource {
            row,
            original,
            source,
        });
    let terms = terms(resources.collect()).into_iter();
    terms.map(|term| (term.source, term.resources)).collect()
}

fn expected<const N: usize>(of: [(&str, u32); N]) -> Vec<(String, u32)> {
    of.map(|(source, resources)| (source.to_owned(), resources))
        .to_vec()
}

#[test]
fn resources_count_for_their_sources() {
    let is = sources(&[(1, 1, "sigma"), (2, 2, "splunk"), (3, 3, "sigma")]);
    assert_eq!(is, expected([("sigma", 2), ("splunk", 1)]));
}

#[test]
fn copies_in_one_source_count_once() {
    assert_eq!(
        sources(&[(1, 1, "sigma"), (2, 1, "sigma"), (3, 1, "sigma")]),
        expected([("sigma", 1)])
    );
}

#[test]
fn a_copy_counts_for_the_source_of_its_original() {
    assert_eq!(
        sources(&[(1, 2, "splunk"), (2, 2, "sigma")]),
        expected([("sigma", 1)])
    );
}

#[test]
fn where_the_original_is_not_among_them_the_first_copy_counts_for_its_source() {
    assert_eq!(
        sources(&[(5, 2, "splunk"), (4, 2, "elastic")]),
        expected([("elastic", 1)])
    );
}

#[test]
fn nothing_has_no_terms() {
    assert!(sources(&[]).is_empty());
}

/// A known weakness of counting copies for the source of their original: one more resource can lower a volume, since three
/// resources of one source give more than two and one.
#[test]
fn an_original_that_joins_its_copy_can_lower_the_volume() {
    let copy = [
        (1, 1, "splunk"),
        (2, 2, "splunk"),
        (3, 9, "splunk"),
        (8, 8, "sigma"),
    ];
    let with_original = [copy.as_slice(), &[(9, 9, "sigma")]].concat();
    assert_eq!(sources(&copy), expected([("sigma", 1), ("splunk", 3)]));
    assert_eq!(
        sources(&with_original),
        expected([("sigma", 2), ("splunk", 2)])
    );
    let volume_of = |of: Vec<(String, u32)>| {
        let terms: Vec<VolumeTerm> = of
            .into_iter()
            .map(|(source, resources)| VolumeTerm::new(source, resources))
            .collect();
        volume(&terms)
    };
    assert_eq!(volume_of(sources(&copy)), Medium);
    assert_eq!(volume_of(sources(&with_original)), Low);
}
