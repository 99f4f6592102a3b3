"""Attacks on the ways in of the staff: invitations, passkeys, a provider's answers.

Each returns how many things it tried.
"""

import concurrent.futures
import json
import time

from bench import expect  # it says where harness is

import harness
from authenticators import Authenticator
from identities import CLIENT, SECRET, Provider

STAFF = "https://staff.example"


class SignIns:
    """Posts as the console's own page does, on a server with passkeys and a provider."""

    def __init__(self, bench):
        self.provider = Provider()
        secret = bench.folder / "secret"
        secret.write_text(SECRET + "\n")
        self.server = bench.serve("--staff-url", STAFF, "--provider", self.provider.issuer,
                                  "--provider-client", CLIENT, "--provider-secret-file", secret)

    def post(self, path, body, cookie=""):
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.server.staff(path, "POST", text,
                                 {"Content-Type": "application/json", "Cookie": cookie,
                                  "Sec-Fetch-Site": "same-origin", "Host": "staff.example"})

    def invite(self):
        done = harness.command("person", "invite", "--data", self.server.data, "--name", "Déléguée",
                               "--role", "dpo")
        expect(done.returncode == 0, done.stderr)
        return done.stdout.strip().rsplit("/", 1)[1]

    def begin(self, path, body):
        """The challenge, and the cookie that it is bound to."""
        begun = self.post(path, body)
        expect(begun.status == 200, f"{path} was answered {begun.status}")
        value = begun.cookies()["__Host-temoin_passkey"][0]
        return begun.json(), f"__Host-temoin_passkey={value}"

    def at_once(self, count, post):
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            return [each.result().status for each in
                    [pool.submit(post, turn) for turn in range(count)]]


def bent(chance, body):
    """One member cut, doubled, emptied, of another kind or with a byte changed."""
    name = chance.choice(sorted(body))
    value = body[name]
    spoilt = chance.choice((value[:chance.randrange(len(value) + 1)], value * 2, "", None, 7, [],
                            {"a": value}, "A" * 60000, "\u0000" + value[1:],
                            value[:-4] + chance.choice("ABCwxyz_-") * 4))
    return {**body, name: spoilt}


def sign_ins(bench):
    """invitations and challenges used by many at once, bent passkeys, answers of no attempt"""
    asked = SignIns(bench)
    tried = 0
    # One invitation, one person: whoever comes at once, each with a challenge of their own.
    secret = asked.invite()
    joins = []
    for _ in range(8):
        authenticator = Authenticator(STAFF)
        begun, cookie = asked.begin("/v1/invitations/look", {"secret": secret})
        body = {"secret": secret, "passkey": "k", **authenticator.make(begun)}
        joins.append((authenticator, body, cookie))
    told = asked.at_once(8, lambda turn: asked.post("/v1/invitations/join", *joins[turn][1:]))
    expect(told.count(200) == 1 and set(told) <= {200, 404}, f"one link let in {told}")
    owner = joins[told.index(200)][0]
    tried += 8
    # One challenge, one session.
    begun, cookie = asked.begin("/v1/session/passkey/challenge", {})
    signed = owner.sign(begun)
    told = asked.at_once(8, lambda _: asked.post("/v1/session/passkey", signed, cookie))
    expect(told.count(200) == 1 and set(told) <= {200, 404, 429}, f"one challenge opened {told}")
    tried += 8
    # Whatever is bent is refused, in order.
    until = time.monotonic() + min(bench.seconds, 10)
    while time.monotonic() < until:
        begun, cookie = asked.begin("/v1/session/passkey/challenge", {})
        right = owner.sign(begun)
        right.pop("user")
        body = bent(bench.random, right)
        answer = asked.post("/v1/session/passkey", body, cookie)
        expect(answer.status != 200 or body == right, f"a bent passkey was taken: {body}")
        expect(answer.status in (200, 400, 401, 404, 413, 422, 429), answer.body)
        path = f"/v1/session/answer?code={bench.random.randbytes(9).hex()}&state=x&iss=%00"
        answer = asked.server.staff(path, headers={"Cookie": "__Host-temoin_sign_in=" + "A" * 43})
        expect(answer.status in (303, 400, 429), f"an answer of no attempt: {answer.status}")
        tried += 2
    listed = harness.command("person", "list", "--data", asked.server.data).stdout
    expect(listed.count("\n") == 1, f"more than one person came in: {listed}")
    verified = harness.command("log", "verify", "--data", asked.server.data)
    expect(verified.returncode == 0, verified.stdout)
    asked.provider.close()
    return tried
