// Counts of whole numbers in ranges, for what is measured often and read seldom.
//
//   Histogram waited(kMicroseconds);
//   waited.Observe(350);   // a few nanoseconds: two relaxed additions
//   waited.Read();         // for GET /metrics
//
// Bounds: at most kMostBounds ranges and the one above them; a sum over 2^64 wraps.
// Thread-safety: all functions from any thread. What Read gives may lack what is observed
// meanwhile.
#ifndef TEMOIN_BASE_HISTOGRAM_H_
#define TEMOIN_BASE_HISTOGRAM_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace temoin {

// Upper ends of ranges, rising: 100 µs to 10 s in microseconds, and 1 to 1,024.
inline constexpr std::array<uint64_t, 14> kMicroseconds = {
    100,    250,    500,     1'000,   2'500,     5'000,     10'000,
    25'000, 50'000, 100'000, 250'000, 1'000'000, 2'500'000, 10'000'000};
inline constexpr std::array<uint64_t, 11> kPowersOfTwo = {1,  2,   4,   8,   16,  32,
                                                          64, 128, 256, 512, 1024};

class Histogram {
 public:
  static constexpr size_t kMostBounds = 15;

  // `bounds` outlives the histogram; a value that equals one counts below it.
  explicit Histogram(std::span<const uint64_t> bounds) : bounds_(bounds) {
    assert(bounds.size() <= kMostBounds);
  }

  void Observe(uint64_t value) {
    const auto range = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    counts_[static_cast<size_t>(range)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }
  void Observe(std::chrono::steady_clock::duration took) {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    Observe(static_cast<uint64_t>(std::max<int64_t>(micros, 0)));
  }

  struct Reading {
    std::span<const uint64_t> bounds;
    std::vector<uint64_t> counts;  // one more than `bounds`: the last is of what lies above
    uint64_t sum = 0;
    uint64_t observed = 0;  // of all ranges
  };
  Reading Read() const {
    Reading out{bounds_, {}, sum_.load(std::memory_order_relaxed), 0};
    for (size_t i = 0; i <= bounds_.size(); ++i) {
      out.counts.push_back(counts_[i].load(std::memory_order_relaxed));
      out.observed += out.counts.back();
    }
    return out;
  }

 private:
  const std::span<const uint64_t> bounds_;
  std::array<std::atomic<uint64_t>, kMostBounds + 1> counts_{};
  std::atomic<uint64_t> sum_{0};
};

}  // namespace temoin

#endif  // TEMOIN_BASE_HISTOGRAM_H_
