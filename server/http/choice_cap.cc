#include "server/http/choice_cap.h"

#include <algorithm>

namespace temoin::http {

void ChoiceCap::SetLimit(int per_hour) {
  interval_ = per_hour > 0 ? std::chrono::nanoseconds(std::chrono::hours(1)) / per_hour
                           : std::chrono::nanoseconds(0);
}

std::chrono::seconds ChoiceCap::Admit(Instant now) {
  if (interval_.count() == 0) return std::chrono::seconds(0);
  const Instant full_at = std::max(full_at_, now) + interval_;
  const auto excess = full_at - now - std::chrono::hours(1);
  if (excess.count() > 0) return std::chrono::ceil<std::chrono::seconds>(excess);
  full_at_ = full_at;
  return std::chrono::seconds(0);
}

}  // namespace temoin::http
