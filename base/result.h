// What can fail returns a Result: a value, or an Error with one code out of a short list and a
// sentence that says what to do next.
//
//   Result<Duration> parsed = ParseDuration("P13M");
//   if (!parsed) return parsed.error();
//   Use(*parsed);
//
// Thread-safety: values; share them like any other value.
#ifndef TEMOIN_BASE_RESULT_H_
#define TEMOIN_BASE_RESULT_H_

#include <cassert>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace temoin {

// One list for the whole program. The HTTP layer maps it to status codes in one table
// (server/http/message/problem.cc); the command line maps it to exit codes.
enum class ErrorCode {
  kInvalidArgument,  // malformed: not JSON, bad syntax, unreadable value
  kUnprocessable,    // well-formed and refused: a rule of the domain says no
  kUnauthorized,     // no or unknown credentials
  kForbidden,        // known and not allowed (wrong origin, wrong role)
  kNotFound,
  kConflict,          // true of another state: outdated revision, lock held by another process
  kTooLarge,          // over a bound that the documentation states
  kUnsupportedMedia,  // wrong Content-Type
  kRateLimited,
  kUnavailable,  // try again: disk full, I/O error, stopping, queue full
  kDataLoss,     // stored bytes contradict themselves
  kInternal,     // a defect of this program
};

std::string_view ErrorCodeName(ErrorCode code);

// `message` is one or more sentences in English for whoever must act; never a secret, a token or
// personal data. `pointer` is an RFC 6901 JSON pointer into the input at fault, where one applies.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::optional<std::string> pointer;

  Error(ErrorCode c, std::string m) : code(c), message(std::move(m)) {}
  Error(ErrorCode c, std::string m, std::string p)
      : code(c), message(std::move(m)), pointer(std::move(p)) {}
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  T& value() & {
    assert(ok());
    return *std::get_if<T>(&state_);
  }
  // By value: `for (const auto& row : *store.Read())` must not outlive what it walks over, which
  // the loop of C++20 would destroy before its first turn.
  T value() && {
    assert(ok());
    return std::move(*std::get_if<T>(&state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  const Error& error() const {
    assert(!ok());
    return *std::get_if<Error>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    assert(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace temoin

// The two shapes that would otherwise be written out at every call.
#define TEMOIN_CONCAT_INNER(a, b) a##b
#define TEMOIN_CONCAT(a, b) TEMOIN_CONCAT_INNER(a, b)
#define TEMOIN_RETURN_IF_ERROR(expression)                               \
  do {                                                                   \
    if (const auto& temoin_status = (expression); !temoin_status.ok()) { \
      return temoin_status.error();                                      \
    }                                                                    \
  } while (false)
#define TEMOIN_ASSIGN_OR_RETURN(declaration, expression) \
  TEMOIN_ASSIGN_OR_RETURN_INNER(TEMOIN_CONCAT(temoin_result_, __LINE__), declaration, expression)
#define TEMOIN_ASSIGN_OR_RETURN_INNER(result, declaration, expression) \
  auto result = (expression);                                          \
  if (!result.ok()) return result.error();                             \
  declaration = std::move(result).value()

#endif  // TEMOIN_BASE_RESULT_H_
