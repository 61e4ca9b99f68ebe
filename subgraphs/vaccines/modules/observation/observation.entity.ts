import { defineEntity, p } from '@mikro-orm/core';

/** Minutes a clinic keeps people after a dose (H-19: a setting). */
export const ClinicSetting = defineEntity({
  name: 'ClinicSetting',
  tableName: 'clinic_setting',
  properties: {
    organisationId: p.uuid().primary(),
    observationMinutes: p.integer(),
    /** Names of the vaccination points (接种点) that work for the clinic; none: it is one itself. */
    points: p.array(),
    /** Whether a sign-off asks for a fingerprint (H-10). */
    asksFingerprint: p.boolean(),
  },
});

/** The observation (留观) after one dose. */
export const Observation = defineEntity({
  name: 'Observation',
  tableName: 'observation',
  properties: {
    personId: p.uuid().primary(),
    doseId: p.uuid().primary(),
    organisationId: p.uuid(),
    startedAt: p.datetime(),
    endsAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    minutes: p.integer(),
    reaction: p.text().nullable(),
    /** Left before the end (未留观离开). */
    leftAt: p.datetime().nullable(),
  },
});
