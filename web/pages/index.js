/**
 * Every page's layer: htmx, for what a page asks for by `hx-` attributes.
 *
 * Nothing depends on it: each form and link works without. Its settings stand in base.html's
 * `htmx-config`. What a single feature needs besides is a module of its own in api/static.
 */
import 'htmx.org/dist/htmx.esm.js';
