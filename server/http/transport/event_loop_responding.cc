// The third of EventLoop that answers: writes what a handler said, or says no itself.
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/calendar.h"
#include "server/http/transport/event_loop.h"
#include "server/http/transport/response_writer.h"

namespace temoin::http {

const std::string& EventLoop::Date() {
  const Time now = clock_->Now();
  if (now != date_time_) {
    date_time_ = now;
    date_ = FormatHttpDate(now);
  }
  return date_;
}

void EventLoop::Count(Connection* c, int status, std::string_view problem) {
  metrics_->responses[static_cast<size_t>(std::clamp(status / 100, 0, 5))].fetch_add(
      1, std::memory_order_relaxed);
  if (!problem.empty()) {
    const auto known = std::ranges::find(kProblemNames, problem);
    metrics_->problems[static_cast<size_t>(known - kProblemNames.begin())].fetch_add(
        1, std::memory_order_relaxed);
  }
  if (c->asked == TimePoint()) return;
  (c->reads ? metrics_->reading : metrics_->writing).Observe(SteadyClock::now() - c->asked);
  c->asked = {};
}

void EventLoop::Respond(Connection* c, const Response& response) {
  PendingResponse& out = c->out;
  out.head.clear();
  AppendHead(response, &out.head);
  AppendHeadEnd(Date(), c->http10, !c->close_after, &out.head);
  const int status = FinalStatus(response);
  out.with_body = !c->head_only && StatusHasBody(status);
  if (out.with_body) out.own_body = response.body;
  Count(c, status, response.problem);
  BeginWriting(c);
}

void EventLoop::RespondPrepared(Connection* c, std::shared_ptr<const PreparedResponse> response) {
  PendingResponse& out = c->out;
  out.head.assign(response->head);
  AppendHeadEnd(Date(), c->http10, !c->close_after, &out.head);
  out.with_body = !c->head_only && StatusHasBody(response->status);
  Count(c, response->status, response->problem);
  out.shared = std::move(response);
  BeginWriting(c);
}

void EventLoop::Refuse(Connection* c, int status, RejectReason reason) {
  metrics_->rejects[static_cast<size_t>(reason)].fetch_add(1, std::memory_order_relaxed);
  RespondPrepared(c, std::make_shared<const PreparedResponse>(
                         RejectionResponse(status, reason, options_.retry_after_seconds)));
}

void EventLoop::Reject(Connection* c, int status, RejectReason reason) {
  c->close_after = true;
  c->http10 = false;
  c->head_only = false;
  std::string().swap(c->in);
  SetUnfinished(c, false);
  Refuse(c, status, reason);
}

void EventLoop::BeginWriting(Connection* c) {
  c->out.sent = 0;
  c->state = ConnectionState::kWriting;
  c->began = now_;
  ContinueWriting(c);
}

void EventLoop::ContinueWriting(Connection* c) {
  PendingResponse& out = c->out;
  while (!out.done()) {
    const std::string_view body = out.body();
    std::array<iovec, 2> parts;
    size_t count = 0;
    const size_t head_sent = std::min(out.sent, out.head.size());
    const size_t body_sent = out.sent - head_sent;
    if (head_sent < out.head.size()) {
      parts[count++] = {out.head.data() + head_sent, out.head.size() - head_sent};
    }
    if (body_sent < body.size()) {
      // iovec has no const; sendmsg does not write through it.
      parts[count++] = {const_cast<char*>(body.data()) + body_sent, body.size() - body_sent};
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(c->fd, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        Watch(c, EPOLLOUT);
        c->deadline =
            std::min(now_ + options_.timeouts.write, c->began + options_.timeouts.response);
        Account(c);
        return;
      }
      metrics_->connections_reset.fetch_add(1, std::memory_order_relaxed);
      Close(c);
      return;
    }
    out.sent += static_cast<size_t>(sent);
  }
  Finished(c);
}

// The whole response is in the socket. What was sent ahead is the caller's to go on with (Resume):
// a call from here would handle a request inside the handling of the one before.
void EventLoop::Finished(Connection* c) {
  c->out.head.clear();
  c->out.own_body.clear();
  if (c->out.own_body.capacity() > 4096) std::string().swap(c->out.own_body);
  c->out.shared.reset();
  c->out.sent = 0;
  if (c->accounted > 0) Account(c);
  if (c->close_after) {
    if (c->eof) {
      Close(c);
      return;
    }
    // Closing now would reset a client that is still sending, and take the response away from it.
    ::shutdown(c->fd, SHUT_WR);
    c->state = ConnectionState::kDraining;
    c->deadline = now_ + options_.timeouts.drain;
    std::string().swap(c->in);
    Account(c);
    Watch(c, EPOLLIN);
    return;
  }
  c->state = ConnectionState::kReading;
  c->deadline = now_ + options_.timeouts.idle;
}

void EventLoop::OnLateResponses() {
  mailbox_->Take(&late_);
  for (LateResponse& late : late_) {
    Connection* c = Find(late.connection);
    if (c == nullptr || c->state != ConnectionState::kParked || c->serial != late.serial) {
      continue;
    }
    metrics_->parked.fetch_sub(1, std::memory_order_relaxed);
    if (stopping_) c->close_after = true;
    if (late.response == nullptr) {
      Refuse(c, 500, RejectReason::kHandlerFailed);
    } else {
      RespondPrepared(c, std::move(late.response));
    }
    Resume(c);
  }
  late_.clear();
}

}  // namespace temoin::http
