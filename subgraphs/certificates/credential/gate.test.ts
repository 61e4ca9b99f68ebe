import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerClaims } from './claims.ts';
import { CLOCK_BACKSTEP, nextHighWater } from './clock.ts';
import { makeIdTag, matchesIdTag } from './id-tag.ts';
import { issueCode } from './issue-code.ts';
import { maskName } from './mask-name.ts';
import { matchRoster, type RosterEntry } from './roster.ts';
import { CLAIMS, DAY, ID_NUMBER, type Issuer, NOW, newIssuer, PRESENTATION, type World, worldOf } from './test-kit.ts';
import { verifyCode } from './verify-code.ts';

describe('name mask', () => {
  it('keeps first and last by code point', () => {
    const cases = {
      王芳: '王*',
      张小明: '张*明',
      欧阳小明: '欧*明',
      𬍛彤: '𬍛*',
      马𬍛: '马*',
      古丽·买买提: '古*提',
      李: '*',
      '': '*',
    };
    for (const [name, masked] of Object.entries(cases)) expect(maskName(name)).toBe(masked);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        expect([...maskName(name)].length).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('tag of the ID number', () => {
  it('matches the number however it was typed, and differs by salt', () => {
    const tag = makeIdTag(ID_NUMBER);
    for (const typed of [
      ID_NUMBER,
      ID_NUMBER.toLowerCase(),
      ` ${ID_NUMBER} `,
      '６３０１０５２０２００３１５００２Ｘ',
    ]) {
      expect(matchesIdTag(tag, typed)).toBe(true);
    }
    expect(makeIdTag(ID_NUMBER)).not.toEqual(tag);
    expect(tag).toHaveLength(9);
  });

  it('attack 26: leaves at least 250 ID numbers of the province that fit', { timeout: 60_000 }, () => {
    // A hundred division codes, 999 sequence numbers each: what remains when the birth date is known.
    const tag = makeIdTag(ID_NUMBER);
    let candidates = 0;
    for (let division = 0; division < 100; division++) {
      for (let sequence = 1; sequence < 1000; sequence++) {
        const body = `63${String(division).padStart(4, '0')}20200315${String(sequence).padStart(3, '0')}`;
        if (matchesIdTag(tag, body + checkDigit(body))) candidates += 1;
      }
    }
    expect(candidates).toBeGreaterThanOrEqual(250);
    expect(candidates).toBeLessThan(600);
  });
});

function checkDigit(body: string): string {
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return '10X98765432'[sum % 11]!;
}

describe('at the school gate', () => {
  let issuer: Issuer;
  let world: World;
  beforeAll(async () => {
    issuer = await newIssuer();
    world = await worldOf(issuer);
  });

  const pupil: RosterEntry = { ref: 'row 2', name: '张小明', birthDate: '2020-03-15', idNumber: ID_NUMBER };
  const claims: AnswerClaims = { ...CLAIMS, idTag: makeIdTag(ID_NUMBER, (target) => target.fill(9)) };

  it('Q-77 attack 10: finds the pupil, not the twin, the namesake or the same mask of another day', () => {
    const twin = { ...pupil, ref: 'row 3', name: '张晓明', idNumber: '630105202003150038' };
    const otherDay = { ...pupil, ref: 'row 4', birthDate: '2020-03-16' };
    const otherMask = { ...pupil, ref: 'row 5', name: '张小红' };
    expect(matchRoster(claims, [twin, pupil, otherDay, otherMask])).toEqual({ outcome: 'match', refs: ['row 2'] });
    expect(matchRoster(claims, [twin, otherDay, otherMask])).toEqual({ outcome: 'not_on_roster', refs: [] });
    const withoutNumber = { ...twin, idNumber: null };
    expect(matchRoster(claims, [withoutNumber, pupil])).toEqual({ outcome: 'several', refs: ['row 3', 'row 2'] });
  });

  it('Q-77 the answer carries the match when a class list is given', async () => {
    const { text } = await issueCode(claims, issuer.result);
    const answer = await verifyCode(text, { ...world.state, roster: [pupil] });
    expect(answer).toMatchObject({ kind: 'genuine', roster: { outcome: 'match', refs: ['row 2'] } });
    const foreign = await verifyCode(text, { ...world.state, roster: [] });
    expect(foreign.roster).toEqual({ outcome: 'not_on_roster', refs: [] });
  });

  it('attack 12: a clock set back a year gives no verdict, nor after going forward and back', async () => {
    const { text } = await issueCode(claims, issuer.result);
    const back = { ...world.state, now: NOW - 365 * DAY };
    expect(await verifyCode(text, back)).toMatchObject({ kind: 'clock_wrong', kid: null, result: null });
    let mark = nextHighWater(0, NOW, world.state);
    mark = nextHighWater(mark, NOW + 365 * DAY, world.state);
    mark = nextHighWater(mark, NOW, world.state);
    expect((await verifyCode(text, { ...world.state, clockHighWater: mark })).kind).toBe('clock_wrong');
    const edge = { ...world.state, clockHighWater: NOW + CLOCK_BACKSTEP };
    expect((await verifyCode(text, edge)).kind).toBe('genuine');
    expect((await verifyCode(text, { ...edge, clockHighWater: NOW + CLOCK_BACKSTEP + 1 })).kind).toBe('clock_wrong');
  });

  it('attack 12: a static code dated ahead cannot lock the device, a genuine presentation moves the mark', async () => {
    const ahead = { ...claims, issuedAt: NOW + 200, expiresAt: NOW + 100 * DAY };
    const answer = await verifyCode((await issueCode(ahead, issuer.result)).text, world.state);
    expect(answer.kind).toBe('genuine');
    expect(nextHighWater(0, NOW, world.state, answer)).toBe(NOW);
    const fresh = { ...PRESENTATION, issuedAt: NOW + 200, expiresAt: NOW + 800 };
    const shown = await verifyCode((await issueCode(fresh, issuer.presentation)).text, world.state);
    expect(nextHighWater(0, NOW, world.state, shown)).toBe(NOW + 200);
    const tooFar = { ...PRESENTATION, issuedAt: NOW + 30 * DAY, expiresAt: NOW + 30 * DAY + 600 };
    const refused = await verifyCode((await issueCode(tooFar, issuer.presentation)).text, world.state);
    expect(refused.kind).toBe('not_yet_valid');
    expect(nextHighWater(0, NOW, world.state, refused)).toBe(NOW);
  });
});
