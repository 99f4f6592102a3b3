// What the loop knows of one connection. Plain data; event_loop.h moves it from state to state:
//
//   accept -> kReading -> (complete) -> handler --response--> kWriting -> kReading ...
//                 |                        \--Defer--> kParked --response--^
//                 '-> (reject, or last response) -> kWriting -> kDraining -> closed
//
// Thread-safety: belongs to its loop thread.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_CONNECTION_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/transport/exchange.h"
#include "server/http/transport/framing.h"

namespace temoin::http {

enum class ConnectionState : uint8_t {
  kReading,   // waits for a request, or for the rest of one
  kParked,    // a handler will answer later
  kWriting,   // part of a response did not fit into the socket
  kDraining,  // has sent its last byte and reads on, so that the client gets to see it
  kClosed,
};

// A response on its way: a head of its own, and a body of its own or one that responses share.
struct PendingResponse {
  std::string head;
  std::string own_body;
  std::shared_ptr<const PreparedResponse> shared;
  bool with_body = true;
  size_t sent = 0;

  std::string_view body() const {
    if (!with_body) return {};
    return shared != nullptr ? std::string_view(shared->body) : std::string_view(own_body);
  }
  size_t total() const { return head.size() + body().size(); }
  bool done() const { return sent == total(); }
};

struct Connection {
  using TimePoint = std::chrono::steady_clock::time_point;

  // Largest first: a server has thousands of these.
  uint64_t id = 0;
  uint64_t serial = 0;   // of the request being handled
  TimePoint began;       // of the request being read, or the response being written
  TimePoint deadline;    // for what the state says
  TimePoint asked;       // when the request being handled was there; nothing: none is
  size_t accounted = 0;  // bytes counted in FrontMetrics::buffered_bytes
  uint64_t range = 0;    // of the peer's address (listener.h)
  std::string in;        // bytes of requests not yet handled
  std::string peer;
  FramingState framing;
  PendingResponse out;
  int fd = -1;
  uint32_t interest = 0;  // epoll events asked for
  int peer_port = 0;
  ConnectionState state = ConnectionState::kReading;
  bool eof = false;          // the client has shut down its side
  bool more = false;         // requests of `in` wait for the loop's next turn
  bool close_after = false;  // the response in `out`, or the parked one, is the last
  bool http10 = false;
  bool head_only = false;
  bool reads = false;       // the request being handled is a GET or HEAD
  bool fresh = true;        // no byte of the next request has come
  bool unfinished = false;  // counted as having a request that has not come whole, or none yet
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_CONNECTION_H_
