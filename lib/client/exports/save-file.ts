const releaseMs = 60_000;

/** Hands a text to the browser as a download, and answers its name: `audit-2026-11-23.csv`. */
export function saveFile(pieces: string[], { name, ending, type }: Record<"name" | "ending" | "type", string>): string {
  const url = URL.createObjectURL(new Blob(pieces, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), releaseMs);
  return link.download;
}
