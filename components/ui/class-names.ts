import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. There is no merging of conflicting utilities: a caller adds layout to a primitive (margin, width,
 * grid place) and leaves its looks alone.
 */
export function cn(...inputs: ClassValue[]): string {
  return clsx(inputs);
}
