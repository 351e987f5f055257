"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

interface Props {
  text: string;
  /** What is copied; the button is called "Copy …". */
  what: string;
  /** Shows "Copy" alone, where it is plain what. */
  brief?: boolean;
}

/** Puts a text into the clipboard and says whether that worked. */
export function CopyButton({ text, what, brief }: Props) {
  const [result, setResult] = useState<"copied" | "failed">();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      setResult("failed");
    }
  }

  return (
    <>
      <Button variant="outline" size="sm" onClick={() => void copy()}>
        {result === "copied" ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
        <span>
          Copy<span className={brief ? "sr-only" : undefined}> {what}</span>
        </span>
      </Button>
      <span role="status" className={result === "failed" ? "text-[0.8125rem] text-destructive" : "sr-only"}>
        {result === "copied" && "Copied"}
        {result === "failed" && "Copying is not allowed here. Select the text and copy it by hand."}
      </span>
    </>
  );
}
