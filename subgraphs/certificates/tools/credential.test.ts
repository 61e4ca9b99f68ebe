import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueLine, VERDICTS, verifyLine } from './credential-lines.ts';
import { FolderError, IssuerFolder, openFolder } from './issuer-folder.ts';

const AT = Date.parse('2026-11-20T08:00:00Z') / 1000;
const DAY = 86_400;
const ORDER = {
  id: 'a',
  kind: 'static',
  name: '张晓明',
  birthDate: '2020-03-15',
  idNumber: '63010520200315002X',
  result: 1,
  missing: [],
  issued: '2026-11-20T07:00:00Z',
  expires: '2026-12-31T15:59:59Z',
  revoked: false,
};
const dir = mkdtempSync(join(tmpdir(), 'credential-'));
const codes: Record<string, string> = {};
let held: Awaited<ReturnType<typeof openFolder>>;

async function issue(folder: IssuerFolder, orders: object[]): Promise<object[]> {
  const answers: object[] = [];
  for (const order of orders) {
    const { answer } = await issueLine(JSON.stringify(order), folder);
    if ('qr' in answer && 'id' in answer) codes[String(answer.id)] = String(answer.qr);
    answers.push(answer);
  }
  await folder.publish(AT);
  return answers;
}
const verdictAt = async (text: string, at = AT) =>
  (await verifyLine(text, held, at)) as { verdict: string; reason: string | null; name?: string };

beforeAll(async () => {
  const missing = [['04', 1]];
  await issue(await IssuerFolder.open(dir), [
    ORDER,
    { ...ORDER, id: 'withdrawn', result: 2, missing, revoked: true },
    { ...ORDER, id: 'screen', kind: 'presentation', expires: '2026-11-20T07:10:00Z' },
  ]);
  held = await openFolder(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('the credential command', () => {
  it('J-135 says genuine, with the masked name and the result, of a code that stands', async () => {
    expect(await verdictAt(codes.a!)).toMatchObject({
      verdict: 'genuine',
      name: '张*明',
      birthDate: '2020-03-15',
      result: 1,
      issued: '2026-11-20T07:00:00Z',
    });
  });

  it.each([
    ['revoked', 'withdrawn', AT],
    ['expired', 'screen', AT],
    ['genuine', 'screen', AT - 3590],
    ['not_yet_valid', 'a', AT - DAY],
    ['expired', 'a', AT + 60 * DAY],
    ['status_unknown', 'a', AT + 15 * DAY],
    // Of two that fit, the first of the list.
    ['expired', 'withdrawn', AT + 60 * DAY],
  ])('%s: %s', async (verdict, code, at) => {
    expect((await verdictAt(codes[code]!, at)).verdict).toBe(verdict);
  });

  it('tells texts that are none, other versions and unknown issuers apart', async () => {
    expect((await verdictAt('hello')).verdict).toBe('unreadable');
    expect((await verdictAt('')).verdict).toBe('unreadable');
    expect((await verdictAt('VX2:ABC')).verdict).toBe('newer_app_needed');
    const foreign = mkdtempSync(join(tmpdir(), 'credential-'));
    const { answer } = await issueLine(JSON.stringify(ORDER), await IssuerFolder.open(foreign));
    rmSync(foreign, { recursive: true });
    expect((await verdictAt((answer as { qr: string }).qr)).verdict).toBe('unknown_issuer');
  });

  it('never says genuine of a changed text, nor fails over it', async () => {
    const text = codes.a!;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), async (at, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + put.length || at + 1);
        fc.pre(changed !== text);
        const { verdict } = await verdictAt(changed);
        expect(VERDICTS).toContain(verdict);
        expect(verdict).not.toBe('genuine');
      }),
      { numRuns: 300 },
    );
  });

  it('answers status_unknown without the status list, never a pass', async () => {
    const blind = { ...held, statusLists: new Map() };
    expect(await verifyLine(codes.a!, blind, AT)).toMatchObject({ verdict: 'status_unknown' });
  });

  it('keeps its keys and revocations when it is opened again', async () => {
    const later = await IssuerFolder.open(dir);
    await issue(later, [{ ...ORDER, id: 'second' }]);
    held = await openFolder(dir);
    expect((await verdictAt(codes.a!)).verdict).toBe('genuine');
    expect((await verdictAt(codes.second!)).verdict).toBe('genuine');
    expect((await verdictAt(codes.withdrawn!)).verdict).toBe('revoked');
    expect(statSync(join(dir, 'keys', 'root-current.p8')).mode & 0o077).toBe(0);
  });

  it('refuses an order no verifier would take, naming the field and not its content', async () => {
    const folder = await IssuerFolder.open(dir);
    const answers = await issue(folder, [
      { ...ORDER, id: 'long', expires: '2027-11-20T07:00:00Z' },
      { ...ORDER, id: 'pair', result: 2 },
      { ...ORDER, id: 'date', birthDate: '2020-02-30' },
    ]);
    expect(answers).toEqual([
      { id: 'long', error: { code: 'claims', field: 'validity' } },
      { id: 'pair', error: { code: 'claims', field: 'missing' } },
      { id: 'date', error: { code: 'bad_field', field: 'birthDate' } },
    ]);
    expect((await issueLine('{', folder)).answer).toEqual({ id: null, error: { code: 'not_json', field: null } });
  });

  it('says which file keeps a folder from being used', async () => {
    await expect(openFolder(join(dir, 'keys'))).rejects.toThrow(
      new FolderError('roots.json is missing or cannot be read'),
    );
  });
});
