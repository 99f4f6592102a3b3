<?php
/**
 * Témoin behind a shared host: hands the consent service's paths of one site on to the service, so
 * that scripts and cookies are the site's own. docs/php-relay.md says how to install it and what it
 * costs; config.php beside it names the service.
 *
 * What it hands on: the routes that pages use, of one site, to one address; of the visitor's fields
 * those that the service reads, and of the cookies its own three. Bodies are at most 64 KiB,
 * answers 4 MiB; a document has a second, a choice ten. Redirections are never followed.
 *
 * A folder `kept` beside it, if PHP may write there, holds the last good documents: they are served
 * for a minute without asking, and while the service hangs or is down.
 */

declare(strict_types=1);

namespace Temoin\Relay;

const MAX_BODY = 64 * 1024;         // bytes
const MAX_ANSWER = 4 * 1024 * 1024; // bytes
const FRESH = 60;                   // seconds
const PAUSE = 5;                    // seconds without asking, after a document did not come
const ASKED_BY = ['Sec-Fetch-Site', 'Sec-Fetch-Dest']; // a page, or somebody else
const SENT = ['Origin', 'If-None-Match', 'Sec-Fetch-Mode', 'Access-Control-Request-Method',
    'Access-Control-Request-Headers'];
const GIVEN = ['content-type', 'content-encoding', 'content-disposition', 'cache-control', 'etag',
    'vary', 'allow', 'retry-after', 'access-control-allow-origin', 'access-control-allow-methods',
    'access-control-allow-headers', 'access-control-allow-credentials', 'access-control-max-age',
    'access-control-expose-headers', 'cross-origin-resource-policy', 'content-security-policy',
    'referrer-policy', 'x-content-type-options', 'temoin-cookies-unread'];

/** Ends with a problem document, in the shape of the service's own. */
function refuse(int $status, string $detail): never
{
    http_response_code($status);
    header('Content-Type: application/problem+json');
    header('Cache-Control: no-store');
    echo json_encode(['type' => 'about:blank', 'title' => 'Relay', 'status' => $status,
        'detail' => $detail], JSON_UNESCAPED_UNICODE);
    exit;
}

/** `service`, `site`, the names of `cookies` and `host` of config.php, judged. */
function settings(): array
{
    $file = __DIR__ . '/config.php';
    $settings = is_file($file) ? require $file : null;
    if (!is_array($settings)) {
        refuse(500, 'config.php is missing beside index.php, or returns no array.');
    }
    $service = rtrim((string) ($settings['service'] ?? ''), '/');
    $parts = parse_url($service);
    $local = in_array($parts['host'] ?? '', ['127.0.0.1', '[::1]'], true);
    $scheme = $parts['scheme'] ?? '';
    if (!is_array($parts) || !isset($parts['host']) || isset($parts['query'])
        || isset($parts['user']) || !($scheme === 'https' || ($local && $scheme === 'http'))) {
        refuse(500, 'config.php: "service" is the https address of the service.');
    }
    if (($parts['path'] ?? '') !== folder()) {
        refuse(500, 'config.php: the path of "service" has to be that of this folder, '
            . folder() . ' (temoin serve --base-path).');
    }
    $site = (string) ($settings['site'] ?? '');
    if (preg_match('/^[a-z0-9.-]{1,64}$/D', $site) !== 1) {
        refuse(500, 'config.php: "site" is the id of the site in the catalogue.');
    }
    $cookies = $settings['cookies'] ?? ['pcid', 'pctx'];
    $host = (string) ($settings['host'] ?? '');
    if (preg_match('/^[a-z0-9.-]{0,253}$/D', $host) !== 1) {
        refuse(500, 'config.php: "host" is the name of the site, or empty.');
    }
    return [$service, $site, [...$cookies, $cookies[0] . '_retry'], $host];
}

/** Where this folder stands on the site: /consentement. */
function folder(): string
{
    return rtrim(dirname((string) $_SERVER['SCRIPT_NAME']), '/');
}

/** The route below the folder, with its query: ['/v1/…', true for a document that pages wait for]. */
function route(string $site, string $method): array
{
    $target = (string) ($_SERVER['REQUEST_URI'] ?? '');
    if (strlen($target) > 2048) {
        refuse(414, 'The address is too long.');
    }
    [$path, $query] = [...explode('?', $target, 2), ''];
    $base = preg_quote(folder(), '#');
    $own = preg_quote($site, '#');
    $document = "#^$base(/v1/(?:sites/$own/(?:banner\\.js|config\\.json|cookies|cookies\\.json"
        . '|preferences)|banner/[0-9a-f]{64}\.js(?:on)?|revisions/[0-9a-f]{64}))$#D';
    $visitor = "#^$base(/v1/sites/$own/(?:consents(?:/current(?:/receipt)?)?|impressions"
        . '|observed))$#D';
    $reads = in_array($method, ['GET', 'HEAD'], true);
    if ($query !== '' && preg_match('/^[\w.~!$\'()*+,;:@\/?%=&-]*$/D', $query) !== 1) {
        refuse(400, 'The query has characters that no address has.');
    }
    // The script is the same whatever follows its "?".
    $asked = $query === '' || str_ends_with($path, '/banner.js') ? '' : "?$query";
    if (preg_match($document, $path, $found) === 1) {
        if (!$reads && $method !== 'OPTIONS') {
            refuse(405, 'A document is read only.');
        }
        return [$found[1] . $asked, $reads];
    }
    if (preg_match($visitor, $path, $found) === 1) {
        if (!in_array($method, ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'], true)) {
            refuse(405, 'No such method here.');
        }
        return [$found[1] . $asked, false];
    }
    refuse(404, 'The relay hands on the paths that pages use, of its site, and no others.');
}

/** The service's own cookies out of the visitor's, and no other. */
function cookies(array $names): string
{
    $own = [];
    foreach (explode(';', (string) ($_SERVER['HTTP_COOKIE'] ?? '')) as $pair) {
        $pair = trim($pair);
        if (in_array(strstr($pair, '=', true), $names, true)) {
            $own[] = $pair;
        }
    }
    return implode('; ', $own);
}

function body(string $method): string
{
    if ($method !== 'POST') {
        return '';
    }
    if (!preg_match('#^application/json(;|$)#', (string) ($_SERVER['CONTENT_TYPE'] ?? ''))) {
        refuse(415, 'Bodies are application/json.');
    }
    $input = fopen('php://input', 'rb');
    $body = $input === false ? '' : (string) stream_get_contents($input, MAX_BODY + 1);
    if (strlen($body) > MAX_BODY) {
        refuse(413, 'The body is too large.');
    }
    return $body;
}

/** One of the three bodies that the service has. */
function encoding(): string
{
    $accepted = (string) ($_SERVER['HTTP_ACCEPT_ENCODING'] ?? '');
    foreach (['br', 'gzip'] as $name) {
        if (preg_match("/(^|,)\\s*$name\\s*(,|$|;\\s*q=(1|0\\.[0-9]*[1-9]))/i", $accepted)) {
            return $name;
        }
    }
    return '';
}

/** ['status', 'fields' as [name, value], 'body'], or null when no whole answer came in time. */
function ask(string $url, string $method, array $fields, string $body, int $seconds): ?array
{
    $answer = ['status' => 0, 'fields' => [], 'body' => ''];
    $handle = curl_init($url);
    curl_setopt_array($handle, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_NOBODY => $method === 'HEAD',
        CURLOPT_HTTPHEADER => $fields,
        CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
        CURLOPT_FOLLOWLOCATION => false,
        CURLOPT_PROXY => '',
        CURLOPT_CONNECTTIMEOUT => min($seconds, 2),
        CURLOPT_TIMEOUT => $seconds,
        CURLOPT_NOSIGNAL => true,
        CURLOPT_HEADERFUNCTION => function ($_, string $line) use (&$answer): int {
            if (preg_match('#^HTTP/\S+ (\d{3})#', $line, $found)) {
                $answer['status'] = (int) $found[1];
                $answer['fields'] = [];
            } elseif (preg_match('/^([A-Za-z0-9-]+):[ \t]*([^\r\n]*)/', $line, $found)) {
                $answer['fields'][] = [$found[1], rtrim($found[2])];
            }
            return count($answer['fields']) > 100 ? 0 : strlen($line);
        },
        CURLOPT_WRITEFUNCTION => function ($_, string $piece) use (&$answer): int {
            $answer['body'] .= $piece;
            return strlen($answer['body']) > MAX_ANSWER ? 0 : strlen($piece);
        },
    ]);
    if ($method === 'POST') {
        curl_setopt($handle, CURLOPT_POSTFIELDS, $body);
    }
    $whole = curl_exec($handle);
    curl_close($handle);
    return $whole === false || $answer['status'] === 0 ? null : $answer;
}

function answer(array $answer, array $names, string $method): never
{
    http_response_code($answer['status']);
    header_remove('X-Powered-By');
    foreach ($answer['fields'] as [$name, $value]) {
        $name = strtolower($name);
        if (in_array($name, GIVEN, true)
            || ($name === 'set-cookie' && in_array(strstr($value, '=', true), $names, true))) {
            header("$name: $value", $name !== 'set-cookie');
        }
    }
    if ($method !== 'HEAD' && !in_array($answer['status'], [204, 304], true)) {
        header('Content-Length: ' . strlen($answer['body']));
        echo $answer['body'];
    }
    exit;
}

/** A document that was kept, with how old it is in seconds; null when there is none. */
function kept(string $file): ?array
{
    $answer = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
    if (!is_array($answer) || !isset($answer['status'], $answer['fields'], $answer['body'])) {
        return null;
    }
    $answer['body'] = (string) base64_decode($answer['body'], true);
    return [$answer, time() - (int) filemtime($file)];
}

/** Whole or not at all: another request may read it at this moment. */
function keep(string $file, array $answer): void
{
    $answer['body'] = base64_encode($answer['body']);
    $new = $file . '.' . bin2hex(random_bytes(8));
    if (@file_put_contents($new, json_encode($answer)) !== false) {
        @rename($new, $file) || @unlink($new);
    }
}

/** 304 where the visitor's browser has it already. */
function unchanged(array $answer): array
{
    foreach ($answer['fields'] as [$name, $value]) {
        if (strtolower($name) === 'etag' && $value === ($_SERVER['HTTP_IF_NONE_MATCH'] ?? null)) {
            $answer['status'] = 304;
        }
    }
    return $answer;
}

function main(): never
{
    ini_set('zlib.output_compression', '0');
    $method = (string) $_SERVER['REQUEST_METHOD'];
    [$service, $site, $names, $host] = settings();
    [$path, $document] = route($site, $method);
    if (!function_exists('curl_init')) {
        refuse(500, 'The relay needs the extension curl of PHP.');
    }
    $fields = ['Accept-Encoding: ' . encoding(), 'Expect:', 'User-Agent: temoin-relay',
        'X-Forwarded-For: ' . $_SERVER['REMOTE_ADDR']];
    if ($host !== '') {
        $fields[] = "Host: $host";
    }
    foreach ($document ? ASKED_BY : [...ASKED_BY, ...SENT] as $name) {
        $value = $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? '';
        if ($value !== '' && strlen($value) < 1024) {
            $fields[] = "$name: $value";
        }
    }
    if (!$document) {
        $fields[] = 'Cookie: ' . cookies($names);
        $body = body($method);
        if ($method === 'POST') {
            $fields[] = 'Content-Type: application/json';
        }
        $answer = ask($service . $path, $method, $fields, $body, 10);
        $answer === null ? refuse(504, 'The consent service does not answer.')
            : answer($answer, $names, $method);
    }

    // Not more than a hundred addresses with a query: nobody fills the disk by asking.
    $folder = __DIR__ . '/kept';
    $keeps = is_dir($folder) && is_writable($folder)
        && (!str_contains($path, '?') || count(glob("$folder/*", GLOB_NOSORT) ?: []) < 100);
    $file = $folder . '/' . hash('sha256', $path . ' ' . encoding());
    $pause = "$folder/pause";
    $before = $keeps ? kept($file) : null;
    $paused = $keeps && is_file($pause) && time() - (int) @filemtime($pause) < PAUSE;
    if ($before !== null && ($before[1] < FRESH || $paused)) {
        answer(unchanged($before[0]), [], $method);
    }
    $answer = $paused ? null : ask($service . $path, 'GET', $fields, '', 1);
    if ($answer !== null && $answer['status'] === 200) {
        if ($keeps) {
            keep($file, $answer);
        }
        answer(unchanged($answer), [], $method);
    }
    if ($answer === null && $keeps && !$paused) {
        @touch($pause);
    }
    if ($before !== null && ($answer === null || $answer['status'] >= 500)) {
        answer(unchanged($before[0]), [], $method);
    }
    $answer === null ? refuse(504, 'The consent service does not answer.')
        : answer($answer, [], $method);
}

main();
