// The console's files as rows of the staff listener, each sent whole with its ETag.
//
// Thread-safety: called before the listener opens.
#ifndef TEMOIN_SERVER_HTTP_STAFF_CONSOLE_FILES_H_
#define TEMOIN_SERVER_HTTP_STAFF_CONSOLE_FILES_H_

#include <vector>

#include "base/embedded.h"
#include "server/http/router.h"

namespace temoin::http {

// `files`: those of console/dist; index.html stands at "/".
void AddConsoleFiles(Router& router, const std::vector<EmbeddedFile>& files);

}  // namespace temoin::http

#endif  // TEMOIN_SERVER_HTTP_STAFF_CONSOLE_FILES_H_
