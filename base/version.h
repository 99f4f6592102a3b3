// Which temoin this is: what `temoin --version` prints and a database keeps of who brought it to
// its format.
//
// Thread-safety: constant.
#ifndef TEMOIN_BASE_VERSION_H_
#define TEMOIN_BASE_VERSION_H_

#include <string_view>

namespace temoin {

// The version of the project in CMakeLists.txt.
std::string_view ProgramVersion();

}  // namespace temoin

#endif  // TEMOIN_BASE_VERSION_H_
