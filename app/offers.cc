#include "app/offers.h"

#include <algorithm>
#include <array>

namespace temoin::app {
namespace {

// Why something is offered where it is.
constexpr std::string_view kLooks = "the console shows it; a command has reports for it";
constexpr std::string_view kSession = "who is at the machine has no session";
constexpr std::string_view kPerson = "of a visitor: a signed-in person looks, and is named";
constexpr std::string_view kDesk = "decided at a desk as well as at the machine";
constexpr std::string_view kOwn = "a person's own: it takes their browser and their authenticator";
constexpr std::string_view kMachine = "whoever does it has the machine in hand";
constexpr std::string_view kSecrets = "a stolen token must not reach the keys or copies";
constexpr std::string_view kTime = "a wrong word on it cannot be taken back";
constexpr std::string_view kAlone = "it replaces what a running server writes to";

constexpr std::array kOffers = {
    Offer{"session.start", Where::kStaff, kSession},
    Offer{"session.show", Where::kStaff, kSession},
    Offer{"session.end", Where::kStaff, kSession},
    Offer{"session.ways", Where::kStaff, kSession},
    Offer{"session.provider", Where::kStaff, kSession},
    Offer{"session.answer", Where::kStaff, kSession},
    Offer{"session.watch", Where::kStaff, kSession},
    Offer{"session.passkey.begin", Where::kStaff, kSession},
    Offer{"session.passkey", Where::kStaff, kSession},
    Offer{"sites", Where::kStaff, kLooks},
    Offer{"overview", Where::kStaff, kLooks},
    Offer{"trackers", Where::kStaff, kLooks},
    Offer{"trackers.paste", Where::kStaff, kLooks},
    Offer{"revision.list", Where::kBoth, kDesk},
    Offer{"revision.show", Where::kBoth, kDesk},
    Offer{"revision.compare", Where::kStaff, kLooks},
    Offer{"revision.pictures", Where::kStaff, kLooks},
    Offer{"picture", Where::kStaff, kLooks},
    Offer{"revision.republish", Where::kStaff,
          "a command puts the files back where they are kept, and publishes them"},
    Offer{"consent.search", Where::kStaff, kPerson},
    Offer{"consent.find", Where::kStaff, kPerson},
    Offer{"consent.read", Where::kStaff, kPerson},
    Offer{"consent.receipt", Where::kStaff, kPerson},
    Offer{"consent.linked-data", Where::kStaff, kPerson},
    Offer{"consent.page", Where::kStaff, kPerson},
    Offer{"consent.letter", Where::kStaff, kPerson},
    Offer{"consent.dossier", Where::kStaff, kPerson},
    Offer{"consent.erase", Where::kStaff, kPerson},
    Offer{"journal.read", Where::kStaff, kPerson},
    Offer{"made", Where::kBoth, "a report is made in the console and by a command"},
    Offer{"dossier.show", Where::kStaff, kLooks},
    Offer{"dossier.take", Where::kStaff, "a command writes the dossier where it is wanted"},
    Offer{"dossier.register", Where::kSocket, "the console registers what it makes itself"},
    Offer{"hold.list", Where::kBoth, kDesk},
    Offer{"hold.add", Where::kBoth, kDesk},
    Offer{"hold.release", Where::kBoth, kDesk},
    Offer{"limitation.list", Where::kBoth, kDesk},
    Offer{"limitation.add", Where::kBoth, kDesk},
    Offer{"limitation.lift", Where::kBoth, kDesk},
    Offer{"request.list", Where::kBoth, kDesk},
    Offer{"request.add", Where::kBoth, kDesk},
    Offer{"request.extend", Where::kBoth, kDesk},
    Offer{"request.answer", Where::kBoth, kDesk},
    Offer{"token.list", Where::kBoth, kDesk},
    Offer{"token.create", Where::kBoth, "the first token cannot be made by one who signs in"},
    Offer{"token.revoke", Where::kBoth, kDesk},
    Offer{"person.list", Where::kBoth, kDesk},
    Offer{"person.grant", Where::kBoth, "the first operator cannot be made by one who signs in"},
    Offer{"person.revoke", Where::kBoth, kDesk},
    Offer{"person.invitations", Where::kBoth, kDesk},
    Offer{"person.invite", Where::kBoth, kDesk},
    Offer{"person.withdraw", Where::kBoth, kDesk},
    Offer{"person.set-up", Where::kSocket, "there is nobody yet who could sign in"},
    Offer{"person.join.begin", Where::kStaff, kSession},
    Offer{"person.join", Where::kStaff, kSession},
    Offer{"passkey.list", Where::kStaff, kOwn},
    Offer{"passkey.begin", Where::kStaff, kOwn},
    Offer{"passkey.add", Where::kStaff, kOwn},
    Offer{"passkey.remove", Where::kStaff, kOwn},
    Offer{"publish", Where::kSocket, "the catalogue is a folder of the machine"},
    Offer{"pictures.add", Where::kBoth, "they are taken on this machine or on the scanner's"},
    Offer{"pictures.wanted", Where::kStaff, "the scanner asks, with a token of its own"},
    Offer{"pictures.list", Where::kSocket, "for whoever is about to take some"},
    Offer{"purge", Where::kSocket, kTime},
    Offer{"backup", Where::kSocket, kSecrets},
    Offer{"key.rotate", Where::kSocket, kSecrets},
    Offer{"anchor.keep", Where::kSocket, "the anchors are files of the machine"},
    Offer{"clock.confirm", Where::kSocket, kTime},
    Offer{"clock.vouched", Where::kSocket, kMachine},
    Offer{"loss.acknowledge", Where::kSocket, kTime},
    Offer{"status", Where::kSocket, kMachine},
    Offer{"log.adopt", Where::kStopped, kAlone},
    Offer{"restore", Where::kStopped, kAlone},
};

}  // namespace

std::span<const Offer> Offers() { return kOffers; }

const Offer* FindOffer(std::string_view name) {
  const auto* const found = std::ranges::find(kOffers, name, &Offer::name);
  return found == kOffers.end() ? nullptr : found;
}

}  // namespace temoin::app
