/** Slower than a scanner on a busy tablet; nobody types so fast where there is no field to type into. */
const LONGEST_GAP_MS = 200;
const SHORTEST = 6;

/**
 * Tells the keys of a hand scanner from those of a person: at least six in a row, each at once after the other, and Enter.
 * @returns takes one key with its time in ms; answers the code when it is whole
 */
export function createBurst(): (key: string, at: number) => string | null {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;
  return (key, at) => {
    const isQuick = at - last <= LONGEST_GAP_MS;
    last = at;
    if (!isQuick) text = '';
    if (key === 'Enter') {
      const code = text;
      text = '';
      return code.length >= SHORTEST ? code : null;
    }
    // Shift and the like come with capital letters and say nothing themselves.
    if ([...key].length === 1) text += key;
    return null;
  };
}
