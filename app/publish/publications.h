// Publishing the catalogue, publishing an earlier revision again, and looking at what was
// published.
//
// Thread-safety: any thread but the writer's.
#ifndef TEMOIN_APP_PUBLISH_PUBLICATIONS_H_
#define TEMOIN_APP_PUBLISH_PUBLICATIONS_H_

#include <string>
#include <vector>

#include "app/context.h"
#include "app/machine.h"
#include "app/publish/publisher.h"

namespace temoin::app {

struct PublishCatalogue {
  std::string author;  // whoever decided it: the actor may only have typed the command
  bool dry_run = false;
  Publisher::Expected expected;
};

struct PublishedCatalogue {
  std::string folder;  // absolute: the command that asked may stand in another one
  std::vector<SitePublication> sites;
};

// As Publisher::Publish. What is new stands in the log and the access log by one transaction.
Result<PublishedCatalogue> Publish(const Machine& machine, const Actor& actor,
                                   const PublishCatalogue& command);

struct RepublishRevision {
  std::string site;
  std::string revision;  // 64 hexadecimal digits
  bool dry_run = false;
  Publisher::Expected expected;  // as the dry run said it
};

struct Republished {
  bool published = false;  // false: a dry run
  std::vector<SitePublication> sites;
};

// As Publisher::Republish. The line of the access log is durable before, also of a dry run.
Result<Republished> Republish(const Context& context, const Actor& actor,
                              const RepublishRevision& command);

struct ListRevisions {
  std::string site;
};

// Oldest first; kNotFound for a site of which nothing was ever published.
Result<std::vector<store::Publication>> Revisions(const Context& context, const Actor& actor,
                                                  const ListRevisions& command);

struct ShowRevision {
  std::string revision;
};

// The document, byte for byte. kNotFound for what names no revision.
Result<std::string> Document(const Context& context, const Actor& actor,
                             const ShowRevision& command);

}  // namespace temoin::app

#endif  // TEMOIN_APP_PUBLISH_PUBLICATIONS_H_
