const chunkProblem =
  /ChunkLoadError|Failed to load chunk|Loading (CSS )?chunk|dynamically imported module|Importing a module script failed/i;

/** Whether an error means that a part of the page's code could not be fetched, as after a deploy that replaced it. */
export function isOutdatedPage(error: Error): boolean {
  return chunkProblem.test(error.name) || chunkProblem.test(error.message);
}
