// The third of EventLoop that accepts: who gets a connection, and who makes room for it.
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "server/http/transport/event_loop.h"
#include "server/http/transport/listener.h"
#include "server/http/transport/response_writer.h"

namespace temoin::http {
namespace {

constexpr std::chrono::milliseconds kListenPause(100);

uint64_t MakeId(uint32_t generation, uint32_t slot) { return (uint64_t{generation} << 32) | slot; }

}  // namespace

void EventLoop::ResumeListening() {
  for (size_t i = 0; i < listeners_.size(); ++i) {
    epoll_event event{};
    event.events = EPOLLIN | (options_.loops > 1 ? static_cast<uint32_t>(EPOLLEXCLUSIVE) : 0U);
    event.data.u64 = kListenerId + i;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listeners_[i], &event);
  }
  listening_ = true;
}

void EventLoop::PauseListening() {
  for (const int fd : listeners_) ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  listening_ = false;
  resume_listening_ = now_ + kListenPause;
}

bool EventLoop::OnAcceptable(int listener) {
  for (int i = 0; i < 64; ++i) {  // others get their turn; what is left is said again
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&address), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      Admit(fd, address);
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
    if (errno == EINTR || errno == ECONNABORTED || errno == EPROTO) continue;
    metrics_->accept_errors.fetch_add(1, std::memory_order_relaxed);
    if (errno == EMFILE || errno == ENFILE) OutOfDescriptors(listener);
    PauseListening();
    return false;
  }
  return true;
}

// The connection that waits would wake the loop for ever: it is taken with the descriptor kept for
// this and closed, and listening pauses, while idle connections make room.
void EventLoop::OutOfDescriptors(int listener) {
  MakeRoom();
  if (reserve_ < 0) return;
  ::close(reserve_);
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) TurnAway(fd);
  reserve_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void EventLoop::TurnAway(int fd) {
  metrics_->rejects[static_cast<size_t>(RejectReason::kTooManyConnections)].fetch_add(1);
  metrics_->responses[5].fetch_add(1, std::memory_order_relaxed);
  PreparedResponse response =
      RejectionResponse(503, RejectReason::kTooManyConnections, options_.retry_after_seconds);
  AppendHeadEnd(Date(), false, false, &response.head);
  response.head += response.body;
  [[maybe_unused]] const ssize_t sent =
      ::send(fd, response.head.data(), response.head.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd, SHUT_WR);
  ::close(fd);
}

bool EventLoop::CloseOldestIdle() {
  Connection* oldest = nullptr;
  for (const auto& c : slots_) {
    if (c == nullptr || c->state != ConnectionState::kReading || c->unfinished) continue;
    if (oldest == nullptr || c->deadline < oldest->deadline) oldest = c.get();
  }
  if (oldest == nullptr) return false;
  Close(oldest);
  return true;
}

bool EventLoop::CloseOldestUnfinished(uint64_t range) {
  Connection* oldest = nullptr;
  for (const auto& c : slots_) {
    if (c == nullptr || c->range != range || !c->unfinished) continue;
    if (oldest == nullptr || c->began < oldest->began) oldest = c.get();
  }
  if (oldest == nullptr) return false;
  metrics_->rejects[static_cast<size_t>(RejectReason::kTooManyConnections)].fetch_add(1);
  Close(oldest);
  return true;
}

// Connections are used up: first who waits for nothing goes, then who keeps the most of them
// waiting for a request.
bool EventLoop::MakeRoom() {
  if (CloseOldestIdle()) return true;
  const auto most =
      std::max_element(unfinished_.begin(), unfinished_.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most != unfinished_.end() && CloseOldestUnfinished(most->first);
}

void EventLoop::SetUnfinished(Connection* c, bool unfinished) {
  if (c->unfinished == unfinished) return;
  c->unfinished = unfinished;
  if (unfinished) {
    ++unfinished_[c->range];
    return;
  }
  const auto found = unfinished_.find(c->range);
  if (--found->second == 0) unfinished_.erase(found);
}

void EventLoop::Admit(int fd, const sockaddr_storage& address) {
  metrics_->connections_accepted.fetch_add(1, std::memory_order_relaxed);
  if (metrics_->connections_open.load(std::memory_order_relaxed) >=
          static_cast<int64_t>(options_.max_connections) &&
      !MakeRoom()) {
    TurnAway(fd);
    return;
  }
  const uint64_t range = AddressRange(address);
  const auto waiting = unfinished_.find(range);
  if (waiting != unfinished_.end() && waiting->second >= options_.max_unfinished) {
    CloseOldestUnfinished(range);
  }
  uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<uint32_t>(slots_.size());
    slots_.emplace_back();
    generations_.push_back(0);
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  auto connection = std::make_unique<Connection>();
  connection->fd = fd;
  connection->id = MakeId(generations_[slot], slot);
  connection->peer = AddressText(address, &connection->peer_port);
  connection->range = range;
  connection->began = now_;
  connection->deadline = now_ + options_.timeouts.head;
  connection->interest = EPOLLIN;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = connection->id;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) {
    ::close(fd);
    free_.push_back(slot);
    return;
  }
  slots_[slot] = std::move(connection);
  SetUnfinished(slots_[slot].get(), true);
  ++open_;
  metrics_->connections_open.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace temoin::http
