// Whose a host is, and whether an address is one of the public internet. Pure.
import { BlockList, isIP } from "node:net";

const kRanges = {
  loopback: [
    ["127.0.0.0", 8, "ipv4"],
    ["::1", 128, "ipv6"],
  ],
  private: [
    ["10.0.0.0", 8, "ipv4"],
    ["172.16.0.0", 12, "ipv4"],
    ["192.168.0.0", 16, "ipv4"],
    ["100.64.0.0", 10, "ipv4"],
    ["fc00::", 7, "ipv6"],
  ],
  // Never a web site's: this network, link-local (metadata of cloud machines), tests, multicast.
  reserved: [
    ["0.0.0.0", 8, "ipv4"],
    ["169.254.0.0", 16, "ipv4"],
    ["192.0.0.0", 24, "ipv4"],
    ["198.18.0.0", 15, "ipv4"],
    ["224.0.0.0", 3, "ipv4"],
    ["::", 128, "ipv6"],
    ["64:ff9b::", 96, "ipv6"],
    ["fe80::", 10, "ipv6"],
    ["fec0::", 10, "ipv6"],
    ["ff00::", 8, "ipv6"],
  ],
};
const kLists = Object.entries(kRanges).map(([kind, ranges]) => {
  const list = new BlockList();
  for (const [start, bits, family] of ranges) list.addSubnet(start, bits, family);
  return [kind, list];
});

/** The IPv4 address inside "::ffff:a.b.c.d", in either spelling; any other address as it is. */
function unmapped(address) {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted) return dotted[1];
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (!hex) return address;
  const [high, low] = [parseInt(hex[1], 16), parseInt(hex[2], 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** "public", "loopback", "private" or "reserved"; what is no address is "reserved". */
export function kindOf(address) {
  const plain = unmapped(address);
  const family = isIP(plain);
  if (!family) return "reserved";
  const found = kLists.find(([, list]) => list.check(plain, family === 6 ? "ipv6" : "ipv4"));
  return found ? found[0] : "public";
}

/** Without brackets, a dot at the end or capitals. */
export const plainHost = (host) =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

/** "mutuelle.example" of "www.mutuelle.example": what the site's other hosts lie below. */
export const baseOf = (host) => plainHost(host).replace(/^www\./, "");

/** Whether a host is one of the site's: one of its bases, or below one. */
export function isOwn(host, bases) {
  const plain = plainHost(host);
  return bases.some((base) => plain === base || (!isIP(base) && plain.endsWith("." + base)));
}
