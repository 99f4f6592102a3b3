<?php
// As much of WordPress as the plugin uses: notes what is registered, escapes as WordPress does.
define('ABSPATH', '/');
$GLOBALS['site'] = ['options' => [], 'actions' => [], 'filters' => [], 'shortcodes' => [],
    'settings' => [], 'pages' => [], 'errors' => [], 'preview' => false, 'admin' => false,
    'may' => true];

function get_option($name) { return $GLOBALS['site']['options'][$name] ?? false; }
function delete_option($name) { unset($GLOBALS['site']['options'][$name]); }
function add_action($hook, $call, $priority = 10)
{
    $GLOBALS['site']['actions'][$hook][$priority][] = $call;
}
function add_filter($hook, $call) { $GLOBALS['site']['filters'][$hook][] = $call; }
function add_shortcode($name, $call) { $GLOBALS['site']['shortcodes'][$name] = $call; }
function register_setting($group, $name, $more) { $GLOBALS['site']['settings'][$name] = $more; }
function add_options_page($title, $menu, $right, $slug, $call)
{
    $GLOBALS['site']['pages'][$slug] = [$right, $call];
}
function add_settings_error($setting, $code, $message) { $GLOBALS['site']['errors'][] = $code; }
function settings_fields($group) { echo '<input type="hidden" name="_wpnonce" value="nonce">'; }
function submit_button() { echo '<button>OK</button>'; }
function current_user_can($right) { return $GLOBALS['site']['may']; }
function is_customize_preview() { return $GLOBALS['site']['preview']; }
function is_admin() { return $GLOBALS['site']['admin']; }
function __($text, $domain) { return $text; }
function esc_html($text) { return htmlspecialchars((string) $text, ENT_QUOTES); }
function esc_attr($text) { return htmlspecialchars((string) $text, ENT_QUOTES); }
function esc_html__($text, $domain) { return esc_html($text); }
function esc_url($url) { return htmlspecialchars((string) $url, ENT_QUOTES); }
function shortcode_atts($defaults, $given)
{
    return array_merge($defaults, array_intersect_key((array) $given, $defaults));
}
