// The register of people's requests.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "server/control/arguments.h"
#include "server/control/codec.h"
#include "server/facts/facts.h"

namespace temoin::control {

using nlohmann::json;

namespace {

Result<Time> NeededDay(const json& arguments, const char* member) {
  TEMOIN_ASSIGN_OR_RETURN(const std::optional<Time> day, DayOf(arguments, member));
  if (day) return *day;
  return BadArgument(fmt::format("{} is a day: write 2026-11-21", member), member);
}

Result<std::optional<store::Index>> RecordOf(const json& arguments) {
  const auto record = arguments.find("record");
  if (record == arguments.end() || record->is_null()) return std::optional<store::Index>();
  if (record->is_number_unsigned()) return std::optional(record->get<store::Index>());
  return BadArgument("record is an index", "record");
}

}  // namespace

Result<app::NewRequest> ReadNewRequest(const json& arguments) {
  app::NewRequest command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, NeededText(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.number, NeededText(arguments, "number"));
  TEMOIN_ASSIGN_OR_RETURN(command.kind, NeededText(arguments, "kind"));
  TEMOIN_ASSIGN_OR_RETURN(command.received, NeededDay(arguments, "received"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextOf(arguments, "shown"));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordOf(arguments));
  return command;
}

Result<app::Extension> ReadExtension(const json& arguments) {
  app::Extension command;
  TEMOIN_ASSIGN_OR_RETURN(command.request, ReadId(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.reason, NeededText(arguments, "reason"));
  return command;
}

Result<app::Answer> ReadAnswer(const json& arguments) {
  app::Answer command;
  TEMOIN_ASSIGN_OR_RETURN(command.request, ReadId(arguments));
  TEMOIN_ASSIGN_OR_RETURN(command.answered, NeededDay(arguments, "answered"));
  TEMOIN_ASSIGN_OR_RETURN(command.letter, NeededText(arguments, "letter"));
  TEMOIN_ASSIGN_OR_RETURN(command.shown, TextOf(arguments, "shown"));
  TEMOIN_ASSIGN_OR_RETURN(command.record, RecordOf(arguments));
  return command;
}

Result<app::ListRequests> ReadListRequests(const json& arguments) {
  app::ListRequests command;
  TEMOIN_ASSIGN_OR_RETURN(command.site, TextOf(arguments, "site"));
  TEMOIN_ASSIGN_OR_RETURN(command.due, TimeOf(arguments, "due"));
  TEMOIN_ASSIGN_OR_RETURN(command.open, FlagOf(arguments, "open"));
  return command;
}

json WriteRequest(const app::Request& request) { return facts::OfRequest(request); }

json WriteRequests(const std::vector<app::Request>& requests) {
  json list = json::array();
  for (const app::Request& request : requests) list.push_back(facts::OfRequest(request));
  return {{"requests", std::move(list)}};
}

}  // namespace temoin::control
