// What a server can be told, one row a setting: its key in the file, its option, its variable of
// the environment, what it takes and its default. The options of `temoin serve`, the file, the
// variables and docs/configuration.md are all made from this table.
//
// Thread-safety: constant.
#ifndef TEMOIN_SERVER_SETTINGS_TABLE_H_
#define TEMOIN_SERVER_SETTINGS_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace temoin::settings {

enum class Form { kText, kList, kNumber, kSwitch, kChoice };

struct Setting {
  std::string_view key;     // in the file, with its table: "staff.listen"
  std::string_view option;  // "staff-listen"
  Form form = Form::kText;
  std::string_view by_default{};  // as it is written; empty: none
  std::string_view choices{};     // kChoice: with spaces between
  int64_t most = 0;               // kNumber: from 0 to this
  bool reloads = false;           // SIGHUP takes it over; otherwise it needs a restart
  bool required = false;
  std::string_view help;
};

std::span<const Setting> Table();
// nullptr: there is none.
const Setting* FindByKey(std::string_view key);
const Setting* FindByOption(std::string_view option);

// "TEMOIN_STAFF_LISTEN"
std::string VariableOf(const Setting& setting);

}  // namespace temoin::settings

#endif  // TEMOIN_SERVER_SETTINGS_TABLE_H_
