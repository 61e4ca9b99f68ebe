import { describe, expect, it } from 'vitest';
import { checkRegistration, passwordStrength, type Registration } from './register-rules.ts';

const good: Registration = {
  name: '王芳',
  documentType: 'RESIDENT_ID',
  documentNumber: '11010519491231002X',
  phone: '13800138000',
  code: '123456',
  password: 'Guardian-2026',
  acceptedTerms: true,
};

describe('the registration form', () => {
  it('Q-78 finds nothing wrong with good data', () => {
    expect(checkRegistration(good)).toEqual({});
  });

  it('Q-78 names each field that is wrong, and why', () => {
    const bad = { ...good, name: '', documentNumber: '110105194912310021', phone: '2381', code: '12', password: 'abc' };
    expect(checkRegistration({ ...bad, acceptedTerms: false })).toEqual({
      name: 'required',
      documentNumber: 'check_digit',
      phone: 'format',
      code: 'format',
      password: 'weak_password',
      acceptedTerms: 'terms',
    });
  });

  it('Q-94 grades passwords as the server takes them', () => {
    expect(['12345678', 'password', 'aaaaaaaaaaaaaaaaaa', 'Ab1'].map(passwordStrength)).toEqual([0, 0, 0, 0]);
    expect(passwordStrength('Abcdef12')).toBe(1);
    expect(passwordStrength('Long-enough-26x')).toBe(2);
  });
});
