// The record of processing activities (RGPD article 30) as far as trackers go, for one site, from
// its catalogue: two sheets for the proof of choices itself (reports/own_processing.h), one for
// each purpose that sets trackers, one for each record that the site publishes. The fields are
// those of the registers that the network's bodies publish: purpose, sub-purposes, legal basis,
// people, data, recipients, retention, processors and transfers, rights, dates of creation and
// update; the controller with a function's address, joint controllers, data protection officer.
//
// What the catalogue does not know is said to be unpublished, never guessed.
//
// Thread-safety: pure functions and values.
#ifndef TEMOIN_REPORTS_REGISTER_H_
#define TEMOIN_REPORTS_REGISTER_H_

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "catalog/model.h"
#include "render/html.h"

namespace temoin::reports {

// French sentences throughout.
struct RegisterSheet {
  std::string id;
  std::string title;
  std::string purpose;
  std::vector<std::string> sub_purposes;
  std::string legal_basis;
  std::string people;
  std::vector<std::string> data;
  std::vector<std::string> recipients;
  std::string retention;
  std::vector<std::string> processors;  // with place and transfer
  std::string sensitive;                // whether there are sensitive data; empty: not said
  std::string security;                 // where it is published
  std::string rights;
  // Of this sheet: as the site publishes them, or those of what was published of its trackers.
  std::optional<Time> created;
  std::optional<Time> updated;
};

// A text about the processing, for the controller to publish or to complete.
struct RegisterText {
  std::string id;
  std::string title;
  std::vector<std::string> paragraphs;
};

struct Register {
  std::string site;
  std::string site_name;
  std::string controller;
  std::string contact;                         // the controller's; empty: unpublished
  std::vector<std::string> joint_controllers;  // with the service that each is for
  std::string dpo;                             // whom to ask; empty: unpublished
  TimeZone time_zone;
  std::optional<Time> created;  // when the site was published first
  std::optional<Time> updated;  // when the revision in force was
  std::vector<RegisterSheet> sheets;
  std::vector<RegisterText> texts;
};

Register MakeRegister(const catalog::Site& site, std::optional<Time> updated,
                      std::optional<Time> created = {});

nlohmann::json RegisterJson(const Register& reg);
render::HtmlPage RegisterPage(const Register& reg, Time now);

}  // namespace temoin::reports

#endif  // TEMOIN_REPORTS_REGISTER_H_
