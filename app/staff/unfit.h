// What a command of the staff says that cannot be done, and which member says so.
//
// Thread-safety: pure.
#ifndef TEMOIN_APP_STAFF_UNFIT_H_
#define TEMOIN_APP_STAFF_UNFIT_H_

#include <string>
#include <utility>

#include "base/result.h"

namespace temoin::app {

inline Error Unfit(std::string message, const char* pointer) {
  return {ErrorCode::kUnprocessable, std::move(message), pointer};
}

}  // namespace temoin::app

#endif  // TEMOIN_APP_STAFF_UNFIT_H_
