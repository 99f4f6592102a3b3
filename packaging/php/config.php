<?php
// The relay's settings: docs/php-relay.md.
return [
    // The service's address. Its path is that of the relay's folder on the site.
    'service' => 'https://consentement.example.fr/consentement',
    // The site's id in the catalogue.
    'site' => 'www.example.fr',
    // The names of its cookies, where the site's file gives them others.
    'cookies' => ['pcid', 'pctx'],
    // The host that the service is told, for cookies that further hosts of the site share: the
    // proxy before the service answers to that name, too. Empty: each host has its own cookies.
    'host' => '',
];
