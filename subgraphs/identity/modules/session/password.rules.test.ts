import { describe, expect, it } from 'vitest';
import { isStrongPassword } from './password.rules.ts';

const OWN = ['13997110001', '630121199003074525'];

describe('password rules', () => {
  it.each(['Huang-he-2026', 'abcDEF12', '湟水流过大通县城桥头镇卫生院的门口啊', 'correct horse battery staple'])(
    'Q-94 takes %s',
    (password) => expect(isStrongPassword(password, OWN)).toBe(true),
  );
  it.each([
    ['short', 'Ab1-xyz'],
    ['two kinds only', 'abcdefgh12'],
    ['the same character', 'aaaaaaaaaaaaaaaaaaaa'],
    ['the phone', 'Ab-13997110001'],
    ['the end of the ID number', 'Ab-03074525-x'],
    ['far too long', 'Ab1-'.repeat(33)],
  ])('Q-94 refuses one that is or holds %s', (_why, password) => expect(isStrongPassword(password, OWN)).toBe(false));
});
