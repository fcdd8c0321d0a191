//! A function applied to items by several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies the function to each item, with this number of threads. Items are begun in their order, and the results come in it.
pub(crate) fn map<Item: Sync, Output: Send>(
    items: &[Item],
    threads: usize,
    function: impl Fn(&Item) -> Output + Sync,
) -> Vec<Output> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let result = function(item);
            let mut finished = results.lock().expect("no thread panics with the results");
            finished.push((index, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(work);
        }
    });
    let mut results = results.into_inner().expect("all threads are done");
    results.sort_by_key(|&(index, _)| index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..100).collect();
        for threads in [0, 1, 4] {
            let doubled = map(&items, threads, |item| item * 2);
            assert_eq!(doubled, (0..200).step_by(2).collect::<Vec<_>>());
        }
        assert!(map(&[] as &[u32], 4, |item| *item).is_empty());
    }
}
