"""An authenticator for passkeys and the browser before it (Web Authentication), by cryptography."""

import base64
import hashlib
import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(data):
    head = bytes([0x58, len(data)]) if len(data) < 256 else b"\x59" + len(data).to_bytes(2, "big")
    return head + data


class Authenticator:
    def __init__(self, origin):
        self.origin = origin
        self.host = origin.split("://")[1].split(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.user = ""
        self.counter = 0

    def _client_data(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, flags):
        return (hashlib.sha256(self.host.encode()).digest() + bytes([flags])
                + self.counter.to_bytes(4, "big"))

    def make(self, begun):
        """What a page sends back of a passkey that is made for the challenge."""
        self.user = begun["user"]
        point = self.key.public_key().public_numbers()
        key = (b"\xa5\x01\x02\x03\x26\x20\x01\x21" + _bytes(point.x.to_bytes(32, "big"))
               + b"\x22" + _bytes(point.y.to_bytes(32, "big")))
        data = (self._data(0x45) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key)
        attestation = b"\xa3cfmtdnonegattStmt\xa0hauthData" + _bytes(data)
        return {"client_data": encoded(self._client_data("webauthn.create", begun["challenge"])),
                "attestation": encoded(attestation)}

    def sign(self, begun):
        client_data = self._client_data("webauthn.get", begun["challenge"])
        data = self._data(0x05)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(),
                                  ec.ECDSA(hashes.SHA256()))
        return {"id": encoded(self.id), "user": self.user, "client_data": encoded(client_data),
                "authenticator_data": encoded(data), "signature": encoded(signature)}
