import { describe, expect, it } from 'vitest';
import { captureFinger } from './reader.ts';

const TEMPLATE = btoa('FMR\0 20\0 minutiae');
const bridge =
  (status: number, told: unknown): typeof fetch =>
  async () =>
    new Response(typeof told === 'string' ? told : JSON.stringify(told), { status });

describe('H-10 the port to a fingerprint reader', () => {
  it('gives template and quality, and nothing else of what the bridge tells', async () => {
    const told = { template: TEMPLATE, quality: 82, name: 'not ours to keep' };
    expect(await captureFinger(bridge(200, told))).toEqual({ template: TEMPLATE, quality: 82 });
  });

  it('says in a word why there is none', async () => {
    const gone: typeof fetch = () => Promise.reject(new TypeError('connection refused'));
    expect(await captureFinger(gone)).toBe('no_bridge');
    expect(await captureFinger(bridge(409, { error: 'no_finger' }))).toBe('no_finger');
    expect(await captureFinger(bridge(409, { error: 'no_device' }))).toBe('no_device');
    for (const told of ['{', {}, { template: btoa('GIF89a'), quality: 80 }, { template: TEMPLATE, quality: 101 }])
      expect(await captureFinger(bridge(200, told))).toBe('not_understood');
    expect(await captureFinger(bridge(500, { error: 'burnt' }))).toBe('not_understood');
  });
});
