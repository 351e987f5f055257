import type { Metadata } from "next";
import { DeletedPage } from "#components/deleted/deleted-page.tsx";

export const metadata: Metadata = { title: "Deleted" };

export default function Page() {
  return <DeletedPage />;
}
