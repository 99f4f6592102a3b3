"""A small judge of recordings, written from RFC 6265 and apart from the program that it judges.

It keeps cookies as section 5.3 says (name, domain, host-only flag, path), parses dates as section
5.1.1 says, and knows the refusals of browsers that its inputs can reach. What it cannot know from
requests alone it leaves out: `test_audit_property.py` generates nothing of that kind. What lay in a
browser (an export) it takes as it is told, with how long it still lives.
"""

import re
import urllib.parse

PUBLIC_SUFFIXES = {"fr", "net", "example", "co.uk", "uk", "github.io", "io"}
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DELIMITERS = re.compile("[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")


def days_before(year, month, day):
    """Days from 1970-01-01 to a date of the Gregorian calendar."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def month_length(year, month):
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def cookie_date(text):
    time = day = month = year = None
    for token in DELIMITERS.split(text):
        if time is None:
            found = re.match(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?!\d)", token)
            if found:
                time = tuple(map(int, found.groups()))
                continue
        if day is None:
            found = re.match(r"(\d{1,2})(?!\d)", token)
            if found:
                day = int(found.group(1))
                continue
        if month is None and token[:3].lower() in MONTHS:
            month = MONTHS.index(token[:3].lower()) + 1
            continue
        if year is None:
            found = re.match(r"(\d{2,4})(?!\d)", token)
            if found:
                year = int(found.group(1))
    if None in (time, day, month, year):
        return None
    if 70 <= year <= 99:
        year += 1900
    if 0 <= year <= 69:
        year += 2000
    if year < 1601 or time[0] > 23 or time[1] > 59 or time[2] > 59:
        return None
    if not 1 <= day <= month_length(year, month):
        return None
    return days_before(year, month, day) * 86400 + time[0] * 3600 + time[1] * 60 + time[2]


def normal_host(text):
    """Lower case, no dot at its ends, letters beyond ASCII in their "xn--" form."""
    text = text.removeprefix(".").removesuffix(".").lower()
    return text if text.isascii() else text.encode("idna").decode()


def host_of(url):
    """Of an absolute address; empty: it has none."""
    if "://" not in url:
        return ""
    host = urllib.parse.urlsplit(url.replace("\\", "/")).hostname or ""
    return f"[{host}]" if ":" in host else normal_host(host)


def domain_match(host, domain):
    """RFC 6265 section 5.1.3, of normal hosts."""
    return bool(domain) and (host == domain or (host.endswith("." + domain) and
                                                not re.fullmatch(r"[\d.]+", host)))


def path_match(path, cookie_path):
    return path == cookie_path or (path.startswith(cookie_path) and
                                   (cookie_path.endswith("/") or path[len(cookie_path)] == "/"))


def default_path(path):
    return "/" if path.count("/") <= 1 else path[:path.rfind("/")]


def parse(line):
    """(name, value, attributes), the last of each attribute; a line without "=" has no name."""
    pair, *rest = line.split(";")
    name, value = pair.split("=", 1) if "=" in pair else ("", pair)
    attributes = {}
    for part in rest:
        key, _, content = part.partition("=")
        key, content = key.strip(" \t").lower(), content.strip(" \t")
        if len(content) > 1024:
            continue
        if key == "max-age" and not re.fullmatch(r"-?\d+", content):
            continue
        if key == "expires" and cookie_date(content) is None:
            continue
        attributes[key] = content
    return name.strip(" \t"), value.strip(" \t"), attributes


class Jar:
    """Feed it requests in their order; `rows()` says what was set and what is left."""

    def __init__(self):
        self.cookies = {}  # (name, domain, host_only, path) -> [longest life or None, there]

    def answer(self, host, path, now, line):
        name, value, attributes = parse(line)
        domain = attributes.get("domain", "").lower()
        domain = domain[1:] if domain.startswith(".") else domain
        if not name and not value:
            return
        if domain and domain != host:
            if domain in PUBLIC_SUFFIXES or not domain_match(host, domain):
                return
        lower = name.lower()
        if lower.startswith("__secure-") and "secure" not in attributes:
            return
        if lower.startswith("__host-") and ("secure" not in attributes or domain or
                                            attributes.get("path") != "/"):
            return
        cookie_path = attributes.get("path", "")
        if not cookie_path.startswith("/"):
            cookie_path = default_path(path)
        life = None
        if "max-age" in attributes:
            life = int(attributes["max-age"])
        elif "expires" in attributes:
            life = cookie_date(attributes["expires"]) - now
        key = (name, domain or host, not domain, cookie_path)
        if life is not None and life <= 0:
            # Some browsers refuse it, and then it deletes nothing.
            if attributes.get("samesite", "").lower() == "none" and "secure" not in attributes:
                return
            if key in self.cookies:
                self.cookies[key][1] = False
            return
        known = self.cookies.setdefault(key, [None, True])
        known[1] = True
        if life is not None:
            known[0] = max(life, known[0] or 0)

    def lay(self, name, domain, host_only, path, life):
        """A cookie of an export; `life` is what is left of it, None for a session."""
        known = self.cookies.setdefault((name, domain, host_only, path), [None, True])
        if life is not None and life > 0:
            known[0] = max(life, known[0] or 0)

    def rows(self):
        """{(name, domain): [longest life or None, whether any is left]}"""
        out = {}
        for (name, domain, _, _), (life, there) in self.cookies.items():
            row = out.setdefault((name, domain), [None, False])
            row[1] = row[1] or there
            if life is not None:
                row[0] = max(life, row[0] or 0)
        return out
