<?php
// WordPress calls this when the plugin is deleted: its two settings go with it.
if (!defined('WP_UNINSTALL_PLUGIN')) {
    exit;
}
delete_option('temoin');
