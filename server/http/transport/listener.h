// Opens listening sockets: SO_REUSEADDR and never SO_REUSEPORT (with which two daemons would share
// a port in silence), a backlog of 4096, TCP_NODELAY for every connection accepted from them.
//
// Thread-safety: functions without state.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_LISTENER_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_LISTENER_H_

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace temoin::http {

struct ListenSocket {
  int fd = -1;
  int port = 0;
};

// Whether it is "HOST:PORT" or "[V6]:PORT"; kInvalidArgument. Asks nobody whose name HOST is.
Status CheckListenAddress(const std::string& address);

// "HOST:PORT" or "[V6]:PORT"; a name is listened on at every address it has. Port 0 takes any free
// port, the same one for each address of the name.
Result<std::vector<ListenSocket>> OpenListeners(const std::string& address);

// One number for an IPv4 address, or for the /48 of an IPv6 address: who has one has them all.
uint64_t AddressRange(const sockaddr_storage& address);

// Text of an address without its port; an IPv4 address inside IPv6 as IPv4.
std::string AddressText(const sockaddr_storage& address, int* port);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_LISTENER_H_
