import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyFor } from './compression.ts';

const long = JSON.stringify({ rows: Array.from({ length: 500 }, (_, i) => `{"id":${i},"name":"张伟"}`) });
const answer = (accepted: string | undefined, text = long) =>
  bodyFor({ headers: accepted === undefined ? {} : { 'accept-encoding': accepted } }, text);

describe('an answer of the gateway', () => {
  it.each(['gzip', 'gzip, deflate, br, zstd', 'br;q=1.0, gzip;q=0.8', '*'])(
    'is compressed for %s when it is long',
    async (accepted) => {
      const { body, headers } = await answer(accepted);
      expect(headers).toEqual({ vary: 'accept-encoding', 'content-encoding': 'gzip' });
      expect(gunzipSync(body).toString()).toBe(long);
      expect(body.length * 5).toBeLessThan(long.length);
    },
  );

  it.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip;q=0.000'])('goes as it is for %s', async (accepted) => {
    const { body, headers } = await answer(accepted);
    expect(headers).toEqual({ vary: 'accept-encoding' });
    expect(body.toString()).toBe(long);
  });

  it('goes as it is when it is short, so that no token is compressed beside what a caller sent', async () => {
    const session = JSON.stringify({ data: { signIn: { accessToken: 'x'.repeat(2_000) } } });
    const { body, headers } = await answer('gzip', session);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(body.toString()).toBe(session);
  });
});
