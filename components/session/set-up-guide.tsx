"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Titled } from "#components/ui/titled.tsx";

/** What to do where the desk runs without its settings. The message of the server says which one is missing. */
export function SetUpGuide({ message }: { message: string }) {
  const [secret] = useState(randomSecret);
  const onLaptop = isLaptop();
  return (
    <div className="grid gap-6">
      <Titled title="Set up this desk">
        It runs, but does not know yet whom it belongs to. Until it does, nobody can sign in.
      </Titled>
      <Notice tone="warn" title="What is missing">
        {message}
      </Notice>
      <ol className="grid gap-5">
        <Step number={1} title="Name the owners">
          The addresses of the people who may do everything here, separated by commas.
          <Snippet text="DESK_OWNERS=you@example.com" what="the line with DESK_OWNERS" />
        </Step>
        <Step number={2} title="Give it a secret">
          At least 32 characters that nobody else knows; it keys the hashes of addresses. This one was made in your
          browser just now and is stored nowhere.
          <Snippet text={`DESK_SECRET=${secret}`} what="the line with DESK_SECRET" />
        </Step>
        <Step
          number={3}
          title={onLaptop ? "Set both, and start again" : "Set both as environment variables, and deploy again"}
        >
          <WhereToSet secret={secret} />
        </Step>
        <Step number={4} title="Sign in as an owner">
          <p>
            The owner needs a confirmed account with that very address. Invite it in Netlify’s own Identity tab: the
            link in the mail proves that the mailbox is theirs, and sets the password.
          </p>
          <p className="mt-2">
            Was the account made on the sign-up page instead? Then choose “Forgot password?” once before you first sign
            in here: whoever signed up with that address first may know its password.
          </p>
        </Step>
      </ol>
      <div>
        <Button onClick={() => window.location.reload()}>Check again</Button>
      </div>
    </div>
  );
}

/** Where the settings go: first the way that fits where this page runs. */
function WhereToSet({ secret }: { secret: string }) {
  const commands = `netlify env:set DESK_OWNERS you@example.com\nnetlify env:set DESK_SECRET ${secret} --secret`;
  const start = <code className="font-mono text-[0.8125rem]">npm start</code>;
  return (
    <>
      {isLaptop() ? (
        <p>
          On this machine: stop the desk and set them before {start}. On Netlify: Project configuration → Environment
          variables, or with its command line as below, then deploy again.
        </p>
      ) : (
        <p>
          On Netlify: Project configuration → Environment variables, or with its command line as below. On your own
          machine: set them before {start}.
        </p>
      )}
      <Snippet text={commands} what="the commands" />
    </>
  );
}

function isLaptop(): boolean {
  return ["localhost", "127.0.0.1"].includes(window.location.hostname);
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3 gap-y-1">
      <span
        aria-hidden
        className="grid size-7 place-items-center rounded-full bg-primary-soft text-[0.8125rem] font-semibold text-primary"
      >
        {number}
      </span>
      <h2 className="self-center font-semibold">{title}</h2>
      <div className="col-start-2 text-muted-foreground">{children}</div>
    </li>
  );
}

function Snippet({ text, what }: { text: string; what: string }) {
  return (
    <div className="mt-2 flex flex-wrap items-start gap-2 rounded-xl border border-border bg-card p-2 pl-3">
      <code className="min-w-0 flex-1 basis-60 self-center whitespace-pre-wrap break-all font-mono text-[0.8125rem] text-foreground">
        {text}
      </code>
      <CopyButton brief text={text} what={what} />
    </div>
  );
}

function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
