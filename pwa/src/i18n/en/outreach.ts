import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/outreach.ts';

export default {
  title: 'Temporary points',
  explain:
    'Vaccinating at a school or in a village: set the day, place, team and vaccines, bring the off-line pack up to date the evening before, choose the point when you are there.',
  none: 'Nothing is planned.',
  plan: 'Plan a session',
  edit: 'Change',
  'edit.title': 'Change the session',
  save: 'Save',
  saved: 'Saved.',
  cancel: 'Cancel the session',
  cancelled: 'Cancelled.',
  'state.cancelled': 'Cancelled',
  day: 'Day',
  point: 'Name of the point',
  'point.hint': 'The records of its doses carry this name.',
  address: 'Address',
  team: 'Team',
  'team.hint': 'One name a line.',
  vaccines: 'Vaccines taken along',
  'vaccines.hint': 'Those the clinic has on hand.',
  here: '{point}: {team}',
  notTaken: 'This vaccine is not on the list of this temporary point: please check.',
  tomorrow: 'Temporary point tomorrow: {points}',
  'tomorrow.pack': 'Bring the off-line pack up to date this evening',
} satisfies Translation<typeof zh>;
