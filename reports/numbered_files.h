// Text in numbered files of a few megabytes: "records/0001.jsonl" and so on, each written once it
// is full.
//
// Thread-safety: one thread.
#ifndef TEMOIN_REPORTS_NUMBERED_FILES_H_
#define TEMOIN_REPORTS_NUMBERED_FILES_H_

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "reports/dossier.h"

namespace temoin::reports {

class NumberedFiles {
 public:
  // `sink` outlives this. Each file begins with `head`.
  NumberedFiles(const FileSink& sink, std::string folder, std::string suffix, std::string head = "")
      : sink_(sink),
        folder_(std::move(folder)),
        suffix_(std::move(suffix)),
        head_(std::move(head)) {}

  Status Add(std::string_view text) {
    if (open_.empty()) open_ = head_;
    open_ += text;
    return open_.size() < kBytes ? Status() : Flush();
  }
  // Writes what is left.
  Status Finish() { return open_.empty() ? Status() : Flush(); }
  // Likewise; one file at least.
  Status FinishWithOne() {
    if (open_.empty() && written_ == 0) open_ = head_;
    return open_.empty() && written_ > 0 ? Status() : Flush();
  }

 private:
  static constexpr size_t kBytes = size_t{4} << 20;

  Status Flush() {
    TEMOIN_RETURN_IF_ERROR(sink_(fmt::format("{}/{:04}{}", folder_, ++written_, suffix_), open_));
    open_.clear();
    return {};
  }

  const FileSink& sink_;
  const std::string folder_;
  const std::string suffix_;
  const std::string head_;
  std::string open_;  // not written yet
  int written_ = 0;
};

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_NUMBERED_FILES_H_
