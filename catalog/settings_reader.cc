#include <fmt/format.h>

#include "catalog/file_readers.h"

namespace temoin::catalog {
namespace {

using nlohmann::json;

// The interface's words: {"de": {"accept": "Alle akzeptieren", …}}.
void ReadWords(const json& value, Reading& reading, Site& site) {
  Fields languages(reading, value, "/settings/ui");
  languages.EachMember([&](const std::string& tag, const json& row, const std::string& at) {
    if (!HasForm(tag, Form::kLanguage)) {
      return reading.Structure(
          at, fmt::format("the member's name to be {}", FormWords(Form::kLanguage)));
    }
    Fields words(reading, row, at);
    words.EachMember([&](const std::string& key, const json& word, const std::string& place) {
      const auto* text = word.get_ptr<const std::string*>();
      if (!HasForm(key, Form::kWordKey)) {
        reading.Structure(place,
                          fmt::format("the member's name to be {}", FormWords(Form::kWordKey)));
      } else if (text == nullptr || !HasForm(*text, Form::kProse)) {
        reading.Structure(place, std::string(FormWords(Form::kProse)));
      } else {
        site.settings.ui[tag][key] = *text;
      }
    });
  });
}

}  // namespace

void ReadTimeZone(Fields& fields, Reading& reading, Site& site) {
  const std::string name = fields.String("time_zone", kOptional, Form::kTimeZone);
  if (name.empty()) return;
  const Result<TimeZone> zone = TimeZone::Find(name);
  if (zone) {
    site.time_zone = *zone;
  } else if (zone.error().code == ErrorCode::kUnavailable) {
    reading.Meaning("/time_zone", "a machine that knows time zones. " + zone.error().message);
  } else {
    reading.Meaning("/time_zone",
                    "a time zone that this machine knows, by its IANA name such as Europe/Paris, "
                    "or UTC");
  }
}

void ReadSettings(Fields& fields, Reading& reading, Site& site) {
  if (const json* value = fields.Get("cookie", kOptional)) {
    Fields cookie(reading, *value, fields.Pointer("cookie"));
    site.cookie.domain = cookie.String("domain", kOptional, Form::kHost);
    const std::string choice = cookie.String("choice", kOptional, Form::kCookieName);
    const std::string context = cookie.String("context", kOptional, Form::kCookieName);
    if (!choice.empty()) site.cookie.choice = choice;
    if (!context.empty()) site.cookie.context = context;
    cookie.Done();
  }
  site.choice_validity = fields.DurationOf("choice_validity", kRequired);
  site.validity_reason = fields.TextOf("validity_reason", kOptional);
  if (const json* value = fields.Get("evidence_retention", kRequired)) {
    Fields retention(reading, *value, fields.Pointer("evidence_retention"));
    site.evidence_retention.duration = retention.DurationOf("duration", kRequired);
    site.evidence_retention.reason = retention.TextOf("reason", kOptional);
    retention.Done();
  }
  site.refusal_token = fields.OneOf("refusal_token", kOptional, {"linked", "none"}) != "none";
  site.refusal_token_reason = fields.TextOf("refusal_token_reason", kOptional);
  site.erasure_delay = fields.DurationOf("erasure_delay", kOptional);
  if (const json* value = fields.Get("journal_retention", kOptional)) {
    Fields access_log(reading, *value, fields.Pointer("journal_retention"));
    if (value->is_object() && !value->contains("duration") && !value->contains("calendar_years")) {
      reading.Structure(fields.Pointer("journal_retention"),
                        R"(one of the members "duration" (such as P12M) and "calendar_years")");
    } else if (value->is_object() && value->contains("duration")) {
      site.access_log_retention.duration = access_log.DurationOf("duration", kRequired);
    } else {
      site.access_log_retention.calendar_years =
          access_log.Integer("calendar_years", kRequired, 0, 100, 4);
    }
    site.access_log_retention.reason = access_log.TextOf("reason", kOptional);
    access_log.Done();
  } else {
    // The default has its ground: the rule of a neighbouring processing.
    site.access_log_retention.reason = {
        "Valeur par défaut, d’après la règle du service social de l’assurance maladie.",
        "Default, after the rule of the social service of the health insurance."};
  }
  if (const json* value = fields.Get("settings", kOptional)) {
    Fields settings(reading, *value, fields.Pointer("settings"));
    const std::string gpc = settings.OneOf("gpc", kOptional, {"refuse", "ignore"});
    if (!gpc.empty()) site.settings.gpc = gpc;
    site.settings.guard = settings.Boolean("guard", kOptional);
    site.settings.adapters =
        settings.SomeOf("adapters", kOptional,
                        {"google-consent-mode", "piano", "matomo", "data-layer", "vimeo-dnt",
                         "adform", "campaign-manager"});
    site.settings.impressions = settings.Integer("impressions", kOptional, 0, 100, 0);
    site.settings.observed = settings.Integer("observed", kOptional, 0, 100, 0);
    site.settings.reload = settings.Boolean("reload", kOptional);
    if (const json* ui = settings.Get("ui", kOptional)) ReadWords(*ui, reading, site);
    settings.Done();
  }
  if (const json* value = fields.Get("texts", kOptional)) {
    Fields texts(reading, *value, fields.Pointer("texts"));
    site.texts.title = texts.TextOf("title", kRequired);
    site.texts.text = texts.TextOf("text", kRequired);
    site.texts.preferences_title = texts.TextOf("preferences_title", kRequired);
    site.texts.preferences_text = texts.TextOf("preferences_text", kRequired);
    texts.Done();
  }
}

}  // namespace temoin::catalog
