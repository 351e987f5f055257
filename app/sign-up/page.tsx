import type { Metadata } from "next";
import { SignUpPage } from "#components/sign-up/sign-up-page.tsx";

export const metadata: Metadata = { title: "Create your account" };

export default function Page() {
  return <SignUpPage />;
}
