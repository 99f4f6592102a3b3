// A folder of a test's own, gone with it; in memory where the system has such a place, because
// these tests sync often and prove nothing by it.
//
// Thread-safety: constant once made.
#ifndef TEMOIN_TESTS_UNIT_TEMPORARY_DIRECTORY_H_
#define TEMOIN_TESTS_UNIT_TEMPORARY_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

namespace temoin {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code none;
    const std::filesystem::path memory = "/dev/shm";
    const bool there = std::filesystem::is_directory(memory, none);
    const auto parent = there ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "temoin-unit-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  // The path of what is called `name` in it.
  std::string operator/(std::string_view name) const {
    return (std::filesystem::path(path_) / name).string();
  }

 private:
  std::string path_;
};

inline std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}
inline void Spill(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace temoin

#endif  // TEMOIN_TESTS_UNIT_TEMPORARY_DIRECTORY_H_
