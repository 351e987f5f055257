const BY_FILE_NAME = /^identity-(validate|signup|login)(-background)?$/;

/** The event a function gets by its file name, as `identity_signup`, or undefined for any other function. */
export function eventOfFileName(name: string): string | undefined {
  const event = BY_FILE_NAME.exec(name)?.[1];
  return event && `identity_${event}`;
}
