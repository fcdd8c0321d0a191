//! What the server counts, in the text form of Prometheus.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use catalogue::CatalogueSummary;

use crate::answer_cache::AnswerCache;

/// Upper bounds of the histogram in seconds.
const BOUNDS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0,
];

/// What a request asked for: few enough to count each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RequestLabels {
    /// `api`, `page`, `asset`, `mcp`, `operations`.
    pub(crate) area: &'static str,
    /// Of the API, the question.
    pub(crate) question: &'static str,
}

#[derive(Clone, Copy, Default)]
struct Histogram {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

/// What was counted since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<(RequestLabels, u16), u64>>,
    times: Mutex<BTreeMap<&'static str, Histogram>>,
    /// Open now.
    pub(crate) connections: AtomicU64,
    /// How often a new catalogue was swapped in.
    pub(crate) swaps: AtomicU64,
    /// How often a new one was damaged.
    pub(crate) refused: AtomicU64,
}

impl Metrics {
    pub(crate) fn count(&self, route: RequestLabels, status: u16, took: Duration) {
        *self
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry((route, status))
            .or_default() += 1;
        let mut all = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        let times = all.entry(route.area).or_default();
        let seconds = took.as_secs_f64();
        times.count += 1;
        times.seconds += seconds;
        for (bucket, bound) in times.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    pub(crate) fn text(&self, about: &CatalogueSummary, cache: &AnswerCache) -> String {
        let mut text = String::new();
        let requests = self
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        head(
            &mut text,
            "rhumb_requests_total",
            "counter",
            "Requests answered.",
        );
        for ((route, status), count) in requests {
            let RequestLabels { area, question } = route;
            text += &format!(
                "rhumb_requests_total{{route=\"{area}\",question=\"{question}\",status=\"{status}\"}} {count}\n"
            );
        }
        let times = self
            .times
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        head(
            &mut text,
            "rhumb_request_seconds",
            "histogram",
            "Time from a request to its answer.",
        );
        for (area, times) in times {
            histogram(&mut text, area, &times);
        }
        self.gauges(&mut text, about, cache);
        text
    }

    fn gauges(&self, text: &mut String, about: &CatalogueSummary, cache: &AnswerCache) {
        head(text, "rhumb_catalogue_info", "gauge", "What is served.");
        let CatalogueSummary { attack, date, .. } = about;
        *text += &format!(
            "rhumb_catalogue_info{{attack=\"{}\",date=\"{}\"}} 1\n",
            escaped(attack),
            escaped(date)
        );
        for (name, about, value) in self.values(about, cache) {
            // A convention of Prometheus.
            let kind = if name.ends_with("_total") {
                "counter"
            } else {
                "gauge"
            };
            head(text, name, kind, about);
            *text += &format!("{name} {value}\n");
        }
    }

    /// Name, description and value of each metric that is a single number.
    fn values(
        &self,
        about: &CatalogueSummary,
        cache: &AnswerCache,
    ) -> [(&'static str, &'static str, u64); 9] {
        let [hits, misses, entries, bytes] = cache.counts();
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [
            (
                "rhumb_catalogue_resources",
                "Resources in the catalogue.",
                u64::from(about.resources),
            ),
            (
                "rhumb_catalogue_sources",
                "Sources in the catalogue.",
                u64::from(about.sources),
            ),
            (
                "rhumb_catalogue_swaps_total",
                "New catalogues swapped in.",
                load(&self.swaps),
            ),
            (
                "rhumb_catalogue_refused_total",
                "New catalogues that were damaged.",
                load(&self.refused),
            ),
            (
                "rhumb_connections",
                "Open connections.",
                load(&self.connections),
            ),
            ("rhumb_cache_hits_total", "Answers that were at hand.", hits),
            (
                "rhumb_cache_misses_total",
                "Answers that were made.",
                misses,
            ),
            ("rhumb_cache_entries", "Answers at hand.", entries),
            ("rhumb_cache_bytes", "Bytes of answers at hand.", bytes),
        ]
    }
}

fn head(text: &mut String, name: &str, kind: &str, about: &str) {
    *text += &format!("# HELP {name} {about}\n# TYPE {name} {kind}\n");
}

fn histogram(text: &mut String, area: &str, times: &Histogram) {
    for (bound, count) in BOUNDS.iter().zip(times.buckets) {
        *text +=
            &format!("rhumb_request_seconds_bucket{{route=\"{area}\",le=\"{bound}\"}} {count}\n");
    }
    let Histogram { count, seconds, .. } = times;
    *text += &format!("rhumb_request_seconds_bucket{{route=\"{area}\",le=\"+Inf\"}} {count}\n");
    *text += &format!("rhumb_request_seconds_sum{{route=\"{area}\"}} {seconds}\n");
    *text += &format!("rhumb_request_seconds_count{{route=\"{area}\"}} {count}\n");
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
