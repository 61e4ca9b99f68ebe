import type { Role } from '../../data/generated/session.ts';

/** The documents of this app. */
export type Audience = 'home' | 'family' | 'clinic' | 'school' | 'desk' | 'verify';

/** Where each role works. */
export const audienceOf = (role: Role): Exclude<Audience, 'home' | 'verify'> => {
  if (role === 'guardian') return 'family';
  if (role === 'vaccinator') return 'clinic';
  return role === 'school_checker' ? 'school' : 'desk';
};

export const pathOf = (audience: Audience): string => (audience === 'home' ? '/' : `/${audience}/`);

/** The sign-in page, coming back to `audience` afterwards. */
export const signInPath = (audience: Audience): string =>
  audience === 'home' ? '/#/sign-in' : `/#/sign-in?next=${audience}`;
