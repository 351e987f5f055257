/**
 * The path under which pages and API live, "" or "/desk": put in by the bundler from `DESK_BASE` at build time. The
 * bundler must also minify the syntax, which makes plain literals of the paths in each function's `config`.
 */
declare const __DESK_BASE__: "" | `/${string}`;
