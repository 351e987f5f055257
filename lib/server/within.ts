/**
 * Does work for at most `ms` milliseconds, then calls it off by its signal and stops waiting, whether it heeds that or not:
 * an `AbortSignal.timeout` that only `fetch` knows of may be gone by the time a body drips.
 * @throws DOMException `TimeoutError`, or what the work throws.
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const reason = new DOMException(`There was no answer within ${ms} ms`, "TimeoutError");
      reject(reason);
      ending.abort(reason);
    }, ms);
  });
  return Promise.race([work(ending.signal), late]).finally(() => clearTimeout(timer));
}
