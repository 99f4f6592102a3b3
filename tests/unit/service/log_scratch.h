// A folder of a test's own, gone with it; in memory where the system has such a place, because
// these tests sync often and prove nothing by it.
#ifndef TEMOIN_TESTS_UNIT_SERVICE_LOG_SCRATCH_H_
#define TEMOIN_TESTS_UNIT_SERVICE_LOG_SCRATCH_H_

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace temoin {

class Scratch {
 public:
  Scratch() {
    const std::filesystem::path memory("/dev/shm");
    std::error_code error;
    const bool there = std::filesystem::is_directory(memory, error);
    const auto parent = there ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "temoin-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string operator/(std::string_view name) const {
    return (std::filesystem::path(path_) / name).string();
  }
  const std::string& path() const { return path_; }

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

#endif  // TEMOIN_TESTS_UNIT_SERVICE_LOG_SCRATCH_H_
