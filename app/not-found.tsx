import type { Metadata } from "next";
import { NotFound } from "#components/shell/not-found.tsx";

export const metadata: Metadata = { title: "Page not found" };

export default function Page() {
  return <NotFound />;
}
