// Passkeys on the browser's side (Web Authentication): the service's challenge goes to the
// authenticator, and what it says goes back, in base64url.

import type { JoinBegun, PasskeyBegun, PasskeyChallenge, Session } from "./api";
import { call, Problem } from "./api";

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}
function encoded(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// The authenticator, or the person before it, said no: nothing was sent.
export const kNoPasskey = "no-passkey";
async function ask<T>(asked: Promise<Credential | null>): Promise<T> {
  const credential = await asked.catch(() => null);
  if (!credential) throw new Problem(0, "", kNoPasskey);
  return credential as T;
}

interface Made {
  client_data: string;
  attestation: string;
}

export async function makePasskey(begun: JoinBegun | PasskeyBegun): Promise<Made> {
  const known = "known" in begun ? (begun.known ?? []) : [];
  const made = await ask<PublicKeyCredential>(
    navigator.credentials.create({
      publicKey: {
        challenge: bytesOf(begun.challenge),
        rp: { id: begun.rp, name: "Témoin" },
        user: {
          id: new TextEncoder().encode(begun.user),
          name: begun.name,
          displayName: begun.name,
        },
        pubKeyCredParams: begun.algorithms.map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        excludeCredentials: known.map((id) => ({ type: "public-key", id: bytesOf(id) })),
        attestation: "none",
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    client_data: encoded(response.clientDataJSON),
    attestation: encoded(response.attestationObject),
  };
}

export async function signInByPasskey(): Promise<Session> {
  const begun = await call<PasskeyChallenge>("POST", "/v1/session/passkey/challenge", {});
  const used = await ask<PublicKeyCredential>(
    navigator.credentials.get({
      publicKey: {
        challenge: bytesOf(begun.challenge),
        rpId: begun.rp,
        userVerification: "required",
      },
    }),
  );
  const response = used.response as AuthenticatorAssertionResponse;
  return call<Session>("POST", "/v1/session/passkey", {
    id: encoded(used.rawId),
    user: response.userHandle ? new TextDecoder().decode(response.userHandle) : "",
    client_data: encoded(response.clientDataJSON),
    authenticator_data: encoded(response.authenticatorData),
    signature: encoded(response.signature),
  });
}
