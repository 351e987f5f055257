const IN_WORDS: Record<string, string> = {
  ENOSPC: "the disk is full. Make room, or choose another directory",
  EDQUOT: "the quota is used up. Make room, or choose another directory",
  EFBIG: "no file may grow that far. Raise the limit, or choose another directory",
  EROFS: "it can only be read. Make it writable, or choose another directory",
  EACCES: "this user may not write it. Change its permissions, or choose another directory",
  EPERM: "this user may not write it. Change its permissions, or choose another directory",
  EISDIR: "there is a directory of that name. Move it away, or choose another directory",
  ENOTDIR: "a part of its path is no directory. Choose another one",
};

/** What the disk refused, and what to do; the system's own words where there are none of ours. */
export function diskTrouble(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return IN_WORDS[code] ?? (error instanceof Error ? error.message : String(error));
}
