import { useEffect, useRef, useState } from "react";
import { type AddressCheck, checkAddress } from "#lib/contract/check.ts";
import { EmailAddress } from "#lib/contract/email-address.ts";
import { call, messageOf } from "./api.ts";

/** Long enough that nobody is asked about half an address, short enough to be there before the next field is filled in. */
const pauseMs = 700;
/** After leaving the field: longer than a press of a button takes, which would slip away under the pointer. */
const leaveMs = 300;

interface Checked {
  address: string;
  result?: AddressCheck;
  /** Why there is none. */
  failure?: string;
}

export interface AddressCheckState extends Omit<Checked, "address"> {
  checking: boolean;
  /** Checks soon what would be checked after a pause: the person has left the field. */
  settle: () => void;
  again: () => void;
}

/**
 * Checks an address once it is complete and its writer pauses. When it changes meanwhile the check is called off, and what was
 * said of another address is no longer said. Only shown: the server checks again when it is saved.
 * @param own the account that is to get the address; it may have it spelled otherwise, and is no objection
 */
export function useAddressCheck(typed: string, own?: string): AddressCheckState {
  const address = EmailAddress.safeParse(typed).data;
  const [checked, setChecked] = useState<Checked>();
  const [urgent, setUrgent] = useState<string>();
  const running = useRef<string>(undefined);
  const known = checked !== undefined && checked.address === address ? checked : undefined;
  const wanted = known ? undefined : address;

  useEffect(() => {
    if (wanted === undefined) return;
    const calledOff = new AbortController();
    const timer = setTimeout(
      () => {
        running.current = wanted;
        void ask(wanted, calledOff.signal).then((found) => !calledOff.signal.aborted && setChecked(found));
      },
      urgent === wanted ? leaveMs : pauseMs,
    );
    return () => {
      clearTimeout(timer);
      calledOff.abort();
      running.current = undefined;
    };
  }, [wanted, urgent]);

  return {
    result: known?.result && withoutOwn(known.result, own),
    failure: known?.failure,
    checking: wanted !== undefined,
    // What is under way already must not start over.
    settle: () => wanted !== undefined && running.current !== wanted && setUrgent(wanted),
    again: () => setChecked(undefined),
  };
}

function withoutOwn(result: AddressCheck, own: string | undefined): AddressCheck {
  const lookAlikes = result.lookAlikes.filter(({ id }) => id !== own);
  const account = result.account?.id === own ? undefined : result.account;
  return { ...result, account, lookAlikes, alike: result.alike - (result.lookAlikes.length - lookAlikes.length) };
}

async function ask(address: string, signal: AbortSignal): Promise<Checked> {
  try {
    return { address, result: await call(checkAddress, { query: { address }, signal }) };
  } catch (error) {
    return { address, failure: messageOf(error) };
  }
}
