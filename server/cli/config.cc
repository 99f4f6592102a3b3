// `temoin config`: what a server is told, by what, and whether it can run with it.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/cli/cli.h"
#include "server/cli/serve_options.h"
#include "server/http/metrics_table.h"

namespace temoin::cli {
namespace {

using settings::Form;
using settings::Setting;
using settings::Settings;
using settings::Source;

std::string Joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

nlohmann::ordered_json JsonOf(const Setting& setting, const Settings& settings) {
  switch (setting.form) {
    case Form::kList:
      return settings.List(setting.option);
    case Form::kNumber:
      return settings.Number(setting.option);
    case Form::kSwitch:
      return settings.Switch(setting.option);
    case Form::kText:
    case Form::kChoice:
      break;
  }
  return settings.Text(setting.option);
}

// The settings with which a server would run; an error where it would not.
Result<Settings> Runnable(const SettingOptions& given) {
  TEMOIN_ASSIGN_OR_RETURN(Settings settings, settings::ReadSettings(given.Sources()));
  TEMOIN_RETURN_IF_ERROR(MakeDaemonOptions(settings));
  return settings;
}

int Check(const SettingOptions& given, const std::string& format) {
  const auto settings = Runnable(given);
  if (!settings) {
    const Error& error = settings.error();
    if (PrintedAsJson(format, {{"ok", false}, {"error", ErrorDocument(error)}})) {
      return kExitFindings;
    }
    Say("not in order: {}", InWords(error.message));
    return kExitFindings;
  }
  size_t told = 0;
  for (const Setting& setting : settings::Table()) {
    told += settings->At(setting.option).source == Source::kDefault ? 0 : 1;
  }
  const size_t by_default = settings::Table().size() - told;
  if (PrintedAsJson(format, {{"ok", true}, {"given", told}, {"by_default", by_default}})) {
    return kExitDone;
  }
  Say("in order: {} settings are given, {} stand as by default", told, by_default);
  return kExitDone;
}

int Show(const SettingOptions& given, const std::string& format) {
  const auto settings = Runnable(given);
  if (!settings) return Fail(settings.error());
  if (format == "json") {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const Setting& setting : settings::Table()) {
      out[std::string(setting.key)] = {{"value", JsonOf(setting, *settings)},
                                       {"from", settings->At(setting.option).place}};
    }
    Print(out.dump(2) + "\n");
    return kExitDone;
  }
  for (const Setting& setting : settings::Table()) {
    const settings::Value& value = settings->At(setting.option);
    fmt::print("{:<24} {:<36} {}\n", setting.key, Joined(value.written), value.place);
  }
  return kExitDone;
}

std::string_view TakesWords(const Setting& setting) {
  switch (setting.form) {
    case Form::kList:
      return "list of texts";
    case Form::kNumber:
      return "number";
    case Form::kSwitch:
      return "true or false";
    case Form::kText:
    case Form::kChoice:
      break;
  }
  return "text";
}

std::string MarkdownTable() {
  std::string out =
      "| key in the file | option | variable | takes | default | SIGHUP | what it is |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Setting& setting : settings::Table()) {
    std::string takes(TakesWords(setting));
    if (setting.form == Form::kNumber) takes += fmt::format(", 0 to {}", setting.most);
    if (!setting.choices.empty()) {
      takes = std::string(setting.choices);
      for (size_t at = 0; (at = takes.find(' ', at)) != std::string::npos; at += 2) {
        takes.replace(at, 1, ", ");
      }
    }
    const std::string by_default = setting.required ? "must be given"
                                   : setting.by_default.empty()
                                       ? "none"
                                       : fmt::format("`{}`", setting.by_default);
    out += fmt::format("| `{}` | `--{}` | `{}` | {} | {} | {} | {} |\n", setting.key,
                       setting.option, settings::VariableOf(setting), takes, by_default,
                       setting.reloads ? "takes it over" : "needs a restart", setting.help);
  }
  return out;
}

nlohmann::json OptionsJson() {
  nlohmann::json rows = nlohmann::json::array();
  for (const Setting& setting : settings::Table()) {
    rows.push_back({{"key", setting.key},
                    {"option", fmt::format("--{}", setting.option)},
                    {"variable", settings::VariableOf(setting)},
                    {"takes", TakesWords(setting)},
                    {"choices", setting.choices},
                    {"default", setting.by_default},
                    {"required", setting.required},
                    {"reloads", setting.reloads},
                    {"help", setting.help}});
  }
  return {{"schema", 1}, {"settings", std::move(rows)}};
}

int Options(const std::string& format) {
  if (format == "markdown") {
    Print(MarkdownTable());
    return kExitDone;
  }
  if (PrintedAsJson(format, OptionsJson())) return kExitDone;
  for (const Setting& setting : settings::Table()) {
    fmt::print("{:<24} --{:<18} {:<26} {}\n", setting.key, setting.option,
               settings::VariableOf(setting), InWords(setting.help));
  }
  return kExitDone;
}

std::string MetricsMarkdown() {
  std::string out = "| metric | kind | labels | what it says |\n|---|---|---|---|\n";
  for (const http::Metric& metric : http::MetricTable()) {
    std::string labels;
    for (const char c : metric.labels) labels += c == ' ' ? "`, `" : std::string(1, c);
    out += fmt::format("| `{}` | {} | {} | {} |\n", metric.name, http::MetricKindName(metric.kind),
                       labels.empty() ? "" : "`" + labels + "`", metric.help);
  }
  return out;
}

nlohmann::ordered_json MetricsJson() {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const http::Metric& metric : http::MetricTable()) {
    out.push_back({{"name", metric.name},
                   {"kind", http::MetricKindName(metric.kind)},
                   {"labels", metric.labels},
                   {"help", metric.help}});
  }
  return out;
}

int Metrics(const std::string& format) {
  if (format == "markdown") {
    Print(MetricsMarkdown());
  } else if (format == "json") {
    Print(MetricsJson().dump(2) + "\n");
  } else {
    for (const http::Metric& metric : http::MetricTable()) {
      fmt::print("{:<40} {}\n", metric.name, metric.help);
    }
  }
  return kExitDone;
}

}  // namespace

void AddConfigCommands(CLI::App& app, int& exit_code) {
  CLI::App* config = app.add_subcommand(
      "config", "The settings of `temoin serve`: check them, show them, list what there is");
  config->require_subcommand(1);

  CLI::App* check = config->add_subcommand(
      "check", "Whether a server can run with these options, variables and file");
  const auto checked = AddSettings(*check);
  auto check_format = std::make_shared<std::string>();
  AddFormatOption(*check, *check_format);
  check->callback(
      [checked, check_format, &exit_code] { exit_code = Check(*checked, *check_format); });

  CLI::App* show = config->add_subcommand("show", "Each setting, and where it was given");
  const auto shown = AddSettings(*show);
  auto show_format = std::make_shared<std::string>("text");
  show->add_option("--format", *show_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  show->callback([shown, show_format, &exit_code] { exit_code = Show(*shown, *show_format); });

  CLI::App* options = config->add_subcommand("options", "Every setting that there is");
  auto options_format = std::make_shared<std::string>("text");
  options->add_option("--format", *options_format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  options->callback([options_format, &exit_code] { exit_code = Options(*options_format); });

  CLI::App* metrics = config->add_subcommand("metrics", "Every metric of the staff's /metrics");
  auto metrics_format = std::make_shared<std::string>("text");
  metrics->add_option("--format", *metrics_format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  metrics->callback([metrics_format, &exit_code] { exit_code = Metrics(*metrics_format); });
}

}  // namespace temoin::cli
