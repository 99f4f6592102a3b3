#!/usr/bin/python3
"""Holds catalog/schema/*.json against the library's own verdicts.

Every file of the catalogue, and a small file that uses every member, is broken in each place in
each of a dozen ways; for each result the JSON Schema and the library must say the same: well formed
or not. (What only the library can know, such as a vendor that does not exist, is no matter of
structure and is left out on both sides.)

usage: schema_test.py SOURCE_DIR VERDICT_TOOL
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator

DROP = object()
FOLDERS = {"site": "sites", "vendor": "vendors", "library": "library"}
# Values that take each other's place.
OTHERS = [
    DROP, None, True, 7, -1, 1.5, "", "x", "é" * 301, "a b", "Un <nom>", [], ["x"], ["x", "x"],
    [1], {}, {"fr": "x"}, {"fr": ""}, {"en": "x"}, {"fr": "x", "de": "y"}, "P13M", "P0D", "13",
    "PT30M", "P1Y2M", "P99999D", "session", "https://a.example", "http://a.example:80",
    "ftp://a.example", "a.example", "-a.example", "A.example", "FR", "fr", "2027-01-31", "2027-1-1",
    "a\u0007b", {"accepted": "P1D", "refused": "P2D"}, {"accepted": "P1D"}, "none", "linked",
    "de", "pt-BR", "zh-Hant", "pt-br", "x-y", {"de": "x"}, {"pt-BR": "x", "fr": "y"}, {"FR": "x"},
    "P1Y6M", "P1M1Y", "PT1H30M", "P1DT12H", "P1DT", "P", "PT", "until-deleted", "<site>", "<x>",
    {"duration": "P13M", "rolling": True}, {"duration": "P13M"}, {"words": {"fr": "x"}},
    {"words": {"fr": "x"}, "at_most": "P2Y"}, {"words": {"fr": "x"}, "rolling": True},
    {"conditions": []}, {"conditions": [{"when": {"fr": "x"}, "lifetime": None}]},
    {"conditions": [{"when": {"fr": "x"}, "lifetime": {"accepted": "P1D", "refused": "P2D"}}]},
    "a.example/x", "A/x", "/x", "a.example/x?y",
    "Europe/Paris", "europe/paris", "Europe/", "UTC", "localtime", "A/B/C/D", "Etc/GMT+5", "X" * 65,
]

FULL_SITE = {
    "$schema": "s", "schema": 1, "id": "a.example", "name": "n", "description": {"fr": "x"},
    "languages": ["fr"], "time_zone": "Europe/Paris", "origins": ["https://a.example:8443"],
    "cookie": {"domain": "a.example", "choice": "c", "context": "d"},
    "controller": {"name": "n", "short_name": "s", "description": {"fr": "x"}},
    "rights": {"contact": {"fr": "x"}, "email": "e", "address": "a", "complaint": {"fr": "x"}},
    "choice_validity": "P6M", "validity_reason": {"fr": "x"},
    "evidence_retention": {"duration": "P13M", "reason": {"fr": "x"}},
    "refusal_token": "none", "refusal_token_reason": {"fr": "x"}, "erasure_delay": "P30D",
    "journal_retention": {"calendar_years": 4, "reason": {"fr": "x"}},
    "settings": {"gpc": "ignore", "guard": True, "adapters": ["piano"], "impressions": 100,
                 "observed": 0, "reload": True,
                 "ui": {"de": {"accept": "x", "role.publisher": "y"}}},
    "texts": {k: {"fr": "x"} for k in ("title", "text", "preferences_title", "preferences_text")},
    "purposes": [{
        "id": "p", "basis": "exempt-with-opt-out", "title": {"fr": "x"}, "description": {"fr": "x"},
        "groups": [{"id": "g", "title": {"fr": "x"}, "published": {"note": {"fr": "x"}}}],
        "services": [{
            "id": "s", "name": "n", "vendor": "v", "role": "joint-controller",
            "description": {"fr": "x"}, "published": {"cell": "c", "note": {"fr": "x"}},
            "hosts": ["h.example"], "addresses": ["www.h.example/of-this_one/v1.2/"],
            "consent_mode": ["ad_storage", "analytics_storage"],
            "exemption": {
                "sole_account": None, "anonymous_statistics": True, "no_cross_checking": True,
                "no_transmission": False, "no_cross_site_identifier": True,
                "lifetime_not_extended": None, "no_acquisition_channels": True,
                "location_by_city_at_most": None, "address_shortened": False,
                "referrer_host_only": True, "opposition_link": None, "no_visitor_path": True,
                "confirmed_by": {"fr": "x"}, "confirmed_on": "2026-01-02",
                "data_retention": "P25M",
                "visitor_identifier": None, "source": {"fr": "x"}},
            "library": {"service": "s", "version": 1},
            "trackers": [{
                "name": "t<x>", "host": "a.example", "kind": "pixel", "group": "g",
                "purpose": {"fr": "x"}, "lifetime": {"accepted": "P1D", "refused": "P2D"},
                "set_on_site": True, "identifies_visitor": None, "aliases": ["u"],
                "near_names": [{"name": "n", "note": {"fr": "x"}}],
                "published": {"note": {"fr": "x", "en": "y"},
                                             "misprint": True}}, {
                "name": "w", "host": None, "kind": "indexeddb", "purpose": {"fr": "x"},
                "lifetime": {"conditions": [
                    {"when": {"fr": "x"}, "lifetime": {"words": {"fr": "y"}, "at_most": "P1Y"}},
                    {"when": {"fr": "x"}, "lifetime": {"duration": "P1D", "rolling": True}}]}}]}]}],
    "processors": [{"vendor": "v", "purpose": {"fr": "x"}}],
    "vendors": {"v": {
        "name": "n", "nationality": None, "location": {"countries": ["FR"], "text": {"fr": "x"}},
        "transfer": {"status": "declared", "text": {"fr": "x"},
                     "to": [{"country": "US", "basis": "adequacy", "text": {"fr": "x"}}]},
        "domains": ["a.example"], "policy_url": "https://a.example/p"}},
    "vendor_texts": {"v": {"/transfer/text": {"fr": "x"}}},
    "records": [{"id": "r", "title": {"fr": "x"}, "data": {"fr": "x"}, "legal_basis": None,
                 "retention": {"words": {"fr": "x"}}, "mentions_trackers": True,
                 "purpose": {"fr": "x"}, "sub_purposes": [{"fr": "x"}], "people": [{"fr": "x"}],
                 "legal_texts": {"fr": "x"}, "recipients": [{"fr": "x"}], "security": {"fr": "x"},
                 "processors": {"fr": "x"}, "transfers": {"fr": "x"}, "rights": {"fr": "x"},
                 "updated": "2023-02-17", "published": {"note": {"fr": "x"}}}],
    "contradictions": [{"id": "c", "statement": {"fr": "x"}, "against": {"fr": "x"},
                        "service": "s"}],
    "to_decide": [{"id": "d", "question": {"fr": "x"}, "proposed": {"fr": "y"},
                   "once_published": True}],
    "waivers": [{"rule": "r", "subject": "s", "reason": {"fr": "x"}, "until": "2027-01-31"}],
    "published": {"cell": "c", "note": {"fr": "x"}},
}
FULL_VENDOR = {
    "$schema": "s", "schema": 1, "id": "v", "name": "n", "nationality": "FR",
    "location": {"countries": ["FR", "EU"], "text": {"fr": "x"}},
    "transfer": {"status": "declared", "text": {"fr": "x"},
                 "to": [{"country": "US", "basis": "adequacy", "text": {"fr": "x"}}]},
    "domains": ["a.example"], "policy_url": "https://a.example/p", "infrastructure": False,
}


FULL_LIBRARY = {
    "$schema": "s", "schema": 1, "id": "s", "version": 1, "depth": "thin", "name": "n",
    "also": ["m"], "category": "audience", "description": {"fr": "x", "en": "y"}, "vendor": "v",
    "entity": {"value": "E", "source": "a"}, "country": {"value": "FR", "source": "a"},
    "policy_url": {"value": "https://a.example/p", "source": "a"},
    "location": {"value": {"countries": ["FR"], "text": {"fr": "x", "en": "y"}}, "source": "a"},
    "role": {"value": "processor", "source": "a"},
    "hosts": [{"host": "a.example", "source": "a"}],
    "loads": [{"address": "a.example/tag/", "source": "b"}],
    "basis": {"value": "exempt-with-opt-out", "reason": {"fr": "x", "en": "y"}, "source": "a"},
    "tagging": {"value": ["<b>"], "note": {"fr": "x", "en": "y"}, "source": "a"},
    "consent_mode": {"value": ["ad_storage"], "source": "a"},
    "trackers": {"value": [
        {"name": "t<x>", "aliases": ["u"], "host": "a.example", "kind": "pixel",
         "lifetime": "P13M", "purpose": {"fr": "x", "en": "y"}, "set_on_site": True,
         "identifies_visitor": None, "when": {"fr": "x", "en": "y"}, "source": "a",
         "sources": {"name": "b", "host": "b", "kind": "b", "lifetime": "b", "purpose": "b"}},
        {"name": "w", "host": None, "kind": None, "lifetime": {"words": {"fr": "x", "en": "y"}},
         "purpose": None, "source": "a"}], "source": "a"},
    "questions": [{"criterion": "sole_account", "text": {"fr": "x", "en": "y"},
                   "how": {"fr": "x", "en": "y"}, "source": "a"}],
    "changes": [{"version": 1, "date": "2026-11-26", "what": {"fr": "x", "en": "y"}}],
    "sources": {
        "a": {"title": "t", "by": "vendor", "address": "https://a.example", "dated": "2026-01-02",
              "read": "2026-11-26"},
        "b": {"title": "t", "by": "authority", "package": "npm:p", "version": "1",
              "read": "2026-11-26"}},
}

# Two halves, so that each variant is small: everything but the purposes, and little but them.
HALVES = [
    {**FULL_SITE, "purposes": []},
    {k: FULL_SITE[k] for k in ("schema", "id", "name", "languages", "origins", "controller",
                               "rights", "choice_validity", "evidence_retention", "purposes")},
]


def places(value, path=()):
    """Every path into a JSON value, the empty one first; of long lists the first two elements."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for i in range(min(2, len(value))):
            yield from places(value[i], path + (i,))


def put(value, path, other):
    """A copy of the value with `other` at the path; None when there is nothing left."""
    if not path:
        return None if other is DROP else other
    out = copy.deepcopy(value)
    at = out
    for key in path[:-1]:
        at = at[key]
    if other is DROP:
        del at[path[-1]]
    else:
        at[path[-1]] = other
    return out


def variants(value):
    yield value
    for path in places(value):
        for other in OTHERS:
            yield put(value, path, other)
        at = value
        for key in path:
            at = at[key]
        if isinstance(at, dict):
            yield put(value, path + ("unknown",), 1)
            for name in ("V", "/location/text", "/a//b", "/A", "/a/b/c/d/e", "de-x"):
                yield put(value, path + (name,), {"fr": "x"})


def main():
    source, tool = pathlib.Path(sys.argv[1]), sys.argv[2]
    failures = checked = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for kind, full in (("site", HALVES), ("vendor", [FULL_VENDOR]),
                           ("library", [FULL_LIBRARY])):
            schema = json.loads((source / f"catalog/schema/{kind}.schema.json").read_text())
            Draft202012Validator.check_schema(schema)
            validator = Draft202012Validator(schema)
            cases = [case for value in full for case in variants(value)]
            cases += [json.loads(p.read_text())
                      for p in sorted((source / "catalog" / FOLDERS[kind]).glob("*.json"))]
            lines = []
            for i, case in enumerate(cases):
                path = pathlib.Path(folder) / f"{kind}{i}.json"
                path.write_text(json.dumps(case))
                lines.append(f"{kind} {path}\n")
            answer = subprocess.run([tool], input="".join(lines), capture_output=True, text=True,
                                    check=True).stdout.splitlines()
            if len(answer) != len(cases):
                sys.exit(f"{len(answer)} verdicts for {len(cases)} files")
            for case, verdict in zip(cases, answer):
                checked += 1
                error = next(validator.iter_errors(case), None)
                bad += error is not None
                if (error is None) != (verdict == "good"):
                    failures += 1
                    if failures <= 20:
                        told = error.message[:120] if error else "good"
                        print(f"{kind}: schema says {told!r}, library says {verdict!r}")
                        print("  at", error.json_path if error else "-")
    print(f"{checked} files, {bad} of them broken, {failures} disagreements")
    sys.exit(1 if failures or bad < 1000 or checked - bad < 100 else 0)


if __name__ == "__main__":
    main()
