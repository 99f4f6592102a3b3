// Takes what the program logs for as long as it lives, and gives the log back to whom it was.
//
// Thread-safety: any thread may log meanwhile; Text from any thread.
#ifndef TEMOIN_TESTS_UNIT_LOG_CAPTURE_H_
#define TEMOIN_TESTS_UNIT_LOG_CAPTURE_H_

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>
#include <string>

namespace temoin {

class LogCapture {
 public:
  LogCapture() : before_(spdlog::default_logger()) {
    sink_ = std::make_shared<Sink>();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("captured", sink_));
  }
  ~LogCapture() { spdlog::set_default_logger(before_); }
  LogCapture(const LogCapture&) = delete;
  LogCapture& operator=(const LogCapture&) = delete;

  std::string Text() const { return sink_->Text(); }

 private:
  class Sink final : public spdlog::sinks::base_sink<std::mutex> {
   public:
    std::string Text() {
      const std::lock_guard lock(mutex_);
      return text_;
    }

   protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
      text_.append(message.payload.data(), message.payload.size());
      text_ += '\n';
    }
    void flush_() override {}

   private:
    std::string text_;
  };

  std::shared_ptr<spdlog::logger> before_;
  std::shared_ptr<Sink> sink_;
};

}  // namespace temoin

#endif  // TEMOIN_TESTS_UNIT_LOG_CAPTURE_H_
