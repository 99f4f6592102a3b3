#include "server/service/choice_batch.h"

#include <algorithm>
#include <span>
#include <utility>

#include "server/service/visitor_record.h"

namespace temoin::service {
namespace {

const Error& KeyReused() {
  static const Error error(ErrorCode::kUnprocessable,
                           "this key came with another choice less than 10 minutes ago; a new "
                           "choice needs a new key",
                           "/key");
  return error;
}

const Error& KeyErased() {
  static const Error error(ErrorCode::kUnprocessable,
                           "what was recorded under this key has been erased; a new choice needs a "
                           "new key",
                           "/key");
  return error;
}

consent::Life LifeOf(const VisitorRecord& kept) {
  return {kept.record.event, kept.record.generation, kept.record.given_at, kept.record.valid_until,
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
  const consent::Standing standing =
      consent::Judge(LifeOf(kept), record.decisions, &terms, now).standing;
  return standing == consent::Standing::kValid || standing == consent::Standing::kWithdrawn;
}

consent::Standing StandingOfNew(consent::Event event) {
  return event == consent::Event::kWithdrawn ? consent::Standing::kWithdrawn
                                             : consent::Standing::kValid;
}

}  // namespace

ChoiceBatch::~ChoiceBatch() {
  for (consent::TokenSecret& secret : secrets_) Wipe(secret);
}

// One request to the system's generator for the whole batch.
consent::TokenSecret ChoiceBatch::NextSecret() {
  if (secrets_.empty()) {
    secrets_.resize(std::max<size_t>(expected_, 1));
    FillRandom({secrets_.front().data(), secrets_.size() * sizeof(consent::TokenSecret)});
  }
  const consent::TokenSecret secret = secrets_.back();
  Wipe(secrets_.back());
  secrets_.pop_back();
  return secret;
}

void ChoiceBatch::Add(ChoiceJob job, ChoiceDone done) {
  const consent::Terms& terms = *job.terms;
  Waiting waiting;

  if (job.choice.key) {
    waiting.fingerprint =
        ChoiceFingerprint(job.choice.revision, job.choice.action, job.choice.decisions);
    waiting.secret = DeriveTokenSecret(keys_, terms.site, *job.choice.key);
    waiting.key = consent::HashTokenSecret(*waiting.secret);
    if (const auto earlier = by_key_.find(*waiting.key); earlier != by_key_.end()) {
      Waiting& first = waiting_[earlier->second];
      if (first.fingerprint != waiting.fingerprint) return done(KeyReused());
      first.followers.push_back(std::move(done));
      return;
    }
    if (const auto known = memory_.Find(*waiting.key, batch_.now)) {
      if (known->fingerprint != waiting.fingerprint) return done(KeyReused());
      // The memory outlives an erasure; its answer must not.
      const auto found = store_.FindByIndex(known->index);
      if (!found) return done(found.error());
      if (!found->content) return done(KeyErased());
      ChoiceOutcome outcome;
      outcome.created = true;
      outcome.standing = StandingOfNew(known->event);
      if (known->linked) {
        outcome.index = known->index;
        outcome.token = consent::Token{known->index, *waiting.secret};
      }
      outcome.context = {job.choice.revision, terms.generation, known->given_at, known->valid_until,
                         job.choice.decisions};
      metrics_.repeated.fetch_add(1, std::memory_order_relaxed);
      return done(std::move(outcome));
    }
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
    return done(ChoiceOutcome{.created = false,
                              .index = previous->row.index,
                              .token = previous->token,
                              .standing = StandingOfNew(record.event),
                              .context = {record.revision, record.generation, record.given_at,
                                          record.valid_until, record.decisions}});
  }

  if (!waiting.secret) waiting.secret = NextSecret();
  store::NewChoice choice;
  choice.record = consent::MakeRecord(
      std::move(job.choice), terms, batch_.now, consent::HashTokenSecret(*waiting.secret),
      previous ? std::optional<uint64_t>(previous->row.index) : std::nullopt);
  choice.evidence_retention = terms.evidence_retention;
  if (!choice.record.token) {
    waiting.secret.reset();
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

void ChoiceBatch::BeginErasures(const store::Appended& appended) {
  for (WaitingErasure& waiting : erasures_) {
    under_way_.Begin(std::move(waiting.done),
                     std::span(appended.erasures).subspan(waiting.first, waiting.count), waiting.at,
                     appended.head.size);
  }
  metrics_.erasures.fetch_add(erasures_.size(), std::memory_order_relaxed);
}

// The record is durable and was written: what it was made of goes into the answer.
void ChoiceBatch::Answer(Waiting& waiting, store::Index index) {
  consent::Record& record = batch_.choices[waiting.choice].record;
  ChoiceOutcome outcome;
  outcome.created = true;
  outcome.standing = StandingOfNew(record.event);
  if (waiting.secret) {
    outcome.index = index;
    outcome.token = consent::Token{index, *waiting.secret};
  }
  if (waiting.key) {
    memory_.Remember(*waiting.key, {waiting.fingerprint, index, waiting.secret.has_value(),
                                    record.event, record.given_at, record.valid_until});
  }
  outcome.context = {std::move(record.revision), record.generation, record.given_at,
                     record.valid_until, std::move(record.decisions)};
  for (ChoiceDone& follower : waiting.followers) follower(outcome);
  waiting.done(std::move(outcome));
}

std::optional<store::Head> ChoiceBatch::Commit(const std::function<void(const Error&)>& failed) {
  if (empty()) return std::nullopt;
  const Result<store::Appended> appended = store_.Append(batch_);
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
      Answer(waiting, *recorded);
      continue;
    }
    for (ChoiceDone& follower : waiting.followers) follower(recorded.error());
    waiting.done(recorded.error());
  }
  metrics_.choices.fetch_add(waiting_.size(), std::memory_order_relaxed);
  BeginErasures(*appended);
  for (std::promise<Status>& waiting : accesses_) waiting.set_value({});
  return appended->head;
}

}  // namespace temoin::service
