// @ts-check
/** @import { FunctionManifest, LoadableFunction } from "../sandbox-messages.ts" */
/** @typedef {Record<string, unknown>} Exports */

/** @param {unknown} value @returns {value is Exports} */
const isObject = (value) => typeof value === "object" && value !== null;

/** @param {unknown} value @returns {string[]} */
const listOf = (value) => (value === undefined ? [] : [value].flat().map(String));

/** @param {Exports} module @param {LoadableFunction["format"]} format */
function exportsOf(module, format) {
  return format === "cjs" && isObject(module.default) ? module.default : module;
}

/** As Netlify's runtime unwraps it: compilers leave a default inside the default. @param {Exports} module */
function defaultOf(module) {
  const once = module.default;
  return isObject(once) && once.default !== undefined ? once.default : once;
}

/**
 * The handler of a classic function, or undefined: a named `handler` makes a function classic, whatever else it exports.
 * @param {Exports} module
 * @param {LoadableFunction["format"]} format
 */
export function classicHandlerOf(module, format) {
  const { handler } = exportsOf(module, format);
  return typeof handler === "function" ? /** @type {any} */ (handler) : undefined;
}

/**
 * What a loaded module is, by the rules of Netlify's bundler; undefined when nothing in it handles anything.
 * @param {LoadableFunction} loadable
 * @param {Exports} module
 * @param {Record<string, string>} eventHandlers names of handlers and their events, from Netlify's runtime
 * @returns {FunctionManifest | undefined}
 */
export function manifestOf({ name, format }, module, eventHandlers) {
  const background = name.endsWith("-background");
  const plain = { name, paths: [], excludedPaths: [], methods: [], events: [], servesHttp: true };
  if (classicHandlerOf(module, format)) return { ...plain, kind: "classic", background };
  const handler = defaultOf(module);
  const isTyped = isObject(handler);
  if (typeof handler !== "function" && !isTyped) return undefined;
  const events = isTyped ? Object.entries(eventHandlers).filter(([key]) => key !== "fetch" && key in handler) : [];
  if (isTyped && events.length === 0 && !("fetch" in handler)) return undefined;
  const named = exportsOf(module, format).config;
  const inline = isTyped && isObject(handler.config) ? handler.config : {};
  const config = isObject(named) ? named : inline;
  return {
    name,
    kind: isTyped ? "typed" : "modern",
    paths: listOf(config.path),
    excludedPaths: listOf(config.excludedPath),
    methods: listOf(config.method).map((method) => method.toUpperCase()),
    events: events.map(([, event]) => event),
    servesHttp: !isTyped || "fetch" in handler,
    background: background || config.background === true,
    ...(typeof config.schedule === "string" && { schedule: config.schedule }),
  };
}
