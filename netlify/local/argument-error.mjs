// @ts-check

/** What a person started us with cannot be taken; the message says what it is and what would do, in one line. */
export class ArgumentError extends Error {}
