"use client";

import { useEffect, useRef } from "react";
import { Spinner } from "#components/ui/spinner.tsx";

/**
 * The place where the widget shows. The widget puts its frame at the end of the body and over the whole window; the style
 * sheet lays it over this slot instead, wherever the slot is.
 */
export function WidgetSlot({ loading }: { loading: boolean }) {
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = () => placeFrame(slot.current);
    const observer = new ResizeObserver(place);
    observer.observe(document.body);
    place();
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={slot}
      // The form inside is always light; in the dark a grey rim takes the edge off it.
      className="grid h-[30rem] place-items-center rounded-2xl border border-border bg-white text-muted-foreground shadow-sm ring-8 ring-[light-dark(transparent,#3a403d)]"
    >
      {loading && (
        <p role="status" className="flex items-center gap-2 text-[#5f6562]">
          <Spinner /> Loading the form…
        </p>
      )}
    </div>
  );
}

function placeFrame(slot: HTMLElement | null): void {
  if (!slot) return;
  const box = slot.getBoundingClientRect();
  const { style } = document.documentElement;
  style.setProperty("--widget-top", `${box.top + window.scrollY + 1}px`);
  style.setProperty("--widget-left", `${box.left + window.scrollX + 1}px`);
  style.setProperty("--widget-width", `${box.width - 2}px`);
  style.setProperty("--widget-height", `${box.height - 2}px`);
}
