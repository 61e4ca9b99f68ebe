import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/menu.ts';

export default {
  'menu.title': 'Settings and account',
  'menu.language': 'Language',
  'language.zh-CN': '中文',
  'language.en': 'English',
  'menu.theme': 'Appearance',
  'menu.theme.system': 'System',
  'menu.theme.light': 'Light',
  'menu.theme.dark': 'Dark',
  'menu.size': 'Type and contrast',
  'menu.size.normal': 'Standard',
  'menu.size.elder': 'Larger',
  'menu.signOut': 'Sign out',
  'menu.signIn': 'Sign in',
  'signOut.blocked': 'Some entries have not been sent yet',
  'signOut.force': 'Discard what was not sent and sign out',
  'update.explain': 'It is applied when you next change the page, never while a form is open.',
  'update.accept': 'Update',
  'update.agreed': 'It will be applied when you next change the page.',
} satisfies Translation<typeof zh>;
