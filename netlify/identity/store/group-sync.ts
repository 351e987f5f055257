import { fdatasync } from "node:fs";

/** One fdatasync serves everyone who asked before it began. Rejects with what the disk says. */
export function groupSync(currentFd: () => number): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const flush = () =>
    new Promise<void>((resolve, reject) => {
      fdatasync(currentFd(), (error) => (error ? reject(error) : resolve()));
    });
  const start = (): Promise<void> => {
    const flushing = flush().finally(() => {
      if (running === flushing) running = undefined;
    });
    running = flushing;
    return flushing;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
