// A map for a handful of keys: pairs in one sorted vector, found by halving. What is written at its
// end in order (which is how canonical text comes) costs a comparison; a copy is one allocation
// where a std::map makes one a key.
//
// The part of std::map's interface that is used here. Keys are unique; iterators and references
// hold until the next insertion.
//
// Bounds: none of its own; insertion in the middle moves what follows.
// Thread-safety: that of a std::vector.
#ifndef TEMOIN_BASE_FLAT_MAP_H_
#define TEMOIN_BASE_FLAT_MAP_H_

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace temoin {

template <typename Value>
class FlatMap {
 public:
  using value_type = std::pair<std::string, Value>;
  using const_iterator = typename std::vector<value_type>::const_iterator;

  FlatMap() = default;
  FlatMap(std::initializer_list<value_type> members) {
    for (const value_type& member : members) emplace(member.first, member.second);
  }

  bool empty() const { return members_.empty(); }
  size_t size() const { return members_.size(); }
  void reserve(size_t count) { members_.reserve(count); }
  void clear() { members_.clear(); }
  const_iterator begin() const { return members_.begin(); }
  const_iterator end() const { return members_.end(); }

  const_iterator find(std::string_view key) const {
    const auto at = std::ranges::lower_bound(members_, key, {}, KeyOf);
    return at != members_.end() && at->first == key ? at : members_.end();
  }
  bool contains(std::string_view key) const { return find(key) != end(); }

  // False when the key was there; its value then stays.
  bool emplace(std::string_view key, Value value) {
    auto at = members_.end();
    if (!members_.empty() && key <= members_.back().first) {
      at = std::ranges::lower_bound(members_, key, {}, KeyOf);
      if (at->first == key) return false;
    }
    members_.emplace(at, key, std::move(value));
    return true;
  }
  Value& operator[](std::string_view key) {
    emplace(key, Value{});
    return std::ranges::lower_bound(members_, key, {}, KeyOf)->second;
  }

  bool operator==(const FlatMap&) const = default;

 private:
  static std::string_view KeyOf(const value_type& member) { return member.first; }

  std::vector<value_type> members_;
};

}  // namespace temoin

#endif  // TEMOIN_BASE_FLAT_MAP_H_
