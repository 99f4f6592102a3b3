// One request and its response, as a handler sees them.
//
//   class Routes final : public Handler {
//     void Handle(Exchange& exchange) override {
//       const Request& request = exchange.request();
//       if (request.path == "/healthz") {
//         exchange.response().SetContent("ok\n", "text/plain");   // answered when Handle returns
//         return;
//       }
//       std::optional<Completion> later = exchange.Defer();          // parked: no thread is held
//       if (!later) return;                                          // full: 503 is already
//       decided writer.Enqueue([later = *later](Response r) { later.Send(std::move(r));
//       });
//     }
//   };
//
// HEAD is handled like GET: fill the whole response, the front sends its head only. The front adds
// Date, Content-Length and Connection itself, and drops what a handler set of those. A response is
// its status, headers and body: content providers are not asked.
//
// Thread-safety: Handle runs on a loop thread and must not block; with more than one loop it runs
// on several threads at once. An Exchange belongs to the call of Handle it was given to. A
// Completion may be copied, moved and used on any thread, also after the front is gone.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_EXCHANGE_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_EXCHANGE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/message/message.h"

namespace temoin::http {

// A response whose head is written out once and sent many times (configuration, banner, chunks).
struct PreparedResponse {
  int status = 200;
  std::string head;  // from the status line to the last header's CRLF, without Date or Connection
  std::string body;
  std::string_view problem{};  // of Response
};
// Takes status, headers and body of `response`. Build at publish, share between threads.
std::shared_ptr<const PreparedResponse> Prepare(Response response);

// Writes a response straight into its bytes, for a response that is made thousands of times a
// second: the tree of headers inside a Response costs more than the response. Same rules as for a
// Response: what the front owns, and lines with control characters, are left out.
class ResponseBuilder {
 public:
  explicit ResponseBuilder(int status);
  ResponseBuilder& Header(std::string_view name, std::string_view value);
  // Once.
  std::shared_ptr<const PreparedResponse> Finish(std::string body);

 private:
  std::shared_ptr<PreparedResponse> response_;
};

// What a parked request is answered with, once. Every misuse is harmless: the second response is
// ignored, so is one for a connection that has died or a front that has stopped; when the last
// copy goes away unanswered, the client gets 500.
class Completion {
 public:
  void Send(Response&& response) const;
  void Send(std::shared_ptr<const PreparedResponse> response) const;

 private:
  friend class EventLoop;
  struct State;
  explicit Completion(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

class Exchange {
 public:
  virtual ~Exchange() = default;

  // Read with cpp-httplib (httplib_adapter.h). `path` and header values are the bytes that were
  // sent, nothing decoded; Accept-Encoding is not among the headers (below),
  // Range is ignored and REMOTE_*, LOCAL_* are gone, so a client cannot pretend to be someone.
  // Valid during Handle only.
  virtual const Request& request() const = 0;
  // The client's Accept-Encoding, empty without one: what answers are built for at publish.
  virtual const std::string& accept_encoding() const = 0;

  // The response; status -1 is sent as 200.
  virtual Response& response() = 0;
  // Answers with bytes prepared earlier; response() is then not looked at.
  virtual void Send(std::shared_ptr<const PreparedResponse> response) = 0;

  // Parks the request: the response comes from the Completion, response() is not looked at. nullopt
  // when too many are parked already: return, the client gets 503 with Retry-After.
  [[nodiscard]] virtual std::optional<Completion> Defer() = 0;

  // Runs `work` on the front's worker pool over a copy of the request; what it leaves in the
  // response is sent, 500 if it throws. With a full queue (or no pool) the client gets 503
  // with Retry-After. For what may wait for a disk: reads, exports, the staff pages.
  using BlockingWork = std::function<void(const Request&, Response&)>;
  virtual void RunBlocking(BlockingWork work) = 0;
};

class Handler {
 public:
  virtual ~Handler() = default;
  // Called once a request, with every byte of it there. An exception is answered with 500.
  virtual void Handle(Exchange& exchange) = 0;
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_EXCHANGE_H_
