/** What was seen in an observation, on its way to the report of it. Words about health stay out of addresses. */
let handed: { person: string; words: string } | null = null;

export function handOverSeen(person: string, words: string): void {
  handed = { person, words };
}

/** The words handed over for a person, once. */
export function takeSeen(person: string): string {
  const words = handed?.person === person ? handed.words : '';
  handed = null;
  return words;
}
