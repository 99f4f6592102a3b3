// The sockets under cpp-httplib: listens, reads requests whole, calls a Handler, writes responses.
//
// cpp-httplib's own loop gives each connection a thread and reads without bounds; here one epoll
// loop serves all connections, and nothing a client does (slow, huge, silent, many) costs more than
// its share. A request reaches the handler only when every byte of it has arrived and its framing
// was judged (framing.h). Requests pipelined on one connection are answered in order, one at a
// time.
//
//   FrontOptions options;
//   options.listen = {"127.0.0.1:0"};
//   auto front = Front::Start(options, &handler, &clock);
//   if (!front.ok()) return front.error();
//   (*front)->port();
//   ...
//   (*front)->Stop(std::chrono::seconds(10));   // first phase, returns at once
//   (*front)->Join();                           // second phase
//
// Thread-safety: all public functions of Front may be called from any thread, except that Join and
// the destructor must not run on a thread of the front's own. Completion handles outlive it safely.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_FRONT_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_FRONT_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/histogram.h"
#include "base/result.h"
#include "server/http/message/problem.h"
#include "server/http/transport/exchange.h"
#include "server/http/transport/framing.h"

namespace temoin::http {

// How long a connection may take for each thing it does. Judged a few times a second, so a cut may
// come up to a quarter of a second late.
struct FrontTimeouts {
  using Duration = std::chrono::milliseconds;
  Duration head = std::chrono::seconds(10);  // from the connection or first byte to the head's end
  Duration request = std::chrono::seconds(15);  // from the first byte to the last
  Duration idle = std::chrono::seconds(60);     // between two requests
  Duration write = std::chrono::seconds(10);    // without the client taking a byte of its response
  Duration response = std::chrono::seconds(120);  // from a response's first byte to its last
  Duration parked = std::chrono::seconds(30);     // a parked request nobody answers gets 503
  Duration drain = std::chrono::seconds(1);       // reading on after an early error, before closing
};

struct FrontOptions {
  std::vector<std::string> listen;  // "HOST:PORT" or "[V6]:PORT"; port 0 takes any free one
  int loops = 1;                    // threads that run handlers
  FramingLimits framing;
  FrontTimeouts timeouts;
  size_t max_connections = 12288;
  // Of one IPv4 address or IPv6 /48, whose request has not come whole: the oldest goes for another.
  size_t max_unfinished = 2048;
  int send_buffer =
      128 * 1024;  // SO_SNDBUF, which the kernel doubles: what an unread response costs
  size_t max_parked = 8192;
  size_t max_buffered_bytes = size_t{128}
                              << 20;  // all unread requests and unsent responses together
  size_t worker_threads = 0;          // for Exchange::RunBlocking
  size_t worker_queue = 256;
  bool background = false;  // loops and workers step back when others want a processor
  int retry_after_seconds = 1;
};

// Counters since the start, and gauges where the name says "open", "parked" or "buffered". Plain
// atomics: read them from anywhere.
struct FrontMetrics {
  std::atomic<uint64_t> connections_accepted{0};
  std::atomic<int64_t> connections_open{0};
  std::atomic<uint64_t> connections_reset{0};      // died under a request or a response
  std::atomic<uint64_t> connections_timed_out{0};  // any timeout except idle
  std::atomic<uint64_t> accept_errors{0};
  std::atomic<uint64_t> requests{0};                 // that reached the handler
  std::array<std::atomic<uint64_t>, 6> responses{};  // by first digit of the status
  std::array<std::atomic<uint64_t>, kRejectReasonCount> rejects{};
  // Responses of handlers that are problems, by their place in kProblemNames.
  std::array<std::atomic<uint64_t>, kProblemNames.size()> problems{};
  // From the request read whole to its response ready to be sent: of GET and HEAD, and of the
  // others.
  Histogram reading{kMicroseconds};
  Histogram writing{kMicroseconds};
  std::atomic<int64_t> parked{0};
  std::atomic<int64_t> buffered_bytes{0};

  uint64_t rejected(RejectReason reason) const { return rejects[static_cast<size_t>(reason)]; }
};

class Front {
 public:
  // Binds, listens and starts the threads. `handler` and `clock` (for the Date header) must outlive
  // the Front. Fails with kConflict when an address is in use, kInvalidArgument when it is none.
  static Result<std::unique_ptr<Front>> Start(const FrontOptions& options, Handler* handler,
                                              const Clock* clock);
  // Stops without grace if that was not done before.
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  // The port of the first address, which port 0 left to the system.
  int port() const;
  const FrontMetrics& metrics() const;

  // First phase: stops accepting, closes idle connections, answers what was received or is parked
  // with "Connection: close", gives up on what is left after `grace`. Returns at once.
  void Stop(std::chrono::milliseconds grace);
  // Second phase: returns when every connection is closed and every thread has ended.
  void Join();

 private:
  struct Impl;
  explicit Front(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_FRONT_H_
