import * as z from "zod/mini";

/** A plain address: no display name, no blanks, one `@`, a dot in the domain. Stored as typed, without outer blanks. */
export const EmailAddress = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, "Enter an e-mail address."),
    z.maxLength(254, "An e-mail address has at most 254 characters."),
    z.regex(
      /^[^\s\p{C}@<>()[\],;:\\"]+@[^\s\p{C}@<>()[\],;:\\"]+\.[^\s\p{C}@<>()[\],;:\\".]+$/u,
      "This is not an e-mail address. Enter it like name@example.org, without a name or blanks around it.",
    ),
  );
