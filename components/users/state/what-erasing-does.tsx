/** What deleting for good takes, what it leaves, and that nobody can take it back. */
export function WhatErasingDoes({ who }: { who: string }) {
  return (
    <div className="grid gap-2">
      <p className="wrap-anywhere">
        <strong className="font-medium">{who}</strong> will be gone, and nobody can bring that back.
      </p>
      <ul className="grid list-disc gap-1 pl-5 text-muted-foreground">
        <li>The account, its password and its metadata go from Identity.</li>
        <li>Name, address, notes and reasons go from everything the desk keeps.</li>
        <li>The audit keeps who did what and when, with the id alone. Identity keeps a log of its own.</li>
      </ul>
    </div>
  );
}
