// The settings of a run: an option of the command line comes before a variable of the environment,
// that before the file, that before the default. The file is TOML 1.0 (https://toml.io/en/v1.0.0),
// at most 64 KiB; a key or a table that nobody knows is an error, for a mistyped one would be
// silently without effect.
//
// Thread-safety: values and free functions.
#ifndef TEMOIN_SERVER_SETTINGS_SETTINGS_H_
#define TEMOIN_SERVER_SETTINGS_SETTINGS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/settings/table.h"

namespace temoin::settings {

// In the order in which they count.
enum class Source { kDefault, kFile, kEnvironment, kOption };

struct Value {
  std::vector<std::string> written;  // one, or those of a list; a switch is "true" or "false"
  Source source = Source::kDefault;
  std::string place;  // "/etc/temoin/temoin.toml:12", "TEMOIN_LISTEN", "--listen"
};

// By option name; only what was given.
using Given = std::map<std::string, Value, std::less<>>;

struct Sources {
  Given options;
  std::function<std::optional<std::string>(const std::string&)> environment;  // may be empty
  std::string file;                                                           // empty: none
};

class Settings {
 public:
  // Of options of the table only.
  const Value& At(std::string_view option) const { return values_.find(option)->second; }
  const std::string& Text(std::string_view option) const;  // empty: none was given
  const std::vector<std::string>& List(std::string_view option) const;
  int64_t Number(std::string_view option) const;
  bool Switch(std::string_view option) const;

  // Takes over from `later` what SIGHUP may change; the keys of what differs beside stays as it is
  // and needs a restart.
  std::vector<std::string_view> Reload(const Settings& later);

 private:
  friend Result<Settings> ReadSettings(const Sources& sources);

  std::map<std::string, Value, std::less<>> values_;  // every row of the table
};

// kInvalidArgument, beginning with the place, for what cannot be understood or is missing; the
// errors of ReadFile for the file.
Result<Settings> ReadSettings(const Sources& sources);

// What a file holds, before it is judged. `name`: for the places.
Result<Given> ParseSettingsFile(std::string_view toml, const std::string& name);

}  // namespace temoin::settings

#endif  // TEMOIN_SERVER_SETTINGS_SETTINGS_H_
