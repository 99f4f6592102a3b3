#include "catalog/question.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/host.h"
#include "base/utf8.h"
#include "catalog/asked_json.h"
#include "catalog/asked_names.h"
#include "catalog/name_words.h"
#include "catalog/pasted_code.h"
#include "catalog/placed_name.h"
#include "catalog/products.h"
#include "catalog/service_search.h"
#include "catalog/snippet.h"
#include "catalog/written_address.h"
#include "catalog/written_host.h"

namespace temoin::catalog {
namespace {

constexpr size_t kMostText = size_t{1024} * 1024;
constexpr size_t kMostShown = 120;
constexpr size_t kMostOfList = 1000;
constexpr size_t kMostWords = 12;

std::string Shown(std::string_view text, size_t most = kMostShown) {
  text = TrimAscii(text.substr(0, text.find('\n')));
  std::string out = ValidUtf8(text.substr(0, most));
  return text.size() > most ? out + "…" : out;
}

Question AboutService(std::string_view text, std::vector<std::string> addresses, bool address) {
  Question question;
  question.kind = Question::Kind::kService;
  question.text = Shown(text);
  question.hosts = HostsOf(addresses);
  question.addresses = std::move(addresses);
  question.address = address;
  return question;
}

// The tags of one vendor differ by their ids alone, and a code may name more than one.
Question AboutSnippet(std::string_view text) {
  Snippet snippet = ReadSnippet(text);
  std::vector<std::string>& addresses = snippet.addresses;
  std::vector<std::string>& calls = snippet.calls;
  const auto of_google = [](const std::string& address) {
    return address.starts_with("www.googletagmanager.com/");
  };
  const bool google = std::any_of(addresses.begin(), addresses.end(), of_google) ||
                      std::any_of(calls.begin(), calls.end(), of_google);
  std::vector<std::string> tags = google ? AddressesOfTagIds(text) : std::vector<std::string>();
  if (addresses.empty()) addresses = std::exchange(calls, {});
  if (!tags.empty()) {
    std::erase_if(addresses, of_google);
    addresses.insert(addresses.end(), tags.begin(), tags.end());
  }
  // What an address loads is what is called.
  std::erase_if(calls, [&](const std::string& call) {
    return std::any_of(addresses.begin(), addresses.end(),
                       [&](const std::string& address) { return IsSameProduct(call, address); });
  });
  const bool loads = !addresses.empty() || !calls.empty() || !snippet.unread.empty();
  if (!loads && snippet.stored.size() == 1) {
    Question question;
    question.seen.name = snippet.stored.front().name;
    question.seen.kind = snippet.stored.front().kind;
    if (const std::string& host = snippet.stored.front().host; !host.empty()) {
      question.seen.host = GivenHost(host);
    }
    return question;
  }
  Question question = AboutService(text, std::move(addresses), true);
  question.calls = std::move(calls);
  question.stored = std::move(snippet.stored);
  question.unread = std::move(snippet.unread);
  return question;
}

// Words with spaces between them that are no list of cookie names.
bool IsPhrase(std::string_view line, const Matcher* matcher) {
  // "Campaign Manager (Doubleclick, Floodlight)": what stands in brackets is no list.
  const size_t open = line.find(" (");
  const size_t close = line.rfind(')');
  const bool brackets = open < close && close != std::string_view::npos;
  const std::string_view before = brackets ? line.substr(0, open) : line;
  const std::string_view after = brackets ? line.substr(close + 1) : std::string_view();
  constexpr std::string_view kMarks = ";,_$";
  if (line.find(' ') == std::string_view::npos ||
      line.find_first_of("=\t<") != std::string_view::npos ||
      before.find_first_of(kMarks) != std::string_view::npos ||
      after.find_first_of(kMarks) != std::string_view::npos) {
    return false;
  }
  size_t words = 0;
  bool all_shouted = true;  // "SID HSID"
  for (std::string_view rest = line; !rest.empty();) {
    const size_t end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : TrimAscii(rest.substr(end));
    if (word.empty()) continue;
    if (++words > kMostWords || !WrittenHost(word).empty()) return false;
    // "_visit https://www.example.fr/": a name and where it was seen.
    if (words == 2 && rest.empty() && !HostOfUrl(word).empty()) return false;
    if (IsDeclared(matcher, word)) return false;
    all_shouted = all_shouted && std::all_of(word.begin(), word.end(),
                                             [](char c) { return c >= 'A' && c <= 'Z'; });
  }
  if (words < 2 || matcher == nullptr || !all_shouted) return words > 1;
  const ServiceResult named = FindServices(*matcher, line, {});
  return !named.found.empty() || !named.unknown_hosts.empty();
}

// The names of a list of companies or products, of which one at least is several words; empty: it
// is none, a list of cookies for instance.
std::vector<std::string_view> ProductList(std::string_view line, const Matcher* matcher) {
  if (HasTag(line) || IsCode(line)) return {};
  std::vector<std::string_view> names = NamesOfList(line);
  // "Cloudflare Turnstile,": a list that goes on in the next line.
  const bool several = names.size() > 1 || names.front().size() < line.size();
  const bool products =
      several && std::any_of(names.begin(), names.end(),
                             [&](std::string_view name) { return IsPhrase(name, matcher); });
  if (!products) names.clear();
  return names;
}

bool IsService(std::string_view line, const Matcher* matcher, Question& out) {
  if (HasTag(line) || IsCode(line) || ComputesCookie(line)) {
    out = AboutSnippet(line);
    return true;
  }
  const std::string_view company = WithoutLegalForm(line);
  if (company.size() < line.size() && company.find_first_of("=;\t<") == std::string_view::npos) {
    const std::string host = AddressHost(company);
    out = AboutService(line, host.empty() ? std::vector<std::string>() : std::vector{host},
                       !host.empty());
    return true;
  }
  if (const std::string host = AddressHost(line); !host.empty()) {
    // A name may have dots in it.
    const bool name = IsDeclared(matcher, line);
    if (name) return false;
    std::vector<std::string> row = AddressRow(line, Question::kMostHosts + 1);
    if (row.size() < 2) row = {FromHostOn(line, host)};
    const bool more = row.size() > Question::kMostHosts;
    if (more) row.resize(Question::kMostHosts);
    out = AboutService(line, std::move(row), true);
    if (more) out.unread.emplace_back("…");
    return true;
  }
  if (!IsPhrase(line, matcher)) return false;
  out = AboutService(line, {}, false);
  return true;
}

// "« pcid » ?" without its marks.
std::string_view WithoutQuestionMarks(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kQuotes = {
      {{"«", "»"}, {"“", "”"}}};
  constexpr std::string_view kNoBreak[] = {" ", "\xC2\xA0", "\xE2\x80\xAF"};
  text = TrimAscii(text);
  for (const std::string_view end : {" ?", "\xC2\xA0?", "\xE2\x80\xAF?"}) {
    if (text.ends_with(end)) text = TrimAscii(text.substr(0, text.size() - end.size()));
  }
  for (const auto& [open, close] : kQuotes) {
    if (!text.starts_with(open) || !text.ends_with(close)) continue;
    text = text.substr(open.size(), text.size() - open.size() - close.size());
    for (const std::string_view space : kNoBreak) {
      if (text.starts_with(space)) text.remove_prefix(space.size());
      if (text.ends_with(space)) text.remove_suffix(space.size());
    }
  }
  return TrimAscii(text);
}

// Whether a declared cookie is somebody else's than the words say.
bool IsOfAnother(const Matcher& matcher, const PlacedNames& placed) {
  const ServiceResult owner = FindByNames(matcher, placed.owner);
  const std::vector<std::string> words = WithoutPlainWords(WordsIn(placed.owner));
  const auto is_owner = [&](const Candidate& candidate) {
    // "de l'Assurance Maladie": a part of the vendor's name.
    const std::vector<std::string> name = WordsIn(candidate.service->vendor->name);
    const bool vendor = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(name.begin(), name.end(), word) != name.end();
    });
    const bool site = candidate.site->id.starts_with(LowerAscii(placed.owner) + ".") &&
                      IsSiteHost(*candidate.site, candidate.tracker->host);
    return vendor || site ||
           std::any_of(owner.found.begin(), owner.found.end(), [&](const ServiceMatch& match) {
             return match.service == candidate.service;
           });
  };
  return std::any_of(placed.names.begin(), placed.names.end(), [&](const std::string& name) {
    const std::vector<Candidate> candidates = matcher.Match(name).candidates;
    return !candidates.empty() && std::none_of(candidates.begin(), candidates.end(), is_owner);
  });
}

// Whether a declared service, its vendor or a known product has this name.
bool NamesSomebody(const Matcher& matcher, std::string_view text) {
  if (WithoutPlainWords(WordsIn(text)).empty()) return false;
  if (IsDeclared(&matcher, text)) return false;  // a cookie
  const ServiceResult named = FindByNames(matcher, text);
  return !named.found.empty() || !named.products.empty();
}

// A cookie and somebody's name beside it: "pcid Facebook", "Facebook: token", or in a row of a
// table that has no hosts.
PlacedNames NameAndOwner(std::string_view line, const Matcher& matcher) {
  constexpr std::string_view kBetween = " ,;:|\t";
  const auto declared = [&](std::string_view text) {
    return !text.empty() && IsDeclared(&matcher, text);
  };
  const auto owned = [&](std::string_view name, std::string_view owner) {
    owner = owner.substr(std::min(owner.find_first_not_of(kBetween), owner.size()));
    owner = owner.substr(0, owner.find_last_not_of(kBetween) + 1);
    const bool list = owner.find_first_of(",;=") != std::string_view::npos;
    PlacedNames out;
    if (declared(name) && !list && NamesSomebody(matcher, owner)) {
      out.names.emplace_back(name);
      out.owner = owner;
    }
    return out;
  };
  line = TrimAscii(line);
  if (line.find('\t') == std::string_view::npos) {
    const size_t first = std::min(line.find_first_of(kBetween), line.size());
    const size_t last = line.find_last_of(kBetween);
    if (first == line.size()) return {};
    PlacedNames out = owned(line.substr(0, first), line.substr(first));
    return out.empty() ? owned(line.substr(last + 1), line.substr(0, last)) : out;
  }
  std::string_view name;
  for (std::string_view rest = line; !rest.empty();) {
    const size_t stop = std::min(rest.find('\t'), rest.size());
    const std::string_view cell = TrimAscii(rest.substr(0, stop));
    rest.remove_prefix(std::min(stop + 1, rest.size()));
    if (!KnownHost(cell).empty()) return {};
    if (name.empty()) {
      name = declared(cell) ? cell : std::string_view();
    } else if (PlacedNames out = owned(name, cell); !out.empty()) {
      return out;
    }
  }
  return {};
}

// The cookies of a sentence, or the host that it asks for alone; empty: it is no such sentence.
std::vector<Question> Placed(std::string_view line, const Matcher* matcher) {
  PlacedNames placed = ReadPlacedNames(line, matcher);
  if (placed.empty() && matcher != nullptr) placed = NameAndOwner(line, *matcher);
  std::vector<Question> out;
  if (!placed.owner.empty() && matcher != nullptr && IsOfAnother(*matcher, placed)) {
    return {AboutService(line, {}, false)};
  }
  for (const std::string& name : placed.names) {
    Question& question = out.emplace_back();
    question.seen.name = name;
    question.seen.host = placed.host;
  }
  if (out.empty() && !placed.host.empty()) out = {AboutService(line, {placed.host}, true)};
  return out;
}

// Who sets it, where its own words do not say so: the host of a cookie is its Domain.
void NameHost(std::string_view host, Question& question) {
  if (!TrimAscii(host).empty() && question.seen.host.empty()) question.seen.host = GivenHost(host);
}

}  // namespace

Question ReadQuestion(std::string_view text, std::string_view host) {
  Question question;
  text = WithoutQuestionMarks(text);
  if (auto cookies = JsonCookies(text, 2); cookies.size() == 1) {
    question = std::move(cookies.front());
    NameHost(host, question);
    return question;
  }
  if (auto row = CookieOfRow(text)) {
    question.seen = *std::move(row);
    NameHost(host, question);
    return question;
  }
  if (!ProductList(text, nullptr).empty()) {
    question = AboutService(text, {}, false);
    question.text = Shown(text, kMostOfList);
    return question;
  }
  if (auto placed = Placed(text, nullptr); placed.size() == 1) {
    NameHost(host, placed[0]);
    return placed[0];
  }
  if (IsService(text, nullptr, question)) return question;
  question.seen.name = text;
  if (text.find_first_of("=\t \"'`") != std::string_view::npos) {  // as it was copied
    std::vector<SeenCookie> copied = ParsePasted(text, Time(), 2);
    if (copied.size() == 1) {
      question.seen.name = std::move(copied.front().name);
      question.seen.host = std::move(copied.front().host);
    }
  }
  if (IsPieceOfCode(question.seen.name)) return AboutSnippet(text);
  NameHost(host, question);
  return question;
}

Question ReadQuestion(std::string_view text, std::string_view host, const Matcher& matcher,
                      Time now) {
  std::vector<Question> asked = ReadAsked(text, host, matcher, now);
  return asked.size() == 1 ? std::move(asked.front()) : ReadQuestion(text, host);
}

std::vector<Question> ReadAsked(std::string_view text, std::string_view host,
                                const Matcher& matcher, Time now) {
  std::vector<Question> several = ReadQuestions(text, matcher, now);
  const bool cookies = several.size() > 1 &&
                       std::all_of(several.begin(), several.end(), [](const Question& question) {
                         return question.kind == Question::Kind::kCookie;
                       });
  const bool placed = several.size() == 1 && several.front().kind == Question::Kind::kCookie &&
                      !several.front().seen.host.empty();
  const bool sentence = several.size() == 1 && !Placed(text, &matcher).empty();
  if (!cookies && !placed && !sentence) return {ReadQuestion(text, host)};
  for (Question& question : several) NameHost(host, question);
  return several;
}

std::vector<Question> ReadQuestions(std::string_view text, const Matcher& matcher, Time now,
                                    size_t most) {
  text = text.substr(0, kMostText);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Question> out;
  const std::string_view start = TrimAscii(text);
  if (out = JsonCookies(start, most); !out.empty()) return out;
  if (IsHttpLog(text) || IsTable(text)) {
    for (SeenCookie& seen : ParsePasted(text, now, most)) out.emplace_back().seen = std::move(seen);
    return out;
  }
  if (HasTag(text) || IsCode(start.substr(0, start.find('\n')))) {
    out.push_back(AboutSnippet(start));
    return out;
  }
  std::string cookies;  // lines in a row that are none of the others
  const auto take_cookies = [&] {
    for (SeenCookie& seen : ParsePasted(cookies, now, most)) {
      if (out.size() >= most) break;
      if (IsPieceOfCode(seen.name)) {
        out.push_back(AboutSnippet(seen.name));
      } else {
        out.emplace_back().seen = std::move(seen);
      }
    }
    cookies.clear();
  };
  const auto take = [&](std::string_view line) {
    Question question;
    if (auto placed = Placed(line, &matcher); !placed.empty()) {
      take_cookies();
      for (Question& each : placed) {
        if (out.size() < most) out.push_back(std::move(each));
      }
      return;
    }
    if (!IsService(line, &matcher, question)) {
      cookies.append(line).append("\n");
      return;
    }
    take_cookies();
    if (out.size() < most) out.push_back(std::move(question));
  };
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = WithoutQuestionMarks(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.starts_with("# ")) continue;  // a remark, of cookies.txt
    if (CookieOfRow(line) && NameAndOwner(line, matcher).empty()) {
      cookies.append(line).append("\n");
      continue;
    }
    const std::vector<std::string_view> names = ProductList(line, &matcher);
    if (names.empty()) take(line);
    for (size_t i = 0; i < names.size(); ++i) {
      // A cookie and who sets it stay together.
      const bool row = i + 1 < names.size() && names[i].find(' ') == std::string_view::npos &&
                       !KnownHost(names[i + 1]).empty();
      take(row ? std::string(names[i]).append(",").append(names[i + 1]) : std::string(names[i]));
      if (row) ++i;
    }
  }
  take_cookies();
  return out;
}

}  // namespace temoin::catalog
