// The evidence dossier: a folder that a receiver verifies without us. It holds records with the
// keys of their commitments, their proofs, the signed checkpoint they are proved under, the log's
// keys, the checkpoints that were kept and anchored, the revisions that were shown, the words on
// how to verify, and a manifest with the SHA-256 of every file.
//
//   LISEZMOI.html        what this is, what it holds, what of the period is not in it
//   verifier.py          checks all of it, with Python and openssl alone; verify.md says how else
//   guide.fr.html, guide.en.html   how it is read and checked, in both languages
//   manifest.json        every other file with its SHA-256, and what was asked for
//   index/0001.html      the choices for a reader, a row each (dossier_index.h)
//   records/0001.jsonl   facts and record of each consent, in parts of some megabytes
//   proofs/<index>.tlog-proof     the receipt (record and key inside), or of an erased consent the
//                                 bare proof that its seal stands in the log
//   checkpoint, keys, checkpoints/<day>[.tsr]
//   revisions/, pictures/, banner/         what was shown and what ran (dossier_shown.h)
//   entries/, choices/, counts/, purges/   of a period of one site: that nothing is left out
//                                          (dossier_entries.h)
//
// The same store, query, checkpoint and time always give the same bytes.
//
// Thread-safety: pure functions over a Store that may be read from any thread; one dossier is
// written by one thread. Memory: one part of the records, and some hundred bytes a consent for
// the manifest; at most kMaxDossier consents.
#ifndef TEMOIN_REPORTS_DOSSIER_H_
#define TEMOIN_REPORTS_DOSSIER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "base/zones.h"
#include "store/store.h"

namespace temoin::reports {

inline constexpr size_t kMaxDossier = 100'000;
// Of a period with more choices than this, so many are drawn unless all are asked for (GDPR article
// 5(1)(c)): the numbers of each day are proved all the same.
inline constexpr size_t kDefaultSample = 200;

struct DossierQuery {
  std::vector<store::Index> indices;  // these consents; otherwise a period of one site
  // Why those of `indices` that are limited are handed out all the same (GDPR article 18(2)):
  // person, claims, rights, interest (app/staff/limitations.h); empty: they are not.
  std::string despite;
  std::string site;
  std::optional<Time> from;  // given_at >= from
  std::optional<Time> to;    // given_at < to
  // Of the period, so many drawn at random, by a seed that whoever has the word and the log makes
  // again (SampleSeed). Without a word the draw is the controller's.
  std::optional<size_t> sample;
  bool all = false;  // no sample, however many there are
  std::string word;
  // For a controller of these services alone (ids): of each choice the dossier then says what was
  // decided on them, and holds the bare seal instead of the record. Of a period of one site.
  std::vector<std::string> services;
  // For the first page and the manifest, as they were given; empty: not said.
  std::string purpose;
  std::string recipient;
  std::optional<Time> destroy_by;  // a date
  TimeZone time_zone;              // the site's, for the days of the period and for readers
};

struct DossierSource {
  const store::Store& store;
  std::string checkpoint;                  // the signed note
  std::vector<std::string> verifier_keys;  // current first
  Time now{};
  // Told how many of the consents are written; an error ends the making. May be empty.
  std::function<Status(uint64_t done, uint64_t of)> progress{};
};

struct DossierSummary {
  uint64_t kept = 0;
  uint64_t repeats = 0;     // of the kept: those that repeat a choice, and count once with it
  uint64_t limited = 0;     // of the kept: handed out although their processing is limited
  uint64_t gone = 0;        // purged or lost, proved as seals
  uint64_t drawn_from = 0;  // of a sample: how many there were to draw from
  uint64_t files = 0;
};

// Receives each file once, with its path inside the folder.
using FileSink = std::function<Status(const std::string& path, std::string_view contents)>;

// kInvalidArgument for services without a period of one site. kTooLarge over kMaxDossier consents:
// draw a sample, or name a shorter period. kNotFound for an index that is no consent; kConflict
// for one whose processing is limited where no reason says why it is used; kUnavailable
// while one is not under the checkpoint. Every proof is verified as it is written: kDataLoss when
// one does not hold.
Result<DossierSummary> WriteDossier(const DossierSource& source, const DossierQuery& asked,
                                    const FileSink& sink);

// What a sample is drawn by: SHA-256 of the word and the root of the tree before the period, in
// hex. That root was there before the word, and is nobody's to choose.
std::string SampleSeed(std::string_view word, const Digest& root);

// The sample that the dossier draws: the `count` consents of smallest SHA-256(seed, 0, index in
// decimal), in the order of their indices.
std::vector<store::Index> DrawSample(const std::vector<store::Index>& from, size_t count,
                                     std::string_view seed);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_DOSSIER_H_
