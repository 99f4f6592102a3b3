// What may be said about an exception that reached the border of a module: its type, never its
// what(), which can quote what a visitor sent.
//
// Thread-safety: from any thread, inside a catch block.
#ifndef TEMOIN_BASE_EXCEPTION_H_
#define TEMOIN_BASE_EXCEPTION_H_

#include <string>

namespace temoin {

// "std::bad_alloc"; "an unknown exception" when it is of no C++ type or none is in flight.
std::string CurrentExceptionType();

}  // namespace temoin

#endif  // TEMOIN_BASE_EXCEPTION_H_
