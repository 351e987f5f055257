import type { Metadata } from "next";
import { WelcomePage } from "#components/session/welcome-page.tsx";

export const metadata: Metadata = { title: "Welcome" };

export default function Page() {
  return <WelcomePage />;
}
