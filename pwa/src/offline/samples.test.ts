import { describe, expect, it } from 'vitest';
import { untold } from './samples.ts';

const differs = (note: string) => ({ result: 'differs' as const, note });
const agrees = { result: 'agrees' as const, note: '' };

describe('what of a sample goes into the journal', () => {
  it('S-47 is each finding once as it is, one taken back too, and none that does not say yet what differs', () => {
    expect(untold({ a: agrees, b: differs('少一剂'), c: differs(' ') }, {})).toEqual(['a', 'b']);
    expect(untold({ a: agrees, b: differs('少一剂') }, { a: agrees, b: differs('少一剂') })).toEqual([]);
    expect(untold({ a: differs('少'), b: differs('少两剂') }, { a: agrees, b: differs('少一剂') })).toEqual(['a', 'b']);
    expect(untold({}, { a: agrees })).toEqual(['a']);
    // A note left behind by a change of mind is no news.
    expect(untold({ a: { ...agrees, note: '少' } }, { a: agrees })).toEqual([]);
  });
});
