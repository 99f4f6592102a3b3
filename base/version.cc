#include "base/version.h"

namespace temoin {

std::string_view ProgramVersion() { return TEMOIN_VERSION; }

}  // namespace temoin
