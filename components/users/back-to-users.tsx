import { BackLink } from "#components/ui/back-link.tsx";

export function BackToUsers() {
  return <BackLink href="/users">Users</BackLink>;
}
