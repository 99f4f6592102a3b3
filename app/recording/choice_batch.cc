#include "app/recording/choice_batch.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <span>
#include <utility>

#include "app/recording/visitor_record.h"

namespace temoin::app {
namespace {

// One response for both, because the sender has proved nothing: what became of a record is for
// those who can open it.
const Error& KeyUsed() {
  static const Error error(
      ErrorCode::kUnprocessable,
      "this key came with another choice less than 10 minutes ago, or what was "
      "recorded under it is gone; a new choice needs a new key",
      "/key");
  return error;
}

consent::Life LifeOf(const VisitorRecord& kept) {
  // What the dates count as stands in the row (store/clock_correction.h).
  return {kept.record.event, kept.record.generation, kept.row.given_at, kept.row.valid_until,
          kept.row.superseded_at};
}

// Whether the kept record already says what is being said: the same decisions under the same
// generation, still in force. Withdrawing says more than refusing, so it is recorded.
bool SaysTheSame(const VisitorRecord& kept, const consent::ChoiceRequest& choice,
                 const consent::Terms& terms, Time now) {
  const consent::Record& record = kept.record;
  if (record.decisions != choice.decisions || record.generation != terms.generation) return false;
  if (choice.action == consent::Action::kWithdraw && record.event != consent::Event::kWithdrawn) {
    return false;
  }
  const consent::Judgement judgement = consent::Judge(LifeOf(kept), record.decisions, &terms, now);
  return consent::InForce(judgement) && judgement.asked_again.empty();
}

consent::Standing StandingOfNew(consent::Event event) {
  return event == consent::Event::kWithdrawn ? consent::Standing::kWithdrawn
                                             : consent::Standing::kValid;
}

// The same key with another choice is a mistake.
bool IsRecordOf(const consent::Record& record, const consent::ChoiceRequest& choice) {
  return record.revision == choice.revision && record.action == choice.action &&
         record.decisions == choice.decisions;
}

}  // namespace

ChoiceBatch::~ChoiceBatch() {
  for (Drawn& drawn : drawn_) Wipe(drawn);
}

// One request to the system's generator for the whole batch.
ChoiceBatch::Drawn ChoiceBatch::Draw() {
  if (drawn_.empty()) {
    drawn_.resize(std::max<size_t>(expected_, 1));
    FillRandom({drawn_.front().data(), drawn_.size() * sizeof(Drawn)});
  }
  const Drawn drawn = drawn_.back();
  Wipe(drawn_.back());
  drawn_.pop_back();
  return drawn;
}

// A key that is known. Whoever sends it again has seen a body, which any script of the page can:
// the token is theirs only who show what no script can read.
Result<ChoiceOutcome> ChoiceBatch::RespondAgain(const RememberedChoice& known,
                                                const ChoiceJob& job) const {
  TEMOIN_ASSIGN_OR_RETURN(const store::Found found, store_.FindByIndex(known.index));
  if (!found.content) return KeyUsed();
  TEMOIN_ASSIGN_OR_RETURN(consent::Record record, consent::ParseRecord(found.content->record));
  if (!IsRecordOf(record, job.choice)) return KeyUsed();
  ChoiceOutcome outcome;
  outcome.standing = StandingOfNew(record.event);
  if (record.token) {
    outcome.index = known.index;
    const auto opens = [&](const consent::Token& token) {
      return token.index == known.index && consent::TokenMatches(token, record.token);
    };
    for (const consent::RetryNonce& nonce : job.nonces) {
      const consent::Token token{known.index,
                                 DeriveTokenSecret(keys_, record.site, *job.choice.key, nonce)};
      if (opens(token)) outcome.token = token;
    }
    const auto shown = std::ranges::find_if(job.tokens, opens);
    if (shown != job.tokens.end()) outcome.token = *shown;
    if (!outcome.token) outcome.kind = ChoiceOutcome::Kind::kWithheld;
  }
  outcome.context = {std::move(record.revision), record.generation, found.row.given_at,
                     found.row.valid_until, std::move(record.decisions)};
  return outcome;
}

// Whether `repeats` names a record of the same choice that no other repeats yet, so that the two
// can be counted once. One without a token has left no key to name.
bool ChoiceBatch::Repeats(const ChoiceJob& job) {
  const Digest first = consent::HashChoiceKey(job.terms->site, *job.choice.repeats);
  const auto known = memory_.Find(first, batch_.now);
  if (!known || known->repeated) return false;
  const auto found = store_.FindByIndex(known->index);
  if (!found || !found->content) return false;
  const auto record = consent::ParseRecord(found->content->record);
  return record && record->key == first && IsRecordOf(*record, job.choice) &&
         repeated_.insert(first).second;
}

void ChoiceBatch::Add(ChoiceJob job, ChoiceDone done) {
  const consent::Terms& terms = *job.terms;
  Waiting waiting;

  if (job.choice.key) {
    waiting.key = consent::HashChoiceKey(terms.site, *job.choice.key);
    if (const auto earlier = by_key_.find(*waiting.key); earlier != by_key_.end()) {
      Waiting& first = waiting_[earlier->second];
      if (!IsRecordOf(batch_.choices[first.choice].record, job.choice)) return done(KeyUsed());
      first.followers.push_back(std::move(done));
      return;
    }
    if (const auto known = memory_.Find(*waiting.key, batch_.now)) {
      auto outcome = RespondAgain(*known, job);
      if (outcome) CountAgain(*outcome);
      return done(std::move(outcome));
    }
    if (spent_.Contains(*waiting.key, batch_.now)) return done(KeyUsed());
  }

  auto kept = FindVisitorRecord(store_, terms.site, job.tokens);
  if (!kept) return done(kept.error());
  const VisitorRecord* previous = *kept ? &**kept : nullptr;
  // What a choice of this very batch answers says nothing any more: the repeated choice is recorded
  // behind it.
  if (previous && !answered_.contains(previous->row.index) &&
      SaysTheSame(*previous, job.choice, terms, batch_.now)) {
    const consent::Record& record = previous->record;
    metrics_.unchanged.fetch_add(1, std::memory_order_relaxed);
    return done(
        ChoiceOutcome{.kind = ChoiceOutcome::Kind::kUnchanged,
                      .index = previous->row.index,
                      .token = previous->token,
                      .nonce = std::nullopt,
                      .standing = StandingOfNew(record.event),
                      .context = {record.revision, record.generation, previous->row.given_at,
                                  previous->row.valid_until, record.decisions}});
  }

  // The nonce is always a new one: one that was sent may have been planted by a script.
  const Drawn drawn = Draw();
  if (job.choice.key) {
    waiting.nonce = drawn;
    waiting.secret = DeriveTokenSecret(keys_, terms.site, *job.choice.key, drawn);
  } else {
    waiting.secret = drawn;
  }
  if (job.choice.repeats && !Repeats(job)) job.choice.repeats.reset();
  store::NewChoice choice;
  choice.record = consent::MakeRecord(
      std::move(job.choice), terms, batch_.now, consent::HashTokenSecret(*waiting.secret),
      previous ? std::optional<uint64_t>(previous->row.index) : std::nullopt);
  choice.evidence_retention = terms.evidence_retention;
  choice.time_zone = terms.time_zone;
  if (!choice.record.token) {
    waiting.secret.reset();
    waiting.nonce.reset();
    if (previous) choice.supersedes = previous->row.index;
  }
  if (previous) answered_.insert(previous->row.index);
  waiting.done = std::move(done);
  waiting.choice = batch_.choices.size();
  batch_.choices.push_back(std::move(choice));
  if (waiting.key) by_key_.emplace(*waiting.key, waiting_.size());
  waiting_.push_back(std::move(waiting));
}

void ChoiceBatch::Add(EraseJob job, EraseDone done) {
  WaitingErasure waiting{std::move(done), batch_.erasures.size(), 0, job.at};
  if (job.index) {
    batch_.erasures.push_back({*job.index, job.at});
  } else {
    waiting.at = AddDuration(batch_.now, job.terms->erasure_delay);
    // Tokens of several lines: a browser may hold one of each.
    for (const consent::Token& token : job.tokens) {
      const auto kept = FindVisitorRecord(store_, job.terms->site, std::span(&token, 1));
      if (!kept) {
        batch_.erasures.resize(waiting.first);
        return waiting.done(kept.error());
      }
      if (*kept) batch_.erasures.push_back({(*kept)->row.index, waiting.at});
    }
  }
  waiting.count = batch_.erasures.size() - waiting.first;
  if (waiting.count == 0) {
    return waiting.done(Error(ErrorCode::kNotFound, "there is no consent to erase"));
  }
  erasures_.push_back(std::move(waiting));
}

void ChoiceBatch::Add(store::Access access, std::promise<Status> done) {
  batch_.accesses.push_back(std::move(access));
  accesses_.push_back(std::move(done));
}

void NoteSpent(std::span<const store::Erased> erased, const KeyMemory& memory, SpentKeys& spent,
               Time now) {
  std::vector<store::Index> records;
  for (const store::Erased& each : erased) {
    for (const auto* part : {&each.erased, &each.scheduled, &each.held}) {
      records.insert(records.end(), part->begin(), part->end());
    }
  }
  if (const Status noted = spent.Add(memory.KeysOf(records), now); !noted) {
    spdlog::warn(
        "a page's retry of a choice that was just erased would be recorded after a restart: {}",
        noted.error().message);
  }
}

void ChoiceBatch::BeginErasures(const store::Appended& appended) {
  NoteSpent(appended.erasures, memory_, spent_, batch_.now);
  for (WaitingErasure& waiting : erasures_) {
    under_way_.Begin(std::move(waiting.done),
                     std::span(appended.erasures).subspan(waiting.first, waiting.count), waiting.at,
                     appended.head.size);
  }
  metrics_.erasures.fetch_add(erasures_.size(), std::memory_order_relaxed);
}

void ChoiceBatch::CountAgain(const ChoiceOutcome& outcome) {
  metrics_.repeated.fetch_add(1, std::memory_order_relaxed);
  if (outcome.kind == ChoiceOutcome::Kind::kWithheld) {
    metrics_.withheld.fetch_add(1, std::memory_order_relaxed);
  }
}

// The record is durable and was written: what it was made of goes into the response.
void ChoiceBatch::Settle(Waiting& waiting, store::Index index) {
  consent::Record& record = batch_.choices[waiting.choice].record;
  ChoiceOutcome outcome;
  outcome.standing = StandingOfNew(record.event);
  if (waiting.secret) {
    outcome.index = index;
    outcome.token = consent::Token{index, *waiting.secret};
    outcome.nonce = waiting.nonce;
  }
  if (waiting.key) {
    memory_.Remember(*waiting.key, {.index = index, .given_at = record.given_at});
    if (record.repeats) memory_.MarkRepeated(*record.repeats);
  }
  outcome.context = {std::move(record.revision), record.generation, record.given_at,
                     record.valid_until, std::move(record.decisions)};
  if (!waiting.followers.empty()) {
    ChoiceOutcome again = outcome;
    again.token.reset();
    again.nonce.reset();
    if (outcome.token) again.kind = ChoiceOutcome::Kind::kWithheld;
    for (ChoiceDone& follower : waiting.followers) {
      CountAgain(again);
      follower(again);
    }
  }
  waiting.done(std::move(outcome));
}

std::optional<store::Head> ChoiceBatch::Commit(const std::function<Status()>& vouch,
                                               const std::function<void(const Error&)>& failed) {
  if (empty()) return std::nullopt;
  Result<store::Appended> appended = store_.Append(batch_);
  if (appended) {
    if (const Status vouched = vouch(); !vouched) appended = vouched.error();
  }
  if (!appended) {
    failed(appended.error());
    for (Waiting& waiting : waiting_) {
      waiting.done(appended.error());
      for (ChoiceDone& follower : waiting.followers) follower(appended.error());
    }
    for (WaitingErasure& waiting : erasures_) waiting.done(appended.error());
    for (std::promise<Status>& waiting : accesses_) waiting.set_value(appended.error());
    return std::nullopt;
  }
  for (Waiting& waiting : waiting_) {
    const Result<store::Index>& recorded = appended->choices[waiting.choice];
    if (recorded) {
      Settle(waiting, *recorded);
      continue;
    }
    for (ChoiceDone& follower : waiting.followers) follower(recorded.error());
    waiting.done(recorded.error());
  }
  metrics_.choices.fetch_add(waiting_.size(), std::memory_order_relaxed);
  metrics_.batches.Observe(waiting_.size());
  metrics_.syncs.Observe(appended->synced);
  BeginErasures(*appended);
  for (std::promise<Status>& waiting : accesses_) waiting.set_value({});
  return appended->head;
}

}  // namespace temoin::app
