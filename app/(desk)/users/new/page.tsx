import type { Metadata } from "next";
import { NewUserPage } from "#components/users/new-user-page.tsx";

export const metadata: Metadata = { title: "New user" };

export default function Page() {
  return <NewUserPage />;
}
