// Stand-in for Campaign Manager: conversion cookies on the visited site, the rest on its own host.
(function () {
  var base = document.currentScript.src;
  window.demoCampaign = function (name) {
    document.cookie =
      "_gcl_au=1.1.123456789." +
      Math.floor(Date.now() / 1000) +
      "; path=/; SameSite=Lax; max-age=" +
      90 * 86400;
    new Image().src = new URL("/activity.gif?type=" + name, base).href;
  };
})();
