// A folder that is gone at the end of a test.
#ifndef TEMOIN_TESTS_UNIT_SERVICE_TEMPORARY_DIRECTORY_H_
#define TEMOIN_TESTS_UNIT_SERVICE_TEMPORARY_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace temoin {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "temoin-unit-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace temoin

#endif  // TEMOIN_TESTS_UNIT_SERVICE_TEMPORARY_DIRECTORY_H_
