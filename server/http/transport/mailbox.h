// How a response found on another thread reaches the loop that holds the connection.
//
// Thread-safety: all functions may be called from any thread. A Mailbox is shared by its loop and
// by every Completion: one that comes after the loop has ended finds it closed.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_MAILBOX_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_MAILBOX_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "server/http/transport/exchange.h"

namespace temoin::http {

struct LateResponse {
  uint64_t connection = 0;
  uint64_t serial = 0;  // which request of that connection
  // Null: the completion was dropped without one.
  std::shared_ptr<const PreparedResponse> response;
};

class Mailbox {
 public:
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Readable when there is something to take. -1 when the system had no descriptor left.
  int event_fd() const { return event_fd_; }
  void Post(LateResponse late);
  // Wakes the loop without a late.
  void Wake() const;
  // Moves what has come into `late`, which it clears first.
  void Take(std::vector<LateResponse>* late);
  // From here on they are thrown away.
  void Close();

 private:
  std::mutex mutex_;
  std::vector<LateResponse> late_;
  bool closed_ = false;
  const int event_fd_;
};

struct Completion::State {
  State(std::shared_ptr<Mailbox> box, uint64_t connection_id, uint64_t request_serial)
      : mailbox(std::move(box)), connection(connection_id), serial(request_serial) {}
  ~State();
  void Send(std::shared_ptr<const PreparedResponse> response);

  const std::shared_ptr<Mailbox> mailbox;
  const uint64_t connection;
  const uint64_t serial;
  std::atomic<bool> done{false};
};

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_MAILBOX_H_
