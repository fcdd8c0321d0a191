//! Choices that look random and are the same in every run.

/// Makes choices, one after the other.
pub(crate) struct Pick(u64);

impl Pick {
    pub(crate) fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    /// A number below this one: the upper bits of a linear congruential generator.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bits = usize::try_from(self.0 >> 33).unwrap();
        bits % end.max(1)
    }

    /// Whether it is one of so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of them.
    pub(crate) fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Up to so many of them; the same one may come again.
    pub(crate) fn some<T: Clone>(&mut self, all: &[T], most: usize) -> Vec<T> {
        if all.is_empty() {
            return Vec::new();
        }
        let count = self.below(most + 1);
        (0..count).map(|_| self.one(all).clone()).collect()
    }
}
