/** What the service serves: it wraps this script and hands the configuration in as `__TEMOIN__`. */
import type { Boot } from "../types/temoin";
import { start } from "./app";

declare const __TEMOIN__: Boot;

start(__TEMOIN__);
