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

namespace temoin::http {
namespace {

constexpr size_t kScratch = size_t{64} * 1024;
constexpr int kEvents = 256;
constexpr uint64_t kMailboxId = ~uint64_t{0};
constexpr size_t kMaxListeners = 32;

uint32_t SlotOf(uint64_t id) { return static_cast<uint32_t>(id); }

// Often enough that the shortest timeout is kept to an eighth, at most a quarter second apart.
std::chrono::milliseconds SweepInterval(const FrontTimeouts& t) {
  const auto shortest =
      std::min({t.head, t.request, t.idle, t.write, t.response, t.parked, t.drain});
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
    const int wait = !next_turn_.empty() ? 0 : timed ? static_cast<int>(sweep_.count()) : -1;
    const int count = ::epoll_wait(epoll_, events.data(), kEvents, wait);
    now_ = SteadyClock::now();
    for (int i = 0; i < count; ++i) {
      const uint64_t id = events[static_cast<size_t>(i)].data.u64;
      if (id == kMailboxId) {
        OnLateResponses();
      } else if (id >= kListenerId) {
        if (listening_) OnAcceptable(listeners_[id - kListenerId]);
      } else {
        OnEvent(id, events[static_cast<size_t>(i)].events);
      }
    }
    GoOn();
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
  SetUnfinished(c, false);
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
      Refuse(c, 503, RejectReason::kNoResponse);
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
