#include "server/http/transport/event_loop.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <utility>

#include "server/http/transport/listener.h"
#include "server/http/transport/response_writer.h"

namespace temoin::http {
namespace {

constexpr size_t kScratch = size_t{64} * 1024;
constexpr int kEvents = 256;
constexpr uint64_t kMailboxId = ~uint64_t{0};
constexpr uint64_t kListenerId = ~uint64_t{0} - 64;  // and up: one a listener
constexpr size_t kMaxListeners = 32;
constexpr std::chrono::milliseconds kListenPause(100);

uint64_t MakeId(uint32_t generation, uint32_t slot) { return (uint64_t{generation} << 32) | slot; }
uint32_t SlotOf(uint64_t id) { return static_cast<uint32_t>(id); }

// Often enough that the shortest timeout is kept to an eighth, at most a quarter second apart.
std::chrono::milliseconds SweepInterval(const FrontTimeouts& t) {
  const auto shortest = std::min({t.head, t.request, t.idle, t.write, t.answer, t.parked, t.drain});
  return std::clamp(shortest / 8, std::chrono::milliseconds(2), std::chrono::milliseconds(250));
}

}  // namespace

EventLoop::EventLoop(const FrontOptions& options, std::vector<int> listeners, Handler* handler,
                     const Clock* clock, WorkerPool* workers, FrontMetrics* metrics)
    : options_(options),
      handler_(handler),
      clock_(clock),
      workers_(workers),
      metrics_(metrics),
      mailbox_(std::make_shared<Mailbox>()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      reserve_(::open("/dev/null", O_RDONLY | O_CLOEXEC)),
      listeners_(std::move(listeners)),
      scratch_(kScratch),
      sweep_(SweepInterval(options.timeouts)) {
  if (epoll_ < 0 || mailbox_->event_fd() < 0 || listeners_.size() > kMaxListeners) return;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kMailboxId;
  ok_ = ::epoll_ctl(epoll_, EPOLL_CTL_ADD, mailbox_->event_fd(), &event) == 0;
  ResumeListening();
}

EventLoop::~EventLoop() {
  mailbox_->Close();
  for (const auto& connection : slots_) {
    if (connection != nullptr && connection->fd >= 0) ::close(connection->fd);
  }
  for (const int fd : listeners_) ::close(fd);
  if (epoll_ >= 0) ::close(epoll_);
  if (reserve_ >= 0) ::close(reserve_);
}

void EventLoop::Stop(std::chrono::milliseconds grace) {
  grace_ms_.store(grace.count());
  stop_requested_.store(true);
  mailbox_->Wake();
}

void EventLoop::Run() {
  std::array<epoll_event, kEvents> events;
  now_ = SteadyClock::now();
  next_sweep_ = now_ + sweep_;
  while (true) {
    const bool timed = open_ > 0 || stopping_ || !listening_;
    const int count =
        ::epoll_wait(epoll_, events.data(), kEvents, timed ? static_cast<int>(sweep_.count()) : -1);
    now_ = SteadyClock::now();
    for (int i = 0; i < count; ++i) {
      const uint64_t id = events[static_cast<size_t>(i)].data.u64;
      if (id == kMailboxId) {
        OnLetters();
      } else if (id >= kListenerId) {
        if (listening_) OnAcceptable(listeners_[id - kListenerId]);
      } else {
        OnEvent(id, events[static_cast<size_t>(i)].events);
      }
    }
    if (stop_requested_.exchange(false)) BeginStopping();
    if (now_ >= next_sweep_) Sweep();
    for (const uint32_t slot : closed_) {
      slots_[slot].reset();
      free_.push_back(slot);
    }
    closed_.clear();
    if (stopping_ && (open_ == 0 || now_ >= stop_deadline_)) break;
  }
  mailbox_->Close();
  for (const auto& connection : slots_) {
    if (connection != nullptr && connection->state != ConnectionState::kClosed) {
      Close(connection.get());
    }
  }
}

// --- accepting

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
  CloseOldestIdle();
  if (reserve_ < 0) return;
  ::close(reserve_);
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd >= 0) TurnAway(fd);
  reserve_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void EventLoop::TurnAway(int fd) {
  metrics_->rejects[static_cast<size_t>(RejectReason::kTooManyConnections)].fetch_add(1);
  metrics_->responses[5].fetch_add(1, std::memory_order_relaxed);
  PreparedAnswer answer =
      RejectionAnswer(503, RejectReason::kTooManyConnections, options_.retry_after_seconds);
  AppendHeadEnd(Date(), false, false, &answer.head);
  answer.head += answer.body;
  [[maybe_unused]] const ssize_t sent =
      ::send(fd, answer.head.data(), answer.head.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd, SHUT_WR);
  ::close(fd);
}

bool EventLoop::CloseOldestIdle() {
  Connection* oldest = nullptr;
  for (const auto& c : slots_) {
    if (c == nullptr || c->state != ConnectionState::kReading || !c->fresh || c->serial == 0) {
      continue;
    }
    if (oldest == nullptr || c->deadline < oldest->deadline) oldest = c.get();
  }
  if (oldest == nullptr) return false;
  Close(oldest);
  return true;
}

void EventLoop::Admit(int fd, const sockaddr_storage& address) {
  metrics_->connections_accepted.fetch_add(1, std::memory_order_relaxed);
  if (metrics_->connections_open.load(std::memory_order_relaxed) >=
          static_cast<int64_t>(options_.max_connections) &&
      !CloseOldestIdle()) {
    TurnAway(fd);
    return;
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
  ++open_;
  metrics_->connections_open.fetch_add(1, std::memory_order_relaxed);
}

// --- life and time

Connection* EventLoop::Find(uint64_t id) {
  const uint32_t slot = SlotOf(id);
  if (slot >= slots_.size() || slots_[slot] == nullptr || slots_[slot]->id != id ||
      slots_[slot]->state == ConnectionState::kClosed) {
    return nullptr;
  }
  return slots_[slot].get();
}

void EventLoop::Close(Connection* c) {
  if (c->state == ConnectionState::kClosed) return;
  if (c->state == ConnectionState::kParked) {
    metrics_->parked.fetch_sub(1, std::memory_order_relaxed);
  }
  c->state = ConnectionState::kClosed;
  ::close(c->fd);
  c->fd = -1;
  if (c->accounted > 0) {
    metrics_->buffered_bytes.fetch_sub(static_cast<int64_t>(c->accounted),
                                       std::memory_order_relaxed);
    c->accounted = 0;
  }
  const uint32_t slot = SlotOf(c->id);
  ++generations_[slot];
  closed_.push_back(slot);
  --open_;
  metrics_->connections_open.fetch_sub(1, std::memory_order_relaxed);
}

void EventLoop::Watch(Connection* c, uint32_t interest) const {
  if (c->interest == interest) return;
  epoll_event event{};
  event.events = interest;
  event.data.u64 = c->id;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, c->fd, &event);
  c->interest = interest;
}

void EventLoop::Account(Connection* c) {
  size_t bytes = c->in.empty() ? 0 : c->in.capacity();
  if (!c->out.head.empty()) bytes += c->out.head.size() + c->out.own_body.size();
  if (bytes == c->accounted) return;
  metrics_->buffered_bytes.fetch_add(
      static_cast<int64_t>(bytes) - static_cast<int64_t>(c->accounted), std::memory_order_relaxed);
  c->accounted = bytes;
}

void EventLoop::Sweep() {
  next_sweep_ = now_ + sweep_;
  if (!listening_ && !stopping_ && now_ >= resume_listening_) ResumeListening();
  for (const auto& c : slots_) {
    if (c != nullptr && c->state != ConnectionState::kClosed && now_ >= c->deadline) {
      Expire(c.get());
    }
  }
}

void EventLoop::Expire(Connection* c) {
  switch (c->state) {
    case ConnectionState::kReading:
      if (c->fresh) {
        Close(c);  // idle, or connected and never said a word
        return;
      }
      metrics_->connections_timed_out.fetch_add(1, std::memory_order_relaxed);
      Reject(c, 408, c->framing.head_done ? RejectReason::kSlowBody : RejectReason::kSlowHead);
      return;
    case ConnectionState::kParked:
      metrics_->connections_timed_out.fetch_add(1, std::memory_order_relaxed);
      metrics_->parked.fetch_sub(1, std::memory_order_relaxed);
      c->close_after = true;
      Refuse(c, 503, RejectReason::kUnanswered);
      return;
    case ConnectionState::kWriting:
      metrics_->connections_timed_out.fetch_add(1, std::memory_order_relaxed);
      Close(c);
      return;
    case ConnectionState::kDraining:
      Close(c);
      return;
    case ConnectionState::kClosed:
      return;
  }
}

void EventLoop::BeginStopping() {
  const TimePoint deadline = now_ + std::chrono::milliseconds(grace_ms_.load());
  if (stopping_) {  // a second Stop can only hurry
    stop_deadline_ = std::min(stop_deadline_, deadline);
    return;
  }
  stopping_ = true;
  stop_deadline_ = deadline;
  // What the system has accepted for us is ours to answer.
  for (const int fd : listeners_) {
    for (int turn = 0; turn < 64 && OnAcceptable(fd); ++turn) {  // a backlog of 4096
    }
  }
  for (const int fd : listeners_) ::close(fd);  // leaves epoll with it
  listeners_.clear();
  listening_ = false;
  for (const auto& slot : slots_) {  // none is added any more
    Connection* c = slot.get();
    if (c == nullptr || c->state == ConnectionState::kClosed) continue;
    if (c->state == ConnectionState::kReading) OnReadable(c);  // a last look at the socket
    if (c->state == ConnectionState::kReading && c->fresh) Close(c);
    c->close_after = true;
  }
}

}  // namespace temoin::http
