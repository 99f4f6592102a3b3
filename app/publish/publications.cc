#include "app/publish/publications.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "base/text.h"

namespace temoin::app {

Result<PublishedCatalogue> Publish(const Machine& machine, const Actor& actor,
                                   const PublishCatalogue& command) {
  const store::Access line{.at = machine.context.now,
                           .who = actor.name,
                           .role = actor.role,
                           .action = "publish",
                           .site = "",
                           .detail = fmt::format("by {}", command.author)};
  PublishedCatalogue out;
  TEMOIN_ASSIGN_OR_RETURN(out.sites, machine.publisher.Publish(command.author, command.dry_run,
                                                               command.expected, line));
  std::error_code ignored;
  out.folder = std::filesystem::absolute(machine.publisher.catalog_directory(), ignored).string();
  return out;
}

Result<Republished> Republish(const Context& context, const Actor& actor,
                              const RepublishRevision& command) {
  if (!IsSha256Hex(command.revision)) {
    return Error(ErrorCode::kNotFound, "A revision is 64 hexadecimal digits.");
  }
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  TEMOIN_RETURN_IF_ERROR(Note(context, actor,
                              command.dry_run ? "revision.republish.look" : "revision.republish",
                              command.site, "revision " + command.revision.substr(0, 12)));
  Republished out{.published = !command.dry_run, .sites = {}};
  TEMOIN_ASSIGN_OR_RETURN(out.sites, context.republish(actor, command));
  return out;
}

Result<std::vector<store::Publication>> Revisions(const Context& context, const Actor& actor,
                                                  const ListRevisions& command) {
  TEMOIN_RETURN_IF_ERROR(RequireSeen(actor, command.site));
  TEMOIN_ASSIGN_OR_RETURN(std::vector<store::Publication> publications,
                          context.store.Publications(command.site));
  if (publications.empty()) {
    return Error(ErrorCode::kNotFound,
                 fmt::format("nothing was ever published of {}", command.site));
  }
  return publications;
}

Result<std::string> Document(const Context& context, const Actor& /*actor*/,
                             const ShowRevision& command) {
  if (!IsSha256Hex(command.revision)) {
    return Error(ErrorCode::kNotFound, "A revision is 64 hexadecimal digits.");
  }
  TEMOIN_ASSIGN_OR_RETURN(store::Document document, context.store.ReadDocument(command.revision));
  if (document.kind != store::Document::Kind::kRevision) {
    return Error(ErrorCode::kNotFound,
                 "This hash names a banner build or a set of pictures, not a revision.");
  }
  return std::move(document.bytes);
}

}  // namespace temoin::app
