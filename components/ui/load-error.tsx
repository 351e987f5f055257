import { CloudOff } from "lucide-react";
import { BlankSlate } from "./blank-slate.tsx";
import { Button } from "./button.tsx";

interface Props {
  title: string;
  message: string;
  onRetry: () => void;
}

/** Stands where something could not be loaded and there is nothing older to show. */
export function LoadError({ title, message, onRetry }: Props) {
  return (
    <div role="alert" className="rounded-xl border border-border bg-card">
      <BlankSlate Icon={CloudOff} title={title} action={<Button onClick={onRetry}>Try again</Button>}>
        {message}
      </BlankSlate>
    </div>
  );
}
