import type { JournalEntry } from '@miaoben/sync';
import type { ReportAdverseEventInput } from '../data/generated/aefi.ts';
import type {
  BreakOffVisitInput,
  DiscardVialMutationVariables,
  NewPersonInput,
  OpenVialInput,
  OpenVisitInput,
  RecordDoseInput,
  RecordHealthFactInput,
  RecordNotGivenInput,
  ScreenVisitInput,
  SignVisitMutationVariables,
  UndoVialDiscardMutationVariables,
  UndoVialOpeningMutationVariables,
  UndoVisitStepMutationVariables,
} from '../data/generated/clinic.ts';
import type { SignConsentInput, WithdrawConsentMutationVariables } from '../data/generated/consents.ts';
import type { NoteSampleFindingInput } from '../data/generated/desk.ts';
import type {
  AddSchoolPupilByCodeMutationVariables,
  ConfirmPupilVerdictMutationVariables,
  GateScanInput,
  NoteCertificateSeenMutationVariables,
  SchoolPupilInput,
} from '../data/generated/school.ts';
import type { Problem } from '../data/problem.ts';
import type { KeptFingerprint } from '../features/fingerprint/kept.ts';
import type { KeptPhoto } from '../ui/photo.ts';

/** Whom an entry is about, for the list of what was not sent yet. */
export interface PersonLabel {
  name: string;
  birthDate: string;
}

export interface DoseLabel extends PersonLabel {
  vaccine: string;
}

/** What an entry says, by its kind. Sealed with the device's key at rest: a forgotten PIN loses none of it. */
export interface Contents {
  createPerson: { label: PersonLabel; input: NewPersonInput };
  recordDose: {
    label: DoseLabel;
    input: RecordDoseInput;
    /** What the observation of this dose came to on this device. */
    observation: { minutes: number; endedAt: string | null; reaction: string | null };
  };
  /** Ends the observation of a dose of this journal; the server's id of the dose comes with its reply. */
  endObservation: {
    label: PersonLabel;
    doseCommand: string;
    reaction: string | null;
    /** Missing in entries of releases before this one. */
    endedAt?: string;
    /** The server's id of the dose, where another device than the one that recorded it ends the observation. */
    doseId?: string;
  };
  /** A finding or passing state of health that the schedule heeds. */
  recordHealthFact: { label: PersonLabel; input: RecordHealthFactInput };
  /** A scan at the school gate; the server verifies the code again. */
  recordGateScan: { label: PersonLabel; input: GateScanInput };
  /** Whether a paper certificate was shown at the school. */
  noteCertificateSeen: { label: PersonLabel; input: Omit<NoteCertificateSeenMutationVariables, 'commandId'> };
  /** The checker saw this verdict, with a note; the server refuses it when another one stands by then. */
  confirmPupilVerdict: { label: PersonLabel; input: Omit<ConfirmPupilVerdictMutationVariables, 'commandId'> };
  /** A pupil who is not on the list, typed in. */
  addSchoolPupil: { label: PersonLabel; input: SchoolPupilInput };
  /** A pupil who is not on the list, or came without one, by the code that was shown. */
  addSchoolPupilByCode: { label: PersonLabel; input: Omit<AddSchoolPupilByCodeMutationVariables, 'commandId'> };
  /** A photo of a paper certificate, base64. It goes before the step, announced under a command of its own. */
  addPupilProof: {
    label: PersonLabel;
    input: { id: string };
    photo: KeptPhoto;
  };
  /** Why a birth dose was not given (S-13). */
  recordNotGiven: { label: PersonLabel; input: RecordNotGivenInput };
  /** A guardian's decision signed on this device; the strokes are small and go with it. */
  signConsent: { label: DoseLabel; input: SignConsentInput };
  /** Takes a signed decision back; it follows it to the server. */
  withdrawConsent: { label: DoseLabel; input: Omit<WithdrawConsentMutationVariables, 'commandId'> };
  /** The steps of a visit (S-44); a dose given in one is `recordDose` with its id. */
  openVisit: { label: PersonLabel; input: OpenVisitInput /** on the server's calendar */; day: string };
  screenVisit: { label: PersonLabel; input: ScreenVisitInput };
  /** A photo and a fingerprint go before their sign-off (H-10). */
  signVisit: {
    label: PersonLabel;
    input: Omit<SignVisitMutationVariables, 'commandId'>;
    photo?: KeptPhoto;
    fingerprint?: KeptFingerprint;
  };
  breakOffVisit: { label: PersonLabel; input: BreakOffVisitInput };
  undoVisitStep: { label: PersonLabel; input: Omit<UndoVisitStepMutationVariables, 'commandId'> };
  /** A vial of several doses, from its first scan on; the label names its product, its code stands for the person. */
  openVial: { label: PersonLabel; input: OpenVialInput };
  undoVialOpening: { label: PersonLabel; input: Omit<UndoVialOpeningMutationVariables, 'commandId'> };
  discardVial: { label: PersonLabel; input: Omit<DiscardVialMutationVariables, 'commandId'> };
  undoVialDiscard: { label: PersonLabel; input: Omit<UndoVialDiscardMutationVariables, 'commandId'> };
  /** What was found on site of one file of a sample (S-47). */
  noteSampleFinding: { label: PersonLabel; input: NoteSampleFindingInput };
  /** A suspected adverse event, behind the dose it is about. */
  reportAdverseEvent: { label: PersonLabel; input: ReportAdverseEventInput };
}

export type Content = Contents[keyof Contents];

export type Kind = keyof Contents;
/** An entry as it lies on the device. */
export type StoredEntry<C> = JournalEntry<C, Problem, Kind>;

type EntryOf<K extends Kind> = StoredEntry<Contents[K]> & { kind: K };
/** An entry with its content in plain. */
export type PlainEntry = { [K in keyof Contents]: EntryOf<K> }[keyof Contents];
export type DoseEntry = EntryOf<'recordDose'>;
export type PersonEntry = EntryOf<'createPerson'>;
export type HealthFactEntry = EntryOf<'recordHealthFact'>;
export type ConsentEntry = EntryOf<'signConsent'>;
export type WithdrawalEntry = EntryOf<'withdrawConsent'>;
export type NotGivenEntry = EntryOf<'recordNotGiven'>;
