import {
  type ScreeningConclusion,
  undoableStep,
  type VisitState,
  type VisitStepKind,
  visitMove,
  visitStateAfter,
} from '@miaoben/schedule/clinic-visit';
import { isOpen } from '@miaoben/sync';
import type { BreakOffReason, ClinicVisitsQuery, UnconfirmedReason } from '../../data/generated/clinic.ts';
import { todayInChina } from '../../i18n/format.ts';
import type { ConsentEntry, PlainEntry } from '../../offline/outbox-content.ts';
import type { FingerprintView } from '../fingerprint/fingerprint-line.tsx';
import type { KeptFingerprint } from '../fingerprint/kept.ts';
import { notYetIn } from '../record/own-entries.ts';

export type ServerVisit = ClinicVisitsQuery['visits']['nodes'][number];

export interface StepView {
  kind: VisitStepKind;
  at: string;
  /** who took it; null: this device, not sent yet */
  by: string | null;
  undone: boolean;
  /** photo taken at the sign-off, to be called up from the server */
  photoId: string | null;
  /** what else a sign-off was confirmed with, or why with nothing */
  fingerprint: FingerprintView | null;
  unconfirmed: UnconfirmedReason | null;
}

/** A visit as this device knows it: the server's, and what was taken here and is not there yet. */
export interface ClinicVisit {
  id: string;
  person: { id: string; name: string };
  day: string;
  /** vaccination point, where the clinic has several */
  point: string | null;
  /** what the family answered at home for this day; null: nothing, or the device has not heard */
  familyScreening: ServerVisit['person']['familyScreening'];
  openedAt: string;
  state: VisitState;
  steps: StepView[];
  broken: { reason: BreakOffReason; note: string | null; until: string | null } | null;
  /** Something of it waits for the network. */
  isPending: boolean;
  /** Something of it was refused. */
  needsLook: boolean;
  /** The inquiry arrived late, and the family had answered anew meanwhile. */
  answeredAnew?: boolean;
}

export const STEP_OF = {
  go: 'screening_passed',
  ask_doctor: 'screening_referred',
  postpone: 'screening_failed',
  contraindicated: 'screening_failed',
} as const satisfies Record<ScreeningConclusion, VisitStepKind>;

type Open = Omit<ClinicVisit, 'state'>;

/** A step of this device that is not sent yet. */
const OWN_STEP = { by: null, undone: false, photoId: null, fingerprint: null, unconfirmed: null } as const;

const ofServer = (visit: ServerVisit): Open => ({
  id: visit.id,
  person: { id: visit.person.id, name: visit.person.name },
  day: visit.day,
  point: visit.point,
  familyScreening: visit.person.familyScreening,
  openedAt: visit.openedAt,
  answeredAnew: visit.screening?.confirmsOutdated === true,
  steps: visit.steps.map(({ kind, at, by, undone, photoId = null, fingerprint = null, unconfirmed = null }) => ({
    kind,
    at,
    by: by.displayName,
    undone,
    photoId,
    fingerprint,
    unconfirmed,
  })),
  broken: visit.brokenReason && {
    reason: visit.brokenReason,
    note: visit.brokenNote,
    until: visit.screening?.until ?? null,
  },
  isPending: false,
  needsLook: false,
});

/** What a record shows of a fingerprint that is not sent yet: never the template. */
const ownFingerprint = (kept: KeptFingerprint | undefined): FingerprintView | null =>
  kept ? { id: null, fingerOf: kept.fingerOf, quality: kept.quality, deletedAt: null } : null;

/** The visit an entry of the journal is about. */
function visitOf(entry: PlainEntry): string | null {
  switch (entry.kind) {
    case 'openVisit':
    case 'screenVisit':
    case 'signVisit':
    case 'breakOffVisit':
    case 'undoVisitStep':
      return entry.content.input.visitId;
    case 'recordDose':
      return entry.content.input.visitId ?? null;
    default:
      return null;
  }
}

/** Takes one entry into its visit. The moves of the visit decide what counts; one that the server has already changes nothing. */
function take(visit: Open, entry: PlainEntry): void {
  const at = new Date(entry.createdAt).toISOString();
  const step = (kind: VisitStepKind) => visit.steps.push({ ...OWN_STEP, kind, at });
  switch (entry.kind) {
    case 'screenVisit': {
      const { conclusion, until = null } = entry.content.input;
      step(STEP_OF[conclusion]);
      if (conclusion === 'postpone') visit.broken = { reason: 'postponed', note: null, until };
      if (conclusion === 'contraindicated') visit.broken = { reason: 'contraindicated', note: null, until: null };
      break;
    }
    case 'signVisit':
      visit.steps.push({
        ...OWN_STEP,
        kind: entry.content.input.signOff === 'registration' ? 'registration_signed' : 'vaccination_signed',
        at,
        fingerprint: ownFingerprint(entry.content.fingerprint),
        unconfirmed: entry.content.input.unconfirmed ?? null,
      });
      break;
    case 'breakOffVisit': {
      const { reason, note = null } = entry.content.input;
      step('broken_off');
      visit.broken = { reason, note, until: null };
      break;
    }
    case 'undoVisitStep': {
      const last = undoableStep(visit.steps);
      if (last?.kind === entry.content.input.step) {
        last.undone = true;
        visit.broken = null;
      }
      break;
    }
    case 'recordDose':
      step('dose_given');
      break;
    case 'signConsent':
      step('consented');
      break;
    default:
  }
}

/** The visit an own consent was signed in, as the server finds it: the last one of the person on that day that is so far. */
function consentedIn(visits: Iterable<Open>, { person, createdAt, content: { input } }: ConsentEntry): string | null {
  if (input.decision !== 'agree') return null;
  const day = todayInChina(input.signedAt ? Date.parse(input.signedAt) : createdAt);
  const canTake = (v: Open) =>
    v.person.id === person && v.day === day && visitMove(visitStateAfter(v.steps), 'consented') !== undefined;
  return [...visits].findLast(canTake)?.id ?? null;
}

/** Adds the end of the observation when every dose this device gave in the visit was watched to the end. */
function observe(visit: Open, entries: readonly PlainEntry[]): void {
  const given = entries.filter((e) => e.kind === 'recordDose' && e.content.input.visitId === visit.id);
  const ends = given.flatMap((e) => (e.kind === 'recordDose' ? (e.content.observation.endedAt ?? []) : []));
  const at = ends.at(-1);
  if (at !== undefined && ends.length === given.length) visit.steps.push({ ...OWN_STEP, kind: 'observed', at });
}

/**
 * The visits of a day, in the order they were opened: the server's answer with what the journal adds to it.
 * @param answeredAt when the server gave the answer (ms since 1970)
 */
export function visitsOn(
  day: string,
  server: readonly ServerVisit[],
  answeredAt: number,
  entries: readonly PlainEntry[],
): ClinicVisit[] {
  const visits = new Map<string, Open>(server.filter((v) => v.day === day).map((v) => [v.id, ofServer(v)]));
  const kept = entries.filter((e) => e.state !== 'discarded');
  const recent = new Set(notYetIn(kept, answeredAt));
  for (const entry of kept) {
    const id = entry.kind === 'signConsent' ? consentedIn(visits.values(), entry) : visitOf(entry);
    if (id === null) continue;
    if (entry.kind === 'openVisit' && !visits.has(id) && recent.has(entry)) {
      const openedAt = entry.content.input.openedAt ?? new Date(entry.createdAt).toISOString();
      const person = { id: entry.person, name: entry.content.label.name };
      const at = entry.content.input.point ?? null;
      const fresh = {
        id,
        person,
        day,
        point: at,
        familyScreening: null,
        openedAt,
        steps: [],
        broken: null,
        isPending: false,
        needsLook: false,
      };
      if (entry.content.day === day) visits.set(id, fresh);
    }
    const visit = visits.get(id);
    if (!visit || !recent.has(entry)) continue;
    take(visit, entry);
    visit.isPending ||= isOpen(entry);
    visit.needsLook ||= entry.state === 'attention';
  }
  return [...visits.values()]
    .map((visit) => {
      observe(visit, kept);
      const state = visitStateAfter(visit.steps);
      return { ...visit, state, broken: state === 'broken_off' ? visit.broken : null };
    })
    .sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
}

export const isEnded = ({ state }: Pick<ClinicVisit, 'state'>): boolean => state === 'done' || state === 'broken_off';

/** The visit to go on with: the last one that has not ended, else the last one. */
export const currentVisit = (visits: readonly ClinicVisit[], personId: string): ClinicVisit | undefined => {
  const own = visits.filter(({ person }) => person.id === personId);
  return own.findLast((visit) => !isEnded(visit)) ?? own.at(-1);
};
