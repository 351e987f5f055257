import { getStore, listStores } from "@netlify/blobs";

/** Everything that lies in the Blobs of the stubbed context, as one text: `store/key value`, a blob a line. */
export async function allBlobs(): Promise<string> {
  const { stores } = await listStores();
  const lines = await Promise.all(
    stores.map(async (name) => {
      const store = getStore({ name, consistency: "strong" });
      const { blobs } = await store.list();
      return Promise.all(blobs.map(async ({ key }) => `${name}/${key} ${await store.get(key)}`));
    }),
  );
  return lines.flat().join("\n");
}
