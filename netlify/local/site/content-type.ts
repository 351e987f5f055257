const BY_EXTENSION: Record<string, string> = {
  css: "text/css; charset=UTF-8",
  html: "text/html; charset=UTF-8",
  ico: "image/x-icon",
  js: "application/javascript; charset=UTF-8",
  json: "application/json",
  map: "application/json",
  mjs: "application/javascript; charset=UTF-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=UTF-8",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
  xml: "application/xml",
};

/** The media type for a file name; what is not known is bytes. */
export function contentTypeOf(file: string): string {
  return BY_EXTENSION[file.slice(file.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
}

/** Whether compressing pays: text in any form, not what is compressed already. */
export function isCompressible(contentType: string): boolean {
  return /^text\/|json|javascript|xml|svg/.test(contentType);
}
