// Merkle tree hashing of the builder's side (RFC 6962 section 2.1, RFC 9162 section 2.1.1).
//
// The verifier (verify.h) computes the same hashes with code of its own.
//
// Thread-safety: pure functions.
#ifndef TEMOIN_PROOFLOG_HASH_H_
#define TEMOIN_PROOFLOG_HASH_H_

#include "base/crypto.h"
#include "base/encoding.h"

namespace temoin::prooflog {

// SHA-256(0x00 || entry). Entries are at most 65535 bytes (one entry of a bundle).
Digest LeafHash(ByteView entry);

// SHA-256(0x01 || left || right).
Digest NodeHash(const Digest& left, const Digest& right);

// The root of the tree without leaves: SHA-256 of nothing.
Digest EmptyRoot();

}  // namespace temoin::prooflog

#endif  // TEMOIN_PROOFLOG_HASH_H_
