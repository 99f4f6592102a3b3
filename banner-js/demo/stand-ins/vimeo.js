// Stand-in for the player: without dnt=1 it also keeps an identifier.
if (!/[?&]dnt=1/.test(location.search))
  document.cookie = "vuid=pl1.2.3; path=/; Secure; SameSite=None; max-age=" + 730 * 86400;
