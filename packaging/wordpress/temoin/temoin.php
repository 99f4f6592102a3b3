<?php
/**
 * Plugin Name: Témoin
 * Description: Loads the consent banner (Témoin) before any other script; a way back to the choice.
 * Version: 0.2.0
 * Requires at least: 5.2
 * Requires PHP: 7.4
 * License: Apache-2.0
 * Text Domain: temoin
 *
 * The service itself runs elsewhere and is reached under a path of this site (a proxy, or the PHP
 * relay): docs/wordpress.md. The plugin sets no cookie, stores two settings and asks nobody
 * anything.
 */

namespace Temoin\WordPress;

if (!defined('ABSPATH')) {
    exit;
}

const OPTION = 'temoin';

/** What keeps cache plugins from deferring, joining or delaying the script: docs/wordpress.md. */
const UNTOUCHED = 'data-cfasync="false" data-no-optimize="1" data-no-defer="1" data-no-minify="1"'
    . ' data-noptimize="1" data-jetpack-boost="ignore" data-wpfc-render="false"'
    . ' data-pagespeed-no-defer data-wpacu-skip nitro-exclude nowprocket';

/** The path of the service on this site, or ''; never another host: the script is the site's. */
function clean_path($value)
{
    $value = is_string($value) ? rtrim(trim($value), '/') : '';
    return preg_match('#^(?:/[A-Za-z0-9][A-Za-z0-9._-]*){1,8}$#D', $value) ? $value : '';
}

/** The site's id in the catalogue, or ''. */
function clean_site($value)
{
    $value = is_string($value) ? trim($value) : '';
    return preg_match('/^[a-z0-9.-]{1,64}$/D', $value) ? $value : '';
}

/** What is stored, judged again at each use: whoever wrote it. */
function settings()
{
    $stored = get_option(OPTION);
    $stored = is_array($stored) ? $stored : [];
    return [
        'path' => clean_path($stored['path'] ?? '/consentement'),
        'site' => clean_site($stored['site'] ?? ''),
    ];
}

/** An address of the service, below this host; '' as long as the settings are not whole. */
function address($leaf)
{
    ['path' => $path, 'site' => $site] = settings();
    return $path === '' || $site === '' ? '' : "$path/v1/sites/$site/$leaf";
}

/** Not in previews of builders and themes: they show pages inside pages, to their author. */
function shows()
{
    return address('banner.js') !== '' && !is_customize_preview() && !is_admin();
}

function print_script()
{
    if (shows()) {
        echo '<script src="' . esc_url(address('banner.js')) . '" ' . UNTOUCHED . "></script>\n";
    }
}

function print_host()
{
    if (shows()) {
        echo "<div data-temoin-host></div>\n";
    }
}

/** [temoin_link], [temoin_link text="…"]: opens the preferences; without the script, their page. */
function link_shortcode($attributes)
{
    $given = shortcode_atts(['text' => __('Gestion des cookies', 'temoin')], $attributes);
    $page = address('preferences');
    return $page === '' ? '' : '<a href="' . esc_url($page) . '" data-temoin="preferences">'
        . esc_html($given['text']) . '</a>';
}

/** [temoin_preferences]: the preferences in a page of the site's, which shows no first layer. */
function preferences_shortcode()
{
    return address('preferences') === '' ? '' : '<div data-temoin-preferences></div>';
}

/** [temoin_cookies]: a link to the table of cookies, for the policy. */
function cookies_shortcode($attributes)
{
    $given = shortcode_atts(['text' => __('Liste des cookies', 'temoin')], $attributes);
    $page = address('cookies');
    return $page === '' ? '' : '<a href="' . esc_url($page) . '">' . esc_html($given['text']) . '</a>';
}

/** WP Rocket goes by lists of addresses as well. */
function exclude_address($addresses)
{
    $own = address('banner.js');
    return $own === '' || !is_array($addresses) ? $addresses : array_merge($addresses, [$own]);
}

function save($value)
{
    $value = is_array($value) ? $value : [];
    $clean = ['path' => clean_path($value['path'] ?? ''), 'site' => clean_site($value['site'] ?? '')];
    if ($clean['path'] === '') {
        add_settings_error(OPTION, 'path', __('L’adresse est un chemin de ce site, comme /consentement.', 'temoin'));
    }
    if ($clean['site'] === '') {
        add_settings_error(OPTION, 'site', __('Le site est son identifiant dans le catalogue, comme www.example.fr.', 'temoin'));
    }
    return $clean;
}

function register()
{
    register_setting(OPTION, OPTION, ['type' => 'array', 'sanitize_callback' => __NAMESPACE__ . '\save']);
}

function menu()
{
    add_options_page('Témoin', 'Témoin', 'manage_options', OPTION, __NAMESPACE__ . '\print_page');
}

function print_page()
{
    if (!current_user_can('manage_options')) {
        return;
    }
    ['path' => $path, 'site' => $site] = settings();
    $field = function ($name, $label, $value, $hint) {
        $id = 'temoin-' . $name;
        echo '<tr><th scope="row"><label for="' . esc_attr($id) . '">' . esc_html($label) . '</label></th>'
            . '<td><input class="regular-text" id="' . esc_attr($id) . '" name="' . esc_attr(OPTION . "[$name]")
            . '" value="' . esc_attr($value) . '" required aria-describedby="' . esc_attr("$id-hint") . '">'
            . '<p class="description" id="' . esc_attr("$id-hint") . '">' . esc_html($hint) . '</p></td></tr>';
    };
    echo '<div class="wrap"><h1>Témoin</h1><form method="post" action="options.php">';
    settings_fields(OPTION);
    echo '<table class="form-table" role="presentation">';
    $field('path', __('Adresse du service', 'temoin'), $path, __('Un chemin de ce site, que son mandataire ou le relais PHP remet au service : /consentement.', 'temoin'));
    $field('site', __('Site', 'temoin'), $site, __('Son identifiant dans le catalogue : www.example.fr.', 'temoin'));
    echo '</table>';
    submit_button();
    echo '</form>';
    if (address('banner.js') !== '') {
        echo '<p><a href="' . esc_url(address('banner.js')) . '">' . esc_html__('Voir le script', 'temoin')
            . '</a> · <a href="' . esc_url(address('cookies')) . '">' . esc_html__('Voir la liste des cookies', 'temoin')
            . '</a></p>';
    }
    echo '</div>';
}

// 0: before the scripts that WordPress itself prints (1 and 9), and those of other plugins.
add_action('wp_head', __NAMESPACE__ . '\print_script', 0);
add_action('wp_body_open', __NAMESPACE__ . '\print_host', 0);
add_action('admin_init', __NAMESPACE__ . '\register');
add_action('admin_menu', __NAMESPACE__ . '\menu');
add_shortcode('temoin_link', __NAMESPACE__ . '\link_shortcode');
add_shortcode('temoin_preferences', __NAMESPACE__ . '\preferences_shortcode');
add_shortcode('temoin_cookies', __NAMESPACE__ . '\cookies_shortcode');
foreach (['rocket_exclude_js', 'rocket_exclude_defer_js', 'rocket_delay_js_exclusions'] as $list) {
    add_filter($list, __NAMESPACE__ . '\exclude_address');
}
