import { ChartColumn, type LucideIcon, ScrollText, Trash2, Users } from "lucide-react";

export interface Page {
  href: string;
  label: string;
  Icon: LucideIcon;
  /** The other pages that belong to it. */
  holds: readonly string[];
  /** The shortcut that leads there. */
  keys: string;
}

/** Where the navigation, the palette and the shortcuts lead. */
export const pages: readonly Page[] = [
  { href: "/overview", label: "Overview", Icon: ChartColumn, holds: [], keys: "g o" },
  { href: "/users", label: "Users", Icon: Users, holds: ["/user", "/users/new"], keys: "g u" },
  { href: "/deleted", label: "Deleted", Icon: Trash2, holds: [], keys: "g d" },
  { href: "/audit", label: "Audit", Icon: ScrollText, holds: [], keys: "g a" },
];
