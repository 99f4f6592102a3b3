#include "store/log.h"

#include <algorithm>

namespace temoin::store {

bool CountsMayHaveChanged(Index index, Time end, std::span<const ClockCorrection> corrections,
                          std::span<const Loss> losses) {
  return std::ranges::any_of(corrections,
                             [&](const ClockCorrection& correction) {
                               return correction.index > index && correction.time < end;
                             }) ||
         std::ranges::any_of(
             losses, [&](const Loss& loss) { return loss.first <= index && index < loss.end; });
}

}  // namespace temoin::store
