/**
 * What follows a choice, on this page or an earlier one. Every page fetches it once the first layer
 * stands, so that nothing is waited for when it is needed.
 */
import type { Kit } from "../../lazy/kit";
import type { Choice } from "../../lazy/parts";
import { use } from "../../lazy/use";
import { clean, dropCookie } from "./cookie-cleaner";

const make = ({ get }: Kit): Choice => ({
  clean: (services) => clean(services, get().config.site),
  dropCookie,
});

use("choice", make);
