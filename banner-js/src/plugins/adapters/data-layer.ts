/**
 * Tells a tag manager of every choice: `temoin_ready` once a page, then `temoin_choice` whenever
 * one was made durable, with what is allowed now. Containers read it as variables and triggers;
 * what holds tags back is the gate, or the manager's own consent settings.
 */
import type { State } from "../../../types/temoin";
import type { Make } from "../plugin";

export const make: Make = () => {
  const page = window as unknown as { dataLayer: unknown[] };
  page.dataLayer = page.dataLayer || [];
  const tell =
    (event: string) =>
    ({ detail }: CustomEvent<State>): void => {
      const { services, status } = detail;
      page.dataLayer.push({ event, temoin_status: status, temoin_services: services });
    };
  document.addEventListener("temoin:ready", tell("temoin_ready"));
  document.addEventListener("temoin:choice", tell("temoin_choice"));
  return {};
};
