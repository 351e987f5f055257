/** A ref for what appears out of sight and has to be read first: moves the focus and the whole of it into view. */
export function bringUp(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}
