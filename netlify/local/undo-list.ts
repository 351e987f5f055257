export interface Undo {
  add(step: () => void | Promise<void>): void;
  /** In reverse order, each once. */
  run(): Promise<void>;
}

function undoList(): Undo {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (step) => void steps.push(step),
    async run() {
      for (const step of steps.splice(0).reverse()) await step();
    },
  };
}

/** Runs `work`; when it fails, what it has done by then is undone before the failure goes on. */
export async function orUndo<Result>(work: (undo: Undo) => Promise<Result>): Promise<Result> {
  const undo = undoList();
  try {
    return await work(undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}
