"""A provider of identities for tests: OpenID Connect on the loopback, which also misbehaves.

Run by itself it prints its address and serves until it is killed, for a browser's tests."""

import base64
import hashlib
import hmac
import http.server
import json
import secrets
import sys
import threading
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CLIENT, SECRET = "temoin", "a secret: of 24 & more"
SUBJECT = "c1f2d3e4-0000-4000-8000-1234567890ab"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, size):
    return b64(value.to_bytes(size, "big"))


class Key:
    """A key that signs, by RS256 or ES256."""

    def __init__(self, algorithm="RS256"):
        self.algorithm, self.kid = algorithm, secrets.token_hex(4)
        self.private = (rsa.generate_private_key(65537, 2048) if algorithm == "RS256"
                        else ec.generate_private_key(ec.SECP256R1()))

    def jwk(self):
        public = self.private.public_key().public_numbers()
        about = {"kid": self.kid, "use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            return {"kty": "RSA", "n": number(public.n, 256), "e": "AQAB", **about}
        return {"kty": "EC", "crv": "P-256", "x": number(public.x, 32), "y": number(public.y, 32),
                **about}

    def sign(self, data):
        if self.algorithm == "RS256":
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def pem(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


class Provider:
    """`wrong` holds what it does wrong, by name; `claims` what it says of the person."""

    def __init__(self, algorithm="RS256", signed_userinfo=False, basic=False, buttons=False):
        self.wrong, self.basic, self.buttons = set(), basic, buttons
        self.signed_userinfo = signed_userinfo
        self.key = self.spare = Key(algorithm)
        self.claims = {"given_name": "Épreuve", "usual_name": "Deux", "groups": ["temoin-audit"]}
        self.acr, self.asked, self.codes, self.tokens, self.left = "eidas2", [], {}, {}, []
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                self.answer(b"")

            def do_POST(self):
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, body):
                try:
                    provider.answer(self, body.decode())
                except (BrokenPipeError, ConnectionResetError):
                    pass  # who asked had enough

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # ---- what it answers ----

    def answer(self, handler, body):
        url = urllib.parse.urlsplit(handler.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        path = url.path.removeprefix("/realm")
        self.asked.append(path)
        pages = {"/.well-known/openid-configuration": self.describe, "/keys": self.keys,
                 "/authorize": lambda h: self.authorize(h, query), "/userinfo": self.userinfo,
                 "/token": lambda h: self.token(h, dict(urllib.parse.parse_qsl(body))),
                 "/leave": lambda h: self.leave(h, query)}
        if path in pages:
            return pages[path](handler)
        return self.send(handler, 404, "text/plain", b"")

    @staticmethod
    def send(handler, status, kind, data, **headers):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    def json(self, handler, value, status=200):
        self.send(handler, status, "application/json", json.dumps(value).encode())

    def describe(self, handler):
        if "down" in self.wrong:
            return self.json(handler, {}, 503)
        if "slow" in self.wrong:
            time.sleep(8)
        if "huge" in self.wrong:
            return self.send(handler, 200, "application/json", b" " * 300_000)
        if "not JSON" in self.wrong:
            return self.send(handler, 200, "application/json", b"<html>")
        if "redirecting discovery" in self.wrong:
            return self.send(handler, 302, "text/plain", b"", Location=self.issuer + "/elsewhere")
        at = self.issuer
        about = {"issuer": at + "/other" if "other description" in self.wrong else at,
                 "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token",
                 "userinfo_endpoint": at + "/userinfo", "jwks_uri": at + "/keys",
                 "end_session_endpoint": at + "/leave",
                 "authorization_response_iss_parameter_supported": True}
        if "plain endpoint" in self.wrong:
            about["token_endpoint"] = "http://elsewhere.example/token"
        if not self.basic:
            about["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
        return self.json(handler, about)

    def keys(self, handler):
        oct_key = {"kty": "oct", "kid": self.key.kid + "h", "k": b64(b"x" * 32)}
        return self.json(handler, {"keys": [self.key.jwk(), oct_key]})

    def authorize(self, handler, query):
        where = self.agreed(query)
        if not self.buttons:
            return self.send(handler, 302, "text/plain", b"", Location=where)
        page = ("<!doctype html><html lang=fr><title>Fournisseur</title><h1>Fournisseur</h1>"
                f"<a href='{where.replace('&', '&amp;')}'>Continuer comme Épreuve</a>")
        return self.send(handler, 200, "text/html; charset=utf-8", page.encode())

    def agreed(self, query):
        """Where the browser goes once the person has shown who they are."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        if "denied" in self.wrong:
            back = {"error": "access_denied", "state": query["state"], "iss": self.issuer}
        if "other state" in self.wrong:
            back["state"] = secrets.token_urlsafe(32)
        if "mixed-up response" in self.wrong:
            back["iss"] = "https://other.example"
        if "no issuer in the response" in self.wrong:
            del back["iss"]
        return query["redirect_uri"] + "?" + urllib.parse.urlencode(back)

    def known(self, handler, form):
        if self.basic:
            scheme, _, text = handler.headers.get("Authorization", "").partition(" ")
            user, _, password = base64.b64decode(text).decode().partition(":")
            return scheme == "Basic" and (urllib.parse.unquote_plus(user),
                                          urllib.parse.unquote_plus(password)) == (CLIENT, SECRET)
        return (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)

    def token(self, handler, form):
        asked = self.codes.pop(form.get("code"), None)
        verifier = form.get("code_verifier", "").encode()
        fits = asked is not None and self.known(handler, form) and (
            form["redirect_uri"] == asked["redirect_uri"] and form["grant_type"] ==
            "authorization_code" and b64(hashlib.sha256(verifier).digest()) ==
            asked["code_challenge"] and asked["code_challenge_method"] == "S256")
        if not fits or "code refused" in self.wrong:
            return self.json(handler, {"error": "invalid_grant"}, 400)
        if "slow token" in self.wrong:
            time.sleep(8)
        if "no tokens" in self.wrong:
            return self.json(handler, {"token_type": "Bearer"})
        access = secrets.token_urlsafe(16)
        self.tokens[access] = asked
        return self.json(handler, {"access_token": access, "token_type": "Bearer",
                                   "id_token": self.id_token(asked["nonce"], access)})

    def id_token(self, nonce, access):
        now = int(time.time())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": SUBJECT, "nonce": nonce, "iat": now,
                  "exp": now + 300, "acr": self.acr, "at_hash": b64(half)}
        changes = {"wrong issuer": {"iss": self.issuer + "x"}, "wrong audience": {"aud": "other"},
                   "wrong nonce": {"nonce": "other"}, "expired": {"exp": now - 120},
                   "issued in the future": {"iat": now + 600},
                   "issued long ago": {"iat": now - 3600}, "not good yet": {"nbf": now + 600},
                   "wrong azp": {"aud": [CLIENT, "other"], "azp": "other"},
                   "wrong at_hash": {"at_hash": b64(b"x" * 16)}, "nobody": {"sub": ""},
                   "times as text": {"exp": str(now + 300)}}
        for name in self.wrong & changes.keys():
            claims.update(changes[name])
        if "missing acr" in self.wrong:
            del claims["acr"]
        return self.jwt(claims)

    def jwt(self, claims):
        header = {"alg": self.key.algorithm, "kid": self.key.kid, "typ": "JWT"}
        if "alg none" in self.wrong:
            header["alg"] = "none"
        if self.wrong & {"key confusion", "symmetric key"}:
            header["alg"] = "HS256"
        if "symmetric key" in self.wrong:
            header["kid"] = self.key.kid + "h"
        if "unknown kid" in self.wrong:
            header["kid"] = "nobody's"
        if "critical header" in self.wrong:
            header["crit"] = ["exp"]
        data = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
        signature = self.key.sign(data.encode())
        if "alg none" in self.wrong:
            return data + "."
        if "key confusion" in self.wrong:
            signature = hmac.new(self.key.pem(), data.encode(), hashlib.sha256).digest()
        if "symmetric key" in self.wrong:
            signature = hmac.new(b"x" * 32, data.encode(), hashlib.sha256).digest()
        if "bad signature" in self.wrong:
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        return f"{data}.{b64(signature)}"

    def userinfo(self, handler):
        access = handler.headers.get("Authorization", "").removeprefix("Bearer ")
        if access not in self.tokens:
            return self.json(handler, {}, 401)
        claims = {"sub": "somebody else" if "userinfo of other subject" in self.wrong else SUBJECT,
                  **self.claims}
        if not self.signed_userinfo or "unsigned userinfo" in self.wrong:
            return self.json(handler, claims)
        claims.update({"iss": self.issuer, "aud": "other" if "userinfo for another" in self.wrong
                       else CLIENT})
        return self.send(handler, 200, "application/jwt", self.jwt(claims).encode())

    def leave(self, handler, query):
        self.left.append(query)
        return self.send(handler, 302, "text/plain", b"",
                         Location=query["post_logout_redirect_uri"])


if __name__ == "__main__":
    print(Provider(signed_userinfo=True, buttons=True).issuer, flush=True)
    sys.stdin.read()
