/** The path under which pages and API live, "" or "/desk": put in by the bundler from `DESK_BASE` at build time. */
declare const __DESK_BASE__: string;
