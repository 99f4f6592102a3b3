/** Which observed names a published tracker name covers, and where its traces can lie. Pure. */

/** `SR<RotatorID>` covers `SR` and anything after it; an unclosed bracket runs to the end. */
export function pattern(name: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    "^" +
      name
        .split(/<[^>]*>?/)
        .map(literal)
        .join(".+") +
      "$",
  );
}

/** The host itself and every parent of at least two labels. */
export function domains(host: string): string[] {
  const labels = host.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

/** `/a/b` gives `/`, `/a`, `/a/`, `/a/b`: each is a path a cookie can have been set on. */
export function paths(path: string): string[] {
  const found = ["/"];
  let prefix = "";
  for (const part of path.split("/").filter(Boolean)) {
    prefix += "/" + part;
    found.push(prefix, prefix + "/");
  }
  return found;
}

/**
 * A tracker of another host leaves nothing here, save those a vendor's tag sets on the visited
 * site.
 */
export function reachable(
  trackerHost: string | null | undefined,
  pageHost: string,
  site: string,
): boolean {
  if (!trackerHost || trackerHost === "<site>") return true;
  const host = trackerHost.replace(/^\./, "");
  return host === site || host === pageHost || pageHost.endsWith("." + host);
}
