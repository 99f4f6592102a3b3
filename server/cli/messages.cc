#include "server/cli/messages.h"

#include <fmt/format.h>
#include <spdlog/formatter.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "server/cli/words.h"

namespace temoin::cli {
namespace {

class JsonLines final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto since = message.time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    const auto fraction = std::chrono::duration_cast<std::chrono::milliseconds>(since - seconds);
    std::string time = FormatTime(Time(seconds));
    time.pop_back();  // the Z
    const nlohmann::ordered_json line = {
        {"time", fmt::format("{}.{:03}Z", time, fraction.count())},
        {"level", std::string_view(spdlog::level::to_string_view(message.level).data(),
                                   spdlog::level::to_string_view(message.level).size())},
        {"message", std::string_view(message.payload.data(), message.payload.size())}};
    const std::string text =
        line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

// The message in the language that is spoken, in a pattern.
class InWordsFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    const std::string words =
        InWords(std::string_view(message.payload.data(), message.payload.size()));
    out.append(words.data(), words.data() + words.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<InWordsFlag>();
  }
};

std::unique_ptr<spdlog::formatter> ForPeople() {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<InWordsFlag>('*').set_pattern("[%Y-%m-%d %H:%M:%S.%e] [%n] [%^%l%$] %*");
  return formatter;
}

}  // namespace

void SetMessages(const settings::Settings& settings) {
  spdlog::set_level(spdlog::level::from_str(settings.Text("message-level")));
  if (settings.Text("message-format") == "json") {
    spdlog::set_formatter(std::make_unique<JsonLines>());
  } else {
    spdlog::set_formatter(ForPeople());
  }
}

}  // namespace temoin::cli
