/**
 * Stands in for Node's Buffer in the browser. gotrue-js only reaches for it where there is no `atob`; without this the
 * bundler puts a whole polyfill (6 kB on the wire) into every page.
 */
export const Buffer = undefined;
