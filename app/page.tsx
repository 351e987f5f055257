import type { Metadata } from "next";
import { FrontPage } from "#components/session/front-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default function Page() {
  return <FrontPage />;
}
