import { expect } from "@playwright/test";

export interface Mail {
  id: string;
  to: string[];
  subject: string;
  links: string[];
}

/** Waits for the newest mail to an address, in the mailbox of a local Identity. */
export async function mailTo(url: string, address: string): Promise<Mail> {
  let newest: Mail | undefined;
  await expect
    .poll(async () => {
      const response = await fetch(`${url}/__dev/mails?to=${encodeURIComponent(address)}`, {
        headers: { accept: "application/json" },
      });
      if (!response.ok) throw new Error(`${url}/__dev/mails answered ${response.status}: ${await response.text()}`);
      const mails: Mail[] = await response.json();
      newest = mails.at(-1);
      return mails.length;
    })
    .toBeGreaterThan(0);
  if (!newest) throw new Error(`No mail to ${address}.`);
  return newest;
}
