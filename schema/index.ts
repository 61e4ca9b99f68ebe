export * from './aefi-classes.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './notices.ts';
export * from './policy.ts';
export * from './roles.ts';
