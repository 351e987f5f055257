/** Leads to a heading of this page as a link to it would: into view, with the focus, so that the next Tab goes on from there. */
export function goTo(anchor: string): void {
  const heading = document.getElementById(anchor);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}
