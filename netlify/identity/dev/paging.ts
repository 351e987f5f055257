import { type Html, html } from "./html.ts";

export interface Window {
  /** From 1. */
  page: number;
  offset: number;
  limit: number;
}

/** Which part of a list an address asks for with `?page=`; what is no page number is the first. */
export function windowOf(query: URLSearchParams, perPage: number): Window {
  const asked = Number(query.get("page"));
  const page = Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, 1_000_000) : 1;
  return { page, offset: (page - 1) * perPage, limit: perPage };
}

interface Paged extends Window {
  total: number;
  path: string;
  query: URLSearchParams;
}

/** "51–100 of 500" with links to the pages beside it; nothing where one page holds all. */
export function pager({ page, offset, limit, total, path, query }: Paged): Html {
  if (total <= limit && page === 1) return html``;
  const last = Math.max(1, Math.ceil(total / limit));
  const to = (target: number) => {
    const params = new URLSearchParams(query);
    params.delete("said");
    params.set("page", String(target));
    return `/__dev${path}?${params}`;
  };
  const newer = page > 1 && html`<a class="button" href="${to(Math.min(page - 1, last))}" rel="prev">Newer</a>`;
  const older = page < last && html`<a class="button" href="${to(page + 1)}" rel="next">Older</a>`;
  const shown = `${(offset + 1).toLocaleString("en")}–${Math.min(offset + limit, total).toLocaleString("en")}`;
  const where = offset < total ? `${shown} of ${total.toLocaleString("en")}` : `Page ${page} of ${last}`;
  return html`<nav class="row spread pager" aria-label="Pages of the list"><span class="soft">${where}</span><span class="row">${newer}${older}</span></nav>`;
}
