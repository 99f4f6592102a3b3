import { config } from "./page";
import assert from "node:assert/strict";
import test from "node:test";
import { clean, dropCookie } from "../src/chunks/choice/cookie-cleaner";

const services = config.purposes
  .flatMap((purpose) => purpose.services)
  .filter(({ id }) => id === "adform" || id === "cm");

test("deletes what a service set within reach, by pattern, on parents and paths", () => {
  for (const cookie of [
    "SR12=a",
    "SR13=b;domain=ameli.fr",
    "SR14=c;path=/a",
    "SR15=d;path=/a/",
    "mine=e",
  ])
    document.cookie = cookie;
  localStorage.setItem("_gcl", "x");
  localStorage.setItem("_gcl_mine", "x");
  clean(services, "ameli.fr");
  assert.equal(document.cookie, "mine=e");
  assert.deepEqual(Object.keys(localStorage), ["_gcl_mine"]);
});

test("leaves a cookie whose name only a third party's tracker has", () => {
  document.cookie = "uid=mine";
  clean(services, "ameli.fr");
  assert.match(document.cookie, /uid=mine/);
  dropCookie("uid");
  assert.doesNotMatch(document.cookie, /uid=/);
});

test("storage that is forbidden stops nobody", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "localStorage")!;
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("SecurityError");
    },
  });
  document.cookie = "SR99=x";
  clean(services, "ameli.fr");
  Object.defineProperty(globalThis, "localStorage", own);
  assert.doesNotMatch(document.cookie, /SR99/);
});
