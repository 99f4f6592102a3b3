// Writes the head of a response.
//
// cpp-httplib can write a response only from inside process_request, which a parked request has
// left long before its response is known; and its heads say "Content-Length: 0" under a 204 or 304
// and "Keep-Alive: max=5" everywhere. So there is one writer for all responses, and it is here. RFC
// 9110 section 6.6.1 (Date) and 8.6 (Content-Length), RFC 9112 section 9.3 (Connection).
//
// Thread-safety: functions without state. Bounds: none; a head is as long as what a handler set.
#ifndef TEMOIN_SERVER_HTTP_TRANSPORT_RESPONSE_WRITER_H_
#define TEMOIN_SERVER_HTTP_TRANSPORT_RESPONSE_WRITER_H_

#include <string>
#include <string_view>

#include "server/http/transport/exchange.h"
#include "server/http/transport/framing.h"

namespace temoin::http {

// What is sent for a response: -1, which is "not set", is 200; what is no final
// status is 500, because a client would wait on.
int FinalStatus(const Response& response);

// False for 1xx, 204 and 304: neither body nor Content-Length.
bool StatusHasBody(int status);

// Appends status line, headers and Content-Length, each with its CRLF, without Date, Connection and
// the empty line. Header lines that hold a control character are left out: they would be a way to
// write headers, or a second response, through a value.
void AppendHead(const Response& response, std::string* out);

// Appends Date, Connection where it is needed, and the empty line.
void AppendHeadEnd(std::string_view date, bool http10, bool keep_alive, std::string* out);

// The front's own response to what never reaches a handler: problem+json (RFC 9457), no-store, and
// Retry-After with a 503.
PreparedResponse RejectionResponse(int status, RejectReason reason, int retry_after_seconds);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_TRANSPORT_RESPONSE_WRITER_H_
