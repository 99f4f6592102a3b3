/** By which hosts a service is recognised when its tags are not marked. Pure. */
import type { Service } from "../../types/temoin";

/** The host of an address, without the dot that may end it; empty: it has none. */
export function hostOf(address: string, base?: string): string {
  try {
    return new URL(address, base).hostname.replace(/\.$/, "");
  } catch {
    return "";
  }
}

/** Whether `host` is `domain` or below it; nothing is below an IPv4 address. */
export const isBelow = (host: string, domain: string): boolean =>
  host === domain || (!!domain && host.endsWith("." + domain) && !/\.\d+$/.test(host));

/** Whether an address is `start`, host and path, or lies below it: "x.com/tr" begins no trends. */
export function isOf(address: string, start: string, base?: string): boolean {
  const host = hostOf(address, base);
  const path = host && new URL(address, base).pathname;
  const rest = (host + path).toLowerCase();
  const own = start.toLowerCase();
  return rest.startsWith(own) && (/[/-]$/.test(own) || !/^[\w-]/.test(rest.slice(own.length)));
}

/**
 * Its hosts, else the vendor's domains; where those are the site's own, the hosts of the service's
 * trackers: a measurement host of one's own is the service's, the rest of one's own domain is not.
 */
export function hostsOf(service: Service, site: string, page: string): string[] {
  const foreign = (hosts: string[]): string[] =>
    hosts.filter((host) => host && !isBelow(site, host) && !isBelow(page, host));
  const named = service.hosts || service.vendor?.domains || [];
  const domains = foreign(named);
  if (domains.length === named.length && named.length) return domains;
  return [
    ...new Set([
      ...domains,
      ...foreign(
        (service.trackers || []).map(({ host }) =>
          /^</.test(host || "<") ? "" : host!.replace(/^\./, ""),
        ),
      ),
    ]),
  ];
}
