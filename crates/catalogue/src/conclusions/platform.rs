//! The platforms of a resource, in the words of the vocabulary.

use model::Resource;
use vocabulary::platform::{Platforms, read};

/// What a resource is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResourcePlatforms {
    /// Names of platforms; none where it is for any.
    pub(crate) names: Vec<String>,
    /// Words that no table knows.
    pub(crate) unknown: Vec<String>,
}

/// The platforms of a resource: those that it states, or else those of the logs that it reads.
pub(crate) fn platforms(
    source: &str,
    resource: &Resource,
    of_logs: &[String],
) -> ResourcePlatforms {
    let mut found = ResourcePlatforms::default();
    for written in &resource.platforms {
        let Platforms {
            platforms,
            all,
            unknown,
            ..
        } = read(Some(source), written);
        if all {
            return ResourcePlatforms::default();
        }
        for platform in platforms {
            if !found.names.contains(&platform.name) {
                found.names.push(platform.name.clone());
            }
        }
        found.unknown.extend(unknown);
    }
    if found.names.is_empty() {
        found.names = of_logs.to_vec();
    }
    found
}

#[cfg(test)]
mod tests {
    use model::Kind;

    use super::*;

    #[test]
    fn platforms_are_those_that_are_stated_or_those_of_the_logs() {
        for (stated, of_logs, expected, unknown) in [
            (
                &["windows", "AWS Instance"][..],
                &[][..],
                &["Windows", "AWS"][..],
                &[][..],
            ),
            (&["Windows"], &["Linux"], &["Windows"], &[]),
            (&[], &["Linux"], &["Linux"], &[]),
            (&["all"], &["Linux"], &[], &[]),
            (&["Endpoint"], &["Windows"], &["Windows"], &[]),
            (&["Toaster"], &["Windows"], &["Windows"], &["Toaster"]),
            (&["Toaster"], &[], &[], &["Toaster"]),
        ] {
            let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
            let resource = Resource {
                platforms: texts(stated),
                ..Resource::new("own", Kind::Detection, "A rule")
            };
            let found = platforms("own", &resource, &texts(of_logs));
            assert_eq!(found.names, texts(expected), "{stated:?}");
            assert_eq!(found.unknown, texts(unknown), "{stated:?}");
        }
    }
}
