#include "server/http/transport/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace temoin::http {

Mailbox::Mailbox() : event_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Mailbox::~Mailbox() {
  if (event_fd_ >= 0) ::close(event_fd_);
}

void Mailbox::Post(LateResponse late) {
  bool wake = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) return;
    wake = late_.empty();  // one wake for all that is posted before the loop looks
    late_.push_back(std::move(late));
  }
  if (wake) Wake();
}

void Mailbox::Wake() const {
  const uint64_t one = 1;
  // Fails only when the counter is full, and then the loop is awake already.
  [[maybe_unused]] const ssize_t written = ::write(event_fd_, &one, sizeof one);
}

void Mailbox::Take(std::vector<LateResponse>* late) {
  late->clear();
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = ::read(event_fd_, &count, sizeof count);
  const std::lock_guard<std::mutex> lock(mutex_);
  late_.swap(*late);
}

void Mailbox::Close() {
  std::vector<LateResponse> dropped;
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  late_.swap(dropped);
}

void Completion::State::Send(std::shared_ptr<const PreparedResponse> response) {
  if (done.exchange(true)) return;
  mailbox->Post({connection, serial, std::move(response)});
}

Completion::State::~State() { Send(nullptr); }

void Completion::Send(Response&& response) const { state_->Send(Prepare(std::move(response))); }

void Completion::Send(std::shared_ptr<const PreparedResponse> response) const {
  state_->Send(std::move(response));
}

}  // namespace temoin::http
