/** The looks of a line in the palette; cmdk marks the one that Enter takes. */
export const paletteItem =
  "flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 py-2 data-[selected=true]:bg-primary-soft md:min-h-9";

/** The looks of a group, with the heading cmdk puts into it. */
export const paletteGroup =
  "[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[0.8125rem] [&_[cmdk-group-heading]]:text-muted-foreground";
