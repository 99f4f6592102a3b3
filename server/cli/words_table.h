// English and French of what the commands say, by where it is said.
//
// Thread-safety: constants.
#ifndef TEMOIN_SERVER_CLI_WORDS_TABLE_H_
#define TEMOIN_SERVER_CLI_WORDS_TABLE_H_

#include <array>
#include <span>

#include "server/cli/answer_phrases.h"
#include "server/cli/finding_phrases.h"
#include "server/cli/help_phrases.h"
#include "server/cli/log_phrases.h"
#include "server/cli/message_phrases.h"
#include "server/cli/people_phrases.h"
#include "server/cli/phrase.h"
#include "server/cli/reason_phrases.h"
#include "server/cli/store_phrases.h"
#include "server/cli/toml_phrases.h"

namespace temoin::cli {

inline constexpr std::array<std::span<const Phrase>, 9> kPhrases = {
    kHelpPhrases,    kAnswerPhrases, kReasonPhrases, kTomlPhrases, kFindingPhrases,
    kMessagePhrases, kPeoplePhrases, kLogPhrases,    kStorePhrases};

}  // namespace temoin::cli

#endif  // TEMOIN_SERVER_CLI_WORDS_TABLE_H_
