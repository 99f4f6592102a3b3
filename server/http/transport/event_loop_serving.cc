// The third of EventLoop that serves: reads requests and calls the handler.
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <string_view>
#include <utility>

#include "base/calendar.h"
#include "base/exception.h"
#include "server/http/transport/event_loop.h"
#include "server/http/transport/response_writer.h"

namespace temoin::http {
namespace {

constexpr size_t kSentAhead = size_t{4} * 1024;
// Of one connection: who sends hundreds of requests at once lets others have their turn.
constexpr int kResponsesPerTurn = 32;

// The response says nothing of it: what() may quote what only the inside may know.
void LogThrown(std::string_view method) {
  spdlog::error("a handler of a {} request failed: {}", method, CurrentExceptionType());
}

}  // namespace

// Lives for one call of Handle; what it decided is read afterwards by HandleRequest.
class EventLoop::LoopExchange final : public Exchange {
 public:
  LoopExchange(EventLoop* loop, Connection* connection, const Request& request,
               const std::string& accept_encoding)
      : loop_(loop),
        connection_(connection),
        request_(request),
        accept_encoding_(accept_encoding) {}

  const Request& request() const override { return request_; }
  const std::string& accept_encoding() const override { return accept_encoding_; }
  Response& response() override { return response_; }
  void Send(std::shared_ptr<const PreparedResponse> response) override {
    prepared_ = std::move(response);
  }

  std::optional<Completion> Defer() override {
    if (parked_) return std::nullopt;  // one request, one completion
    FrontMetrics& metrics = *loop_->metrics_;
    if (metrics.parked.load(std::memory_order_relaxed) >=
        static_cast<int64_t>(loop_->options_.max_parked)) {
      refused_ = RejectReason::kTooManyParked;
      return std::nullopt;
    }
    metrics.parked.fetch_add(1, std::memory_order_relaxed);
    parked_ = true;
    return Completion(
        std::make_shared<Completion::State>(loop_->mailbox_, connection_->id, connection_->serial));
  }

  void RunBlocking(BlockingWork work) override {
    std::optional<Completion> completion = Defer();
    if (!completion.has_value()) return;
    const bool queued = loop_->workers_->TryRun(
        [completion, request = std::make_shared<const Request>(request_), work = std::move(work),
         retry_after = loop_->options_.retry_after_seconds] {
          Response response;
          try {
            work(*request, response);
          } catch (const std::bad_alloc&) {
            LogThrown(request->method);
            return completion->Send(std::make_shared<const PreparedResponse>(
                RejectionResponse(503, RejectReason::kOutOfMemory, retry_after)));
          } catch (...) {
            LogThrown(request->method);
            return;  // the dropped completion answers 500
          }
          completion->Send(std::move(response));
        });
    if (!queued) refused_ = RejectReason::kWorkersBusy;
  }

  EventLoop* const loop_;
  Connection* const connection_;
  const Request& request_;
  const std::string& accept_encoding_;
  Response response_;
  std::shared_ptr<const PreparedResponse> prepared_;
  RejectReason refused_ = RejectReason::kNone;
  bool parked_ = false;
};

void EventLoop::OnEvent(uint64_t id, uint32_t events) {
  Connection* c = Find(id);
  if (c == nullptr) return;  // closed earlier in this round
  if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0) {
    metrics_->connections_reset.fetch_add(1, std::memory_order_relaxed);
    Close(c);
    return;
  }
  if ((events & EPOLLOUT) != 0 && c->state == ConnectionState::kWriting) {
    ContinueWriting(c);
    Resume(c);
  }
  if ((events & EPOLLIN) != 0 && c->state != ConnectionState::kClosed) OnReadable(c);
}

void EventLoop::OnReadable(Connection* c) {
  if (c->state == ConnectionState::kDraining) {
    Drain(c);
    return;
  }
  if (c->more) return;  // what it sent is answered first
  // Ahead of its turn a client gets to send little: the rest waits in its socket.
  const size_t room = c->state == ConnectionState::kReading ? scratch_.size() : kSentAhead;
  const ssize_t got = ::recv(c->fd, scratch_.data(), room, 0);
  if (got < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return;
    if (!c->fresh || c->state != ConnectionState::kReading) {
      metrics_->connections_reset.fetch_add(1, std::memory_order_relaxed);
    }
    Close(c);
    return;
  }
  if (got == 0) {
    // The client has nothing more to say and may still be listening for what it asked.
    c->eof = true;
    if (c->state == ConnectionState::kReading) {
      Close(c);
    } else {
      Watch(c, c->interest & ~static_cast<uint32_t>(EPOLLIN));
    }
    return;
  }
  const std::string_view data(scratch_.data(), static_cast<size_t>(got));
  if (c->state != ConnectionState::kReading) {
    // Sent ahead while a response is under way: kept, up to one read.
    c->in.append(data);
    Watch(c, c->interest & ~static_cast<uint32_t>(EPOLLIN));
    Account(c);
    return;
  }
  if (c->in.empty()) {
    const size_t used = Consume(c, data);
    if (c->state == ConnectionState::kClosed || c->state == ConnectionState::kDraining) return;
    c->in.assign(data.substr(used));
  } else {
    c->in.append(data);
    const size_t used = Consume(c, c->in);
    if (c->state == ConnectionState::kClosed || c->state == ConnectionState::kDraining) return;
    c->in.erase(0, used);
  }
  if (c->in.empty() && c->in.capacity() > 1024) std::string().swap(c->in);
  NoteProgress(c);
  Account(c);
  if (c->state == ConnectionState::kReading && c->accounted > 0 &&
      metrics_->buffered_bytes.load(std::memory_order_relaxed) >
          static_cast<int64_t>(options_.max_buffered_bytes)) {
    Reject(c, 503, RejectReason::kOutOfMemory);
  }
}

// Sets the deadline of a request that has come in part.
void EventLoop::NoteProgress(Connection* c) {
  if (c->state != ConnectionState::kReading || c->in.empty()) return;
  SetUnfinished(c, true);
  if (c->fresh) {
    c->fresh = false;
    // The first request's time runs from the connection, not from its first byte.
    if (c->serial != 0) c->began = now_;
  }
  c->deadline =
      c->began + (c->framing.head_done ? options_.timeouts.request : options_.timeouts.head);
}

void EventLoop::Drain(Connection* c) {
  for (int i = 0; i < 16; ++i) {
    const ssize_t got = ::recv(c->fd, scratch_.data(), scratch_.size(), 0);
    if (got > 0) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    Close(c);
    return;
  }
}

size_t EventLoop::Consume(Connection* c, std::string_view data) {
  size_t used = 0;
  int responses = 0;
  while (c->state == ConnectionState::kReading && used < data.size()) {
    if (responses++ == kResponsesPerTurn) {
      c->more = true;
      next_turn_.push_back(c->id);
      Watch(c, 0);
      break;
    }
    const std::string_view rest = data.substr(used);
    const FramingVerdict verdict = FrameRequest(rest, options_.framing, &c->framing);
    if (verdict == FramingVerdict::kNeedMore) break;
    if (verdict == FramingVerdict::kReject) {
      Reject(c, c->framing.status, c->framing.reason);
      return data.size();
    }
    const size_t total = c->framing.total();
    HandleRequest(c, rest.substr(0, total));
    used += total;
    c->framing = FramingState();
  }
  return used;
}

// After a response that had to wait: requests that were sent ahead. Does nothing in other states.
void EventLoop::Resume(Connection* c) {
  if (c->state != ConnectionState::kReading) return;
  c->more = false;
  if (!c->in.empty()) {
    const size_t used = Consume(c, c->in);
    if (c->state == ConnectionState::kClosed || c->state == ConnectionState::kDraining) return;
    c->in.erase(0, used);
    NoteProgress(c);
    Account(c);
  }
  if (c->state != ConnectionState::kReading || c->more) return;
  if (c->eof) {
    Close(c);
    return;
  }
  Watch(c, EPOLLIN);
}

void EventLoop::GoOn() {
  for (const uint64_t id : std::exchange(next_turn_, {})) {
    if (Connection* c = Find(id); c != nullptr) Resume(c);
  }
}

void EventLoop::HandleRequest(Connection* c, std::string_view data) {
  const FramingState& framing = c->framing;
  ++c->serial;
  SetUnfinished(c, false);
  c->http10 = framing.http10;
  c->close_after = !framing.keep_alive || stopping_;
  WholeRequest whole;
  whole.head = data.substr(framing.head_begin, framing.head_end - framing.head_begin);
  whole.body = data.substr(framing.head_end);
  whole.peer = &c->peer;
  whole.peer_port = c->peer_port;
  c->head_only = whole.head.substr(0, 5) == "HEAD ";
  c->reads = c->head_only || whole.head.substr(0, 4) == "GET ";
  c->asked = now_;
  c->fresh = true;

  bool answered = false;
  const bool reached = adapter_.Run(
      whole, [this, c, &answered](const Request& request, const std::string& encoding) {
        metrics_->requests.fetch_add(1, std::memory_order_relaxed);
        LoopExchange exchange(this, c, request, encoding);
        auto failed = RejectReason::kNone;
        try {
          handler_->Handle(exchange);
        } catch (const std::bad_alloc&) {
          LogThrown(request.method);
          failed = RejectReason::kOutOfMemory;
        } catch (...) {
          LogThrown(request.method);
          failed = RejectReason::kHandlerFailed;
        }
        answered = true;
        const bool refused = exchange.refused_ != RejectReason::kNone;
        if (exchange.parked_ && failed == RejectReason::kNone && !refused) {
          c->state = ConnectionState::kParked;
          c->deadline = now_ + options_.timeouts.parked;
          return;
        }
        // A completion that was taken out all the same finds the serial gone by.
        if (exchange.parked_) {
          metrics_->parked.fetch_sub(1, std::memory_order_relaxed);
          ++c->serial;
        }
        if (failed != RejectReason::kNone) {
          Refuse(c, failed == RejectReason::kOutOfMemory ? 503 : 500, failed);
        } else if (refused) {
          Refuse(c, 503, exchange.refused_);
        } else if (exchange.prepared_ != nullptr) {
          RespondPrepared(c, std::move(exchange.prepared_));
        } else {
          Respond(c, exchange.response_);
        }
      });
  if (!reached && !answered) Refuse(c, 400, RejectReason::kNotParsed);
}

}  // namespace temoin::http
