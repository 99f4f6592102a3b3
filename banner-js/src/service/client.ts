/** Where the service's routes of this site are. */
import { get } from "../state";

export const api = (path: string): string =>
  get().base + "/v1/sites/" + encodeURIComponent(get().config.site) + "/" + path;
