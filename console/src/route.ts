// Where in the console: the part of the address after "#", as path and parameters. It never goes to
// the server, and it never holds a visitor's secret.

import { useLayoutEffect, useState } from "preact/hooks";

export interface Route {
  path: string[];
  query: URLSearchParams;
}

export function readRoute(): Route {
  const hash = location.hash.replace(/^#\/?/, "");
  const [path = "", query = ""] = hash.split("?", 2);
  return { path: path.split("/").filter(Boolean), query: new URLSearchParams(query) };
}

export function useRoute(): Route {
  const [route, setRoute] = useState(readRoute);
  // Listening before anything is painted: after the paint, an address that changed in between is
  // missed.
  useLayoutEffect(() => {
    const changed = () => setRoute(readRoute());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}

export function go(path: string, query: Record<string, string> = {}): void {
  const text = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== ""),
  ).toString();
  location.hash = `#/${path}${text ? `?${text}` : ""}`;
}
