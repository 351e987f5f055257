import { getUser } from "@netlify/identity";

export default async function hello() {
  const user = await getUser();
  if (!user) return Response.json({ text: "Hello, stranger." });
  return Response.json({ text: `Hello, ${user.email}.`, roles: user.roles });
}

export const config = { path: "/api/hello" };
